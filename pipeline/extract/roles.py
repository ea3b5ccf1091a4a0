"""roles"""

from __future__ import annotations

from pipeline.document import Document


def roles(document: Document) -> Document:
    return document
