"""From a story to a row: its slots filled from the lines that speak of it, or nothing where it is no agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Agreement, Annotation, Document, Entity, Money, Party
from pipeline.extract.agreements import groups
from pipeline.extract.agreements.actors import Actor, actors
from pipeline.extract.agreements.finding import Mention
from pipeline.extract.agreements.lexicon import Lexicon
from pipeline.extract.agreements.parties import Found, by_adjective, settle, unique
from pipeline.extract.agreements.people import hands, onlookers, signatories
from pipeline.extract.agreements.status import SIGN, Evidence, decide
from pipeline.extract.agreements.story import Story
from pipeline.extract.agreements.terms import Term, dated, place, signed_on, term, value
from pipeline.extract.agreements.units import Line

_NEAR = 5  # how many lines after an agreement can still fill its slots


@dataclass(slots=True)
class Scene:
    """A document laid out for this stage."""

    document: Document
    lex: Lexicon
    lines: list[Line]
    mentions: list[Mention]
    told: list[list[Evidence]] = field(default_factory=list)
    beside: list[list[Found]] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    casts: dict[int, list[Actor]] = field(default_factory=dict)
    by_line: dict[int, list[Mention]] = field(default_factory=dict)
    done: dict[int, list[Found]] = field(default_factory=dict)  # parties of the stories already told, by `id`
    office: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entities = {e.entity_id: e for e in self.document.entities}
        self.keep(self.mentions)
        self.office = {r.value.person: r.value.of for r in self.document.roles if r.value.of is not None}

    def cast(self, line: int) -> list[Actor]:
        """The actors of a line."""
        if line not in self.casts:
            self.casts[line] = actors(self.lines[line], self.lex)
        return self.casts[line]

    def keep(self, mentions: list[Mention]) -> None:
        """Go on with these mentions only."""
        self.mentions, self.by_line = mentions, {}
        for m in mentions:
            self.by_line.setdefault(m.line, []).append(m)

    def employment(self, mention: Mention) -> bool:
        """A contract between a person and who employs them is none: «контракт с Ивановым», „der Vertrag von X“."""
        if mention.type != "contract":
            return False
        units = self.lines[mention.line].units
        clause = units[mention.at].clause
        for a in self.cast(mention.line):
            if a.type != "PER" or a.clause != clause:
                continue
            if a.under in ("with", "between") and a.at > mention.at:
                return True
            gap = [u for u in units[mention.last : a.at] if u.role is None]
            if a.at > mention.at and len(gap) == 1 and gap[0].fn in ("by", "the"):
                return True
            if a.at > mention.at and not gap and a.case in ("Gen", ""):
                return True
        return False

    def others(self, mention: Mention) -> list[Mention]:
        """The other mentions of its line."""
        return [m for m in self.by_line[mention.line] if m is not mention]

    def evidence(self, mention: Mention) -> list[Evidence]:
        """What is told at a mention."""
        return next(t for m, t in zip(self.mentions, self.told, strict=True) if m is mention)

    def countries(self) -> list[Actor]:
        """The two countries the text is about; nobody where it names one or more than two."""
        found: dict[str, Actor] = {}
        for k in range(len(self.lines)):
            for a in self.cast(k):
                entity = self.entities.get(a.entity or "")
                if entity is not None and entity.kind == "country":
                    found.setdefault(entity.entity_id, a)
        return list(found.values()) if len(found) == 2 else []

    def near(self, mention: Mention) -> list[Found]:
        """The parties found beside a mention."""
        return next(b for m, b in zip(self.mentions, self.beside, strict=True) if m is mention)


def row(scene: Scene, story: Story, stories: Sequence[Story]) -> Annotation[Agreement] | None:
    """The row of a story; None where what is told is no agreement."""
    mention = story.mention
    line = scene.lines[mention.line]
    after = _after(scene, story, stories)
    people, witnesses, mediators = _people(scene, story, after)
    parties = _parties(scene, story, stories, after)
    if len(parties) < 2:
        parties = unique([*parties, *_sides(scene, people)])
    status, why = _judge(scene, story, story.status(), parties)
    if status is None:
        return None
    scene.done[id(story)] = parties
    kind = _kind(scene, story, parties)
    when = _when(scene, story, after) if status != "planned" else None
    where = _where(scene, story, after) if status != "planned" else None
    span = _term(scene, story, after, status)
    amount = _value(scene, story, after)
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
        where,
        span.begins,
        span.ends,
        amount.value.amount_min if amount else None,
        amount.value.amount_max if amount else None,
        amount.value.currency if amount else None,
        (line.start, line.end),
        _score(story, status, parties, why),
        tuple(sorted(made, key=lambda p: (p.start, p.end))),
        (amount.span,) if amount else (),
        groups.key(kind, known, when[0] if when else None, span.begins or span.ends, scene.document.published_on),
    )
    return Annotation(start, end, agreement, f"agreement.{why}")


def _after(scene: Scene, story: Story, stories: Sequence[Story]) -> list[int]:
    """The lines behind the agreement, up to the next one, that may still tell of it."""
    main = story.mention
    if story.listed:
        return []
    stops = {s.mention.line for s in stories if s is not story and _real(s)}
    act = {(e.at, e.status) for e in story.told[story.main][:1]}
    for other in stories:  # of two in one line the later one is gone on about, or both where one verb serves them
        if other is not story and _real(other) and other.mention.line == main.line and other.mention.at > main.at:
            if not act & {(e.at, e.status) for e in other.told[other.main][:1]} or other.lender is main:
                return []
    found = []
    for k in range(main.line + 1, min(len(scene.lines), main.line + 1 + _NEAR)):
        if scene.lines[k].paragraph > scene.lines[main.line].paragraph + 2:
            break
        if k in stops:
            break
        found.append(k)
    return found


def _real(story: Story) -> bool:
    return story.status() is not None and ("generic" not in story.mention.flags or story.mention.quantified)


def _judge(scene: Scene, story: Story, status: str | None, parties: Sequence[Found]) -> tuple[str | None, str]:
    """The status of a story that is an agreement, and what makes it one; None for talk, plans in general and the like."""
    mention, found = story.mention, [e for t in story.told for e in t]
    bound = len(parties)
    own = len(scene.near(mention))
    senses = {e.sense for e in found if e.status == status}
    act = bool(senses & {*SIGN, "end", "expire", "leave", "force", "runs", "join", "fail", "refuse"})
    if "settle" in mention.flags and not (senses & {*SIGN, "plan"} and bound):
        return None, ""
    if status is None:
        line = scene.lines[mention.line]
        date_told = _dated(scene, mention)
        if not mention.plural and (own >= 2 or (own and date_told)) and "joint" not in mention.flags:
            return "in_force", "beside-parties"
        return None, ""
    if "joint" in mention.flags and not (mention.joint or own >= 2 or (bound >= 2 and act)):
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
    lasting = status == "in_force" and act and _dated(scene, mention)
    if not bound and not (mention.quantified and act) and not lasting and not _impersonal(story, status):
        return None, ""
    if status == "planned" and senses <= {"state", "plan", "draft", "may", "carry"} and bound < (2 if "may" in senses else 1):
        return None, ""
    if status == "in_force" and not act and own < 1 and bound < 2 and not lasting:
        return None, ""
    if status == "in_force" and senses <= {"state", "carry", "forcenoun"} and own < 2 and not (own and mention.about):
        return None, ""
    return status, next((e.sense for e in found if e.status == status), "told")


def _dated(scene: Scene, mention: Mention) -> bool:
    """Whether a day or year is told beside the name: „das Handelsabkommen von 1972“."""
    return dated(scene.lines[mention.line], mention, scene.lex, scene.document.published_on) is not None


def _told_apart(scene: Scene, party: Found) -> bool:
    """Whether a party is known by name, or by a name in its description: not «договор с застройщиком»."""
    actor, rule = party
    named = any(actor.start <= n.start and n.end <= actor.end for n in scene.document.names)
    return actor.entity is not None or named or rule == "party.between"


def _hires(scene: Scene, story: Story, parties: Sequence[Found]) -> bool:
    """One party at most, and a person who signs for nobody else: a footballer, a director, a customer."""
    bound = {a.entity for a, _ in parties}
    for mention, found in zip(story.mentions, story.told, strict=True):
        for person, _ in signatories(scene.lines[mention.line], scene.cast(mention.line), found, scene.lex):
            of = scene.office.get((person.start, person.end))
            bound |= {n.value.entity for n in scene.document.names if n.span == of}
            if len(bound) < 2:
                return True
    return False


def _impersonal(story: Story, status: str) -> bool:
    """«Подписано соглашение о поставках угля»: who signed is left open, but that it was is told outright."""
    mention = story.mention
    told = bool(mention.about or mention.adjectives or story.lender)
    return status in ("signed", "ended") and told and any(
        e.passive and e.source in ("main", "list") or e.source == "list" for t in story.told for e in t
    )


def _parties(scene: Scene, story: Story, stories: Sequence[Story], after: Sequence[int]) -> list[Found]:
    """Who is bound: named beside it; else by its other mentions, by pronoun, by what was told just before."""
    mention = story.mention
    line = scene.lines[mention.line]
    found = list(scene.near(mention))
    pair = _pair(scene, mention.line, line.units[mention.first].start, stories)
    settled = _settle(scene, mention, found, pair)
    units = line.units
    clause = units[mention.at].clause
    if len(settled) < 2 and any(u.fn == "they" for i, u in line.of(clause)) and pair:
        named = [f for f in settled if f[0].entity]
        settled = unique([*named, *((a, "party.pair") for a in pair)])
    for k, other in enumerate(story.mentions):
        if len(settled) >= 2 or k == story.main:
            continue
        if "generic" in other.flags and not any(e.sense in SIGN for e in story.told[k]):
            continue
        extra = _settle(scene, other, scene.near(other), _pair(scene, other.line, scene.lines[other.line].start, stories))
        settled = unique([*settled, *extra])
    settled = unique([*settled, *_members(scene, after, story)])
    if len(settled) < 2:
        settled = _inherited(scene, story, stories, settled)
    if len(settled) < 2 and (
        (_takes(scene, mention, "finance") and _lent(scene, mention) is not None) or _takes(scene, mention, "takes_up")
    ):
        settled = unique([*settled, *_lenders(scene, mention)])
    if not settled and story.lender is not None:
        settled = _settle(scene, story.lender, scene.near(story.lender), pair)
    if not settled:
        settled = by_adjective(scene.document, line, mention, {}, scene.entities)
    return settled


def _settle(scene: Scene, mention: Mention, found: Sequence[Found], pair: Sequence[Actor]) -> list[Found]:
    countries = [a for a in scene.countries() if a.entity]
    firm = None
    for a, _ in found:
        if a.entity is None and a.meaning == "body":
            firm = _firm(scene, mention.line, a)
    return settle(found, pair, countries, firm)


def _firm(scene: Scene, line: int, noun: Actor) -> Actor | None:
    """Which firm „der Konzern“, «банк» takes up: the one named last, in the line or the one before."""
    earlier = [a for a in scene.cast(line) if a.start < noun.start]
    if line and scene.lines[line - 1].paragraph == scene.lines[line].paragraph:
        earlier = [*scene.cast(line - 1), *earlier]
    firms = [a for a in earlier if a.type == "ORG" and not a.paren and not a.modifier and not a.in_role]
    return firms[-1] if firms else None


def _takes(scene: Scene, mention: Mention, what: str) -> bool:
    """Whether the naming words are of this kind: `finance`, `takes_up`."""
    units = scene.lines[mention.line].units[mention.first : mention.last]
    return any(u.low.startswith(stem) for u in units for stem, kind in scene.lex.subjects.items() if kind == what)


def _just_before(scene: Scene, mention: Mention) -> list[int]:
    """The lines just told: the mention's own up to it, and the one before in the paragraph."""
    before = mention.line - 1
    same = before >= 0 and scene.lines[before].paragraph == scene.lines[mention.line].paragraph
    return [mention.line, before] if same else [mention.line]


