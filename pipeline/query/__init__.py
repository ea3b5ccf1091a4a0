"""SQL over the tables of an output folder, and questions that stand ready.

A question is a file in `questions/`: SQL whose first line says in a comment what it answers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline.warehouse import WarehouseError, source

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula at the beginning of a cell


class QueryError(Exception):
    """A query that cannot be answered; the message says why, in DuckDB's words or ours."""


@cache
def questions() -> dict[str, tuple[str, str]]:
    """The questions that stand ready: name → what it answers, and its SQL."""
    found = {}
    for file in sorted((files(__name__) / "questions").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql"):
            sql = file.read_text(encoding="utf-8")
            found[file.name.removesuffix(".sql")] = sql.partition("\n")[0].removeprefix("--").strip(), sql
    return found


def run(query: str, out: Path) -> pa.Table:
    """The rows that a query, or the question of that name, gives over the tables in a folder. Raises QueryError."""
    asked = questions().get(query.strip())
    if asked is None and " " not in query.strip():
        raise QueryError(f"no question is called {query!r}; there are {', '.join(questions())}, or write SQL")
    try:
        source.check(out)
        with source.connect() as connection:
            for table in R.TABLES:
                source.view(connection, out, table)
            connection.execute("SET preserve_insertion_order = true")
            result = connection.sql(asked[1] if asked else query)
            found: pa.Table = result.to_arrow_table()
            return found
    except WarehouseError as error:
        raise QueryError(str(error)) from error
    except duckdb.Error as error:
        raise QueryError(str(error).strip()) from error
    except (OSError, pa.ArrowInvalid) as error:
        raise QueryError(f"{out}: the tables cannot be read ({error})") from error


def as_csv(rows: pa.Table) -> str:
    """Comma-separated, with a header. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.column_names)
    for row in _rows(rows):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return text(value)


def as_json(rows: pa.Table) -> str:
    """A list of objects; days and times in ISO 8601, decimals as text, so that nothing is rounded."""
    return json.dumps(rows.to_pylist(), ensure_ascii=False, indent=1, default=str)


def write(rows: pa.Table, path: Path, format: str) -> None:
    """The rows as a file of that format: csv, json or parquet."""
    if format == "parquet":
        pq.write_table(rows, path, compression="zstd")
    else:
        path.write_text(as_csv(rows) if format == "csv" else as_json(rows), encoding="utf-8")


def text(value: Any) -> str:
    """A value as people read it; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _rows(rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in rows.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
