"""The contract as PostgreSQL tables: types, keys, references and what each column means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline import records as R
from pipeline.tables import Column, columns
from pipeline.warehouse.keys import KEYS, references
from pipeline.warehouse.source import quoted

TYPES: dict[Any, str] = {
    str: "text",
    int: "integer",
    float: "double precision",
    R.Count: "bigint",
    R.Score: "real",
    Decimal: "numeric(38, 4)",
    date: "date",
    datetime: "timestamp with time zone",
    list[str]: "text[]",
    list[R.Stretch]: "jsonb",
}


def ordered() -> tuple[str, ...]:
    """The tables, those that others point at before these."""
    done: list[str] = []
    while left := [t for t in R.TABLES if t not in done]:
        done += [t for t in left if not set(references(t).values()) & set(left) - {t}]
    return tuple(done)


def statements(older: bool = False) -> Iterator[str]:
    """Tables, comments and indexes, one statement at a time. They may be run again.

    `older`: also give tables of an older contract the columns that came since, which are those that may be null.
    """
    yield f"-- depesche tables, contract {R.CONTRACT_VERSION}; made by `depesche tables --format sql`"
    for table in ordered():
        record = R.TABLES[table]
        lines = [f"  {_column(table, c)}" for c in columns(record)]
        if KEYS[table]:
            lines.append(f"  PRIMARY KEY ({', '.join(name(k) for k in KEYS[table])})")
        yield f"CREATE TABLE IF NOT EXISTS {table} (\n" + ",\n".join(lines) + "\n)"
        for c in columns(record):
            if older and c.nullable:
                yield f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {_column(table, c)}"
        yield f"COMMENT ON TABLE {table} IS {quoted((record.__doc__ or '').strip())}"
        for c in columns(record):
            meaning = c.meaning + (f"; one of {', '.join(c.values)}" if c.values else "")
            yield f"COMMENT ON COLUMN {table}.{name(c.name)} IS {quoted(meaning)}"
        for column in references(table):
            if (column,) != KEYS[table]:
                yield f"CREATE INDEX IF NOT EXISTS {table}_{column} ON {table} ({name(column)})"


def script() -> str:
    """The statements as a script for psql."""
    return "".join(f"{s}\n" if s.startswith("--") else f"{s};\n" for s in statements())


def name(column: str) -> str:
    """A column as PostgreSQL takes it: `end` and `offset` are its own words."""
    return f'"{column}"'


def _column(table: str, c: Column) -> str:
    null = "" if c.nullable else " NOT NULL"
    target = references(table).get(c.name)
    points = f" REFERENCES {target} DEFERRABLE INITIALLY DEFERRED" if target else ""
    return f"{name(c.name)} {TYPES[c.type]}{null}{points}"
