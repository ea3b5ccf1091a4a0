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
from pipeline.layout.lines import Line, alike, is_item, lower_words
from pipeline.layout.people import is_person

_TEXT = frozenset(("prose", "sentence", "item", "row", "short", "about"))
_PAGE = frozenset(("nav", "notice", "end", "more", "imprint"))  # what parts the headline from the page above it
_WORTH = {
    "sentence": 12, "item": 0, "row": -5, "short": -20, "junk": -10, "date": -25, "tool": -25, "credit": -20, "name": -60,
    "byline": -60, "teaser": -10, "tags": -120, "appeal": -60, "nav": -120, "notice": -120, "more": -80, "copyright": -90,
    "imprint": -150, "end": -300,
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
    head, headline = _headline(lines, first, title)
    if headline is None and lines[first].kind in ("prose", "sentence") and _is_title_sentence(lines, first, last):
        headline = first
    inside = _inside(lines, head, headline, first, last)
    return Article(first, last, head, headline, inside)


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
            subject = [t for t in line.tokens[1:] if len(t) > 3]
            after = lines[i + 1] if i + 1 < len(lines) else None
            if after is not None and after.kind == "prose" and subject and any(t[:6] in after.text.lower()[:80] for t in subject):
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


def _resumed(lines: list[Line], heading: int) -> int | None:
    """Where the text goes on after a box of teasers that stands in it; None where it does not."""
    for k in range(heading + 1, min(heading + 8, len(lines))):
        line = lines[k]
        if line.kind in ("end", "more", "copyright", "imprint", "nav"):
            return None
        if line.kind == "prose" and (k > heading + 1 or line.gap):
            after = next((x for x in lines[k + 1 :] if x.kind not in ("tool", "junk", "credit")), None)
            teasers = after is not None and after.kind in ("short", "date")  # the next one's headline
            return None if teasers or line.text.endswith(("...", "…")) else k
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
    while end < len(lines) and lines[end].picked is not False and (
        lines[end].kind in ("item", "row") or lines[end].kind == "sentence" and is_item(lines[end].text)
    ):
        end += 1
    announced = lines[begin - 1].text[-1] in ":;," or begin - 1 == last and lines[last].kind == "item"
    return end - 1 if end > begin and (announced or end - begin > 1) else last


def _poor_run(lines: list[Line]) -> tuple[int, int] | None:
    """The article of a page without prose: a headline alone, a few short lines."""
    texts = [i for i, line in enumerate(lines) if line.kind in _TEXT and line.kind != "row" and line.picked is not False]
    texts = [i for i in texts if len(lines[i].tokens) >= 3 or len(lines) <= 2 and any(c.isalpha() for c in lines[i].text)]
    if not texts or len(texts) > 8:
        return None
    best = max(texts, key=lambda i: (min(len(lines[i].tokens), 8), -i))
    first = last = best
    while last + 1 < len(lines) and last + 1 in texts:
        last += 1
    return first, last


# --- the headline -----------------------------------------------------------------------------------------------


def _headline(lines: list[Line], first: int, title: str | None) -> tuple[int, int | None]:
    """Where the surroundings of the headline begin, above the text, and which line it is."""
    head = first
    while head > 0 and lines[head - 1].kind not in _PAGE:
        head -= 1
    if title:
        wanted = alike(title)
        for i in range(min(first + 1, len(lines) - 1), -1, -1):
            if wanted and alike(lines[i].text) == wanted:
                return min(head, i), i
    above = [alike(line.text) for line in lines[:first]]
    candidates = [i for i in range(head, first) if _may_be_title(lines[i])]
    if not candidates and head > 0 and lines[head - 1].kind == "nav":
        # the name of a section between headline and text
        above_nav = next((i for i in range(head - 1, max(head - 4, -1), -1) if lines[i].kind != "nav"), None)
        if above_nav is not None and _may_be_title(lines[above_nav]) and len(lines[above_nav].tokens) >= 4 and all(
            len(lines[i].tokens) <= 3 for i in range(above_nav + 1, head)
        ):
            return above_nav, above_nav
    for i in candidates:
        own = alike(lines[i].text)
        if len(own) > 8 and any(text.endswith(own) and text != own for text in above):
            return head, i  # a breadcrumb repeats it
    if lines[first].kind in ("short", "sentence", "item") and _may_be_title(lines[first]):
        candidates.append(first)  # an article without prose
    return head, _choose(lines, candidates, first)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.kind not in ("short", "sentence", "item", "row", "name", "prose", "about") or len(text) > 220:
        return False
    if line.kind == "name":
        return not any(is_person(a) for a in line.authors) and len(line.tokens) > 2
    return len(line.tokens) >= 2 and not text[0].islower() and not text.endswith((":", ";", ","))


def _choose(lines: list[Line], candidates: list[int], first: int) -> int | None:
    """The headline among the lines between the page's head and the text, from the top."""
    while len(candidates) > 1:
        top, second = candidates[0], candidates[1]
        here, below = lines[top], lines[second]
        between = {line.kind for line in lines[top + 1 : second]}
        apart = bool(between & {"date", "tool", "byline", "name", "junk", "short"})
        again = any(alike(here.text) == alike(lines[i].text) for i in candidates[1:])
        lead = below.kind == "sentence" or len(below.text) >= max(60, len(here.text))
        subhead = second == first - 1 and not lines[first].gap and len(here.tokens) > 3  # it sits on the text
        if again:
            candidates = candidates[1:]
        elif lead and (below.gap or len(here.tokens) > 4) and not (top == 0 and "short" in between):
            return top
        elif top == 0 and (apart or len(here.tokens) <= 3 or not below.gap) and not subhead:
            candidates = candidates[1:]  # the name of the paper
        elif subhead:
            return top
        elif apart or len(here.tokens) <= (2 if below.gap else 4) or here.text.isupper() > below.text.isupper():
            candidates = candidates[1:]  # a kicker, the name of a section
        else:
            return top
    return candidates[0] if candidates else None


def _is_title_sentence(lines: list[Line], first: int, last: int) -> bool:
    """Whether the text's first line is a headline that ends like a sentence."""
    line = lines[first]
    return (
        last > first
        and len(line.text) <= 110
        and lines[first + 1].gap
        and not any(c in line.text[:-1] for c in ".!")
        and max(len(x.text) for x in lines[first + 1 : last + 1]) > len(line.text) * 1.3
        and line.text[0] not in "–—-„«\""
    )


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
        if line.kind in _TEXT or (line.kind == "nav" and _is_subhead(lines, i, first, last)) or (
            line.kind in ("name", "date") and first < i < last and _is_subhead(lines, i, first, last) and not line.authors
            and not any(s.day for s in line.stamps)
        ):
            inside.append(i)
    return sorted(set(inside))


def _is_lead(lines: list[Line], i: int, first: int) -> bool:
    """A line between headline and text that belongs to them: a lead, or a subhead that sits on the text."""
    line = lines[i]
    if line.kind not in _TEXT or line.kind == "row":
        return False
    if i == first - 1 and not lines[first].gap and (
        len(line.tokens) > 1 or any(a.kind == "short" and b.kind == "prose" and not b.gap for a, b in pairwise(lines[first:]))
    ):
        return True
    return len(line.tokens) >= 4 and not line.text[0].islower()


def _is_subhead(lines: list[Line], i: int, first: int, last: int) -> bool:
    """One or two words amid the text: a subhead that happens to be the name of a section."""
    line = lines[i]
    if not first < i < last or len(line.tokens) > 3 or not line.has("menu") and line.kind == "nav":
        return False
    return lines[i - 1].kind in _TEXT and lines[i + 1].kind in _TEXT and line.kind == "nav" and lower_words(line.text) == 0


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


_MARK = re.compile(r"(?<=[.!?“”»\"])\s*(?:\((?P<bracketed>[\w/ .,-]{2,20})\)|/{1,3}(?P<slashed>[a-z/ ]{2,16})|-0-(?P<end>))$")


def unmarked(text: str) -> str:
    """A line without the marks of agency and editors at its end: „(kst)“, „(APA/red)“, „/mk/jha/“."""
    match = _MARK.search(text, max(0, len(text) - 30))
    if match is None:
        return text
    if match["bracketed"]:
        parts = [part for part in re.split(r"[/ .,-]+", match["bracketed"]) if part]
        if not all(part.lower() in phrases.listed("agencies") or part.isdigit() or part.islower() and len(part) <= 4 for part in parts):
            return text
    return text[: match.start()]
