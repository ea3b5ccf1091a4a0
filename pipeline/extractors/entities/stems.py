"""Stems under which a name's words are kept and looked up, whatever their case. By endings alone: names are
seldom in a dictionary, and a gazetteer of thousands must be ready at once."""

from __future__ import annotations

from functools import lru_cache

from pipeline.lang import fold

LEAST = 2  # letters of a stem
ADJECTIVE = "~"  # ends the stem of an adjective, so that «Минская» is not «Минск»
RU_NOUN = (
    "ами", "ями", "ов", "ев", "ой", "ей", "ом", "ем", "ою", "ею", "ью", "ам", "ям", "ах", "ях", "ым", "им",
    "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
)  # fmt: skip
RU_NOUN_NOMINATIVE = ("а", "я", "о", "е", "ы", "и", "ь", "й")
RU_ADJECTIVE_NOMINATIVE = ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие")
RU_ADJECTIVE = (
    *RU_ADJECTIVE_NOMINATIVE, "ого", "его", "ому", "ему", "ыми", "ими", "ым", "им", "ом", "ем", "ую", "юю", "ых",
    "их", "ою", "ею", "ей",
)  # fmt: skip
DE_NOUN = ("s", "es", "’", "'")
DE_DATIVE = 7  # letters from which on a final n may be a dative plural („Spielen“), not part of a name („Bayern“)
DE_ADJECTIVE_NOMINATIVE = ("e", "er", "es")
DE_ADJECTIVE = ("e", "er", "es", "en", "em")


@lru_cache(maxsize=50_000)
def stems(word: str, language: str, nominative: bool = False) -> frozenset[str]:
    """All stems that a word in some case may have; with `nominative`, those of a word known to be in it."""
    word = fold(word)
    found = {word}
    if language == "de":
        if not nominative:
            found |= _cut(word, (*DE_NOUN, "n") if len(word) >= DE_DATIVE else DE_NOUN)
        endings = DE_ADJECTIVE_NOMINATIVE if nominative else DE_ADJECTIVE
        return frozenset(found | {stem + ADJECTIVE for stem in _cut(word, endings)})
    found |= _cut(word, RU_NOUN_NOMINATIVE if nominative else RU_NOUN)
    adjectives = _cut(word, RU_ADJECTIVE_NOMINATIVE if nominative else RU_ADJECTIVE)
    return frozenset(found | {stem + ADJECTIVE for stem in adjectives})


def _cut(word: str, endings: tuple[str, ...]) -> set[str]:
    return {word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) >= LEAST}
