"""Russian rules for times, days, months, years."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.dates import build as b
from pipeline.extractors.dates.build import whole
from pipeline.extractors.dates.expression import (
    Expression,
    FirstMonths,
    Point,
    Range,
    Shift,
)
from pipeline.extractors.dates.guards import (
    life,
    noun_follows,
)
from pipeline.extractors.dates.rules import Match, Rule
from pipeline.extractors.dates.russian.parts import AT, BESIDE, OF_YEAR, SHORT_TEXT, YW, D, M, Y


def _night(m: Match) -> Expression | None:
    """«в ночь с 4 на 5 мая» is the night of the fifth."""
    point = b.day_month(m)
    return replace(point, time="TNI") if isinstance(point, Point) else None


def _hours(m: Match) -> Expression | None:
    """«в 10 часов 30 минут»: a time of day, not a length."""
    return b.clock(m) if isinstance(m["h"], int) and m["h"] <= 24 else None


def _dot_clock(m: Match) -> Expression | None:
    return b.clock(m) if m["c"][1] % 5 == 0 else None


def _holiday(m: Match) -> Expression | None:
    word = m.word("h")
    whole = m.tokens.ends[-1] - m.tokens.starts[0] < SHORT_TEXT
    return Point(holiday=m["h"]) if word[:1].isupper() or whole else None


def _figures_range(m: Match) -> Expression | None:
    """«с 18.11 по 23.11.2024»"""
    month, day, _ = m["c"]
    last = m["c2"]
    if last[0] > 31:
        return Range(Point(month=month, day=day), Point(year=last[0], month=last[1], day=last[2]))
    return Range(Point(month=month, day=day), Point(month=last[0], day=last[1]))


def _bare_decade(m: Match) -> Expression | None:
    """«в 90-х», «нулевые»; not «на 30-х чтениях»."""
    return None if m.word("d")[0].isdigit() and m["d"] < 100 and noun_follows(m) else b.decade(m)


def _first_numbers(m: Match) -> Expression | None:
    """«в первых числах мая»: its beginning."""
    part = {1: "start", 10: "mid"}.get(m["o"], "end")
    return Point(month=m["m"], year=m["y"], part=part)


def _row_of_months(m: Match) -> Expression | None:
    """«за 11 месяцев»"""
    n = m["n"]
    return FirstMonths(n) if isinstance(n, int) and 2 <= n <= 11 else None


def _past(m: Match) -> Expression | None:
    """«четверть шестого» is 5:15, «десять минут пятого» 4:10: past the hour before."""
    if not m.word("h").endswith(("ого", "его")) or not 1 <= m["h"] <= 24:
        return None
    minutes = whole(m["mi"])
    return Point(time=f"T{m['h'] - 1:02}:{minutes:02}") if minutes and minutes < 60 else None


def _short_year(m: Match) -> Expression | None:
    """«в августе 91-го»: a number above those of days."""
    y = m["y"]
    if not 31 < y < 100 or not m.word("y")[0].isdigit():
        return None
    return Point(year=1900 + y, month=m["m"])


RULES = (
    # times of day
    Rule("date.clock-range", f"{AT} (?: c:CLOCK | h:INT ) (?: DO | DASH ) c2:CLOCK (?: TUNIT )? ZONE?", b.clock),
    Rule("date.clock-range", "(?<= S ) h:INT DO h2:INT HOURS", b.clock),
    Rule("date.clock", "c:CLOCK (?: PO )? ZONE", b.clock),
    Rule(
        "date.clock",
        f"{AT} c:CLOCK (?! COLON | COUNTED | DASH (?: CLOCK | INT ) ) (?: p:DAYPARTGEN | p:DAYGEN )?",
        b.clock,
    ),
    Rule("date.clock-beside", "(?: (?<= MONTH LPAR ) | (?<= WEEKDAY LPAR ) ) c:CLOCK RPAR", b.clock),
    Rule("date.clock-beside", f"{BESIDE} c:CLOCK (?! COLON | COUNTED | DASH )", b.clock),
    Rule("date.clock-dot", "(?<= V | S | DO ) c:CLOCKDOT (?! COUNTED | COUNT | DOT? OTHER )", _dot_clock),
    Rule(
        "date.clock-hours",
        "(?: h:INT | h:CARD ) HOURS (?: mi:INT MINUTES )? (?: p:DAYPARTGEN | p:DAYGEN ) (?: PO? ZONE )?",
        _hours,
    ),
    Rule(
        "date.clock-hours",
        "(?<= V | K | DO | S ) (?: h:INT | h:CARD ) HOURS DOT? (?: mi:INT MINUTES DOT? )? (?: PO? ZONE )? "
        "(?! V UNITSD | V UNITD | EARLIER | LATER | AGO )",
        _hours,
    ),
    Rule("date.clock-hours", "(?: h:INT | h:CARD ) (?: p:DAYPARTGEN ) (?! MONTH )", _hours),
    Rule(
        "date.clock-hours",
        "(?<= V ) HOURS (?: p:DAYPARTGEN | p:DAYGEN )",
        lambda m: Point(time="T01:00" if m["p"] == "NI" else "T13:00"),
    ),
    Rule(
        "date.half-hour",
        "HALFOF h:ORD (?! MONTH | YEARSN | UNITM )",
        lambda m: b.half_hour(m) if m.word("h").endswith("ого") or m.word("h").endswith("его") else None,
    ),
    Rule("date.half-hour", "h:HALFHOUR", b.half_hour),
    Rule(
        "date.minutes", "a:WITHOUT (?: mi:CARD | mi:INT | mi:FOURTH ) MINUTES? (?: h:CARD | h:INT )", b.minutes_beside
    ),
    Rule(
        "date.minutes",
        "(?: mi:FOURTH | (?: mi:CARD | mi:INT ) MINUTES ) h:ORD (?! MONTH | YEARSN | DAYNO )",
        lambda m: _past(m),
    ),
    Rule("date.time-name", "c:TIMENAME", lambda m: Point(time=m["c"])),
    # days
    Rule(
        "date.before-christ",
        f"(?: (?: y:INT | y:NUM | y:YEAR ) {YW}? | (?: o:INT | o:ROMAN | o:ORD ) CENTURIES ) BC",
        b.before_christ,
    ),
    Rule("date.after-christ", f"(?: y:INT | y:NUM ) {YW}? AD", b.early_year),
    Rule("date.year-early", "(?<= V | K | DO | S ) y:NUM UNITY", b.early_year),
    Rule("date.month-year-short", "m:MONTH y:ORD (?: YEARS1 )?", lambda m: _short_year(m)),
    Rule("date.year-short", "(?<= V | S | K | DO ) y:ORD YEARS1", lambda m: _short_year(m)),
    Rule("date.night", f"DAYPART S (?: INT | ORD ) {M}? NA {D} {M} {Y}", _night),
    Rule("date.day-range", f"{D} (?: DASH | PO | DO ) (?: d2:INT | d2:ORD ) {M} {Y}", b.day_month),
    Rule(
        "date.two-days",
        f"{D} UND (?: d2:INT | d2:ORD ) {M} {Y}",
        lambda m: b.day_month(m) if m["d2"] == m["d"] + 1 else None,
    ),
    Rule("date.day-month", f"(?: d:INT | d:ORD | d:DECADE ) {M} {Y}", b.day_month),
    Rule("date.figures", f"c:FULLDATE {YW}?", b.full_date),
    Rule("date.figures-range", "(?<= S ) c:DAYMONTH PO (?: c2:DAYMONTH | c2:FULLDATE )", lambda m: _figures_range(m)),
    Rule(
        "date.figures-short",
        "(?<= V | S | DO | PO | K | NA | WEEKDAY | COMMA | LPAR ) c:DAYMONTH "
        "(?! COUNTED | COUNT | SLASH | OTHER | DOT OTHER | UNITSY )",
        lambda m: (
            b.short_date(m) if (m["c"][1] > 0 and m.word("c").startswith("0")) or m.word("c")[-2] == "0" else None
        ),
    ),
    Rule(
        "date.weekday-short",
        "w:WDABBR DOT? COMMA? (?= INT MONTH | FULLDATE | DAYMONTH )",
        lambda m: Point(weekday=m["w"]),
    ),
    Rule("date.first-days", f"(?: o:ORD | o:DECADE | a:LASTADJ | a:SHIFT ) DAYNO {M} {Y}", _first_numbers),
    Rule("date.day-number", f"{D} (?: DASH | PO ) (?: d2:INT | d2:ORD ) DAYNO", b.day_month),
    Rule("date.day-number", f"{D} DAYNO", b.day_month),
    # months, years
    Rule("date.month-abbreviated", f"m:MONTHABBR DOT? y:ANYYEAR {YW}?", b.month),
    Rule("date.month-abbreviated", "m:MONTHABBR DOT? (?= DASH MONTHABBR )", b.month),
    Rule("date.month", f"m:MONTH {Y}", b.month),
    Rule("date.month-figures", "(?<= V | S | DO | PO | K | NA ) c:MONTHYEAR", b.month_year),
    Rule(
        "date.first-months",
        f"(?: o:ORD )? n:COUNT MONTHS DOT? {OF_YEAR}",
        lambda m: b.first_months(m) if m["o"] in (None, 1) else None,
    ),
    Rule(
        "date.first-quarters",
        f"o:ORD? n:COUNT QUARTERS {OF_YEAR}",
        lambda m: b.first_months(m, 3) if m["o"] in (None, 1) else None,
    ),
    Rule(
        "date.first-quarters", "o:ORD n:COUNT QUARTERS YEARS1?", lambda m: b.first_months(m, 3) if m["o"] == 1 else None
    ),
    Rule("date.first-months", "o:ORD n:COUNT MONTHS YEARS1?", lambda m: b.first_months(m) if m["o"] == 1 else None),
    Rule("date.first-months", "(?<= RESULTS ) n:COUNT MONTHS YEARS1?", b.first_months),
    Rule("date.first-months", "(?<= ZA ) n:COUNT MONTHS", _row_of_months),
    Rule("date.year-range", "(?<= LPAR ) y:YEAR DASH y2:YEAR (?= RPAR )", lambda m: b.year(m) if life(m) else None),
    Rule("date.year-range", f"y:ANYYEAR (?: DASH | PO | DO ) y2:ANYYEAR {YW}", b.year),
    Rule("date.year-range", f"y:YEAR DASH (?: y2:ORD | y2:INT ) {YW}", b.year),
    Rule("date.year-range", "y:YEARORD DASH y2:YEARORD", b.year),
    Rule("date.year-range", "y:YEAR DASH y2:YEAR (?! DASH )", b.bare_year),
    Rule("date.year-range", "y:YEAR DASH y2:INT (?! DASH | COUNTED )", b.short_range),
    Rule("date.business-year", f"ys:YEARS {YW}?", b.year),
    Rule("date.year", f"y:ANYYEAR {YW}", b.year),
    Rule("date.year", "YEARS1 y:YEAR", b.year),
    Rule("date.year", f"y:YEAR (?= (?: UND | COMMA ) YEAR (?: UND YEAR )? {YW} )", b.year),
    Rule("date.year-ordinal", "y:YEARORD", b.year),
    Rule("date.year-abbreviated", "a:YEARABBR DOT?", lambda m: Point(shift=Shift(m["a"], "Y"))),
    Rule("date.year-bare", "y:YEAR", b.bare_year),
    Rule("date.decade", "d:DECADE (?: YEARSN | YABBR DOT? )", b.decade),
    Rule("date.decade", "d:DECADE (?! MONTH | COUNT )", _bare_decade),
    Rule(
        "date.century-range",
        "o:ROMAN (?: DASH | UND ) o2:ROMAN CENTURIES",
        lambda m: Range(Point(century=m["o"]), Point(century=m["o2"])),
    ),
    Rule("date.century", "(?: o:INT | o:ROMAN | o:ORD ) CENTURIES", b.century),
    Rule("date.century", "o:ROMAN V DOT", lambda m: b.century(m) if m["o"] >= 9 else None),
    Rule(
        "date.portion", "(?: o:INT | o:ROMAN | o:ORD ) (?: u:UNITABBRQ DOT | u:QUARTERS | u:HALVES ) YEARS1?", b.portion
    ),
    Rule("date.portion-last", "a:LASTADJ u:QUARTERS", lambda m: Point(quarter=4)),
    Rule("date.portion-code", "c:QCODE", lambda m: Point(quarter=m["c"])),
    Rule(
        "date.half-of",
        "o:ORD HALFOF (?= MONTH | YEAR | YEARORD | NEAR | PREVIOUS | DECADE | YEARS1 | ROMAN | THAT | SAME "
        "| UNITM | UNITW )",
        b.half_of,
    ),
    Rule("date.third-of-month", "o:ORD THIRD", lambda m: Point(third=m["o"]) if m["o"] <= 3 else None),
    Rule("date.third-of-month", "LASTADJ THIRD", lambda m: Point(third=3)),
    Rule("date.nth-week", "(?: o:ORD | a:LASTADJ ) u:WEEKS (?= MONTH | NEAR | YEAR | PREVIOUS )", b.nth),
    Rule("date.nth-week", "(?: o:ORD | a:LASTADJ ) WEEKENDS (?= MONTH )", lambda m: Point(nth=(m["o"] or -1, "WE"))),
    Rule("date.season-shifted", "(?: a:SHIFT | a:THIS | a:NEXTADJ ) (?: s:SEASON | s:SEASONADV )", b.season),
    Rule(
        "date.season",
        f"(?: s:SEASON | s:SEASONADV ) (?: y:YEAR DASH YEAR {YW}? | y:ANYYEAR {YW}? | ys:YEARS {YW}? )",
        b.season,
    ),
    Rule("date.season", "s:SEASONADV", b.season),
    Rule(
        "date.season",
        "(?<= V | K | DO | S | NA | ZA | PO | PART | UND | EARLIER | LATER ) s:SEASON (?! OTHER )",
        b.season,
    ),
    Rule("date.season", "s:SEASON (?= NEAR YEARS1 | THAT YEARS1 | SAME YEARS1 | PREVIOUS YEARS1 )", b.season),
    Rule("date.holiday-shifted", "(?: a:SHIFT | a:THIS ) h:HOLIDAY", b.stepped),
    Rule("date.holiday", "h:HOLIDAY", _holiday),
)
