"""Lines that sign an article without a word that says so: known by where they stand."""

from __future__ import annotations

import re

from pipeline.layout import phrases
from pipeline.layout.lines import PARTED, Line
from pipeline.layout.meta import without_stamps
from pipeline.layout.people import is_office, names, without_asides

_INFLECTED = re.compile(r"(?:e[nrs]?|ung|heit|[ыио][ей]|[ыи]х|ая|яя|ые)$")  # „Zugehörige Objekte“


def sign(lines: list[Line], title: int | None, first: int, last: int) -> None:
    """Makes by-lines of the lines between headline and text, and right after it, that can be nothing else."""
    if title is not None:
        for line in lines[max(0, title - 2) : title]:  # signed above the headline
            if line.kind == "short" and line.stamps and line.stamps[0].day and line.stamps[0].start == 0:
                line.kind = "date"
            elif line.kind in ("date", "tool") and not line.authors and any(s.day for s in line.stamps):
                line.authors = names(without_stamps(line, 0), known=False) or _first_piece(line)
                line.kind = "date" if line.authors else line.kind  # «Дойна Рошка | 19 декабря | 4 мин. чтения»
    if title is not None and title < first:
        for i in range(min(first + 2, last), title, -1):
            line = lines[i]
            if line.kind == "short" and lines[i - 1].kind == "byline" and not lines[i - 1].authors:
                _name(line)  # „Autor:“ on the line above
            elif line.kind == "short" and not line.authors and is_signature(line.text) and _beside_facts(lines, i):
                _name(line)
            elif line.kind == "short" and (
                (lines[i - 1].kind == "name" and lines[i - 1].text.endswith(","))
                or (lines[i - 1].authors and len(line.tokens) <= 6 and is_office(line.text))
            ):
                line.kind = "credit"  # the author's office or place, on a line of its own
            elif line.kind == "date" and not line.authors:
                line.authors = names(without_stamps(line, 0), known=True)  # „Ronny Haupt | 05.05.2025“
    if last + 1 < len(lines) and lines[last + 1].kind == "short" and _ends(lines, last + 1):
        _name(lines[last + 1])


def _name(line: Line) -> None:
    line.authors = names(line.text, known=True)
    if line.authors:
        line.kind = "name"


def is_signature(text: str) -> bool:
    """Whether a line is nothing but two to four capitalised words, apart from what stands in brackets."""
    words = without_asides(text).strip(" ,").split()
    return 2 <= len(words) <= 4 and all(w[0].isupper() for w in words) and text[-1] not in ".!?:"


def _first_piece(line: Line) -> list[str]:
    """The name that a line of facts begins with; in Russian two capital letters say that it is one."""
    piece = PARTED.split(line.text)[0]
    cyrillic = any("А" <= c <= "я" for c in piece)
    if not cyrillic or not is_signature(piece) or any(p.kinds for p in phrases.find(phrases.words(piece))):
        return []
    return names(piece, known=True)


def _beside_facts(lines: list[Line], i: int) -> bool:
    """Whether a date, a by-line or a tool of the article stands next to a line."""
    if i + 1 < len(lines) and lines[i + 1].kind == "tool":
        return True
    return any(
        (line.kind == "date" and any(s.day for s in line.stamps)) or (line.kind == "name" and line.authors)
        for line in (*lines[i - 1 : i], *lines[i + 1 : i + 2])
    )


def _ends(lines: list[Line], i: int) -> bool:
    """Whether the line after the text is nothing but capitalised words, and no heading of a list."""
    text = lines[i].text
    words = text.rstrip(".,").split()
    after = [line.kind in ("short", "item", "prose") for line in lines[i + 1 : i + 3]]
    return (
        2 <= len(words) <= 3
        and all(w[0].isupper() and not w.isupper() for w in words)
        and _INFLECTED.search(words[0]) is None
        and words[0].lower() not in phrases.listed("openings")
        and (not all(after) or len(after) < 2 or text.endswith(","))
    )
