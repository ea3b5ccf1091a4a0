"""The parties of an agreement, beside its name or from what the text has just said."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import (
    Annotation,
    Money,
)
from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.carried import inherited
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.hiring import hired
from pipeline.extractors.agreements.later import parties_later
from pipeline.extractors.agreements.lexicon import beginnings
from pipeline.extractors.agreements.line import counts
from pipeline.extractors.agreements.parties import Found, unique
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.settling import alike, by_adjective, settle
from pipeline.extractors.agreements.sides import apart
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.verbs import SIGN


def bound(scene: Scene, story: Story, stories: Sequence[Story], after: Sequence[int]) -> list[Found]:
    """Who is bound: named beside it; else by its other mentions, by pronoun, by what was told just before."""
    mention = story.mention
    engaged = hired(scene, mention, story.told[story.main])
    if engaged:
        return engaged
    line = scene.lines[mention.line]
    found = list(scene.near(mention))
    pair = _pair(scene, mention.line, line.units[mention.first].start, stories)
    settled = _settle(scene, mention, found, pair)
    units = line.units
    clause = units[mention.at].clause
    if len(settled) < 2 and any(u.fn == "they" and not counts(line, i) for i, u in line.of(clause)) and pair:
        named = [f for f in settled if f[0].entity]
        settled = unique([*named, *((a, "party.pair") for a in pair)])
    for k, other in enumerate(story.mentions):
        if len(settled) >= 2 or k == story.main:
            continue
        if "generic" in other.flags and not any(e.sense in SIGN for e in story.told[k]):
            continue
        extra = _settle(
            scene, other, scene.near(other), _pair(scene, other.line, scene.lines[other.line].start, stories)
        )
        settled = unique([*settled, *extra])
    settled = unique([*settled, *_members(scene, after, story)])
    if len(settled) < 2:
        settled = unique([*settled, *parties_later(scene, story)])
    if len(settled) < 2:
        settled = unique([*settled, *apart(scene, story, after, settled)])
    if len(settled) < 2:
        settled = inherited(scene, story, stories, settled)
    if len(settled) < 2 and (
        (takes(scene, mention, "finance") and lent(scene, mention) is not None) or takes(scene, mention, "takes_up")
    ):
        settled = unique([*settled, *_lenders(scene, mention)])
    if not settled and story.lender is not None:
        settled = _settle(scene, story.lender, scene.near(story.lender), pair)
    if not settled:
        settled = by_adjective(line, mention, scene.entities)
    return settled


def _settle(scene: Scene, mention: Mention, found: Sequence[Found], pair: Sequence[Actor]) -> list[Found]:
    countries = [a for a in scene.countries(mention.line) if a.entity]
    firm = None
    for a, _ in found:
        if a.entity is None and a.meaning == "body":
            firm = _firm(scene, mention.line, a)
    return settle(found, pair, countries, firm)


def _firm(scene: Scene, line: int, noun: Actor) -> Actor | None:
    """Which firm „der Konzern“, «банк» takes up: the one named last, in the line or the two before."""
    earlier = [a for a in scene.cast(line) if a.start < noun.start]
    for k in range(line - 1, max(-1, line - 3), -1):
        earlier = [*scene.cast(k), *earlier]
    firms = [a for a in earlier if a.type == "ORG" and not a.paren and not a.modifier and not a.in_role]
    return firms[-1] if firms else None


def takes(scene: Scene, mention: Mention, what: str) -> bool:
    """Whether the naming words are of this kind: `finance`, `takes_up`."""
    units = scene.lines[mention.line].units[mention.first : mention.last]
    return any(u.low.startswith(beginnings(scene.lex.language, what)) for u in units)


def _just_before(scene: Scene, mention: Mention) -> list[int]:
    """The lines just told: the mention's own up to it, and the one before in the paragraph."""
    before = mention.line - 1
    same = before >= 0 and scene.lines[before].paragraph == scene.lines[mention.line].paragraph
    return [mention.line, before] if same else [mention.line]


def lent(scene: Scene, mention: Mention) -> Annotation[Money] | None:
    """The loan or grant just told of."""
    start = scene.lines[mention.line].units[mention.first].start
    for k in _just_before(scene, mention):
        for u in scene.lines[k].units:
            if u.money is not None and u.start < start and u.money.value.kind in ("loan", "aid", "contract"):
                return u.money
    return None


