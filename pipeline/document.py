"""What the stages hand to one another: Document, Annotation, Stage. Standard library only.

A document is frozen; a stage returns a new one. `raw` is the decoded input, to the character;
`text` is its reading: the same words with what only disturbs taken out (soft hyphens, markup, odd
blanks, Latin letters inside Cyrillic words). Every offset inside the pipeline counts code points of
`text`; `raw_span` turns it into an offset of `raw`, and `tables.py` does so once, for every record.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

Span = tuple[int, int]
T_co = TypeVar("T_co", covariant=True)

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)  # what one character of a reading may come from
_REFERENCE = re.compile(r"(?:&(?:#[xX]?[0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?|.)[\u0300-\u036f]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Annotation(Generic[T_co]):
    """A stretch of `Document.text`, what it is worth, and the rule or model that says so."""

    start: int
    end: int
    value: T_co
    rule: str = ""

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where each character of a text begins in another, kept as runs: from `at[i]` on it is `to[i]` and counting."""

    length: int
    at: array[int]
    to: array[int]

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> int:
        run = bisect_right(self.at, index) - 1
        return self.to[run] + index - self.at[run]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. `pos` is a Universal Dependencies tag, `feats` UD features (`Case=Gen|Number=Sing`)."""

    start: int
    end: int
    text: str
    pos: str = ""
    lemma: str = ""
    feats: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A mention. `entity` is the entity's id, once `link` has said who it is."""

    type: str
    score: float | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named in a document: `name` is canonical in the document's language."""

    entity_id: str
    type: str
    name: str
    kind: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """An office: `person` and `of` are the spans of mentions of the document (not always near ones)."""

    title: str
    person: Span
    of: Span | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, exact. `currency` is ISO 4217."""

    amount_min: Decimal
    amount_max: Decimal
    currency: str | None
    modifier: str = "exact"
    kind: str = "other"
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A TIMEX3 time expression."""

    type: str
    value: str | None = None
    begins: date | None = None
    ends: date | None = None
    anchor: str = "explicit"
    offset: str | None = None
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """`entity` is an entity id, or None where the party is only described."""

    role: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """`place` is an entity id; `money` the spans of the amounts of `Document.money` that are its value.

    `told` says which words filled which slot: each value is the slot's name, each rule why.
    """

    type: str
    status: str
    count: int | None = 1
    subject: str | None = None
    signed_on_begins: date | None = None
    signed_on_ends: date | None = None
    place: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    currency: str | None = None
    sentence: Span = (0, 0)
    score: float | None = None
    parties: tuple[Annotation[Party], ...] = ()
    money: tuple[Span, ...] = ()
    group: str | None = None
    told: tuple[Annotation[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One article on its way through the stages. Every stage fills the fields named after it."""

    # ingest
    doc_id: str
    source: str
    raw: str
    text: str  # empty until it is read, by the first stage
    source_id: str | None = None
    html: bool = False
    offsets: Offsets | array[int] | None = None  # text index -> raw index of each character; None: both the same
    # ingest, where the input says so; else layout
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    # layout
    dateline_place: str | None = None
    published_time: str | None = None
    retrieved_on: date | None = None
    body: tuple[Span, ...] = ()
    # language
    language: str = ""
    language_score: float = 0.0
    # analyse: sentences lie within one body stretch each, in order
    sentences: tuple[Sentence, ...] = ()
    # extract and link; each in text order, without overlaps among themselves
    names: tuple[Annotation[Name], ...] = ()
    roles: tuple[Annotation[Role], ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[Annotation[Date], ...] = ()
    money: tuple[Annotation[Money], ...] = ()
    agreements: tuple[Annotation[Agreement], ...] = ()

    def raw_span(self, start: int, end: int) -> Span:
        """The stretch of `raw` that the stretch of `text` was read from."""
        if self.offsets is None or start >= end:
            return start, end
        last = self.offsets[end - 1]
        after = self.offsets[end] if end < len(self.offsets) else len(self.raw)
        match = (_REFERENCE if self.html else _CLUSTER).match(self.raw, last)
        return self.offsets[start], max(last + 1, min(after, match.end() if match else last + 1))


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document, or an input that never became one, that was given up: by which stage, and why."""

    source: str
    stage: str
    reason: str
    detail: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A name, and a function from a batch of documents to as many results in the same order."""

    name: str
    run: Callable[[Sequence[Document]], Sequence[Document | Quarantined]]
