"""From what the words say to days: explicit, by the day of publication, by a date told before, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pipeline.document import Date
from pipeline.extractors.dates import periods as cal
from pipeline.extractors.dates.complete import COMING, FUTURE, PAST, completed, narrowed
from pipeline.extractors.dates.expression import (
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
from pipeline.extractors.dates.periods import Period

LONG_AGO = 10  # years: what happened earlier is history, and its days are not those of the news
AT_HAND = 21  # days
MONTH_END = 24  # a month is told of as over from here on
NEARBY = "NEAR_REF"  # «на днях»: just past or just to come, as the tense decides
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
    day_near: bool = False  # was `day`, in this paragraph, and no other stretch since
    year: Period | None = None  # the year that opened the clause
    story: Period | None = None  # the latest stretch of a tale of long ago, which later days without a year go on
    story_here: bool = False
    opens: bool = False  # does the expression at hand open its sentence

    def tell(self, period: Period) -> None:
        self.told, self.same_sentence = period, True
        self.day_near = period.grain == "D"
        if period.grain == "D":
            self.day, self.day_here = period, True
        elif period.grain in ("R", "H", "Q") and 28 <= period.days < 366:
            self.part = period

    def tell_story(self, value: Date, period: Period) -> None:
        """Begins or goes on with a tale of long ago at an explicit date; a date of these days ends it."""
        old = self.published is not None and period.ends.year <= self.published.year - LONG_AGO
        told = value.anchor == "context" or (value.anchor == "explicit" and (self.opens or self.story is not None))
        if told and old and period.days <= 366:
            self.story, self.story_here = period, True
        else:
            self.story = None

    def new_sentence(self) -> None:
        self.same_sentence = self.day_here = self.story_here = False


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
        if e.value == NEARBY:
            return Resolved(Date("DATE", "FUTURE_REF" if tense == FUTURE else "PAST_REF"))
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
            coarse = e.point.shift.grain in ("Y", "DE", "CE") and told is not None and told.days <= 366
            if (
                told is None
                or (told.days > 31 and not coarse)
                or (context.published is not None and told.begins > context.published)
            ):
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
        first = completed(first_point, last.period.begins, PAST)
    else:
        first = _point(first_point, context, tense).period
    both = cal.between(first, last.period) if first else None
    if both is None:
        return Resolved(NONE)
    return _dated(both, last.date.anchor, last.date.offset, None)


def _point(p: Point, context: Context, tense: str | None) -> Resolved:
    if p.part is not None and p.shift is not None and rank(p)[0] == rank(p)[1]:
        p = _over(p, p.shift, context.published, tense)
    offset = _offset(p)
    kind = "TIME" if p.time else "DATE"
    nothing = Resolved(Date(kind, anchor="none", offset=offset, modifier=p.part))
    period: Period | None
    if p.time and rank(p)[0] == rank(Point(time="T"))[0]:  # a time of day alone
        here = context.day_here or (tense == PAST and context.day_near)
        base, anchor = (context.day, "context") if context.day and here else (
            cal.day(context.published) if context.published else None, "published")  # fmt: skip
        return _dated(base, anchor, None, None, p.time) if base else nothing
    if p.shift is not None:
        base, anchor = _base(p, p.shift, context)
        period = narrowed(base, p) if base else None
    elif p.century is not None or p.year is not None or p.years is not None or p.decade is not None:
        base, anchor = _absolute(p), "explicit"
        period = narrowed(base, p) if base else None
    else:
        anchor = "published"
        period = completed(p, context.published, tense) if context.published else None
        told = _of_year(p, context) if tense == PAST else None
        if told is None and (tense == PAST or (tense is None and context.story_here)):
            told = _of_story(p, period, context)
        if told is not None:
            period, anchor = told, "context"
    if period is None:
        return nothing
    return _dated(period, anchor, offset, p.part, p.time)


def _of_story(p: Point, period: Period | None, context: Context) -> Period | None:
    """The day or month in the year that is told of, where the tale goes on to it and the publication is not at hand."""
    story, now = context.story, context.published
    if story is None or not (context.opens or context.story_here):
        return None
    if now is None or p.month is None or p.step is not None or period is None:
        return None
    told = narrowed(cal.year(story.ends.year), p)
    if told is None or told.ends < story.begins:
        return None
    at_hand = abs((period.begins - now).days) <= AT_HAND and period.grain == "D"
    return told if not at_hand or (story.grain == "D" and (told.begins - story.ends).days <= AT_HAND) else None


def _of_year(p: Point, context: Context) -> Period | None:
    """„Im Vorjahr begann die Lese Mitte September“: the month of the year that opened the clause."""
    if context.year is None or p.step is not None or p.weekday is not None:
        return None
    return narrowed(context.year, p) if any((p.month, p.quarter, p.season, p.half)) else None


def _over(p: Point, shift: Shift, now: date | None, tense: str | None) -> Point:
    """„zum Wochenstart regnet es“ on a Friday is next week, „Ende des Jahres lag …“ in January last year."""
    if now is None or shift.n or shift.frame != "published":
        return p
    unit = cal.containing(now, shift.grain)
    late = (now - unit.begins).days * 2 > unit.days
    if p.part == "start" and tense in (FUTURE, COMING) and late:
        return replace(p, shift=replace(shift, n=1))
    if p.part == "end" and tense == PAST and not late:
        return replace(p, shift=replace(shift, n=-1))
    return p


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
            and (context.same_sentence or told.grain == shift.grain != "Y")  # „Im Oktober … Im Vormonat“
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
    elif p.nth is not None:
        code = p.nth[1]
    elif p.month is not None:
        code = cal.MONTHS[p.month - 1]
    else:
        code = p.season or "Y"
    return f"{p.step:+d}{code}" if p.step else f"0{code}"
