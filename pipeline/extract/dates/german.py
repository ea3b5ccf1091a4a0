"""The rules of German, the more special first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates import build as b
from pipeline.extract.dates.expression import Ahead, Expression, Length, Point, Range, Shift, Today, Unknown, Vague
from pipeline.extract.dates.guards import plain_year, tight
from pipeline.extract.dates.rules import Match, Rule
from pipeline.extract.dates.scan import LINE, OTHER, letter

M = "(?: m:MONTH | m:MONTHABBR DOT? )"
D = "(?: d:INT DOT? | d:ORD )"
Y = "(?: YEARS1? y:ANYYEAR )?"
N = "(?: n:COUNT | n:SOME | n:ONEHALF | CARD n:SOME )"
TO = "(?: (?: BIS | DASH | UND ) n2:COUNT )?"
U = "(?: u:ANYUNIT | t:TUNIT | u:WORKDAYS )"
LEN = f"(?: {N} {TO} {U} | CARD? HALFADJ u:UNITY | CARD? HALFADJ u:UNITD | CARD? HALFADJ t:TUNIT | v:FIXED | CARD v:FIXED )"
WD = "(?: w:WEEKDAY (?: p:DAYPART | p:EARLY | p:DAYPARTS )? | wp:WDPART )"
AT = "(?<= UM | AT | BIS | VON | COMMA | ZU | SEIT | FUER | WEEKDAY )"

# „50 Euro im Monat“, „dreimal in der Woche“
PER = "(?: " + " | ".join(
    f"(?<= {what} {dot} {how} )" for what in ("COUNTED", "TIMES") for dot in ("", "DOT") for how in ("IM", "AT", "IN ART", "ART")
) + " )"  # fmt: skip


def after(name: str) -> str:
    """Behind that word, or behind it and „rund“, „etwa“."""
    return f"(?: (?<= {name} ) | (?<= {name} APPROX ) | (?<= {name} OTHER ALS ) )"


def _length(m: Match) -> Expression | None:
    half = _half(m)
    if half is None and m["n"] == 1 and m.word("n") == "eines":
        return None  # „eines Tages“
    return Length(half) if half else b.length(m)


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
    return b.shift_of(m, sign, frame)


def _before(m: Match) -> Expression | None:
    return _shift(m, -1)


def _ahead(m: Match) -> Expression | None:
    """„in drei Wochen“: from now on, or what it took, as the clause's tense decides (resolve)."""
    point = _shift(m, 1)
    value = _half(m) or b.length_value(m)
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


def _bare_clock(m: Match) -> Expression | None:
    """„um 10:41“; behind a comma only with two digits for the hour (5:1 is a score)."""
    return None if m.before("c") == letter("COMMA") and len(m.word("c")) < 5 else b.clock(m)


def _surname(m: Match) -> bool:
    """„Herr März“, „Peter Sonntag“: a man."""
    if m.before() == letter("HERR"):
        return True
    tokens, i = m.tokens, m.start
    if m.before() != OTHER or i < 2 or tokens.classes[i - 2] in (letter("DOT"), letter("STOP"), LINE):
        return False
    word = tokens.text[tokens.starts[i - 1] : tokens.ends[i - 1]]
    follows = m.after() in (letter("COMMA"), letter("INT"), letter("YEAR"))
    return word[0].isupper() and word[1:].islower() and tokens.starts[i] == tokens.ends[i - 1] + 1 and not follows


def _month(m: Match) -> Expression | None:
    """A month alone; „März“ after „Herr“ is a man."""
    return None if _surname(m) else b.month(m)


def _weekday(m: Match) -> Expression | None:
    return None if _surname(m) else b.weekday(m)


def _this(m: Match) -> Expression | None:
    """„dieses Jahr“ counts from the publication, „an diesem Tag“ from the day told before."""
    return b.unit_shift(m)


