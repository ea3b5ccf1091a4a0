"""A small output folder written by hand that keeps every rule of the contract: three articles, two languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline import tables

RU = "Минск и Астана подписали меморандум на 5 млн долларов 19 сентября. Председатель Анна Пробная довольна 😀."
DE = "😀 Minsk, 3. Mai: Die Tester AG zahlt 7,5 Mio. Euro an Minsk."
BARE = "В Астане тихо."
RU_KEY, DE_KEY, BARE_KEY = "aa11", "bb22", "cc33"


def _at(text: str, words: str, nth: int = 0) -> dict[str, Any]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def _document(key: str, text: str, language: str, published: date | None) -> R.DocumentRecord:
    return R.DocumentRecord(
        key, f"news.jsonl#{key}", key, text, language, R.Score(0.75), None, ["А. Автор"], None, published,
        "09:30" if published else None, None, [R.Stretch(0, len(text))],
    )  # fmt: skip


def _mention(key: str, text: str, words: str, type: str, entity: str, nth: int = 0) -> R.MentionRecord:
    at = _at(text, words, nth)
    return R.MentionRecord(f"{key}:m{at['start']}", key, **at, type=type, entity_id=entity, score=R.Score(0.5))


def _entity(
    key: str, type: str, names: tuple[str | None, str | None], kind: str | None, counts: tuple[int, int]
) -> Any:
    name = names[0] or names[1] or ""
    return R.EntityRecord(key, type, name, *names, kind, "BY" if kind else None, R.Count(counts[0]), R.Count(counts[1]))


def rows(without: Iterable[str] = ()) -> dict[str, list[Any]]:
    """The rows of every table; `without` leaves out documents, and what they say, by key."""
    agreement = f"{RU_KEY}:a26"
    found: dict[str, list[Any]] = {
        "documents": [
            _document(RU_KEY, RU, "ru", date(2024, 9, 20)),
            _document(DE_KEY, DE, "de", date(2025, 5, 3)),
            _document(BARE_KEY, BARE, "ru", None),
        ],
        "mentions": [
            _mention(RU_KEY, RU, "Минск", "LOC", "loc:minsk"),
            _mention(RU_KEY, RU, "Астана", "LOC", "loc:astana"),
            _mention(RU_KEY, RU, "Анна Пробная", "PER", "per:anna-probnaya"),
            _mention(DE_KEY, DE, "Minsk", "LOC", "loc:minsk"),
            _mention(DE_KEY, DE, "Tester AG", "ORG", "org:tester"),
            _mention(DE_KEY, DE, "Minsk", "LOC", "loc:minsk", 1),
            _mention(BARE_KEY, BARE, "Астане", "LOC", "loc:astana"),
        ],
        "roles": [
            R.RoleRecord(
                RU_KEY, **_at(RU, "Председатель"), person_id="per:anna-probnaya", title="председатель", of_id=None
            )
        ],
        "money": [
            R.MoneyRecord(
                RU_KEY, **_at(RU, "5 млн долларов"), amount_min=Decimal(5_000_000), amount_max=Decimal(5_000_000),
                currency="USD", modifier="exact", kind="contract", period_start=None, period_end=None,
                agreement_id=agreement,
            ),
            R.MoneyRecord(
                DE_KEY, **_at(DE, "7,5 Mio. Euro"), amount_min=Decimal("7500000.5"), amount_max=Decimal("7500000.5"),
                currency="EUR", modifier="exact", kind="other", period_start=date(2025, 1, 1),
                period_end=date(2025, 12, 31), agreement_id=None,
            ),
        ],
        "dates": [
            R.DateRecord(
                RU_KEY, **_at(RU, "19 сентября"), type="DATE", value="2024-09-19", begins=date(2024, 9, 19),
                ends=date(2024, 9, 19), anchor="published", offset="-1D", modifier=None,
            ),
            R.DateRecord(
                DE_KEY, **_at(DE, "3. Mai"), type="DATE", value=None, begins=None, ends=None, anchor="none",
                offset=None, modifier=None,
            ),
        ],
        "agreements": [
            R.AgreementRecord(
                agreement, RU_KEY, **_at(RU, "меморандум"), type="memorandum", status="signed", count=1, subject=None,
                signed_on_begins=date(2024, 9, 19), signed_on_ends=date(2024, 9, 19), place_id="loc:minsk",
                valid_from=None, valid_to=None, amount_min=Decimal(5_000_000), amount_max=Decimal(5_000_000),
                currency="USD", sentence_start=0, sentence_end=RU.index(".") + 1, score=R.Score(0.75),
                agreement_group=None,
            )
        ],
        "agreement_parties": [
            R.AgreementPartyRecord(agreement, RU_KEY, "loc:minsk", **_at(RU, "Минск"), role="party"),
            R.AgreementPartyRecord(agreement, RU_KEY, None, **_at(RU, "Астана"), role="party"),
        ],
    }  # fmt: skip
    gone = set(without)
    found = {table: [r for r in records if r.doc_id not in gone] for table, records in found.items()}
    entities = [
        _entity("loc:astana", "LOC", ("Астана", None), "city", (2, 2)),
        _entity("loc:minsk", "LOC", ("Минск", "Minsk"), "city", (3, 2)),
        _entity("org:tester", "ORG", (None, "Tester AG"), "company", (1, 1)),
        _entity("per:anna-probnaya", "PER", ("Анна Пробная", None), None, (1, 1)),
    ]
    said = found["mentions"]
    for e in entities:
        documents = [m.doc_id for m in said if m.entity_id == e.entity_id]
        if documents:
            counts = R.Count(len(documents)), R.Count(len(set(documents)))
            values = [getattr(e, c.name) for c in tables.columns(R.EntityRecord)][:-2]
            found.setdefault("entities", []).append(R.EntityRecord(*values, *counts))
    found["quarantine"] = [R.QuarantineRecord("b.txt", None, "ingest", "empty", None)]
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    found["runs"] = [R.RunRecord("r1", now, now, "0.1", "{}", "{}", R.Count(3), R.Count(1), 1.5)]
    return found


def write(out: Path, without: Iterable[str] = ()) -> Path:
    """The rows as an output folder, the documents' tables in a file a document."""
    found = rows(without)
    for table in R.TABLES:
        (out / table).mkdir(parents=True, exist_ok=True)
        for old in (out / table).glob("*.parquet"):
            old.unlink()
        parts: dict[str, list[Any]] = {}
        for row in found.get(table, []):
            parts.setdefault(getattr(row, "doc_id", "all"), []).append(row)
        for key, part in (parts or {"all": []}).items():
            tables.write(table, part, out / table / f"part-{key}.parquet")
    return out


def rewrite(out: Path, table: str, change: Any) -> None:
    """Change every row of a table (a dict) by a function; one that gives a list gives several rows."""
    found: list[dict[str, Any]] = []
    for row in tables.read(out, table).to_pylist():
        changed = change(row)
        found += changed if isinstance(changed, list) else [changed]
    for path in (out / table).glob("*.parquet"):
        path.unlink()
    loose = pa.schema([f.with_nullable(True) for f in tables.schema(table)], tables.schema(table).metadata)
    pq.write_table(pa.Table.from_pylist(found, schema=loose), out / table / "part-all.parquet")
