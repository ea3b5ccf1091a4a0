"""agreements"""

from __future__ import annotations

from pipeline.document import Document


def agreements(document: Document) -> Document:
    return document
