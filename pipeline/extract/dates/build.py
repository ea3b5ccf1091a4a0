"""What rules of both languages build from the tokens they matched."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.extract.dates.expression import Expression, Length, Like, Point, Range, Repeat, Shift, Unknown, Vague
from pipeline.extract.dates.periods import WEEKDAYS
from pipeline.extract.dates.rules import Build, Match

CLOCK_GRAINS = ("H", "M", "S")
PM = ("AF", "EV")
MAX_YEAR = 2200


def day_month(m: Match) -> Expression | None:
    """`d` of `m`, in year `y` if told; to `d2` if told."""
    d, last = _int(m["d"]), _int(m["d2"])
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
    return Point(year=year, month=number, day=d)


def short_date(m: Match) -> Expression | None:
    """12.05. or 12.5.: day and month in figures."""
    number, d, _ = m["c"]
    return Point(month=number, day=d)


def clock(m: Match) -> Expression | None:
    """A time of day: `c` a clock value, or `h` hours and `mi` minutes; `p` the part of the day; `h2`, `c2` till when."""
    first = _hours(m["c"], m["h"], m["mi"], m["p"])
    if first is None:
        return None
    if m.has("h2") or m.has("c2"):
        last = _hours(m["c2"], m["h2"], None, m["p"])
        return Point(time=f"{first}/{last}") if last else None
    return Point(time=first)


def _hours(c: Any, h: Any, minutes: Any, part: Any) -> str | None:
    hour, minute = c if isinstance(c, tuple) else (_int(h), _int(minutes) or 0)
    if hour is None or not 0 <= hour <= 24 or not 0 <= minute < 60 or (hour == 24 and minute):
        return None
    if hour < 12 and (part in PM or (part == "NI" and hour >= 9)):
        hour += 12
    elif hour == 12 and part == "NI":
        hour = 24
    return f"T{hour:02}:{minute:02}"


def half_hour(m: Match) -> Expression | None:
    """„halb acht“ is 7:30, «половина восьмого» too."""
    h = _int(m["h"])
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
    number, grain = _int(m["o"]), m.grain("u")
    if grain == "Q" and number and 1 <= number <= 4:
        return Point(quarter=number)
    if grain == "H" and number and 1 <= number <= 2:
        return Point(half=number)
    return None


def first_months(m: Match, of: int = 1) -> Expression | None:
    """«девять месяцев», „ersten neun Monaten“ of a year; `of` three months where quarters are counted."""
    n = (_int(m["n"]) or 0) * of
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


def decade(m: Match) -> Expression | None:
    n = m["d"]
    return Point(decade=n)


def century(m: Match) -> Expression | None:
    n = _int(m["o"])
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


def length(m: Match) -> Expression | None:
    """A duration: `n` (to `n2`) units `u` or clock units `t`, or the value `v` as it stands."""
    value = length_value(m)
    return Length(value) if value else None


def length_value(m: Match) -> str | None:
    if m.has("v"):
        return str(m["v"])
    numbers = [_number(m[name], m.has("half" + name)) for name in ("n", "n2") if m.has(name)]
    unit = m["t"] if m.has("t") else m.grain("u")
    if not numbers or None in numbers or not unit:
        return None
    values = [iso_length(n, unit, m.has("t")) for n in numbers if n is not None]
    return "/".join(values)


def iso_length(n: str, unit: str, clock_unit: bool) -> str:
    """One duration. Quarters, half-years and millennia are told in months and years."""
    if clock_unit:
        return f"PT{n}{unit}"
    if unit == "ML":
        n, unit = (n if n == "X" else str(int(float(n) * 1000))), "Y"
    if unit == "Q" or unit == "H":
        n, unit = (n if n == "X" else str(int(float(n) * (3 if unit == "Q" else 6)))), "M"
    if unit == "WE":
        unit = "W"
    return f"P{n}{unit}"


def _number(value: Any, halves: bool = False) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value if value == "X" or value.replace(".", "", 1).isdigit() else None
    return str(value)


def shift_of(m: Match, sign: int, frame: str = "published") -> Expression | None:
    """`n` units `u` away: a Point; hours and minutes cannot be placed without a clock."""
    if m.has("v"):
        value = str(m["v"])
        if value[1:-1].isdigit():
            return Point(shift=Shift(sign * int(value[1:-1]), value[-1], frame))
        return Unknown("TIME")
    number = _number(m["n"])
    if number is None:
        return None
    if m.has("t"):
        return Unknown("TIME", None if number == "X" else f"{'+' if sign > 0 else '-'}{number}H" if m["t"] == "H" else None)
    grain = m.grain("u")
    if number == "X" and frame == "context":
        return Unknown("DATE", f"{'+' if sign > 0 else '-'}X{grain}")
    if number == "X":
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF", None)
    if grain == "ML" or not grain:
        return None
    n = Decimal(number)
    if n % 1:
        if grain not in ("Y", "DE") or (n * 12) % 1:
            return None
        n, grain = n * (12 if grain == "Y" else 120), "M"
    if n > 5000:
        return None
    return Point(shift=Shift(sign * int(n), grain, frame))


def constant(expression: Expression) -> Build:
    return lambda m: expression


def vague(m: Match) -> Expression | None:
    return Vague(str(m["r"]))


def repeat(m: Match) -> Expression | None:
    """A set whose value stands in the table."""
    return Repeat(str(m["v"]))


def repeat_unit(m: Match) -> Expression | None:
    """„pro Jahr“, «каждые два года», „jede zweite Woche“: every `n` units `u` or clock units `t`."""
    n = _int(m["n"]) or 1
    if m.has("d"):
        return Repeat(f"XXXX-{m['m']:02}-{m['d']:02}")
    if m.has("w"):
        return Repeat(f"XXXX-WXX-{m['w'] + 1}")
    if m.has("p"):
        return Repeat(f"XXXX-XX-XXT{m['p']}")
    if m.has("s"):
        return Repeat(f"XXXX-{m['s']}")
    if m.has("m"):
        return Repeat(f"XXXX-{m['m']:02}")
    if m.has("t"):
        return Repeat(f"PT{n}{m['t']}")
    grain = m.grain("u")
    if grain == "WE":
        return Repeat("XXXX-WXX-WE")
    if not grain or grain == "ML":
        return None
    return Repeat(iso_length(str(n), grain, False))


def weekdays(m: Match) -> Expression | None:
    """«по понедельникам», „an Sonntagen“."""
    w = m["w"]
    if isinstance(w, int):
        return Repeat(f"XXXX-WXX-{w + 1}")
    return Repeat(f"XXXX-WXX-{w}" if w in ("WE", "WD") else f"XXXX-XX-XXT{w}")


def week_number(m: Match) -> Expression | None:
    n = _int(m["n"])
    return Point(week=n) if n and 1 <= n <= 53 else None


def nth(m: Match) -> Expression | None:
    """„ersten Woche“ of a month: number `o` of unit `u`."""
    n, grain = _int(m["o"]), m.grain("u")
    if n is None and m.has("a"):
        n = -1
    return Point(nth=(n, grain)) if n and -1 <= n <= 53 and grain in ("W", "WE", "D", "DE", "Y", "M") else None


def nth_weekday(m: Match) -> Expression | None:
    """„dritter Dienstag“, «последнее воскресенье» of a month."""
    n = _int(m["o"]) if m.has("o") else -1
    return Point(nth=(n, WEEKDAYS[m["w"]])) if n and -1 <= n <= 53 else None


def half_of(m: Match) -> Expression | None:
    """«первая половина», „zweiten Hälfte“ of a month, a year, a decade."""
    n = _int(m["o"])
    return Point(nth=(n, "half")) if n in (1, 2) else None


def plural_vague(m: Match) -> Expression | None:
    """«последние годы», „kommenden Jahren“: no number, so no length."""
    n = m["a"]
    return Vague("PRESENT_REF" if n == 0 else "PAST_REF" if n < 0 else "FUTURE_REF")


def _int(value: Any) -> int | None:
    return value if isinstance(value, int) else None
