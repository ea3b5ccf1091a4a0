"""link"""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Annotation, Document, Entity


def link(document: Document) -> Document:
    entities, names = {}, []
    for a in document.names:
        words = document.text[a.start : a.end]
        key = f"{a.value.type.lower()}:{words.lower()}"
        entities.setdefault(key, Entity(key, a.value.type, words))
        names.append(Annotation(a.start, a.end, replace(a.value, entity=key), a.rule))
    return replace(document, names=tuple(names), entities=tuple(entities.values()))
