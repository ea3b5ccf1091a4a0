"""Annotated documents -> spaCy's DocBin, to train and test on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.evaluate.gold import SECTIONS, Gold


def write(documents: Iterable[Gold], path: Path) -> int:
    """One file; how many documents.

    `doc.ents` are the names, `doc.spans["money"]`, "dates", "agreements" and "roles" the other finds, labelled by
    their kind or type; `doc.user_data["name"]` is the source. A span that cuts a token takes all of it.
    """
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    blank = {language: spacy.blank(language) for language in ("ru", "de")}
    packed = DocBin(store_user_data=True)
    for document in documents:
        doc = blank[document.language or "ru"](document.text)
        doc.ents = filter_spans([s for m in document.mentions if (s := _span(doc, m, m["type"], m["entity"]))])
        for section in SECTIONS.values():
            items = getattr(document, section).values()
            label = "kind" if section == "money" else "type" if section != "roles" else None
            spans = [s for item in items if (s := _span(doc, item, item[label] if label else "role", ""))]
            doc.spans[section] = spans
        doc.user_data["name"] = document.name
        packed.add(doc)
    packed.to_disk(path)
    return len(packed)


def _span(doc: Any, item: dict[str, Any], label: str, ident: str) -> Any:
    return doc.char_span(item["start"], item["end"], label=label, span_id=ident, alignment_mode="expand")
