"""A finished output folder as DuckDB sees it: a view for each table, whatever its layout.

Read are the flat files that `extract` writes, Hive folders (`mentions/language=ru/…`), and Delta tables. Columns that
an older contract did not have are null.
"""

from __future__ import annotations

import glob
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline.tables import ContractError, columns, version_of
from pipeline.warehouse import MEMORY, WarehouseError

TYPES: dict[Any, str] = {
    str: "VARCHAR",
    int: "INTEGER",
    float: "DOUBLE",
    R.Count: "BIGINT",
    R.Score: "FLOAT",
    Decimal: "DECIMAL(38, 4)",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
    list[str]: "VARCHAR[]",
    list[R.Stretch]: 'STRUCT("start" INTEGER, "end" INTEGER)[]',
}


def files(out: Path, table: str) -> list[Path]:
    """The Parquet files of a table, by name; of a Delta table, those of its latest version."""
    folder = out / table
    if (folder / "_delta_log").is_dir():
        from deltalake import DeltaTable

        return sorted(folder / path for path in DeltaTable(str(folder)).file_uris())
    return sorted(p for p in folder.rglob("*.parquet") if not p.name.startswith("."))


def partitions(out: Path, table: str, path: Path) -> list[str]:
    """The names of the Hive folders that a file stands in: `["language", "published_month"]`."""
    return [part.partition("=")[0] for part in path.relative_to(out / table).parts[:-1] if "=" in part]


@contextmanager
def connect(memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own that holds at most so much in memory and puts the rest into a folder that goes with it.

    Raises WarehouseError where DuckDB does not understand the size.
    """
    with tempfile.TemporaryDirectory(prefix="depesche-") as folder:
        connection = duckdb.connect()
        try:
            connection.execute("SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
            connection.execute("SET parquet_metadata_cache = true")
            connection.execute(f"SET temp_directory = {quoted(folder)}")
            try:
                connection.execute(f"SET memory_limit = {quoted(memory)}")
            except duckdb.Error as error:
                raise WarehouseError(f"memory is a size such as {MEMORY}, not {memory!r}") from error
            yield connection
        except duckdb.OutOfMemoryException as error:
            raise WarehouseError(f"{memory} is too little memory for these tables; give more with --memory") from error
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise WarehouseError(" ".join(str(error).split())) from error
        finally:
            connection.close()


def view(connection: duckdb.DuckDBPyConnection, out: Path, table: str, paths: list[Path] | None = None) -> None:
    """Make the view of a table over these files (all of its files, by default). Raises WarehouseError."""
    paths = files(out, table) if paths is None else paths
    named = sorted({name for p in paths for name in partitions(out, table, p)})
    here = {name for p in paths for name in _columns(p)} | set(named)
    wanted = []
    for c in columns(R.TABLES[table]):
        value = f'"{c.name}"' if c.name in here else "NULL"
        plain = c.name in here and c.name not in named  # what stands in a folder's name is text
        wanted.append(value if plain else f'CAST({value} AS {TYPES[c.type]}) AS "{c.name}"')
    if not paths:
        connection.execute(f"CREATE VIEW {table} AS SELECT {', '.join(wanted)} WHERE false")
        return
    listed = ", ".join(quoted(glob.escape(str(p))) for p in paths)
    hive = f"hive_partitioning = {'true' if named else 'false'}, hive_types_autocast = false"
    connection.execute(
        f"CREATE VIEW {table} AS SELECT {', '.join(wanted)} FROM read_parquet([{listed}], union_by_name = true, {hive})"
    )


def _columns(path: Path) -> list[str]:
    """The columns of a file. Raises WarehouseError where another major version of the contract wrote it."""
    found = pq.read_schema(path)
    try:
        version_of(found)
    except ContractError as error:
        raise WarehouseError(f"{path}: {error}") from error
    return list(found.names)


def one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The one row of a query that has one."""
    (row,) = connection.execute(query).fetchall()
    found: tuple[Any, ...] = row
    return found


def check(out: Path) -> None:
    """Raises WarehouseError where the folder holds no tables."""
    if not out.is_dir():
        raise WarehouseError(f"{out}: no such folder")
    if not any((out / table).is_dir() for table in R.TABLES):
        raise WarehouseError(f"{out}: no tables there; run `depesche extract` first")


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
