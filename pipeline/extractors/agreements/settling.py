"""Sides told by common nouns and adjectives, resolved to names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.document import Entity
from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.line import Line
from pipeline.extractors.agreements.parties import Found, unique


def settle(
    found: Sequence[Found], pair: Sequence[Actor], countries: Sequence[Actor], firm: Actor | None
) -> list[Found]:
    """Common nouns resolved: «стороны» to the pair before, «страны» to the two countries, «банк» to the firm before.

    What cannot be resolved stays described where its words say enough, and drops out where names are there.
    """
    kept = [f for f in found if f[0].entity]
    named = len(kept)
    nouns = [f for f in found if f[0].entity is None and f[0].meaning == "body" and f[1] == "party.subject"]
    firms = [a for a in pair if a.type == "ORG"]
    if not kept and len(nouns) == len(found) == len(firms) == 2:
        return [(a, "party.noun") for a in firms]  # «компания и британский холдинг подписали»
    for actor, rule in (f for f in found if f[0].entity is None):
        bare = actor.end - actor.start <= len(actor.word) + 12
        several = actor.meaning == "several" and actor.end - actor.start == len(actor.word)
        if (actor.meaning in ("countries", "pair", "sides", "state") and bare) or several:
            who = (countries or pair) if actor.meaning == "countries" else () if actor.meaning == "state" else pair
            kept += [(a, f"party.{actor.meaning}") for a in who if named < 2]
            counted = actor.meaning != "sides" and actor.end - actor.start > len(actor.word) + 1
            if not who and named < 2 and actor.meaning != "state" and (counted or several):
                kept.append((actor, rule))  # «двумя районами», „neun Staaten“
        elif actor.meaning == "state":
            continue
        elif actor.end - actor.start == len(actor.word) and firm is not None and named < 2:
            kept.append((firm, "party.noun"))
        elif named < 2 or actor.under in ("between", "with"):
            kept.append((actor, rule))
    return unique(kept)


def by_adjective(line: Line, mention: Mention, entities: Mapping[str, Entity]) -> list[Found]:
    """„deutsch-kasachisches Abkommen“: the countries, where the document knows them as entities."""
    found: list[Found] = []
    for at in mention.adjectives:
        u = line.units[at]
        parts = u.low.split("-")
        if len(parts) != 2:
            continue
        for part in parts:
            for entity in entities.values():
                if (
                    entity.type == "LOC"
                    and entity.kind == "country"
                    and _stem(entity.name)
                    and alike(part, entity.name)
                ):
                    actor = Actor(u.start, u.end, at, "LOC", entity.entity_id, "", "", u.clause, False, False, False)
                    found.append((actor, "party.adjective"))
                    break
    return found if len(found) == 2 else []


def _stem(name: str) -> str:
    return name.lower().replace("ё", "е")


def alike(adjective: str, name: str) -> bool:
    """Whether an adjective part is of this country: «казахстанско», „kasachisch“ begin as it does."""
    length = max(4, min(len(adjective), len(name)) - 4)
    return _stem(name)[:length] == adjective[:length]
