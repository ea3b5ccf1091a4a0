"""Currencies and scales that an amount takes from its neighbours: «из них 900 млн», „von 28 auf 33,5 Mio. Fr.“"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extractors.money.counted import closed, counted
from pipeline.extractors.money.country import Surroundings
from pipeline.extractors.money.lexicon import Unit
from pipeline.extractors.money.quantity import inherit_scale
from pipeline.extractors.money.scan import Amount
from pipeline.extractors.money.tokens import BLANK, DASHES, Tokens
from pipeline.extractors.money.words import kind_of
from pipeline.lang import table

_AHEAD = 7  # amounts that are looked at further on
_MEMORY = 100  # amounts back that are remembered
_STRONG = 1.9  # weight of a word (money_kinds.tsv) that surely speaks of money
_BACK = 3  # sentences over which a currency is carried
_NEAR = 2  # sentences over which a number with a scale needs no word of money
_PARALLEL = 12  # tokens between two amounts that stand alike
_COMMAS, _STOPS = frozenset((",", ";", "и", "und", "а")), frozenset((".", ":", "!", "?"))
_NEAR_RATIO = 20  # a bare number is the like of the amount it follows within this factor


@dataclass(slots=True)
class Found:
    """An amount with its value. `aside`: a conversion of the amount before it, which nothing inherits from."""

    tokens: Tokens
    amount: Amount
    low: Decimal
    high: Decimal
    currency: str | None
    rule: str
    sentence: int
    aside: bool = False
    partner: Found | None = None

    @property
    def start(self) -> int:
        return self.tokens.starts[self.amount.start]

    @property
    def end(self) -> int:
        return self.tokens.ends[self.amount.end - 1]


def linked(t: Tokens, listed: list[Amount], around: Surroundings) -> list[Amount]:
    """Numbers that take the currency, and maybe the scale, of the amount after them: „von 28 auf 33,5 Mio. Fr.“"""
    for k in range(len(listed) - 2, -1, -1):
        this, after = listed[k], listed[k + 1]
        if this.unit is not None or after.unit is None or after.start - this.end > 5 or this.low is not this.high:
            continue
        sort = link(t, this, after.start)
        if sort is None or around.in_date(t.starts[this.start], t.ends[this.end - 1]):
            continue
        if sort == "to" and _opening(t, this) is None:
            continue
        if sort == "list" and after.rule != "money.linked" and after.start - this.end < 2:
            continue
        q = this.high
        if sort in ("and", "list") and (q.decimals != after.high.decimals and q.scale == after.high.scale == 1):
            continue
        q = inherit_scale(q, after.high)
        ratio = max(q.value, after.high.value) / max(min(q.value, after.high.value), Decimal("0.0001"))
        if ratio > 1000 or (sort in ("and", "list") and (_year(t, this) or not q.digits or ratio > 100)):
            continue
        listed[k] = replace(this, low=q, high=q, unit=after.unit, country=after.country, rule="money.linked")
    return listed


def _year(t: Tokens, a: Amount) -> bool:
    return a.high.digits and a.high.scale == 1 and len(t.words[a.high.start]) == 4 and 1900 <= a.high.value <= 2100


def link(t: Tokens, a: Amount, start: int) -> str | None:
    """What joins amount `a` to the one that begins at token `start`, if nothing else stands between them."""
    sort = table(t.language, "money_links").get(t.word(a.end))
    if sort is None:
        return None
    bounds, fillers = table(t.language, "money_modifiers"), table(t.language, "money_fillers")
    between = t.words[a.end + 1 : start]
    return sort if all(w in bounds or w in fillers for w in between) else None


def _opening(t: Tokens, a: Amount) -> str | None:
    """„von“, «с», «от» before the first of two amounts, bounds between skipped."""
    for k in range(a.start - 1, max(-1, a.start - 5), -1):
        sort = table(t.language, "money_leads").get(t.words[k])
        if sort is not None and t.words[k] not in ("на", "между", "zwischen", "против"):
            return sort
        if t.words[k] not in table(t.language, "money_modifiers") and t.words[k] not in table(
            t.language, "money_fillers"
        ):
            return None
    return None


def inherited(t: Tokens, a: Amount, around: Surroundings, history: list[Found]) -> tuple[Amount, Found] | None:
    """An amount without a currency, with the one it takes from an amount told before; None where it takes none."""
    if not history or around.in_date(t.starts[a.start], t.ends[a.end - 1]) or counted(t, a):
        return None
    sentence = around.sentence(t.starts[a.start])
    last = history[-1]
    if last.tokens is t and last.sentence == sentence and not a.scaled:
        sort = link(t, last.amount, a.start)
        if (sort == "versus" or (sort == "to" and _opening(t, last.amount))) and closed(t, a.end):
            q = inherit_scale(a.high, last.amount.high)
            if _alike(q.value, last.amount.high.value):
                return replace(a, low=q, high=q, unit=last.amount.unit, rule="money.linked"), last
        if _parallel(t, a, last) and closed(t, a.end):
            q = inherit_scale(a.high, last.amount.high)
            if q.digits and _alike(q.value, last.amount.high.value):
                return replace(a, low=q, high=q, unit=last.amount.unit, rule="money.parallel"), last
    role = _role(t, a)
    if role is None and last.sentence == sentence and not a.scaled and (_gapped(t, a) or _bounded(t, a)):
        role = "x"
    source = _source(t, a, role, sentence, around, history)
    if source is None:
        return None
    if a.high.scale >= 1000:
        if (
            source.sentence != sentence
            and role != "part"
            and not _of_money(t, a, around)
            and source.high != a.high.value
            and not (closed(t, a.end) and sentence - last.sentence <= _NEAR and last.tokens is t)
        ):
            return None
        if a.high.hyphen and not (t.word(a.end) in DASHES and any(h.high == a.high.value for h in history[-_MEMORY:])):
            return None
        plain = source.amount.unit if source.amount.unit and not source.amount.unit.sub else None
        unit = plain or Unit((source.currency or "XXX",), "word")
        return replace(a, unit=unit, rule="money.currency-inherited"), source
    if role is None or not a.high.digits or not closed(t, a.end) or _year(t, a):
        return None
    if role == "part" and a.high.value < 1000:
        return None
    small = source.amount.scaled and a.high.value < 1000
    if role != "part" and (small or not _alike(a.high.value, source.amount.high.value)):
        return None
    return replace(a, unit=source.amount.unit, rule="money.inherited"), source


def ahead(k: int, listed: Sequence[tuple[Tokens, Amount]], around: Surroundings, known: bool) -> Amount | None:
    """The currency of an amount further on: of the same sentence («вывез на 9,2 млрд, ввёз — на 16,8 млрд долларов»)
    or, where none is known from before, of the same sum or of one that a sentence about money leads to."""
    t, a = listed[k]
    if a.high.scale < 1000 or a.high.hyphen or counted(t, a) or around.in_date(t.starts[a.start], t.ends[a.end - 1]):
        return None
    sentence = around.sentence(t.starts[a.start])
    about_money: bool | None = None
    for there, one in listed[k + 1 : k + _AHEAD]:
        if one.unit is None or one.unit.guarded or one.unit.sub:
            continue
        distance = around.sentence(there.starts[one.start]) - sentence
        alike = one.high.scale == a.high.scale or (a.high.scale >= 10**6 and one.high.value >= 1000)
        if not known and distance and one.high.value != a.high.value:
            if about_money is None:
                about_money = _of_money(t, a, around, _STRONG)
            alike = alike and about_money and distance <= _BACK
        elif known and distance:
            return None
        if alike:
            return replace(a, unit=one.unit, country=one.country, rule="money.currency-inherited")
    return None


def _source(
    t: Tokens, a: Amount, role: str | None, sentence: int, around: Surroundings, history: list[Found]
) -> Found | None:
    """The amount that `a` takes its currency from: the nearest that is no conversion; of a part, no less than it."""
    reach = 1 if a.high.scale <= 1000 else _BACK
    for one in reversed(history[-12:]):
        if one.aside or sentence - one.sentence > reach:
            continue
        if role == "part" and one.high < a.high.value:
            continue
        return one
    if not a.scaled:
        return None
    recent = history[-_MEMORY:]
    same = next((one for one in reversed(recent) if one.high == a.high.value and one.low == a.low.value), None)
    if same is None and a.high.scale >= 10**6 and _of_money(t, a, around, _STRONG):
        return next((one for one in reversed(recent) if not one.aside), None)
    return same


def _of_money(t: Tokens, a: Amount, around: Surroundings, least: float = 0) -> bool:
    """Does the sentence speak of money by a word that weighs at least so much, or (`least` 0) bound the number?"""
    start, end = around.sentences[around.sentence(t.starts[a.start])]
    bounds = table(t.language, "money_modifiers")
    if not least and any(" ".join(t.words[max(0, a.start - many) : a.start]) in bounds for many in (1, 2, 3, 4)):
        return True
    words = range(max(0, a.start - 25), min(t.count, a.end + 25))
    return any(
        start <= t.starts[k] < end
        and t.words[k][0].isalpha()
        and (kind_of(t.words[k], t.language, t.original(k)[0].isupper()) or ("", -1.0))[1] >= least
        for k in words
    )


def _role(t: Tokens, a: Amount) -> str | None:
    """What the words before a number make of it: `x` an amount like the one before, `part` a part of it."""
    words = table(t.language, "money_bare")
    bounds, fillers = table(t.language, "money_modifiers"), table(t.language, "money_fillers")
    k = a.start - 1
    while k >= 0 and a.start - k < 6:
        for many in (3, 2, 1):
            if k - many + 1 >= 0 and (sort := words.get(" ".join(t.words[k - many + 1 : k + 1]))) is not None:
                return sort
        if t.words[k] not in bounds and t.words[k] not in fillers and t.words[k] not in DASHES:
            break
        k -= 1
    return "part" if _told_part(t, a) else None


def _parallel(t: Tokens, a: Amount, last: Found) -> bool:
    """„Strom in Schweden für 3,2 Mrd. Kronen, in Norwegen für 2,8“: does the same small word or mark stand before both,
    and not a mark that ends the clause between?"""
    before, its = a.start - 1, last.amount.start - 1
    if its < 0 or a.start - last.amount.end > _PARALLEL or a.start - last.amount.end < 2 or _year(t, a):
        return False
    between = t.words[last.amount.end : before]
    if not set(between) & _COMMAS or not _STOPS.isdisjoint(between) or any(w[0].isdigit() for w in between):
        return False
    same = t.words[before] == t.words[its] or {t.words[before], t.words[its]} <= DASHES
    return same and t.words[before] in table(t.language, "money_parallels")


def _bounded(t: Tokens, a: Amount) -> bool:
    """„in Zagreb mehr als 11.000“: does a bound stand before a number in the thousands?"""
    bounds = table(t.language, "money_modifiers")
    if a.high.value < 1000 or a.high.decimals:
        return False
    return any(" ".join(t.words[max(0, a.start - many) : a.start]) in bounds for many in (1, 2, 3, 4))


def _gapped(t: Tokens, a: Amount) -> bool:
    """«Билет стоит 150 рублей, для пенсионеров — 75»: a dash for the words left out."""
    return t.language == "ru" and t.word(a.start - 1) in "—–" and t.glue[a.start] == BLANK and a.start > 0


def _told_part(t: Tokens, a: Amount) -> bool:
    """Does „davon“, «из них» stand in the clause before the number, or right after it?"""
    words = table(t.language, "money_bare")
    if words.get(t.word(a.end)) == "part":
        return True
    for k in range(a.start - 1, max(-1, a.start - 8), -1):
        if t.words[k] in ".;:!?":
            return False
        if any(words.get(" ".join(t.words[max(0, k - m) : k + 1])) == "part" for m in (0, 1, 2)):
            return True
    return False


def _alike(a: Decimal, b: Decimal) -> bool:
    return a > 0 and b > 0 and max(a, b) / min(a, b) <= _NEAR_RATIO
