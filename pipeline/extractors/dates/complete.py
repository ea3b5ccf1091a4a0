"""What the words leave open: the part of a stretch that a point names, and the year, month or week that it lies in."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.extractors.dates import periods as cal
from pipeline.extractors.dates.expression import Point
from pipeline.extractors.dates.periods import Period

PAST, FUTURE, PRESENT = "past", "future", "present"
COMING = "coming"  # German present: „am 3. Juni beginnt“
# Further from the publication than this, a tense is not believed against the nearer reading.
FAR = 300
SOON_OVER = timedelta(15)
NEAR = 240  # the same for a present that may tell of the future


def narrowed(base: Period, p: Point) -> Period | None:
    """The part of the base that the finer slots name."""
    y = base.begins.year
    period: Period | None = base
    if p.years is not None and (p.quarter is not None or p.half is not None or p.months is not None):
        return base  # of a business year, whose first month is not told
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


def completed(p: Point, near: date, tense: str | None) -> Period | None:
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
    elif p.nth is not None and p.nth[1] == "WE" and p.month is None and tense is None:
        tense = PAST
    elif p.months is not None and p.months[0] == 1 and tense not in (PAST, FUTURE):
        tense = PAST  # «за девять месяцев»: of the year whose first months are over
    far = NEAR if tense == COMING and p.holiday is None else FAR
    return _by_tense(periods, near, FUTURE if tense == COMING else tense, far)


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
            found = narrowed(cal.shifted(near, n, grain), p)
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
