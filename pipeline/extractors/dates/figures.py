"""What a chunk of figures may be: a day, a year, a date, a time, or a number only."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from pipeline.extractors.dates.words import Meaning, letter


@lru_cache(maxsize=20_000)
def number(chunk: str) -> tuple[str, Any]:
    name, value = _numeral(chunk)
    return letter(name), value


def _numeral(chunk: str) -> Meaning:
    """What a chunk of digits may be: INT 5, YEAR 2024, NUM 1500, a date, CLOCK 10:30, YEARS 2024/25 …"""
    if len(chunk) > 12:
        return "NUM", None
    parts = re.split(r"[.,:/'’]", chunk)
    marks = re.sub(r"\d", "", chunk)
    sizes = [len(p) for p in parts]
    n = [int(p) for p in parts]
    if not marks:
        if sizes[0] <= 2:
            return "INT", n[0]
        return ("YEAR", n[0]) if sizes[0] == 4 and 1000 <= n[0] < 3000 else ("NUM", n[0])
    if marks in ("..", "//", "--") and sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] in (2, 4):
        year = n[2] if sizes[2] == 4 else n[2] + (2000 if n[2] < 70 else 1900)
        return ("FULLDATE", (year, n[1], n[0])) if _valid(year, n[1], n[0]) else ("NUM", None)
    if marks in ("..", "//") and sizes == [4, 2, 2]:
        return ("FULLDATE", (n[0], n[1], n[2])) if _valid(*n) else ("NUM", None)
    if marks == "." and sizes[1] == 2 and sizes[0] <= 2 and 1 <= n[1] <= 12 and _valid(2000, n[1], n[0]):
        return "DAYMONTH", (n[1], n[0], n[0] < 24)
    if marks == "." and sizes[1] == 1 and sizes[0] <= 2 and _valid(2000, n[1], n[0]):
        return "DAYMONTH1", (n[1], n[0], False)
    if marks in ":." and sizes[0] <= 2 and sizes[1] == 2 and n[0] <= 24 and n[1] < 60:
        return "CLOCK" if marks == ":" else "CLOCKDOT", (n[0], n[1])
    if marks == "::" and sizes[0] <= 2 and sizes[1:] == [2, 2] and n[0] < 24 and n[1] < 60 and n[2] < 60:
        return "CLOCK", (n[0], n[1])
    if marks in "./" and sizes == [2, 4] and 1 <= n[0] <= 12 and 1900 <= n[1] < 2200:
        return "MONTHYEAR", (n[1], n[0])
    if marks == "/" and sizes[0] == 4 and 1800 <= n[0] < 2200:
        other = n[1] if sizes[1] == 4 else n[0] // 100 * 100 + n[1] + (100 if n[0] % 100 == 99 and n[1] == 0 else 0)
        if sizes[1] in (2, 4) and 0 < other - n[0] <= 10:
            return "YEARS", (n[0], other)
    if marks in ".,'’" and len(parts) == 2:
        return "NUM", f"{n[0]}.{parts[1]}" if marks in ".," else None
    return "NUM", None


def _valid(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=5000)
def stamp(chunk: str) -> tuple[str, Any]:
    year, month, day = (int(p) for p in chunk.split("-"))
    return (letter("FULLDATE"), (year, month, day)) if _valid(year, month, day) else (letter("NUM"), None)


@lru_cache(maxsize=5000)
def suffixed(digits: str, plural: bool) -> tuple[str, Any]:
    """«5-го», «2025-м»; «90-е», „1990er“."""
    if not digits.isdecimal() or len(digits) not in (1, 2, 4):
        return letter("NUM"), None
    n = int(digits)
    if plural and (n % 10 == 0 and (len(digits) == 4 or n >= 10 or digits == "00")):
        return letter("DECADE"), n
    if len(digits) == 4:
        return (letter("YEARORD"), n) if 1000 <= n < 2200 and not plural else (letter("NUM"), None)
    return (letter("NUM") if plural else letter("ORD")), n
