"""Words that say what an amount is, in all their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from pipeline.lang import TableError, fold, table
from pipeline.lang.morphology import parses
from pipeline.records import AMOUNT_KINDS

Kind = tuple[str, float]


@cache
def kinds(language: str) -> Mapping[str, tuple[Kind | None, Kind | None]]:
    """Folded form → what it makes of an amount and how much it says, as a word with a small letter and with a capital
    (German „kosten“ is a price, „Kosten“ are an investment; `-` is nothing). Raises TableError."""
    found: dict[str, tuple[Kind | None, Kind | None]] = {}
    for lemma, meaning in table(language, "money_kinds").items():
        small, *noun = (_kind(lemma, part) for part in meaning.split("|"))
        for form in all_forms(lemma) if language == "ru" else (lemma,):
            found.setdefault(form, (small, noun[0] if noun else small))
    return found


def _kind(lemma: str, meaning: str) -> Kind | None:
    if meaning.strip() == "-":
        return None
    kind, _, weight = meaning.strip().partition(" ")
    if kind not in AMOUNT_KINDS or not weight.replace(".", "", 1).isdigit():
        raise TableError(f"money_kinds.tsv: {lemma!r}: expected a kind and a weight, got {meaning!r}")
    return kind, float(weight)


@lru_cache(maxsize=50_000)
def kind_of(word: str, language: str, capital: bool = False) -> Kind | None:
    """What a word makes of an amount; a German noun by the longest known word that it ends in."""
    known = kinds(language)
    if word in known:
        return known[word][capital]
    if language == "de" and capital:
        for k in range(2, len(word) - 3):
            if word[k:] in known:
                return known[word[k:]][capital]
    return None


def all_forms(lemma: str) -> Iterable[str]:
    """Every form of a Russian noun, verb or adjective, folded."""
    fitting = [
        p for p in parses(lemma) if fold(p.normal_form) == lemma and {"NOUN", "INFN", "ADJF"} & set(p.tag.grammemes)
    ]
    return {lemma} | {fold(form.word) for parse in fitting for form in parse.lexeme}
