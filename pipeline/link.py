"""link"""

from __future__ import annotations

from pipeline.document import Document


def link(document: Document) -> Document:
    return document
