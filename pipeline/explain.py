"""What was found in a text, where, and by which rule or model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.document import Agreement, Annotation, Date, Document, Money, Name, Role


def lines(document: Document) -> Iterator[str]:
    """A line each: the kind, the words, their value, the rule; then the article's own facts."""
    yield f"language   {document.language} ({document.language_score:.2f})"
    for key in ("title", "dateline_place", "published_on", "published_time", "retrieved_on"):
        if getattr(document, key) is not None:
            yield f"{key:<10} {getattr(document, key)}"
    if document.authors:
        yield f"authors    {', '.join(document.authors)}"
    inside = sum(end - start for start, end in document.body)
    yield f"body       {inside} of {len(document.text)} characters, in {len(document.body)} stretches"
    names = {e.entity_id: e for e in document.entities}
    found: list[tuple[str, Annotation[Any]]] = [
        *(("mention", a) for a in document.names),
        *(("role", a) for a in document.roles),
        *(("money", a) for a in document.money),
        *(("date", a) for a in document.dates),
        *(("agreement", a) for a in document.agreements),
    ]
    for kind, a in sorted(found, key=lambda x: (x[1].start, -x[1].end, x[0])):
        start, end = document.raw_span(a.start, a.end)
        words = " ".join(document.raw[start:end].split())
        value = _value(document, a.value, names)
        yield f"{start:>6}-{end:<6} {kind:<10} {words}  =  {value}  [{a.rule or 'no rule named'}]"
        if isinstance(a.value, Agreement):
            for p in a.value.parties:
                party = " ".join(document.text[p.start : p.end].split())
                yield f"{'':>14} {p.value.role:<10} {party}  =  {p.value.entity or 'described only'}  [{p.rule}]"
            for t in a.value.told:
                yield f"{'':>14} {t.value:<10} {' '.join(document.text[t.start : t.end].split())}  [{t.rule}]"


def _value(document: Document, value: Any, names: dict[str, Any]) -> str:
    if isinstance(value, Name):
        entity = names.get(value.entity or "")
        about = [entity.name, entity.kind, entity.country] if entity else []
        return " · ".join([value.type, *(str(x) for x in about if x), value.entity or ""])
    if isinstance(value, Role):
        of = document.text[slice(*value.of)] if value.of else "nobody told"
        return f"{value.title} of {of}: {document.text[slice(*value.person)]}"
    if isinstance(value, Money):
        amount = f"{value.amount_min}" + (f"..{value.amount_max}" if value.amount_max != value.amount_min else "")
        period = f" for {value.period_start}..{value.period_end}" if value.period_start else ""
        return f"{amount} {value.currency or 'currency not told'} ({value.modifier}, {value.kind}{period})"
    if isinstance(value, Date):
        parts = [value.type, value.value or "not resolved", f"anchor {value.anchor}"]
        parts += [f"offset {value.offset}"] if value.offset else []
        parts += [value.modifier] if value.modifier else []
        return ", ".join(parts)
    if isinstance(value, Agreement):
        told = {
            "count": value.count if value.count != 1 else None,
            "subject": value.subject,
            "signed": value.signed_on_begins,
            "place": value.place,
            "valid from": value.valid_from,
            "valid to": value.valid_to,
            "amount": f"{value.amount_min} {value.currency}" if value.amount_min is not None else None,
        }
        return ", ".join([value.type, value.status, *(f"{k}: {v}" for k, v in told.items() if v is not None)])
    return repr(value)
