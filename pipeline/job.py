"""One shard: documents through the stages, their rows into files. Done means that its files exist.

A shard's files are written under another name and renamed, the manifest last; so a shard whose
manifest names the fingerprint wanted is done, and anything else is done again. Where only some of its
documents changed, the rows of the others are taken from the files that are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import aggregate, fingerprint, output, tables
from pipeline.document import Document, Quarantined
from pipeline.lang import registry
from pipeline.output import STATE
from pipeline.settings import Settings
from pipeline.shards import Shard, id_of
from pipeline.watch import Overdue, Watch

COUNTED = ("documents", "mentions", "roles", "money", "dates", "agreements", "agreement_parties", "quarantine")
SEEN = "entities"  # in the folder STATE: what the shard's documents say of entities
Manifest = dict[str, Any]
Parts = dict[str, list[pa.Table]]  # rows of each table, and of SEEN


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a worker, which may die of it, is to run a shard: `careful` is one by one, without those given up."""

    careful: bool = False
    given_up: tuple[Quarantined, ...] = ()


def wanted(shard: Shard, settings: Settings) -> str:
    """The shard's fingerprint: it changes when an input, the code, a word or a model does."""
    return hashlib.sha256("\n".join([fingerprint.engine(settings), *shard.keys()]).encode()).hexdigest()


def manifest(out: Path, shard: str) -> Manifest | None:
    """What stands written for a finished shard, or None."""
    return output.read_json(out / STATE / f"{shard}.json")


def note(out: Path, shard: str) -> Path:
    """Where a worker notes what it is doing with the shard."""
    return out / STATE / f"{shard}.note"


def done(shard: Shard, out: Path, settings: Settings) -> Manifest | None:
    """The shard's manifest where its files are there and made from just these inputs by just this code."""
    found = manifest(out, shard.name)
    return found if found and found["fingerprint"] == wanted(shard, settings) and _whole(found, out) else None


def _whole(found: Manifest, out: Path) -> bool:
    """Whether the files are there, and as long as they were."""
    try:
        return all((out / name).stat().st_size == size for name, size in found["files"].items())
    except OSError:
        return False


def run(shard: Shard, out: Path, settings: Settings, attempt: Attempt | None = None) -> Manifest:
    """The shard through the stages into the tables; returns its manifest. `attempt` in a worker of its own.

    Raises OSError where the disk refuses, ModelsError where a model is not there.
    """
    from pipeline import rows, stages

    started = monotonic()
    if settings.registry:
        registry.use(settings.registry)
    attempt, noted = attempt or Attempt(), note(out, shard.name) if attempt else None
    lost = {id_of(q) for q in attempt.given_up}
    kept, parts = _unchanged(shard, out, settings)
    fresh = [d for d in shard.inputs if isinstance(d, Document) and d.doc_id not in kept and id_of(d) not in lost]
    quarantined = [item for item in shard.inputs if isinstance(item, Quarantined)] + list(attempt.given_up)
    size = 1 if attempt.careful else settings.batch_size
    steps = stages.with_models(settings.models)
    watch = Watch(settings.document_timeout, noted)
    try:
        for first in range(0, len(fresh), size):
            finished, given_up = stages.run(fresh[first : first + size], steps, watch)
            quarantined += given_up + _add(parts, finished, watch)
    finally:
        watch.close()
    order = {id_of(item): place for place, item in enumerate(shard.inputs)}
    quarantined.sort(key=lambda q: order[id_of(q)])
    parts["quarantine"] = [tables.to_arrow("quarantine", rows.documents_to_records((), quarantined)["quarantine"])]
    found = _write(shard, out, settings, parts, monotonic() - started, len(kept))
    if noted:
        noted.unlink(missing_ok=True)
    return found


def _add(parts: Parts, documents: Sequence[Document], watch: Watch) -> list[Quarantined]:
    """The documents' rows to the others; one whose rows cannot be made costs itself only."""
    try:
        with watch.over("tables", documents):
            made = _arrow(documents)
    except (Exception, Overdue) as error:
        if len(documents) > 1:
            return [q for document in documents for q in _add(parts, [document], watch)]
        from pipeline.stages import given_up

        return [given_up(documents[0], "tables", error, watch)]
    for table, rows in made.items():
        parts[table].append(rows)
    return []


def _arrow(documents: Sequence[Document]) -> dict[str, pa.Table]:
    from pipeline import rows

    found = rows.documents_to_records(documents)
    made = {table: tables.to_arrow(table, found[table]) for table in COUNTED if table != "quarantine"}
    return {**made, SEEN: aggregate.seen(documents)}


def _unchanged(shard: Shard, out: Path, settings: Settings) -> tuple[set[str], Parts]:
    """The ids of documents whose rows stand in the shard's files as they would be made now, and those rows."""
    parts: Parts = {table: [] for table in (*COUNTED, SEEN)}
    old = manifest(out, shard.name)
    if not old or old["engine"] != fingerprint.engine(settings) or not _whole(old, out):
        return set(), parts
    before = set(old["inputs"])
    pairs = zip(shard.inputs, shard.keys(), strict=True)
    same = {item.doc_id for item, key in pairs if isinstance(item, Document) and key in before}
    if not same:
        return set(), parts
    for name in old["files"]:
        table = SEEN if name.startswith(STATE) else name.partition("/")[0]
        if table != "quarantine":
            found = pq.ParquetFile(out / name).read()
            parts[table].append(found.filter(pc.is_in(found.column("doc_id"), pa.array(same, pa.string()))))
    # what was given up before is tried again
    return {key for part in parts["documents"] for key in part.column("doc_id").to_pylist()}, parts


def _write(
    shard: Shard, out: Path, settings: Settings, parts: Parts, seconds: float, kept: int
) -> Manifest:
    """The rows, in the order of the inputs, into the shard's files; their manifest."""
    place = out / STATE / f"{shard.name}.json"
    place.unlink(missing_ok=True)  # from here on the shard is not done, whatever happens
    order = pa.array([item.doc_id for item in shard.inputs if isinstance(item, Document)], pa.string())
    files: list[Path] = []
    counts = {}
    for table, found in parts.items():
        schema = aggregate.SEEN if table == SEEN else tables.schema(table)
        rows = pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in found)])
        if kept and table != "quarantine":
            rows = rows.take(pc.sort_indices(pc.index_in(rows.column("doc_id"), order)))
        folder = out / STATE if table == SEEN else out / table
        path = folder / (f"{shard.name}.entities.parquet" if table == SEEN else f"{shard.name}.parquet")
        files.append(output.replace(path, lambda p, rows=rows: tables.write_arrow(rows, p)))  # type: ignore[misc]
        counts[table] = rows.num_rows
    found_now = {
        "fingerprint": wanted(shard, settings),
        "engine": fingerprint.engine(settings),
        "inputs": shard.keys(),
        "files": {f.relative_to(out).as_posix(): f.stat().st_size for f in files},
        "rows": {table: counts[table] for table in COUNTED},
        "seconds": round(seconds, 3),
        "kept": kept,
    }
    output.write_json(place, found_now)
    return found_now
