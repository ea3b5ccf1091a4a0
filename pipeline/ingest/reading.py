"""Files -> documents, lazily and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipeline.document import Document, Quarantined
from pipeline.ingest import delimited, jsonl, kinds, parquet, streams
from pipeline.ingest.articles import LARGEST, article, refused
from pipeline.ingest.seen import Seen
from pipeline.reading import DecodeError, decode
from pipeline.settings import Settings


def read(files: Iterable[tuple[str, Path]], settings: Settings | None = None) -> Iterator[Document | Quarantined]:
    """The documents of the files, in order. A text that came before is a duplicate."""
    settings, seen = settings or Settings(), Seen()
    for name, path in files:
        for result in _file(name, path, settings):
            if isinstance(result, Document) and not seen.add(result.doc_id):
                result = Quarantined(result.source, "ingest", "duplicate", result.doc_id, result.source_id)
            yield result


def _file(name: str, path: Path, settings: Settings) -> Iterator[Document | Quarantined]:
    last = ""
    try:
        with streams.opened(path) as file:
            for result in _opened(name, path, file, settings):
                last = result.source
                yield result
    except streams.BombError as error:
        yield refused(name, "too_large", _after(last, str(error)))
    except OSError as error:
        yield refused(name, "unreadable", _after(last, error.strerror or str(error)))


def _after(last: str, message: str) -> str:
    return f"after {last}: {message}" if last else message


def _opened(name: str, path: Path, file: BinaryIO, settings: Settings) -> Iterator[Document | Quarantined]:
    kind = kinds.kind(path.name, settings.format)
    if kind == "parquet" and str(path) != streams.STDIN:
        yield from parquet.read(name, path, settings)
        return
    pieces = streams.chunks(file)
    if not kind:
        first = next(pieces, b"")
        kind, pieces = kinds.sniffed(first), chain([first], pieces)
    if kind == "parquet":
        with parquet.spooled(pieces) as spooled:
            yield from parquet.read(name, spooled, settings)
    elif kind == "jsonl":
        yield from jsonl.read(name, pieces, settings)
    elif kind in ("csv", "tsv"):
        yield from delimited.read(name, pieces, settings, tsv=kind == "tsv")
    else:
        yield _text(name, pieces, html=kind == "html")


def _text(name: str, pieces: Iterator[bytes], html: bool) -> Document | Quarantined:
    """One file, one article."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > LARGEST:
            return refused(name, "too_large", f"more than {LARGEST} bytes")
    try:
        return article(decode(bytes(data)), name, html=html)
    except DecodeError as error:
        return refused(name, error.reason, str(error) or None)
