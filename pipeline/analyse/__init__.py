"""Sentences, tokens and the names a model finds, by the models of the document's language."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document


def analyse(documents: Sequence[Document]) -> list[Document]:
    return list(documents)
