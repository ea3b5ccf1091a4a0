"""Which lines of a page are the article.

The article is the best run of lines: prose counts for its length, everything that parts an article
from its page counts against it, and the run with the highest sum wins (Kadane's maximum subarray, one
pass). Above it stands the headline, perhaps with meta data between; what does not belong to the text
is then taken out of the run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.layout import phrases
from pipeline.layout.bylines import sign
from pipeline.layout.headline import headline, is_title_sentence
from pipeline.layout.lines import INNER_END, Line, entry, is_item, lower_words

_TEXT = frozenset(("prose", "sentence", "item", "row", "short", "about"))
_WORTH = {
    "sentence": 12, "item": 0, "row": -5, "short": -20, "junk": -10, "date": -25, "tool": -25, "credit": -20,
    "name": -60, "byline": -60, "teaser": -10, "tags": -120, "appeal": -60, "nav": -120, "notice": -120, "more": -80,
    "copyright": -90, "imprint": -150, "end": -300,
}  # fmt: skip
_ENOUGH = 100  # characters of prose that make an article


@dataclass(slots=True)
class Article:
    """Indices into the page's lines. `head`: first line of the headline's surroundings; `title`: the headline's."""

    first: int  # of the run of text
    last: int
    head: int
    title: int | None
    inside: list[int]  # the lines of the body, in order


def find(lines: list[Line], title: str | None = None) -> Article | None:
    """The article among the lines of a page; None where there is none. `title`: the headline, where it is known."""
    stop = _end(lines)
    run = _best_run(lines[:stop]) or _poor_run(lines[:stop])
    if run is None:
        return None
    first, last = run
    while last > first and lines[last].kind == "sentence" and lines[last].begins("ask"):
        last -= 1  # «А что думаете вы?»
    head, top = headline(lines, first, title)
    if top is None and lines[first].kind in ("prose", "sentence") and is_title_sentence(lines, first, last):
        top = first
    sign(lines, top, first, last)
    inside = _inside(lines, head, top, first, last)
    return Article(first, last, head, top, inside)


# --- where it ends ----------------------------------------------------------------------------------------------


def _end(lines: list[Line]) -> int:
    """The index of the line that ends the article for good: a heading of what follows it."""
    prose, skip = 0, -1
    for i, line in enumerate(lines):
        if i <= skip:
            continue
        if line.kind == "prose" and line.picked is not False:
            prose += len(line.text)
        if prose < _ENOUGH:
            continue
        if line.kind == "end":
            return i
        if line.kind == "about":
            if _tells_of_the_sender(lines, i):
                return i
            line.kind = "short"
        if line.kind == "more":
            resumed = _resumed(lines, i)
            if resumed is None:
                return i
            for teaser in lines[i:resumed]:
                teaser.kind = "teaser"
            skip = resumed - 1
    return len(lines)


def _tells_of_the_sender(lines: list[Line], heading: int) -> bool:
    """Whether a heading such as „Über Nordwerk Antriebe“ has its text after it, and nothing of the article then."""
    subject = [token for token in lines[heading].tokens[1:] if len(token) > 3]
    rest = lines[heading + 1 :]
    if not rest or rest[0].kind not in ("prose", "sentence") or not subject:
        return False
    if sum(line.kind == "prose" for line in rest) > 3:
        return False
    opening = rest[0].text[:100].lower()
    if all(token[:6] in opening for token in subject):
        return True
    named = " ".join(lines[heading].tokens[1:])
    ended = next((line for line in rest if line.kind not in ("prose", "sentence")), None)
    return (
        lower_words(lines[heading].text) == 0
        and (ended is None or ended.kind in ("end", "imprint", "nav", "copyright"))
        and any(named in " ".join(line.tokens) for line in lines[:heading])
    )


def _resumed(lines: list[Line], heading: int) -> int | None:
    """Where the text goes on after a box of teasers that stands in it; None where it does not."""
    for k in range(heading + 1, min(heading + 8, len(lines))):
        line = lines[k]
        if line.kind in ("end", "more", "copyright", "imprint", "nav"):
            return None
        if line.kind == "prose" and (k > heading + 1 or line.gap):
            after = next((x for x in lines[k + 1 :] if x.kind not in ("tool", "junk", "credit")), None)
            teasers = after is not None and after.kind in ("short", "date")  # the next one's headline
            lead = (
                len(line.text) < 100
                and INNER_END.search(line.text) is None
                and (after is None or after.kind != "prose")
            )
            return None if teasers or lead or line.text.endswith(("...", "…")) else k
    return None


# --- the run ----------------------------------------------------------------------------------------------------


def _worth(line: Line) -> int:
    if line.picked is False:
        return -40
    if line.picked and line.kind in ("short", "item", "row"):
        return 5
    return min(len(line.text), 300) if line.kind == "prose" else _WORTH.get(line.kind, -20)


def _best_run(lines: list[Line]) -> tuple[int, int] | None:
    best, best_sum, begin, total = None, 0, 0, 0
    for i, line in enumerate(lines):
        if total <= 0:
            begin, total = i, 0
        total += _worth(line)
        if total > best_sum:
            best, best_sum = (begin, i), total
    if best is None or not any(line.kind == "prose" for line in lines[best[0] : best[1] + 1]):
        return None
    first, last = best
    while (after := _list_after(lines, last)) > last:
        last = after
    return first, last


