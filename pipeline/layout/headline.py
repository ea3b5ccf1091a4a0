"""Which line is the headline: the one that stands above the text, below the page's own head."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.lang import morphology
from pipeline.layout import phrases
from pipeline.layout.bylines import is_signature
from pipeline.layout.lines import INNER_END, Line, alike, ends_sentence, entry, lower_words
from pipeline.layout.people import is_person

_SCORE = re.compile(r"\s\d{1,2}[:–-]\d{1,2}(?:\s|$)")  # of a match, above the report
_TELLING = frozenset(("VERB", "INFN", "PRED", "PRTS", "ADJS", "COMP"))
_PAGE = frozenset(("nav", "notice", "end", "more", "imprint"))  # what parts the headline from the page above it


def headline(lines: list[Line], first: int, title: str | None) -> tuple[int, int | None]:
    """Where the surroundings of the headline begin, above the text, and which line it is."""
    below = {entry(line.text) for line in lines[first:] if line.kind != "prose"}
    contents = first  # a table of contents names the subheads; its heading is no menu
    while contents > 0 and entry(lines[contents - 1].text) in below:
        contents -= 1
    head = _top(lines, first)
    if 0 < contents == head < first and lines[head - 1].kind == "nav":
        head = _top(lines, head - 1)
    if title:
        wanted = alike(title)
        for i in range(min(first + 1, len(lines) - 1), -1, -1):
            if wanted and alike(lines[i].text) == wanted:
                return min(head, i), i
    above = [alike(line.text) for line in lines[:first]]
    candidates = [i for i in range(head, first) if _may_be_title(lines[i]) and entry(lines[i].text) not in below]
    candidates = [i for k, i in enumerate(candidates) if not (k and _is_caption(lines, i))]
    candidates = [i for i in candidates if i >= _after_teasers(lines, head, first)] or candidates
    if not candidates and head > 0 and lines[head - 1].kind == "nav":
        # the name of a section between headline and text
        upward = (i for i in range(head - 1, max(head - 4, -1), -1) if lines[i].kind not in ("nav", "credit", "tool"))
        above_nav = next(upward, None)
        if (
            above_nav is not None
            and _may_be_title(lines[above_nav])
            and (
                len(lines[above_nav].tokens) >= 4
                or (above_nav > 0 and lines[above_nav - 1].kind in ("date", "nav", "tool"))
            )
            and all(len(lines[i].tokens) <= 3 for i in range(above_nav + 1, head) if lines[i].kind == "nav")
        ):
            return _top(lines, above_nav), above_nav
    if not candidates and head > 0 and lines[head - 1].kind == "end" and len(lines[head - 1].tokens) > 4:
        return _top(lines, head - 1), head - 1  # „Ihre Meinung: Zum Artikel …“
    for i in candidates:
        own = alike(lines[i].text)
        if len(own) > 8 and any(
            text.endswith(own)
            and text != own
            and (lines[k].kind not in ("short", "date", "byline") or len(lines[i].tokens) > 4)
            for k, text in enumerate(above)
        ):
            return head, i  # a breadcrumb repeats it
    if lines[first].kind in ("short", "sentence", "item") and _may_be_title(lines[first]):
        candidates.append(first)  # an article without prose
    return head, _choose(lines, candidates, first)


def _top(lines: list[Line], at: int) -> int:
    """The first line, going up from `at`, that nothing parts from it."""
    while at > 0 and lines[at - 1].kind not in _PAGE:
        at -= 1
    return at


def _after_teasers(lines: list[Line], head: int, first: int) -> int:
    """Where the block of teasers ends that stands under a heading such as „Meistgelesen“ above the headline."""
    if not head or lines[head - 1].kind not in ("end", "more"):
        return head
    return next((i for i in range(head + 1, first) if lines[i].kind != "short" or lines[i].gap), head)


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.kind not in ("short", "sentence", "item", "row", "name", "prose", "about") or len(text) > 220:
        return False
    if line.kind == "name":
        return not any(is_person(a) for a in line.authors) and len(line.tokens) > 2
    if line.kind in ("sentence", "prose") and INNER_END.search(text):
        return False
    if "|" in text and len(line.tokens) <= 4:
        return False  # the name of a site
    if "=" in text or (line.stamps and line.stamps[0].day and line.stamps[0].start == 0):
        return False  # a rate of exchange; „10.07.2025  Haushalt — Gesetzentwurf“
    return len(line.tokens) >= 2 and not text[0].islower() and not text.endswith((":", ";", ","))


def _choose(lines: list[Line], candidates: list[int], first: int) -> int | None:
    """The headline among the lines between the page's head and the text, from the top."""
    told = _words(lines, range(first, min(first + 8, len(lines))))
    while len(candidates) > 1:
        top, second = candidates[0], candidates[1]
        here, below = lines[top], lines[second]
        between = {line.kind for line in lines[top + 1 : second]}
        apart = bool(between & {"date", "tool", "byline", "name", "junk", "short"})
        again = any(alike(here.text) == alike(lines[i].text) for i in candidates[1:])
        called = below.kind == "sentence" and below.text[-1] in "!?" and len(below.text) < len(here.text)
        lead = (below.kind == "sentence" and not called) or len(below.text) >= max(60, len(here.text))
        subhead = second == first - 1 and not lines[first].gap and len(here.tokens) > 3  # it sits on the text
        signed = top > 0 and bool(lines[top + 1].authors) and len(here.tokens) >= len(below.tokens)
        rubric = (
            len(here.tokens) <= 4
            and not told & _words(lines, (top,))
            and len(told & _words(lines, (second,))) > 1
            and bool(between & {"date", "byline", "name"})
            and below.text[-1] not in ".!?…"
        )
        masthead = here.has("masthead") and not told & _words(lines, (top,))  # „Die Laterne – Magazin für …“
        telling = 0 < top == second - 1 and len(here.tokens) > 1 and _tells(here)  # no kicker
        leads = all(lines[i].kind == "sentence" or len(lines[i].text) >= 60 for i in candidates[2:])
        if telling and not below.gap and len(below.text) > len(here.text):
            return top
        if leads and _is_author(lines, second) and not _is_author(lines, top):
            return top
        called = called and lines[second + 1].kind in ("byline", "name", "date")  # below a kicker
        if again or rubric or masthead or called or (_SCORE.search(here.text) and lower_words(here.text) == 0):
            candidates = candidates[1:]
        elif (signed and below.kind != "name") or (
            lead
            and (below.gap or telling or len(here.tokens) > (2 if below.text.endswith(".") else 4))
            and not (top == 0 and "short" in between)
        ):
            return top
        elif top == 0 and (apart or len(here.tokens) <= 3 or not below.gap) and not subhead:
            candidates = candidates[1:]  # the name of the paper
        elif subhead:
            return top
        elif apart or len(here.tokens) <= (2 if below.gap else 3) or here.text.isupper() > below.text.isupper():
            candidates = candidates[1:]  # a kicker, the name of a section
        else:
            return top
    return candidates[0] if candidates else None


