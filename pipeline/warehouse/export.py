"""Tables laid out anew: Hive partitions, files of a wanted size; only what changed is written.

Every table is made whole in a working folder, partitions that did not change as links to the files that are there,
and then put in its place at once. What a table holds stands beside its files, in `_state.json`: a digest of the rows of
each partition. So a second export of the same rows touches nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import output, tables
from pipeline import records as R
from pipeline.version import __version__
from pipeline.warehouse import LAYOUT, MEMORY, TARGET, Done, WarehouseError, folder, partition, sort, source
from pipeline.warehouse.keys import KEYS

ROW_GROUP = 32 * 2**20  # bytes in memory; what is held before it is written
BATCH = 2048  # rows that DuckDB hands over together, at least
SAMPLE = 10_000  # rows whose keys tell where the key's range is cut


Partition = tuple[str, ...]


def export(out: Path, to: Path, by: tuple[str, ...] = (), target: str = TARGET, memory: str = MEMORY) -> Done:
    """Lay the tables of `out` out anew in the folder `to`, by these partitions, in files of about `target`.

    Raises WarehouseError, OSError.
    """
    bytes_wanted = partition.size(target)
    source.check(out)
    if to.resolve() == out.resolve():
        raise WarehouseError(f"{to}: the tables come from there; name another folder")
    folder.check_free(to, LAYOUT)
    changed: list[str] = []
    written = kept = 0
    rows: dict[str, int] = {}
    with folder.read(out), folder.held(to), source.connect(memory) as connection:
        work = to / output.STATE / "next"
        folder.mend(work, to)
        for table in R.TABLES:
            source.view(connection, out, table)
        for table in R.TABLES:
            made = _Table(connection, table, partition.of(table, by), to / table, work / table, bytes_wanted)
            files_written, files_kept = made.make()
            written, kept = written + files_written, kept + files_kept
            rows[table] = sum(p["rows"] for p in made.wanted.values())
            if files_written or made.gone:
                folder.swap(work / table, to / table)
                changed.append(table)
        shutil.rmtree(work, ignore_errors=True)
    return Done(str(to), tuple(changed), rows, {"files written": written, "files kept": kept})


class _Table:
    """One table on its way into the folder `place`, by way of the folder `work`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        by: tuple[str, ...],
        place: Path,
        work: Path,
        target: int,
    ) -> None:
        self.connection, self.table, self.by, self.place, self.work = connection, table, by, place, work
        self.target = target
        self.rows = partition.rows(table, by)
        self.parts = [f"p{i}" for i in range(len(by))]
        self.columns = [c.name for c in tables.columns(R.TABLES[table]) if c.name not in by]
        self.schema = pa.schema([tables.schema(table).field(c) for c in self.columns], tables.schema(table).metadata)
        self.layout = {"by": list(by), "target": target, "contract": R.CONTRACT_VERSION, "writer": __version__}
        self.wanted = self._digests()
        self.gone = False

    def make(self) -> tuple[int, int]:
        """Make the table in the working folder, if anything in it changed; how many files were written, and kept."""
        before = self._before()
        fresh = {key for key, found in self.wanted.items() if not self._same(before.get(self._folder(key)), found)}
        kept_folders = {self._folder(key) for key in self.wanted if key not in fresh}
        self.gone = bool(set(before) - {self._folder(key) for key in self.wanted})
        kept = [f"{name}/{file}".lstrip("/") for name in sorted(kept_folders) for file in before[name]["files"]]
        if not fresh and not self.gone:
            return 0, len(kept)
        for name in kept:
            (self.work / name).parent.mkdir(parents=True, exist_ok=True)
            _link(self.place / name, self.work / name)
        state = {name: before[name] for name in kept_folders}
        written = 0
        for key, files in self._write(fresh):
            state[self._folder(key)] = {**self.wanted[key], "files": files}
            written += len(files)
        shutil.rmtree(self.work / ".sort", ignore_errors=True)
        told = {**self.layout, "partitions": dict(sorted(state.items()))}
        (self.work / LAYOUT).write_text(json.dumps(told, indent=1), encoding="utf-8")
        return written, len(kept)

    def _folder(self, key: Partition) -> str:
        return partition.folder(self.by, key)

    def _digests(self) -> dict[Partition, dict[str, Any]]:
        """Of each partition, how many rows it has and a digest of them, whatever their order."""
        parts = "".join(f"{p}, " for p in self.parts)
        query = f"SELECT {parts} count(*), bit_xor(hash(s)), sum(hash(s)) FROM {self.rows} GROUP BY ALL"
        found = self.connection.execute(query).fetchall()
        n = len(self.parts)
        digests = {tuple(row[:n]): {"rows": row[n], "digest": f"{row[n + 1]}:{row[n + 2]}"} for row in found}
        return digests or {(partition.UNKNOWN,) * n: {"rows": 0, "digest": ""}}  # an empty file tells the columns

    def _before(self) -> dict[str, dict[str, Any]]:
        """What the table that stands there holds, by folder; nothing where it was laid out another way."""
        try:
            state = json.loads((self.place / LAYOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found: dict[str, dict[str, Any]] = state.pop("partitions", {})
        return found if state == self.layout else {name: {} for name in found}

    def _same(self, before: dict[str, Any] | None, wanted: dict[str, Any]) -> bool:
        return bool(before) and {k: v for k, v in (before or {}).items() if k != "files"} == wanted

    def _write(self, keys: set[Partition]) -> Iterator[tuple[Partition, list[str]]]:
        """Write the partitions of these keys, rows by the table's key, one file open at a time."""
        empty = [(key, iter(())) for key in keys if not self.wanted[key]["rows"]]
        for key, batches in chain(empty, groupby(self._batches(keys), key=lambda part: part[0])):
            where = self.work / self._folder(key)
            where.mkdir(parents=True, exist_ok=True)
            yield key, self._files(where, (rows for _, rows in batches))

    def _files(self, where: Path, batches: Iterator[pa.Table]) -> list[str]:
        """Rows into files of about the target size; at least one file."""
        names: list[str] = []
        pieces = _pieces(batches, min(ROW_GROUP, self.target))
        piece: pa.Table | None = next(pieces, self.schema.empty_table())
        while piece is not None:
            names.append(f"part-{len(names):05d}.parquet")
            with (where / names[-1]).open("wb") as file, pq.ParquetWriter(file, self.schema, compression="zstd") as to:
                while piece is not None:
                    to.write_table(piece)
                    piece = next(pieces, None)
                    if file.tell() >= self.target:
                        break
        return names

    def _batches(self, keys: set[Partition]) -> Iterator[tuple[Partition, pa.Table]]:
        """The rows of these partitions, partition by partition, by the table's key."""
        if not any(self.wanted[key]["rows"] for key in keys):
            return
        chosen = " OR ".join(
            " AND ".join(f"{p} = {source.quoted(v)}" for p, v in zip(self.parts, key, strict=True))
            for key in sorted(keys)
        )
        where = f"WHERE {chosen}" if len(keys) < len(self.wanted) else ""
        listed = ", ".join(f'"{c}"' for c in self.columns)
        head = pa.table(self.connection.sql(f"SELECT {listed} FROM {self.rows} LIMIT {BATCH}").to_arrow_table())
        row = max(1, head.nbytes // max(1, head.num_rows))  # bytes
        stretch = self._stretch(max(self.wanted[key]["rows"] for key in keys) * row)
        query = f"SELECT {', '.join([listed, *self.parts])}, {stretch} AS stretch FROM {self.rows} {where}"
        batch = min(max(ROW_GROUP // row, 1), BATCH * 32)
        batches = (pa.table(b) for b in self.connection.sql(query).to_arrow_reader(batch))
        key = list(KEYS[self.table] or self.columns)
        for (*found, _), rows in sort.ordered(batches, [*self.parts, "stretch"], key, self.work / ".sort", sort.BUDGET):
            yield tuple(map(str, found)), rows.cast(self.schema)

    def _stretch(self, largest: int) -> str:
        """SQL for which stretch of the key's range a row is in, so that none of a partition is too much to sort."""
        count = largest // sort.BUDGET
        if not count or not KEYS[self.table]:
            return "0"
        first = f'"{KEYS[self.table][0]}"'
        sample = f"SELECT {first} FROM {self.rows} USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (1)"
        drawn = sorted(value for (value,) in self.connection.execute(sample).fetchall())
        cuts = sorted({drawn[len(drawn) * i // (count + 1)] for i in range(1, count + 1)})
        listed = ", ".join(source.quoted(cut) for cut in cuts)
        return f"len(list_filter([{listed}], lambda cut: cut <= {first}))"


def _pieces(batches: Iterator[pa.Table], size: int) -> Iterator[pa.Table]:
    """Batches cut and joined to pieces of about so many bytes in memory: row groups."""
    held: list[pa.Table] = []
    for batch in batches:
        step = max(1, batch.num_rows * size // max(1, batch.nbytes))
        for start in range(0, batch.num_rows, step):
            held.append(batch.slice(start, step))
            if sum(h.nbytes for h in held) >= size:
                yield pa.concat_tables(held).combine_chunks()
                held = []
    if held:
        yield pa.concat_tables(held).combine_chunks()


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)
