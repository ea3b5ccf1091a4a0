"""Amounts as they are written: one pass, left to right; every look-ahead is bounded, so time is linear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from pipeline.extractors.money.lexicon import Unit, lexicon
from pipeline.extractors.money.match import currency
from pipeline.extractors.money.quantity import Quantity, digits_end, inherit_scale, part, quantity
from pipeline.extractors.money.tokens import DASHES, LINE, NONE, Tokens
from pipeline.lang import table
from pipeline.lang.morphology import parses
from pipeline.lang.numbers import lone, number_word, scales


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it stands: tokens `start` to `end`, bounds in the unit's own worth (cents are cents)."""

    start: int
    end: int
    low: Quantity
    high: Quantity
    unit: Unit | None = None
    country: str | None = None
    rule: str = ""
    extra: Decimal = Decimal(0)  # what sub-units add («15 рублей 40 копеек»)
    origin: int | None = None  # index of the amount that currency or scale is taken from

    @property
    def scaled(self) -> bool:
        return self.high.scale > 1


def amounts(tokens: Tokens) -> Iterator[Amount]:
    """The amounts of a stretch in order; those without a currency (`unit` None) may still inherit one."""
    i, language, words = 0, tokens.language, tokens.words
    while i < tokens.count:
        if _opens(words[i], language):
            found = amount(tokens, i)
            if found is not None:
                yield found
                i = found.end
                continue
            if words[i][0].isdigit():
                i = max(digits_end(tokens, i), i + 1)
                continue
        i += 1


def amount(t: Tokens, i: int) -> Amount | None:
    """The amount that begins at token `i`, ranges included; None where none does."""
    if i and t.glue[i] == NONE and _inside(t, i):
        return None
    first = _single(t, i)
    if first is None:
        return None
    return _range(t, first) or _with_sub_units(t, first)


_OPENING = frozenset(("тысяч", "миллионов", "миллиардов", "триллионов"))  # «миллионов пять»


@lru_cache(maxsize=50_000)
def _opens(word: str, language: str) -> bool:
    """May an amount begin with this word?"""
    if word[0].isdigit():
        return True
    unit = lexicon(language).lengths.get(word)
    return unit is not None or number_word(word, language) is not None or word in lone(language) or word in _OPENING


def _inside(t: Tokens, i: int) -> bool:
    """Does token `i` go on with what stands at it: a word, a code, an address, a fraction («А4», «v.5», «EUR/USD»)?"""
    last = t.words[i - 1]
    if last in "./":
        return i > 1 and t.glue[i - 1] == NONE and t.words[i - 2][-1].isalnum()
    return last[-1].isalnum() or last in "_@#"


def _single(t: Tokens, i: int) -> Amount | None:
    """One number with what currency stands at it."""
    before = currency(t, i)
    if before is not None and before[2] < t.count and t.near(before[2]):
        unit, country, at = before
        q = quantity(t, at)
        if q is not None and not q.hyphen and _may_stand_before(t, unit, q, i):
            after = currency(t, q.end) if t.near(q.end) else None
            if after is not None and not _opens_next(t, after[2]) and after[0].sort != "sign":
                if set(after[0].codes) & set(unit.codes) and not after[0].sub:
                    return Amount(i, after[2], q, q, after[0], after[1] or country, f"money.{unit.sort}-before")
                if not after[0].guarded:
                    return Amount(at, after[2], q, q, after[0], after[1], f"money.{after[0].sort}-after")
            if after is not None and unit.sort == "code" and not _opens_next(t, after[2]):
                return Amount(at, after[2], q, q, after[0], after[1], f"money.{after[0].sort}-after")
            return Amount(i, q.end, q, q, unit, country, f"money.{unit.sort}-before")
        if q is not None and not q.digits and _about(t, unit, q, i):  # «рублей сто»
            q = replace(q, about=True)
            return Amount(i, q.end, q, q, unit, country, "money.inverted")
    q = quantity(t, i)
    if q is None:
        return None
    at, glued = _spelled_out(t, q), False
    if t.word(at) in DASHES and t.near(at, NONE) and t.near(at + 1, NONE) and (q.hyphen or t.language == "de"):
        at, glued = at + 1, True
    after = currency(t, at) if at < t.count and (glued or t.near(at, LINE)) else None
    if after is not None and (not glued or after[0].sort != "sign" or q.hyphen):
        unit, country, end = after
        if _hyphen_word(t, end) and not glued and unit.sort != "sign":
            return None  # „die 20 Euro-Länder“
        if unit.sort == "code" and _opens_next(t, end) and q.scale == 1 and 1900 <= q.value <= 2100:
            return None  # „im Jahr 2010 USD 39.000“
        ok = t.glue[at] != LINE or unit.sort == "word"
        if ok and not (q.letter and unit.sort == "word" and t.words[q.end - 1] not in "kк") and _free_after(t, end):
            return Amount(i, end, q, q, unit, country, "money.compound" if glued else f"money.{unit.sort}-after")
    if q.letter:
        return None
    return Amount(i, q.end, q, q)


