"""Sentences, tokens and the names a model finds, by the models of the document's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.analyse import de, ru
from pipeline.document import Document

ANALYSERS: dict[str, Callable[[Sequence[Document]], list[Document]]] = {"ru": ru.analyse, "de": de.analyse}


def analyse(documents: Sequence[Document]) -> list[Document]:
    """Documents with `sentences` and the model's raw `names`, in the same order.

    The documents of one language go through its models together. A document of another language
    comes back as it is.
    """
    results = list(documents)
    for language, analyser in ANALYSERS.items():
        places = [i for i, document in enumerate(documents) if document.language == language]
        if places:
            for place, document in zip(places, analyser([documents[i] for i in places]), strict=True):
                results[place] = document
    return results
