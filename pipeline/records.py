"""The public contract: one frozen class per output table, one field per column.

The class is the schema: Arrow schemas, docs/tables.md and the JSON Schema are made from it (see
`tables.py`). The Python type gives the column type, `| None` makes it nullable, and the text beside
it is its meaning. Offsets count Unicode code points in `documents.text`, `end` exclusive. A column
may be added; one that stands here is not renamed, retyped or dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType, get_args

CONTRACT_VERSION = "1.0"

Count = NewType("Count", int)  # an int64 column; a plain int is an int32 one
Score = NewType("Score", float)  # a float32 column, 0 to 1; a plain float is a float64 one


def _column(meaning: str, values: Any = None) -> Any:
    """One column: what it means, and the closed set it draws from, if any."""
    return field(metadata={"meaning": meaning, "values": tuple(values or ())})


ENTITY_TYPES = ("PER", "ORG", "LOC", "EVENT")
LOC_KINDS = ("country", "region", "city", "district", "other")
ORG_KINDS = ("government", "company", "media", "international", "education", "other")
AMOUNT_MODIFIERS = ("exact", "approx", "more_than", "less_than", "at_least", "at_most")
AMOUNT_KINDS = (
    "trade", "export", "import", "investment", "contract", "budget", "revenue", "price", "loan", "aid", "wage",
    "fine", "other",
)  # fmt: skip
DATE_TYPES = ("DATE", "TIME", "DURATION", "SET")
ANCHORS = ("explicit", "published", "context", "none")
DATE_MODIFIERS = ("approx", "start", "mid", "end", "before", "after")
AGREEMENT_TYPES = (
    "agreement", "memorandum", "roadmap", "contract", "declaration", "protocol", "programme", "treaty", "document",
)  # fmt: skip
STATUSES = ("signed", "in_force", "planned", "ended")
PARTY_ROLES = ("party", "signatory", "witness", "mediator")
REASONS = (
    "empty", "not_text", "undecodable", "unreadable", "language", "duplicate", "too_large", "no_article",
    "stage_error", "timeout", "worker_died",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the raw text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One row for each article."""

    doc_id: str = _column("stable: the same input gives the same id on every run and machine")
    source: str = _column(
        "where it came from: a path relative to the input root, or that path and a row: news.jsonl#17"
    )
    source_id: str | None = _column("the input's own id, where it brings one")
    text: str = _column("the decoded input, whole")
    language: str = _column("the article's language", ("ru", "de"))
    language_score: Score = _column("how sure the language is, 0 to 1")
    title: str | None = _column("the headline")
    authors: list[str] = _column("as printed, in the order printed")
    dateline_place: str | None = _column("MINSK in «MINSK, 19. September (BelTA) – …»")
    published_on: date | None = _column(
        "when the article was published, by the input's metadata or the article's own text; never the date in a page "
        "header, which is the day the page was saved"
    )
    published_time: str | None = _column("HH:MM, local to the publisher")
    retrieved_on: date | None = _column("the day the page was saved, where a page header tells it")
    body: list[Stretch] = _column(
        "the article: headline, lead, text, quotations; nothing is extracted from outside the body"
    )


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One row for each place in the body that names an entity."""

    mention_id: str = _column("key of this row")
    doc_id: str = _column("→ documents")
    start: int = _column("first code point of the name in documents.text")
    end: int = _column("one past its last code point")
    text: str = _column("the words themselves: documents.text[start:end]")
    type: str = _column("what is named", ENTITY_TYPES)
    entity_id: str = _column("→ entities")
    score: Score | None = _column("where the model gives one, 0 to 1")


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """One row for each thing named, over the whole output, both languages together."""

    entity_id: str = _column("stable, and the same for one thing in both languages (Беларусь, Belarus)")
    type: str = _column("what it is", ENTITY_TYPES)
    name: str = _column("canonical: nominative, the fullest form seen")
    name_ru: str | None = _column("the canonical name in Russian, where it was seen in Russian")
    name_de: str | None = _column("the canonical name in German, where it was seen in German")
    kind: str | None = _column("for LOC and ORG, which kind of it", tuple(dict.fromkeys(LOC_KINDS + ORG_KINDS)))
    country: str | None = _column("ISO 3166-1 alpha-2, where the entity is or belongs to a country")
    mentions: Count = _column("how often it is named")
    documents: Count = _column("in how many documents it is named")


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A person's office or job as the text states it."""

    doc_id: str = _column("→ documents")
    start: int = _column("first code point of the role's words")
    end: int = _column("one past their last code point")
    text: str = _column("the role's words: «председатель Минского облисполкома»")
    person_id: str = _column("→ entities")
    title: str = _column("canonical: nominative, without the organisation: «председатель»")
    of_id: str | None = _column("→ entities: the organisation or place the office belongs to")


