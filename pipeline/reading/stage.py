"""The first stage: a document's raw text becomes its reading."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document, Quarantined
from pipeline.reading.compact import compact
from pipeline.reading.markup import read_html
from pipeline.reading.plain import read_plain

LONGEST = 1_000_000  # characters of an article's text; a long novel has as many


def reading(document: Document) -> Document | Quarantined:
    """The document with its `text` and `offsets`; one that has a text comes back as it is."""
    if document.text:
        return document
    text, offsets = read_html(document.raw) if document.html else read_plain(document.raw)
    if len(text) > LONGEST:
        detail = f"{len(text)} characters of text, at most {LONGEST}"
        return Quarantined(document.source, "reading", "too_large", detail, document.source_id)
    return replace(document, text=text, offsets=compact(offsets))
