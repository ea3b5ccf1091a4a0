"""Neighbouring finds that are one expression: „Freitag, dem 25. Oktober um 18 Uhr“, «с января по май 2024 года»."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extractors.dates.expression import Ahead, Length, Point, Range, Shift, Today, inherit, merge, rank, shares
from pipeline.extractors.dates.lengths import combined
from pipeline.extractors.dates.rules import Found
from pipeline.extractors.dates.scan import Tokens
from pipeline.extractors.dates.words import letter

# The words that may stand between the parts of one point, by language, in classes.
LINKS = {
    "de": {
        "", "ART", "IM", "IN", "IN ART", "COMMA", "COMMA ART", "COMMA AT", "COMMA UM", "COMMA IM", "UM", "AT", "AB",
        "VON", "SLASH", "ZU", "ZU ART", "AUF", "AUF ART",
    },
    "ru": {"", "COMMA", "COMMA V", "COMMA NA", "V", "NA", "K", "S", "LPAR"},
}  # fmt: skip
# Of these, those that join a day and a time of day only.
TIME_LINKS = {"AB", "VON", "K", "S", "LPAR", "AT", "ZU", "ZU ART", "AUF", "AUF ART"}
# Between the ends of a range.
TO = {
    "de": {"DASH", "BIS", "BIS AT", "BIS ART", "BIS IN", "BIS IM", "BIS AT ART", "DOT DASH"},
    "ru": {"DASH", "PO", "DO", "DOT DASH"},
}
VOR = letter("VOR")
AND = {"de": "zwischen", "ru": "между"}


def join(finds: Iterable[Found], tokens: Tokens) -> list[Found]:
    """The finds with those put together that are one expression; parts that say nothing alone are dropped."""
    names = _names(tokens.language)
    out: list[Found] = []
    for found in finds:
        while out:
            together = _pair(out[-1], found, tokens, names)
            if together is None:
                break
            out.pop()
            found = together
        if out and (shared := _shared(out[-1], found, tokens, names)) is not None:
            out[-1] = shared
        if out:
            found = _within_year(out[-1], found, tokens, names)
        out.append(found)
    return [f for f in out if not (isinstance(f.expression, Point) and _hollow(f.expression))]


def _shared(a: Found, b: Found, tokens: Tokens, names: dict[str, str]) -> Found | None:
    if not (isinstance(a.expression, Point) and isinstance(b.expression, Point)) or b.first - a.last != 1:
        return None
    if names.get(tokens.classes[a.last]) != "UND":
        return None
    point = shares(a.expression, b.expression)
    return None if point is None else Found(a.first, a.last, point, a.rule)


def _within_year(a: Found, b: Found, tokens: Tokens, names: dict[str, str]) -> Found:
    """«в 2023-м, в августе»: two expressions, the month being of that year."""
    x, y = a.expression, b.expression
    if not (isinstance(x, Point) and isinstance(y, Point)) or x != Point(year=x.year) or not 0 < b.first - a.last <= 2:
        return b
    gap = " ".join(names.get(c, "?") for c in tokens.classes[a.last : b.first])
    partial = rank(y)[1] > 30 and rank(y)[0] < rank(x)[0] and y.shift is None and y.step is None
    if gap not in ("V", "COMMA V", "IM", "COMMA IM") or not partial:
        return b
    return Found(b.first, b.last, replace(y, year=x.year), b.rule)


def _hollow(p: Point) -> bool:
    return p.part == "?" or rank(p) == (0, 0)


def _pair(a: Found, b: Found, tokens: Tokens, names: dict[str, str]) -> Found | None:
    if b.first - a.last > 3 or b.first < a.last:
        return None
    if isinstance(a.expression, Length) and isinstance(b.expression, Length):
        between = tokens.classes[a.last : b.first]
        value = combined(a.expression.value, b.expression.value) if names.get(between, between) in ("", "UND") else None
        return Found(a.first, b.last, Length(value), a.rule) if value else None
    x, y = _point(a, b), _point(b, a)
    gap = " ".join(names.get(c, "?") for c in tokens.classes[a.last : b.first])
    language = tokens.language
    if gap in ("IN", "") and (later := _days_on(a, b)) is not None:
        return Found(a.first, b.last, later, "date.days-on")
    if x is not None and y is not None:
        if tokens.classes[a.last : b.first] == VOR and _week_of(x, y):  # „Mittwoch vor einer Woche“
            return Found(a.first, b.last, replace(x, shift=y.shift), a.rule)
        if gap in LINKS[language]:
            merged = _merged(x, y, gap)
            if merged is not None:
                return Found(a.first, b.last, merged, _rule(a, b))
        if gap in TO[language] or (gap == "SLASH" and _month_pair(x, y)):
            made = _range(x, y)
            if made is not None:
                return Found(a.first, b.last, made, "date.range")
        if gap == "UND" and a.first and _word(tokens, a.first - 1) == AND[language]:
            made = _range(x, y)
            if made is not None:
                return Found(a.first, b.last, made, "date.range-between")
    if isinstance(a.expression, Range) and y is not None and gap in LINKS[language]:
        last = _merged(a.expression.last, y, gap)
        if last is not None:
            return Found(a.first, b.last, Range(a.expression.first, last), a.rule)
    if x is not None and isinstance(b.expression, Range) and gap in LINKS[language] and "COMMA" not in gap:
        first = _merged(x, b.expression.first, gap)
        if first is not None:
            return Found(a.first, b.last, Range(first, b.expression.last), b.rule)
    return None


def _point(found: Found, other: Found) -> Point | None:
    """The find as a point; „heute“ is one where a time of day stands beside it."""
    e = found.expression
    if isinstance(e, Point):
        return e
    beside = other.expression
    if isinstance(e, Today) and isinstance(beside, Point) and _only_time(beside):
        return Point(shift=Shift(0, "D"))
    if isinstance(e, Ahead) and isinstance(beside, Point) and isinstance(e.point, Point) and e.point.shift is not None:
        weekly = beside == Point(weekday=beside.weekday) and e.point == Point(shift=e.point.shift)
        return e.point if weekly and e.point.shift.grain == "W" else None  # «в среду через две недели»
    return None


def _days_on(a: Found, b: Found) -> Point | None:
    """„heute in einer Woche“, „morgen in acht Tagen“, «завтра через неделю»: the day so much later; eight days are a
    week, both counted."""
    e = a.expression
    day = 0 if isinstance(e, Today) else e.shift.n if isinstance(e, Point) and e.shift and e == _day(e.shift) else None
    ahead = b.expression
    if day is None or not isinstance(ahead, Ahead) or not isinstance(ahead.point, Point) or ahead.point.shift is None:
        return None
    n, grain = ahead.point.shift.n, ahead.point.shift.grain
    days = n * 7 if grain == "W" else 7 if (grain, n) == ("D", 8) else n
    return Point(shift=Shift(day + days, "D")) if grain in ("W", "D") else None


def _day(shift: Shift) -> Point | None:
    return Point(shift=shift) if shift.grain == "D" and shift.frame == "published" else None


def _week_of(x: Point, y: Point) -> bool:
    return x == Point(weekday=x.weekday) and y.shift is not None and y == Point(shift=y.shift) and y.shift.grain == "W"


def _only_time(p: Point) -> bool:
    return p.time is not None and rank(p)[0] == rank(Point(time="T"))[0]


def _merged(x: Point, y: Point, gap: str) -> Point | None:
    if x.part is not None and rank(x) == (0, 0):
        return replace(y, part=x.part) if x.part != "?" and y.part is None and "COMMA" not in gap else None
    if x.time in PARTS_OF_DAY and _only_time(y) and y.time and y.time[1:2].isdigit() and "/" not in y.time:
        return replace(x, time=_afternoon(y.time) if x.time in PARTS_OF_DAY[:2] else y.time)
    x, y = (replace(p, part=None) if p.part == "?" else p for p in (x, y))
    day_or_time = x.time or y.time or x.weekday is not None or y.weekday is not None
    if gap == "COMMA" and x.day is not None and x.year is None and y.year is not None and y == Point(year=y.year):
        return merge(x, y)
    if ("COMMA" in gap or gap == "UM" or gap in TIME_LINKS) and not day_or_time:
        return None
    if gap in TIME_LINKS and not (x.time or y.time):
        return None
    # A coarse point before a finer one: only a time of day or a weekday may follow.
    if rank(x)[1] > rank(y)[0] and not (_only_time(y) or y.weekday is not None):
        return None
    if gap == "COMMA" and (x.shift is not None or y.shift is not None) and not (x.time or y.time):
        return None
    return merge(x, y)


PARTS_OF_DAY = ("TAF", "TEV", "TMO", "TNI", "TMI")


def _afternoon(time: str) -> str:
    """„am Abend um 8 Uhr“: T20:00."""
    hour = int(time[1:3])
    return f"T{hour + 12:02}{time[3:]}" if hour < 12 else time


def _month_pair(x: Point, y: Point) -> bool:
    """„Mai/Juni“"""
    return x.month is not None and y.month is not None and x.day is None and y.day is None and y.month == x.month + 1


def _range(x: Point, y: Point) -> Range | None:
    if x.part == "?" or y.part == "?" or rank(x) == (0, 0) or rank(y) == (0, 0):
        return None
    if _only_time(x) != _only_time(y) or (x.shift is not None and y.shift is None and rank(x)[1] >= 30):
        return None
    if _only_time(x):
        return None
    if rank(x)[1] != rank(y)[1] and not (x.month is not None and y.month is not None):
        return None
    return Range(inherit(x, y), y)


def _rule(a: Found, b: Found) -> str:
    """The rule of the part that says more."""
    finer = min((a, b), key=lambda f: rank(f.expression)[1] or 99 if isinstance(f.expression, Point) else 50)
    return finer.rule


def _word(tokens: Tokens, i: int) -> str:
    return tokens.text[tokens.starts[i] : tokens.ends[i]].lower()


def _names(language: str) -> dict[str, str]:
    wanted = {name for gap in (*LINKS[language], *TO[language], "UND", "SLASH") for name in gap.split()}
    return {letter(name): name for name in wanted}
