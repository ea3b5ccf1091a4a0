"""Stretches of the calendar and their TIMEX3 values; shifts, and the parts of a stretch. Dates only, no words."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first month of each, meteorological
# The grains: century, decade (TIMEX3 writes CE and DE), year, half-year, quarter, season, month, week, day.
MONTHS_IN = {"CE": 1200, "DE": 120, "Y": 12, "H": 6, "Q": 3, "M": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both covered. `grain` is the unit it is one of, `R` for any other."""

    begins: date
    ends: date
    value: str
    grain: str

    @property
    def days(self) -> int:
        return (self.ends - self.begins).days + 1


def day(d: date) -> Period:
    return Period(d, d, d.isoformat(), "D")


def week(d: date) -> Period:
    """The week, Monday to Sunday, that the day lies in."""
    year, number, weekday = d.isocalendar()
    monday = d - timedelta(weekday - 1)
    return Period(monday, monday + timedelta(6), f"{year}-W{number:02}", "W")


def weekend(d: date) -> Period:
    """Saturday and Sunday of the week that the day lies in."""
    w = week(d)
    return Period(w.begins + timedelta(5), w.ends, f"{w.value}-WE", "WE")


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), _last(year, number), f"{year:04}-{number:02}", "M")


def months(year: int, first: int, last: int) -> Period:
    """From one month of a year to another of it."""
    if first == last:
        return month(year, first)
    value = f"{year:04}-{first:02}/{year:04}-{last:02}"
    return Period(date(year, first, 1), _last(year, last), value, "R")


def quarter(year: int, number: int) -> Period:
    first = 3 * number - 2
    return Period(date(year, first, 1), _last(year, first + 2), f"{year:04}-Q{number}", "Q")


def half(year: int, number: int) -> Period:
    first = 6 * number - 5
    return Period(date(year, first, 1), _last(year, first + 5), f"{year:04}-H{number}", "H")


def season(year: int, code: str) -> Period:
    """The season that begins in the year: winter reaches into the next."""
    first = SEASONS[code]
    end = _last(year + 1, 2) if code == "WI" else _last(year, first + 2)
    return Period(date(year, first, 1), end, f"{year:04}-{code}", "S")


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}", "Y")


def decade(first: int) -> Period:
    return Period(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10:03}", "DE")


def century(number: int) -> Period:
    """The 20th is 1901 to 2000; TIMEX3 writes it `19`."""
    first = 100 * (number - 1)
    return Period(date(first + 1, 1, 1), date(first + 100, 12, 31), f"{number - 1:02}", "CE")


def between(a: Period, b: Period) -> Period | None:
    """From the first day of one to the last of the other; None where that would run backwards."""
    if b.ends < a.begins:
        return None
    left, right = a.value.split("/")[0], b.value.split("/")[-1]
    return Period(a.begins, b.ends, left if left == right else f"{left}/{right}", "R")


def containing(d: date, grain: str) -> Period:
    """The century, decade, year, half-year, quarter, month, week, weekend or day that the day lies in."""
    makers: dict[str, Callable[[], Period]] = {
        "CE": lambda: century((d.year - 1) // 100 + 1),
        "DE": lambda: decade(d.year // 10 * 10),
        "Y": lambda: year(d.year),
        "H": lambda: half(d.year, (d.month + 5) // 6),
        "Q": lambda: quarter(d.year, (d.month + 2) // 3),
        "M": lambda: month(d.year, d.month),
        "W": lambda: week(d),
        "WE": lambda: weekend(d),
    }
    return makers[grain]() if grain in makers else day(d)


def moved(d: date, n: int, grain: str) -> date:
    """The day n grains later; the last day of the month where that is too short. Raises ValueError, OverflowError."""
    if grain in MONTHS_IN:
        index = d.year * 12 + d.month - 1 + n * MONTHS_IN[grain]
        y, m = divmod(index, 12)
        return date(y, m + 1, min(d.day, gregorian.monthrange(y, m + 1)[1]))
    return d + timedelta(n * 7 if grain in ("W", "WE") else n)


def shifted(d: date, n: int, grain: str) -> Period:
    """The whole stretch of that grain n grains away from the one the day lies in."""
    return containing(moved(containing(d, grain).begins if grain != "D" else d, n, grain), grain)


def same_shifted(p: Period, n: int, grain: str) -> Period:
    """The stretch itself n grains away, of its own grain: January 2025 a year earlier is January 2024."""
    if p.grain == "S":
        code = p.value[-2:]
        return season(moved(p.begins, n, grain).year, code)
    if p.grain == "R":
        ends = moved(p.ends, n, grain)
        if p.ends == _last(p.ends.year, p.ends.month):
            ends = _last(ends.year, ends.month)
        begins = moved(p.begins, n, grain)
        if p.begins.day == 1 and ends == _last(ends.year, ends.month):
            if begins.month == 1 and ends.month == 12:
                return Period(begins, ends, f"{begins.year:04}/{ends.year:04}", "R")
            return Period(begins, ends, f"{begins:%Y-%m}/{ends:%Y-%m}", "R")
        return Period(begins, ends, f"{begins}/{ends}", "R")
    return containing(moved(p.begins, n, grain), p.grain)


def easter(y: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = y % 19, y // 100, y % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month_, day_ = divmod(h + m - 7 * n + 114, 31)
    return date(y, month_, day_ + 1)


def orthodox_easter(y: int) -> date:
    """Orthodox Easter Sunday, as a Gregorian date (Meeus, then the calendars' distance)."""
    d = (19 * (y % 19) + 15) % 30
    e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7
    month_, day_ = divmod(d + e + 114, 31)
    return date(y, month_, day_ + 1) + timedelta(y // 100 - y // 400 - 2)


def holiday(y: int, rule: str) -> Period:
    """The holiday in that year. `rule` is `05-09`, a stretch `12-25/12-26`, `easter+49`, `pascha-7`, `advent-0`
    (days from the fourth Advent Sunday) or the nth weekday of a month, `05-SU2`. Raises ValueError."""
    if "/" in rule:
        first, last = rule.split("/")
        found = between(holiday(y, first), holiday(y, last))
        if found is None:
            raise ValueError(f"{rule!r} runs backwards")
        return found
    for name, sunday in (("easter", easter), ("pascha", orthodox_easter), ("advent", _fourth_advent)):
        if rule.startswith(name):
            return day(sunday(y) + timedelta(int(rule[len(name) :] or 0)))
    m, d = rule.split("-")
    if d[:2] in WEEKDAYS:
        first_of = date(y, int(m), 1)
        ahead = (WEEKDAYS.index(d[:2]) - first_of.weekday()) % 7
        return day(first_of + timedelta(ahead + 7 * (int(d[2:]) - 1)))
    return day(date(y, int(m), int(d)))


def _fourth_advent(y: int) -> date:
    eve = date(y, 12, 24)
    return eve - timedelta((eve.weekday() + 1) % 7)


def _last(y: int, m: int) -> date:
    return date(y, m, gregorian.monthrange(y, m)[1])
