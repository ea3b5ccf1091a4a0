"""layout"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document


def layout(document: Document) -> Document:
    return replace(document, body=((0, len(document.text)),))
