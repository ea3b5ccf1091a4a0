"""Arrow tables -> compact columns, as JSON that app/store.js reads.

A column is one of: a list of numbers (or null); `{"d": values, "i": indices}` where values repeat, -1 for null;
`{"ref": table, "i": rows}` where it is the key of another table; `{"made": "{doc_id}:m{start}-{end}"}` where it can be
made of others. Dates are ISO texts; amounts are exact decimal texts without trailing zeros.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import records as R
from pipeline import tables

KEYS = {"documents": "doc_id", "entities": "entity_id", "agreements": "agreement_id"}
REFERENCES = {
    "doc_id": "documents",
    "entity_id": "entities",
    "person_id": "entities",
    "of_id": "entities",
    "place_id": "entities",
    "agreement_id": "agreements",
}
MADE = {("mentions", "mention_id"): ("{doc_id}:m{start}-{end}", ":m"),
        ("agreements", "agreement_id"): ("{doc_id}:a{start}-{end}", ":a")}  # fmt: skip
LEFT_OUT = {("documents", "text"), ("documents", "body")}  # they stand with the texts
NUMBERS = (int, float, R.Count, R.Score)
KINDS = {
    str: "text", int: "number", float: "number", R.Count: "number", R.Score: "score", Decimal: "amount", date: "date",
    datetime: "moment", list[str]: "list",
}  # fmt: skip


def schema() -> dict[str, list[dict[str, Any]]]:
    """For each table its columns: name, kind of value, the table it refers to, the closed set it draws from."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for table, record in R.TABLES.items():
        shown[table] = []
        for column in tables.columns(record):
            if (table, column.name) in LEFT_OUT:
                continue
            described: dict[str, Any] = {"name": column.name, "kind": KINDS[column.type]}
            if column.values:
                described["values"] = column.values
            if column.name in REFERENCES and KEYS.get(table) != column.name:
                described["to"] = REFERENCES[column.name]
            shown[table].append(described)
    return shown


def plain(value: Any) -> str:
    """A value as the page has it: exact, and without the zeros that say nothing."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def pack(table: str, rows: pa.Table, keys: dict[str, pa.Array]) -> dict[str, Any]:
    """The columns of a table. `keys` has the key column of each table that others refer to."""
    packed: dict[str, Any] = {}
    for column in tables.columns(R.TABLES[table]):
        name = column.name
        if (table, name) in LEFT_OUT:
            continue
        values = rows[name].combine_chunks()
        reference = REFERENCES.get(name)
        if column.type in NUMBERS:
            packed[name] = [round(v, 4) if isinstance(v, float) else v for v in values.to_pylist()]
        elif (table, name) in MADE and _is_made(rows, values, MADE[table, name][1]):
            packed[name] = {"made": MADE[table, name][0]}
        elif reference and KEYS.get(table) != name and _all_known(values, keys[reference]):
            found = pc.fill_null(pc.index_in(values, value_set=keys[reference]), -1)
            packed[name] = {"ref": reference, "i": found.to_pylist()}
        else:
            packed[name] = _dictionary(values)
    return {"n": rows.num_rows, "columns": packed}


def _is_made(rows: pa.Table, values: pa.Array, mark: str) -> bool:
    start, end = (rows[c].combine_chunks().cast(pa.string()) for c in ("start", "end"))
    made = pc.binary_join_element_wise(rows["doc_id"].combine_chunks(), mark, start, "-", end, "")
    return bool(pc.all(pc.equal(values, made), min_count=0).as_py())


def _all_known(values: pa.Array, keys: pa.Array) -> bool:
    return bool(pc.all(pc.is_in(values.drop_null(), value_set=keys), min_count=0).as_py())


def _dictionary(values: pa.Array) -> dict[str, Any]:
    if pa.types.is_list(values.type):
        values = pa.array([" · ".join(v) or None if v else None for v in values.to_pylist()], pa.string())
    encoded = values.dictionary_encode()
    return {
        "d": [plain(v) for v in encoded.dictionary.to_pylist()],
        "i": pc.fill_null(encoded.indices, -1).to_pylist(),
    }