def _tells(line: Line) -> bool:
    """Whether a line has a verb or what stands for one: in German its last word is small then."""
    last = line.text.split()[-1]
    if any("А" <= c <= "я" for c in line.text):
        tags = [morphology.parses(token)[0].tag for token in line.tokens]
        return any(tag.POS in _TELLING for tag, token in zip(tags, line.tokens, strict=True) if len(token) > 2) or any(
            tag.case == "ablt" and before.POS not in ("PREP", "ADJF") for before, tag in pairwise(tags)
        )  # «Взятка рыбой»
    return last.isalpha() and last.islower() and last not in phrases.listed("kickers")


def _is_author(lines: list[Line], i: int) -> bool:
    """Whether a line is the author's by its shape, and what stands below a by-line follows it."""
    first = lines[i].tokens[0]
    return (
        lines[i].kind == "short"
        and is_signature(lines[i].text)
        and first not in phrases.listed("openings")
        and not lines[i].kinds
        and i + 1 < len(lines)
        and lines[i + 1].kind in ("tool", "date")
    )


def _words(lines: list[Line], places: Iterable[int]) -> set[str]:
    """The beginnings of the longer words of some lines: by them a headline is known from the name of a section."""
    return {token[:5] for i in places for token in lines[i].tokens if len(token) > 4 and token.isalpha()}


def _is_caption(lines: list[Line], i: int) -> bool:
    """Whether a line between by-line and text says what a picture shows: it says next who took it."""
    signed = 0 < i < len(lines) - 1 and (
        bool(lines[i - 1].authors)
        or lines[i - 1].kind == "byline"
        or (lines[i - 1].kind == "date" and i > 1 and lines[i - 2].kind in ("byline", "name"))
    )
    return signed and lines[i + 1].kind == "credit" and not ends_sentence(lines[i].text)


def is_title_sentence(lines: list[Line], first: int, last: int) -> bool:
    """Whether the text's first line is a headline that ends like a sentence."""
    line = lines[first]
    if last == first:
        return False
    retold = len(_words(lines, (first,)) & _words(lines, (first + 1,))) > 1
    return (
        len(line.text) <= (160 if retold else 110)
        and lines[first + 1].gap
        and not any(c in line.text[:-1] for c in ".!")
        and max(len(x.text) for x in lines[first + 1 : last + 1]) > len(line.text) * (1 if retold else 1.3)
        and line.text[0] not in '–—-„«"'
    )
