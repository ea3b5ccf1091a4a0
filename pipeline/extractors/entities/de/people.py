"""Persons by a title and words with capitals: where there is no German model, and where it saw half of a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.gazetteer import people, search
from pipeline.extractors.entities.words import Mention, Word

MOST = 4


def stand_in(words: Sequence[Word], places: Sequence[Mention]) -> Iterator[Mention]:
    """Persons of the registry, and two to four capitals after an office or a word of address."""
    taken = {i for m in places for i in range(m.start, m.end)}
    particles = lang.table("de", "entities_particles")
    for start, end, type_, _ in search(words, people("de"), "de"):
        yield Mention(start, end, type_, "de.registry", 4)
    for i in range(1, len(words)):
        before = words[i - 1]
        comma = before.text == "," and i > 1
        title = words[i - 2] if comma else before
        if title.sentence != words[i].sentence or not kind(title.text, "entities_titles"):
            continue
        end = i
        while end < len(words) and end - i < MOST and words[end].sentence == words[i].sentence:
            word = words[end]
            small = word.fold in particles and end + 1 < len(words) and words[end + 1].capital
            if end in taken or not ((word.capital and word.alpha) or small):
                break
            end += 1
        while end > i and not words[end - 1].capital:
            end -= 1
        one = before.fold in ("frau", "herr", "herrn", "dr.", "dr")
        if not kind(words[i].text, "entities_titles") and words[i].capital and (end - i >= 2 or (one and end > i)):
            yield Mention(i, end, "PER", "de.title", 2)


def completed(words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """After an office, two capitals of which the model knows one: „Energieminister Rauf Aleskerow“."""
    alone = {m.start for m in mentions if m.end == m.start + 1 and m.type in ("PER", "ORG")}
    inside = {i for m in mentions for i in range(m.start, m.end)} - alone
    for i in range(1, len(words) - 1):
        title, first, last = words[i - 1], words[i], words[i + 1]
        if (
            (i + 1 in alone) != (i in alone)
            and not {i, i + 1} & inside
            and kind(title.text, "entities_titles")
            and title.sentence == first.sentence == last.sentence
            and all(w.capital and w.alpha and not w.upper and len(w.text) > 2 for w in (first, last))
            and not any(kind(w.text, table) for w in (first, last) for table in ("entities_titles", "entities_classes"))
            and (i + 2 == len(words) or not words[i + 2].capital or words[i + 2].sentence != last.sentence)
        ):
            yield Mention(i, i + 2, "PER", "de.title", 4)
