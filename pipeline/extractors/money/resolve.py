"""What amounts are worth: currencies settled, elided ones inherited, look-alikes left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.extractors.money.country import Surroundings, currency_of, evidence
from pipeline.extractors.money.inherit import Found, ahead, inherited, linked
from pipeline.extractors.money.lexicon import countries_of
from pipeline.extractors.money.quantity import LIMIT
from pipeline.extractors.money.scan import Amount, amounts
from pipeline.extractors.money.tokens import NONE, Tokens
from pipeline.lang import table

_EXPONENT = -4  # decimal128(38, 4)


def found(stretches: Sequence[Tokens], around: Surroundings) -> list[Found]:
    """The amounts of a text, resolved, in order."""
    listed = [(t, a) for t in stretches for a in linked(t, list(amounts(t)), around)]
    history: list[Found] = []
    for k, (t, a) in enumerate(listed):
        partner: Found | None = None
        if a.unit is None:
            taken = inherited(t, a, around, history)
            if taken is None or taken[1].sentence != around.sentence(t.starts[a.start]):
                lent = ahead(k, listed, around, known=taken is not None)
                if lent is None and taken is None:
                    continue
                a = lent or a
                listed[k] = (t, a)
            if a.unit is None and taken is not None:
                a, partner = taken
        elif (a.unit.guarded and not _trusted(t, a, around)) or (a.unit.sort == "word" and _name(t, a)):
            continue
        one = _value(t, a, around, history, partner)
        if one is not None:
            one.aside = _aside(t, a, history, one)
            history.append(one)
    return _without_tickers(history)


def _value(t: Tokens, a: Amount, around: Surroundings, history: list[Found], partner: Found | None) -> Found | None:
    assert a.unit is not None
    low, high = (q.value * a.unit.factor + a.extra for q in (a.low, a.high))
    if high >= LIMIT or any(_exponent(v) < _EXPONENT for v in (low, high)):
        return None
    start = t.starts[a.start]
    before = [one.currency for one in history[-8:]]
    code = partner.currency if partner else currency_of(a.unit, a.country, start, around, before)
    return Found(t, a, low, high, code, a.rule, around.sentence(start), partner=partner)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _trusted(t: Tokens, a: Amount, around: Surroundings) -> bool:
    """Is a name that has another meaning («лев», „Pfund“) money here?"""
    assert a.unit is not None
    if a.scaled or a.extra or a.country or (t.glue[a.end - 1] == NONE and t.words[a.end - 2].isdigit()):
        return True
    return any(around.country in countries_of(c) or evidence(c, around) for c in a.unit.codes)


def _name(t: Tokens, a: Amount) -> bool:
    """„2015 Mark Zuckerberg“: a first name, not a currency."""
    if t.words[a.end - 1] != "mark" or not t.near(a.end):
        return False
    return t.original(a.end)[0].isupper() and 1900 <= a.high.value <= 2100 and a.high.digits


def _aside(t: Tokens, a: Amount, history: list[Found], one: Found) -> bool:
    """Does an amount only say another over again: in brackets, or after a comma and in another currency?"""
    if not history:
        return False
    last = history[-1]
    if last.tokens is not t or last.currency == one.currency or a.start - last.amount.end > 7:
        return False
    between = t.words[last.amount.end : a.start]
    bounds = table(t.language, "money_modifiers")
    rest = [w for w in between if w not in bounds and w not in table(t.language, "money_fillers")]
    return (
        "(" in rest
        or (bool(rest) and rest[0] in ",/" and len(rest) == 1)
        or (any(w in table(t.language, "money_conversions") for w in rest))
    )


def _without_tickers(listed: list[Found]) -> list[Found]:
    """Leaves out lines of rates («USD 496,12 EUR 538,47»): two bare codes or more side by side."""
    rates = [f.rule == "money.code-before" and not f.amount.scaled and not f.amount.extra for f in listed]
    return [
        one
        for k, one in enumerate(listed)
        if not (rates[k] and any(_beside(k, j, listed, rates) for j in (k - 1, k + 1)))
    ]


def _beside(k: int, j: int, listed: list[Found], rates: list[bool]) -> bool:
    if not 0 <= j < len(listed) or not rates[j] or listed[j].currency == listed[k].currency:
        return False
    return listed[j].tokens is listed[k].tokens and _between(listed[k], listed[j]) <= 2


def _between(a: Found, b: Found) -> int:
    return max(a.amount.start, b.amount.start) - min(a.amount.end, b.amount.end)
