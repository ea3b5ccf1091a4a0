"""JSON lines: an object a line, an article each; every line stands alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.ingest import columns, streams
from pipeline.ingest.articles import LARGEST, refused, too_large
from pipeline.reading import DecodeError, decode
from pipeline.settings import Settings

_LOOKED_AT = 100  # lines that are asked for their keys


def read(name: str, pieces: Iterator[bytes], settings: Settings) -> Iterator[Document | Quarantined]:
    """The articles of a file. Blank lines are passed over. Raises OSError."""
    for number, line in streams.lines(streams.utf8(pieces)):
        source = f"{name}#{number}"
        if isinstance(line, int):
            yield too_large(source, line, LARGEST)
        elif line and not line.isspace():
            yield _row(source, line, settings)


def names(pieces: Iterator[bytes]) -> tuple[str, ...]:
    """The keys of the first objects, each once. Raises OSError."""
    found: dict[str, None] = {}
    for _, line in islice(streams.lines(streams.utf8(pieces)), _LOOKED_AT):
        try:
            found.update(dict.fromkeys(_object(line)) if isinstance(line, bytes) else ())
        except ValueError:
            continue
    return tuple(found)


def _row(source: str, line: bytes, settings: Settings) -> Document | Quarantined:
    try:
        values = _object(line)
        return columns.row(source, values, columns.choose(values, settings, partial=True))
    except DecodeError as error:
        return refused(source, error.reason, str(error) or None)
    except ValueError as error:
        return refused(source, "unreadable", str(error))


def _object(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises ValueError."""
    try:
        values = json.loads(decode(line))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError("a line is to be a JSON object")
    return values
