"""The same job for engines that hand out Arrow batches, such as Spark's `mapInArrow`: a batch in, a batch out.

See docs/engines.md for how to call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

import pyarrow as pa

from pipeline import aggregate, rows, stages, tables
from pipeline.document import Document, Quarantined
from pipeline.ingest import columns
from pipeline.job import COUNTED
from pipeline.lang import registry
from pipeline.settings import Settings
from pipeline.watch import Watch

SEEN = "seen"  # what a document says of entities, for the table `entities`


def _struct(schema: pa.Schema) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(f.name, f.type) for f in schema]))


def schema() -> pa.Schema:
    """What `extract` gives: a row for each row that it got, with its id and for each table a list of its rows."""
    nested = [pa.field(table, _struct(tables.schema(table))) for table in COUNTED]
    return pa.schema([pa.field("source_id", pa.string()), *nested, pa.field(SEEN, _struct(aggregate.SEEN))])


def extract(batches: Iterable[pa.RecordBatch], settings: Settings | None = None) -> Iterator[pa.RecordBatch]:
    """Rows of articles into rows of `schema`, in the same order, a batch for a batch.

    Columns of the input are known by their usual names or by the settings (`text_column`, …), as in files. Rows are
    told apart by their ids alone: a text that comes twice is extracted twice, with the same `doc_id`. Raises
    ColumnError, ModelsError.
    """
    settings = settings or Settings()
    if settings.registry:
        registry.use(settings.registry)
    steps, watch, wanted = stages.with_models(settings.models), Watch(settings.document_timeout), schema()
    for batch in batches:
        chosen = columns.choose(batch.schema.names, settings)
        given = batch.select(list(chosen.names)).to_pylist()
        items = [columns.row(str(place), values, chosen) for place, values in enumerate(given)]
        found: list[dict[str, Any]] = [{} for _ in items]
        for first in range(0, len(items), settings.batch_size):
            part = items[first : first + settings.batch_size]
            kept, given_up = stages.run((d for d in part if isinstance(d, Document)), steps, watch)
            refused = [item for item in part if isinstance(item, Quarantined)]
            done: list[Document | Quarantined] = [*kept, *given_up, *refused]
            for item in done:
                found[int(item.source)] = _row(replace(item, source=item.source_id or item.source), watch)
        yield pa.RecordBatch.from_pylist(found, schema=wanted)


def _row(item: Document | Quarantined, watch: Watch) -> dict[str, Any]:
    """One input's rows, by table; a document whose rows cannot be made has one in `quarantine` only."""
    if isinstance(item, Document):
        try:
            made: dict[str, Any] = dict(rows.documents_to_records([item]))
            said = aggregate.seen([item]).to_pylist()
            made = {table: [asdict(record) for record in made[table]] for table in COUNTED}
            return {"source_id": item.source_id, **made, SEEN: said}
        except Exception as error:
            return _row(stages.given_up(item, "tables", error, watch), watch)
    found = rows.documents_to_records((), [item])
    return {"source_id": item.source_id, **{t: [asdict(r) for r in found[t]] for t in COUNTED}, SEEN: []}
