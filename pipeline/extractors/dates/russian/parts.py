"""Parts that the Russian rules are made of."""

from __future__ import annotations

SHORT_TEXT = 60  # a phrase, no sentence: capitals say nothing
M = "(?: m:MONTH | m:MONTHABBR DOT? )"
D = "(?: d:INT | d:ORD )"
YW = "(?: YEARSN | YABBR DOT? )"
Y = f"(?: y:ANYYEAR {YW}? )?"
N = "(?: n:COUNT | n:SOME | n:ONEHALF )"
TO = "(?: (?: DASH | DO | UND ) n2:COUNT )?"
U = "(?: u:LENUNIT | u:SHORTUNIT DOT? | t:TUNIT )"
LEN = f"(?: {N} {TO} DAYKIND? {U} | v:FIXED )"
ONE = "(?: u:ONE | u:UNITSD | t:TUNIT )"
ADVP = "(?: p:DAYPARTADV | p:DAYPARTGEN )"
AT = "(?<= V | K | DO | S | PO | NA | APPROX | THROUGH )"
# «в субботу (15:30)», «21 марта, 19:30»
BESIDE = "(?: " + " | ".join(
    f"(?<= {what} )"
    for what in ("MONTH COMMA", "WEEKDAY COMMA", "YABBR COMMA", "UNITY COMMA", "FULLDATE COMMA", "FULLDATE")
) + " )"  # fmt: skip
OF_YEAR = (
    "(?= YEARORD | YEARABBR | YEAR (?: YEARSN | YABBR | DOT | COMMA | DASH ) "
    "| (?: NEAR | PREVIOUS | SAME | THAT ) YEARS1 )"
)
