"""German rules for times, days, months, years."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.dates import build as b
from pipeline.extractors.dates.expression import (
    Expression,
    Point,
    Range,
)
from pipeline.extractors.dates.german.parts import AT, D, M, Y, _surname
from pipeline.extractors.dates.guards import life
from pipeline.extractors.dates.rules import Match, Rule
from pipeline.extractors.dates.scan import OTHER
from pipeline.extractors.dates.words import letter


def _bare_clock(m: Match) -> Expression | None:
    """„um 10:41“; behind a comma only with two digits for the hour (5:1 is a score)."""
    return None if m.before("c") == letter("COMMA") and len(m.word("c")) < 5 else b.clock(m)


def _month(m: Match) -> Expression | None:
    """A month alone; „März“ after „Herr“ is a man."""
    return None if _surname(m) else b.month(m)


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


def _bare_decade(m: Match) -> Expression | None:
    """„in den Achtzigern“, „die 2010er“; not „die 20er Packung“."""
    word = m.word("d")
    if m.after() == OTHER and m.tokens.text[m.tokens.starts[m.end]].isupper():
        return None
    return b.decade(m) if word.endswith("n") or m["d"] > 99 or word[0].isupper() else None


def _week_of_month(m: Match) -> Expression | None:
    """„ersten Aprilwoche“, „letztes Maiwochenende“"""
    n = m["o"] if m.has("o") else m["a"]
    if n == 0 or n < -1 or n > 5:
        return None
    month, what = (m["m"], "W") if m.has("m") else (m["e"], "WE")
    return Point(month=month, nth=(n, what), year=m["y"])


def _three_quarters(m: Match) -> Expression | None:
    """„dreiviertel acht“ is 7:45."""
    return Point(time=f"T{m['h'] - 1:02}:45") if 1 <= m["h"] <= 24 else None


RULES = (
    # times of day
    Rule(
        "date.clock-range",
        "(?: h:INT | c:CLOCKLIKE ) UHR? (?: BIS | DASH ) (?: h2:INT | c2:CLOCKLIKE ) UHR p:DAYPARTS?",
        b.clock,
    ),
    Rule("date.clock-range", "(?<= VON ) (?: h:INT | c:CLOCKLIKE ) UHR? UND (?: h2:INT | c2:CLOCKLIKE ) UHR", b.clock),
    Rule(
        "date.clock",
        "(?: h:INT | c:CLOCKLIKE | h:CARD ) UHR (?: mi:INT (?! DOT MONTH | DOT? MONTH | COUNTED ) )? ZONE? p:DAYPARTS?",
        b.clock,
    ),
    Rule("date.clock-short", "c:CLOCK ZONE", b.clock),
    Rule("date.clock-short", f"{AT} (?: h:INT | c:CLOCKS ) UHRABBR (?! COUNT )", b.clock),
    Rule("date.clock-bare", f"{AT} c:CLOCK (?! DASH | COLON | COUNTED | COUNT )", _bare_clock),
    Rule("date.half-hour", "HALFADJ h:CARD (?: UHR | (?= DAYPARTS ) ) DAYPARTS?", b.half_hour),
    Rule("date.half-hour-bare", "(?<= UM ) HALFADJ h:CARD (?! ANYUNIT | COUNTED )", b.half_hour),
    Rule("date.quarter-hour", "QUARTERTO (?: a:NACH | a:VOR ) (?: h:CARD | h:INT ) UHR?", lambda m: _quarter_hour(m)),
    Rule("date.minutes", "(?: mi:CARD | mi:INT ) (?: a:NACH | a:VOR ) half:HALFADJ h:CARD UHR?", b.minutes_beside),
    Rule("date.minutes", "(?<= UM | KURZ ) (?: mi:CARD | mi:INT ) (?: a:NACH | a:VOR ) h:CARD UHR?", b.minutes_beside),
    Rule("date.minutes", "(?: mi:CARD | mi:INT ) (?: a:NACH | a:VOR ) h:CARD UHR", b.minutes_beside),
    Rule("date.three-quarters", "THREEQUARTERS h:CARD UHR?", lambda m: _three_quarters(m)),
    Rule("date.time-name", "c:TIMENAME", lambda m: Point(time=m["c"])),
    # days
    Rule(
        "date.before-christ",
        "(?: YEARS1? (?: y:INT | y:NUM | y:YEAR ) | o:INT DOT CENTURIES | o:ORD CENTURIES ) BC",
        b.before_christ,
    ),
    Rule("date.after-christ", "YEARS1? (?: y:INT | y:NUM ) AD", b.early_year),
    Rule("date.year-early", "YEARS1 y:NUM (?= STOP | DOT | COMMA | LINE | RPAR )", b.early_year),
    Rule(
        "date.advent", "o:INT DOT ADVENT", lambda m: Point(holiday=f"advent-{28 - 7 * m['o']}") if m["o"] <= 4 else None
    ),
    Rule("date.day-of-month", "(?: d:INT DOT | d:ORD ) ART u:UNITM (?! ANYYEAR )", b.day_of_unit),
    Rule(
        "date.day-range",
        f"{D} (?: DASH | BIS (?: AT | ART )? | SLASH ) (?: d2:INT DOT? | d2:ORD ) {M} {Y}",
        b.day_month,
    ),
    Rule(
        "date.two-days",
        f"d:INT DOT UND d2:INT DOT {M} {Y}",
        lambda m: b.day_month(m) if m["d2"] == m["d"] + 1 else None,
    ),
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
    Rule(
        "date.figures-short",
        "(?<= AT | BIS | VON | WEEKDAY ) c:DAYMONTH (?! COUNTED | DOT? UHR | DOT? COUNT | SLASH )",
        lambda m: _bare_figures(m),
    ),
    Rule("date.day-alone", "(?<= AT ) d:INT DOT (?= STOP | LINE | COMMA | OTHER )", lambda m: _day_alone(m)),
    Rule(
        "date.day-alone",
        "(?<= AT ) d:ORD (?! OTHER | ONE | MANY )",
        lambda m: b.day_month(m) if m.word("d")[0].isdigit() else None,
    ),
    Rule(
        "date.weekday-short",
        "w:WDABBR DOT? COMMA? (?= INT DOT? (?: MON | INT DOT ) | DAYMONTH | DAYMONTH1 DOT | FULLDATE )",
        lambda m: Point(weekday=m["w"]),
    ),
    # months, years
    Rule("date.month-abbreviated", "m:MONTHABBR DOT? y:ANYYEAR", b.month),
    Rule("date.month", f"m:MONTH {Y}", _month),
    Rule("date.month-figures", "(?<= IM | IN | AT | SEIT | BIS | VON ) c:MONTHYEAR", b.month_year),
    Rule(
        "date.first-months",
        "(?: a:SHIFT | o:ORD ) n:COUNT MONTHS (?= ART? (?: YEARS1 ANYYEAR | ANYYEAR | SHIFT YEARS1 | PREV ) )",
        lambda m: b.first_months(m) if m["o"] in (None, 1) and m["a"] is None else None,
    ),
    Rule(
        "date.first-months",
        "o:ORD n:COUNT MONTHS (?: ART YEARS1 (?! ANYYEAR ) )?",
        lambda m: b.first_months(m) if m["o"] == 1 else None,
    ),
    Rule(
        "date.first-quarters",
        "o:ORD n:COUNT QUARTERS (?: ART YEARS1 (?! ANYYEAR ) )?",
        lambda m: b.first_months(m, 3) if m["o"] == 1 else None,
    ),
    Rule("date.first-months", "c:MCODE", lambda m: Point(months=(1, m["c"]))),
    Rule("date.year-range", "(?<= LPAR ) y:YEAR DASH y2:YEAR (?= RPAR )", lambda m: b.year(m) if life(m) else None),
    Rule("date.year-range", "YEARSN? y:YEAR (?: BIS | DASH ) y2:YEAR (?! DASH )", b.bare_year),
    Rule("date.year-range", "YEARSN y:YEAR (?: DASH ) y2:INT", b.year),
    Rule("date.year-range", "y:YEAR DASH y2:INT (?! DOT | DASH | COUNTED )", b.short_range),
    Rule("date.business-year", "YEARSN ys:YEARS", b.year),
    Rule("date.business-year", "ys:YEARS", b.year),
    Rule("date.year", "YEARSN y:ANYYEAR", b.year),
    Rule("date.year-bare", "y:YEAR", b.bare_year),
    Rule("date.year", "y:YEARWORD", b.year),
    Rule("date.decade", "d:DECADE DASH? YEARSN", b.decade),
    Rule("date.decade", "d:DECADE (?= (?: UND | COMMA | BIS ) DECADE )", b.decade),
    Rule("date.decade", "d:DECADEYEARS", b.decade),
    Rule(
        "date.decade",
        "(?: (?<= ART ) | (?<= ART OTHER ) ) d:DECADE",
        _bare_decade,
    ),
    Rule(
        "date.century",
        "p:EARLYADJ (?: o:INT DOT | o:ROMAN DOT? | o:ORD ) CENTURIES",
        lambda m: Point(century=m["o"], part=m["p"]) if 1 <= m["o"] <= 22 else None,
    ),
    Rule(
        "date.decade",
        "p:EARLYADJ (?: d:DECADE DASH? YEARSN | d:DECADEYEARS | d:DECADE (?! OTHER ) )",
        lambda m: Point(decade=m["d"], part=m["p"]),
    ),
    Rule("date.season", f"p:EARLYADJ s:SEASON {Y}", lambda m: Point(season=m["s"], year=m["y"], part=m["p"])),
    Rule(
        "date.century-range",
        "o:INT DOT? (?: UND | BIS | DASH ) ZU? ART? o2:INT DOT CENTURIES",
        lambda m: Range(Point(century=m["o"]), Point(century=m["o2"])) if 0 < m["o"] < m["o2"] <= 22 else None,
    ),
    Rule("date.century", "(?: o:INT DOT | o:ROMAN DOT? | o:ORD ) CENTURIES", b.century),
    Rule(
        "date.portion-last",
        "a:SHIFT u:QUARTERS (?= ART? YEARSN? ANYYEAR )",
        lambda m: Point(quarter=4) if m["a"] == -1 else None,
    ),
    Rule(
        "date.portion",
        "(?: o:INT DOT | o:ROMAN DOT? | o:ORD ) (?: u:QUARTERS | u:HALVES | u:UNITABBRH DOT ) "
        "(?: ART YEARS1 (?! ANYYEAR | YEARS ) )?",
        b.portion,
    ),
    Rule("date.portion-code", "c:QCODE SLASH y:YEAR", lambda m: Point(quarter=m["c"], year=m["y"])),
    Rule("date.portion-code", "c:HCODE SLASH y:YEAR", lambda m: Point(half=m["c"], year=m["y"])),
    Rule("date.portion-code", "c:QCODE SLASH y:INT", lambda m: Point(quarter=m["c"], year=2000 + m["y"])),
    Rule("date.portion-code", "c:HCODE SLASH y:INT", lambda m: Point(half=m["c"], year=2000 + m["y"])),
    Rule("date.portion-code", "c:QCODE", lambda m: Point(quarter=m["c"])),
    Rule("date.portion-code", "c:HCODE", lambda m: Point(half=m["c"])),
    Rule("date.half-of", "(?: o:ORD | o:INT DOT ) HALFOF (?= ART | MONTH | YEAR )", b.half_of),
    Rule(
        "date.half-of",
        f"(?: o:ORD | o:INT DOT ) m:MONTHHALF {Y}",
        lambda m: Point(month=m["m"], nth=(m["o"], "half"), year=m["y"]) if m["o"] in (1, 2) else None,
    ),
    Rule("date.nth-week", f"(?: o:ORD | a:SHIFT ) (?: m:MONTHWEEK | e:MONTHWEEKEND ) {Y}", lambda m: _week_of_month(m)),
    Rule("date.week-number", "WEEKNO n:INT", b.week_number),
    Rule("date.week-number", "n:INT DOT WEEKNO", b.week_number),
    Rule(
        "date.nth-week",
        "(?: o:ORD | a:SHIFT ) u:WEEKS (?= (?: ART | IM ) (?: MONTH | SHIFT MONTHS | YEARS1 ) | MONTH )",
        b.nth,
    ),
    Rule("date.nth-week", "(?: o:ORD | a:SHIFT ) u:UNITWE (?= (?: ART | IM ) MONTH | MONTH )", b.nth),
    Rule("date.semester", "s:SEMESTER (?: y:YEAR | ys:YEARS )", lambda m: b.season(m)),
    Rule("date.season", "a:SHIFT s:SEASON", b.season),
    Rule("date.season", "(?: s:SEASON | s:PARTSEASON ) (?: YEARS1? y:ANYYEAR | ys:YEARS )", b.season),
    Rule(
        "date.season",
        "(?<= IM | IN | SEIT | BIS | AT | ART | FUER | PART | AB | VON | UND | ZU | SHIFT ) "
        "(?: s:SEASON | s:PARTSEASON ) (?! DASH )",
        b.season,
    ),
    Rule("date.holiday-shifted", "a:SHIFT h:HOLIDAY", b.stepped),
    Rule("date.holiday", "h:HOLIDAY", lambda m: Point(holiday=m["h"])),
)
