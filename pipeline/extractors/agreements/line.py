"""A sentence laid out: units of one or more words, and the clauses they form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from pipeline.document import Annotation, Date, Money, Name, Role
from pipeline.extractors.agreements.lexicon import Act, Head

Kind = Literal["word", "name", "date", "money", "mark"]


class Day(NamedTuple):
    """A day or period of an act, the words that tell it, and how they are tied to it."""

    begins: date
    ends: date
    start: int
    end: int
    rule: str = "act"


class Where(NamedTuple):
    """A place of an act: its entity, the words that tell it, and how they are tied to it."""

    entity: str | None
    start: int
    end: int
    rule: str = "act"


@dataclass(slots=True)
class Unit:
    """A word, or a name, date or amount of several words. `fn`, `acts`, `head` and the like come from the tables."""

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    pos: str = ""
    case: str = ""
    plural: bool = False
    finite: bool = False
    participle: bool = False
    infinitive: bool = False
    past: bool = False
    fn: str = ""
    acts: tuple[Act, ...] = ()
    head: Head | None = None
    body: str = ""
    adjective: str = ""
    subject: str = ""
    amount: str = ""
    say: bool = False
    slot: str = ""
    aux: str = ""
    name: Annotation[Name] | None = None
    date: Annotation[Date] | None = None
    money: Annotation[Money] | None = None
    role: Annotation[Role] | None = None
    clause: int = 0

    def act(self, *senses: str) -> Act | None:
        """The first of its acts that has one of the senses."""
        return next((a for a in self.acts if a.sense in senses), None)


@dataclass(slots=True)
class Clause:
    """A part of a line with a predicate of its own. `before` is the clause it follows or hangs on."""

    kind: Literal["main", "rel", "part", "sub", "say", "paren", "gap", "list"]
    first: int
    before: int | None = None
    hypothetical: bool = False


@dataclass(slots=True)
class Line:
    """A sentence, its units and clauses."""

    start: int
    end: int
    paragraph: int
    headline: bool
    units: list[Unit]
    clauses: list[Clause] = field(default_factory=list)

    def of(self, clause: int) -> Iterator[tuple[int, Unit]]:
        """The units of one clause."""
        return ((i, u) for i, u in enumerate(self.units) if u.clause == clause)


def counts(line: Line, i: int) -> bool:
    """Whether „beide“, «оба» only count the noun after them: „beide Länder“, «оба министра»."""
    after = line.units[i + 1] if i + 1 < len(line.units) else None
    return after is not None and (bool(after.body) or after.pos == "NOUN") and after.head is None
