"""A document's words as the name rules look at them, and the mentions that the rules make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.document import Annotation, Document, Name
from pipeline.lang import fold
from pipeline.lang.morphology import parses

LOWER_START = "област"  # «область Абай»: the one class noun that opens names of the registry in small letters
NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
CYRILLIC = re.compile(r"[А-яЁёӘ-ӿ]")
PLACE_ADJECTIVE = tuple(
    stem + ending
    for stem in ("ск", "цк")
    for ending in ("ий", "ой", "ого", "ому", "им", "ом", "ая", "ую", "ое", "ие", "их", "ими", "ою")
)  # how adjectives of places end
JOINED = re.compile(
    r"(?<=[^\W\d])([–—])(?=[^\W\d_a-zа-я])|(?<=[^\W\d_]{3})(/)(?=[^\W\d_a-zа-я][^\W\d_]{2})"
)  # „Frankfurt–Aktau“, „Wien/Győr“: two names
OPEN, CLOSE = '«„“"‹', '»“”"›'


class Info(NamedTuple):
    """What pymorphy3 knows of a Russian word in any form."""

    lemmas: frozenset[str]  # folded dictionary forms, the word itself among them
    marks: frozenset[str]  # Name, Surn, Patr, Geox, Orgn: what the dictionary says it may name
    known: bool  # the dictionary has it
    common: bool  # it has it as a word that names nothing
    genitive: bool  # the form may be a genitive


@lru_cache(maxsize=50_000)
def info(word: str) -> Info:
    """The readings of a word, taken together."""
    lemmas, marks, known, common, genitive = {fold(word)}, set(), False, False, False
    for parse in parses(word):
        lemmas.add(fold(parse.normal_form))
        genitive |= "gent" in parse.tag.grammemes
        if parse.is_known:
            known = True
            named = NAMES & parse.tag.grammemes
            marks |= named
            common |= not named and "Abbr" not in parse.tag.grammemes
    return Info(frozenset(lemmas), frozenset(marks), known, common, genitive)


class Word(NamedTuple):
    start: int
    end: int
    text: str
    fold: str
    pos: str
    feats: str
    sentence: int
    first: bool  # nothing but marks before it in its sentence

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def upper(self) -> bool:
        return self.text.isupper() and sum(map(str.isalpha, self.text)) > 1

    @property
    def alpha(self) -> bool:
        return self.text[0].isalpha()

    @property
    def latin(self) -> bool:
        return bool(LATIN.match(self.text)) and not CYRILLIC.search(self.text)

    @property
    def case(self) -> str:
        at = self.feats.find("Case=")
        return self.feats[at + 5 : at + 8] if at >= 0 else ""


def _pieces(token: str) -> list[str]:
    """A token that holds two names, or a legal form and the sentence's dot („GmbH.“), in parts."""
    if token.endswith(".") and token[:-1] in (
        "GmbH",
        "AG",
        "KG",
        "SE",
        "plc",
        "LLC",
        "TOO",
        "OOO",
        "AO",
        "KGaA",
        "e.V",
    ):
        return [token[:-1], "."]
    if len(token) > 2 and any(mark in token for mark in "–—/"):
        return [part for part in JOINED.split(token) if part]
    return [token]


class Mention(NamedTuple):
    """Words `start` to `end` (exclusive) as a name. The stronger of two that overlap stays."""

    start: int
    end: int
    type: str
    rule: str
    strength: float = 1.0
    score: float | None = None


class Words(list[Word]):
    """All words of a document, and where those stand with which a name may begin."""

    @cached_property
    def starts(self) -> list[int]:
        return [i for i, word in enumerate(self) if word.text[0].isupper() or word.fold.startswith(LOWER_START)]


def words(document: Document) -> Words:
    """All words of a document's sentences, one list."""
    found = Words()
    for number, sentence in enumerate(document.sentences):
        first = True
        for token in sentence.tokens:
            at = token.start
            for text in _pieces(token.text):
                if text:
                    found.append(Word(at, at + len(text), text, fold(text), token.pos, token.feats, number, first))
                    at += len(text)
            if token.text[0].isalnum():
                first = False
    return found


def mentions_of(document: Document, words: Sequence[Word]) -> list[Mention]:
    """The model's names as mentions."""
    starts = {word.start: i for i, word in enumerate(words)}
    ends = {word.end: i + 1 for i, word in enumerate(words)}
    return [
        Mention(starts[name.start], ends[name.end], name.value.type, name.rule, 1.0, name.value.score)
        for name in document.names
        if name.start in starts and name.end in ends
    ]


def names_of(mentions: Iterable[Mention], words: Sequence[Word]) -> tuple[Annotation[Name], ...]:
    """Mentions as the document keeps them, in text order."""
    return tuple(
        Annotation(words[m.start].start, words[m.end - 1].end, Name(m.type, m.score), m.rule)
        for m in sorted(mentions, key=lambda m: m.start)
    )


def settle(candidates: Iterable[Mention], size: int) -> list[Mention]:
    """The candidates without overlaps: stronger before weaker, then longer before shorter. In text order."""
    taken = bytearray(size)
    kept = []
    for mention in sorted(candidates, key=lambda m: (-m.strength, m.start - m.end, m.start)):
        if mention.start < mention.end and not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept)


@lru_cache(maxsize=1)
def _pairs() -> dict[str, str]:
    return {"«": "»", "„": '“”"', "“": '”"', '"': '"', "‹": "›"}


def quotations(words: Sequence[Word], longest: int = 24) -> list[tuple[int, int]]:
    """Quoted stretches within a sentence: indices of the opening mark and the closing one, inner ones too.

    A closing mark that stands for two («АО «НК «Қазақстан темір жолы») closes the inmost open ones.
    """
    found: list[tuple[int, int]] = []
    open_marks: list[int] = []
    for i, word in enumerate(words):
        if open_marks and words[open_marks[-1]].sentence != word.sentence:
            open_marks = []
        if word.text in "«„‹":
            open_marks.append(i)
        elif word.text in CLOSE and open_marks and word.text in _pairs()[words[open_marks[-1]].text]:
            begin = open_marks.pop()
            if i - begin <= longest:
                found.append((begin, i))
        elif word.text in '“"':
            open_marks.append(i)
    # «АО «НК «Қазақстан темір жолы»: the last closing mark stands for the outer ones too
    closed = dict(found)
    for i in range(len(words) - 1, -1, -1):
        if words[i].text in "«„" and i not in closed:
            inner = next((k for k in range(i + 1, min(i + 5, len(words))) if k in closed), None)
            if inner and words[inner].sentence == words[i].sentence and closed[inner] - i <= longest:
                closed[i] = closed[inner]
    return sorted(closed.items())
