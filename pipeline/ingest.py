"""Files and folders -> documents, in a stable order; what cannot be read -> quarantine.

Read are plain text and HTML, a file an article, and JSON lines, an article a line. In a folder,
files with other endings are left alone and counted, so that nothing is passed over in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.reading import DecodeError, decode, read_html, read_plain

TEXT = frozenset({"", ".txt", ".text"})
HTML = frozenset({".html", ".htm", ".xhtml"})
JSONL = frozenset({".jsonl", ".ndjson"})
READ = TEXT | HTML | JSONL
LARGEST = 20_000_000  # bytes of one article; a saved page is a thousandth of that


class InputError(Exception):
    """The user named something that cannot be an input; the message says what to do."""


@dataclass(slots=True)
class Inputs:
    """The files to read, in order, each with the name it goes by; and how many were left alone, by ending."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    left_alone: dict[str, int] = field(default_factory=dict)


def find(paths: Iterable[Path]) -> Inputs:
    """Files as they are named, folders walked by name; hidden files are passed over. Raises InputError."""
    inputs = Inputs()
    for path in paths:
        if path.is_dir():
            _walk(path, inputs)
        elif not path.exists():
            raise InputError(f"no such file or folder: {path}")
        elif path.suffix.lower() not in READ:
            known = " ".join(sorted(READ - {""}))
            raise InputError(f"{path}: files ending in {path.suffix} are not read; read are {known}")
        else:
            inputs.files.append((_name(path.name), path))
    names = [name for name, _ in inputs.files]
    if len(set(names)) < len(names):  # two inputs with files of the same name: tell them apart by their paths
        inputs.files = [(_name(path.as_posix()), path) for _, path in inputs.files]
    return inputs


def _name(path: str) -> str:
    """A path as text; what of it is no UTF-8 becomes a replacement mark, since a table holds text only."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: Path, inputs: Inputs) -> None:
    try:
        found = sorted(p for p in folder.rglob("*") if p.is_file())
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed: {error.strerror}") from error
    for path in found:
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if path.suffix.lower() in READ:
            inputs.files.append((_name(relative.as_posix()), path))
        else:
            inputs.left_alone[path.suffix] = inputs.left_alone.get(path.suffix, 0) + 1


def read(files: Iterable[tuple[str, Path]]) -> Iterator[Document | Quarantined]:
    """The documents of the files, in order. A text that came before is a duplicate."""
    seen: set[str] = set()
    for name, path in files:
        for result in _file(name, path):
            if isinstance(result, Document):
                if result.doc_id in seen:
                    result = Quarantined(result.source, "ingest", "duplicate", result.doc_id, result.source_id)
                else:
                    seen.add(result.doc_id)
            yield result


def document(text: str, source: str, *, html: bool = False, given: Mapping[str, Any] | None = None) -> Document:
    """A decoded text as a document. Its id is a digest of the text: the same text, the same id, anywhere."""
    given = given or {}
    reading, offsets = read_html(text) if html else read_plain(text)
    return Document(
        doc_id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source,
        raw=text,
        text=reading,
        offsets=offsets,
        html=html,
        **given,
    )


def _file(name: str, path: Path) -> Iterator[Document | Quarantined]:
    kind = path.suffix.lower()
    try:
        if kind in JSONL:
            with path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        yield _row(f"{name}#{number}", line)
        elif path.stat().st_size > LARGEST:
            detail = f"{path.stat().st_size} bytes, at most {LARGEST}"
            yield Quarantined(name, "ingest", "too_large", detail)
        else:
            yield _text(path.read_bytes(), name, kind in HTML)
    except OSError as error:
        yield Quarantined(name, "ingest", "unreadable", error.strerror)


def _text(data: bytes, source: str, html: bool) -> Document | Quarantined:
    try:
        return document(decode(data), source, html=html)
    except DecodeError as error:
        return Quarantined(source, "ingest", error.reason, str(error) or None)


def _row(source: str, line: bytes) -> Document | Quarantined:
    """A line of JSON: `text` or `html`, and where it brings them `id`, `title`, `authors`, `published_on`."""
    source_id = None
    try:
        row = json.loads(decode(line))
        if not isinstance(row, dict):
            return Quarantined(source, "ingest", "unreadable", "a line is to be a JSON object")
        source_id = None if row.get("id") is None else str(row["id"]).encode("utf-8", "replace").decode()
        html = not isinstance(row.get("text"), str)
        text = row.get("html") if html else row["text"]
        if not isinstance(text, str):
            return Quarantined(source, "ingest", "unreadable", "neither text nor html", source_id)
        if len(text) > LARGEST:
            return Quarantined(source, "ingest", "too_large", f"{len(text)} characters, at most {LARGEST}", source_id)
        if not text.strip():
            return Quarantined(source, "ingest", "empty", None, source_id)
        text.encode("utf-8")  # half a surrogate pair, written as an escape, is no text
        return document(text, source, html=html, given={"source_id": source_id, **_given(row)})
    except DecodeError as error:
        return Quarantined(source, "ingest", error.reason, str(error) or None, source_id)
    except ValueError as error:
        return Quarantined(source, "ingest", "unreadable", str(error), source_id)


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the input says of the article; it beats what the page says. Raises ValueError."""
    given: dict[str, Any] = {}
    if isinstance(row.get("title"), str):
        given["title"] = row["title"]
        given["title"].encode("utf-8")
    if isinstance(row.get("authors"), list):
        given["authors"] = tuple(str(a) for a in row["authors"])
        "".join(given["authors"]).encode("utf-8")
    if row.get("published_on") is not None:
        given["published_on"] = date.fromisoformat(str(row["published_on"])[:10])
    return given
