"""A large output out of a small one: every article many times, each copy with a key and a day of its own."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline import tables

DAYS = ("published_on", "signed_on_begins", "signed_on_ends", "valid_from", "valid_to")
OF_DOCUMENTS = ("doc_id", "mention_id", "agreement_id", "agreement_group", "source")
ONCE = ("entities", "quarantine", "runs")  # tables that grow no further


def write(small: Path, large: Path, documents: int) -> Path:
    """`documents` articles, out of those in `small`; every fourth copy names people and organisations of its own."""
    copies = -(-documents // tables.read(small, "documents").num_rows)
    for table in R.TABLES:
        rows = tables.read(small, table)
        if table == "entities":
            own = rows.filter(pc.is_in(rows["type"], pa.array(["PER", "ORG"])))
            made = [rows, *(_renamed(own, k) for k in range(4, copies, 4))]
        else:
            made = [rows] if table in ONCE else [_copy(rows, k) for k in range(copies)]
        (large / table).mkdir(parents=True)
        pq.write_table(pa.concat_tables(made), large / table / "part-00000.parquet")
    return large


def _renamed(entities: pa.Table, k: int) -> pa.Table:
    for name in ("entity_id", "name"):
        entities = _set(entities, name, _joined(entities[name], f" {k}"))
    return entities


def _copy(rows: pa.Table, k: int) -> pa.Table:
    for name in rows.column_names:
        if name in OF_DOCUMENTS:
            rows = _set(rows, name, pc.binary_join_element_wise(f"{k:04}", rows[name], "-"))
        elif name in ("entity_id", "person_id", "of_id") and k and k % 4 == 0:
            own = pc.match_substring_regex(rows[name], "^(per|org):")
            rows = _set(rows, name, pc.if_else(own, _joined(rows[name], f" {k}"), rows[name]))
        elif name in DAYS:
            days = pc.subtract(rows[name].cast(pa.int32()), pa.scalar(k * 37 % 1800, pa.int32()))
            rows = _set(rows, name, days.cast(pa.date32()))
    if "text" in rows.column_names and "source" in rows.column_names:
        rows = _set(rows, "text", _joined(rows["text"], f"\n{k * 7919}"))
    return rows


def _joined(values: pa.ChunkedArray, end: str) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(values, end, "")


def _set(rows: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), values)
