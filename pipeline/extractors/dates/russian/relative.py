"""Russian rules for what is counted from another day, and for lengths, sets and vague words."""

from __future__ import annotations

from pipeline.extractors.dates import build as b
from pipeline.extractors.dates import lengths
from pipeline.extractors.dates.expression import (
    Ahead,
    Expression,
    Length,
    Like,
    Point,
    Repeat,
    Shift,
    Today,
    Unknown,
    Vague,
)
from pipeline.extractors.dates.guards import (
    clause_follows,
    genitive_follows,
    locative_follows,
    noun_follows,
    russian_middle_week,
    verb_follows,
)
from pipeline.extractors.dates.rules import Match, Rule
from pipeline.extractors.dates.russian.parts import ADVP, LEN, ONE, YW, N, U
from pipeline.extractors.dates.words import letter


def _length(m: Match) -> Expression | None:
    """A length; «5079 год» is none."""
    return (
        None
        if m.word("u").lower() in ("год", "году") and m["n"] != 1 and not str(m["n"]).endswith("1")
        else lengths.length(m)
    )


def _single(m: Match) -> Expression | None:
    """«в течение года», «за месяц»: one unit."""
    if genitive_follows(m):
        return None
    unit, is_clock = (m["t"], True) if m.has("t") else (m.grain("u"), False)
    return Length(lengths.iso_length("1", unit, is_clock)) if unit else None


def _ago(m: Match) -> Expression | None:
    return lengths.shift_of(m, -1) if m.has("n") or m.has("v") else _one(m, -1)


def _one(m: Match, n: int, frame: str = "published") -> Expression | None:
    if m.has("t"):
        return Unknown("TIME", f"{n:+d}{m['t']}")
    grain = m.grain("u")
    return Point(shift=Shift(n, grain, frame)) if grain and grain != "ML" else None


def _through(m: Match) -> Expression | None:
    """«через месяц»: from now on, or from a date told before, as the clause's tense decides (resolve)."""
    point = lengths.shift_of(m, 1) if m.has("n") or m.has("v") else _one(m, 1)
    return Ahead(point, None) if isinstance(point, Point) else point


def _later(m: Match) -> Expression | None:
    sign = 1 if isinstance(m["a"], int) and m["a"] > 0 else -1
    if m.has("day"):
        return Point(shift=Shift(sign, "D", "context"))
    return lengths.shift_of(m, sign, "context") if m.has("n") or m.has("v") else _one(m, sign, "context")


def _near_unit(m: Match) -> Expression | None:
    """«прошлой недели» is one, «последние недели» are several."""
    adjective = m.word("a").lower()
    plural = adjective.endswith(("ие", "ые", "их", "ых", "ими", "ыми", "им", "ым", "эти", "этих"))
    if plural and m.before("u") is not None and m.index("u") is not None and _may_be_plural(m):
        return (
            lengths.plural_vague(m)
            if m.index("a") is not None and m.tokens.classes[m.index("a") or 0] != letter("THIS")
            else None
        )
    kind = m.tokens.classes[m.index("a") or 0]
    if kind in (letter("LASTADJ"), letter("NEXTADJ")) and m.grain("u") != "D":
        return Length(lengths.iso_length("1", m.grain("u"), False))
    if kind == letter("LASTADJ"):
        return None  # «последний день»
    return b.unit_shift(m)


def _may_be_plural(m: Match) -> bool:
    symbol = m.tokens.classes[m.index("u") or 0]
    return symbol not in {letter("UNIT" + g) for g in ("Y", "M", "Q", "H", "W", "D")}


def _weekend(m: Match) -> Expression | None:
    """«ближайшие выходные» are the ones to come, «следующие» those of the next week."""
    if m.tokens.classes[m.index("a") or 0] == letter("NEXTADJ"):
        return Point(nth=(1, "WE"), step=1)
    return Point(shift=Shift(m["a"], "WE"))


def _weekday(m: Match) -> Expression | None:
    return b.weekday(m) if russian_middle_week(m) else None


def _day_adjective(m: Match) -> Expression | None:
    if m["t"] == 0 and m.after() == letter("NOWNOUN"):
        return Vague("PRESENT_REF")
    return Point(shift=Shift(m["t"], "D"))


def _last_length(m: Match) -> Expression | None:
    """«последние три года», «первые пять лет»; not «за это шесть лет»."""
    return lengths.length(m) if m["o"] == 1 or (m.has("a") and m.word("a").lower() != "это") else None


