"""Russian: slovnet's names and morphology on navec vectors, from the weights in natasha's wheel.

One pass gives both: the two models share words, shapes and vectors, so a batch is encoded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from pipeline.analyse.models import natasha_data, one_thread
from pipeline.analyse.sentences import sentences
from pipeline.document import Annotation, Document, Name, Sentence, Span, Token
from pipeline.lang.tokens import tokens

BATCH = 1500  # tokens, padding included: what stays in the processor's cache
RULE = "slovnet"


class Models(NamedTuple):
    names: Any
    morph: Any


@cache
def models() -> Models:
    """slovnet's NER and morphology. Read once per process."""
    with one_thread():
        import numpy  # noqa: F401
        from navec import Navec
        from slovnet.api import NER, Morph

    data = natasha_data()
    navec = Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    names = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar")).navec(navec)
    morph = Morph.load(str(data / "model" / "slovnet_morph_news_v1.tar")).navec(navec)
    return Models(names, morph)


def analyse(documents: Sequence[Document]) -> list[Document]:
    """Documents with sentences, tokens (UD tags) and slovnet's names."""
    spans = [list(sentences(d.text, d.body, "ru")) for d in documents]
    cut = [[tokens(d.text, *span) for span in found] for d, found in zip(documents, spans, strict=True)]
    words = [[d.text[s:e] for s, e in sentence] for d, found in zip(documents, cut, strict=True) for sentence in found]
    tagged = iter(_tag(words))
    results = []
    for document, found, tokenised in zip(documents, spans, cut, strict=True):
        filled: list[Sentence] = []
        names: list[Annotation[Name]] = []
        for (start, end), places in zip(found, tokenised, strict=True):
            tags, scores, morphs = next(tagged)
            filled.append(Sentence(start, end, tuple(_tokens(document.text, places, morphs))))
            names += _names(places, tags, scores)
        results.append(replace(document, sentences=tuple(filled), names=tuple(names)))
    return results


def _tag(sentences: Sequence[Sequence[str]]) -> list[tuple[list[str], list[float], list[str]]]:
    """Name tags, their probabilities and morphological tags of each sentence's words."""
    import numpy

    names, morph = models()
    encoder, head = names.infer.encoder, names.infer.model.head
    name_tags, morph_tags = names.infer.decoder.tags_vocab, morph.infer.decoder.tags_vocab
    results: list[tuple[list[str], list[float], list[str]]] = [([], [], [])] * len(sentences)
    for batch in _batches(sentences):
        given = encoder.input([encoder.item(sentences[i]) for i in batch])
        vectors = names.infer.model.emb.word(given.word_id)
        emissions, forms = (
            model.head(
                model.encoder(numpy.concatenate((vectors, model.emb.shape(given.shape_id)), axis=-1), given.pad_mask)
            )
            for model in (names.infer.model, morph.infer.model)
        )
        paths = head.crf.decode(emissions, ~given.pad_mask)
        chances = numpy.exp(emissions - emissions.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        best = morph.infer.model.head.decode(forms)
        for row, (i, path) in enumerate(zip(batch, paths, strict=True)):
            size = len(sentences[i])
            results[i] = (
                [name_tags.decode(tag) for tag in path],
                chances[row, numpy.arange(size), path].tolist(),
                [morph_tags.decode(tag) for tag in best[row, :size]],
            )
    return results


def _batches(sentences: Sequence[Sequence[str]]) -> list[list[int]]:
    """Sentences of like length together, so that little is padding. Empty ones are in none."""
    order = sorted((i for i, words in enumerate(sentences) if words), key=lambda i: len(sentences[i]))
    batches: list[list[int]] = []
    for i in order:
        if not batches or (len(batches[-1]) + 1) * len(sentences[i]) > BATCH:
            batches.append([])
        batches[-1].append(i)
    return batches


def _tokens(text: str, places: Sequence[Span], morphs: Sequence[str]) -> list[Token]:
    found = []
    for (start, end), tag in zip(places, morphs, strict=True):
        pos, _, feats = tag.partition("|")
        found.append(Token(start, end, text[start:end], pos, "", feats))
    return found


def _names(places: Sequence[Span], tags: Sequence[str], scores: Sequence[float]) -> list[Annotation[Name]]:
    found: list[Annotation[Name]] = []
    i = 0
    while i < len(tags):
        part, _, kind = tags[i].partition("-")
        j = i + 1
        if part != "O":
            while j < len(tags) and tags[j] == f"I-{kind}":
                j += 1
            score = round(min(scores[i:j]), 4)
            found.append(Annotation(places[i][0], places[j - 1][1], Name(kind, score), RULE))
        i = j
    return found
