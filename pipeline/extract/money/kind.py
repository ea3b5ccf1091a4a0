"""What an amount is: trade, loan, price, … by the words of its sentence, else as the amount before it."""

from __future__ import annotations

from pipeline.extract.money.resolve import Found
from pipeline.extract.money.scan import DASHES, Tokens
from pipeline.extract.money.words import kind_of
from pipeline.lang import table

_REACH = 40  # tokens each way
_STEP = 0.06  # what a token of distance costs
_CLAUSE = 0.35  # what a comma, dash or bracket between costs
_ENOUGH = 0.15


def kind(one: Found, start: int, end: int, before: str | None) -> str:
    """One of records.AMOUNT_KINDS. `start`, `end`: the tokens of the sentence; `before`: the kind to fall back on."""
    t, a = one.tokens, one.amount
    if per_unit(t, a.end):
        return "price"
    best, score = _best(t, a.start, a.end, start, end)
    if before is not None and (one.aside or one.rule in ("money.linked", "money.inherited")):
        return before
    if best is None or score < _ENOUGH:
        return before or "other"
    return best


def per_unit(t: Tokens, at: int) -> bool:
    """«за тонну», „je Quadratmeter“, „/kWh“ after an amount."""
    units = table(t.language, "money_per")
    word, following = t.word(at), t.word(at + 1)
    if word == "(" or (word == "," and following in ("je", "pro")):
        return False
    if word in ("/",):
        return following in units or t.language == "de"
    if word in ("je", "pro"):
        return following not in ("jahr", "monat", "woche", "tag", "kopf", "einwohner")
    if word in ("за", "на"):
        return following in units or (following in ("1", "один", "одну", "100", "каждый", "каждую") and t.word(at + 2) in units)
    return False


def _best(t: Tokens, first: int, after: int, start: int, end: int) -> tuple[str | None, float]:
    best: tuple[str | None, float] = (None, 0.0)
    cost, distance = 0.0, 0
    for k in range(first - 1, max(start - 1, first - _REACH), -1):
        best, cost, distance = _weigh(t, k, best, cost, distance, 0.0)
    cost, distance = 0.0, 0
    for k in range(after, min(end, after + _REACH)):
        best, cost, distance = _weigh(t, k, best, cost, distance, _right(t, after, k))
    return best


def _right(t: Tokens, after: int, k: int) -> float:
    """What a word after the amount loses: nothing where it follows at once («1,1 млрд руб. выручки»)."""
    if k == after:
        return -0.25
    return 0.1 if k <= after + 2 else 0.3


def _weigh(
    t: Tokens, k: int, best: tuple[str | None, float], cost: float, distance: int, handicap: float
) -> tuple[tuple[str | None, float], float, int]:
    word = t.words[k]
    distance += 1
    if not word[0].isalpha():
        if word in ",;()" or (word in DASHES and t.glue[k] and t.near(k + 1)):
            cost += _CLAUSE if word != ";" else 2 * _CLAUSE
        elif word[0].isdigit():
            cost += 0.05
        return best, cost, distance
    told = kind_of(word, t.language)
    if told is not None:
        score = told[1] - cost - handicap - _STEP * distance
        if score > best[1]:
            best = (told[0], score)
    return best, cost, distance
