"""The contract: record classes, Arrow schemas, docs and JSON Schema are one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import aggregate, contract, rows, tables
from pipeline import records as R
from pipeline.document import Annotation, Document, Entity, Money, Name, Quarantined

AMOUNT = R.MoneyRecord("d", 0, 2, "5 €", Decimal(5), Decimal(5), "EUR", "exact", "price", None, None, None)


def test_docs_tables_are_not_stale(root: Path) -> None:
    assert (root / "docs" / "tables.md").read_text(encoding="utf-8") == contract.markdown(), "run `make docs`"


def test_types_of_the_contract() -> None:
    money, run = tables.schema("money"), tables.schema("runs")
    assert money.field("amount_min").type == pa.decimal128(38, 4)
    assert money.field("period_start").type == pa.date32()
    assert money.field("start").type == pa.int32() and not money.field("start").nullable
    assert money.field("currency").nullable
    assert tables.schema("documents").field("language_score").type == pa.float32()
    assert tables.schema("entities").field("mentions").type == pa.int64()
    assert run.field("started_at").type == pa.timestamp("us", tz="UTC")
    body = tables.schema("documents").field("body").type
    assert pa.types.is_list(body) and [f.name for f in body.value_type] == ["start", "end"]


def test_files_say_what_they_hold(tmp_path: Path) -> None:
    tables.write("money", [AMOUNT], tmp_path / "m.parquet")
    file = pq.ParquetFile(tmp_path / "m.parquet")
    metadata = file.schema_arrow.metadata
    assert metadata[b"depesche.contract"] == R.CONTRACT_VERSION.encode()
    assert b"depesche.writer" in metadata
    assert all(f.metadata[b"description"] for f in file.schema_arrow)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        tables.write("money", [AMOUNT] * 3, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_null_where_none_may_be_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid, match="kind"):
        tables.to_arrow("money", [replace(AMOUNT, kind=None)])  # type: ignore[arg-type]


def test_an_amount_beyond_the_column_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        tables.to_arrow("money", [replace(AMOUNT, amount_min=Decimal(10) ** 36)])


def test_json_schema_has_every_table_and_closed_set() -> None:
    schema = json.loads(json.dumps(contract.json_schema()))
    assert list(schema["$defs"]) == list(R.TABLES)
    assert schema["$defs"]["money"]["properties"]["kind"]["enum"] == list(R.AMOUNT_KINDS)
    assert re.fullmatch(schema["$defs"]["money"]["properties"]["amount_min"]["pattern"], "180000000.0000")
    for table, record in R.TABLES.items():
        assert schema["$defs"][table]["required"] == [c.name for c in tables.columns(record)]


def test_rows_carry_offsets_of_the_raw_text() -> None:
    raw = "Ка­захстан дал 5 €"
    text = raw.replace("­", "")
    from array import array

    offsets = array("l", [i for i, c in enumerate(raw) if c != "­"])
    document = Document(
        "d", "d.txt", raw, text, offsets=offsets, language="ru", body=((0, len(text)),),
        names=(Annotation(0, 9, Name("LOC", None, "loc:kz")),),
        entities=(Entity("loc:kz", "LOC", "Казахстан", "country", "KZ"),),
        money=(Annotation(14, 17, Money(Decimal(5), Decimal(5), "EUR")),),
    )  # fmt: skip
    found = rows.documents_to_records([document])
    (mention,), (amount,) = found["mentions"], found["money"]
    assert mention.text == raw[mention.start : mention.end] == "Ка­захстан"
    assert amount.text == raw[amount.start : amount.end] == "5 €"
    assert found["documents"][0].body == [R.Stretch(0, len(raw))]


def added_up(rows: list[dict[str, Any]]) -> list[R.EntityRecord]:
    seen = pa.Table.from_pylist([{"doc_id": "d", **row} for row in rows], schema=aggregate.SEEN)
    return [R.EntityRecord(**row) for row in aggregate.entities([seen]).to_pylist()]


def test_entities_add_up_whatever_the_order() -> None:
    one = {"entity_id": "loc:by", "type": "LOC", "language": "ru", "name": "Беларусь", "kind": "country"}
    two = {**one, "language": "de", "name": "Belarus"}
    parts = [{**one, "country": "BY", "mentions": 3}, {**one, "country": "BY", "mentions": 2}]
    parts += [{**two, "country": None, "mentions": 1}]
    (forward,), (backward,) = added_up(parts), added_up(parts[::-1])
    assert forward == backward
    assert forward == R.EntityRecord("loc:by", "LOC", "Беларусь", "Беларусь", "Belarus", "country", "BY", 6, 3)  # type: ignore[arg-type]


def test_the_fullest_name_wins() -> None:
    part = {"entity_id": "per:x", "type": "PER", "language": "ru", "kind": None, "country": None, "mentions": 1}
    names = ["Токаев", "Токаев", "Касым-Жомарт Токаев"]
    assert added_up([{**part, "name": n} for n in names])[0].name == "Касым-Жомарт Токаев"


def test_quarantine_rows() -> None:
    (row,) = rows.documents_to_records([], [Quarantined("a.txt", "language", "language", "be")])["quarantine"]
    assert row == R.QuarantineRecord("a.txt", None, "language", "language", "be")


def test_every_date_column_of_a_record_is_date32() -> None:
    for table, record in R.TABLES.items():
        for column in tables.columns(record):
            if column.type is date:
                assert tables.schema(table).field(column.name).type == pa.date32()