def _alone(m: Match) -> Expression | None:
    """«в следующем — 5 млрд» is a year, «в прошлом» and «в будущем» are vague."""
    if m.word("a").lower() in ("прошлом", "будущем"):
        if m.after() == letter("DASH") or (m.after() in _ENDS and _year_told(m)):
            return Point(shift=Shift(m["a"], "Y"))
        return None if locative_follows(m) else Vague("PAST_REF" if m["a"] < 0 else "FUTURE_REF")
    return Point(shift=Shift(m["a"], "Y")) if m["a"] and (m.after() in _ENDS or verb_follows(m)) else None


def _year_told(m: Match) -> bool:
    """«в этом году лучше, чем в прошлом»: does the word for year stand shortly before?"""
    near = m.tokens.classes[max(0, m.start - 12) : m.start]
    return letter("UNITY") in near and letter("DOT") not in near


_ENDS = frozenset(letter(c) for c in ("DASH", "COMMA", "STOP", "LINE", "DOT"))


def _many(m: Match) -> Expression | None:
    """«последние годы»; «минувшие сутки» are one day."""
    if m.word("u").lower().startswith("сут"):
        last = m.tokens.classes[m.index("a") or 0] != letter("SHIFT")
        return Length("P1D") if last else Point(shift=Shift(m["a"], "D"))
    return lengths.plural_vague(m)


def _eve(m: Match) -> Expression | None:
    """«накануне» is yesterday, «накануне визита» a preposition."""
    return None if genitive_follows(m) else Point(shift=Shift(-1, "D"), time=f"T{m['p']}" if m.has("p") else None)


def _like(m: Match) -> Expression | None:
    return Like(year=m["y"]) if m.has("y") else Like(n=m["a"] or 0)


def _per(m: Match) -> Expression | None:
    """«в год», «в месяц»: the accusative, and no genitive after it («в день выборов», «в год юбилея»)."""
    word = m.word("t" if m.has("t") else "u").lower()
    if (
        word
        not in (
            "год",
            "месяц",
            "квартал",
            "неделю",
            "день",
            "сутки",
            "час",
            "минуту",
            "секунду",
        )
        or genitive_follows(m)
        or clause_follows(m)
    ):
        return None
    return lengths.repeat_unit(m)


def _accusative(m: Match) -> Expression | None:
    """«за год», «на месяц»."""
    word = m.word("t" if m.has("t") else "u").lower()
    return _single(m) if word in ("год", "месяц", "неделю", "день", "сутки", "час", "минуту", "секунду") else None


