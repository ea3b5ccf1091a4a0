"""The rules of Russian, the more special first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates import build as b
from pipeline.extract.dates.expression import Ahead, Expression, Length, Point, Range, Shift, Today, Unknown, Vague
from pipeline.extract.dates.guards import genitive_follows, locative_follows, noun_follows, plain_year, russian_middle_week, tight, verb_follows
from pipeline.extract.dates.rules import Match, Rule
from pipeline.extract.dates.scan import letter

SHORT_TEXT = 60  # a phrase, no sentence: capitals say nothing
M = "(?: m:MONTH | m:MONTHABBR DOT? )"
D = "(?: d:INT | d:ORD )"
YW = "(?: YEARSN | YABBR DOT? )"
Y = f"(?: y:ANYYEAR {YW}? )?"
N = "(?: n:COUNT | n:SOME | n:ONEHALF )"
TO = "(?: (?: DASH | DO | UND ) n2:COUNT )?"
U = "(?: u:LENUNIT | u:SHORTUNIT DOT? | t:TUNIT )"
LEN = f"(?: {N} {TO} {U} | v:FIXED )"
ONE = "(?: u:ONE | u:UNITSD | t:TUNIT )"
ADVP = "(?: p:DAYPARTADV | p:DAYPARTGEN )"
AT = "(?<= V | K | DO | S | PO | NA | APPROX | THROUGH )"
OF_YEAR = "(?= YEARORD | YEAR (?: YEARSN | YABBR | DOT | COMMA | DASH ) | NEAR YEARS1 | PREVIOUS YEARS1 | SAME YEARS1 | THAT YEARS1 | YEARABBR )"


def _length(m: Match) -> Expression | None:
    """A length; «5079 год» is none."""
    return None if m.word("u").lower() in ("год", "году") and m["n"] != 1 and not str(m["n"]).endswith("1") else b.length(m)


def _single(m: Match) -> Expression | None:
    """«в течение года», «за месяц»: one unit."""
    if genitive_follows(m):
        return None
    unit, is_clock = (m["t"], True) if m.has("t") else (m.grain("u"), False)
    return Length(b.iso_length("1", unit, is_clock)) if unit else None


def _ago(m: Match) -> Expression | None:
    return b.shift_of(m, -1) if m.has("n") or m.has("v") else _one(m, -1)


def _one(m: Match, n: int, frame: str = "published") -> Expression | None:
    if m.has("t"):
        return Unknown("TIME", f"{n:+d}{m['t']}")
    grain = m.grain("u")
    return Point(shift=Shift(n, grain, frame)) if grain and grain != "ML" else None


def _through(m: Match) -> Expression | None:
    """«через месяц»: from now on, or from a date told before, as the clause's tense decides (resolve)."""
    point = b.shift_of(m, 1) if m.has("n") or m.has("v") else _one(m, 1)
    return Ahead(point, None) if isinstance(point, Point) else point


def _later(m: Match) -> Expression | None:
    sign = 1 if isinstance(m["a"], int) and m["a"] > 0 else -1
    if m.has("day"):
        return Point(shift=Shift(sign, "D", "context"))
    return b.shift_of(m, sign, "context") if m.has("n") or m.has("v") else _one(m, sign, "context")


def _near_unit(m: Match) -> Expression | None:
    """«прошлой недели» is one, «последние недели» are several."""
    adjective = m.word("a").lower()
    plural = adjective.endswith(("ие", "ые", "их", "ых", "ими", "ыми", "им", "ым", "эти", "этих"))
    if plural and m.before("u") is not None and m.index("u") is not None and _may_be_plural(m):
        return b.plural_vague(m) if m.index("a") is not None and m.tokens.classes[m.index("a") or 0] != letter("THIS") else None
    kind = m.tokens.classes[m.index("a") or 0]
    if kind in (letter("LASTADJ"), letter("NEXTADJ")) and m.grain("u") != "D":
        return Length(b.iso_length("1", m.grain("u"), False))
    if kind == letter("LASTADJ"):
        return None  # «последний день»
    return b.unit_shift(m)