def _lenders(scene: Scene, mention: Mention) -> list[Found]:
    """Who lends and who borrows, in what was just told."""
    start = scene.lines[mention.line].units[mention.first].start
    clause = scene.lines[mention.line].units[mention.at].clause
    for k in _just_before(scene, mention):
        found = [
            a for a in scene.cast(k)
            if a.type in ("ORG", "LOC") and not a.modifier and not a.paren and not a.in_role and a.start < start
            and a.under in ("", "by", "behalf", "with") and (k != mention.line or a.clause != clause)
        ]  # fmt: skip
        if found:
            return [(a, "party.lender") for a in found][:2]
    return []


def _pair(scene: Scene, line: int, before: int, stories: Sequence[Story]) -> list[Actor]:
    """The two sides that «стороны», „beide Länder“, «они» take up: the nearest two or more named together before."""
    paragraph = scene.lines[line].paragraph
    for k in range(line, max(-1, line - 8), -1):
        if scene.lines[k].paragraph < paragraph - 1:
            break
        for story in stories:
            parties = scene.done.get(id(story))
            if k < line and parties and story.mention.line == k and len(parties) >= 2:
                return [a for a, _ in parties]
        if scene.lines[k].paragraph < paragraph - 1:
            continue
        named = [
            a for a in scene.cast(k)
            if a.entity and a.type in ("ORG", "LOC") and not a.modifier and not a.paren and a.end <= before
            and a.under in ("", "between", "with", "and") and (not a.in_role or a.type == "LOC")
        ]  # fmt: skip
        named = list({a.entity: a for a in reversed(named)}.values())[::-1]
        kinds: dict[str, list[Actor]] = {}
        for a in named:
            entity = scene.entities.get(a.entity or "")
            kinds.setdefault("country" if entity and entity.kind == "country" else a.type, []).append(a)
        for same in kinds.values():
            if len(same) == 2:
                return same
    return []


def _members(scene: Scene, after: Sequence[int], story: Story) -> list[Found]:
    """«Его участники – A, B и C», «в ней участвуют …», „Vertragspartner sind …“, „der sich auch … anschloss“."""
    found: list[Found] = []
    for k in [story.mention.line, *after]:
        line = scene.lines[k]
        for i, u in enumerate(line.units):
            act = u.act("members") or (
                u.act("join") if k != story.mention.line or line.clauses[u.clause].kind == "rel" else None
            )
            if act is not None and act.sense == "join" and k != story.mention.line:
                told = [x for _, x in line.of(u.clause)]
                if not any(x.head or x.fn in ("pronoun", "this", "rel", "they") or x.act("members") for x in told):
                    continue  # «присоединился к банку» is not to the agreement
            if act is None or (k == story.mention.line and i < story.mention.at):
                continue
            if k == story.mention.line and any(story.mention.at < m.at < i for m in scene.others(story.mention)):
                continue
            for a in scene.cast(k):
                if a.type not in ("ORG", "LOC", "BODY") or a.modifier or a.paren or a.in_role or a.entity is None:
                    continue
                same = a.clause == u.clause or line.clauses[a.clause].before == u.clause
                if same and a.under in ("", "besides", "between") and (a.case in ("Nom", "", "Gen")):
                    found.append((a, "party.member"))
    return found


def offices(scene: Scene, people: Sequence[Found], settled: Sequence[Found]) -> list[Found]:
    """Those whom the signatories sign for, by their offices.

    A country that only an adjective of the office tells („der algerische Premierminister“) counts only where
    there are two sides.
    """
    bodies = [(scene.body_of(person), scene.office_told(person)) for person, _ in people]
    named = unique([*settled, *((body, "party.office") for body, told in bodies if body is not None and told)])
    clear = [
        body for (body, told), (person, _) in zip(bodies, people, strict=True)
        if body is not None and (told or len(people) < 2 or _by_words(scene, person, body))
    ]  # fmt: skip
    every = unique([*settled, *((body, "party.office") for body in clear)])
    return every if len(every) >= 2 or len(people) < 2 else named


def _by_words(scene: Scene, person: Actor, body: Actor) -> bool:
    """Whether an adjective of the office tells its country: „der algerische Premierminister“."""
    entity = scene.entities.get(body.entity or "")
    before = scene.document.text[max(0, person.start - 90) : person.start].lower().split()
    return entity is not None and any(len(w) > 5 and alike(w, entity.name) for w in before)
