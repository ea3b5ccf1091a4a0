"""Adjectives of countries and places: «узбекская группа», „Minsker Traktorenwerk“, «Минский облисполком»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.lang import fold, table
from pipeline.lang.morphology import parses
from pipeline.lang.registry import Entry, entries
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.stored import stored

_RU = ("инский", "овский", "евский", "анский", "енский", "ский", "цкий", "кий")
_DE = ("er", "ner", "aner", "iner", "ischer", "ische", "isches", "ischen", "ischem")


@lru_cache(maxsize=50_000)
def country_of(word: str, language: str) -> str | None:
    """ISO code of the country an adjective belongs to, in whatever form it stands."""
    known = table(language, "link_nationalities")
    if is_cyrillic(word):
        if not fold(word).endswith(("ий", "ая", "ое", "ие", "ого", "ой", "ому", "им", "ую", "их", "ими", "ом", "ими")):
            return None
        return next((known[n] for p in parses(word) if (n := fold(p.normal_form)) in known), None)
    folded = fold(word)
    for ending in ("", "e", "en", "er", "es", "em"):
        if folded.endswith(ending) and (found := known.get(folded[: len(folded) - len(ending)])):
            return found
    return None


@lru_cache(maxsize=50_000)
def place_of(word: str, language: str) -> Entry | None:
    """The city or region an adjective is made of: «гомельский» → Гомель, „Stuttgarter“ → Stuttgart."""
    if is_cyrillic(word):
        folded = fold(word)
        if not any(s in folded for s in ("ск", "цк")):
            return None
        lemma = next((fold(p.normal_form) for p in parses(word) if p.tag.POS == "ADJF"), folded)
        if lemma.endswith("ской"):
            lemma = lemma[:-2] + "ий"
        for ending in _RU:
            if lemma.endswith(ending) and (found := _stems().get(lemma[: -len(ending)].rstrip("ь"))):
                return found
        return None
    if not word[:1].isupper():
        return None
    folded = fold(word)
    for ending in _DE:
        if (
            folded.endswith(ending)
            and len(folded) - len(ending) > 2
            and (found := _stems().get(folded[: -len(ending)]))
        ):
            return found
    return None


@stored
def _stems() -> dict[str, Entry]:
    stems: dict[str, Entry] = {}
    for kind in ("city", "region"):
        for entry in entries():
            if entry.type == "LOC" and entry.kind == kind:
                for name in (entry.name_ru, entry.name_de, *entry.aliases):
                    if name and " " not in name and len(name) > 3:
                        for stem in _stems_of(fold(name)):
                            stems.setdefault(stem, entry)
    return stems


def _stems_of(name: str) -> Iterator[str]:
    if is_cyrillic(name):
        yield name
        yield name.rstrip("аеиоуыэюяьй")
        for ending in ("ск", "ва", "ово", "ево", "ец"):
            if name.endswith(ending) and len(name) > len(ending) + 2:
                yield name[: -len(ending)]
    else:
        yield name
        for ending in ("en", "a", "e", "au", "ien"):
            if name.endswith(ending) and len(name) > len(ending) + 2:
                yield name[: -len(ending)]
        if name.endswith("el"):
            yield name[:-2] + "l"
