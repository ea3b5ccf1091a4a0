"""German names: the model's, corrected and completed by rules. Without the model the rules stand in for it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document
from pipeline.extractors.entities.de import bodies, brackets, clean, people, places, quoted, spread
from pipeline.extractors.entities.words import mentions_of, names_of, settle, words


def entities(document: Document) -> Document:
    """The document with its names put right. A rule's mention is stronger than the model's that it overlaps."""
    found = words(document)
    standin = not any(word.pos for word in found)
    model = clean.clean(mentions_of(document, found), found)
    known = places.known_places(found, model)
    candidates = [
        *model,
        *known,
        *bodies.candidates(found, model, known),
        *quoted.candidates(found, model),
        *clean.blocked(found, model),
    ]
    candidates += people.stand_in(found, known) if standin else people.completed(found, model)
    mentions = settle(candidates, len(found))
    mentions = settle([*mentions, *brackets.candidates(found, mentions)], len(found))
    mentions = [m for m in spread.spread(found, mentions) if m.type]
    if standin:
        mentions = [m._replace(rule=m.rule.replace("de.", "de.standin-", 1)) for m in mentions]
    return replace(document, names=names_of(mentions, found))