def _may_be_plural(m: Match) -> bool:
    symbol = m.tokens.classes[m.index("u") or 0]
    return symbol not in {letter("UNIT" + g) for g in ("Y", "M", "Q", "H", "W", "D")}


def _weekday(m: Match) -> Expression | None:
    return b.weekday(m) if russian_middle_week(m) else None


def _night(m: Match) -> Expression | None:
    """«в ночь с 4 на 5 мая» is the night of the fifth."""
    point = b.day_month(m)
    return replace(point, time="TNI") if isinstance(point, Point) else None


def _hours(m: Match) -> Expression | None:
    """«в 10 часов 30 минут»: a time of day, not a length."""
    return b.clock(m) if isinstance(m["h"], int) and m["h"] <= 24 else None


def _dot_clock(m: Match) -> Expression | None:
    return b.clock(m) if m["c"][1] % 5 == 0 else None


def _day_adjective(m: Match) -> Expression | None:
    if m["t"] == 0 and m.after() == letter("NOWNOUN"):
        return Vague("PRESENT_REF")
    return Point(shift=Shift(m["t"], "D"))


def _holiday(m: Match) -> Expression | None:
    word = m.word("h")
    whole = m.tokens.ends[-1] - m.tokens.starts[0] < SHORT_TEXT
    return Point(holiday=m["h"]) if word[:1].isupper() or whole else None


def _last_length(m: Match) -> Expression | None:
    """«последние три года», «первые пять лет»; not «за это шесть лет»."""
    return b.length(m) if m["o"] == 1 or m.has("a") and m.word("a").lower() != "это" else None


def _alone(m: Match) -> Expression | None:
    """«в следующем — 5 млрд» is a year, «в прошлом» and «в будущем» are vague."""
    if m.word("a").lower() in ("прошлом", "будущем"):
        if m.after() == letter("DASH"):
            return Point(shift=Shift(m["a"], "Y"))
        return None if locative_follows(m) else Vague("PAST_REF" if m["a"] < 0 else "FUTURE_REF")
    return Point(shift=Shift(m["a"], "Y")) if m["a"] and (m.after() in _ENDS or verb_follows(m)) else None


_ENDS = frozenset(letter(c) for c in ("DASH", "COMMA", "STOP", "LINE", "DOT"))


def _bare_decade(m: Match) -> Expression | None:
    """«в 90-х», «нулевые»; not «на 30-х чтениях»."""
    return None if m.word("d")[0].isdigit() and m["d"] < 100 and noun_follows(m) else b.decade(m)


def _many(m: Match) -> Expression | None:
    """«последние годы»; «минувшие сутки» are one day."""
    if m.word("u").lower().startswith("сут"):
        last = m.tokens.classes[m.index("a") or 0] != letter("SHIFT")
        return Length("P1D") if last else Point(shift=Shift(m["a"], "D"))
    return b.plural_vague(m)


def _eve(m: Match) -> Expression | None:
    """«накануне» is yesterday, «накануне визита» a preposition."""
    return None if genitive_follows(m) else Point(shift=Shift(-1, "D"), time=f"T{m['p']}" if m.has("p") else None)


def _first_numbers(m: Match) -> Expression | None:
    """«в первых числах мая»: its beginning."""
    part = {1: "start", 10: "mid"}.get(m["o"], "end")
    return Point(month=m["m"], year=m["y"], part=part)


def _like(m: Match) -> Expression | None:
    return b.Like(year=m["y"]) if m.has("y") else b.Like(n=m["a"] or 0)


