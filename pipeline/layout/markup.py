"""HTML: which lines of the reading trafilatura takes for the article, and what the page's meta data say.

Only what the page declares counts as meta data (meta tags, JSON-LD, the headline element); no date is
guessed from the text or from today's.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline.layout.lines import Line, alike
from pipeline.layout.people import names

_CLOCK = re.compile(
    r"(?:published_time|datePublished|publish-date|pubdate|DC\.date|dcterms\.created)[^>]{0,80}?"
    r"(?P<day>\d{4}-\d\d-\d\d)[T ]"
    r"(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


_MOST_TAGS = 50_000  # beyond it trafilatura, which takes more than linear time, is not asked


@dataclass(frozen=True, slots=True)
class Page:
    """What a page declares, and the lines of its article as trafilatura gives them (empty where it gives none)."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    published_time: str | None = None
    lines: tuple[str, ...] = ()


@cache
def _trafilatura() -> Any:
    import trafilatura
    import trafilatura.metadata

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def read(raw: str) -> Page:
    """What trafilatura reads in a page. Never raises: a page it cannot read is one that declares nothing."""
    if raw.count("<") > _MOST_TAGS:
        return Page()
    trafilatura = _trafilatura()
    try:
        tree = trafilatura.load_html(raw)
        if tree is None:
            return Page()
        headlines = tuple(" ".join(h.itertext()) for h in tree.iter("h1"))[:5]
        strict = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01", "min_date": "1990-01-01"}
        declared = trafilatura.metadata.extract_metadata(tree, date_config=strict, extensive=False)
    except Exception:
        return Page()
    try:
        found = trafilatura.bare_extraction(raw, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:
        found = None
    day, clock = _published(raw, declared.date)
    return Page(
        titles=tuple(t for t in (*headlines, declared.title) if t and alike(t)),
        authors=tuple(a for part in (declared.author or "").split(";") for a in names(part, known=True)),
        published_on=day,
        published_time=clock,
        lines=tuple(line for line in (found.text or "").split("\n") if line.strip()) if found is not None else (),
    )


def _published(raw: str, declared: str | None) -> tuple[date | None, str | None]:
    """The day that the page declares, and the local time where it stands with it."""
    clock = _CLOCK.search(raw)
    try:
        day = date.fromisoformat(clock["day"] if clock else (declared or ""))
    except ValueError:
        return None, None
    local = clock is not None and clock["zone"] not in ("Z", "+00:00", "+0000") and clock["time"] != "00:00"
    return day, clock["time"] if clock and local else None


def pick(lines: Sequence[Line], page: Page) -> None:
    """Marks the lines that trafilatura took for the article; none is marked where it took none."""
    if not page.lines:
        return
    whole = [alike(line.lstrip("-| ")) for line in page.lines]
    exact, stream = set(whole), f" {' '.join(whole)} "
    long = [f" {text} " for text in whole if len(text) > 50]
    prose = 0
    for line in lines:
        own = alike(line.text)
        line.picked = own in exact or (len(line.tokens) > 3 and f" {own} " in stream)
        if not line.picked and line.kind == "prose":
            line.picked = any(text in f" {own} " for text in long)
        prose += bool(line.picked) and line.kind == "prose"
    if not prose:
        for line in lines:
            line.picked = None
        return
    chosen = [i for i, line in enumerate(lines) if line.picked]
    for i, k in pairwise(chosen):
        if 1 < k - i <= 3:  # what trafilatura lost between two lines that it kept
            for line in lines[i + 1 : k]:
                line.picked = line.kind in ("prose", "sentence")