@dataclass(frozen=True, slots=True)
class MoneyRecord:
    """One row for each amount of money."""

    doc_id: str = _column("→ documents")
    start: int = _column("first code point of the amount")
    end: int = _column("one past its last code point")
    text: str = _column("number, scale and currency, without modifier or preposition: «100 миллионов долларов»")
    amount_min: Decimal = _column("the amount; of a range, its lower end")
    amount_max: Decimal = _column("the amount; of a range, its upper end")
    currency: str | None = _column(
        "ISO 4217; a bare «доллар»/„Dollar“ is USD, «рубль» takes the country the text is about (RUB, BYN), null where "
        "it cannot be told"
    )
    modifier: str = _column("how the words bound it", AMOUNT_MODIFIERS)
    kind: str = _column("what the amount is", AMOUNT_KINDS)
    period_start: date | None = _column("first day of the period that the amount is for, where told and resolved")
    period_end: date | None = _column("last day of that period")
    agreement_id: str | None = _column("→ agreements, where it is that agreement's value")


@dataclass(frozen=True, slots=True)
class DateRecord:
    """One row for each time expression."""

    doc_id: str = _column("→ documents")
    start: int = _column("first code point of the expression")
    end: int = _column("one past its last code point")
    text: str = _column("the words without preposition: «прошлом году», „19. September“, «2026–2028 годы»")
    type: str = _column("TIMEX3 type", DATE_TYPES)
    value: str | None = _column(
        "TIMEX3 value: 2024-09-19, 2022-Q3, 2024-W05, P3Y, PRESENT_REF, PAST_REF, FUTURE_REF; a span of time is "
        "2026/2028"
    )
    begins: date | None = _column("first day covered; null for a duration and for the vague ones")
    ends: date | None = _column("last day covered; null for a duration and for the vague ones")
    anchor: str = _column(
        "what fixed it: the words (explicit), published_on, another date of the text (context), or nothing",
        ANCHORS,
    )
    offset: str | None = _column("for a relative expression, the shift in grains, resolved or not: «прошлом году» -1Y")
    modifier: str | None = _column("which part of it, or on which side", DATE_MODIFIERS)


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """One row for each agreement that the article speaks of: made, in force, planned, or ended."""

    agreement_id: str = _column("key of this row")
    doc_id: str = _column("→ documents")
    start: int = _column("first code point of the words that name it")
    end: int = _column("one past their last code point")
    text: str = _column("the noun phrase's head and its own modifiers: «соглашение о сотрудничестве»")
    type: str = _column("what it is called", AGREEMENT_TYPES)
    status: str = _column("where it stands: concluded, valid, intended, or over", STATUSES)
    count: int | None = _column("how many, where one row stands for several; null where the number is not told")
    subject: str | None = _column("what it is about, in the text's words")
    signed_on_begins: date | None = _column("first day of the day or period it was concluded")
    signed_on_ends: date | None = _column("last day of it")
    place_id: str | None = _column("→ entities: where it was concluded")
    valid_from: date | None = _column("first day of the term the text gives it")
    valid_to: date | None = _column("last day of that term")
    amount_min: Decimal | None = _column("its value, where told; of a range, the lower end")
    amount_max: Decimal | None = _column("its value, where told; of a range, the upper end")
    currency: str | None = _column("ISO 4217 currency of its value")
    sentence_start: int = _column("first code point of the sentence it stands in")
    sentence_end: int = _column("one past the sentence's last code point")
    score: Score | None = _column("how sure the find is, 0 to 1")
    agreement_group: str | None = _column(
        "the same for one agreement over documents and languages: a key from parties, type and time; null where too "
        "little is told to say"
    )


@dataclass(frozen=True, slots=True)
class AgreementPartyRecord:
    """One row for each party, signatory, witness or mediator of an agreement."""

    agreement_id: str = _column("→ agreements")
    doc_id: str = _column("→ documents")
    entity_id: str | None = _column("→ entities; null where the party is only described («предприятия двух регионов»)")
    start: int = _column("first code point of the words that name the party")
    end: int = _column("one past their last code point")
    text: str = _column("those words")
    role: str = _column("bound by it, signing it, seeing it signed, or bringing it about", PARTY_ROLES)


@dataclass(frozen=True, slots=True)
class QuarantineRecord:
    """What was not extracted, and why: nothing disappears."""

    source: str = _column("as in documents")
    source_id: str | None = _column("as in documents")
    stage: str = _column("the stage that gave up")
    reason: str = _column("why", REASONS)
    detail: str | None = _column("for language the language found; for duplicate the doc_id; for an error its message")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One row for each run."""

    run_id: str = _column("key of this row")
    started_at: datetime = _column("UTC")
    finished_at: datetime = _column("UTC")
    version: str = _column("the version of depesche that ran")
    config: str = _column("the settings, as JSON")
    models: str = _column("the models, as JSON: name → version and checksum")
    documents: Count = _column("documents extracted")
    quarantined: Count = _column("inputs put into quarantine")
    seconds: float = _column("wall time")


TABLES: dict[str, type] = {
    "documents": DocumentRecord,
    "mentions": MentionRecord,
    "entities": EntityRecord,
    "roles": RoleRecord,
    "money": MoneyRecord,
    "dates": DateRecord,
    "agreements": AgreementRecord,
    "agreement_parties": AgreementPartyRecord,
    "quarantine": QuarantineRecord,
    "runs": RunRecord,
}

Record = (
    DocumentRecord | MentionRecord | EntityRecord | RoleRecord | MoneyRecord | DateRecord | AgreementRecord
    | AgreementPartyRecord | QuarantineRecord | RunRecord
)  # fmt: skip
assert set(get_args(Record)) == set(TABLES.values())