def _list_after(lines: list[Line], last: int) -> int:
    """The end of a list or table that goes on where the prose ends: it has no worth of its own."""
    end = last + 1
    if end < len(lines) and lines[end].kind == "short" and lines[end].text.endswith(":"):
        end += 1
    begin = end
    while (
        end < len(lines)
        and lines[end].picked is not False
        and (lines[end].kind in ("item", "row") or (lines[end].kind == "sentence" and is_item(lines[end].text)))
    ):
        end += 1
    announced = lines[begin - 1].text[-1] in ":;," or (begin - 1 == last and lines[last].kind == "item")
    return end - 1 if end > begin and (announced or end - begin > 1) else last


def _poor_run(lines: list[Line]) -> tuple[int, int] | None:
    """The article of a page without prose: a headline alone, a few short lines."""
    texts = [
        i for i, line in enumerate(lines) if line.kind in _TEXT and line.kind != "row" and line.picked is not False
    ]
    texts = [
        i for i in texts if len(lines[i].tokens) >= 3 or (len(lines) <= 2 and any(c.isalpha() for c in lines[i].text))
    ]
    if not texts or len(texts) > 8:
        return None
    best = max(texts, key=lambda i: (min(len(lines[i].tokens), 8), -i))
    first = last = best
    while last + 1 < len(lines) and last + 1 in texts:
        last += 1
    return first, last


# --- what is in -------------------------------------------------------------------------------------------------


def _inside(lines: list[Line], head: int, title: int | None, first: int, last: int) -> list[int]:
    inside = [] if title is None or first <= title <= last else [title]
    for i in range((head if title is None else title + 1), first):
        line = lines[i]
        if title is not None and i > title and line.picked is not False and _is_lead(lines, i, first):
            inside.append(i)
    for i in range(first, last + 1):
        line = lines[i]
        if line.picked is False and i != title:
            continue
        if (
            line.kind in _TEXT
            or (line.kind == "nav" and _is_subhead(lines, i, first, last))
            or (
                line.kind in ("name", "date")
                and first < i < last
                and _is_subhead(lines, i, first, last)
                and not line.authors
                and not any(s.day for s in line.stamps)
            )
        ):
            inside.append(i)
    return sorted(set(inside))


def _is_lead(lines: list[Line], i: int, first: int) -> bool:
    """A line between headline and text that belongs to them: a lead, or a subhead that sits on the text."""
    line = lines[i]
    if line.kind not in _TEXT or line.kind == "row":
        return False
    if any(entry(line.text) == entry(other.text) for other in lines[first:]):
        return False  # an entry of the table of contents
    if (
        i == first - 1
        and not lines[first].gap
        and (
            (len(line.tokens) > 1 and not line.text.isupper())
            or any(a.kind == "short" and b.kind == "prose" and not b.gap for a, b in pairwise(lines[first:]))
        )
    ):
        return True
    return len(line.tokens) >= 4 and not line.text[0].islower()


def _is_subhead(lines: list[Line], i: int, first: int, last: int) -> bool:
    """One or two words amid the text: a subhead that happens to be the name of a section."""
    line = lines[i]
    if not first < i < last or len(line.tokens) > 3 or (not line.has("menu") and line.kind == "nav"):
        return False
    return (
        lines[i - 1].kind in _TEXT and lines[i + 1].kind in _TEXT and line.kind == "nav" and lower_words(line.text) == 0
    )


def stretches(lines: list[Line], inside: list[int]) -> list[tuple[int, int]]:
    """The lines of the body as spans of the text; lines one after the other make one span."""
    spans: list[tuple[int, int]] = []
    marked = False
    for before, i in pairwise([-2, *inside]):
        line = lines[i]
        end = line.start + len(unmarked(line.text))
        if spans and before == i - 1 and not marked:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((line.start, end))
        marked = end < line.end
    return spans


_MARK = re.compile(
    r"(?<=[.!?“”»\"])\s*(?:\((?P<bracketed>[\w/ .,-]{2,20})\)|/{1,3}(?P<slashed>[a-z/ ]{2,16})|-0-(?P<end>))$"
)


_CREDIT = re.compile(r"(?<=[.!?…»“\"])\s+(?P<word>[^\W\d_]{3,12})\s?:\s[^.!?:]{2,60}\.?$")


def unmarked(text: str) -> str:
    """A line without the marks of agency and editors at its end („(kst)“, „/mk/jha/“), nor who took the picture."""
    credit = _CREDIT.search(text, max(0, len(text) - 90))
    if credit and any({"credit", "label"} & p.kinds for p in phrases.find(phrases.words(credit["word"]))):
        text = text[: credit.start()]
    match = _MARK.search(text, max(0, len(text) - 30))
    if match is None:
        return text
    if match["bracketed"]:
        parts = [part for part in re.split(r"[/ .,-]+", match["bracketed"]) if part]
        if not all(
            part.lower() in phrases.listed("agencies") or part.isdigit() or (part.islower() and len(part) <= 4)
            for part in parts
        ):
            return text
    return text[: match.start()]
