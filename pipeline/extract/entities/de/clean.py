"""The model's German names with their edges cut right, and compounds that only contain a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extract.entities.de.nouns import kind
from pipeline.extract.entities.gazetteer import countries, known, places, search
from pipeline.extract.entities.words import Mention, Word

EDGES = frozenset("«»„“”\"‚‘‹›()[]{}—–-−,;:!?…•*/\\|+=<>%$€£&'’·.")
QUOTES = frozenset('«»„“”"‚‘‹›')


def clean(model: Sequence[Mention], words: Sequence[Word]) -> list[Mention]:
    """The model's mentions without titles, quotes and genitive apostrophes at their edges."""
    kept = []
    for mention in model:
        for part in _parts(mention, words):
            part = _trim(part, words)
            if part.start < part.end and not _none(part, words):
                kept.append(part)
    return kept


def _parts(mention: Mention, words: Sequence[Word]) -> Iterator[Mention]:
    start = mention.start
    for i in range(mention.start, mention.end):
        if words[i].text in "()[]":
            yield mention._replace(start=start, end=i)
            start = i + 1
    yield mention._replace(start=start)


def _trim(mention: Mention, words: Sequence[Word]) -> Mention:
    start, end = mention.start, mention.end
    legal = lang.table("de", "entities_legal")
    while start < end and words[start].text in EDGES:
        start += 1
    while start + 1 < end and mention.type == "PER" and _title(words[start]):
        start += 1
    while start < end and words[end - 1].text in EDGES:
        if words[end - 1].text in QUOTES and any(words[k].text in QUOTES for k in range(start, end - 1)):
            break
        if end >= 2 and words[end - 1].text == "." and words[end - 2].fold + "." in legal:
            break
        end -= 1
    return mention._replace(start=start, end=end)


def _title(word: Word) -> bool:
    return bool(kind(word.text, "entities_titles")) or word.fold in ("dr", "prof", ".")


def _none(mention: Mention, words: Sequence[Word]) -> bool:
    inside = words[mention.start : mention.end]
    if not any(w.text[0].isupper() or w.text[0].isdigit() or w.fold in _lower_names() for w in inside):
        return True
    return lang.fold(" ".join(w.text for w in inside)) in lang.table("de", "entities_stop")


def _lower_names() -> frozenset[str]:
    return frozenset({"dpa", "awp", "ifo", "ver.di", "apa", "sda"})


def blocked(words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """„Kasachstan-Besuch“, „KPD-Chef“: a compound with a name in it is none, unless it is a name as a whole."""
    people = {i for m in model if m.type == "PER" for i in range(m.start, m.end)}
    tries = [known("de"), countries("de"), places("de")]
    for i, word in enumerate(words):
        head, hyphen, tail = word.text.rpartition("-")
        if not hyphen or not head or not tail or i in people or word.text[0].islower():
            continue
        alone = [word._replace(text=word.text, fold=word.fold)]
        if any(True for trie in tries for _ in search(alone, trie, "de")):
            continue
        first = word._replace(text=head, fold=lang.fold(head))
        named = (head.isupper() and len(head) > 1) or any(True for trie in tries for _ in search([first], trie, "de"))
        common = kind(tail, "entities_titles") or kind(tail, "entities_classes") or tail[0].islower()
        over = next((m for m in model if m.start <= i < m.end), None)
        if (named or common) and (over is None or over.end - over.start == 1) and (common or over is None):
            yield Mention(i, i + 1, "", "de.compound", 2)