RULES = (
    # times of day
    Rule("date.clock-range", "(?: h:INT | c:CLOCKS ) UHR? (?: BIS | DASH ) (?: h2:INT | c2:CLOCKS ) UHR p:DAYPARTS?", b.clock),
    Rule("date.clock-range", "(?<= VON ) (?: h:INT | c:CLOCKS ) UHR? UND (?: h2:INT | c2:CLOCKS ) UHR", b.clock),
    Rule("date.clock", "(?: h:INT | c:CLOCKS | h:CARD ) UHR (?: mi:INT (?! DOT MONTH | DOT? MONTH | COUNTED ) )? ZONE? p:DAYPARTS?", b.clock),
    Rule("date.clock-short", "c:CLOCK ZONE", b.clock),
    Rule("date.clock-bare", f"{AT} c:CLOCK (?! DASH | COLON | COUNTED | COUNT )", _bare_clock),
    Rule("date.half-hour", "HALFADJ h:CARD (?: UHR | (?= DAYPARTS ) ) DAYPARTS?", b.half_hour),
    Rule("date.half-hour-bare", "(?<= UM ) HALFADJ h:CARD (?! ANYUNIT | COUNTED )", b.half_hour),
    Rule("date.quarter-hour", "QUARTERTO (?: a:NACH | a:VOR ) (?: h:CARD | h:INT ) UHR?", lambda m: _quarter_hour(m)),
    Rule("date.time-name", "c:TIMENAME", lambda m: Point(time=m["c"])),
    # days
    Rule("date.day-range", f"{D} (?: DASH | BIS (?: AT | ART )? | SLASH ) (?: d2:INT DOT? | d2:ORD ) {M} {Y}", b.day_month),
    Rule("date.two-days", f"d:INT DOT UND d2:INT DOT {M} {Y}", lambda m: b.day_month(m) if m["d2"] == m["d"] + 1 else None),
    Rule("date.between-days", f"(?: (?<= VON ART ) | (?<= VON ) ) d:INT DOT UND ART? d2:INT DOT {M} {Y}", b.day_month),
    Rule("date.night", "p:DAYPART VON ART? WEEKDAY (?: ZU | AT ) ART? w:WEEKDAY", b.weekday),
    Rule("date.night", f"p:DAYPART VON INT DOT MONTH? (?: ZU | AT ) ART? {D} {M} {Y}", lambda m: _night(m)),
    Rule("date.day-month", f"{D} {M} {Y}", b.day_month),
    Rule("date.figures", "c:FULLDATE", b.full_date),
    Rule("date.figures-range", "d:INT DOT DASH c:DAYMONTH DOT?", lambda m: _figures_range(m)),
    Rule("date.figures-range", "d:INT DOT DASH c:DAYMONTH1 DOT", lambda m: _figures_range(m)),
    Rule("date.figures-range", "d:INT DOT DASH c:FULLDATE", lambda m: _figures_range(m)),
    Rule("date.figures-spaced", "d:INT DOT m:INT DOT y:YEAR", lambda m: b.day_month(m) if 1 <= m["m"] <= 12 else None),
    Rule("date.figures-short", "span:( (?: c:DAYMONTH | c:DAYMONTH1 ) DOT ) (?! INT | NUM | COUNTED )", b.short_date),
    Rule("date.figures-short", "(?<= AT | BIS | VON | WEEKDAY ) c:DAYMONTH (?! COUNTED | DOT? UHR | DOT? COUNT | SLASH )", lambda m: _bare_figures(m)),
    Rule("date.day-alone", "(?<= AT ) d:INT DOT (?= STOP | LINE | COMMA | OTHER )", lambda m: _day_alone(m)),
    Rule("date.day-alone", "(?<= AT ) d:ORD (?! OTHER | ONE | MANY )", lambda m: b.day_month(m) if m.word("d")[0].isdigit() else None),
    Rule("date.weekday-short", "w:WDABBR DOT? COMMA? (?= (?: INT DOT? (?: MONTH | MONTHABBR | INT DOT ) ) | DAYMONTH | DAYMONTH1 DOT | FULLDATE )", lambda m: Point(weekday=m["w"])),
    # months, years
    Rule("date.month-abbreviated", "m:MONTHABBR DOT? y:ANYYEAR", b.month),
    Rule("date.month", f"m:MONTH {Y}", _month),
    Rule("date.month-figures", "(?<= IM | IN | AT | SEIT | BIS | VON ) c:MONTHYEAR", b.month_year),
    Rule("date.first-months", "(?: a:SHIFT | o:ORD ) n:COUNT MONTHS (?= ART? (?: YEARS1 ANYYEAR | ANYYEAR | SHIFT YEARS1 | PREV ) )", lambda m: b.first_months(m) if m["o"] in (None, 1) and m["a"] is None else None),
    Rule("date.first-months", "o:ORD n:COUNT MONTHS (?: ART YEARS1 (?! ANYYEAR ) )?", lambda m: b.first_months(m) if m["o"] == 1 else None),
    Rule("date.first-quarters", "o:ORD n:COUNT QUARTERS (?: ART YEARS1 (?! ANYYEAR ) )?", lambda m: b.first_months(m, 3) if m["o"] == 1 else None),
    Rule("date.first-months", "c:MCODE", lambda m: Point(months=(1, m["c"]))),
    Rule("date.year-range", "YEARSN? y:YEAR (?: BIS | DASH ) y2:YEAR (?! DASH )", lambda m: plain_year(m) and b.year(m)),
    Rule("date.year-range", "YEARSN y:YEAR (?: DASH ) y2:INT", b.year),
    Rule("date.year-range", "y:YEAR DASH y2:INT (?! DOT | DASH | COUNTED )", lambda m: plain_year(m) and tight(m) and b.year(m)),
    Rule("date.business-year", "YEARSN ys:YEARS", b.year),
    Rule("date.business-year", "ys:YEARS", b.year),
    Rule("date.year", "YEARSN y:ANYYEAR", b.year),
    Rule("date.year-bare", "y:YEAR", lambda m: plain_year(m) and b.year(m)),
    Rule("date.year", "y:YEARWORD", b.year),
    Rule("date.decade", "d:DECADE DASH? YEARSN", b.decade),
    Rule("date.decade", "d:DECADEYEARS", b.decade),
    Rule("date.decade", "(?<= ART ) d:DECADE (?! OTHER )", lambda m: b.decade(m) if m.word("d").endswith("n") or m["d"] > 99 else None),
    Rule("date.century", "(?: o:INT DOT | o:ROMAN DOT? | o:ORD ) CENTURIES", b.century),
    Rule("date.portion-last", "a:SHIFT u:QUARTERS (?= ART? YEARSN? ANYYEAR )", lambda m: Point(quarter=4) if m["a"] == -1 else None),
    Rule("date.portion", "(?: o:INT DOT | o:ROMAN DOT? | o:ORD ) (?: u:QUARTERS | u:HALVES | u:UNITABBRH DOT ) (?: ART YEARS1 (?! ANYYEAR | YEARS ) )?", b.portion),
    Rule("date.portion-code", "c:QCODE SLASH y:YEAR", lambda m: Point(quarter=m["c"], year=m["y"])),
    Rule("date.portion-code", "c:HCODE SLASH y:YEAR", lambda m: Point(half=m["c"], year=m["y"])),
    Rule("date.portion-code", "c:QCODE", lambda m: Point(quarter=m["c"])),
    Rule("date.portion-code", "c:HCODE", lambda m: Point(half=m["c"])),
    Rule("date.half-of", "(?: o:ORD | o:INT DOT ) HALFOF (?= ART | MONTH | YEAR )", b.half_of),
    Rule("date.week-number", "WEEKNO n:INT", b.week_number),
    Rule("date.week-number", "n:INT DOT WEEKNO", b.week_number),
    Rule("date.nth-week", "(?: o:ORD | a:SHIFT ) u:WEEKS (?= (?: ART | IM ) (?: MONTH | SHIFT MONTHS | YEARS1 ) | MONTH )", b.nth),
    Rule("date.nth-week", "(?: o:ORD | a:SHIFT ) u:UNITWE (?= (?: ART | IM ) MONTH | MONTH )", b.nth),
    Rule("date.semester", "s:SEMESTER (?: y:YEAR | ys:YEARS )", lambda m: b.season(m)),
    Rule("date.season", "a:SHIFT s:SEASON", b.season),
    Rule("date.season", "(?: s:SEASON | s:PARTSEASON ) (?: YEARS1? y:ANYYEAR | ys:YEARS )", b.season),
    Rule("date.season", "(?<= IM | IN | SEIT | BIS | AT | ART | FUER | PART | AB | VON | UND | ZU | SHIFT ) (?: s:SEASON | s:PARTSEASON ) (?! DASH )", b.season),
    Rule("date.holiday-shifted", "a:SHIFT h:HOLIDAY", b.stepped),
    Rule("date.holiday", "h:HOLIDAY", lambda m: Point(holiday=m["h"])),
    # relative to a date told before
    Rule("date.like", "(?: SAME PERIOD | LIKEPERIOD ) (?: YEARS1? y:ANYYEAR | ART? a:SHIFT YEARS1 | ART? a:PREV )", lambda m: _like(m)),
    Rule("date.like", "SAME PERIOD", b.like),
    Rule("date.like", "g:PREVPERIOD", lambda m: b.Like(n=-1, grain=m["g"])),
    Rule("date.like", "SAME MONTHS ART? (?: a:SHIFT YEARS1 | a:PREV )", lambda m: b.Like(n=-1, grain="M")),
    Rule("date.like", "SAME QUARTERS ART? (?: a:SHIFT YEARS1 | a:PREV )", lambda m: b.Like(n=-1, grain="Q")),
    Rule("date.this-period", "SHIFT PERIOD", lambda m: b.Like()),
    Rule("date.night", "a:SHIFT p:DAYPART", b.night),
    Rule("date.same-day-part", "(?: SAME | THAT ) p:DAYPART", b.same_day_part),
    Rule("date.same", "(?: a:SAME | a:THAT ) u:ONE", b.context_shift),
    Rule("date.previous", "u:PREV", b.previous),
    Rule("date.next", "u:NEXT", lambda m: Point(shift=Shift(1, m["u"], "context"))),
    Rule("date.two-years-before", "u:PREV2", lambda m: Point(shift=Shift(-2, "Y"))),
    Rule("date.previous", "a:PREVIOUS u:ONE", b.context_shift),
    Rule("date.later", f"{LEN} (?: a:LATER | a:BEFORE | a:EARLIER )", _later),
    Rule("date.later", "u:ONE (?: a:LATER | a:BEFORE )", b.context_shift),
    # relative to the day of publication
    Rule("date.ago", f"{after('VOR')} {LEN}", _before),
    Rule("date.ahead", f"{after('IN')} {LEN}", _ahead),
    Rule("date.long-ago", "(?<= VOR ) u:MANY", lambda m: Vague("PAST_REF")),
    Rule("date.since-ago", f"{LEN} HER", _before),
    Rule("date.nth-weekday", "(?: o:ORD | a:SHIFT ) w:WEEKDAY (?= (?: IM | ART ) (?: MONTH | YEARS1 | SHIFT MONTHS ) | MONTH )", b.nth_weekday),
    Rule("date.nth-day", "(?: o:ORD | a:SHIFT ) u:UNITD (?= (?: IM | ART ) (?: MONTH | YEARS1 | SHIFT MONTHS ) | MONTH )", b.nth),
    Rule("date.weekday-told", "a:PREVIOUS WEEKDAY", lambda m: Unknown("DATE")),
    Rule("date.weekday-today", f"t:DAYADJ {WD}", b.weekday),
    Rule("date.weekday-shifted", f"a:SHIFT {WD}", b.weekday),
    Rule("date.weekday", WD, _weekday),
    Rule("date.today-part", "t:TODAY (?: p:DAYPART | p:EARLY | p:DAYPARTS )", b.deictic),
    Rule("date.day-part", "t:DEICTIC (?: p:DAYPART | p:EARLY | p:DAYPARTS )", b.deictic),
    Rule("date.day-part", "t:DAYADJ p:DAYPART", b.deictic),
    Rule("date.day", "t:DEICTIC", b.deictic),
    Rule("date.day", "t:DAYADJ UNITD", b.deictic),
    Rule("date.day", "t:DAYADJ", _day_adjective),
    Rule("date.today-date", "t:TODAY (?= (?: COMMA | LPAR ) AT? ART? (?: WEEKDAY | INT DOT MONTH | FULLDATE | DAYMONTH ) )", b.deictic),
    Rule("date.today", "TODAY", lambda m: Today()),
    Rule("date.month-shifted", "a:SHIFT m:MONTH (?! YEAR )", b.stepped),
    Rule("date.this-year", "a:YEARADV", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.this-year", "a:YEARADJ", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.last-length", f"a:NEAR APPROX? {N} {U}", b.length),
    Rule("date.last-length", f"n:COUNT a:SHIFT u:MANY", b.length),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:FUTUREADJ ) u:ONE", _this),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:FUTUREADJ ) u:MANY", b.plural_vague),
    Rule("date.weekend", "(?<= AT | ART | VON | BIS | FUER | IN ) UNITWE (?! ART | IM MONTH )", lambda m: Point(nth=(1, "WE"))),
    Rule("date.part-of-unit", "p:PART (?: ART | IN ART )? u:ONE (?! ANYYEAR | DOT )", b.part),
    Rule("date.part-unit", "pu:PARTUNIT y:YEAR", lambda m: Point(year=m["y"], part=m["pu"].split()[0]) if m["pu"].endswith(" Y") else None),
    Rule("date.part-unit", "pu:PARTUNIT", lambda m: _part_unit(m)),
    Rule("date.part", "p:PART (?= (?: ART | IM | VON )? (?: SHIFT | MONTH | MONTHABBR | ANYYEAR | YEARSN | DECADE | INT | ORD | QUARTERS | PREV | DECADEYEARS | SAME | THAT | PREVIOUS | NEXT | FUTUREADJ | SEASON | ROMAN | QCODE ) )", b.part_only),
    Rule("date.part-of-day", "EARLYADJ p:DAYPART", lambda m: Point(time=f"T{m['p']}")),
    Rule("date.part-of-day", "(?<= AT | IN | ART | SHIFT | COMMA | GEGEN | UM | BIS | VON ) p:DAYPART", lambda m: Point(time=f"T{m['p']}")),
    # sets
    Rule("set.every-day-month", f"EVERYONE d:INT DOT {M}", b.repeat_unit),
    Rule("set.every-other", "EVERYONE n:ORD (?: u:ONE | w:WEEKDAY | t:TUNIT )", b.repeat_unit),
    Rule("set.every", "EVERYONE (?: u:ONE | w:WEEKDAY | t:TUNIT | p:DAYPART | s:SEASON | m:MONTH )", b.repeat_unit),
    Rule("set.every-few", "EVERY n:COUNT (?: u:MANY | t:TUNIT )", b.repeat_unit),
    Rule("set.per", "(?<= PRO ) (?: u:ONE | t:TUNIT )", b.repeat_unit),
    Rule("set.per", "(?: (?<= PRO OTHER UND ) | (?<= PRO COUNTED UND ) ) u:ONE", b.repeat_unit),
    Rule("set.per", f"{PER} (?: u:ONE | t:TUNIT ) (?! ANYYEAR | ART | VON | PART | PREV | COMMA ART )", b.repeat_unit),
    Rule("set.weekly", "v:WEEKLY", lambda m: _weekly(m)),
    Rule("set.weekdays", "w:WEEKDAYS", b.weekdays),
    Rule("set.adverb", "v:SETADV", b.repeat),
    Rule("set.parts-of-day", "p:DAYPARTS", lambda m: b.Repeat(f"XXXX-XX-XXT{m['p']}")),
    # durations
    Rule("duration.figures", "n:INT DASH u:LONGTAIL", lambda m: Length(m["u"].format(m["n"]))),
    Rule("duration.adjective", "v:LONG", b.length),
    Rule("duration", LEN, _length),
    Rule("duration.since", "(?: (?<= SEIT ) | (?<= APPROX ) ) u:MANY", lambda m: Length(b.iso_length("X", m.grain("u"), False))),
    Rule("duration.since", "(?<= SEIT ) t:TUNIT", lambda m: Length(f"PTX{m['t']}")),
    # vague words
    Rule("vague", "r:REF", b.vague),
    Rule("vague", "r:NOWADV", b.vague),
    Rule("vague", "r:FUTUREADV", b.vague),
    Rule("vague", "FUTUREADJ", lambda m: Vague("FUTURE_REF")),
    Rule("vague.noun", "(?<= IN ) r:PASTNOUN", b.vague),
    Rule("vague.earlier", "r:EARLIER (?! ALS | UND | OTHER ALS )", lambda m: b.vague(m) if m.before() not in (letter("COUNTED"), letter("ALS")) else None),
)


