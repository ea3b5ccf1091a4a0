"""entities"""

from __future__ import annotations

from pipeline.document import Document


def entities(document: Document) -> Document:
    return document
