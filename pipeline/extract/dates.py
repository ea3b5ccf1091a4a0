"""dates"""

from __future__ import annotations

from pipeline.document import Document


def dates(document: Document) -> Document:
    return document
