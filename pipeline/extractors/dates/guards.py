"""What stands around a match may speak against it: a year that counts tonnes, a day that is an environment."""

from __future__ import annotations

from pipeline.extractors.dates.rules import Match
from pipeline.extractors.dates.scan import OTHER, Tokens
from pipeline.extractors.dates.words import letter
from pipeline.lang.morphology import parses

BLOCK_BEFORE = frozenset(
    letter(c) for c in ("NO", "CURRENCY", "COUNT", "INT", "NUM", "APPROX", "SLASH", "COLON", "COUNTED")
)
BLOCK_AFTER = frozenset(
    letter(c) for c in ("COUNTED", "CURRENCY", "NUM", "INT", "YEAR", "SLASH", "UNITSY", "UNITSD", "UNITSM")
)
RUSSIAN_BEFORE = frozenset(
    letter(c)
    for c in ("V", "K", "S", "DO", "NA", "ZA", "PO", "PART", "UND", "MONTH", "SEASON", "UNITQ", "UNITH", "UNITW")
)
GERMAN_STRONG = frozenset(
    letter(c)
    for c in ("IM", "IN", "SEIT", "BIS", "AB", "COMPARES", "PART", "UNITY", "UNITSY", "AT", "VON", "MONTH", "QUARTERS")
)
FIRST_YEAR, LAST_YEAR = 1900, 2100
EARLY_YEAR = 1500  # from here on four figures may be a year without „im Jahr“


def plain_year(m: Match) -> bool:
    """May the bare four digits `y` be a year?"""
    i = m.index("y")
    tokens = m.tokens
    if i is None:
        return False
    year = tokens.values[i]
    last = m.index("y2") or i
    before = tokens.classes[i - 1] if i else ""
    after = tokens.classes[last + 1] if last + 1 < len(tokens.classes) else ""
    if before in BLOCK_BEFORE or (after in BLOCK_AFTER and not _number_apart(tokens, i, last, before)):
        return False
    if before == letter("DASH") and tokens.starts[i] == tokens.ends[i - 1]:
        return False
    if tokens.language == "ru":
        return FIRST_YEAR <= year <= LAST_YEAR and before in RUSSIAN_BEFORE and not _counted(tokens, last + 1)
    return _german_year(tokens, i, last, year, before)


def life(m: Match) -> bool:
    """„(1685–1750)“"""
    return bool(1000 <= m["y"] < m["y2"] <= m["y"] + 110)


def _number_apart(tokens: Tokens, i: int, last: int, before: str) -> bool:
    """„bis Ende 2031 48 Weichen“: a year, then a count of its own; „2024 500“ may be one number."""
    after, y = last + 1, tokens.values[i]
    if tokens.classes[after] not in _FIGURES or tokens.starts[after] != tokens.ends[last] + 1:
        return False
    return (
        FIRST_YEAR <= y <= LAST_YEAR
        and before in (GERMAN_STRONG | RUSSIAN_BEFORE | _BESIDE)
        and (
            tokens.ends[after] - tokens.starts[after] != 3
            or not tokens.text[tokens.starts[after] : tokens.ends[after]].isdigit()
        )
    )


_FIGURES = frozenset((letter("INT"), letter("NUM")))
_BESIDE = frozenset((letter("UND"), letter("ART"), letter("DASH")))


def tight(m: Match) -> bool:
    """Two digits behind a year and its dash, no blank between: 1939–45."""
    i, j = m.index("y"), m.index("y2")
    return (
        i is not None
        and j is not None
        and m.tokens.ends[j] - m.tokens.starts[i] == 7
        and m.tokens.values[j] > m.tokens.values[i] % 100
    )


def _german_year(tokens: Tokens, i: int, last: int, year: int, before: str) -> bool:
    if not (FIRST_YEAR <= year <= LAST_YEAR) and not (before in GERMAN_STRONG and year >= 1100):
        return EARLY_YEAR <= year < FIRST_YEAR and year % 50 != 0 and _year_like(tokens, last + 1, before)
    text = tokens.text
    if i and before == OTHER:
        word = text[tokens.starts[i - 1] : tokens.ends[i - 1]]
        if word.isupper() and len(word) > 1:  # „PDAC 2023“
            return False
    after = last + 1
    if after < len(tokens.classes) and tokens.classes[after] == OTHER:
        word = text[tokens.starts[after] : tokens.ends[after]]
        if tokens.starts[after] == tokens.ends[last]:
            return False
        if word[0].isupper() and year % 50 == 0 and year <= 2000:  # „2000 Jugendliche“
            return False
    return not (
        after < len(tokens.classes)
        and tokens.classes[after] == letter("DASH")
        and tokens.starts[after] == tokens.ends[last]
    )


