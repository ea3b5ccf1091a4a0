"""German rules for what is counted from another day, and for lengths, sets and vague words."""

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
from pipeline.extractors.dates.german.parts import LEN, PER, WD, M, N, U, _surname, after
from pipeline.extractors.dates.rules import Match, Rule
from pipeline.extractors.dates.words import letter


def _length(m: Match) -> Expression | None:
    half = _half(m)
    if half is None and m["n"] == 1 and m.word("n").lower() == "eines" and m.grain("u") == "D":
        return None  # „eines Tages“
    return Length(half) if half else lengths.length(m)


def _half(m: Match) -> str | None:
    """„ein halbes Jahr“: P6M."""
    if m.has("n") or m.has("v"):
        return None
    if m.has("u"):
        return "P6M" if m.grain("u") == "Y" else "PT12H"
    return {"H": "PT30M", "M": "PT30S"}.get(m["t"])


def _shift(m: Match, sign: int, frame: str = "published") -> Expression | None:
    half = _half(m)
    if half:
        return Point(shift=Shift(6 * sign, "M", frame)) if half == "P6M" else Unknown("TIME")
    return lengths.shift_of(m, sign, frame)


def _before(m: Match) -> Expression | None:
    return _shift(m, -1)


def _ahead(m: Match) -> Expression | None:
    """„in drei Wochen“: from now on, or what it took, as the clause's tense decides (resolve)."""
    point = _shift(m, 1)
    value = _half(m) or lengths.length_value(m)
    if value and value.startswith("PT") and value.endswith("S"):
        return Length(value)
    if isinstance(point, (Point, Unknown)) and value:
        return Ahead(point, Length(value))
    return point


def _later(m: Match) -> Expression | None:
    return _shift(m, m["a"] if isinstance(m["a"], int) else -1, "context")


def _day_adjective(m: Match) -> Expression | None:
    """„heutige Sitzung“ is of today, „das heutige Polen“ of nowadays."""
    if m["t"] == 0 and m.after() != letter("EVENTNOUN"):
        return Vague("PRESENT_REF")
    return Point(shift=Shift(m["t"], "D"))


def _weekday(m: Match) -> Expression | None:
    return None if _surname(m) else b.weekday(m)


def _this(m: Match) -> Expression | None:
    """„dieses Jahr“ counts from the publication, „an diesem Tag“ from the day told before."""
    if m.grain("u") == "WE" and m["a"] == 1 and m.word("a").lower().startswith(("komm", "bevor")):
        return Point(nth=(1, "WE"), step=1)  # the one to come: on a Wednesday this week's, other than „nächstes“
    return b.unit_shift(m)


def _like(m: Match) -> Expression | None:
    return Like(n=-1) if not m.has("y") and not isinstance(m["a"], int) else b.like(m)


def _part_unit(m: Match) -> Expression | None:
    which, grain = m["pu"].split()
    return Point(shift=Shift(0, grain), part=which)


_OF_DAY = frozenset(letter(c) for c in ("ART", "SHIFT", "DAYADJ", "PREVIOUS"))


def _parts_of_day(m: Match) -> Expression | None:
    """„abends“ is every evening, „des Vormittags“ one."""
    if m.before() == letter("ART") and m.word("p")[0].isupper():
        return Point(time=f"T{m['p']}")
    return Repeat(f"XXXX-XX-XXT{m['p']}")


def _course(m: Match) -> Expression | None:
    """„im Laufe des Jahres“"""
    return Point(shift=Shift(0, m.grain("u"))) if m.grain("u") in ("Y", "M", "W", "Q") else None


def _weekly(m: Match) -> Expression | None:
    value = m["v"]
    if m.before() in _OF_DAY and m.word("v")[0].isupper() and isinstance(value, str):  # „des Sonntags“
        return Point(weekday=int(value[-1]) - 1)
    if isinstance(value, tuple):
        return Repeat(f"XXXX-WXX-{value[0] + 1}T{value[1]}")
    return Repeat(value)


_CLAUSE_STARTS = frozenset(
    ("", *(letter(c) for c in ("STOP", "DOT", "LINE", "QUOTE", "COMMA", "DASH", "COLON", "ALS", "ADVERB")))
)


def _elliptic(m: Match) -> Expression | None:
    """„im kommenden erwartet sie 7 Prozent“: the year, where no noun follows."""
    tokens, i = m.tokens, m.end
    if m.after() == letter("OTHER"):
        word = tokens.text[tokens.starts[i] : tokens.ends[i]]
        if not (word.islower() and word.endswith(("t", "te"))):
            return None
    elif m.after() not in _ENDS:
        return None
    return Point(shift=Shift(m["a"], "Y"))


_ENDS = frozenset(letter(c) for c in ("COMMA", "DASH", "STOP", "LINE", "DOT"))

