"""The contract for people and programs: docs/tables.md and the JSON Schema, made from the record classes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline import records as R
from pipeline.tables import columns


def markdown() -> str:
    """docs/tables.md: the contract, a section a table."""
    lines = [
        "# The tables",
        "",
        f"Contract version {R.CONTRACT_VERSION}. Made from `pipeline/records.py` by `make docs`; do not edit.",
        "",
        "One folder of Parquet files (zstd) per table: `OUT/documents/*.parquet`, `OUT/mentions/*.parquet`, …",
        "Offsets count Unicode code points in `documents.text`, `end` exclusive: `text[start:end]` is always",
        "the row's own `text`.",
    ]
    for table, record in R.TABLES.items():
        lines += ["", f"## {table}", "", (record.__doc__ or "").strip(), ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        for c in columns(record):
            values = "; one of " + " ".join(f"`{v}`" for v in c.values) if c.values else ""
            lines.append(f"| {c.name} | {c.shown}{'?' if c.nullable else ''} | {c.meaning}{values} |")
    return "\n".join(lines) + "\n"


JSON_TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    R.Count: {"type": "integer"},
    float: {"type": "number"},
    R.Score: {"type": "number", "minimum": 0, "maximum": 1},
    Decimal: {"type": "string", "pattern": r"^-?\d{1,34}(\.\d{1,4})?$"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    list[str]: {"type": "array", "items": {"type": "string"}},
    list[R.Stretch]: {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
            "required": ["start", "end"],
        },
    },
}


def json_schema() -> dict[str, Any]:
    """The contract as JSON Schema (draft 2020-12), a definition a table."""
    definitions = {}
    for table, record in R.TABLES.items():
        properties = {}
        for c in columns(record):
            kind: dict[str, Any] = dict(JSON_TYPES[c.type])
            if c.values:
                kind["enum"] = list(c.values)
            if c.nullable:
                kind = {"anyOf": [kind, {"type": "null"}]}
            properties[c.name] = {**kind, "description": c.meaning}
        definitions[table] = {
            "type": "object",
            "description": (record.__doc__ or "").strip(),
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"depesche tables, contract {R.CONTRACT_VERSION}",
        "$defs": definitions,
    }


def text() -> str:
    """The contract for a terminal."""
    lines = [f"contract {R.CONTRACT_VERSION}"]
    for table, record in R.TABLES.items():
        lines += ["", f"{table}: {(record.__doc__ or '').strip()}"]
        lines += [f"  {c.name:<18} {c.shown + ('?' if c.nullable else ''):<18} {c.meaning}" for c in columns(record)]
    return "\n".join(lines)