def _quarter_hour(m: Match) -> Expression | None:
    """„Viertel nach acht“, „Viertel vor acht“."""
    h = m["h"]
    return Point(time=f"T{h:02}:15" if m["a"] > 0 else f"T{h - 1:02}:45") if 1 <= h <= 24 else None


def _figures_range(m: Match) -> Expression | None:
    """12.–29.4., 12.–29.04.2025"""
    value = m["c"]
    year, number, last = value if isinstance(value[2], int) and value[0] > 31 else (None, value[0], value[1])
    if not m["d"] < last:
        return None
    return Range(Point(day=m["d"]), Point(year=year, month=number, day=last))


def _bare_figures(m: Match) -> Expression | None:
    """„am 12.05“: with a preposition, and no time of day („bis 10.30“ may be one)."""
    i = m.index("c") or 0
    before = m.tokens.text[m.tokens.starts[i - 1] : m.tokens.ends[i - 1]].lower()
    return b.short_date(m) if before in ("am", "vom", "zum") or m.before("c") == letter("WEEKDAY") else None


def _like(m: Match) -> Expression | None:
    return b.Like(n=-1) if not m.has("y") and not isinstance(m["a"], int) else b.like(m)


def _part_unit(m: Match) -> Expression | None:
    which, grain = m["pu"].split()
    return Point(shift=Shift(0, grain), part=which)


_OF_DAY = frozenset(letter(c) for c in ("ART", "SHIFT", "DAYADJ", "PREVIOUS"))


def _night(m: Match) -> Expression | None:
    """„in der Nacht vom 4. auf den 5. Mai“ is the night of the fifth."""
    point = b.day_month(m)
    return replace(point, time="TNI") if isinstance(point, Point) else None


def _day_alone(m: Match) -> Expression | None:
    """„am 15.“ without a month: only where no noun follows („am 1. Platz“)."""
    tokens, i = m.tokens, m.end
    before = tokens.text[tokens.starts[(m.index("d") or 1) - 1] : tokens.starts[m.index("d") or 1]].strip().lower()
    if before not in ("am", "zum") or (i < len(tokens.starts) and tokens.text[tokens.starts[i]].isupper()):
        return None
    return b.day_month(m)


def _weekly(m: Match) -> Expression | None:
    value = m["v"]
    if m.before() in _OF_DAY and m.word("v")[0].isupper() and isinstance(value, str):  # „des Sonntags“
        return Point(weekday=int(value[-1]) - 1)
    if isinstance(value, tuple):
        return b.Repeat(f"XXXX-WXX-{value[0] + 1}T{value[1]}")
    return b.Repeat(value)
