"""From what the words say to days: explicit, by the day of publication, by a date told before, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.document import Date
from pipeline.extract.dates import periods as cal
from pipeline.extract.dates.expression import (
    Ahead,
    Expression,
    FirstMonths,
    Length,
    Like,
    Point,
    Range,
    Repeat,
    Shift,
    Today,
    Unknown,
    Vague,
    inherit,
    rank,
)
from pipeline.extract.dates.periods import Period

PAST, FUTURE, PRESENT = "past", "future", "present"
COMING = "coming"  # German present: „am 3. Juni beginnt“
# Further from the publication than this, a tense is not believed against the nearer reading.
FAR = 300
SOON_OVER = timedelta(15)
MONTH_END = 24
NEAR = 240  # the same for a present that may tell of the future
NONE = Date("DATE", anchor="none")


@dataclass(slots=True)
class Context:
    """What a date may be resolved against: the publication, and what was told so far."""

    published: date | None
    told: Period | None = None  # the latest stretch told
    day: Period | None = None  # the latest single day told
    part: Period | None = None  # the latest part of a year told: a quarter, a row of months
    same_sentence: bool = False  # was `told` told in this very sentence
    day_here: bool = False  # was `day`

    def tell(self, period: Period) -> None:
        self.told, self.same_sentence = period, True
        if period.grain == "D":
            self.day, self.day_here = period, True
        elif period.grain in ("R", "H", "Q") and 28 <= period.days < 366:
            self.part = period

    def new_sentence(self) -> None:
        self.same_sentence = self.day_here = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A record's value and the stretch it covers, where known."""

    date: Date
    period: Period | None = None


def resolve(expression: Expression, context: Context, tense: str | None, nowadays: bool = False) -> Resolved:
    """The value. `tense` is the clause's: past, future, present or None; `nowadays` what „heute“ means in it."""
    try:
        return _resolve(expression, context, tense, nowadays)
    except (ValueError, OverflowError):  # a day that the calendar does not have
        return Resolved(NONE)


def _resolve(e: Expression, context: Context, tense: str | None, nowadays: bool) -> Resolved:
    if isinstance(e, Vague):
        return Resolved(Date("DATE", e.value, offset=e.offset))
    if isinstance(e, Length):
        return Resolved(Date("DURATION", e.value, modifier=e.modifier))
    if isinstance(e, Repeat):
        return Resolved(Date("SET", e.value))
    if isinstance(e, Unknown):
        return Resolved(Date(e.type, anchor="none", offset=e.offset))
    if isinstance(e, Today):
        if nowadays:
            return Resolved(Date("DATE", "PRESENT_REF"))
        return _point(Point(shift=Shift(0, "D")), context, tense)
    if isinstance(e, Like):
        return _like(e, context)
    if isinstance(e, FirstMonths):
        now = context.published
        # Nine are nearly always those of the year; other numbers where they are just over.
        of_year = e.n == 9 or (now is not None and (now.month - 1 == e.n or (now.month == e.n and now.day > MONTH_END)))
        return _point(Point(months=(1, e.n)), context, PAST) if of_year else Resolved(Date("DURATION", f"P{e.n}M"))
    if isinstance(e, Ahead):
        if tense == PAST and e.length is not None:
            return Resolved(Date("DURATION", e.length.value))
        if isinstance(e.point, Unknown) or e.point.shift is None:
            return _resolve(e.point, context, tense, nowadays)
        if tense == PAST:
            told = context.told
            if told is None or told.days > 31 or (context.published is not None and told.begins > context.published):
                return Resolved(Date("DATE", anchor="none", offset=_offset(e.point)))
            return _point(replace(e.point, shift=replace(e.point.shift, frame="context")), context, tense)
        return _point(e.point, context, tense)
    if isinstance(e, Range):
        return _range(e, context, tense)
    return _point(e, context, tense)


