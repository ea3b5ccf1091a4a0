"""German places: countries, regions and cities that are known, and regions by the word that opens them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.gazetteer import countries, places, search
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, Word

JOINING = frozenset({"und", ",", "sowie", "oder"})


def known_places(words: Sequence[Word], model: Sequence[Mention]) -> list[Mention]:
    """Countries, regions by their opening word, places of the registry; without overlaps, in text order."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    found: list[Mention] = []
    taken: set[int] = set()

    def add(mention: Mention) -> None:
        if not taken & set(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            found.append(mention)

    for start, end, type_, _ in search(words, countries("de"), "de"):
        if _believable(words, start, end, covered):
            add(Mention(start, end, type_, "de.country", 4))
    for mention in _regions(words, covered):
        add(mention)
    named = surnames(words, model)
    for start, end, type_, _ in search(words, places("de"), "de"):
        common = end - start == 1 and start not in covered and words[start].pos not in ("PROPN", "X", "")
        if end - start == 1 and start not in covered and words[start].fold in named:
            continue  # the surname of a person named in full
        if not common and _believable(words, start, end, covered):
            add(Mention(start, end, type_, "de.registry", 3.5))
    for mention in model:
        if mention.type == "LOC":
            add(mention)
    for i, word in enumerate(words):
        if word.pos == "PROPN" and word.capital and i not in covered and kind(word.text, "entities_terrain"):
            add(Mention(i, i + 1, "LOC", "de.terrain", 2))
    return sorted(found)


def _believable(words: Sequence[Word], start: int, end: int, model: dict[int, Mention]) -> bool:
    over = model.get(start)
    if over and over.end - over.start > end - start:
        return False
    if over and over.type == "PER" and words[start].fold in surnames(words, model.values()):
        return False
    word = words[start]
    if end - start > 1:
        return True
    if stems(word.text, "de") & ambiguous():
        before = words[start - 1].fold if start and words[start - 1].sentence == word.sentence else ""
        return bool(over and over.type == "LOC") or (not model and before in lang.table("de", "entities_before"))
    if word.text == "US" or (len(word.text) < 4 and not word.upper):
        return bool(over and over.type == "LOC")
    return True


def surnames(words: Sequence[Word], model: Iterable[Mention]) -> frozenset[str]:
    """The last words of persons named in full."""
    return frozenset(words[m.end - 1].fold for m in model if m.type == "PER" and m.end - m.start > 1)


def ambiguous() -> frozenset[str]:
    """Names that are common words too."""
    return frozenset(lang.table("de", "entities_ambiguous"))


def _regions(words: Sequence[Word], model: dict[int, Mention]) -> Iterator[Mention]:
    """„Gebiete Minsk und Karaganda“, „des Gebiets Gomel“, „Republik Usbekistan“."""
    table = lang.table("de", "entities_places")
    i = 0
    while i < len(words):
        word = words[i]
        if not word.capital or word.fold not in table or not _proper(words, i + 1, model):
            i += 1
            continue
        end = _name_end(words, i + 1, model)
        over = model.get(i)
        if over and over.end >= end and over.start < i:
            i = end
            continue  # „Exekutivkomitee des Gebiets Gomel“, „Autonome Provinz Bozen“
        yield Mention(i, end, "LOC", "de.region", 4.2)
        plural = word.fold.endswith(("e", "en"))
        while plural and end + 1 < len(words) and words[end].fold in JOINING and _proper(words, end + 1, model):
            start = end + 1
            end = _name_end(words, start, model)
            yield Mention(start, end, "LOC", "de.region-ellipsis", 4.1)
        i = end


def _proper(words: Sequence[Word], i: int, model: dict[int, Mention]) -> bool:
    """Whether a name may begin at a word: the model says so, or a gazetteer has it."""
    if i >= len(words) or not words[i].capital or words[i].sentence != words[i - 1].sentence:
        return False
    over = model.get(i)
    if over:
        return over.type == "LOC" or (over.type == "ORG" and over.start < i)
    rest = words[i : i + 4]
    return any(s == 0 for trie in (countries("de"), places("de")) for s, *_ in search(rest, trie, "de"))


def _name_end(words: Sequence[Word], i: int, model: dict[int, Mention]) -> int:
    over = model.get(i)
    if over and over.type == "LOC":
        return over.end
    rest = words[i : i + 4]
    ends = [e for trie in (countries("de"), places("de")) for s, e, *_ in search(rest, trie, "de") if s == 0]
    return i + max(ends, default=1)
