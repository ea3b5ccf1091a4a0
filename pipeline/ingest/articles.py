"""A text that stands for an article -> a document, or the reason why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.reading import LONGEST

LARGEST = 20_000_000  # bytes of one article's source; a saved page is a thousandth of that
_DETAIL = 300


def document(text: str, source: str, *, html: bool = False, given: Mapping[str, Any] | None = None) -> Document:
    """A decoded text as a document, not yet read. Its id is a digest of the text: the same text, the same id."""
    return Document(
        doc_id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source,
        raw=text,
        text="",
        html=html,
        **(given or {}),
    )


def article(
    text: str, source: str, *, html: bool = False, given: Mapping[str, Any] | None = None
) -> Document | Quarantined:
    """A text as a document; refused where it is empty, too large, or holds half a surrogate pair."""
    source_id = (given or {}).get("source_id")
    if len(text) > (LARGEST if html else LONGEST):
        return too_large(source, len(text), LARGEST if html else LONGEST, "characters", source_id)
    if not text.strip():
        return refused(source, "empty", None, source_id)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return refused(source, "undecodable", "half a surrogate pair", source_id)
    return document(text, source, html=html, given=given)


def refused(source: str, reason: str, detail: str | None = None, source_id: str | None = None) -> Quarantined:
    """The row for what is not read; its detail is cut to what a person reads, and is always text."""
    if detail is not None:
        detail = detail.encode("utf-8", "replace").decode()
        detail = detail if len(detail) <= _DETAIL else detail[: _DETAIL - 1] + "…"
    return Quarantined(source, "ingest", reason, detail, source_id)


def too_large(source: str, size: int, limit: int, unit: str = "bytes", source_id: str | None = None) -> Quarantined:
    """The row for an article beyond a limit."""
    return refused(source, "too_large", f"{size} {unit}, at most {limit}", source_id)
