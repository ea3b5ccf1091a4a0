"""What a word is to an office: its head, an adjective before it, a word that may follow it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of, place_of
from pipeline.lang.morphology import parses

_PREFIXES = ("вице-", "экс-", "первозам", "зам", "ex-", "vize", "co-", "ко-", "со", "гос", "глав", "спец")
_PLURAL = ("innen", "oren", "chefs", "leute", "ände", "räte", "anwälte", "ärzte", "ministern")  # ends only plurals
_DE_ENDINGS = ("", "s", "es", "n", "en", "e", "in", "innen", "r", "m")
_ADJECTIVAL = (
    "isch",
    "lich",
    "ig",
    "al",
    "iv",
    "är",
    "ell",
    "end",
    "erst",
    "zweit",
    "deutsch",
    "tigt",
    "früher",
    "iert",
    "oberst",
    "ältest",
    "ent",
)
_DE_ADJECTIVE = ("en", "er", "es", "em", "e")


@lru_cache(maxsize=50_000)
def office(word: str, language: str) -> str | None:
    """The class of the office a word names (table roles_titles), in whatever case; None where it names none."""
    return _russian_office(word) if language == "ru" else _german_office(word)


def _russian_office(word: str) -> str | None:
    known = table("ru", "roles_titles")
    folded = fold(word)
    found: tuple[Any, ...] = parses(word)
    if found and found[0].is_known and found[0].tag.POS == "NOUN":
        best = found[0]  # no «энергетик» in «энергетики»
        found = tuple(
            p
            for p in found
            if p.normal_form == best.normal_form or p.score >= best.score or (p.score > 0.2 and "anim" in p.tag)
        )
    lemmas = [fold(p.normal_form) for p in found if p.tag.POS in ("NOUN", "ADJF", "PRTF", None)]
    for lemma in (folded, *lemmas):
        if lemma in known:
            return known[lemma]
        for prefix in _PREFIXES:
            if lemma.startswith(prefix) and (meaning := known.get(lemma[len(prefix) :])):
                return meaning
        if "-" in lemma and (meaning := known.get(lemma.rpartition("-")[2])):
            return meaning
    if "-" in word:
        return _russian_office(word.rpartition("-")[2])
    for prefix in ("зам", "экс"):  # замгендиректора
        if folded.startswith(prefix) and len(folded) > len(prefix) + 4:
            return _russian_office(folded[len(prefix) :])
    return None


def _german_office(word: str) -> str | None:
    if not word[:1].isupper() and word not in ("Ex-",):
        return None
    known = table("de", "roles_titles")
    last = fold(word.rpartition("-")[2])
    for ending in _DE_ENDINGS:
        if not last.endswith(ending):
            continue
        stem = last[: len(last) - len(ending)]
        if ending in ("in", "innen"):
            stem = stem.replace("ä", "a") if stem.endswith(("anwält", "ärzt")) else stem
        for candidate in (stem, stem + "e"):
            if candidate in known:
                return known[candidate]
            for size in range(min(len(candidate) - 2, 16), 3, -1):
                tail = candidate[-size:]
                if tail in known and (size > 4 or tail in ("chef", "vize")):
                    return known[tail]
    return None


@lru_cache(maxsize=50_000)
def is_plural(word: str, feats: str, language: str, article: str = "") -> bool:
    """Whether an office's head is plural: «президенты», „Direktoren“; „die Premierminister“ by its article."""
    if language == "ru":
        nouns = [p for p in parses(word.rpartition("-")[2]) if p.tag.POS == "NOUN"]
        return bool(nouns) and ("Number=Plur" in feats or all(p.tag.number == "plur" for p in nouns))
    folded = fold(word)
    if folded.endswith(_PLURAL):
        return True
    ambiguous = ("die", "beide", "beiden") if folded.endswith("er") else ("die", "den", "der", "beide", "beiden", "")
    return folded.endswith(("er", "en")) and article in ambiguous


def _masculine(parse: Any) -> str:
    turned = parse.inflect({"nomn", "sing", "masc"}) if parse.tag.POS == "PRTF" else None
    return fold(turned.word if turned is not None else parse.normal_form)


@lru_cache(maxsize=50_000)
def adjective(word: str, language: str) -> str | None:
    """`office` for an adjective that belongs to an office, `time` for one that only dates it, None for no adjective."""
    known = table(language, "roles_modifiers")
    folded = fold(word)
    if language == "ru":
        found = [p for p in parses(word) if p.tag.POS in ("ADJF", "PRTF")]
        if not found:
            return None
        return next((known[n] for p in found if (n := _masculine(p)) in known), None) or (
            "office" if country_of(word, "ru") or place_of(word, "ru") else None
        )
    for ending in _DE_ADJECTIVE:
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            if meaning := known.get(folded[: len(folded) - len(ending)]):
                return meaning
            if _is_adjectival(folded[: len(folded) - len(ending)]):
                return "office"
    if word[:1].isupper() and (country_of(word, "de") or (word.endswith("er") and place_of(word, "de"))):
        return "office"  # Schweizer, Stuttgarter
    return None


def _is_adjectival(stem: str) -> bool:
    """Whether a German word without its ending is an adjective or participle by its suffix."""
    return len(stem) > 3 and stem.endswith(_ADJECTIVAL)


@lru_cache(maxsize=50_000)
def may_follow(word: str, language: str, after_preposition: bool) -> bool:
    """Whether a word that is no name may stand within an office, after its head."""
    if language == "de":
        return (
            word[:1].isupper()
            or fold(word) in table("de", "roles_prepositions")
            or adjective(word, "de") is not None
            or word.endswith("-")
        )
    folded = fold(word)
    if folded in table("ru", "roles_prepositions") or folded == "и":
        return True
    if len(word) < 3 and not word.isupper():
        return False
    for parse in parses(word):
        tag = parse.tag
        if tag.POS in ("NOUN", "ADJF", "PRTF") and (after_preposition or tag.case in ("gent", "gen2")):
            return True
        if tag.POS is None and ("LATN" in tag or "UNKN" in tag) and word[:1].isupper():
            return True
        if "NUMB" in tag or "ROMN" in tag:
            return True
    return False


@lru_cache(maxsize=50_000)
def compound_scope(word: str) -> str | None:
    """What a German compound's first part stands for: „Klubpräsident“, „Bankchef“ (table roles_scopes)."""
    known, titles = table("de", "roles_scopes"), table("de", "roles_titles")
    folded = fold(word)
    for first in range(3, len(folded) - 3):
        if (found := known.get(folded[:first].removesuffix("s"))) in (
            "company",
            "body",
            "court",
            "party",
            "government",
        ) and any(folded[first:].startswith(t[:5]) for t in titles if len(t) > 3):
            return found
    return None


@lru_cache(maxsize=50_000)
def scope(word: str, language: str) -> str | None:
    """What a common noun after an office stands for: «региона», «ведомства», „Konzerns“ (table roles_scopes)."""
    known = table(language, "roles_scopes")
    folded = fold(word)
    if language == "ru":
        return next((known[n] for n in (folded, *(fold(p.normal_form) for p in parses(word))) if n in known), None)
    stripped = (folded.removesuffix(e) for e in ("", "s", "es"))
    return next((known[w] for w in stripped if w in known), None)


def grade(words: Sequence[str], language: str) -> bool:
    """Whether an adjective ranks a job as one within a body: «старший банкир», „leitender Analyst“."""
    known = table(language, "roles_grades")
    return any(fold(w) in known or any(fold(p.normal_form) in known for p in parses(w)) for w in words[:-1])
