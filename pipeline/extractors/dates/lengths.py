"""What rules of both languages build of lengths: durations, shifts by a length, sets, vague plurals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pipeline.extractors.dates.build import whole
from pipeline.extractors.dates.expression import Expression, Length, Point, Repeat, Shift, Unknown, Vague
from pipeline.extractors.dates.rules import Match

SIMPLE = re.compile(r"PT?\d+[YMWDHS]")


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
    whole_part, _, fraction = n.partition(".")
    if fraction in ("5", "25", "75") and (unit == "Y" or (clock_unit and unit in "HM")):
        finer = int(fraction.ljust(2, "0")) * (60 if clock_unit else 12) // 100
        more = f"{finer}{'S' if unit == 'M' else 'M'}"
        head = f"{whole_part}{unit}" if whole_part != "0" else ""
        return f"P{'T' if clock_unit else ''}{head}{more}"
    if clock_unit:
        return f"PT{n}{unit}"
    if unit == "ML":
        n, unit = (n if n == "X" else str(int(float(n) * 1000))), "Y"
    if unit == "Q" or unit == "H":
        n, unit = (n if n == "X" else str(int(float(n) * (3 if unit == "Q" else 6)))), "M"
    if unit == "WE":
        unit = "W"
    return f"P{n}{unit}"


def combined(a: str, b: str) -> str | None:
    """„drei Jahre und sechs Monate“: P3Y6M, the units from coarse to fine, each once; None for other pairs."""
    order = "PYMWDTHMS"
    if not (SIMPLE.fullmatch(a) and SIMPLE.fullmatch(b)):
        return None
    if a.startswith("PT") != b.startswith("PT"):
        return f"{a}{b[1:]}" if a.endswith("D") and b.startswith("PT") else None
    start = order.index("T") if a.startswith("PT") else 0
    if order.index(a[-1], start) >= order.index(b[-1], start):
        return None
    return a + b.removeprefix("PT").removeprefix("P")


def _number(value: Any, halves: bool = False) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value if value == "X" or value.replace(".", "", 1).isdecimal() else None
    return str(value)


def shift_of(m: Match, sign: int, frame: str = "published") -> Expression | None:
    """`n` units `u` away: a Point; hours and minutes cannot be placed without a clock."""
    if m.has("v"):
        value = str(m["v"])
        if value[1:-1].isdecimal():
            return Point(shift=Shift(sign * int(value[1:-1]), value[-1], frame))
        return Unknown("TIME")
    number = _number(m["n"])
    if number is None:
        return None
    if m.has("t") and m["t"] == "H" and number.isdecimal() and int(number) % 24 == 0:
        return Point(shift=Shift(sign * int(number) // 24, "D", frame))
    if m.has("t"):
        return Unknown(
            "TIME", None if number == "X" else f"{'+' if sign > 0 else '-'}{number}H" if m["t"] == "H" else None
        )
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


def vague(m: Match) -> Expression | None:
    return Vague(str(m["r"]))


def repeat(m: Match) -> Expression | None:
    """A set whose value stands in the table."""
    return Repeat(str(m["v"]))


def repeat_unit(m: Match) -> Expression | None:
    """„pro Jahr“, «каждые два года», „jede zweite Woche“: every `n` units `u` or clock units `t`."""
    n = whole(m["n"]) or 1
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


def plural_vague(m: Match) -> Expression | None:
    """«последние годы», „kommenden Jahren“: no number, so no length."""
    n = m["a"]
    return Vague("PRESENT_REF" if n == 0 else "PAST_REF" if n < 0 else "FUTURE_REF")
