"""German: the spaCy model that ships in models/de; without it, words only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.analyse.models import models_path, one_thread
from pipeline.analyse.sentences import sentences
from pipeline.document import Annotation, Document, Name, Sentence, Token

BATCH = 64  # sentences
RULE = "spacy"
TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "EVENT": "EVENT"}


@cache
def model() -> Any:
    """The German pipeline, or spaCy's blank one. Read once per process."""
    with one_thread():
        import spacy

        from pipeline.analyse import wordclass  # noqa: F401 (a layer of the network)

    path = models_path("de")
    pipeline = spacy.load(path) if path else spacy.blank("de")
    _own_arithmetic(pipeline)
    return pipeline


def _own_arithmetic(pipeline: Any) -> None:
    """numpy's BLAS for these models only: it multiplies faster than thinc's own, and with the same results."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, part in pipeline.pipeline:
        for node in part.model.walk() if getattr(part, "model", None) else ():
            if isinstance(node.ops, NumpyOps):  # not where the process computes on a GPU
                node.ops = ops


def analyse(documents: Sequence[Document]) -> list[Document]:
    """Documents with sentences, spaCy's tokens (UD tags where the model has them) and the model's names."""
    pipeline = model()
    spans = [list(sentences(d.text, d.body, "de")) for d in documents]
    texts = (d.text[s:e].replace("\n", " ") for d, found in zip(documents, spans, strict=True) for s, e in found)
    analysed = pipeline.pipe(texts, batch_size=BATCH)
    results = []
    for document, found in zip(documents, spans, strict=True):
        filled: list[Sentence] = []
        names: list[Annotation[Name]] = []
        for start, end in found:
            doc = next(analysed)
            filled.append(Sentence(start, end, tuple(_token(word, start) for word in doc if not word.is_space)))
            for name in doc.ents:
                if name.label_ in TYPES:
                    place = start + name.start_char, start + name.end_char
                    names.append(Annotation(*place, Name(TYPES[name.label_]), RULE))
        results.append(replace(document, sentences=tuple(filled), names=tuple(names)))
    return results


def _token(word: Any, start: int) -> Token:
    begin = start + word.idx
    return Token(begin, begin + len(word.text), word.text, word.pos_, word.lemma_, str(word.morph))
