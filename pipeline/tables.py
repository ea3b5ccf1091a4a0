"""Record classes -> Arrow schemas; rows -> Parquet, and back."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline.version import __version__

ARROW: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    R.Count: pa.int64(),
    R.Score: pa.float32(),
    Decimal: pa.decimal128(38, 4),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    list[str]: pa.list_(pa.string()),
    list[R.Stretch]: pa.list_(pa.struct([pa.field("start", pa.int32(), False), pa.field("end", pa.int32(), False)])),
}
SHOWN = {
    R.Count: "int64",
    R.Score: "float32",
    float: "float64",
    datetime: "timestamp[us, UTC]",
    Decimal: "decimal128(38, 4)",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, Python type without `| None`, nullability, meaning, closed set of values."""

    name: str
    type: Any
    nullable: bool
    meaning: str
    values: tuple[str, ...]

    @property
    def arrow(self) -> pa.DataType:
        return ARROW[self.type]

    @property
    def shown(self) -> str:
        shown = SHOWN.get(self.type) or str(self.arrow)
        return shown.replace("[day]", "").replace(" not null", "").replace("item: ", "")


@cache
def columns(record: type) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    hints = get_type_hints(record)
    found = []
    for field in dataclasses.fields(record):
        hint, nullable = hints[field.name], False
        if get_origin(hint) in (Union, types.UnionType):
            (hint,) = (a for a in get_args(hint) if a is not type(None))
            nullable = True
        found.append(Column(field.name, hint, nullable, field.metadata["meaning"], field.metadata["values"]))
    return tuple(found)


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; descriptions and versions in its metadata."""
    record = R.TABLES[table]
    fields = [pa.field(c.name, c.arrow, c.nullable, metadata={"description": c.meaning}) for c in columns(record)]
    return pa.schema(
        fields,
        metadata={
            "description": (record.__doc__ or "").strip(),
            "depesche.contract": R.CONTRACT_VERSION,
            "depesche.writer": __version__,
        },
    )


def to_arrow(table: str, rows: Sequence[Any]) -> pa.Table:
    """Records of one table as Arrow. Raises pyarrow.ArrowInvalid where a value does not fit its column."""
    wanted = schema(table)
    arrays = []
    for column, field in zip(columns(R.TABLES[table]), wanted, strict=True):
        values = [getattr(r, column.name) for r in rows]
        if column.type == list[R.Stretch]:
            values = [[{"start": s.start, "end": s.end} for s in v] for v in values]
        if not column.nullable and None in values:
            raise pa.ArrowInvalid(f"{table}.{column.name}: null in a column that has none")
        # an array of objects: with a list, pyarrow looks whether it is pandas', and imports pandas for that
        arrays.append(pa.array(np.fromiter(values, object, len(values)), field.type))
    return pa.Table.from_arrays(arrays, schema=wanted)


def write(table: str, rows: Sequence[Any], path: Path) -> None:
    """One Parquet file: the same rows give the same bytes."""
    write_arrow(to_arrow(table, rows), path)


def write_arrow(rows: pa.Table, path: Path) -> None:
    """One Parquet file of rows that are Arrow already."""
    pq.write_table(rows.combine_chunks(), path, compression="zstd")


class ContractError(Exception):
    """Tables of a contract that this version cannot read; the message says which."""


def version_of(found: pa.Schema) -> str:
    """The contract that a file's schema names, "1.0"; this one where it names none.

    Raises ContractError for another major version: its columns may mean something else.
    """
    version = ((found.metadata or {}).get(b"depesche.contract") or R.CONTRACT_VERSION.encode()).decode()
    major, here = version.partition(".")[0], R.CONTRACT_VERSION.partition(".")[0]
    if major != here:
        what = "update depesche to read it" if major > here else f"read it with depesche of contract {major}"
        raise ContractError(f"written by contract {version}, this version reads contract {here}: {what}")
    return version


def conform(found: pa.Table, table: str) -> pa.Table:
    """A table as this contract has it, from any minor version of it: columns added since are null, newer ones go.

    Raises ContractError for another major version, and where a column is missing that may not be null.
    """
    version, wanted = version_of(found.schema), schema(table)
    arrays = []
    for field in wanted:
        if field.name in found.column_names:
            arrays.append(found.column(field.name).cast(field.type))
        elif field.nullable:
            arrays.append(pa.nulls(found.num_rows, field.type))
        else:
            raise ContractError(f"{table}: no column {field.name}; contract {version} had it")
    return pa.Table.from_arrays(arrays, schema=wanted)


def read(out: Path, table: str) -> pa.Table:
    """A table of an output folder, its files in the order of their names; empty where there is none.

    Older minor versions of the contract are read as this one. Raises ContractError for another major version.
    """
    files = sorted(p for p in (out / table).rglob("*.parquet") if not p.name.startswith("."))
    parts = [conform(_with_partitions(pq.read_table(f), out / table, f), table) for f in files]
    return pa.concat_tables(parts) if parts else schema(table).empty_table()


def _with_partitions(found: pa.Table, folder: Path, path: Path) -> pa.Table:
    """With the columns that stand in the names of Hive folders: `language=ru/`."""
    for part in path.relative_to(folder).parts[:-1]:
        name, equals, value = part.partition("=")
        if equals and name not in found.column_names:
            found = found.append_column(name, pa.array([unquote(value)] * found.num_rows, pa.string()))
    return found