def _year_like(tokens: Tokens, after: int, before: str) -> bool:
    """„wurde 1683 gebaut“, „1871 entstand“: nothing that it could count stands behind, and no measure before."""
    if before and before not in _PLAIN:
        return False
    if after >= len(tokens.classes):
        return False
    return tokens.classes[after] != letter("COUNTED") and tokens.text[tokens.starts[after]].islower()


_PLAIN = frozenset(
    (OTHER, *(letter(c) for c in ("ART", "DOT", "STOP", "LINE", "QUOTE", "LPAR", "DASH", "UND", "COMMA")))
)


def _counted(tokens: Tokens, i: int) -> bool:
    """Is the word a Russian noun or adjective that the number counts?"""
    if i >= len(tokens.classes) or tokens.classes[i] != OTHER:
        return False
    word = tokens.text[tokens.starts[i] : tokens.ends[i]]
    if not word[0].isalpha() or word[0].isupper():
        return False
    tag = parses(word.lower())[0].tag
    return ("NOUN" in tag or "ADJF" in tag) and "gent" in tag


def genitive_follows(m: Match) -> bool:
    """Does a noun phrase in the genitive follow that the words before would govern («в день выборов»)?"""
    tokens, i = m.tokens, m.end
    if i >= len(tokens.classes):
        return False
    if tokens.classes[i] in _GENITIVES:
        return True
    if tokens.classes[i] != OTHER:
        return False
    word = tokens.text[tokens.starts[i] : tokens.ends[i]]
    if not word[0].isalpha():
        return False
    tag = parses(word.lower())[0].tag
    return ("NOUN" in tag or "ADJF" in tag or "PRTF" in tag) and "gent" in tag


def noun_follows(m: Match) -> bool:
    """Does a plural adjective or noun follow that an ordinal would belong to?"""
    tokens, i = m.tokens, m.end
    if i >= len(tokens.classes) or tokens.starts[i] != tokens.ends[i - 1] + 1:
        return False
    word = tokens.text[tokens.starts[i] : tokens.ends[i]]
    if not word[0].isalpha():
        return False
    tag = parses(word.lower())[0].tag
    return "plur" in tag and any(pos in tag for pos in ("NOUN", "ADJF", "PRTF"))


def clause_follows(m: Match) -> bool:
    """«в день, когда …»"""
    tokens, i = m.tokens, m.end + 1
    return m.after() == letter("COMMA") and i < len(tokens.starts) and tokens.classes[i] == letter("WHEN")


def verb_follows(m: Match) -> bool:
    tokens, i = m.tokens, m.end
    if i >= len(tokens.classes) or tokens.classes[i] != OTHER:
        return False
    return bool(parses(tokens.text[tokens.starts[i] : tokens.ends[i]].lower())[0].tag.POS == "VERB")


def locative_follows(m: Match) -> bool:
    """Does the noun follow that the adjective belongs to («в прошлом отчёте»)?"""
    tokens, i = m.tokens, m.end
    if i >= len(tokens.classes) or tokens.starts[i] != tokens.ends[i - 1] + 1:
        return False
    word = tokens.text[tokens.starts[i] : tokens.ends[i]]
    return word[0].isalpha() and any(
        ("loct" in p.tag and "NOUN" in p.tag) or "ADJF" in p.tag for p in parses(word.lower())[:2]
    )


_GENITIVES = frozenset(
    letter(c) for c in ("HOLIDAY", "MONTH", "INT", "DAYPARTGEN", "WEEKDAY", "NEAR", "SHIFT", "THIS", "ORD")
)
_MIDDLE = frozenset(letter(c) for c in ("V", "K", "DO", "S", "PO", "NA", "DASH", "UND"))


def russian_middle_week(m: Match) -> bool:
    """«среда» is the Wednesday only where a preposition or a date says so, else the environment."""
    if m["w"] != 2:
        return True
    word = m.word("w").lower()
    if m.before("w") in _MIDDLE and word in ("среду", "среды", "среде"):
        return word != "среде" or m.before("w") == letter("K")
    tokens, i = m.tokens, m.end
    return m.after() == letter("COMMA") and i + 1 < len(tokens.classes) and tokens.classes[i + 1] == letter("INT")
