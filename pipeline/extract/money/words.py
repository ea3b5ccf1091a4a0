"""Words that say what an amount is, in all their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.lang import TableError, fold, table
from pipeline.lang.morphology import parses

@cache
def kinds(language: str) -> Mapping[str, tuple[str, float]]:
    """Folded form → what it makes of an amount, and how much it says."""
    found: dict[str, tuple[str, float]] = {}
    for lemma, meaning in table(language, "money_kinds").items():
        kind, weight = meaning.split()
        for form in all_forms(lemma) if language == "ru" else (lemma,):
            found.setdefault(form, (kind, float(weight)))
    return found


@cache
def kind_of(word: str, language: str) -> tuple[str, float] | None:
    """What a word makes of an amount; a German compound by the longest known word that it ends in."""
    known = kinds(language)
    if word in known or language == "ru":
        return known.get(word)
    for k in range(1, len(word) - 3):
        if word[k:] in known:
            return known[word[k:]]
    return None


def all_forms(lemma: str) -> Iterable[str]:
    """Every form of a Russian noun, verb or adjective."""
    for parse in parses(lemma):
        if fold(parse.normal_form) == lemma and any(c in parse.tag for c in ("NOUN", "INFN", "ADJF")):
            return {fold(f.word) for f in parse.lexeme} | {lemma}
    return (lemma,)
