"""Parts that the German rules are made of."""

from __future__ import annotations

from pipeline.extractors.dates.rules import Match
from pipeline.extractors.dates.scan import OTHER
from pipeline.extractors.dates.words import letter

M = "(?: m:MONTH | m:MONTHABBR DOT? )"
D = "(?: d:INT DOT? | d:ORD )"
Y = "(?: YEARS1? y:ANYYEAR )?"
N = "(?: n:COUNT | n:SOME | n:ONEHALF | CARD n:SOME )"
TO = "(?: (?: BIS | DASH | UND ) n2:COUNT )?"
U = "(?: u:ANYUNIT | t:TUNIT | u:WORKDAYS )"
HALF = "CARD? HALFADJ (?: u:UNITY | u:UNITD | t:TUNIT )"
LEN = f"(?: {N} {TO} DAYKIND? {U} | {HALF} | CARD? v:FIXED )"
WD = "(?: w:WEEKDAY (?: p:DAYPART | p:EARLY | p:DAYPARTS )? | wp:WDPART )"
AT = "(?<= UM | AT | BIS | VON | COMMA | ZU | SEIT | FUER | WEEKDAY )"
# „50 Euro im Monat“, „dreimal in der Woche“
PER = "(?: " + " | ".join(
    f"(?<= {what} {how} )"
    for what in ("COUNTED", "COUNTED DOT", "COUNTED OTHER", "COUNT OTHER", "TIMES")
    for how in ("IM", "AT", "IN ART", "ART")
) + " )"  # fmt: skip


def after(name: str) -> str:
    """Behind that word, or behind it and „rund“, „etwa“."""
    return f"(?: (?<= {name} ) | (?<= {name} APPROX ) | (?<= {name} OTHER ALS ) )"


def _surname(m: Match) -> bool:
    """„Herr März“, „Peter Sonntag“: a man."""
    if m.before() == letter("HERR"):
        return True
    tokens, i = m.tokens, m.start
    if m.before() != OTHER:
        return False
    word = tokens.text[tokens.starts[i - 1] : tokens.ends[i - 1]]
    follows = m.after() in (letter("COMMA"), letter("INT"), letter("YEAR"))
    return word[0].isupper() and word[1:].islower() and tokens.starts[i] == tokens.ends[i - 1] + 1 and not follows
