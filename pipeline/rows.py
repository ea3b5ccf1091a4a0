"""Documents -> the rows of every table; what single documents say of entities -> the entities table.

Here, and only here, offsets of `Document.text` become offsets of the raw text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline.document import Document, Quarantined


def documents_to_records(
    documents: Iterable[Document], quarantined: Iterable[Quarantined] = ()
) -> dict[str, list[Any]]:
    """The rows of every table but entities and runs, which are over the whole output."""
    rows: dict[str, list[Any]] = {t: [] for t in R.TABLES if t not in ("entities", "runs")}
    for document in documents:
        for table, found in _records(document).items():
            rows[table] += found
    rows["quarantine"] = [R.QuarantineRecord(q.source, q.source_id, q.stage, q.reason, q.detail) for q in quarantined]
    return rows


def _records(d: Document) -> dict[str, list[Any]]:
    def place(start: int, end: int) -> dict[str, Any]:
        start, end = d.raw_span(start, end)
        return {"start": start, "end": end, "text": d.raw[start:end]}

    entity_at = {a.span: a.value.entity for a in d.names}
    amounts: dict[tuple[int, int], str] = {}
    agreements: list[R.AgreementRecord] = []
    parties: list[R.AgreementPartyRecord] = []
    seen: Counter[tuple[int, int]] = Counter()
    for a in d.agreements:
        v = a.value
        seen[a.span] += 1
        again = f".{seen[a.span]}" if seen[a.span] > 1 else ""
        where = place(a.start, a.end)
        key = f"{d.doc_id}:a{where['start']}-{where['end']}{again}"
        amounts.update(dict.fromkeys(v.money, key))
        first, last = d.raw_span(*v.sentence)
        agreements.append(
            R.AgreementRecord(
                key,
                d.doc_id,
                **where,
                type=v.type,
                status=v.status,
                count=v.count,
                subject=v.subject,
                signed_on_begins=v.signed_on_begins,
                signed_on_ends=v.signed_on_ends,
                place_id=v.place,
                valid_from=v.valid_from,
                valid_to=v.valid_to,
                amount_min=v.amount_min,
                amount_max=v.amount_max,
                currency=v.currency,
                sentence_start=first,
                sentence_end=last,
                score=None if v.score is None else R.Score(v.score),
                agreement_group=v.group,
            )
        )
        parties += [
            R.AgreementPartyRecord(key, d.doc_id, p.value.entity, **place(p.start, p.end), role=p.value.role)
            for p in v.parties
        ]
    mentions = []
    for n in d.names:
        where = place(n.start, n.end)
        if n.value.entity is None:
            raise ValueError(f"the mention {where['text']!r} was linked to nothing")
        key = f"{d.doc_id}:m{where['start']}-{where['end']}"
        score = None if n.value.score is None else R.Score(n.value.score)
        mentions.append(
            R.MentionRecord(key, d.doc_id, **where, type=n.value.type, entity_id=n.value.entity, score=score)
        )
    roles = []
    for r in d.roles:
        person = entity_at[r.value.person]
        assert person is not None
        of = entity_at[r.value.of] if r.value.of else None
        roles.append(R.RoleRecord(d.doc_id, **place(r.start, r.end), person_id=person, title=r.value.title, of_id=of))
    return {
        "documents": [
            R.DocumentRecord(
                d.doc_id,
                d.source,
                d.source_id,
                d.raw,
                d.language,
                R.Score(d.language_score),
                d.title,
                list(d.authors),
                d.dateline_place,
                d.published_on,
                d.published_time,
                d.retrieved_on,
                [R.Stretch(*d.raw_span(*span)) for span in d.body],
            )
        ],
        "mentions": mentions,
        "roles": roles,
        "money": [
            R.MoneyRecord(
                d.doc_id,
                **place(m.start, m.end),
                amount_min=m.value.amount_min,
                amount_max=m.value.amount_max,
                currency=m.value.currency,
                modifier=m.value.modifier,
                kind=m.value.kind,
                period_start=m.value.period_start,
                period_end=m.value.period_end,
                agreement_id=amounts.get(m.span),
            )
            for m in d.money
        ],
        "dates": [
            R.DateRecord(
                d.doc_id,
                **place(t.start, t.end),
                type=t.value.type,
                value=t.value.value,
                begins=t.value.begins,
                ends=t.value.ends,
                anchor=t.value.anchor,
                offset=t.value.offset,
                modifier=t.value.modifier,
            )
            for t in d.dates
        ],
        "agreements": agreements,
        "agreement_parties": parties,
    }


@dataclass(frozen=True, slots=True)
class Seen:
    """What one document says of one entity: what `entities` is added up from."""

    entity_id: str
    type: str
    language: str
    name: str
    kind: str | None
    country: str | None
    mentions: int


SEEN_SCHEMA = pa.schema(
    [
        pa.field("entity_id", pa.string(), False),
        pa.field("type", pa.string(), False),
        pa.field("language", pa.string(), False),
        pa.field("name", pa.string(), False),
        pa.field("kind", pa.string()),
        pa.field("country", pa.string()),
        pa.field("mentions", pa.int64(), False),
    ]
)


def seen(document: Document) -> list[Seen]:
    """The entities of one document, with how often each is named there."""
    often = Counter(a.value.entity for a in document.names)
    return [
        Seen(e.entity_id, e.type, document.language, e.name, e.kind, e.country, often[e.entity_id])
        for e in document.entities
        if often[e.entity_id]
    ]


def seen_rows(document: Document) -> list[dict[str, Any]]:
    """`seen` as rows of SEEN_SCHEMA."""
    return [asdict(s) for s in seen(document)]


def entities(rows: Iterable[Mapping[str, Any]]) -> list[R.EntityRecord]:
    """What single documents say (rows of SEEN_SCHEMA) as one row for each entity, by entity_id.

    Of several names the fullest wins, then the one in most documents; of kinds and countries the
    most frequent. Ties fall to the alphabet, so that the order of the documents does not matter.
    """
    names: dict[str, dict[str, Counter[str]]] = {}
    votes: dict[str, dict[str, Counter[str]]] = {}
    mentions: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for row in rows:
        key = row["entity_id"]
        names.setdefault(key, {}).setdefault(row["language"], Counter())[row["name"]] += 1
        vote = votes.setdefault(key, {"type": Counter(), "kind": Counter(), "country": Counter()})
        for column, counts in vote.items():
            if row[column] is not None:
                counts[row[column]] += 1
        mentions[key] += row["mentions"]
        documents[key] += 1

    found = []
    for key in sorted(names):
        best = {lang: min(forms, key=lambda n: (-len(n.split()), -forms[n], n)) for lang, forms in names[key].items()}
        leading = min(best, key=lambda lang: (-names[key][lang].total(), lang != "ru"))
        kind, country = _most(votes[key]["kind"]), _most(votes[key]["country"])
        found.append(
            R.EntityRecord(
                key,
                _most(votes[key]["type"]) or "",
                best[leading],
                best.get("ru"),
                best.get("de"),
                kind,
                country,
                R.Count(mentions[key]),
                R.Count(documents[key]),
            )
        )
    return found


def _most(votes: Counter[str]) -> str | None:
    return min(votes, key=lambda v: (-votes[v], v)) if votes else None


def write_seen(rows: Iterable[Seen], path: Path) -> None:
    """What single documents say of entities, as one Parquet file."""
    rows = list(rows)
    columns = {f.name: [getattr(r, f.name) for r in rows] for f in SEEN_SCHEMA}
    pq.write_table(pa.table(columns, schema=SEEN_SCHEMA), path, compression="zstd")
