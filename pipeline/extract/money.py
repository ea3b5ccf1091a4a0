"""money"""

from __future__ import annotations

from pipeline.document import Document


def money(document: Document) -> Document:
    return document
