"""A contract between a person and who engages them: „X verlängerte seinen Vertrag beim FC Y“.

It counts where both are named and the act is told outright; one that is only planned, offered or hoped for does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.status import evidence

_ACTS = ("sign", "renew", "end", "gain")


def hired(scene: Scene, mention: Mention, found: Sequence[Evidence] | None = None) -> list[Found]:
    """The person and the organisation, or nothing."""
    line = scene.lines[mention.line]
    if mention.type != "contract" or mention.plural or line.headline:
        return []
    if found is None:
        found = evidence(line, mention, scene.others(mention), scene.lex, scene.document.published_on)
    told = next((e for e in found if e.source == "main" and e.sense in _ACTS and e.status in ("signed", "ended")), None)
    if told is None:
        return []
    clauses = {told.clause, line.units[mention.at].clause}
    cast = [a for a in scene.cast(mention.line) if a.clause in clauses and not (a.modifier or a.paren or a.in_role)]
    people = [a for a in cast if a.type == "PER" and a.under in ("", "with")]
    firms = [a for a in cast if a.type == "ORG" and a.under in ("", "with", "at")]
    if len({a.entity for a in people}) != 1 or len({a.entity for a in firms}) != 1:
        return []
    person, firm = people[0], firms[0]
    if (person.under == "") == (firm.under == "") or not person.entity or not firm.entity:
        return []
    if scene.lex.language == "ru" and (person if person.under == "" else firm).case not in ("Nom", ""):
        return []
    own = mention.article == "own" or firm.under == "at"
    if not own and (_acts_for_another(scene, person, firm) or _official(scene, person)):
        return []
    return [(person, "party.hired"), (firm, "party.hired")]


def _acts_for_another(scene: Scene, person: Actor, firm: Actor) -> bool:
    body = scene.body_of(person)
    return body is not None and body.entity != firm.entity


def _official(scene: Scene, person: Actor) -> bool:
    """Whether the words before the person say an office of state: „Minister X“; or of a firm, „Siemens-Chef X“."""
    lines = [x for x in scene.lines if x.start <= person.start < x.end]
    before = [u for x in lines for u in x.units if person.start - 60 < u.start < person.start and u.role is not None]
    return any(u.body == "state" or "-" in u.text for u in before)
