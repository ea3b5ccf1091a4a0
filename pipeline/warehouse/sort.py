"""Rows in order, in bounded memory: spread over groups, by way of the disk where they are many, each group sorted.

DuckDB's own sort holds what it sorts by and all long texts, and gives up where these are larger than its memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

BUDGET = 128 * 2**20  # bytes of rows that are held in memory

Group = tuple[str | int, ...]


def ordered(
    batches: Iterable[pa.Table], groups: list[str], key: list[str], folder: Path, budget: int
) -> Iterator[tuple[Group, pa.Table]]:
    """The rows of each group (what the columns `groups` hold), groups and the rows in them in order.

    Holds about `budget` bytes, or the largest group where that is more; the rest lies in `folder` in between.
    """
    held: dict[Group, list[pa.Table]] = {}
    spilled: dict[Group, Path] = {}
    size = 0
    for batch in batches:
        for group, rows in _parted(batch, groups):
            held.setdefault(group, []).append(rows)
            size += rows.nbytes
        if size >= budget:
            for group, parts in held.items():
                path = spilled.setdefault(group, folder / f"{len(spilled)}.arrows")
                _append(path, pa.concat_tables(parts))
            held, size = {}, 0
    for group in sorted({*held, *spilled}):
        parts = held.pop(group, [])
        if group in spilled:
            parts = [*_read(spilled[group]), *parts]
            spilled[group].unlink()
        rows = pa.concat_tables(parts).sort_by([(name, "ascending") for name in key])
        parts.clear()
        yield group, rows


def _parted(batch: pa.Table, groups: list[str]) -> Iterator[tuple[Group, pa.Table]]:
    """The rows of a batch by group, without the columns that tell it."""
    rows = batch.drop_columns(groups)
    if batch.num_rows == 0:
        return
    for group, places in batch.select(groups).to_pandas().groupby(groups, sort=False).indices.items():
        yield group if isinstance(group, tuple) else (group,), rows.take(pa.array(places))


def _append(path: Path, rows: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file, pa.ipc.new_stream(file, rows.schema) as stream:
        stream.write_table(rows)


def _read(path: Path) -> Iterator[pa.Table]:
    """The tables that were appended to a file."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        file.seek(0)
        while file.tell() < end:
            with pa.ipc.open_stream(file) as stream:
                yield stream.read_all()
