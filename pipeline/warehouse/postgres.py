"""Tables into PostgreSQL: one transaction, upsert by key, and no row touched that did not change."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv

from pipeline import records as R
from pipeline.tables import columns
from pipeline.warehouse import MEMORY, Done, WarehouseError, folder, source, sql
from pipeline.warehouse.keys import KEPT, KEYS

BATCH = 2048  # rows that DuckDB hands over together
LOCK = 0x646570  # one loader at a time in a database


def load(out: Path, to: str, memory: str = MEMORY) -> Done:
    """Bring the tables of a PostgreSQL database (a libpq URI) to what `out` holds; they are made where missing.

    Rows whose key is gone are deleted, but for those of runs. Everything is committed together, or nothing.

    Raises WarehouseError, OSError.
    """
    try:
        import psycopg
    except ImportError as error:
        raise WarehouseError("PostgreSQL needs psycopg: pip install 'depesche[postgres]'") from error
    source.check(out)
    try:
        with folder.read(out), source.connect(memory) as connection, psycopg.connect(to) as database:
            cursor = database.cursor()
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            for statement in sql.statements(older=True):
                cursor.execute(statement)
            done = {}
            for table in R.TABLES:
                source.view(connection, out, table)
            for table in sql.ordered():
                done[table] = _load(connection, cursor, table)
    except psycopg.Error as error:
        raise WarehouseError(f"PostgreSQL: {' '.join(str(error).split())}") from error
    changed = tuple(table for table in R.TABLES if any(done[table][1:]))
    took = {"rows written": sum(d[1] for d in done.values()), "rows deleted": sum(d[2] for d in done.values())}
    return Done(to.partition("?")[0].rpartition("@")[2], changed, {t: done[t][0] for t in R.TABLES}, took)


def _load(connection: duckdb.DuckDBPyConnection, cursor: Any, table: str) -> tuple[int, int, int]:
    """How many rows the table has, how many were written, and how many deleted."""
    staged = f"staged_{table}"
    names = [sql.name(c.name) for c in columns(R.TABLES[table])]
    cursor.execute(f"CREATE TEMP TABLE {staged} (LIKE {table}) ON COMMIT DROP")
    total = 0
    with cursor.copy(f"COPY {staged} ({', '.join(names)}) FROM STDIN (FORMAT csv)") as copy:
        for rows in _batches(connection, table):
            total += rows.num_rows
            copy.write(_csv(rows))
    cursor.execute(f"ANALYZE {staged}")
    if not KEYS[table]:
        return total, *_replace(cursor, table, staged, names)
    key = [sql.name(k) for k in KEYS[table]]
    deleted = 0
    if table not in KEPT:
        same = " AND ".join(f"s.{k} = t.{k}" for k in key)
        cursor.execute(f"DELETE FROM {table} t WHERE NOT EXISTS (SELECT FROM {staged} s WHERE {same})")
        deleted = cursor.rowcount
    others = [n for n in names if n not in key]
    new = ", ".join(f"EXCLUDED.{n}" for n in others)
    cursor.execute(
        f"INSERT INTO {table} AS t ({', '.join(names)}) SELECT {', '.join(names)} FROM {staged} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET ({', '.join(others)}) = ROW({new}) "
        f"WHERE ({', '.join(f't.{n}' for n in others)}) IS DISTINCT FROM ({new})"
    )
    return total, cursor.rowcount, deleted


def _replace(cursor: Any, table: str, staged: str, names: list[str]) -> tuple[int, int]:
    """A table without a key, whole, where its rows differ: how many were written, and deleted."""
    listed = ", ".join(names)
    ways = ((table, staged), (staged, table))
    differ = " UNION ALL ".join(f"(SELECT {listed} FROM {a} EXCEPT ALL SELECT {listed} FROM {b})" for a, b in ways)
    cursor.execute(f"SELECT count(*) FROM ({differ}) d")
    if not cursor.fetchone()[0]:
        return 0, 0
    cursor.execute(f"DELETE FROM {table}")
    deleted = cursor.rowcount
    cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {staged}")
    return cursor.rowcount, deleted


def _batches(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[pa.Table]:
    """The rows of a table, every value as text. U+0000, which PostgreSQL has not, is U+FFFD: offsets stay."""
    values = []
    for c in columns(R.TABLES[table]):
        value = f'"{c.name}"'
        if c.type == list[str]:
            inner = (
                f"""list_transform({value}, lambda v: '"' || replace(replace(v, '\\', '\\\\'), '"', '\\"') || '"')"""
            )
            value = f"'{{' || array_to_string({inner}, ',') || '}}'"
        elif c.type == list[R.Stretch]:
            value = f"to_json({value})"
        values.append(f"replace(CAST({value} AS VARCHAR), chr(0), chr(65533))")
    for batch in connection.sql(f"SELECT {', '.join(values)} FROM {table}").to_arrow_reader(BATCH):
        yield pa.table(batch)


def _csv(rows: pa.Table) -> bytes:
    sink = io.BytesIO()
    csv.write_csv(rows, sink, csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return sink.getvalue()
