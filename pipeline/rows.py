"""Documents -> the rows of every table but `entities`, which is added up over all of them (see `aggregate.py`).

Here, and only here, offsets of `Document.text` become offsets of the raw text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

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
