"""A document laid out for this stage: lines, mentions, who stands where, what is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import (
    Document,
    Entity,
)
from pipeline.extractors.agreements.actors import Actor, actors
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Day, Line, Where
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import Found


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
    when: dict[int, tuple[Mention, Day | None, Where | None]] = field(default_factory=dict)  # the same
    office: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entities = {e.entity_id: e for e in self.document.entities}
        self.keep(self.mentions)
        self.office = {r.value.person: r.value.of for r in self.document.roles if r.value.of is not None}

    def body_of(self, person: Actor) -> Actor | None:
        """The body or country whose office a person holds, told there or anywhere else in the document."""
        of = self.office.get((person.start, person.end))
        if of is None:
            elsewhere = {
                self.office[n.span] for n in self.document.names
                if n.value.entity == person.entity and person.entity and n.span in self.office
            }  # fmt: skip
            found = [n for n in self.document.names if n.span in elsewhere]
            of = found[0].span if len({n.value.entity for n in found}) == 1 else None
        name = next((n for n in self.document.names if of is not None and n.span == of), None)
        if name is None or name.value.type not in ("ORG", "LOC"):
            return None
        kind, entity = name.value.type, name.value.entity
        return Actor(name.start, name.end, person.at, kind, entity, "", "", person.clause, True, False, False)

    def office_told(self, person: Actor) -> bool:
        """Whether the words of the office name its body: not „der algerische Premierminister“."""
        return any(
            r.value.of is not None and r.start <= r.value.of[0] < r.end
            for r in self.document.roles if r.value.person in self._spans(person)
        )  # fmt: skip

    def _spans(self, person: Actor) -> set[tuple[int, int]]:
        same = {n.span for n in self.document.names if person.entity and n.value.entity == person.entity}
        return same | {(person.start, person.end)}

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
        hanging = self.lines[mention.line].clauses[clause]
        for a in self.cast(mention.line):
            if hanging.kind == "rel" and a.type == "PER" and a.at == hanging.first - 1 and self.body_of(a) is None:
                return True  # „X, die mit dem Verein einen Vertrag unterschrieben hat“
            if a.type != "PER" or a.clause != clause or mention.first <= a.at < mention.last:
                continue
            if a.under in ("with", "between") and (a.at > mention.at or self.body_of(a) is None):
                return True
            offered = any(u.act("offer") for _, u in self.lines[mention.line].of(clause))
            if a.under == "" and offered:
                return True  # „bot X einen Vertrag an“
            gap = [u for u in units[mention.last : a.at] if u.role is None]
            if a.at > mention.at and len(gap) == 1 and gap[0].fn in ("by", "the"):
                return True
            if a.at > mention.at and not gap and a.case in ("Gen", "") and mention.about is None:
                return True
        return False

    def others(self, mention: Mention) -> list[Mention]:
        """The other mentions of its line."""
        return [m for m in self.by_line[mention.line] if m is not mention]

    def evidence(self, mention: Mention) -> list[Evidence]:
        """What is told at a mention."""
        return next(t for m, t in zip(self.mentions, self.told, strict=True) if m is mention)

    def countries(self, line: int) -> list[Actor]:
        """The two countries that a line's paragraph names; nobody where it names one or more than two."""
        found: dict[str, Actor] = {}
        near = [x for x in self.lines if x.paragraph == self.lines[line].paragraph]
        for n in self.document.names:
            if not any(x.start <= n.start < x.end for x in near):
                continue
            entity = self.entities.get(n.value.entity or "")
            if entity is not None and entity.kind == "country" and entity.entity_id not in found:
                found[entity.entity_id] = Actor(
                    n.start, n.end, -1, "LOC", entity.entity_id, "", "", -1, False, False, False
                )  # fmt: skip
        return list(found.values()) if len(found) == 2 else []

    def near(self, mention: Mention) -> list[Found]:
        """The parties found beside a mention."""
        return next(b for m, b in zip(self.mentions, self.beside, strict=True) if m is mention)