def _spelled_out(t: Tokens, q: Quantity) -> int:
    """The token after a number, and after the same in words in brackets: «5 000 000 (пять миллионов) рублей»."""
    if t.word(q.end) == "(" and q.digits and t.near(q.end + 1):
        again = quantity(t, q.end + 1)
        if again is not None and not again.digits and again.value == q.value and t.word(again.end) == ")":
            return again.end + 1
    return q.end


def _free_after(t: Tokens, end: int) -> bool:
    """Does a currency end where a word ends («5 €», not «5 $A»)?"""
    if not t.near(end, NONE):
        return True
    if t.words[end] == "/" and t.near(end + 1, NONE) and (pair := currency(t, end + 1)) is not None:
        return pair[0].sort != "code"  # «USD/KZT» is a rate
    return not (t.words[end][0].isalpha() and t.words[end - 1].isalpha())


def _hyphen_word(t: Tokens, at: int) -> bool:
    return t.word(at) in ("-", "‐", "‑") and t.near(at, NONE) and t.near(at + 1, NONE) and t.word(at + 1)[:1].isalpha()


def _opens_next(t: Tokens, at: int) -> bool:
    """Does the currency before token `at` belong to a number that follows it?"""
    return at < t.count and t.near(at) and t.words[at][0].isdigit()


def _may_stand_before(t: Tokens, unit: Unit, q: Quantity, i: int) -> bool:
    """May a currency before a number be meant as its currency? «TOP 10», „Euro 2024“ and „Fr. 12.9.“ are none."""
    telling = q.scale > 1 or q.decimals == 2 or q.value >= 10000 or (q.end - q.start > 1 and q.digits)
    if unit.sort == "sign":
        return True
    if unit.sort == "code":
        if t.word(i - 1) == "/" or t.word(i + 1) == "/":
            return False
        return telling or unit.codes[0].lower() in table("any", "money_codes")
    if unit.before:
        if t.glue[q.start] == NONE and t.words[q.start - 1].isalpha() and t.words[q.start - 1] != "br":
            return False  # „DM70“ is a model
        dated = t.word(q.end) == "." and t.near(q.end, NONE) and t.near(q.end + 1, NONE)
        day = (
            q.decimals in (1, 2) and t.word(q.end) == "." and q.scale == 1 and q.number < 32 and "." in t.words[q.start]
        )
        return not dated and not (t.word(i) == "fr" and (day or _weekday(t, i, q.end)))
    return q.digits and telling and not unit.guarded and not unit.sub and (q.scale > 1 or q.decimals == 2)


def _about(t: Tokens, unit: Unit, q: Quantity, i: int) -> bool:
    """«рублей пятьсот»: a name in the genitive plural before a number in words, with nothing that it belongs to."""
    if t.language != "ru" or unit.sort != "word" or q.hyphen or q.end == q.start or not t.near(q.start):
        return False
    if not any("gent" in p.tag and "plur" in p.tag and "NOUN" in p.tag for p in parses(t.words[i])):
        return False
    before = t.word(i - 1)
    counts = bool(before) and (before[0].isdigit() or number_word(before, "ru") is not None or before in scales("ru"))
    after = t.word(q.end) if t.near(q.end) else ""
    return not counts and not (after[:1].isalpha() and "NOUN" in parses(after)[0].tag)


