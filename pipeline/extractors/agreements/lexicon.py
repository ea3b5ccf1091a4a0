"""The word tables of agreements, opened up: every form of every word, read once per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extractors.agreements.german import conjugate, undeclined
from pipeline.lang import fold, table
from pipeline.lang.morphology import parses
from pipeline.stored import stored


@dataclass(frozen=True, slots=True)
class Head:
    """What a naming word says: the type, whether it needs company to count, and its number."""

    type: str
    flags: frozenset[str] = frozenset()
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a form of a verb or noun of doing says. `tense`: past pres fut inf part short ger noun word."""

    sense: str
    tense: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words. Phrases stand under their first word: `{first: ((rest, meaning), …)}`."""

    language: str
    heads: Mapping[str, tuple[tuple[tuple[str, ...], Head], ...]]
    acts: Mapping[str, tuple[tuple[tuple[str, ...], Act], ...]]
    function: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    bodies: Mapping[str, str]
    adjectives: Mapping[str, str]
    subjects: Mapping[str, str]
    amounts: Mapping[str, str]
    speech: Mapping[str, str]
    slots: Mapping[str, str]
    auxiliaries: Mapping[str, str]
    ends: tuple[tuple[str, Head], ...] = ()  # German: last parts of compounds, longest first


@stored
def lexicon(language: str) -> Lexicon:
    """The words of one language."""
    return _russian() if language == "ru" else _german()


def _forms(word: str) -> dict[str, str]:
    """Every form of a Russian word, folded: its tense (of a verb), `plural`, or nothing."""
    readings = [p for p in parses(fold(word)) if fold(p.normal_form) == fold(word)] or list(parses(fold(word))[:1])
    order = {"INFN": 0, "VERB": 0, "NOUN": 1, "ADJF": 2}
    chosen = min(readings, key=lambda p: order.get(str(p.tag.POS), 3))
    forms: dict[str, str] = {}
    for form in chosen.lexeme:
        tag = form.tag
        if tag.POS == "INFN":
            kind = "inf"
        elif tag.POS == "PRTF":
            kind = "part"
        elif tag.POS == "PRTS":
            kind = "short"
        elif tag.POS == "GRND":
            kind = "ger"
        elif tag.POS == "VERB":
            kind = "imp" if tag.mood == "impr" else {"futr": "fut"}.get(tag.tense, str(tag.tense))
        elif tag.POS in ("NOUN", "ADJF", "ADJS"):
            kind = "plural" if tag.number == "plur" else ""
        else:
            kind = ""
        if kind == "short" and forms.get(fold(form.word)) == "fut":
            forms[fold(form.word)] = kind  # «расторгнут» is rather what has been done than what they will do
        forms.setdefault(fold(form.word), kind)
    forms.setdefault(fold(word), "")
    return forms


def _spread(name: str) -> dict[str, str]:
    """A table of Russian lemmas as a table of forms; what stands first wins."""
    forms: dict[str, str] = {}
    for lemma, meaning in table("ru", name).items():
        for form in _forms(lemma):
            forms.setdefault(form, meaning)
    return forms


def _phrases(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meaning in rows:
        first, *rest = phrase.split()
        found.setdefault(first, []).append((tuple(rest), meaning))
    return {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in found.items()}


def _russian() -> Lexicon:
    heads: dict[str, list[tuple[tuple[str, ...], Head]]] = {}
    for phrase, meaning in table("ru", "agreements_heads").items():
        kind, *flags = meaning.split()
        first, *rest = phrase.split()
        declined = {first: ""} if "fixed" in flags else _forms(first)
        tails: dict[tuple[str, ...], str] = {tuple(rest): ""}
        if rest and "ADJF" in parses(first)[0].tag:  # «дорожная карта»: both words decline
            tails = {(form,): number for form, number in _forms(rest[0]).items()}
        for form, number in declined.items():
            for tail, other in tails.items():
                head = Head(kind, frozenset(flags), "plural" in (number, other))
                heads.setdefault(form, []).append((tail, head))
    acts: dict[str, list[tuple[tuple[str, ...], Act]]] = {}
    for phrase, meaning in table("ru", "agreements_acts").items():
        sense, *flags = meaning.split()
        first, *rest = phrase.split()
        if "fixed" in flags:
            acts.setdefault(first, []).append((tuple(rest), Act(sense, "pres")))
            continue
        noun = not any("INFN" in p.tag for p in parses(first)) and "NOUN" in parses(first)[0].tag
        for form, tense in _forms(first).items():
            act = Act(sense, "noun" if noun else tense if tense not in ("", "plural") else "pres")
            acts.setdefault(form, []).append((tuple(rest), act))
    function: dict[str, str] = {}
    for phrase, meaning in table("ru", "agreements_function").items():
        if " " not in phrase and "ADJF" in parses(phrase)[0].tag:
            for form in _forms(phrase):
                function.setdefault(form, meaning)
        function[phrase] = meaning
    return Lexicon(
        "ru",
        {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in heads.items()},
        {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in acts.items()},
        _phrases(function.items()),
        bodies=_spread("agreements_bodies"),
        adjectives=_spread("agreements_adjectives"),
        subjects=_spread("agreements_subjects"),
        amounts=_spread("agreements_amounts"),
        speech=_spread("agreements_speech"),
        slots=_spread("agreements_slots"),
        auxiliaries={},
    )


def _german() -> Lexicon:
    heads: dict[str, list[tuple[tuple[str, ...], Head]]] = {}
    ends: list[tuple[str, Head]] = []
    for name in ("compounds", "heads"):
        for phrase, meaning in table("de", f"agreements_{name}").items():
            kind, *flags = meaning.split()
            head = Head(kind, frozenset(flags) - {"plural"}, "plural" in flags)
            first, *rest = phrase.split()
            heads.setdefault(first, []).append((tuple(rest), head))
            if not rest and "whole" not in flags:
                ends.append((first, head))
    acts: dict[str, list[tuple[tuple[str, ...], Act]]] = {}
    for phrase, meaning in table("de", "agreements_acts").items():
        sense, *parts = meaning.split()
        if parts in (["noun"], ["word"]):
            first, *rest = phrase.split()
            acts.setdefault(first, []).append((tuple(rest), Act(sense, parts[0])))
            continue
        for form, tense, particle in conjugate(phrase, *parts):
            acts.setdefault(form, []).append(((), Act(sense, tense, particle)))
    plain = {
        n: table("de", f"agreements_{n}") for n in ("bodies", "adjectives", "subjects", "amounts", "speech", "slots")
    }
    return Lexicon(
        "de",
        {k: tuple(v) for k, v in heads.items()},
        {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in acts.items()},
        _phrases(table("de", "agreements_function").items()),
        **plain,
        auxiliaries=table("de", "agreements_auxiliaries"),
        ends=tuple(sorted(ends, key=lambda x: -len(x[0]))),
    )


@lru_cache(maxsize=100_000)
def german_head(word: str) -> Head | None:
    """What a German noun (folded) names: „lieferverträgen“ a contract, plural; „arbeitsvertrag“ nothing."""
    lex = lexicon("de")
    parts = word.split("-")
    for form in undeclined(word):
        for rest, head in lex.heads.get(form, ()):
            if not rest:
                return None if head.type == "none" else head
    last = parts[-1]
    for form in undeclined(last):
        for end, head in lex.ends:
            if form.endswith(end) and (len(form) > len(end) + 2 or len(parts) > 1):
                return None if head.type == "none" else head
        if len(parts) > 1:
            for rest, head in lex.heads.get(form, ()):
                if not rest and head.type != "none":
                    return head
    return None


@cache
def beginnings(language: str, meaning: str) -> tuple[str, ...]:
    """How words begin that have this one meaning among the subjects: `finance`, `takes_up`."""
    return tuple(stem for stem, kind in lexicon(language).subjects.items() if kind == meaning)
