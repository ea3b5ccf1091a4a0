"""Whether what is told is an agreement at all, and of which type."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.people import signatories
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.terms import dated
from pipeline.extractors.agreements.verbs import SIGN


def judge(
    scene: Scene, story: Story, status: str | None, parties: Sequence[Found], people: Sequence[Found] = ()
) -> tuple[str | None, str]:
    """The status of a story that is an agreement, and what makes it one; None for talk and plans in general.

    `people` are those who sign.
    """
    mention, found = story.mention, [e for t in story.told for e in t]
    bound = len(parties)
    own = len(scene.near(mention))
    senses = {e.sense for e in found if e.status == status}
    act = bool(senses & {*SIGN, "end", "expire", "leave", "replace", "force", "runs", "join", "fail", "refuse"})
    if "settle" in mention.flags and not (senses & {*SIGN, "plan"} and bound):
        return None, ""
    if status is None:
        line = scene.lines[mention.line]
        clause = line.units[mention.at].clause
        if line.clauses[clause].hypothetical or any(u.adjective == "doubt" for _, u in line.of(clause)):
            return None, ""  # „ein Abkommen ist unwahrscheinlich“
        date_told = told_with_date(scene, mention)
        own = max(own, sum(rule == "party.joined" for _, rule in parties))  # «A и B работают на основе договора»
        if not mention.plural and (own >= 2 or (own and date_told)) and "joint" not in mention.flags:
            return "in_force", "beside-parties"
        return None, ""
    several = any(a.meaning in ("countries", "pair", "sides", "several") for a, _ in parties)
    sides = (act and len(people) >= 2) or _by_sides(scene, story)
    joined = bound and "join" in senses
    if "joint" in mention.flags and not (
        mention.joint or own >= 2 or (act and (bound >= 2 or several)) or sides or joined
    ):
        return None, ""
    if "joint" in mention.flags and not act and not own:
        return None, ""
    if "strict" in mention.flags and not (act and any(a.entity for a, _ in parties)):
        return None, ""
    if mention.plural and not mention.quantified:
        if status == "planned" or (status != "signed" and own < 2) or story.listed:
            return None, ""
        if not act:
            return None, ""
    if (
        mention.plural
        and mention.quantified
        and story.listed
        and (mention.count is None or mention.count <= story.listed)
    ):
        return None, ""
    if "generic" in mention.flags and not act:
        return None, ""
    if status == "planned" and parties and not any(_told_apart(scene, p) for p in parties) and not mention.quantified:
        return None, ""
    if mention.type == "contract" and _hires(scene, story, parties):
        return None, ""
    if bound == 1 and not mention.plural and not _told_apart(scene, parties[0]):
        return None, ""
    lasting = status == "in_force" and act and told_with_date(scene, mention)
    set_down = status == "planned" and bool(mention.about) and not mention.flags and _set_down(scene, story, senses)
    open_sides = set_down or (sides and (mention.about or mention.adjectives or len(people) >= 2))
    counted = mention.quantified and act
    if not bound and not (counted or lasting or open_sides or _impersonal(story, status)):
        return None, ""
    if (
        status == "planned"
        and senses <= {"state", "plan", "draft", "may", "carry", "approve"}
        and not sides
        and bound < (2 if "may" in senses else 1)
    ):
        return None, ""
    if status == "in_force" and not act and own < 1 and bound < 2 and not lasting:
        return None, ""
    if status == "in_force" and senses <= {"state", "carry", "forcenoun"} and own < 2 and not (own and mention.about):
        return None, ""
    return status, next((e.sense for e in found if e.status == status), "told")


def _by_states(scene: Scene, story: Story) -> bool:
    """«Главы государств подписали договор»: those who sign act for states."""
    line = scene.lines[story.mention.line]
    return any(
        a.type == "BODY" and a.meaning in ("state", "countries") and a.clause == e.clause and a.under == ""
        for e in story.told[story.main] if e.source == "main" for a in scene.cast(story.mention.line)
    ) and not line.headline


def _set_down(scene: Scene, story: Story, senses: set[str]) -> bool:
    """„Über ein Abkommen zu … wird seit 2023 verhandelt“, „soll im Herbst unterzeichnet werden“: surely meant."""
    line = scene.lines[story.mention.line]
    if line.headline or any(c.hypothetical for c in line.clauses):
        return False
    if "talks" in senses:
        return True
    told = [e for e in story.told[story.main] if e.status == "planned" and e.sense in ("sign", "adopt") and e.passive]
    return any(u.date is not None and u.date.value.begins for e in told for _, u in line.of(e.clause))


def _by_sides(scene: Scene, story: Story) -> bool:
    """«Стороны подписали …», „die Minister unterzeichneten …“: several sign, whoever they are."""
    for mention, found in zip(story.mentions, story.told, strict=True):
        for e in found:
            if e.source != "main" or e.sense not in (*SIGN, "plan"):
                continue
            for a in scene.cast(mention.line):
                several = a.type == "BODY" and a.meaning in ("pair", "sides", "countries", "state")
                free = a.clause == e.clause and a.under == "" and a.case in ("Nom", "")
                if several and free and scene.lines[mention.line].units[a.at].plural:
                    return True
    return False


def told_with_date(scene: Scene, mention: Mention) -> bool:
    """Whether a day or year is told beside the name: „das Handelsabkommen von 1972“."""
    return dated(scene.lines[mention.line], mention, scene.lex, scene.document.published_on) is not None


def _told_apart(scene: Scene, party: Found) -> bool:
    """Whether a party is known by name, or by a name in its description: not «договор с застройщиком»."""
    actor, rule = party
    named = any(actor.start <= n.start and n.end <= actor.end for n in scene.document.names)
    counted = actor.meaning in ("countries", "pair") and actor.end - actor.start > len(actor.word) + 1
    return actor.entity is not None or named or counted or rule == "party.between"


def _hires(scene: Scene, story: Story, parties: Sequence[Found]) -> bool:
    """One party at most, and a person who signs for nobody else: a footballer, a director, a customer."""
    if any(rule == "party.hired" for _, rule in parties):
        return False
    bound = {a.entity for a, _ in parties}
    for mention, found in zip(story.mentions, story.told, strict=True):
        for person, _ in signatories(scene.lines[mention.line], scene.cast(mention.line), found, scene.lex):
            body = scene.body_of(person)
            bound |= {body.entity} if body is not None else set()
            if len(bound) < 2:
                return True
    return False


def _impersonal(story: Story, status: str) -> bool:
    """«Подписано соглашение о поставках угля»: who signed is left open, but that it was is told outright."""
    mention = story.mention
    apart = mention.compound and "strict" not in mention.flags  # „das Steuerabkommen“
    told = bool(mention.about or mention.adjectives or story.lender or apart)
    return (
        status in ("signed", "ended")
        and told
        and any((e.passive and e.source in ("main", "list")) or e.source == "list" for t in story.told for e in t)
    )


def kind_of(scene: Scene, story: Story, parties: Sequence[Found]) -> str:
    """A «договор»/„Vertrag“ between states is an agreement, and a treaty where it is so called."""
    kind = story.mention.type
    if kind == "contract" and _is_treaty_word(scene, story):
        named = [scene.entities.get(a.entity or "") for a, _ in parties]
        only_region = len(named) == 1 and named[0] is not None and named[0].kind == "region"
        if not named and parties == [] and _by_states(scene, story):
            return "agreement"
        if named and not only_region and all(
            e is not None and (e.kind in ("country", "international", "region") or e.kind == "government")
            for e in named
        ):
            return "agreement"
    if kind == "treaty" and story.mention.flags == frozenset() and parties:
        named = [scene.entities.get(a.entity or "") for a, _ in parties]
        if all(e is not None and e.kind == "company" for e in named):
            return "contract"
    return kind


def _is_treaty_word(scene: Scene, story: Story) -> bool:
    low = scene.lines[story.mention.line].units[story.mention.at].low
    return low.startswith(("договор", "vertrag", "vertrags", "verträge"))