def _weekday(t: Tokens, i: int, end: int) -> bool:
    """„Mo. bis Fr. 12–20 Uhr“: a Friday, no franc."""
    return any(w in ("uhr", "h") for w in t.words[end : end + 4]) or any(
        t.original(k) in ("Mo", "Di", "Mi", "Do") for k in range(max(0, i - 4), i)
    )


def _range(t: Tokens, first: Amount) -> Amount | None:
    at, spaced = first.end, True
    word = t.word(at)
    if first.low.hyphen or at >= t.count or not t.near(at, LINE):
        return None
    sort = table(t.language, "money_joiners").get(word)
    if word in DASHES:
        sort, spaced = "dash", t.glue[at] != NONE
    elif word == "." and t.word(at + 1) == "." and t.near(at + 1, NONE):
        sort, at, spaced = "dash", at + 1 + (t.word(at + 2) == "."), False
    if sort is None or not t.near(at + 1, LINE):
        return None
    lead = _lead(t, first.start)
    if sort == "and" and lead != "between":
        return None
    if sort == "to" and (lead == "change" or (first.unit is not None and lead != "from")):
        return None
    second = _single(t, at + 1)
    if second is None:
        return None
    if first.unit is not None and second.unit is not None:
        if not set(first.unit.codes) & set(second.unit.codes) or first.unit.sub != second.unit.sub:
            return None
    elif first.unit is not None and (sort == "dash" and spaced) and first.unit.sort == "word":
        return None
    low, high = inherit_scale(first.low, second.high), second.high
    if not first.low.digits and first.low.end == first.low.start:
        return None
    if low.value > high.value:
        if lead != "between":
            return None
        low, high = high, low
    unit, country = (second.unit, second.country) if second.unit else (first.unit, first.country)
    whole = Amount(first.start, second.end, low, high, unit, country, "money.range" if unit else "")
    return whole


def _lead(t: Tokens, start: int) -> str:
    """What the words before an amount make of it: `from`, `between`, `change`, `by` or nothing."""
    leads = table(t.language, "money_leads")
    for k in range(start - 1, max(start - 4, -1), -1):
        if not t.near(k + 1, LINE):
            return ""
        if (sort := leads.get(t.words[k])) is not None:
            return sort
        if t.words[k] not in table(t.language, "money_modifiers"):
            return ""
    return ""


def _with_sub_units(t: Tokens, a: Amount) -> Amount:
    """«15 рублей 40 копеек», „3 Euro und 50 Cent“, „3 Euro 50“."""
    if a.unit is None or a.unit.sub or not t.near(a.end):
        return a
    at = a.end + 1 if t.words[a.end] in ("и", "und") else a.end
    q = part(t, at) if t.near(at) else None
    if q is None or q.scale > 1 or q.value >= 100 or q.decimals:
        return a
    sub = currency(t, q.end) if t.near(q.end) else None
    if sub is not None and sub[0].sub and set(sub[0].codes) & set(a.unit.codes):
        return replace(a, end=sub[2], extra=q.value * sub[0].factor, rule="money.sub-units")
    plain = (
        t.language == "de"
        and at == a.end
        and a.unit.sort == "word"
        and a.low.digits
        and not a.scaled
        and not a.low.decimals
    )
    if plain and len(t.words[at]) == 2 and t.words[at].isdigit() and _ends_clause(t, q.end):
        return replace(a, end=q.end, extra=q.value / 100, rule="money.sub-units")
    return a


def _ends_clause(t: Tokens, at: int) -> bool:
    """Is token `at` a mark, or a small word that no count is followed by?"""
    if at >= t.count or t.glue[at] > LINE:
        return True
    word = t.words[at]
    if word == "." and t.near(at + 1) and t.original(at + 1)[0].islower():
        return False
    if not word[0].isalnum():
        return word in '.,;:!?)»“”"…'
    return word in table("de", "money_function")
