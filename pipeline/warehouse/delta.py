"""Tables as Delta tables: upsert by key, one commit a table, and none where nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline import records as R
from pipeline import tables
from pipeline.version import __version__
from pipeline.warehouse import MEMORY, Done, WarehouseError, folder, partition, source
from pipeline.warehouse.keys import KEPT, KEYS

BATCH = 2048  # rows that DuckDB hands over together


def upsert(out: Path, to: str, by: tuple[str, ...] = (), memory: str = MEMORY) -> Done:
    """Bring the Delta tables in `to` (a folder, or a URI that deltalake knows) to what `out` holds.

    Rows whose key is gone are deleted, but for those of runs; a table that holds the same rows gets no commit.

    Raises WarehouseError, OSError.
    """
    try:
        from deltalake.exceptions import DeltaError
    except ImportError as error:
        raise WarehouseError("Delta tables need deltalake: pip install 'depesche[delta]'") from error
    source.check(out)
    here = None if "://" in to else Path(to)
    if here is not None:
        if here.resolve() == out.resolve():
            raise WarehouseError(f"{to}: the tables come from there; name another folder")
        folder.check_free(here, "_delta_log")
    with folder.read(out), folder.held(here), source.connect(memory) as connection:
        for table in R.TABLES:
            source.view(connection, out, table)
        try:
            done = {table: _upsert(connection, table, f"{to.rstrip('/')}/{table}", by) for table in R.TABLES}
        except (DeltaError, duckdb.Error) as error:
            raise WarehouseError(f"{to}: {str(error).strip()}") from error
    changed = tuple(table for table, (_, *changes) in done.items() if any(changes))
    took = {"rows written": sum(d[1] for d in done.values()), "rows deleted": sum(d[2] for d in done.values())}
    return Done(to, changed, {table: d[0] for table, d in done.items()}, took)


def _upsert(connection: duckdb.DuckDBPyConnection, table: str, uri: str, by: tuple[str, ...]) -> tuple[int, int, int]:
    """How many rows the table has, how many were written, and how many deleted."""
    from deltalake import CommitProperties, DeltaTable, write_deltalake

    names = partition.of(table, by)
    shape = _shape(table, names)
    listed = [f'"{c.name}"' for c in tables.columns(R.TABLES[table])]
    listed += [f"p{i} AS {name}" for i, name in enumerate(names) if name in shape.names[len(listed) :]]
    connection.execute(f"CREATE OR REPLACE VIEW fresh AS SELECT {', '.join(listed)} FROM {partition.rows(table, by)}")
    (total,) = source.one(connection, "SELECT count(*) FROM fresh")
    commit = CommitProperties(custom_metadata={"contract": R.CONTRACT_VERSION, "writer": __version__})
    told: dict[str, Any] = {
        "name": table,
        "description": f"{(R.TABLES[table].__doc__ or '').strip()} Contract {R.CONTRACT_VERSION}.",
        "partition_by": list(names) or None,
        "commit_properties": commit,
    }
    if not DeltaTable.is_deltatable(uri):
        write_deltalake(uri, _reader(connection, "SELECT * FROM fresh", shape), mode="error", **told)
        return total, max(total, 1), 0
    old = DeltaTable(uri)
    if list(old.metadata().partition_columns) != list(names):
        raise WarehouseError(f"{uri} is partitioned by {old.metadata().partition_columns}, not {list(names)}")
    connection.register("stored", old.to_pyarrow_dataset())
    held = {f.name for f in old.schema().fields}
    there = [_stored(name, shape, held, table) for name in shape.names]
    connection.execute(f"CREATE OR REPLACE VIEW old AS SELECT {', '.join(there)} FROM stored")
    key = [f'"{k}"' for k in KEYS[table]]
    if not key:
        return total, *_replace(connection, uri, total, shape, told)
    connection.execute(_CHANGES.format(
        key=", ".join(key), keep="false" if table in KEPT else "o.h IS NOT NULL"
    ))  # fmt: skip
    counts = "SELECT count(*) FILTER (WHERE NOT _gone), count(*) FILTER (WHERE _gone) FROM changes"
    written, deleted = source.one(connection, counts)
    if not written and not deleted:
        return total, 0, 0
    same = " AND ".join(f"t.{k} = s.{k}" for k in key)
    rows = (
        f"SELECT f.*, false AS _gone FROM fresh f SEMI JOIN (FROM changes WHERE NOT _gone) USING ({', '.join(key)}) "
        f"UNION ALL BY NAME SELECT o.*, true AS _gone FROM old o SEMI JOIN (FROM changes WHERE _gone) "
        f"USING ({', '.join(key)})"
    )
    source_rows = _reader(connection, rows, shape.append(pa.field("_gone", pa.bool_(), False)))
    merger = old.merge(
        source_rows, same, source_alias="s", target_alias="t", merge_schema=True, commit_properties=commit
    )
    merger = merger.when_matched_delete("s._gone").when_matched_update_all("NOT s._gone", except_cols=["_gone"])
    merger.when_not_matched_insert_all("NOT s._gone", except_cols=["_gone"]).execute()
    return total, written, deleted


# by key: rows that are new or differ, and rows that are gone
_CHANGES = """
CREATE OR REPLACE TEMP TABLE changes AS
WITH n AS (SELECT {key}, hash(fresh) AS h FROM fresh), o AS (SELECT {key}, hash(old) AS h FROM old)
SELECT {key}, n.h IS NULL AS _gone FROM n FULL JOIN o USING ({key})
WHERE (n.h IS NULL AND {keep}) OR (n.h IS NOT NULL AND n.h IS DISTINCT FROM o.h)
"""


def _replace(
    connection: duckdb.DuckDBPyConnection, uri: str, total: int, shape: pa.Schema, told: dict[str, Any]
) -> tuple[int, int]:
    """A table without a key is written whole, where its rows differ: how many were written, and deleted."""
    from deltalake import write_deltalake

    digests = [
        source.one(connection, f"SELECT count(*), bit_xor(hash(r)), sum(hash(r)) FROM {view} r")
        for view in ("fresh", "old")
    ]
    if digests[0] == digests[1]:
        return 0, 0
    rows = _reader(connection, "SELECT * FROM fresh", shape)
    write_deltalake(uri, rows, mode="overwrite", schema_mode="merge", **told)
    return total, digests[1][0]


def _shape(table: str, names: tuple[str, ...]) -> pa.Schema:
    """The contract's columns, and after them the partitions that are none of these."""
    found = pa.schema([f.remove_metadata() for f in tables.schema(table)])
    for name in names:
        if name not in found.names:
            found = found.append(pa.field(name, pa.string()))
    return found


def _stored(name: str, shape: pa.Schema, held: set[str], table: str) -> str:
    """SQL for a column of the Delta table, as this contract has it."""
    types = {c.name: source.TYPES[c.type] for c in tables.columns(R.TABLES[table])}
    value = f'"{name}"' if name in held else "NULL"
    return f'CAST({value} AS {types.get(name, "VARCHAR")}) AS "{name}"'


def _reader(connection: duckdb.DuckDBPyConnection, query: str, shape: pa.Schema) -> pa.RecordBatchReader:
    def batches() -> Iterator[pa.RecordBatch]:
        for batch in connection.sql(query).to_arrow_reader(BATCH):
            yield from pa.table(batch).select(shape.names).cast(shape).to_batches()

    return pa.RecordBatchReader.from_batches(shape, batches())
