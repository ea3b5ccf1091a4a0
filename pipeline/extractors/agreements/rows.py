"""From a story to a row: its slots filled, or nothing where what is told is no agreement."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import (
    Agreement,
    Annotation,
    Party,
)
from pipeline.extractors.agreements import groups
from pipeline.extractors.agreements.context import bound, offices
from pipeline.extractors.agreements.judge import judge, kind_of
from pipeline.extractors.agreements.occasion import by_the_way
from pipeline.extractors.agreements.parties import Found, unique
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.slots import after_lines, concluded, lasting, persons, venue, worth
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.verbs import SIGN


def row(scene: Scene, story: Story, stories: Sequence[Story]) -> Annotation[Agreement] | None:
    """The row of a story; None where what is told is no agreement."""
    mention = story.mention
    line = scene.lines[mention.line]
    after = after_lines(scene, story, stories)
    people, witnesses, mediators = persons(scene, story, after)
    parties = bound(scene, story, stories, after)
    if len(parties) < 2:
        parties = offices(scene, people, parties)
    status, why = judge(scene, story, story.status(), parties, people)
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
    start, end = line.units[mention.first].start, line.units[mention.last - 1].end
    made = [
        Annotation(a.start, a.end, Party(role, a.entity), f"agreement.{rule}")
        for role, group in (("party", parties), ("signatory", people), ("witness", witnesses), ("mediator", mediators))
        for a, rule in group
    ]
    known = [a.entity for a, _ in parties if a.entity]
    agreement = Agreement(
        kind,
        status,
        mention.count,
        subject,
        when[0] if when else None,
        when[1] if when else None,
        place,
        span.begins,
        span.ends,
        amount.value.amount_min if amount else None,
        amount.value.amount_max if amount else None,
        amount.value.currency if amount else None,
        (line.start, line.end),
        _score(story, status, parties, why),
        tuple(sorted(made, key=lambda p: (p.start, p.end))),
        (amount.span,) if amount else (),
        groups.key(
            kind, status, known, when[0] if when else None, span.begins or span.ends, scene.document.published_on
        ),
    )
    return Annotation(start, end, agreement, f"agreement.{why}")


def _score(story: Story, status: str, parties: Sequence[Found], why: str) -> float:
    """How sure: the act told outright, parties named beside it, a subject, told more than once."""
    score = 0.35
    found = [e for t in story.told for e in t]
    if any(e.source == "main" and e.sense in (*SIGN, "end", "expire") for e in found):
        score += 0.25
    elif found:
        score += 0.15
    score += 0.1 * min(2, sum(1 for a, rule in parties if rule not in ("party.carried", "party.adjective")))
    score += 0.1 if story.mention.about else 0
    score += 0.05 if len(story.mentions) > 1 else 0
    score += 0.05 if status == "signed" else 0
    score -= 0.1 if "joint" in story.mention.flags or "generic" in story.mention.flags else 0
    return round(max(0.05, min(1.0, score)), 2)
