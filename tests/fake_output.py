"""An output folder made from gold, with known faults sown in: every third thing is lost, moved or wrong.

It lets the scorer be tested without a pipeline, on every kind of hit and miss.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import records as R
from pipeline import tables
from pipeline.evaluate.gold import Gold


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def write(gold: dict[str, Gold], out: Path, faults: bool = True) -> None:
    """The tables of `gold`; with faults, deterministic ones."""
    rows: dict[str, list[Any]] = {table: [] for table in R.TABLES}
    entities: dict[str, R.EntityRecord] = {}

    def wrong(number: int, every: int = 3) -> bool:
        return faults and number % every == every - 1

    for d, (path, g) in enumerate(gold.items()):
        doc_id, source = f"doc{d}", f"{path}.txt"
        if g.quarantine:
            rows["quarantine"].append(R.QuarantineRecord(source, None, "language", g.quarantine, None))
            continue
        if faults and d == len(gold) - 1:
            continue  # one document was missed altogether
        body = [R.Stretch(s, e - 7 if wrong(i, 2) else e) for i, (s, e) in enumerate(g.body)]
        meta = g.meta
        rows["documents"].append(
            R.DocumentRecord(
                doc_id,
                source,
                None,
                g.text,
                g.language or "",
                R.Score(1.0),
                meta["title"],
                meta["authors"],
                None if wrong(d, 2) else meta["dateline_place"],
                day(meta["published_on"]),
                meta["published_time"],
                None if wrong(d) else day(meta["retrieved_on"]),
                body,
            )
        )

        def entity(key: str | None, g: Gold = g, d: int = d) -> str | None:
            if key is None:
                return None
            card = g.entities[key]
            ident = card.get("link") or f"{d}:{key}"
            if wrong(len(key), 5):
                ident += f"-{d}"
            known = entities.get(ident)
            name = card["name"] + (" Falsch" if wrong(len(entities), 7) else "")
            if known is None:
                kind = None if wrong(len(entities), 4) else card.get("kind")
                known = R.EntityRecord(
                    ident, card["type"], name, None, None, kind, card.get("country"), R.Count(1), R.Count(1)
                )
            if getattr(known, f"name_{g.language}") is None:
                known = replace(known, **{f"name_{g.language}": name})
            entities[ident] = known
            return ident

        def spot(item: dict[str, Any], moved: bool = False, g: Gold = g) -> dict[str, Any]:
            start, end = item["start"] + moved, item["end"]
            return {"start": start, "end": end, "text": g.text[start:end]}

        for i, m in enumerate(g.mentions):
            if not wrong(i, 10):
                where = spot(m, wrong(i, 7))
                ident = entity(m["entity"]) or ""
                rows["mentions"].append(
                    R.MentionRecord(f"{doc_id}:m{i}", doc_id, **where, type=m["type"], entity_id=ident, score=None)
                )
        for i, r in enumerate(g.roles.values()):
            person, of = entity(r["person"]) or "", None if wrong(i, 4) else entity(r.get("of"))
            rows["roles"].append(R.RoleRecord(doc_id, **spot(r), person_id=person, title=r["title"], of_id=of))
        for i, m in enumerate(g.money.values()):
            low, high = decimal(m["min"]) or Decimal(0), decimal(m["max"]) or Decimal(0)
            rows["money"].append(
                R.MoneyRecord(
                    doc_id,
                    **spot(m),
                    amount_min=low * (2 if wrong(i, 4) else 1),
                    amount_max=high * (2 if wrong(i, 4) else 1),
                    currency=m.get("currency"),
                    modifier="exact" if wrong(i) else m["modifier"],
                    kind=m["kind"],
                    period_start=None if wrong(i, 2) else day(m.get("period_start")),
                    period_end=day(m.get("period_end")),
                    agreement_id=None,
                )
            )
        for i, t in enumerate(g.dates.values()):
            if not wrong(i, 6):
                rows["dates"].append(
                    R.DateRecord(
                        doc_id,
                        **spot(t, wrong(i, 5)),
                        type="SET" if wrong(i, 8) else t["type"],
                        value=t.get("value"),
                        begins=day(t.get("begins")),
                        ends=day(t.get("ends")),
                        anchor="explicit" if wrong(i, 4) else t["anchor"],
                        offset=None if wrong(i, 3) else t.get("offset"),
                        modifier=t.get("modifier"),
                    )
                )
        for i, a in enumerate(g.agreements.values()):
            if wrong(i, 4):
                continue
            key = f"{doc_id}:a{i}"
            rows["agreements"].append(
                R.AgreementRecord(
                    key,
                    doc_id,
                    **spot(a),
                    type="document" if wrong(i, 5) else a["type"],
                    status="planned" if wrong(i) else a["status"],
                    count=a.get("count"),
                    subject=a.get("subject"),
                    signed_on_begins=day(a.get("signed_on_begins")),
                    signed_on_ends=day(a.get("signed_on_ends")),
                    place_id=entity(a.get("place")),
                    valid_from=day(a.get("valid_from")),
                    valid_to=None if wrong(i, 2) else day(a.get("valid_to")),
                    amount_min=decimal(a.get("min")),
                    amount_max=decimal(a.get("max")),
                    currency=a.get("currency"),
                    sentence_start=a["start"],
                    sentence_end=a["end"],
                    score=None,
                    agreement_group=None,
                )
            )
            rows["agreement_parties"] += [
                R.AgreementPartyRecord(key, doc_id, entity(p["entity"]), **spot(p), role=p["role"])
                for j, p in enumerate(a["parties"])
                if not wrong(j)
            ]
    rows["entities"] = list(entities.values())
    for table, found in rows.items():
        (out / table).mkdir(parents=True)
        tables.write(table, found, out / table / "part-00000.parquet")
