"""Both languages by stanza's models, instead of the ones that ship: `depesche extract --models stanza`.

Sentences are ours, by rule, so that they stay within the body; stanza cuts them into words, tags and lemmatises
these, and finds the names.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Any

from pipeline.analyse import stanza_models
from pipeline.analyse.models import ModelsError, one_thread
from pipeline.analyse.sentences import sentences
from pipeline.document import Annotation, Document, Name, Sentence, Span, Token

RULE = "stanza"
BREAK = "\n\n"  # what stanza takes for the end of a paragraph, which for us is one sentence
TYPES = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "EVENT": "EVENT"
}  # fmt: skip
"""What a model's labels are to us. MISC is left out: it mixes events with nationalities and products."""


@cache
def model(language: str) -> Any:
    """stanza's pipeline for a language. Read once per process. Raises ModelsError."""
    stanza_models.check(language)
    try:
        with one_thread():
            import stanza
            import torch
        if "OMP_NUM_THREADS" not in os.environ:
            torch.set_num_threads(1)
        return stanza.Pipeline(
            language,
            dir=str(stanza_models.folder()),
            processors=stanza_models.ASKED,
            tokenize_no_ssplit=True,
            download_method=None,
            logging_level="ERROR",
        )
    except Exception as error:  # a broken file, another release's: anything that torch can raise
        where, why = stanza_models.folder(), stanza_models.reason(error)
        raise ModelsError(
            f"stanza's models for {language} in {where} cannot be read ({why}); "
            f"type: depesche models fetch stanza --lang {language}"
        ) from error


def analyse(documents: Sequence[Document], language: str) -> list[Document]:
    """Documents of one language with sentences, stanza's tokens (UD tags, lemmas) and its names. Raises ModelsError."""
    pipeline = model(language)
    spans = [list(sentences(d.text, d.body, language)) for d in documents]
    full = [i for i, found in enumerate(spans) if found]
    results = list(documents)
    analysed = pipeline.bulk_process([prepare(documents[i].text, spans[i]) for i in full])
    for i, doc in zip(full, analysed, strict=True):
        results[i] = convert(documents[i], spans[i], doc)
    return results


def prepare(text: str, spans: Sequence[Span]) -> str:
    """What stanza reads: the sentences, each a paragraph, line breaks within them taken for blanks."""
    return BREAK.join(text[s:e].replace("\n", " ") for s, e in spans)


def convert(document: Document, spans: Sequence[Span], doc: Any) -> Document:
    """Our document from stanza's, which holds the text that `prepare` made of these sentences.

    A token that stanza splits into words (`zum`: `zu dem`) stays one, with the first word's tags.
    """
    starts = list(accumulate((e - s + len(BREAK) for s, e in spans), initial=0))

    def place(begin: int, end: int) -> tuple[int, Span] | None:
        """The sentence, and the stretch of our text; None for what goes beyond one sentence."""
        i = bisect_right(starts, begin) - 1
        shift = spans[i][0] - starts[i]
        return (i, (begin + shift, end + shift)) if end + shift <= spans[i][1] else None

    tokens: list[list[Token]] = [[] for _ in spans]
    for sentence in doc.sentences:
        for token in sentence.tokens:
            if found := place(token.start_char, token.end_char):
                (i, (start, end)), word = found, token.words[0]
                text = document.text[start:end]
                tokens[i].append(Token(start, end, text, word.upos or "", word.lemma or "", word.feats or ""))
    names = []
    for name in doc.ents:
        if name.type in TYPES and (found := place(name.start_char, name.end_char)):
            names.append(Annotation(*found[1], Name(TYPES[name.type]), RULE))
    filled = tuple(Sentence(*span, tuple(words)) for span, words in zip(spans, tokens, strict=True))
    return replace(document, sentences=filled, names=tuple(sorted(names, key=lambda n: n.span)))
