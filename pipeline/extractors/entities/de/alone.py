"""The model's German names by what stands around them: one word that it takes for a person, and no person is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import lang
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.gazetteer import registered
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, Word

TO_PERSON = frozenset({"herr", "herrn", "frau", "familie"})


def checked(mentions: Sequence[Mention], words: Sequence[Word]) -> Iterator[Mention]:
    """The mentions, their type given by the noun before them, and lone surnames of nobody taken for firms."""
    people = [m for m in mentions if m.type == "PER" and m.end - m.start > 1]
    surnames = {stem for m in people for k in range(m.start, m.end) for stem in stems(words[k].text, "de")}
    last = {words[m.end - 1].fold for m in people}
    for m in mentions:
        said = _said(words, m.start)
        if m.type == "LOC" and said == "ORG" and m.end - m.start == 1 and _firm(words[m.start - 1]):
            m = m._replace(type="ORG")
        if m.type == "LOC" and m.end - m.start == 1 and words[m.start].fold in last and not _placed(words, m.start):
            m = m._replace(type="PER")  # „Aydın“ is Ömer Aydın, not the town
        if said and (m.type == "PER" or said in ("EVENT", m.type)):
            m = m._replace(type=said, strength=3.1)
        elif m.type == "PER" and m.end - m.start == 1:
            if not _person(words, m.start, surnames):
                m = m._replace(type="ORG")
        elif m.type == "PER" and m.start and _left(words, m.start):
            m = m._replace(start=m.start - 1)
        yield m


def _said(words: Sequence[Word], i: int) -> str:
    """„Kanzlei Meents Krull“, „Messe InterBattery“: what the noun right before a name says it is."""
    if not i or words[i - 1].sentence != words[i].sentence or not words[i - 1].capital:
        return ""
    noun = words[i - 1]
    if noun.fold in lang.table("de", "entities_titles") or noun.pos not in ("NOUN", ""):
        return ""
    return {"part": "ORG", "none": ""}.get(found := kind(noun.text, "entities_classes"), found)


def _placed(words: Sequence[Word], i: int) -> bool:
    return i > 0 and words[i - 1].fold in lang.table("de", "entities_before")


def _firm(noun: Word) -> bool:
    return noun.fold.endswith("firma") or lang.table("de", "entities_classes").get(noun.fold) == "ORG"


def _person(words: Sequence[Word], i: int, surnames: set[str]) -> bool:
    word = words[i]
    if stems(word.text, "de") & (surnames | known_surnames()) or first_name(word):
        return True
    before = words[i - 1] if i and words[i - 1].sentence == word.sentence else None
    if before and before.text == "." and i > 1:
        before = words[i - 2]  # „Dr. Meents“
    if before and (before.fold in TO_PERSON or kind(before.text, "entities_titles")):
        return True
    return word.pos == "NOUN" or "-" in word.text


def _left(words: Sequence[Word], i: int) -> bool:
    """A first name that the model left out: „Karin“ before „Stana Kleinschek“."""
    word = words[i - 1]
    return word.sentence == words[i].sentence and first_name(word) and not first_name(words[i]) and word.pos == "PROPN"


def first_name(word: Word) -> bool:
    """Whether a word is a common first name."""
    return word.capital and word.fold in lang.table("de", "layout_first_names")


@cache
def known_surnames() -> frozenset[str]:
    """Stems of the surnames of persons of the registry, who need no introduction."""
    return frozenset(stem for name, _ in registered("de", "people") for stem in stems(name.split()[-1], "de", True))
