"""Rows held against the text of their document, in bounded memory: a part of the documents at a time.

DuckDB's join would hold all texts at once, and give up where they are larger than its memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.warehouse import sort, source
from pipeline.warehouse.rules import Rule

EXAMPLES = 3
PART = 32 * 2**20  # bytes of text that are held against their rows together
HELD = 16 * 2**20  # bytes of a table's rows in memory while it is parted
BATCH = 2048  # rows that DuckDB hands over together

Broken = dict[Rule, tuple[int, tuple[str, ...]]]  # how many rows break a rule, and the first of them


def broken(
    connection: duckdb.DuckDBPyConnection,
    rules: list[Rule],
    find: Callable[[duckdb.DuckDBPyConnection, list[Rule]], Broken],
) -> Broken:
    """What `find` finds, added up over parts of the documents, where the texts are too large to be held together."""
    if not rules:
        return {}
    (size,) = source.one(connection, "SELECT coalesce(sum(strlen(text)), 0) FROM documents")
    count = size // PART + 1
    if count == 1:
        return find(connection, rules)
    total: Broken = {}
    tables = sorted({"documents", *(rule.table for rule in rules)})
    with tempfile.TemporaryDirectory(prefix="depesche-") as folder, duckdb.connect() as part:
        for parts in _together({t: _parted(connection, t, count, Path(folder) / t) for t in tables}, count):
            for table in tables:
                part.register(table, parts[table])
            for rule, (more, examples) in find(part, rules).items():
                before, known = total.get(rule, (0, ()))
                total[rule] = before + more, tuple(sorted({*known, *examples})[:EXAMPLES])
            for table in tables:
                part.unregister(table)
            parts.clear()
    return total


def _parted(
    connection: duckdb.DuckDBPyConnection, table: str, count: int, folder: Path
) -> Iterator[tuple[sort.Group, pa.Table]]:
    """The rows of a table in `count` parts, by their document; an empty table, without a part, last."""
    query = f"SELECT *, hash(doc_id) % {count} AS part FROM {table}"
    reader = connection.sql(query).to_arrow_reader(BATCH)
    empty = reader.schema.empty_table().drop_columns(["part"])
    yield from sort.ordered((pa.table(batch) for batch in reader), ["part"], ["doc_id"], folder, HELD)
    yield (count,), empty


def _together(tables: dict[str, Iterator[tuple[sort.Group, pa.Table]]], count: int) -> Iterator[dict[str, pa.Table]]:
    """Part by part, the rows of every table; those that have none in a part are empty there."""
    waiting = {name: next(parts) for name, parts in tables.items()}
    for part in range(count):
        here = {}
        for name, (group, rows) in waiting.items():
            here[name] = rows if group == (part,) else rows.slice(0, 0)
        passed = [name for name, (group, _) in waiting.items() if group == (part,)]
        for name in passed:
            del waiting[name]
        yield here
        waiting.update((name, next(tables[name])) for name in passed)
