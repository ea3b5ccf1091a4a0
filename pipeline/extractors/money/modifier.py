"""How the words around an amount bound it: about, more than, at least, …"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.tokens import DASHES, LINE, Tokens
from pipeline.extractors.money.words import all_forms
from pipeline.lang import table
from pipeline.lang.morphology import parses

_LONGEST = 4  # tokens in a bounding phrase
_FILLERS = 6
_CLAUSE = 14  # tokens over which a verb bounds an amount
_NOT_OF_A_SUM = frozenset(("auf", "um", "von", "mit", "für", "bei", "zu", "lag", "liegt", "liegen", "lagen"))
_ENDS = frozenset(';:!?()«»„“”"')


def modifier(one: Found, start: int, end: int) -> str:
    """One of records.AMOUNT_MODIFIERS. `start` and `end` are the tokens of the sentence."""
    t, a = one.tokens, one.amount
    if a.high.more or a.low.more:
        return "more_than"
    if a.high.about:
        return "approx"
    if (after := _after(t, a.end, end)) is not None:
        return after
    bound, at = _before(t, a.start, start)
    if bound == "over":
        return "exact" if _names_a_sum(t, at, start) else "more_than"
    if bound == "limit":
        return "exact" if _change(t, at, start) else "at_most"
    if bound == "at_least" and t.words[at] == "от" and (a.low is not a.high or _follows_noun(t, at, start)):
        return "exact"
    if bound is not None:
        return bound
    return _verb(t, a.start, a.end, start, end) or "exact"


def _before(t: Tokens, at: int, start: int) -> tuple[str | None, int]:
    """The nearest phrase before token `at` that bounds, fillers skipped, and where it begins."""
    bounds, fillers = table(t.language, "money_modifiers"), table(t.language, "money_fillers")
    k, skipped = at - 1, 0
    while k >= start and skipped <= _FILLERS:
        for many in range(min(_LONGEST, k - start + 1), 0, -1):
            if (bound := bounds.get(" ".join(t.words[k - many + 1 : k + 1]))) is not None:
                return bound, k - many + 1
        if t.words[k] == "." and k > start and f"{t.words[k - 1]}." in bounds:
            return bounds[f"{t.words[k - 1]}."], k - 1
        if t.words[k] not in fillers and t.words[k] not in DASHES:
            return None, k
        k, skipped = k - 1, skipped + 1
    return None, k


def _after(t: Tokens, at: int, end: int) -> str | None:
    bounds = table(t.language, "money_after")
    at += t.word(at) == "," and t.language == "de" and t.word(at + 1) in ("mindestens", "maximal")
    for many in (3, 2, 1):
        if at + many <= end and t.near(at, LINE) and (bound := bounds.get(" ".join(t.words[at : at + many]))):
            return bound
    return None


def _names_a_sum(t: Tokens, at: int, start: int) -> bool:
    """„ein Kredit über“: is „über“ after the name of something that a sum is told of?"""
    if at > start and t.words[at - 1] in _NOT_OF_A_SUM:
        return False
    heads = table("de", "money_over")
    for k in range(at - 1, max(start - 1, at - 16), -1):
        word = t.words[k]
        if word in ";:!?":
            return False
        if word in heads or any(word[j:] in heads for j in range(1, len(word) - 3)):
            return True
    return False


@cache
def _verbs(language: str) -> Mapping[str, str]:
    return {
        form: meaning
        for lemma, meaning in table(language, "money_verbs").items()
        for form in (all_forms(lemma) if language == "ru" else (lemma,))
    }


def _change(t: Tokens, at: int, start: int) -> bool:
    """«вырос до», «упала втрое, до», «со 140 рублей до»: does «до» lead to a result?"""
    verbs = _verbs("ru")
    for k in range(at - 1, max(start - 1, at - 2 * _CLAUSE), -1):
        if t.words[k] in ";:!?":
            return False
        if verbs.get(t.words[k]) == "change" or t.words[k] in ("с", "со"):
            return True
    return False


def _follows_noun(t: Tokens, at: int, start: int) -> bool:
    """«доход от 5 млн», «отказ от»: «от» after a word that asks for it says nothing about the bound."""
    if at <= start or not t.words[at - 1][0].isalpha():
        return False
    word = t.words[at - 1]
    if word in ("сумму", "суммой", "размере", "цене", "ценой", "стоимостью", "стоит", "стоят"):
        return False
    return "VERB" in parses(word)[0].tag or word.startswith(("доход", "отказ", "выгод", "убыт", "отлич", "завис"))


def _verb(t: Tokens, first: int, after: int, start: int, end: int) -> str | None:
    """A verb of the clause that bounds («превысил», „überstieg“, „… überschritten“), negation heeded."""
    verbs = _verbs(t.language)
    for k in range(first - 1, max(start - 1, first - _CLAUSE), -1):
        if t.words[k] in _ENDS or (t.words[k] == "," and first - k > 1):
            break
        if (bound := verbs.get(t.words[k])) not in (None, "change"):
            if _amount_between(t, k, first):
                return None
            return _negated(bound or "", t, k)
    if t.language == "de":
        for k in range(after, min(end, after + 8)):
            if t.words[k] in _ENDS or t.words[k] == "," or t.words[k][0].isdigit():
                break
            if (bound := verbs.get(t.words[k])) is not None:
                return _negated(bound, t, k)
    return None


def _amount_between(t: Tokens, k: int, first: int) -> bool:
    return any(
        t.words[j][0].isdigit() and not _year(t.words[j]) and t.word(j + 1) not in ("году", "год", "года", "%")
        for j in range(k + 1, first)
    )


def _year(word: str) -> bool:
    return len(word) == 4 and word[:2] in ("19", "20") and word.isdigit()


def _negated(bound: str, t: Tokens, k: int) -> str:
    no = t.word(k - 1) in ("не", "nicht") or t.word(k - 2) in ("nicht",)
    return {"more_than": "at_most", "less_than": "at_least", "approx": "exact"}[bound] if no else bound
