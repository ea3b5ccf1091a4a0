"""What the words of a time expression say, before anything is resolved: points, ranges, lengths, sets, vague words."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Shift:
    """So many grains away from a day: of publication, of a date told before (`context`), or from `either`.

    `grain` R is the stretch told before itself, whatever its grain.
    """

    n: int
    grain: str
    frame: str = "published"


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar, a slot for each thing the words say; an empty slot is not said.

    `step` is the shift of the finest slot itself: „kommenden Montag“ is weekday 0, step 1.
    """

    century: int | None = None
    decade: int | None = None  # its first year; below 100 without the century
    year: int | None = None
    years: tuple[int, int] | None = None  # 2024/25
    shift: Shift | None = None
    half: int | None = None
    season: str | None = None
    quarter: int | None = None
    months: tuple[int, int] | None = None
    month: int | None = None
    third: int | None = None  # декада
    week: int | None = None  # ISO number
    nth: tuple[int, str] | None = None  # the nth week, weekend, half … of the coarser stretch; -1 the last
    holiday: str | None = None
    day: int | None = None
    weekday: int | None = None
    time: str | None = None  # T18:00, TEV
    step: int | None = None
    part: str | None = None  # start, mid, end


COARSE = ("century", "decade", "year", "years", "shift")
FINE = ("half", "season", "quarter", "months", "month", "third", "week", "nth", "holiday", "day", "weekday")
# How coarse what a slot holds is; a shift counts by its grain.
RANK = {
    "century": 90, "decade": 80, "year": 70, "years": 70, "half": 60, "season": 58, "months": 56, "quarter": 55,
    "month": 50, "third": 45, "week": 40, "nth": 40, "holiday": 30, "day": 30, "weekday": 29, "time": 10,
}  # fmt: skip
GRAIN_RANK = {"CE": 90, "DE": 80, "Y": 70, "H": 60, "Q": 55, "M": 50, "W": 40, "WE": 35, "D": 30, "H1": 10, "R": 75}


@dataclass(frozen=True, slots=True)
class Range:
    """From one point to another. What the first does not say the last does: „5. bis 7. Mai“."""

    first: Point
    last: Point


@dataclass(frozen=True, slots=True)
class Like:
    """The stretch told before, in another year: «аналогичный период прошлого года» is -1."""

    n: int = 0
    year: int | None = None
    grain: str = "R"  # „Vorjahresquartal“: Q


@dataclass(frozen=True, slots=True)
class Length:
    """A duration, ISO 8601."""

    value: str
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A set."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """PRESENT_REF, PAST_REF, FUTURE_REF."""

    value: str
    offset: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """«сегодня», „heute“: the day of publication or nowadays, as the clause decides."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A time expression whose value cannot be told: a shift of hours."""

    type: str
    offset: str | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """„in drei Wochen“, «через месяц»: the point, counted from now on; of a past event the length it took, or, without
    one, the point counted from a date told before."""

    point: Point | Unknown
    length: Length | None


@dataclass(frozen=True, slots=True)
class FirstMonths:
    """«за 11 месяцев»: of the year where the article appears just after them, else a length."""

    n: int


Expression = FirstMonths | Point | Ahead | Range | Like | Length | Repeat | Vague | Today | Unknown


def rank(p: Point) -> tuple[int, int]:
    """How coarse the coarsest and the finest thing is that the point says."""
    ranks = [r for slot, r in RANK.items() if getattr(p, slot) is not None]
    if p.shift is not None:
        ranks.append(GRAIN_RANK.get(p.shift.grain, 10))
    return (max(ranks), min(ranks)) if ranks else (0, 0)


def merge(a: Point, b: Point) -> Point | None:
    """One point of two that stand together; None where they do not fit.

    They fit when no slot is said twice, at most one has a year or a shift, and each is finer than what it lies in:
    a day needs a month, a week no quarter.
    """
    said: dict[str, Any] = {}
    for field in fields(Point):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if x is not None and y is not None:
            return None
        if x is not None or y is not None:
            said[field.name] = x if x is not None else y
    coarse = said.keys() & set(COARSE)
    of_century = coarse == {"century", "decade"} or (coarse == {"shift", "decade"} and said["shift"].grain == "CE")
    if len(coarse) > 1 and not of_century:
        return None
    if (
        ("time" in said)
        and not said.keys() & {"day", "weekday", "holiday"}
        and not ("shift" in said and said["shift"].grain == "D")
    ):
        return None
    # A step is a year of its own: „kommenden März“ takes no second one.
    if "step" in said and said.keys() & set(COARSE):
        return None
    (a_top, a_low), (b_top, b_low) = rank(a), rank(b)
    nested = a_low > b_top or b_low > a_top
    both_days = "weekday" in said and ("day" in said or "holiday" in said)
    if not nested and not both_days:
        return None
    if (
        "weekday" in said
        and "day" not in said
        and said.keys() & {"month", "quarter", "half", "season", "year", "holiday"}
    ):
        return None
    if "weekday" in said and "shift" in said and said["shift"].grain not in ("W", "WE") and "day" not in said:
        return None
    if ("quarter" in said and said.keys() & {"month", "half", "season"}) or ("season" in said and "month" in said):
        return None
    if "day" in said and not ("month" in said or ("shift" in said and said["shift"].grain == "M")):
        return None
    return Point(**said)


def shares(first: Point, last: Point) -> Point | None:
    """The first of two points joined by „und“ with the year that only the last says: «в июле и августе 2024 года»."""
    if (
        any(getattr(first, slot) is not None for slot in COARSE)
        or rank(first)[0] != rank(replace(last, year=None, shift=None))[0]
    ):
        return None
    made = inherit(first, last)
    return made if made != first else None


def inherit(first: Point, last: Point) -> Point:
    """The first point of a range with what only the last says, as far as that is coarser than all the first says."""
    top, _ = rank(first)
    taken = {}
    for slot in (*COARSE, "half", "season", "quarter", "month"):
        value = getattr(last, slot)
        if value is None or getattr(first, slot) is not None:
            continue
        r = GRAIN_RANK.get(value.grain, 10) if slot == "shift" else RANK[slot]
        if r > top and not (slot in COARSE and any(getattr(first, c) is not None for c in COARSE)):
            taken[slot] = value
    return replace(first, **taken)