def _lent(scene: Scene, mention: Mention) -> Annotation[Money] | None:
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
        if scene.lines[k].paragraph < paragraph - 2:
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


def _inherited(scene: Scene, story: Story, stories: Sequence[Story], settled: list[Found]) -> list[Found]:
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
    if "generic" in mention.flags or (previous is not None and mention.article == "new" and previous.status() == "ended"):
        return settled
    told_before = [o for o in stories if o is not story and id(o) in scene.done and o.mention.line < mention.line]
    if previous is None and not settled and mention.article in ("the", "this") and len(told_before) == 1:
        sides = scene.done[id(told_before[0])]
        named = {
            a.entity for k in range(len(scene.lines)) if scene.lines[k].paragraph == line.paragraph for a in scene.cast(k)
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
                settled += [(a, "party.carried") for a, _ in scene.done[id(told_before[0])] if a.entity != subject.entity]
            return settled
    if not settled and mention.line and scene.lines[mention.line - 1].paragraph == line.paragraph:
        sides = [
            a for a in scene.cast(mention.line - 1)
            if a.type in ("ORG", "LOC") and a.under == "" and not a.modifier and not a.in_role and not a.paren
            and a.case in ("Nom", "")
        ]  # fmt: skip
        if len({a.entity for a in sides}) == 2 and len({(a.clause, a.type) for a in sides}) == 1:
            return [(a, "party.pair") for a in sides]
    if len(settled) == 1 and settled[0][1] != "party.subject" and mention.article == "own" and mention.line:
        for a in scene.cast(mention.line - 1):
            if a.type == "ORG" and not a.modifier and not a.in_role and a.entity != settled[0][0].entity:
                return unique([*settled, (a, "party.pronoun")])
    return settled


def _speaker(scene: Scene, mention: Mention) -> Actor | None:
    """Whom «мы», „wir“ stand for: the body of whoever is speaking in the line."""
    line = scene.lines[mention.line]
    clause = line.units[mention.at].clause
    if not any(u.low in ("мы", "нами", "wir", "uns") for _, u in line.of(clause)):
        return None
    for a in scene.cast(mention.line):
        of = scene.office.get((a.start, a.end)) if a.type == "PER" else None
        if of is not None and any(u.say for _, u in line.of(a.clause)):
            name = next((n for n in scene.document.names if n.span == of), None)
            if name is not None and name.value.type == "ORG":
                return Actor(name.start, name.end, a.at, "ORG", name.value.entity, "", "", a.clause, True, False, False)
    return None


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
            wanted = {e.entity_id for e in scene.entities.values() if e.kind == "country" and e.country == entity.country}
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
            if u.low in ("er", "sie", "es", "он", "она", "оно") or (u.fn == "pronoun" and i and line.units[i - 1].fn == "with")
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
    return subjects[-1] if subjects else None


def _sides(scene: Scene, people: Sequence[Found]) -> list[Found]:
    """Those whom the signatories sign for, by their offices."""
    found: list[Found] = []
    for person, _ in people:
        of = scene.office.get((person.start, person.end))
        name = next((n for n in scene.document.names if of is not None and n.span == of), None)
        if name is None or name.value.type not in ("ORG", "LOC"):
            continue
        found.append((Actor(name.start, name.end, person.at, name.value.type, name.value.entity, "", "", person.clause, True,
                            False, False), "party.office"))  # fmt: skip
    return found


def _people(scene: Scene, story: Story, after: Sequence[int]) -> tuple[list[Found], list[Found], list[Found]]:
    people: list[Found] = []
    witnesses: list[Found] = []
    mediators: list[Found] = []
    for mention, found in zip(story.mentions, story.told, strict=True):
        line, cast = scene.lines[mention.line], scene.cast(mention.line)
        if line.headline and mention is not story.mention:
            continue
        people += signatories(line, cast, found, scene.lex)
        if mention is story.mention and found and not any(m.at > mention.at for m in scene.others(mention)):
            later = [e for e in _signings(scene, mention.line) if e.clause > found[0].clause]
            people += hands(line, cast, scene.lex, later)
        if decide(found) in ("signed", "ended", "in_force") or mention is story.mention:
            seen, brought = onlookers(line, cast, scene.lex)
            witnesses += seen
            mediators += brought
    for k in after:
        line, cast = scene.lines[k], scene.cast(k)
        people += hands(line, cast, scene.lex, _signings(scene, k))
        seen, brought = onlookers(line, cast, scene.lex)
        witnesses += seen
        mediators += brought
    aside = {a.entity for a, _ in (*witnesses, *mediators)}
    return (
        [f for f in unique(people) if f[0].entity not in aside],
        unique(witnesses),
        unique(f for f in mediators if f[0].entity not in {a.entity for a, _ in witnesses}),
    )


def _kind(scene: Scene, story: Story, parties: Sequence[Found]) -> str:
    """A «договор»/„Vertrag“ between states is an agreement, and a treaty where it is so called."""
    kind = story.mention.type
    if kind == "contract" and _is_treaty_word(scene, story):
        named = [scene.entities.get(a.entity or "") for a, _ in parties]
        if named and all(
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


def _own_clauses(line: Line, mention: Mention, found: Sequence[Evidence]) -> set[int]:
    """The mention's clause, those that hang on it, and brackets in them."""
    own = {line.units[mention.at].clause} | {e.clause for e in found}
    return own


def _when(scene: Scene, story: Story, after: Sequence[int]) -> tuple[object, object] | None:
    published = scene.document.published_on
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention = story.mentions[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        when = dated(line, mention, scene.lex, published) or signed_on(line, mention, story.told[k], published)
        if when is not None:
            return when
    if story.lender is not None:
        line = scene.lines[story.lender.line]
        when = signed_on(line, story.lender, scene.evidence(story.lender), published)
        if when is not None:
            return when
    for k in after:
        told = _signings(scene, k)
        when = signed_on(scene.lines[k], None, told, published)
        if when is not None:
            return when
    return None


def _signings(scene: Scene, k: int) -> list[Evidence]:
    """What a line tells of the act of signing, named or not: «Мы подписали его 28 сентября в Берлине»."""
    line = scene.lines[k]
    found = []
    for i, u in enumerate(line.units):
        around = [x for _, x in line.of(u.clause)]
        if line.clauses[u.clause].kind == "say" or any(x.aux in ("will", "may") or x.fn == "if" for x in around):
            continue
        for a in u.acts:
            made = a.sense in ("sign", "hand") and a.tense in ("past", "short", "part")
            ceremony = a.tense == "noun" and (a.sense == "hand" or u.slot == "ceremony")
            if (made or ceremony) and not any(x.low in ("будет", "будут") for x in around):
                found.append(Evidence("signed", a.sense, i, u.clause, "main"))
        if u.slot == "ceremony" and not u.acts:
            found.append(Evidence("signed", "ceremony", i, u.clause, "main"))
    return found


def _where(scene: Scene, story: Story, after: Sequence[int]) -> str | None:
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention, found = story.mentions[k], story.told[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        for e in found:
            if e.sense not in SIGN or e.status == "planned":
                continue
            clauses = {e.clause}
            if e.source in ("main", "noun"):
                clauses.add(line.units[mention.at].clause)
            where = place(line, scene.cast(mention.line), clauses, mention, e.at, scene.entities)
            if where is None and any(u.fn == "here" for i, u in line.of(e.clause)):
                where = _here(scene, mention.line)
            if where is not None:
                return where
    if story.lender is not None:
        line = scene.lines[story.lender.line]
        for e in scene.evidence(story.lender):
            where = place(line, scene.cast(story.lender.line), {e.clause}, story.lender, e.at, scene.entities)
            if where is not None:
                return where
    for k in after:
        for e in _signings(scene, k):
            where = place(scene.lines[k], scene.cast(k), {e.clause}, None, e.at, scene.entities)
            if where is not None:
                return where
    return None


def _here(scene: Scene, line: int) -> str | None:
    for k in range(line - 1, max(-1, line - 4), -1):
        for a in scene.cast(k):
            if a.type == "LOC" and a.under == "in" and not a.modifier:
                return a.entity
    return None


def _term(scene: Scene, story: Story, after: Sequence[int], status: str) -> Term:
    found = Term()
    published = scene.document.published_on
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention, told = story.mentions[k], story.told[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        following = min((m.first for m in scene.others(mention) if m.at > mention.at), default=len(line.units))
        clauses = _own_clauses(line, mention, told) | _trailing(line, mention)
        found = found.with_(term(line, clauses, mention, following, scene.lex, told, published))
    for k in after:
        line = scene.lines[k]
        if not _continues(line, scene) or line.paragraph > scene.lines[story.mention.line].paragraph + 1:
            continue
        found = found.with_(term(line, range(len(line.clauses)), None, len(line.units), scene.lex, (), published))
    return found.closed()


def _trailing(line: Line, mention: Mention) -> set[int]:
    """Clauses behind the mention that go on about it: „…, срок — до 31 декабря“, brackets."""
    own = line.units[mention.at].clause
    return {
        k
        for k, c in enumerate(line.clauses)
        if c.before == own and c.first > mention.at and c.kind in ("paren", "main", "rel", "part", "gap", "list")
    }


def _continues(line: Line, scene: Scene) -> bool:
    """Whether a line goes on about the agreement just told: by pronoun or by a word for its term or act."""
    first = next((u for u in line.units if u.kind != "mark"), None)
    if first is None:
        return False
    pronoun = first.fn == "pronoun" or first.fn in ("this", "own")
    return pronoun or any(u.slot == "term" or u.act("forcenoun") for u in line.units)


def _value(scene: Scene, story: Story, after: Sequence[int]) -> Annotation[Money] | None:
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention, told = story.mentions[k], story.told[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        following = min((m.first for m in scene.others(mention) if m.at > mention.at), default=len(line.units))
        clauses = _own_clauses(line, mention, told) | _trailing(line, mention)
        worth = value(line, clauses, mention, following, scene.lex)
        if worth is None and (_takes(scene, mention, "finance") or _takes(scene, mention, "takes_up")):
            worth = _lent(scene, mention)
        if worth is not None:
            return worth
    if story.listed:
        return None
    here = scene.lines[story.mention.line].paragraph
    stop = max(after, default=story.mention.line) + 1
    ahead = []
    for k in range(stop, min(len(scene.lines), stop + _NEAR)) if len(scene.done) == 1 else ():
        if k in scene.by_line and any(m not in story.mentions for m in scene.by_line[k]):
            break
        ahead.append(k)
    for k in [*after, *ahead]:
        line = scene.lines[k]
        opening = any(u.slot in ("value", "sum") for u in line.units[:3]) or line.units[0].fn in ("pronoun", "own")
        opens = {"value", "sum", "worth"} if line.paragraph == here and opening else {"worth"}
        worth = value(line, range(len(line.clauses)), None, len(line.units), scene.lex, opens)
        if worth is not None:
            return worth
    return None


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
