"""Russian names: slovnet's, corrected and completed by rules."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document
from pipeline.extractors.entities.ru import bodies, brackets, clean, datelines, events, people, places, quoted, spread
from pipeline.extractors.entities.words import mentions_of, names_of, settle, words

STRONG = 3.5  # from here on a rule's mention also cuts the words of a person off


def entities(document: Document) -> Document:
    """The document with its names put right. A rule's mention is stronger than the model's that it overlaps."""
    found = words(document)
    raw = mentions_of(document, found)
    model = clean.clean(raw, found)
    known = places.known_places(found, model)
    by_rule = [
        *known,
        *quoted.candidates(found, model),
        *bodies.candidates(found, model, known),
        *places.candidates(found, model, known),
        *datelines.candidates(found),
        *events.candidates(found, model, known),
    ]
    strong = settle((m for m in by_rule if m.strength >= STRONG), len(found))
    by_rule += people.candidates(found, model, strong)
    mentions = settle([*by_rule, *model], len(found))
    mentions = settle([*mentions, *brackets.candidates(found, mentions)], len(found))
    mentions = spread.spread(found, mentions)
    return replace(document, names=names_of((m for m in mentions if m.type), found))
