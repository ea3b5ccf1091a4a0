"""language"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Document, Quarantined


def language(document: Document) -> Document | Quarantined:
    cyrillic = sum("а" <= c <= "я" for c in document.text)
    return replace(document, language="ru" if cyrillic * 2 > len(document.text) * 0.8 else "de", language_score=0.5)
