"""Absolute dates and times as pages print them beside an article: „19 September 2024, 19:35“, «14.03.2025 в 11:42»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

from pipeline import lang

_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?<![\d.,])(?P<y1>(?:19|20)\d\d)(?P<parting>[-./])(?P<m1>\d\d)(?P=parting)(?P<d1>\d\d)(?!\d)"
    r"|(?<![\d.,/])(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>(?:19|20)\d\d|\d\d)(?![\d.:])"
    r"|(?<![\d.,/])(?P<d3>\d{1,2})\s?/\s?(?P<m3>\d{1,2})\s?/\s?(?P<y3>(?:19|20)\d\d)(?!\d)"
    r"|(?<![\d.,:])(?P<d4>\d{1,2})\.?\s?(?P<m4>[^\W\d_]{3,9})\.?(?:,?\s(?P<y4>(?:19|20)\d\d)(?!\d))?"
    r"|(?<!\w)(?P<m5>[^\W\d_]{3,9})\s(?P<d5>\d{1,2}),?\s(?P<y5>(?:19|20)\d\d)(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d.,:])(?P<h>[01]?\d|2[0-3])"
    r"(?::(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])|[.h](?P<n>[0-5]\d)(?![\d.,])|(?=\s?Uhr))"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a line; `day` is None where it has no year. `time` is the one that stands with it, `HH:MM`."""

    start: int
    end: int
    day: date | None
    time: str | None
    weekday: bool


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in lang.LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context=context, locale=language).items():
                    names[lang.fold(str(name)).rstrip(".")] = int(number)
    return names | {
        form: int(number) for code in lang.LANGUAGES for form, number in lang.table(code, "layout_months").items()
    }


@cache
def weekdays() -> frozenset[str]:
    """Names of days of the week, folded, short ones too."""
    return frozenset(
        lang.fold(str(name)).rstrip(".")
        for language in lang.LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, context=context, locale=language).values()
    )


def month(word: str) -> int | None:
    """The month that a word names, in either language."""
    return _months().get(lang.fold(word).rstrip("."))


def times(text: str) -> list[tuple[int, int, str]]:
    """Times of day as (start, end, HH:MM). With a full stop between («9.30 Uhr») only before „Uhr“."""
    found = []
    for match in _TIME.finditer(text):
        rest = text[match.end() : match.end() + 4].lstrip()
        if match["n"] and not (rest.startswith("Uhr") or text[match.start("n") - 1] == "h"):
            continue
        found.append((match.start(), match.end(), f"{int(match['h']):02}:{match['m'] or match['n'] or '00'}"))
    return found


def stamps(text: str) -> list[Stamp]:
    """The dates of a line, in order, each with the time printed beside it."""
    if not _DIGIT.search(text):
        return []
    clock = times(text)
    found: list[Stamp] = []
    for match in _DATE.finditer(text):
        group = next(i for i in "12345" if match[f"d{i}"])
        day, year = int(match[f"d{group}"]), match[f"y{group}"]
        number = int(match[f"m{group}"]) if group in "123" else month(match[f"m{group}"])
        if not number or not 1 <= number <= 12 or not 1 <= day <= 31:
            continue
        value = None
        if year:
            try:
                value = date(int(year) if len(year) == 4 else 2000 + int(year), number, day)
            except ValueError:
                continue
        before = text[max(0, match.start() - 14) : match.start()].lower().split()
        after = text[match.end() : match.end() + 14].lower().split()
        names = {w.strip(".,()|") for w in before[-1:] + after[:1]}
        found.append(Stamp(match.start(), match.end(), value, None, bool(names & weekdays())))
    for i, stamp in enumerate(found):
        until = found[i + 1].start if i + 1 < len(found) else len(text)
        beside = [t for start, _, t in clock if stamp.end <= start < min(until, stamp.end + 25)]
        if i == 0 and clock and text[clock[0][1] : stamp.start].strip(" ,|") == "" and clock[0][1] <= stamp.start:
            beside = [clock[0][2]]  # «12:48 06.08.2024 (обновлено: 13:05 …)»
        if not beside and i == 0:
            beside = [t for start, end, t in clock if stamp.start - 12 <= start and end <= stamp.start]
        if beside:
            found[i] = Stamp(stamp.start, stamp.end, stamp.day, beside[0], stamp.weekday)
    return found