RULES = (
    # relative to a date told before
    Rule("date.like", "SAME PERIOD UNITY EARLIER", lambda m: Like(n=-1)),
    Rule("date.like", f"SAME PERIOD (?: y:ANYYEAR {YW}? | a:NEAR YEARS1 | a:PREVIOUS YEARS1 | y:YEARORD )?", _like),
    Rule("date.like", "SAME (?: MONTHS | QUARTERS | HALVES ) (?: a:SHIFT YEARS1 | a:PREVIOUS YEARS1 )", _like),
    Rule("date.like", f"SAME (?: MONTHS | QUARTERS | HALVES ) y:ANYYEAR {YW}?", _like),
    Rule("date.this-period", "(?: THIS | THAT ) PERIOD", lambda m: Like()),
    Rule(
        "date.previous",
        "a:PREVIOUS u:ONE",
        lambda m: Point(shift=Shift(m["a"], m.grain("u"), "either" if m["a"] < 0 else "context")),
    ),
    Rule("date.night", "(?: a:SHIFT | a:THIS ) (?: p:DAYPART | p:DAYPARTADV )", b.night),
    Rule("date.same-day-part", "(?: SAME | THAT ) (?: p:DAYPART | p:DAYPARTADV )", b.same_day_part),
    Rule("date.same", "(?: a:SAME | a:THAT | a:THIS ) u:DAYGEN", b.context_shift),
    Rule("date.same", "(?: a:SAME | a:THAT ) u:ONE", b.context_shift),
    Rule("date.later", f"{LEN} (?: a:LATER | a:EARLIER | a:THROUGH ) (?! COMMA? COMPARES )", _later),
    Rule("date.later", f"{ONE} (?: a:LATER | a:EARLIER | a:THROUGH )", _later),
    Rule("date.later", "day:DAYPARTADV (?: a:LATER | a:EARLIER )", _later),
    # relative to the day of publication
    Rule("date.ago", f"{LEN} AGO", _ago),
    Rule("date.ago", "u:MANY n:COUNT AGO", _ago),
    Rule("date.ago", f"{ONE} AGO", _ago),
    Rule("date.through-after", f"THROUGH APPROX? {LEN} (?= AFTERWARDS )", lambda m: Unknown("DATE")),
    Rule("date.through-after", f"THROUGH {ONE} (?= AFTERWARDS )", lambda m: Unknown("DATE")),
    Rule("date.later", f"a:PASSED APPROX? (?: {LEN} | {ONE} )", _later),
    Rule("date.through", f"THROUGH APPROX? {LEN}", _through),
    Rule("date.through", f"THROUGH {ONE}", _through),
    Rule("date.nth-weekday", "(?: o:ORD | a:LASTADJ ) w:WEEKDAY (?= MONTH | NEAR | YEAR )", b.nth_weekday),
    Rule("date.nth-weekday", "(?: o:ORD | a:LASTADJ ) w:WEEKDAY UNITM", b.nth_weekday_of_unit),
    Rule(
        "date.day-hour",
        "(?: t:DEICTIC | t:TODAY | w:WEEKDAY ) p:DAYPARTADV V (?: h:INT | h:CARD ) "
        "(?! MONTH | COUNTED | COUNT | HOURS | DASH | DO )",
        b.day_hour,
    ),
    Rule(
        "date.day-hour",
        "(?: t:DEICTIC | t:TODAY | w:WEEKDAY ) V (?: h:INT | h:CARD ) (?= LINE | STOP | COMMA | DOT )",
        b.day_hour,
    ),
    Rule(
        "date.nth-day",
        "(?: o:ORD | a:LASTADJ ) u:UNITD YEARS1",
        lambda m: Point(nth=(m["o"] or -1, "D"), shift=Shift(0, "Y")),
    ),
    Rule("date.nth-day", "(?: o:ORD | a:LASTADJ ) u:UNITD (?= MONTH | NEAR YEARS1 | NEAR MONTHS | YEAR )", b.nth),
    Rule("date.night", "p:DAYPART S WEEKDAY NA w:WEEKDAY", b.weekday),
    Rule("date.weekday-shifted", "(?: a:SHIFT | a:THIS | a:NEXTADJ | a:LASTADJ ) w:WEEKDAY p:DAYPARTADV?", b.weekday),
    Rule("date.weekday", "w:WEEKDAY p:DAYPARTADV?", _weekday),
    Rule("date.today-part", "t:TODAY p:DAYPARTADV", b.deictic),
    Rule("date.day-part", "t:DEICTIC p:DAYPARTADV", b.deictic),
    Rule("date.day-part", "t:DAYADJ p:DAYPART", b.deictic),
    Rule("date.day-part", "t:DAYADJ p:DAYPARTADV", b.deictic),
    Rule("date.day", "t:DEICTIC", b.deictic),
    Rule("date.day", "t:DAYREF", b.deictic),
    Rule("date.day", "t:DAYADJ", _day_adjective),
    Rule("date.eve", "EVE p:DAYPARTADV?", _eve),
    Rule("date.today-date", "t:TODAY (?= (?: COMMA | LPAR ) V? (?: WEEKDAY | INT MONTH | FULLDATE ) )", b.deictic),
    Rule("date.today", "TODAY", lambda m: Today()),
    Rule("date.month-shifted", "(?: a:SHIFT | a:THIS ) m:MONTH (?! YEAR )", b.stepped),
    Rule(
        "date.weekend-shifted",
        "(?: a:SHIFT | a:THIS | a:NEXTADJ ) WEEKENDS",
        lambda m: _weekend(m),
    ),
    Rule("date.weekend", "(?<= V | NA ) WEEKENDS", lambda m: None if noun_follows(m) else Point(nth=(1, "WE"))),
    Rule("date.last-length", f"(?: a:NEAR | o:ORD ) APPROX? {N} {U}", _last_length),
    Rule("date.last-length", "NEAR v:FIXED", lengths.length),
    Rule(
        "date.unit-shifted",
        "(?: a:SHIFT | a:THIS | a:LASTADJ | a:NEXTADJ ) (?: u:ONE | u:UNITGENW | u:UNITGENCE | u:UNITGENDE )",
        _near_unit,
    ),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:LASTADJ | a:NEXTADJ ) u:MANY", _many),
    Rule("date.elliptic", "(?<= V ) a:SHIFT", _alone),
    Rule("date.this-year", "a:YEARADJ", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.part-of-unit", "p:PART (?: u:ONE | u:UNITGENW | u:UNITGENCE ) (?! YEAR )", b.part),
    Rule(
        "date.part",
        "p:PART (?= NEAR | MONTH | YEAR | YEARORD | DECADE | INT | ORD | ROMAN | PREVIOUS | SAME | THAT | SEASON "
        "| YEARABBR | DAYADJ | YEARWORD | WEEKDAY )",
        b.part_only,
    ),
    Rule("date.part-of-day", f"{ADVP} (?= INT MONTH | ORD MONTH | WEEKDAY )", lambda m: Point(time=f"T{m['p']}")),
    Rule(
        "date.part-of-day",
        "p:DAYPART (?= NA (?: INT | ORD | WEEKDAY ) | WEEKDAY | INT MONTH | ORD MONTH )",
        lambda m: Point(time=f"T{m['p']}"),
    ),
    Rule(
        "date.part-of-day",
        "p:DAYPARTADV",
        lambda m: Point(time=f"T{m['p']}") if m["p"] != "AF" else Point(time="TAF", part="?"),
    ),
    Rule("date.part-of-day", "p:DAYHALF", lambda m: Point(time=f"T{m['p']}")),
    Rule("date.part-of-day", "(?<= K | DO | POD ) (?: p:DAYPART | p:DAYPARTGEN )", lambda m: Point(time=f"T{m['p']}")),
    # sets
    Rule(
        "set.every",
        "EVERY (?: n:ORD )? (?: u:ONE | w:WEEKDAY | t:TUNIT | p:DAYPART | s:SEASON | m:MONTH )",
        lengths.repeat_unit,
    ),
    Rule("set.per", "(?<= TIMES V ) n:COUNT (?: u:LENUNIT | t:TUNIT )", lengths.repeat_unit),
    Rule("set.every", "EVERY WEEKENDS", lambda m: Repeat("XXXX-WXX-WE")),
    Rule("set.every-few", "EVERY v:FIXED", lengths.repeat),
    Rule("set.every-few", "EVERY n:COUNT (?: u:LENUNIT | t:TUNIT )", lengths.repeat_unit),
    Rule("set.per", "(?<= V ) (?: u:UNITY | u:UNITM | u:UNITQ | u:UNITD )", lambda m: _per(m)),
    Rule("set.per", "(?<= V ) (?: u:UNITW | u:UNITSD | t:TUNIT )", lambda m: _per(m)),
    Rule("set.weekdays", "(?: (?<= PO ) | (?<= PO WEEKDAYS UND ) ) w:WEEKDAYS", b.weekdays),
    Rule("set.weekdays", "(?<= V ) w:WORKWEEK", b.weekdays),
    Rule("set.adverb", "v:SETADV", lengths.repeat),
    # durations
    Rule("duration.whole", "WHOLE u:ONE", lambda m: Length(lengths.iso_length("1", m.grain("u"), False))),
    Rule(
        "duration.half-more",
        f"n:COUNT PLUSHALF {U}",
        lambda m: (
            Length(lengths.iso_length(f"{m['n']}.5", m["t"] or m.grain("u"), m.has("t")))
            if isinstance(m["n"], int)
            else None
        ),
    ),
    Rule("duration", f"{LEN}", _length),
    Rule("duration.single", f"(?<= COURSE ) {ONE}", _single),
    Rule(
        "duration.single",
        "(?<= ZA | NA ) (?: u:UNITY | u:UNITM | u:UNITW | u:UNITSD | t:TUNIT )",
        lambda m: _accusative(m),
    ),
    Rule("duration.adjective", "v:LONG", lengths.length),
    Rule("duration.figures", "n:INT DASH u:LONGTAIL", lambda m: Length(m["u"].format(m["n"]))),
    # vague words
    Rule("vague", "r:REF", lengths.vague),
    Rule("vague.noun", "(?<= V ) r:PASTNOUN (?! OTHER | YEARS1 )", lengths.vague),
)