def _range(e: Range, context: Context, tense: str | None) -> Resolved:
    last = _point(e.last, context, tense)
    first_point = inherit(e.first, e.last)
    if last.period is None:
        return Resolved(replace(NONE, offset=last.date.offset))
    if rank(first_point)[0] < 70 and first_point.shift is None:
        # No year in the words: the one that leads up to the end.
        first = _completed(first_point, last.period.begins, PAST)
    else:
        first = _point(first_point, context, tense).period
    both = cal.between(first, last.period) if first else None
    if both is None:
        return Resolved(NONE)
    return _dated(both, last.date.anchor, last.date.offset, None)


def _point(p: Point, context: Context, tense: str | None) -> Resolved:
    offset = _offset(p)
    kind = "TIME" if p.time else "DATE"
    nothing = Resolved(Date(kind, anchor="none", offset=offset, modifier=p.part))
    period: Period | None
    if p.time and rank(p)[0] == rank(Point(time="T"))[0]:  # a time of day alone
        base, anchor = (context.day, "context") if context.day and context.day_here else (
            cal.day(context.published) if context.published else None, "published")  # fmt: skip
        return _dated(base, anchor, None, None, p.time) if base else nothing
    if p.shift is not None:
        base, anchor = _base(p, p.shift, context)
        period = _narrow(base, p) if base else None
    elif p.century is not None or p.year is not None or p.years is not None or p.decade is not None:
        base, anchor = _absolute(p), "explicit"
        period = _narrow(base, p) if base else None
    else:
        anchor = "published"
        period = _completed(p, context.published, tense) if context.published else None
    if period is None:
        return nothing
    return _dated(period, anchor, offset, p.part, p.time)


def _dated(p: Period, anchor: str, offset: str | None, part: str | None, time: str | None = None) -> Resolved:
    if time:
        value = "/".join(p.value + t for t in time.split("/"))
        if time == "T24:00":
            value = p.value + time
        return Resolved(Date("TIME", value, p.begins, p.ends, anchor, offset, part), p)
    return Resolved(Date("DATE", p.value, p.begins, p.ends, anchor, offset, part), p)


def _base(p: Point, shift: Shift, context: Context) -> tuple[Period | None, str]:
    """The stretch a shift leads to, and what it was counted from."""
    frame = shift.frame
    if frame == "either":
        told = context.told
        usable = (
            told is not None
            and context.same_sentence
            and (told.grain == "D") == (shift.grain == "D")
            and (context.published is None or told.begins <= context.published)
        )
        frame = "context" if usable else "published"
    if frame == "published":
        if context.published is None:
            return None, "none"
        return cal.shifted(context.published, shift.n, shift.grain), "published"
    told = (
        context.day
        if shift.grain == "D" and context.day and (context.told is None or context.told.grain != "D")
        else context.told
    )
    if told is None:
        return None, "none"
    if shift.grain == "R":
        return told, "context"
    if shift.grain == "D" and told.grain != "D":
        return None, "none"
    if shift.n == 0:
        return cal.containing(told.begins, shift.grain), "context"
    if shift.frame == "either":  # „Vorjahr“ is a year, also beside a quarter
        return cal.shifted(told.begins, shift.n, shift.grain), "context"
    finer = told.days < cal.shifted(told.begins, 0, shift.grain).days
    if finer and told.grain != "D" and p == Point(shift=shift):
        return cal.same_shifted(told, shift.n, shift.grain), "context"
    if told.grain == "R" and not finer:
        return cal.same_shifted(told, shift.n, shift.grain), "context"
    if told.days > 366 and shift.grain not in ("Y", "DE", "CE"):
        return None, "none"
    if told.days > 31 and shift.grain in ("D", "W"):
        return None, "none"
    return cal.shifted(told.begins, shift.n, shift.grain), "context"


