"""Whether a table has the columns wanted, told before any work is done."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest import columns, delimited, jsonl, kinds, parquet, streams
from pipeline.settings import Settings


def problem(path: Path, settings: Settings) -> str | None:
    """What is wrong with the columns of a table; None where nothing is, or where it is no table that can be read."""
    kind = kinds.kind(path.name, settings.format)
    if kind not in kinds.TABLES:
        return None
    try:
        if kind == "parquet":
            names = parquet.names(path)
        else:
            with streams.opened(path) as file:
                pieces = streams.chunks(file)
                names = jsonl.names(pieces) if kind == "jsonl" else delimited.names(pieces, kind == "tsv")
    except (OSError, ValueError):
        return None  # told row by row, when it is read
    try:
        if names:
            columns.choose(names, settings)
    except columns.ColumnError as error:
        return f"{path}: {error}"
    return None
