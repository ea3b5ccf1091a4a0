"""Parquet: an article a row, read row group by row group, a few rows at a time, and only the columns needed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.ingest import columns
from pipeline.ingest.articles import LARGEST, refused, too_large
from pipeline.settings import Settings

_BATCH = 16  # rows held at a time: they may be LARGEST each
_BUFFER = 1 << 20


def read(name: str, file: Any, settings: Settings) -> Iterator[Document | Quarantined]:
    """The articles of a file that is open, or of a path; `name#ROW` each, from 1.

    A row group that is broken costs its own rows from there on, and the next is read.
    """
    import pyarrow as pa

    try:
        table = _open(file)
        chosen = columns.choose(table.schema_arrow.names, settings)
        groups = [table.metadata.row_group(i).num_rows for i in range(table.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError) as error:
        yield refused(name, "unreadable", _line(error))
        return
    first = 1
    for group, rows in enumerate(groups):
        number = first
        first += rows
        try:
            for batch in table.iter_batches(_BATCH, row_groups=[group], columns=list(chosen.names), use_threads=False):
                for place in range(batch.num_rows):
                    yield _row(f"{name}#{number}", batch, place, chosen)
                    number += 1
        except (pa.ArrowException, OSError) as error:
            yield refused(f"{name}#{number}", "unreadable", f"rows {number} to {first - 1}: {_line(error)}")


def names(path: Path) -> tuple[str, ...]:
    """The columns of a file. Raises ValueError."""
    import pyarrow as pa

    try:
        return tuple(_open(path).schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(str(error)) from error


def spooled(pieces: Iterator[bytes]) -> Any:
    """What comes in a stream, in a temporary file, since Parquet is read from its end; removed when closed."""
    file = tempfile.TemporaryFile(prefix="depesche-")  # noqa: SIM115 - the caller closes it
    for piece in pieces:
        file.write(piece)
    file.seek(0)
    return file


def _open(file: Any) -> Any:
    import pyarrow.parquet as pq

    return pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True)


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def _row(source: str, batch: Any, place: int, chosen: columns.Columns) -> Document | Quarantined:
    values = {}
    for name in chosen.names:
        value = batch.column(batch.schema.get_field_index(name))[place]
        if value.is_valid and hasattr(value, "as_buffer") and value.as_buffer().size > LARGEST:
            return too_large(source, value.as_buffer().size, LARGEST)
        try:
            values[name] = value.as_py()
        except (ValueError, OverflowError, ArithmeticError) as error:  # broken UTF-8, a date beyond the calendar
            return refused(source, "unreadable", f"{name}: {_line(error)}")
    return columns.row(source, values, chosen)
