"""Names: what the model found, put right by rules and word tables, for each language."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.document import Document
from pipeline.extractors.entities import de, ru

RULES: dict[str, Callable[[Document], Document]] = {"ru": ru.entities, "de": de.entities}


def entities(document: Document) -> Document:
    """The document with its `names` put right. Of another language, it comes back as it is."""
    rules = RULES.get(document.language)
    return rules(document) if rules else document
