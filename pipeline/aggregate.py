"""What single documents say of entities, added up: the table `entities`.

Beside each shard lies what its documents say, a row for each document and entity. Adding them up folds these
rows, some at a time, into counts of what was said of each entity and how often; then one vote for each column. All
of it is done in Arrow columns, so that memory grows with the number of different names, not with the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import tables
from pipeline.document import Document

SEEN = pa.schema(
    [
        pa.field("doc_id", pa.string(), False),
        pa.field("entity_id", pa.string(), False),
        pa.field("type", pa.string(), False),
        pa.field("language", pa.string(), False),
        pa.field("name", pa.string(), False),
        pa.field("kind", pa.string()),
        pa.field("country", pa.string()),
        pa.field("mentions", pa.int64(), False),
    ]
)
_SAID = ["entity_id", "type", "language", "name", "kind", "country"]
_COUNTS = ["documents", "mentions"]
_FOLD = 100_000  # rows that are gathered before they are folded; they are some 20 MB


def seen(documents: Iterable[Document]) -> pa.Table:
    """The entities of each document, with how often each is named there."""
    columns: dict[str, list[object]] = {name: [] for name in SEEN.names}
    for document in documents:
        often = Counter(a.value.entity for a in document.names)
        for e in document.entities:
            if often[e.entity_id]:
                row = (document.doc_id, e.entity_id, e.type, document.language, e.name, e.kind, e.country)
                for name, value in zip(SEEN.names, (*row, often[e.entity_id]), strict=True):
                    columns[name].append(value)
    return pa.table(columns, schema=SEEN)


def read(files: Iterable[Path]) -> Iterator[pa.Table]:
    """The files of `seen`, one at a time."""
    for path in files:
        yield pq.ParquetFile(path).read([*_SAID, "mentions"])


def entities(parts: Iterable[pa.Table]) -> pa.Table:
    """What documents say (tables of SEEN) as one row for each entity, by entity_id.

    Of several names the fullest wins, then the one in most documents; of kinds and countries the
    most frequent. Ties fall to the alphabet, so that the order of the documents does not matter.
    """
    said = _folded(parts)
    said = said.append_column("words", _words(said.column("name")))
    names = _grouped(said, ["entity_id", "language", "name", "words"])
    names = _first(names, ["entity_id", "language"], [("words", -1), ("documents", -1), ("name", 1)])
    # a language's share decides which name leads; Russian where they are even, which is last in the alphabet
    shares = _grouped(said, ["entity_id", "language"])
    leading = _first(shares, ["entity_id"], [("documents", -1), ("language", -1)])
    found = _grouped(said, ["entity_id"]).sort_by("entity_id")
    keys = found.column("entity_id")
    name_of = {language: _where(names, "language", language) for language in pc.unique(names["language"]).to_pylist()}
    columns: dict[str, pa.ChunkedArray | pa.Array] = {
        "entity_id": keys,
        "type": _looked_up(keys, _vote(said, "type"), "type"),
        "name_ru": _looked_up(keys, name_of.get("ru"), "name"),
        "name_de": _looked_up(keys, name_of.get("de"), "name"),
        "kind": _looked_up(keys, _vote(said, "kind"), "kind"),
        "country": _looked_up(keys, _vote(said, "country"), "country"),
        "mentions": found.column("mentions"),
        "documents": found.column("documents"),
    }
    led_by = _looked_up(keys, leading, "language")
    name = pa.nulls(len(keys), pa.string())
    for language, of in name_of.items():
        name = pc.if_else(pc.equal(led_by, language), _looked_up(keys, of, "name"), name)
    columns["name"] = name
    wanted = tables.schema("entities")
    return pa.table([pa.chunked_array([c]) if isinstance(c, pa.Array) else c for c in
                     (columns[field.name] for field in wanted)], schema=wanted).combine_chunks()  # fmt: skip


def _folded(parts: Iterable[pa.Table]) -> pa.Table:
    """Each thing that is said of an entity once, with the documents that say it and the mentions in them."""
    types = [(name, pa.int64() if name in _COUNTS else pa.string()) for name in (*_SAID, *_COUNTS)]
    empty = pa.schema(types).empty_table()
    folded, gathered, size = empty, list[pa.Table](), 0
    for part in parts:
        one = pa.array(np.ones(part.num_rows, np.int64))
        gathered.append(part.select([*_SAID, "mentions"]).append_column("documents", one).select(empty.column_names))
        size += part.num_rows
        if size > max(_FOLD, folded.num_rows):
            folded, gathered, size = _grouped(_joined([folded, *gathered]), _SAID), [], 0
    return _grouped(_joined([folded, *gathered]), _SAID)


def _joined(rows: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(rows, promote_options="default")


def _grouped(rows: pa.Table, by: list[str]) -> pa.Table:
    """The counts of rows that agree in some columns, added up."""
    found = rows.group_by(by, use_threads=False).aggregate([(count, "sum") for count in _COUNTS])
    return found.rename_columns([n.removesuffix("_sum") for n in found.column_names]).select([*by, *_COUNTS])


def _first(rows: pa.Table, by: list[str], order: list[tuple[str, int]]) -> pa.Table:
    """Of the rows that agree in some columns the first in this order; 1 goes up, -1 down."""
    keys = [(name, "ascending") for name in by]
    keys += [(name, "ascending" if way > 0 else "descending") for name, way in order]
    rows = rows.take(pc.sort_indices(rows, sort_keys=keys))
    if not rows.num_rows:
        return rows
    new = np.zeros(rows.num_rows, bool)
    new[0] = True
    for name in by:
        column = rows.column(name).combine_chunks()
        new[1:] |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    return rows.filter(pa.array(new))


def _vote(said: pa.Table, column: str) -> pa.Table:
    """For each entity what most documents say of it; ties to the alphabet."""
    told = said.filter(pc.is_valid(said.column(column)))
    return _first(_grouped(told, ["entity_id", column]), ["entity_id"], [("documents", -1), (column, 1)])


def _where(rows: pa.Table, column: str, value: str) -> pa.Table:
    return rows.filter(pc.equal(rows.column(column), value))


def _looked_up(keys: pa.ChunkedArray, rows: pa.Table | None, column: str) -> pa.ChunkedArray:
    """The column's value for each key, null where it has none; both are sorted by `entity_id`."""
    if rows is None or not rows.num_rows:
        return pa.chunked_array([pa.nulls(len(keys), pa.string())])
    here = pc.is_in(keys, value_set=rows.column("entity_id"))
    # where a key is there, how many keys before it are tells its place
    places = pc.subtract(pc.cumulative_sum(pc.cast(here, pa.int64())), 1)
    places = pc.if_else(here, places, None)
    return rows.column(column).take(places)


def _words(names: pa.ChunkedArray) -> pa.Array:
    """How many words each name has."""
    return pa.array((len(name.split()) for name in names.to_pylist()), pa.int64())