RULES = (
    # times of day
    Rule("date.clock-range", f"{AT} (?: c:CLOCK | h:INT ) (?: DO | DASH ) c2:CLOCK (?: TUNIT )? ZONE?", b.clock),
    Rule("date.clock", "c:CLOCK (?: PO )? ZONE", b.clock),
    Rule("date.clock", f"{AT} c:CLOCK (?! COLON | COUNTED | DASH ) (?: p:DAYPARTGEN | p:DAYGEN )?", b.clock),
    Rule("date.clock-dot", "(?<= V | S | DO ) c:CLOCKDOT (?! COUNTED | COUNT | DOT? OTHER )", _dot_clock),
    Rule("date.clock-hours", "(?: h:INT | h:CARD ) HOURS (?: mi:INT MINUTES )? (?: p:DAYPARTGEN | p:DAYGEN ) (?: PO? ZONE )?", _hours),
    Rule("date.clock-hours", "(?<= V | K | DO | S | APPROX ) (?: h:INT | h:CARD ) HOURS DOT? (?: mi:INT MINUTES DOT? )? (?: PO? ZONE )? (?! V UNITSD | V UNITD | EARLIER | LATER | AGO )", _hours),
    Rule("date.clock-hours", "(?: h:INT | h:CARD ) (?: p:DAYPARTGEN ) (?! MONTH )", _hours),
    Rule("date.clock-hours", "(?<= V ) HOURS (?: p:DAYPARTGEN | p:DAYGEN )", lambda m: Point(time="T01:00" if m["p"] == "NI" else "T13:00")),
    Rule("date.half-hour", "HALFOF h:ORD (?! MONTH | YEARSN | UNITM )", lambda m: b.half_hour(m) if m.word("h").endswith("ого") or m.word("h").endswith("его") else None),
    Rule("date.time-name", "c:TIMENAME", lambda m: Point(time=m["c"])),
    # days
    Rule("date.night", f"DAYPART S (?: INT | ORD ) {M}? NA {D} {M} {Y}", _night),
    Rule("date.day-range", f"{D} (?: DASH | PO | DO ) (?: d2:INT | d2:ORD ) {M} {Y}", b.day_month),
    Rule("date.two-days", f"{D} UND (?: d2:INT | d2:ORD ) {M} {Y}", lambda m: b.day_month(m) if m["d2"] == m["d"] + 1 else None),
    Rule("date.day-month", f"(?: d:INT | d:ORD | d:DECADE ) {M} {Y}", b.day_month),
    Rule("date.figures", f"c:FULLDATE {YW}?", b.full_date),
    Rule("date.figures-short", "(?<= V | S | DO | PO | K | NA | WEEKDAY | COMMA | LPAR ) c:DAYMONTH (?! COUNTED | COUNT | SLASH | OTHER | DOT OTHER | UNITSY )", lambda m: b.short_date(m) if m["c"][1] > 0 and m.word("c").startswith("0") or m.word("c")[-2] == "0" else None),
    Rule("date.weekday-short", "w:WDABBR DOT? COMMA? (?= INT MONTH | FULLDATE | DAYMONTH )", lambda m: Point(weekday=m["w"])),
    Rule("date.first-days", f"(?: o:ORD | o:DECADE | a:LASTADJ | a:SHIFT ) DAYNO {M} {Y}", _first_numbers),
    Rule("date.day-number", f"{D} (?: DASH | PO ) (?: d2:INT | d2:ORD ) DAYNO", b.day_month),
    Rule("date.day-number", f"{D} DAYNO", b.day_month),
    # months, years
    Rule("date.month-abbreviated", f"m:MONTHABBR DOT? y:ANYYEAR {YW}?", b.month),
    Rule("date.month-abbreviated", "m:MONTHABBR DOT? (?= DASH MONTHABBR )", b.month),
    Rule("date.month", f"m:MONTH {Y}", b.month),
    Rule("date.month-figures", "(?<= V | S | DO | PO | K | NA ) c:MONTHYEAR", b.month_year),
    Rule("date.first-months", f"(?: o:ORD )? n:COUNT MONTHS DOT? {OF_YEAR}", lambda m: b.first_months(m) if m["o"] in (None, 1) else None),
    Rule("date.first-quarters", f"o:ORD? n:COUNT QUARTERS {OF_YEAR}", lambda m: b.first_months(m, 3) if m["o"] in (None, 1) else None),
    Rule("date.first-quarters", "o:ORD n:COUNT QUARTERS YEARS1?", lambda m: b.first_months(m, 3) if m["o"] == 1 else None),
    Rule("date.first-months", "o:ORD n:COUNT MONTHS YEARS1?", lambda m: b.first_months(m) if m["o"] == 1 else None),
    Rule("date.first-months", "(?<= RESULTS ) n:COUNT MONTHS YEARS1?", b.first_months),
    Rule("date.first-months", "(?<= ZA ) n:COUNT MONTHS", lambda m: b.first_months(m) if m["n"] == 9 else None),
    Rule("date.year-range", f"y:ANYYEAR (?: DASH | PO | DO ) y2:ANYYEAR {YW}", b.year),
    Rule("date.year-range", f"y:YEAR DASH (?: y2:ORD | y2:INT ) {YW}", b.year),
    Rule("date.year-range", "y:YEARORD DASH y2:YEARORD", b.year),
    Rule("date.year-range", "y:YEAR DASH y2:YEAR (?! DASH )", lambda m: plain_year(m) and b.year(m)),
    Rule("date.year-range", "y:YEAR DASH y2:INT (?! DASH | COUNTED )", lambda m: plain_year(m) and tight(m) and b.year(m)),
    Rule("date.business-year", f"ys:YEARS {YW}?", b.year),
    Rule("date.year", f"y:ANYYEAR {YW}", b.year),
    Rule("date.year", "YEARS1 y:YEAR", b.year),
    Rule("date.year", f"y:YEAR (?= (?: UND | COMMA ) YEAR (?: UND YEAR )? {YW} )", b.year),
    Rule("date.year-ordinal", "y:YEARORD", b.year),
    Rule("date.year-abbreviated", "a:YEARABBR DOT?", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.year-bare", "y:YEAR", lambda m: plain_year(m) and b.year(m)),
    Rule("date.decade", f"d:DECADE (?: YEARSN | YABBR DOT? )", b.decade),
    Rule("date.decade", "d:DECADE (?! MONTH | COUNT )", _bare_decade),
    Rule("date.century-range", "o:ROMAN DASH o2:ROMAN CENTURIES", lambda m: Range(Point(century=m["o"]), Point(century=m["o2"]))),
    Rule("date.century", "(?: o:INT | o:ROMAN | o:ORD ) CENTURIES", b.century),
    Rule("date.century", "o:ROMAN V DOT", lambda m: b.century(m) if m["o"] >= 9 else None),
    Rule("date.portion", "(?: o:INT | o:ROMAN | o:ORD ) (?: u:UNITABBRQ DOT | u:QUARTERS | u:HALVES ) YEARS1?", b.portion),
    Rule("date.portion-last", "a:LASTADJ u:QUARTERS", lambda m: Point(quarter=4)),
    Rule("date.portion-code", "c:QCODE", lambda m: Point(quarter=m["c"])),
    Rule("date.half-of", "o:ORD HALFOF (?= MONTH | YEAR | YEARORD | NEAR | PREVIOUS | DECADE | YEARS1 | ROMAN | THAT | SAME | UNITM | UNITW )", b.half_of),
    Rule("date.third-of-month", "o:ORD THIRD", lambda m: Point(third=m["o"]) if m["o"] <= 3 else None),
    Rule("date.third-of-month", "LASTADJ THIRD", lambda m: Point(third=3)),
    Rule("date.nth-week", "(?: o:ORD | a:LASTADJ ) u:WEEKS (?= MONTH | NEAR | YEAR | PREVIOUS )", b.nth),
    Rule("date.nth-week", "(?: o:ORD | a:LASTADJ ) WEEKENDS (?= MONTH )", lambda m: Point(nth=(m["o"] or -1, "WE"))),
    Rule("date.season-shifted", "(?: a:SHIFT | a:THIS | a:NEXTADJ ) (?: s:SEASON | s:SEASONADV )", b.season),
    Rule("date.season", f"(?: s:SEASON | s:SEASONADV ) (?: y:YEAR DASH YEAR {YW}? | y:ANYYEAR {YW}? | ys:YEARS {YW}? )", b.season),
    Rule("date.season", "s:SEASONADV", b.season),
    Rule("date.season", "(?<= V | K | DO | S | NA | ZA | PO | PART | UND ) s:SEASON (?! OTHER )", b.season),
    Rule("date.season", "s:SEASON (?= NEAR YEARS1 | THAT YEARS1 | SAME YEARS1 | PREVIOUS YEARS1 )", b.season),
    Rule("date.holiday-shifted", "(?: a:SHIFT | a:THIS ) h:HOLIDAY", b.stepped),
    Rule("date.holiday", "h:HOLIDAY", _holiday),
    # relative to a date told before
    Rule("date.like", "SAME PERIOD UNITY EARLIER", lambda m: b.Like(n=-1)),
    Rule("date.like", f"SAME PERIOD (?: y:ANYYEAR {YW}? | a:NEAR YEARS1 | a:PREVIOUS YEARS1 | y:YEARORD )?", _like),
    Rule("date.like", "SAME (?: MONTHS | QUARTERS | HALVES ) (?: a:SHIFT YEARS1 | a:PREVIOUS YEARS1 )", _like),
    Rule("date.like", f"SAME (?: MONTHS | QUARTERS | HALVES ) y:ANYYEAR {YW}?", _like),
    Rule("date.this-period", "(?: THIS | THAT ) PERIOD", lambda m: b.Like()),
    Rule("date.previous", "a:PREVIOUS u:ONE", lambda m: Point(shift=Shift(m["a"], m.grain("u"), "either" if m["a"] < 0 else "context"))),
    Rule("date.night", "(?: a:SHIFT | a:THIS ) (?: p:DAYPART | p:DAYPARTADV )", b.night),
    Rule("date.same-day-part", "(?: SAME | THAT ) (?: p:DAYPART | p:DAYPARTADV )", b.same_day_part),
    Rule("date.same", "(?: a:SAME | a:THAT | a:THIS ) u:DAYGEN", b.context_shift),
    Rule("date.same", "(?: a:SAME | a:THAT ) u:ONE", b.context_shift),
    Rule("date.later", f"{LEN} (?: a:LATER | a:EARLIER | a:THROUGH )", _later),
    Rule("date.later", f"{ONE} (?: a:LATER | a:EARLIER | a:THROUGH )", _later),
    Rule("date.later", "day:DAYPARTADV (?: a:LATER | a:EARLIER )", _later),
    # relative to the day of publication
    Rule("date.ago", f"{LEN} AGO", _ago),
    Rule("date.ago", "u:MANY n:COUNT AGO", _ago),
    Rule("date.ago", f"{ONE} AGO", _ago),
    Rule("date.through-after", f"THROUGH APPROX? {LEN} (?= AFTERWARDS )", lambda m: Unknown("DATE")),
    Rule("date.through-after", f"THROUGH {ONE} (?= AFTERWARDS )", lambda m: Unknown("DATE")),
    Rule("date.through", f"THROUGH APPROX? {LEN}", _through),
    Rule("date.through", f"THROUGH {ONE}", _through),
    Rule("date.nth-weekday", "(?: o:ORD | a:LASTADJ ) w:WEEKDAY (?= MONTH | NEAR | YEAR )", b.nth_weekday),
    Rule("date.nth-day", "(?: o:ORD | a:LASTADJ ) u:UNITD YEARS1", lambda m: Point(nth=(m["o"] or -1, "D"), shift=Shift(0, "Y"))),
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
    Rule("date.weekend-shifted", "(?: a:SHIFT | a:THIS | a:NEXTADJ ) WEEKENDS", lambda m: Point(shift=Shift(m["a"], "WE"))),
    Rule("date.weekend", "(?<= V | NA ) WEEKENDS (?! OTHER )", lambda m: Point(nth=(1, "WE"))),
    Rule("date.last-length", f"(?: a:NEAR | o:ORD ) APPROX? {N} {U}", _last_length),
    Rule("date.last-length", "NEAR v:FIXED", b.length),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:THIS | a:LASTADJ | a:NEXTADJ ) (?: u:ONE | u:UNITGENW | u:UNITGENCE | u:UNITGENDE )", _near_unit),
    Rule("date.unit-shifted", "(?: a:SHIFT | a:LASTADJ | a:NEXTADJ ) u:MANY", _many),
    Rule("date.elliptic", "(?<= V ) a:SHIFT", _alone),
    Rule("date.this-year", "a:YEARADJ", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.part-of-unit", "p:PART (?: u:ONE | u:UNITGENW | u:UNITGENCE ) (?! YEAR )", b.part),
    Rule("date.part", "p:PART (?= NEAR | MONTH | YEAR | YEARORD | DECADE | INT | ORD | ROMAN | PREVIOUS | SAME | THAT | SEASON | YEARABBR | DAYADJ | YEARWORD | WEEKDAY )", b.part_only),
    Rule("date.part-of-day", f"{ADVP} (?= INT MONTH | ORD MONTH | WEEKDAY )", lambda m: Point(time=f"T{m['p']}")),
    Rule("date.part-of-day", "p:DAYPART (?= NA (?: INT | ORD | WEEKDAY ) | WEEKDAY | INT MONTH | ORD MONTH )", lambda m: Point(time=f"T{m['p']}")),
    Rule("date.part-of-day", "p:DAYPARTADV", lambda m: Point(time=f"T{m['p']}") if m["p"] != "AF" else Point(time="TAF", part="?")),
    Rule("date.part-of-day", "(?<= K | DO | POD ) (?: p:DAYPART | p:DAYPARTGEN )", lambda m: Point(time=f"T{m['p']}")),
    # sets
    Rule("set.every", "EVERY (?: n:ORD )? (?: u:ONE | w:WEEKDAY | t:TUNIT | p:DAYPART | s:SEASON | m:MONTH )", b.repeat_unit),
    Rule("set.per", "(?<= TIMES V ) n:COUNT (?: u:LENUNIT | t:TUNIT )", b.repeat_unit),
    Rule("set.every", "EVERY WEEKENDS", lambda m: b.Repeat("XXXX-WXX-WE")),
    Rule("set.every-few", "EVERY v:FIXED", b.repeat),
    Rule("set.every-few", "EVERY n:COUNT (?: u:LENUNIT | t:TUNIT )", b.repeat_unit),
    Rule("set.per", "(?<= V ) (?: u:UNITY | u:UNITM | u:UNITQ | u:UNITD )", lambda m: _per(m)),
    Rule("set.per", "(?<= V ) (?: u:UNITW | u:UNITSD | t:TUNIT )", lambda m: _per(m)),
    Rule("set.weekdays", "(?<= PO ) w:WEEKDAYS", b.weekdays),
    Rule("set.weekdays", "(?<= V ) w:WORKWEEK", b.weekdays),
    Rule("set.adverb", "v:SETADV", b.repeat),
    # durations
    Rule("duration.half-more", f"n:COUNT PLUSHALF {U}", lambda m: Length(b.iso_length(f"{m['n']}.5", m["t"] or m.grain("u"), m.has("t"))) if isinstance(m["n"], int) else None),
    Rule("duration", f"{LEN}", _length),
    Rule("duration.single", f"(?<= COURSE ) {ONE}", _single),
    Rule("duration.single", f"(?<= ZA | NA ) (?: u:UNITY | u:UNITM | u:UNITW | u:UNITSD | t:TUNIT )", lambda m: _accusative(m)),
    Rule("duration.adjective", "v:LONG", b.length),
    Rule("duration.figures", "n:INT DASH u:LONGTAIL", lambda m: Length(m["u"].format(m["n"]))),
    # vague words
    Rule("vague", "r:REF", b.vague),
    Rule("vague.noun", "(?<= V ) r:PASTNOUN (?! OTHER | YEARS1 )", b.vague),
)


def _per(m: Match) -> Expression | None:
    """«в год», «в месяц»: the accusative, and no genitive after it («в день выборов», «в год юбилея»)."""
    word = m.word("t" if m.has("t") else "u").lower()
    if word not in ("год", "месяц", "квартал", "неделю", "день", "сутки", "час", "минуту", "секунду") or genitive_follows(m):
        return None
    return b.repeat_unit(m)


def _accusative(m: Match) -> Expression | None:
    """«за год», «на месяц»."""
    word = m.word("t" if m.has("t") else "u").lower()
    return _single(m) if word in ("год", "месяц", "неделю", "день", "сутки", "час", "минуту", "секунду") else None
