"""Whether a number counts something else than money: «7 млн человек», „4,3 Millionen Tonnen“."""

from __future__ import annotations

from functools import cache

from pipeline.extractors.money.scan import Amount
from pipeline.extractors.money.tokens import BLANK, DASHES, LINE, NONE, Tokens
from pipeline.extractors.money.words import all_forms, kind_of
from pipeline.lang import table
from pipeline.lang.morphology import parses

_MASSES = frozenset(("revenue", "other", "wage", "budget", "aid"))  # kinds whose words are of sums, not of things
_STRONG = 2.0
_CLAUSE = 10  # tokens before a number in which the word for what it counts is looked for


@cache
def _counts(language: str) -> frozenset[str]:
    words = table(language, "money_counts")
    return frozenset(form for word in words for form in (all_forms(word) if language == "ru" else (word,)))


def _told_to_count(t: Tokens, at: int) -> bool:
    """«Пассажиропоток вырос до 5,2 млн»: does the clause before the number say what it counts?"""
    counts = _counts(t.language)
    for k in range(at - 1, max(-1, at - _CLAUSE), -1):
        word = t.words[k]
        if word in ",;:.()" or t.glue[k + 1] > LINE:
            return False
        if word in counts or (t.language == "de" and any(word[j:] in counts for j in range(2, len(word) - 3))):
            return True
    return False


def counted(t: Tokens, a: Amount) -> bool:
    """Is something else counted («7 млн человек», „4,3 Millionen Tonnen“)?"""
    at = a.end
    if _told_to_count(t, a.start):
        return True
    if at >= t.count or t.glue[at] > LINE:
        return False
    word = t.words[at]
    if word in table(t.language, "money_measures") or word in "%°№#":
        return True
    if word in DASHES and t.glue[at] == NONE:
        return not a.high.hyphen
    if word in "/." and t.near(at, NONE) and t.near(at + 1, NONE):
        return True
    if not word[0].isalpha():
        return False
    told = kind_of(word, t.language, t.original(at)[0].isupper()) if a.scaled else None
    if told is not None and told[0] in _MASSES and told[1] >= _STRONG:  # «2,1 млн неустойки», „15 Millionen Löhne“
        return False
    return _russian_count(t, at) if t.language == "ru" else _german_count(t, at)


def closed(t: Tokens, at: int) -> bool:
    """Does the clause, or at least the noun phrase, end before token `at`?"""
    if at >= t.count or t.glue[at] > BLANK:
        return True
    word = t.words[at]
    if word in table(t.language, "money_measures") or word in "%/":
        return False
    if word in ".,":
        return not (t.near(at + 1, NONE) and t.words[at + 1][0].isdigit())
    if not word[0].isalnum():
        return word in ';:!?)»“”"…–—' and not (word in DASHES and t.glue[at] == NONE)
    if t.language == "de":
        return word in table("de", "money_function")
    return any(g in parses(word)[0].tag for g in ("PREP", "CONJ", "ADVB", "COMP", "PRCL")) or word == "годом"


def _russian_count(t: Tokens, at: int) -> bool:
    word = t.words[at]
    if not ("а" <= word[0] <= "я"):
        return True
    mass = table("ru", "money_mass")
    if word in mass or t.word(at + 1) in mass:
        return False
    best = parses(word)[0]
    if "PREP" in best.tag or "CONJ" in best.tag or "ADVB" in best.tag or "VERB" in best.tag:
        return False
    return any("gent" in p.tag and ("NOUN" in p.tag or "ADJF" in p.tag or "PRTF" in p.tag) for p in parses(word)[:4])


def _german_count(t: Tokens, at: int) -> bool:
    word, function = t.words[at], table("de", "money_function")
    if word in function:
        return False
    if t.original(at)[0].isupper():
        return word not in table("de", "money_mass")
    nearby = t.near(at + 1) and t.original(at + 1)[0].isupper() and t.words[at + 1] not in function
    return nearby and word.endswith(("e", "en", "er", "em", "es")) and t.words[at + 1] not in table("de", "money_mass")
