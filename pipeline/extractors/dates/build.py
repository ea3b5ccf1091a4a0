"""What rules of both languages build from the tokens they matched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.extractors.dates.expression import Expression, Like, Point, Range, Repeat, Shift, Vague
from pipeline.extractors.dates.guards import plain_year, tight
from pipeline.extractors.dates.periods import WEEKDAYS
from pipeline.extractors.dates.rules import Match
from pipeline.extractors.dates.words import letter

CLOCK_GRAINS = ("H", "M", "S")
PM = ("AF", "EV")
MAX_YEAR = 2200


def day_month(m: Match) -> Expression | None:
    """`d` of `m`, in year `y` if told; to `d2` if told."""
    d, last = whole(m["d"]), whole(m["d2"])
    month = m["m"]
    if d is not None and not m.has("m"):  # «15 числа»
        return Point(day=d) if 1 <= d <= 31 and last is None else (
            Range(Point(day=d), Point(day=last)) if last is not None and 1 <= d < last <= 31 else None)  # fmt: skip
    if d is None or not 1 <= d <= 31:
        return None
    if last is None:
        return Point(day=d, month=month, year=m["y"])
    if not d < last <= 31:
        return None
    return Range(Point(day=d), Point(day=last, month=month, year=m["y"]))


def month(m: Match) -> Expression | None:
    """Month `m`, in year `y` if told; to month `m2` if told."""
    return Point(month=m["m"], year=m["y"])


def month_year(m: Match) -> Expression | None:
    year, number = m["c"]
    return Point(month=number, year=year)


def full_date(m: Match) -> Expression | None:
    year, number, d = m["c"]
    return Point(year=year, month=number, day=d) if m.before() != letter("NO") else None


def short_date(m: Match) -> Expression | None:
    """12.05. or 12.5.: day and month in figures."""
    number, d, _ = m["c"]
    return Point(month=number, day=d)


def clock(m: Match) -> Expression | None:
    """A time of day: `c` a clock value, or `h` hours and `mi` minutes; `p` the part of the day; `h2`, `c2` the end."""
    first = _hours(m["c"], m["h"], m["mi"], m["p"])
    if first is None:
        return None
    if m.has("h2") or m.has("c2"):
        last = _hours(m["c2"], m["h2"], None, m["p"])
        return Point(time=f"{first}/{last}") if last else None
    return Point(time=first)


def _hours(c: Any, h: Any, minutes: Any, part: Any) -> str | None:
    if isinstance(c, tuple):
        hour, minute = (c[1], c[0]) if len(c) == 3 else c  # „9.06 Uhr“ looks like a day and its month
    else:
        hour, minute = whole(h), whole(minutes) or 0
    if hour is None or not 0 <= hour <= 24 or not 0 <= minute < 60 or (hour == 24 and minute):
        return None
    if hour < 12 and (part in PM or (part == "NI" and hour >= 9)):
        hour += 12
    elif hour == 12 and part == "NI":
        hour = 24
    return f"T{hour:02}:{minute:02}"


def half_hour(m: Match) -> Expression | None:
    """„halb acht“ is 7:30, «половина восьмого» too."""
    h = whole(m["h"])
    return Point(time=f"T{h - 1:02}:30") if h and 1 <= h <= 24 else None


def weekday(m: Match) -> Expression | None:
    """Weekday `w` (or `wp`, with a part of the day), shifted by `a`, at part of the day `p`."""
    number, part = m["wp"] if m.has("wp") else (m["w"], m["p"])
    if m.has("t"):  # „am heutigen Montag“
        return Point(shift=Shift(m["t"], "D"), time=part and f"T{part}")
    return Point(weekday=number, time=part and f"T{part}", step=m["a"])


def night(m: Match) -> Expression | None:
    """„vergangene Nacht“, «этим утром»: part of the day `p`, shift `a` in days; a coming night is this day's."""
    return Point(shift=Shift(min(m["a"], 0), "D"), time=f"T{m['p']}")


def deictic(m: Match) -> Expression | None:
    """A day counted from today, `t`; `p` the part of the day."""
    return Point(shift=Shift(m["t"] or 0, "D"), time=f"T{m['p']}" if m.has("p") else None)


def same_day_part(m: Match) -> Expression | None:
    """„am selben Abend“: part of the day `p` of the day told before."""
    return Point(shift=Shift(0, "D", "context"), time=f"T{m['p']}")


def unit_shift(m: Match) -> Expression | None:
    """„vergangenen Jahr“: shift `a` by the unit `u`. A day is counted from a date told before."""
    grain = m.grain("u")
    if grain in ("", "ML"):
        return None
    return Point(shift=Shift(m["a"], grain, "context" if grain == "D" else "published"))


def context_shift(m: Match) -> Expression | None:
    """„im selben Jahr“, «на следующий день»: shift `a` by unit `u` from a date told before."""
    grain = m.grain("u") or m["u"]
    return Point(shift=Shift(m["a"], grain, "context")) if grain not in ("", "ML") else None


def previous(m: Match) -> Expression | None:
    """„Vorjahr“: `u` is the grain as a value."""
    return Point(shift=Shift(-1, m["u"], "either"))


def like(m: Match) -> Expression | None:
    """«аналогичный период прошлого года»: year `y` or shift `a`; without either the stretch told before itself."""
    if m.has("y"):
        return Like(year=m["y"])
    return Like(n=m["a"] or 0)


def part(m: Match) -> Expression | None:
    """„Ende des Jahres“: part `p` of the present unit `u`."""
    grain = m.grain("u")
    return Point(shift=Shift(0, grain), part=m["p"]) if grain in ("Y", "M", "W", "Q", "H", "DE", "CE") else None


def part_only(m: Match) -> Expression | None:
    return Point(part=m["p"])