def _absolute(p: Point) -> Period | None:
    if p.years is not None:
        if p.season is not None:
            return cal.year(p.years[0])
        return cal.between(cal.year(p.years[0]), cal.year(p.years[1]))
    if p.year is not None:
        return cal.year(p.year)
    if p.decade is not None:
        first = p.decade
        if first < 100:
            if p.century is not None:
                first += 100 * (p.century - 1)
            else:  # „die 90er“, „die Zwanziger“ are of the last century, 00 and 10 of this
                first += 2000 if first < 20 else 1900
        return cal.decade(first)
    return cal.century(p.century) if p.century is not None else None


def _narrow(base: Period, p: Point) -> Period | None:
    """The part of the base that the finer slots name."""
    y = base.begins.year
    period: Period | None = base
    if p.decade is not None and p.shift is not None:  # «60-е годы прошлого века»
        period = cal.decade(base.begins.year // 100 * 100 + p.decade)
    if p.half is not None:
        period = cal.half(y, p.half)
    if p.season is not None:
        period = cal.season(y, p.season)
    if p.quarter is not None:
        period = cal.quarter(y, p.quarter)
    if p.months is not None:
        period = cal.months(y, *p.months)
    if p.month is not None:
        period = cal.month(y, p.month)
    if p.third is not None and period is not None:
        period = _third(period, p.third)
    if p.week is not None:
        monday = date.fromisocalendar(y, p.week, 1)
        period = cal.week(monday)
    if p.nth is not None and period is not None:
        period = _nth(period, *p.nth)
    if p.holiday is not None:
        period = cal.holiday(y, p.holiday)
    if p.day is not None and period is not None:
        period = cal.day(period.begins.replace(day=p.day))
    elif p.weekday is not None and p.holiday is None and period is not None:
        period = cal.day(cal.week(period.begins).begins + timedelta(p.weekday))
    return period


def _third(month: Period, n: int) -> Period:
    first = month.begins.replace(day=10 * n - 9)
    last = month.ends if n == 3 else month.begins.replace(day=10 * n)
    return Period(first, last, f"{first}/{last}", "R")


def _nth(p: Period, n: int, what: str) -> Period | None:
    if what == "half":
        if p.grain == "Y":
            return cal.half(p.begins.year, n)
        if p.grain == "DE":
            middle = p.begins.replace(year=p.begins.year + 5)
        elif p.grain == "M":
            middle = p.begins.replace(day=16)
        else:
            middle = p.begins + timedelta(p.days // 2)
        first, last = (p.begins, middle - timedelta(1)) if n == 1 else (middle, p.ends)
        return Period(first, last, f"{first}/{last}", "R")
    if what in ("W", "WE"):
        # The first week is the one with the first Thursday; the last holds the last Thursday.
        anchor = (
            p.begins + timedelta((3 - p.begins.weekday()) % 7)
            if n > 0
            else p.ends - timedelta((p.ends.weekday() - 3) % 7)
        )
        found = cal.containing(anchor + timedelta(7 * (n - 1) if n > 0 else 0), what)
        return found if found.begins <= p.ends else None
    if what in cal.WEEKDAYS:
        ahead = (cal.WEEKDAYS.index(what) - p.begins.weekday()) % 7
        first = p.begins + timedelta(ahead + 7 * (n - 1))
        if n < 0:
            first = p.ends - timedelta((p.ends.weekday() - cal.WEEKDAYS.index(what)) % 7)
        return cal.day(first) if first <= p.ends else None
    if what == "D":
        return cal.day(p.begins + timedelta(n - 1) if n > 0 else p.ends)
    return None


def _completed(p: Point, near: date, tense: str | None) -> Period | None:
    """What the words leave open, by the day of publication: the nearest sensible one, on the side the tense says."""
    candidates = sorted({(c.begins, c) for c in _candidates(p, near)}, key=lambda x: x[0])
    periods = [c for _, c in candidates]
    if not periods:
        return None
    if p.step is not None:
        return _stepped(periods, near, p)
    if p.weekday is not None and (p.day is not None or p.holiday is not None):
        on_it = [c for c in periods if c.begins.weekday() == p.weekday]
        periods = on_it or periods
    elif p.weekday is not None:
        side = FUTURE if tense in (PRESENT, COMING, FUTURE) else PAST
        return _by_tense(periods, near, side, 7)
    return _by_tense(periods, near, FUTURE if tense == COMING else tense, NEAR if tense == COMING else FAR)


def _candidates(p: Point, near: date) -> list[Period]:
    # A grain that the point lies in, whose neighbours are tried: the week of a weekday, the month of «15-го числа».
    grain = "Y"
    if (p.weekday is not None and p.day is None and p.holiday is None) or (
        p.nth is not None and p.nth[1] == "WE" and p.month is None
    ):
        grain = "W"
    elif p.day is not None and p.month is None:
        grain = "M"
    out = []
    for n in (-2, -1, 0, 1, 2):
        try:
            found = _narrow(cal.shifted(near, n, grain), p)
        except (ValueError, OverflowError):  # no 29 February there
            continue
        if found is not None:
            out.append(found)
    return out


def _by_tense(periods: list[Period], near: date, tense: str | None, far: int) -> Period | None:
    # Of a quarter or a row of months one tells when it is over, or nearly so.
    past = [c for c in periods if c.begins <= near and (c.grain not in ("Q", "H", "R") or c.ends <= near + SOON_OVER)]
    coming = [c for c in periods if c.ends >= near]
    nearest = min(periods, key=lambda c: (_distance(c, near), c.begins))
    wanted: Period | None = None
    if tense == PAST and past:
        wanted = past[-1]
    elif tense == FUTURE and coming:
        wanted = coming[0]
    if wanted is None:
        return nearest
    return wanted if _distance(wanted, near) <= far else nearest


def _distance(p: Period, near: date) -> int:
    if p.begins <= near <= p.ends:
        return 0
    return min(abs((p.begins - near).days), abs((p.ends - near).days))


def _stepped(periods: list[Period], near: date, p: Point) -> Period | None:
    """„kommenden Montag“, «прошлой осенью»: the nth before or after, not the one going on; 0 is of this week, year."""
    n = p.step or 0
    if n == 0:
        inside = [c for c in periods if c.begins <= near <= c.ends]
        week = cal.week(near)
        same = [c for c in periods if week.begins <= c.begins <= week.ends] if p.weekday is not None else [
            c for c in periods if c.begins.year == near.year]  # fmt: skip
        found = inside or same or periods
        return found[0]
    if n > 0:
        after = [c for c in periods if c.begins > near]
        return after[n - 1] if len(after) >= n else None
    before = [c for c in periods if c.ends < near]
    return before[n] if len(before) >= -n else None


def _like(e: Like, context: Context) -> Resolved:
    told = context.told
    if context.part is not None and told is not None and told.grain in ("D", "W", "Y"):
        told = context.part
    offset = f"{e.n:+d}Y" if e.n else None
    nothing = Resolved(replace(NONE, offset=offset))
    if told is None:
        return nothing
    if e.grain in ("Q", "H", "M") and told.grain != e.grain:
        told = cal.containing(told.begins, e.grain) if told.days <= 200 else None
        if told is None:
            return nothing
    if e.n == 0 and e.year is None:
        return _dated(told, "context", None, None)
    n = e.n if e.year is None else e.year - told.begins.year
    return _dated(cal.same_shifted(told, n, "Y"), "context", offset, None)


def _offset(p: Point) -> str | None:
    if p.shift is not None:
        grain = {"WE": "WE", "R": "Y"}.get(p.shift.grain, p.shift.grain)
        if p.shift.n == 0 and p.shift.frame == "context" and grain == "D":
            return "0D"
        return f"{p.shift.n:+d}{grain}" if p.shift.n else f"0{grain}"
    if p.step is None:
        return None
    if p.weekday is not None:
        code = cal.WEEKDAYS[p.weekday]
    elif p.month is not None:
        code = cal.MONTHS[p.month - 1]
    else:
        code = p.season or "Y"
    return f"{p.step:+d}{code}" if p.step else f"0{code}"
