"""Sentences, tokens and the names a model finds, by the models of the document's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pipeline.analyse import de, ru, stanza
from pipeline.document import Document

Analyser = Callable[[Sequence[Document]], list[Document]]

BACKENDS: Mapping[str, Mapping[str, Analyser]] = {
    "builtin": {"ru": ru.analyse, "de": de.analyse},
    "stanza": {"ru": partial(stanza.analyse, language="ru"), "de": partial(stanza.analyse, language="de")},
}


def analyse(documents: Sequence[Document], models: str = "builtin") -> list[Document]:
    """Documents with `sentences` and the model's raw `names`, in the same order; `models` names the backend.

    The documents of one language go through its models together. A document of another language
    comes back as it is. Raises models.ModelsError.
    """
    results = list(documents)
    for language, analyser in BACKENDS[models].items():
        places = [i for i, document in enumerate(documents) if document.language == language]
        if places:
            for place, document in zip(places, analyser([documents[i] for i in places]), strict=True):
                results[place] = document
    return results