def portion(m: Match) -> Expression | None:
    """Quarter or half-year number `o`, or the last where `a` says so."""
    number, grain = whole(m["o"]), m.grain("u")
    if grain == "Q" and number and 1 <= number <= 4:
        return Point(quarter=number)
    if grain == "H" and number and 1 <= number <= 2:
        return Point(half=number)
    return None


def first_months(m: Match, of: int = 1) -> Expression | None:
    """«девять месяцев», „ersten neun Monaten“ of a year; `of` three months where quarters are counted."""
    n = (whole(m["n"]) or 0) * of
    return Point(months=(1, n)) if n and 1 <= n <= 12 else None


def year(m: Match) -> Expression | None:
    """Year `y`; to year `y2`; or the pair `ys`."""
    if m.has("ys"):
        return Point(years=m["ys"])
    if m.has("y2"):
        first, last = m["y"], m["y2"]
        if isinstance(last, int) and last < 100:
            last += first // 100 * 100
        return Range(Point(year=first), Point(year=last)) if first < last else None
    return Point(year=m["y"])


def bare_year(m: Match) -> Expression | None:
    """Four digits without „Jahr“: a year where nothing speaks against it."""
    return year(m) if plain_year(m) else None


def short_range(m: Match) -> Expression | None:
    """1939–45"""
    return year(m) if plain_year(m) and tight(m) else None


def decade(m: Match) -> Expression | None:
    n = m["d"]
    return Point(decade=n)


def century(m: Match) -> Expression | None:
    n = whole(m["o"])
    return Point(century=n) if n and 1 <= n <= 22 else None


def season(m: Match) -> Expression | None:
    """Season `s`, in year `y` or `ys`, shifted by `a`."""
    code, which = m["s"], m["p"]
    if isinstance(code, str) and " " in code:
        which, code = code.split()
    pair = m["ys"]
    return Point(season=code, year=pair[0] if pair else m["y"], step=m["a"], part=which)


def stepped(m: Match) -> Expression | None:
    """„kommenden März“, „nächste Ostern“: month `m` or holiday `h`, shifted by `a`."""
    return Point(month=m["m"], holiday=m["h"], step=m["a"])


def weekdays(m: Match) -> Expression | None:
    """«по понедельникам», „an Sonntagen“."""
    w = m["w"]
    if isinstance(w, int):
        return Repeat(f"XXXX-WXX-{w + 1}")
    return Repeat(f"XXXX-WXX-{w}" if w in ("WE", "WD") else f"XXXX-XX-XXT{w}")


def week_number(m: Match) -> Expression | None:
    n = whole(m["n"])
    return Point(week=n) if n and 1 <= n <= 53 else None


def nth(m: Match) -> Expression | None:
    """„ersten Woche“ of a month: number `o` of unit `u`."""
    n, grain = whole(m["o"]), m.grain("u")
    if n is None and m.has("a"):
        n = -1
    return Point(nth=(n, grain)) if n and -1 <= n <= 53 and grain in ("W", "WE", "D", "DE", "Y", "M") else None


def nth_weekday(m: Match) -> Expression | None:
    """„dritter Dienstag“, «последнее воскресенье» of a month."""
    n = whole(m["o"]) if m.has("o") else -1
    return Point(nth=(n, WEEKDAYS[m["w"]])) if n and -1 <= n <= 53 else None


def half_of(m: Match) -> Expression | None:
    """«первая половина», „zweiten Hälfte“ of a month, a year, a decade."""
    n = whole(m["o"])
    return Point(nth=(n, "half")) if n in (1, 2) else None


def whole(value: Any) -> int | None:
    """The value where it is a whole number."""
    return value if isinstance(value, int) else None


def nth_weekday_of_unit(m: Match) -> Expression | None:
    """«последняя пятница месяца», „erster Montag des Monats“: of the present one."""
    point = nth_weekday(m)
    return replace(point, shift=Shift(0, "M")) if isinstance(point, Point) else None


def day_of_unit(m: Match) -> Expression | None:
    """„am 15. des Monats“"""
    d = whole(m["d"])
    return Point(day=d, shift=Shift(0, "M")) if d and 1 <= d <= 31 else None


def day_hour(m: Match) -> Expression | None:
    """„morgen früh um 7“, «в среду вечером в 8»: day `t` or weekday `w`, part of the day `p`, hour `h`."""
    time = _hours(None, m["h"], None, m["p"])
    if time is None:
        return None
    return Point(weekday=m["w"], time=time) if m.has("w") else Point(shift=Shift(m["t"] or 0, "D"), time=time)


def minutes_beside(m: Match) -> Expression | None:
    """„fünf vor halb neun“, «без пяти девять», «десять минут пятого»: `mi` minutes before or after (`a`) hour `h`, or
    half past the hour before where `half` stands."""
    h, minutes = whole(m["h"]), whole(m["mi"])
    if h is None or minutes is None or not 1 <= h <= 24 or not 0 < minutes < 60:
        return None
    total = h * 60 - (30 if m.has("half") else 0) + minutes * (-1 if m["a"] == -1 else 1)
    return Point(time=f"T{total // 60 % 24:02}:{total % 60:02}")


def before_christ(m: Match) -> Expression | None:
    """„44 v. Chr.“, «III век до н. э.»: year `y` or century `o`, before the days that a date can hold."""
    n = whole(m["y"]) if m.has("y") else whole(m["o"])
    if not n or n < 0:
        return None
    return Vague(f"BC{n:04}" if m.has("y") else f"BC{n:02}")


def early_year(m: Match) -> Expression | None:
    """A year of up to three figures."""
    return Point(year=y) if (y := whole(m["y"])) and 0 < y < 1000 else None
