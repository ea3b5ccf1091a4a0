"""Parties that the text leaves out because it has just named them, or because they speak."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.line import Line
from pipeline.extractors.agreements.parties import Found, unique
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.story import Story


def inherited(scene: Scene, story: Story, stories: Sequence[Story], settled: list[Found]) -> list[Found]:
    """What the text leaves out because it has just said it."""
    mention = story.mention
    line = scene.lines[mention.line]
    previous = None
    for other in stories:
        if other is story or id(other) not in scene.done:
            continue
        before = (other.mention.line, other.mention.at) < (mention.line, mention.at)
        if (
            before
            and scene.lines[other.mention.line].paragraph == line.paragraph
            and mention.line - other.mention.line <= 3
        ):
            previous = other
    if "generic" in mention.flags or (
        previous is not None and mention.article == "new" and previous.status() == "ended"
    ):
        return settled
    told_before = [o for o in stories if o is not story and id(o) in scene.done and o.mention.line < mention.line]
    if previous is None and not settled and mention.article in ("the", "this") and len(told_before) == 1:
        sides = scene.done[id(told_before[0])]
        named = {
            a.entity
            for k in range(len(scene.lines))
            if scene.lines[k].paragraph == line.paragraph
            for a in scene.cast(k)
        }
        if any(a.entity and a.entity in named for a, _ in sides):
            return [(a, "party.carried") for a, _ in sides]
    if previous is not None:
        before_parties = scene.done[id(previous)]
        if not settled:
            return [(a, "party.carried") for a, _ in before_parties]
        if len(settled) == 1 and (settled[0][0].under in ("with", "besides") or settled[0][1] == "party.member"):
            subjects = [a for a, rule in before_parties if rule not in ("party.with", "party.between")]
            return unique([*settled, *((a, "party.carried") for a in subjects if a.entity != settled[0][0].entity)])
    speaker = _speaker(scene, mention)
    if speaker is not None and all(a.entity != speaker.entity for a, _ in settled):
        return unique([*settled, (speaker, "party.speaker")])
    country = _speaks_for(scene, mention)
    if len(settled) == 1 and settled[0][1] == "party.with" and country is not None:
        return unique([*settled, (country, "party.speaker")])
    if len(settled) < 2:
        subject = _pronoun(scene, mention)
        if subject is not None and all(a.entity != subject.entity for a, _ in settled):
            settled = unique([*settled, (subject, "party.pronoun")])
            if len(settled) == 1 and mention.joint and len(told_before) == 1:  # «с ней рассчитывают заключить …»
                settled += [
                    (a, "party.carried") for a, _ in scene.done[id(told_before[0])] if a.entity != subject.entity
                ]
            return settled
    if not settled and mention.line and scene.lines[mention.line - 1].paragraph == line.paragraph:
        pair = [
            a for a in scene.cast(mention.line - 1)
            if a.type in ("ORG", "LOC") and a.under == "" and not a.modifier and not a.in_role and not a.paren
            and a.case in ("Nom", "")
        ]  # fmt: skip
        if len({a.entity for a in pair}) == 2 and len({(a.clause, a.type) for a in pair}) == 1:
            return [(a, "party.pair") for a in pair]
    if len(settled) == 1 and settled[0][1] != "party.subject" and mention.article == "own" and mention.line:
        for a in scene.cast(mention.line - 1):
            if a.type == "ORG" and not a.modifier and not a.in_role and a.entity != settled[0][0].entity:
                return unique([*settled, (a, "party.pronoun")])
    return settled


def _speaker(scene: Scene, mention: Mention) -> Actor | None:
    """Whom «мы», „wir“ stand for: the body of whoever is speaking in the line."""
    line = scene.lines[mention.line]
    clause = line.units[mention.at].clause
    if not any(u.low in ("мы", "нами", "нас", "wir", "uns") for _, u in line.of(clause)):
        return None
    near = [k for k in (mention.line, mention.line + 1, mention.line - 1) if 0 <= k < len(scene.lines)]
    for k in near:
        if scene.lines[k].paragraph != line.paragraph:
            continue
        for a in scene.cast(k):
            body = scene.body_of(a) if a.type == "PER" else None
            said = any(u.say for _, u in scene.lines[k].of(a.clause)) or _opens_speech(scene.lines[k], a)
            if body is not None and said:
                return body if body.type == "ORG" else None
    return _interviewed(scene)


def _opens_speech(line: Line, actor: Actor) -> bool:
    """„X, Chef der Y: Wir haben …“"""
    return any(u.text == ":" for u in line.units[actor.at + 1 : actor.at + 9])


def _interviewed(scene: Scene) -> Actor | None:
    """The body of the only person in the text who holds an office: whom an interview is with."""
    holders = {n.value.entity: n for n in scene.document.names if n.span in scene.office}
    people = {n.value.entity for n in scene.document.names if n.value.type == "PER"}
    if len(holders) != 1 or len(people) > 2:
        return None
    (person,) = holders.values()
    body = scene.body_of(
        Actor(person.start, person.end, -1, "PER", person.value.entity, "", "", -1, False, False, False)
    )
    return body if body is not None and body.type == "ORG" else None


def _speaks_for(scene: Scene, mention: Mention) -> Actor | None:
    """The country whose official says in the line that there is an agreement with somebody."""
    line = scene.lines[mention.line]
    for a in scene.cast(mention.line):
        of = scene.office.get((a.start, a.end)) if a.type == "PER" else None
        if of is None or not any(u.say for _, u in line.of(a.clause)):
            continue
        name = next((n for n in scene.document.names if n.span == of), None)
        entity = scene.entities.get(name.value.entity or "") if name is not None else None
        if entity is not None and entity.kind == "government" and entity.country:
            wanted = {
                e.entity_id for e in scene.entities.values() if e.kind == "country" and e.country == entity.country
            }
            name = next((n for n in scene.document.names if n.value.entity in wanted), None)
        elif entity is None or entity.kind != "country":
            continue
        if name is not None:
            return Actor(name.start, name.end, a.at, "LOC", name.value.entity, "", "", a.clause, True, False, False)
    return None


def _pronoun(scene: Scene, mention: Mention) -> Actor | None:
    """Whom «он», „er“, „sie“ as the subject of the clause takes up: who was last the subject before."""
    line = scene.lines[mention.line]
    clause = line.units[mention.at].clause
    place = next(
        (
            i for i, u in line.of(clause)
            if u.low in ("er", "sie", "es", "он", "она", "оно")
            or (u.fn == "pronoun" and i and line.units[i - 1].fn == "with")
        ),
        None,
    )  # fmt: skip
    if place is None:
        return None
    earlier = [a for a in scene.cast(mention.line) if a.at < place and a.clause != clause]
    if mention.line and scene.lines[mention.line - 1].paragraph == line.paragraph:
        earlier = [*scene.cast(mention.line - 1), *earlier]
    subjects = [a for a in earlier if a.type in ("ORG", "LOC") and a.under == "" and not a.modifier and not a.in_role
                and a.case in ("Nom", "")]  # fmt: skip
    person = max((a.start for a in earlier if a.type == "PER"), default=-1)
    if not subjects or (person > subjects[-1].start and line.units[place].low in ("er", "sie", "он", "она")):
        return None
    return subjects[-1]
