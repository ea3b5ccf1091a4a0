"""From a story to a row: its slots filled, or nothing where what is told is no agreement."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import (
    Agreement,
    Annotation,
    Money,
    Party,
)
from pipeline.extractors.agreements import confidence, groups
from pipeline.extractors.agreements.context import bound, offices
from pipeline.extractors.agreements.judge import judge, kind_of
from pipeline.extractors.agreements.line import Day, Where
from pipeline.extractors.agreements.occasion import by_the_way
from pipeline.extractors.agreements.parties import unique
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.slots import after_lines, concluded, lasting, persons, venue, worth
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.terms import Term


def row(scene: Scene, story: Story, stories: Sequence[Story]) -> Annotation[Agreement] | None:
    """The row of a story; None where what is told is no agreement."""
    mention = story.mention
    line = scene.lines[mention.line]
    after = after_lines(scene, story, stories)
    people, witnesses, mediators = persons(scene, story, after)
    parties = bound(scene, story, stories, after)
    sides = parties
    if len(parties) < 2:
        sides = unique([*parties, *((o, "party.office") for p, _ in people if (o := scene.body_of(p)) is not None)])
        parties = offices(scene, people, parties)
    status, why = judge(scene, story, story.status(), sides, people)
    if status is None:
        return None
    scene.done[id(story)] = parties
    kind = kind_of(scene, story, parties)
    when = concluded(scene, story, after) if status != "planned" else None
    place = venue(scene, story, after) if status != "planned" else None
    if status == "signed" and when is None:
        when, place = by_the_way(scene, story, place, parties)
    scene.when[id(mention)] = mention, when, place
    span = lasting(scene, story, after, status)
    amount = worth(scene, story, after)
    subject = None
    if mention.about is not None:
        a, b = line.units[mention.about[0]], line.units[mention.about[1] - 1]
        first = line.units[mention.about[0] + 1] if a.fn and mention.about[1] - mention.about[0] > 1 else a
        subject = " ".join(scene.document.text[first.start : b.end].split())
    own = {a.entity for a, rule in parties if rule == "party.hired"}
    people = [f for f in people if f[0].entity not in own]
    start, end = line.units[mention.first].start, line.units[mention.last - 1].end
    made = [
        Annotation(a.start, a.end, Party(role, a.entity), f"agreement.{rule}")
        for role, group in (("party", parties), ("signatory", people), ("witness", witnesses), ("mediator", mediators))
        for a, rule in group
    ]
    known = [a.entity for a, _ in parties if a.entity]
    told = _told(scene, story, status, when, place, span, amount)
    agreement = Agreement(
        kind,
        status,
        mention.count,
        subject,
        when.begins if when else None,
        when.ends if when else None,
        place.entity if place else None,
        span.begins,
        span.ends,
        amount.value.amount_min if amount else None,
        amount.value.amount_max if amount else None,
        amount.value.currency if amount else None,
        (line.start, line.end),
        confidence.score(parties, subject, told, len(people) + len(witnesses) + len(mediators)),
        tuple(sorted(made, key=lambda p: (p.start, p.end))),
        (amount.span,) if amount else (),
        groups.key(
            kind, status, known, when.begins if when else None, span.begins or span.ends, scene.document.published_on
        ),
        told,
    )
    return Annotation(start, end, agreement, f"agreement.{why}")


def _told(
    scene: Scene, story: Story, status: str, when: Day | None, place: Where | None, span: Term,
    amount: Annotation[Money] | None,
) -> tuple[Annotation[str], ...]:  # fmt: skip
    """Which words filled which slot, and why."""
    told: list[Annotation[str]] = []
    for mention, found in sorted(zip(story.mentions, story.told, strict=True), key=lambda x: x[0] is not story.mention):
        e = next((e for e in found if e.status == status), None)
        if e is not None:
            u = scene.lines[mention.line].units[e.at]
            told.append(Annotation(u.start, u.end, "status", f"agreement.status.{e.sense}-{e.source}"))
            break
    if when is not None:
        told.append(Annotation(when.start, when.end, "signed_on", f"agreement.day.{when.rule}"))
    if place is not None:
        told.append(Annotation(place.start, place.end, "place", f"agreement.place.{place.rule}"))
    told += [Annotation(start, end, slot, f"agreement.term.{slot.replace('_', '-')}") for slot, start, end in span.said]
    if amount is not None:
        told.append(Annotation(amount.start, amount.end, "amount", f"agreement.amount.{amount.value.kind}"))
    return tuple(told)