RULES = (
    # relative to a date told before
    Rule(
        "date.like",
        "(?: SAME PERIOD | LIKEPERIOD ) (?: YEARS1? y:ANYYEAR | ART? a:SHIFT YEARS1 | ART? a:PREV )",
        lambda m: _like(m),
    ),
    Rule("date.like", "SAME PERIOD", b.like),
    Rule("date.like", "g:PREVPERIOD", lambda m: Like(n=-1, grain=m["g"])),
    Rule("date.like", "SAME MONTHS ART? (?: a:SHIFT YEARS1 | a:PREV )", lambda m: Like(n=-1, grain="M")),
    Rule("date.like", "SAME QUARTERS ART? (?: a:SHIFT YEARS1 | a:PREV )", lambda m: Like(n=-1, grain="Q")),
    Rule("date.this-period", "SHIFT PERIOD", lambda m: Like()),
    Rule("date.night", "a:SHIFT p:DAYPART", b.night),
    Rule("date.eve", "EVEOF (?! ART | VON | OTHER )", lambda m: Point(shift=Shift(-1, "D"), time="TEV")),
    Rule("date.same-day-part", "(?: SAME | THAT ) p:DAYPART", b.same_day_part),
    Rule("date.same", "(?: a:SAME | a:THAT ) u:ONE", b.context_shift),
    Rule("date.previous", "u:PREV", b.previous),
    Rule("date.next", "u:NEXT", lambda m: Point(shift=Shift(1, m["u"], "context"))),
    Rule("date.two-years-before", "u:PREV2", lambda m: Point(shift=Shift(-2, "Y"))),
    Rule("date.previous", "a:PREVIOUS u:ONE", b.context_shift),
    Rule("date.later", f"{LEN} (?: a:LATER | a:BEFORE | a:EARLIER ) (?! ALS )", _later),
    Rule("date.later", "u:ONE (?: a:LATER | a:BEFORE )", b.context_shift),
    # relative to the day of publication
    Rule("date.ago", f"{after('VOR')} {LEN}", _before),
    Rule("date.ahead", f"{after('IN')} {LEN}", _ahead),
    Rule("date.long-ago", "(?<= VOR ) u:MANY", lambda m: Vague("PAST_REF")),
    Rule("date.since-ago", f"{LEN} HER", _before),
    Rule(
        "date.nth-weekday",
        "(?: o:ORD | a:SHIFT ) w:WEEKDAY (?= (?: IM | ART ) (?: MONTH | YEARS1 | SHIFT MONTHS ) | MONTH )",
        b.nth_weekday,
    ),
    Rule(
        "date.nth-day",
        "(?: o:ORD | a:SHIFT ) u:UNITD (?= (?: IM | ART ) (?: MONTH | YEARS1 | SHIFT MONTHS ) | MONTH )",
        b.nth,
    ),
    Rule("date.nth-weekday", "(?: o:ORD | a:SHIFT ) w:WEEKDAY ART UNITM (?! ANYYEAR )", b.nth_weekday_of_unit),
    Rule(
        "date.day-hour",
        "t:DEICTIC (?: p:DAYPART | p:EARLY | p:DAYPARTS ) UM (?: h:INT | h:CARD ) (?! COUNTED | COUNT | UHR )",
        b.day_hour,
    ),
    Rule(
        "date.day-hour",
        "t:TODAY (?: p:DAYPART | p:EARLY | p:DAYPARTS ) UM (?: h:INT | h:CARD ) (?! COUNTED | COUNT | UHR )",
        b.day_hour,
    ),
    Rule("date.weekday-told", "a:PREVIOUS WEEKDAY", lambda m: Unknown("DATE")),
    Rule("date.weekday-today", f"t:DAYADJ {WD}", b.weekday),
    Rule("date.weekday-shifted", f"a:SHIFT {WD}", b.weekday),
    Rule("date.weekday", "EARLYADJ wp:WDPART", _weekday),
    Rule("date.weekday", WD, _weekday),
    Rule("date.today-part", "t:TODAY (?: p:DAYPART | p:EARLY | p:DAYPARTS )", b.deictic),
    Rule("date.day-part", "t:DEICTIC (?: p:DAYPART | p:EARLY | p:DAYPARTS )", b.deictic),
    Rule("date.day-part", "t:DAYADJ p:DAYPART", b.deictic),
    Rule("date.day", "(?: t:TODAY | t:DEICTIC ) WEEKDAY", b.deictic),
    Rule("date.day", "t:DEICTIC", b.deictic),
    Rule("vague", "(?: (?<= BIS ) | (?<= BIS AT ) ) DAYADJ UNITD", lambda m: Vague("PRESENT_REF")),
    Rule("date.day", "t:DAYADJ UNITD", b.deictic),
    Rule("date.day", "t:DAYADJ", _day_adjective),
    Rule(
        "date.today-date",
        "t:TODAY (?= (?: COMMA | LPAR ) AT? ART? (?: WEEKDAY | INT DOT MONTH | FULLDATE | DAYMONTH ) )",
        b.deictic,
    ),
    Rule("date.today", "TODAY", lambda m: Today()),
    Rule("date.month-shifted", "a:SHIFT m:MONTH (?! YEAR )", b.stepped),
    Rule("date.course", "(?<= COURSE ART ) u:ONE (?! ANYYEAR )", lambda m: _course(m)),
    Rule("date.this-year", "a:YEARADV", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.this-year", "a:YEARADJ", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.last-length", f"a:NEAR APPROX? {N} {U}", lengths.length),
    Rule("date.last-length", f"o:ORD (?: n:CARD | n:INT ) {U}", lambda m: lengths.length(m) if m["o"] == 1 else None),
    Rule("date.last-length", "n:COUNT a:SHIFT u:MANY", lengths.length),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:FUTUREADJ ) u:ONE", _this),
    Rule("date.elliptic", "(?<= IM ) a:SHIFT", _elliptic),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:FUTUREADJ ) u:MANY", lengths.plural_vague),
    Rule(
        "date.weekend",
        "(?<= AT | ART | VON | BIS | FUER | IN | OVER ) UNITWE (?! ART | IM MONTH )",
        lambda m: Point(nth=(1, "WE")),
    ),
    Rule("date.part-of-unit", "p:PART (?: ART | IN ART )? u:ONE (?! ANYYEAR )", b.part),
    Rule(
        "date.part-unit",
        "pu:PARTUNIT y:YEAR",
        lambda m: Point(year=m["y"], part=m["pu"].split()[0]) if m["pu"].endswith(" Y") else None,
    ),
    Rule("date.part-unit", "pu:PARTUNIT", lambda m: _part_unit(m)),
    Rule(
        "date.part",
        "p:PART (?= (?: ART | IM | VON )? (?: SHIFT | MON | ANYYEAR | YEARSN | DECADE | INT | ORD | QUARTERS | PREV "
        "| DECADEYEARS | SAME | THAT | PREVIOUS | NEXT | FUTUREADJ | SEASON | ROMAN | QCODE ) )",
        b.part_only,
    ),
    Rule(
        "date.part-of-day",
        "(?<= ART ) p:EARLY",
        lambda m: Point(time=f"T{m['p']}") if m.word("p")[0].isupper() else None,
    ),
    Rule("date.part-of-day", "EARLYADJ p:DAYPART", lambda m: Point(time=f"T{m['p']}")),
    Rule(
        "date.part-of-day",
        "(?<= AT | IN | ART | SHIFT | COMMA | GEGEN | UM | BIS | VON ) p:DAYPART",
        lambda m: Point(time=f"T{m['p']}"),
    ),
    # sets
    Rule("set.times", "TIMES ART (?: u:ONE | t:TUNIT ) (?! ANYYEAR )", lengths.repeat_unit),
    Rule("set.every-day-month", f"EVERYONE d:INT DOT {M}", lengths.repeat_unit),
    Rule("set.every-other", "EVERYONE n:ORD (?: u:ONE | w:WEEKDAY | t:TUNIT )", lengths.repeat_unit),
    Rule(
        "set.every", "EVERYONE (?: u:ONE | w:WEEKDAY | t:TUNIT | p:DAYPART | s:SEASON | m:MONTH )", lengths.repeat_unit
    ),
    Rule("set.every-few", "EVERY n:COUNT (?: u:MANY | t:TUNIT )", lengths.repeat_unit),
    Rule("set.per", "(?<= PRO ) (?: u:ONE | t:TUNIT )", lengths.repeat_unit),
    Rule("set.per", "(?: (?<= PRO OTHER UND ) | (?<= PRO COUNTED UND ) ) u:ONE", lengths.repeat_unit),
    Rule(
        "set.per",
        f"{PER} (?: u:ONE | t:TUNIT ) (?! ANYYEAR | MONTH | ART | VON | PART | PREV | COMMA ART )",
        lengths.repeat_unit,
    ),
    Rule("set.weekly", "v:WEEKLY", lambda m: _weekly(m)),
    Rule("set.weekdays", "w:WEEKDAYS", b.weekdays),
    Rule("set.adverb", "v:SETADV", lengths.repeat),
    Rule("set.parts-of-day", "p:DAYPARTS", _parts_of_day),
    # durations
    Rule("duration.whole", "WHOLE u:ONE", lambda m: Length(lengths.iso_length("1", m.grain("u"), False))),
    Rule("duration.figures", "n:INT DASH u:LONGTAIL", lambda m: Length(m["u"].format(m["n"]))),
    Rule("duration.adjective", "v:LONG", lengths.length),
    Rule("duration", LEN, _length),
    Rule(
        "duration.since",
        "(?: (?<= SEIT ) | (?<= APPROX ) ) u:MANY",
        lambda m: Length(lengths.iso_length("X", m.grain("u"), False)),
    ),
    Rule("duration.since", "(?<= SEIT ) t:TUNIT", lambda m: Length(f"PTX{m['t']}")),
    # vague words
    Rule("vague", "r:REF", lengths.vague),
    Rule("vague", "r:NOWADV", lengths.vague),
    Rule("vague", "r:FUTUREADV", lengths.vague),
    Rule("vague", "FUTUREADJ", lambda m: Vague("FUTURE_REF")),
    Rule("vague.noun", "(?<= IN ) r:PASTNOUN", lengths.vague),
    Rule(
        "vague.earlier",
        "r:EARLIER (?! ALS | UND | OTHER ALS )",
        lambda m: lengths.vague(m) if m.before() in _CLAUSE_STARTS else None,
    ),
)
