"""The articles' texts, in chunks that the page unpacks when one is opened.

Offsets of the tables count code points of the raw text. Of an HTML page the report holds the reading (what a browser
would show) and where its pieces stand in the raw text, so that markup, which is most of a saved page, is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from pipeline.reading import read_html

CHUNK = 32  # articles
HTML = (".html", ".htm", ".xhtml")


def chunks(documents: pa.Table) -> Iterator[list[dict[str, Any]]]:
    """The texts with their bodies, CHUNK at a time, in the order of the rows."""
    wanted = documents.select(["source", "text", "body"])
    for start in range(0, wanted.num_rows, CHUNK):
        yield [_text(row) for row in wanted.slice(start, CHUNK).to_pylist()]


def _text(row: dict[str, Any]) -> dict[str, Any]:
    body = [[s["start"], s["end"]] for s in row["body"]]
    if not _is_page(row["source"], row["text"]):
        return {"text": row["text"], "body": body}
    reading, offsets = read_html(row["text"])
    return {"text": reading, "body": body, "at": _runs(offsets)}


def _is_page(source: str, text: str) -> bool:
    """Whether a text was read as HTML: by its file's ending, or in JSON lines by its look."""
    if PurePosixPath(source.split("#")[0]).suffix.lower() in HTML:
        return True
    return "#" in source and text.lstrip()[:1] == "<" and "</" in text


def _runs(offsets: Any) -> list[list[int]]:
    """Where the reading jumps in the raw text: [index in the reading, index in raw] for the head of each run."""
    runs: list[list[int]] = []
    expected = None
    for index, raw in enumerate(offsets if offsets is not None else ()):
        if raw != expected:
            runs.append([index, raw])
        expected = raw + 1
    return runs
