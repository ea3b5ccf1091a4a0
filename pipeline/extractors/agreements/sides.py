"""Sides that stand apart from the naming words: in a relative clause, by a pronoun, as buyer and seller, by office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.verbs import FORCE, PLAN, SIGN

_DASHES = ("–", "—", "-", ":")
_OBJECTS = ("его", "её", "ее", "их", "ihn", "sie", "es")


def apart(scene: Scene, story: Story, after: Sequence[int], settled: Sequence[Found]) -> list[Found]:
    """The sides of an agreement that names too few beside it, from the first of these that tells any."""
    mention = story.mention
    ways = (_antecedent, _joined, _before_colon, _officer, _just_told)
    for way in ways:
        found = way(scene, mention, story, settled)
        if found:
            return found
    named = [f for k in (mention.line, *after) for f in _named_sides(scene, k)]
    if named:
        return named
    return [f for k in (mention.line, *after[:2]) for f in _takers(scene, k, mention)]


def _free(actor: Actor) -> bool:
    """Whether an actor is a side of its own that stands under no preposition."""
    return (
        actor.type in ("ORG", "LOC") and actor.entity is not None and actor.under == ""
        and not (actor.modifier or actor.paren or actor.in_role)
    )  # fmt: skip


def _nominative(actor: Actor) -> bool:
    return actor.case in ("Nom", "")


def _antecedent(scene: Scene, mention: Mention, story: Story, settled: Sequence[Found]) -> list[Found]:
    """„…bei A in B, mit der C einen Vertrag schloss“, «A, с которой …», „Deren Vertrag mit …“."""
    line = scene.lines[mention.line]
    units = line.units
    own = units[mention.first - 1] if mention.first else None
    if own is not None and own.low in ("deren", "dessen"):
        earlier = [a for a in scene.cast(mention.line) if a.at < mention.first - 1]
        if not earlier and mention.line:
            earlier = scene.cast(mention.line - 1)
        sides = [a for a in earlier if a.type in ("ORG", "LOC") and not a.modifier and not a.in_role]
        return [(sides[-1], "party.possessive")] if sides else []
    clause = line.clauses[units[mention.at].clause]
    if clause.kind not in ("rel", "part") or clause.before is None:
        return []
    opening = units[clause.first + 1 : clause.first + 3]
    with_whom = bool(opening) and opening[0].fn == "with"
    signs = any(e.sense in SIGN for e in story.told[story.main])
    subject = signs and any(rule == "party.with" for _, rule in settled)
    if not with_whom and not subject:
        return []
    sides = [
        a for a in scene.cast(mention.line)
        if a.at < clause.first and a.clause == clause.before and a.type in ("ORG", "LOC") and a.entity
        and not a.modifier and not a.in_role and not a.paren and not (a.type == "LOC" and a.under == "in")
    ]  # fmt: skip
    return [(sides[-1], "party.antecedent")] if sides else []


def _joined(scene: Scene, mention: Mention, story: Story, settled: Sequence[Found]) -> list[Found]:
    """«A и B сотрудничали на основе меморандума», „A und B verbindet ein Abkommen“."""
    line = scene.lines[mention.line]
    clause = line.units[mention.at].clause
    if settled or line.headline:
        return []
    told = story.told[story.main]
    before = [u for u in line.units[max(0, mention.first - 5) : mention.first] if u.clause == clause]
    under = any(u.fn == "under" or u.act("carry") for u in before)
    binds = any(e.source == "main" and e.sense in FORCE for e in told)
    if not under and not binds:
        return []
    sides = [a for a in scene.cast(mention.line) if a.clause == clause and _free(a) and a.at < mention.first]
    if under:
        sides = [a for a in sides if _nominative(a)]
    return [(a, "party.joined") for a in sides] if len({a.entity for a in sides}) == 2 else []


def _before_colon(scene: Scene, mention: Mention, story: Story, settled: Sequence[Found]) -> list[Found]:
    """«Мельницу держит на плаву банк A: действует соглашение с B»."""
    line = scene.lines[mention.line]
    clause = line.clauses[line.units[mention.at].clause]
    if len(settled) != 1 or settled[0][1] != "party.with" or clause.kind != "list" or clause.before is None:
        return []
    sides = [
        a for a in scene.cast(mention.line)
        if a.at < clause.first and _free(a) and _nominative(a) and a.type == "ORG" and a.entity != settled[0][0].entity
    ]  # fmt: skip
    return [(sides[-1], "party.explained")] if sides else []


def _officer(scene: Scene, mention: Mention, story: Story, settled: Sequence[Found]) -> list[Found]:
    """«Финансовый директор A готовит соглашение с B»: who acts for a body binds it."""
    line = scene.lines[mention.line]
    clause = line.units[mention.at].clause
    acts = any(e.sense in (*SIGN, *PLAN) and e.source in ("main", "noun") for e in story.told[story.main])
    if not acts or len(settled) != 1 or settled[0][1] != "party.with":
        return []
    for a in scene.cast(mention.line):
        if a.type == "PER" and a.clause == clause and a.under == "" and _nominative(a):
            body = scene.body_of(a)
            if body is not None and body.entity != settled[0][0].entity:
                return [(body, "party.office")]
    return []


def _just_told(scene: Scene, mention: Mention, story: Story, settled: Sequence[Found]) -> list[Found]:
    """„A liefert B Weichen. Der Vertrag sei unterzeichnet worden“: the two firms just told of."""
    told = story.told[story.main]
    passive = any(e.source == "main" and e.passive and e.sense in SIGN for e in told)
    if settled or not passive or mention.plural or mention.article not in ("the", "this", ""):
        return []
    line = scene.lines[mention.line]
    if any(u.fn in ("with", "between") for u in line.units[mention.last : mention.last + 1]):
        return []  # „der Vertrag mit dem Makler“ is with somebody else
    start = line.units[mention.first].start
    for k in (mention.line, mention.line - 1):
        if k < 0 or scene.lines[k].paragraph != line.paragraph:
            break
        firms = {
            a.entity: a for a in reversed(scene.cast(k))
            if a.type == "ORG" and a.start < start and a.entity and not (a.modifier or a.in_role or a.paren)
            and a.under in ("", "with", "between", "by", "at", "from")
        }  # fmt: skip
        if firms:
            return [(a, "party.just-told") for a in firms.values()] if len(firms) == 2 else []
    return []


def _named_sides(scene: Scene, k: int) -> Iterator[Found]:
    """«Покупатель — A, продавец — B», „Käuferin ist die A“, «продавцом была A»."""
    units = scene.lines[k].units
    for i, u in enumerate(units):
        if u.slot != "side" or u.role is not None:
            continue
        for j in range(i + 1, min(len(units), i + 6)):
            between = units[i + 1 : j]
            if units[j].name is not None:
                actor = next((a for a in scene.cast(k) if a.at == j), None)
                plain = actor is not None and actor.type in ("ORG", "LOC") and not actor.in_role and not actor.paren
                if actor is not None and plain and any(_links(x) for x in between):
                    yield actor, "party.named-side"
                break
            if units[j].text in (",", ";", "."):
                break


def _links(u: Unit) -> bool:
    """What makes a name the buyer: a dash or a verb of being."""
    return u.text in _DASHES or u.finite or bool(u.aux)


def _takers(scene: Scene, k: int, mention: Mention) -> Iterator[Found]:
    """«A и B рассчитывают подписать его осенью»: who does it to what was just named."""
    line = scene.lines[k]
    same = k == mention.line
    if line.paragraph != scene.lines[mention.line].paragraph or (not same and k in scene.by_line):
        return
    for clause in {u.clause for u in line.units}:
        told = [(i, u) for i, u in line.of(clause) if not same or i >= mention.last]
        if not any(_does_it(line, i, u) for i, u in told):
            continue
        hangs_on = line.clauses[clause].before
        if line.clauses[clause].kind == "part" and hangs_on is not None:  # «A, заключившая его с B»
            doers = [a for a in scene.cast(k) if a.clause == hangs_on and a.at < line.clauses[clause].first]
            doers = [a for a in doers if _free(a) and _nominative(a) and (not same or a.at >= mention.last)]
            yield from ((a, "party.taker") for a in doers[-1:])
        yield from (
            (a, "party.taker") for a in scene.cast(k)
            if a.clause == clause and (not same or a.at >= mention.last)
            and ((_free(a) and _nominative(a)) or (a.under == "with" and a.entity and not a.modifier))
        )  # fmt: skip


def _does_it(line: Line, i: int, u: Unit) -> bool:
    """A verb of signing or ending beside a pronoun that is its object."""
    if not any(a.sense in SIGN and a.tense != "noun" for a in u.acts):
        return False
    return any(x.low in _OBJECTS for x in line.units[max(0, i - 1) : i + 2]) or (
        any(x.low == "ihn" for _, x in line.of(u.clause))
    )
