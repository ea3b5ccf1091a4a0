"""Words that say what an amount is, in all their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from pipeline.extractors.money.tokens import Tokens
from pipeline.lang import TableError, fold, table
from pipeline.lang.morphology import parses
from pipeline.records import AMOUNT_KINDS
from pipeline.stored import stored

Kind = tuple[str, float]
PARTICLES = (
    "zurück",
    "ab",
    "an",
    "auf",
    "aus",
    "bei",
    "ein",
    "mit",
    "um",
    "vor",
    "zu",
    "weg",
    "dazu",
    "bereit",
    "frei",
)
_CLAUSE = 25  # tokens after a verb in which its particle is looked for


@stored
def kinds(language: str) -> Mapping[str, tuple[Kind | None, Kind | None]]:
    """Folded form → what it makes of an amount and how much it says, as a word with a small letter and with a capital
    (German „kosten“ is a price, „Kosten“ are an investment; `-` is nothing). Raises TableError."""
    found: dict[str, tuple[Kind | None, Kind | None]] = {}
    derived: dict[str, tuple[Kind | None, Kind | None]] = {}
    for lemma, meaning in table(language, "money_kinds").items():
        small, *noun = (_kind(lemma, part) for part in meaning.split("|"))
        if language == "ru":
            for form in all_forms(lemma):
                found.setdefault(form, (small, noun[0] if noun else small))
            continue
        found[lemma] = (small, noun[0] if noun else small)
        if noun:
            for form in _noun_forms(lemma) if small is None else _verb_forms(lemma):
                derived.setdefault(form, found[lemma])
    return derived | found


def _noun_forms(noun: str) -> Iterable[str]:
    """A German noun with the endings it may have; what is no word does no harm."""
    return (noun + ending for ending in ("s", "es", "n", "en", "e", "nen"))


def _verb_forms(infinitive: str) -> Iterable[str]:
    """The weak forms of a German verb, its particle („aus-führen“) in front."""
    if not infinitive.endswith("en"):
        return
    particle = next((p for p in PARTICLES if infinitive.startswith(p) and len(infinitive) > len(p) + 4), "")
    stem = infinitive[:-2]
    joint = "e" if stem[-1] in "td" else ""
    yield from (stem + joint + ending for ending in ("t", "te", "ten", "end", "e"))
    rest = stem.removeprefix(particle)
    yield from (f"{particle}ge{rest}{joint}t", f"{particle}zu{rest}en")


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


def telling(t: Tokens, k: int) -> Kind | None:
    """What the word at token `k` makes of an amount, with the Russian word before it («чистый доход») or the particle
    that ends its German clause („führte … aus“)."""
    try:
        return t.told[k]
    except KeyError:
        kind = t.told[k] = _telling(t, k)
        return kind


def _telling(t: Tokens, k: int) -> Kind | None:
    word = t.words[k]
    if not word[0].isalpha():
        return None
    if t.language == "ru":
        return (k and kind_of(f"{t.words[k - 1]} {word}", "ru")) or kind_of(word, "ru")
    if t.text[t.starts[k]].isupper():
        return kind_of(word, "de", True)
    particle = _particle(t, k) if word in _separable() else ""
    return (kind_of(particle + word, "de") if particle else None) or kind_of(word, "de")


@cache
def _separable() -> frozenset[str]:
    """What is left of the known forms of German verbs without their particles: „führte“ of „ausführte“."""
    return frozenset(f[len(p) :] for f in kinds("de") for p in PARTICLES if f.startswith(p))


def _particle(t: Tokens, k: int) -> str:
    """The particle that ends the clause after a verb: „führte Gold für 7 Mio. Dollar aus“."""
    for j in range(k + 1, min(t.count, k + _CLAUSE)):
        word = t.words[j]
        if word in PARTICLES and (
            j + 1 >= t.count or not t.words[j + 1][0].isalnum() or t.words[j + 1] in ("und", "oder")
        ):
            return word
        if word in ";:!?" or (word == "." and t.glue[j] == 0 and not t.near(j + 1)):
            return ""
    return ""


def all_forms(lemma: str) -> Iterable[str]:
    """Every form of a Russian noun, verb or adjective, folded."""
    fitting = [
        p for p in parses(lemma) if fold(p.normal_form) == lemma and {"NOUN", "INFN", "ADJF"} & set(p.tag.grammemes)
    ]
    return {lemma} | {fold(form.word) for parse in fitting for form in parse.lexeme}
