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
    encoder: Any  # words and shapes of words -> rows of numbers, for both
    names: Any
    name_tags: Any
    morph: Any
    morph_tags: Any


@cache
def models() -> Models:
    """slovnet's NER and morphology. Read once per process.

    Not by slovnet's and navec's own `load`: they read the same 250,000 words four times, and compute norms and
    products of the vectors that only similarities need.
    """
    with one_thread():
        import numpy
        from navec import navec
        from slovnet.api import NERModel, Pack, TagEncoder
        from slovnet.exec.model import Morph as MorphModel

    class Codes(navec.PQ):  # type: ignore[misc]
        def precompute(self) -> None:
            self.qdims = numpy.arange(self.qdim)

    data = natasha_data()
    with navec.Tar(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")) as tar:
        meta = navec.Meta.from_file(tar.load(navec.META))
        vectors = navec.Navec(meta, None, Codes.from_file(tar.load(navec.PQ_)))
    with Pack(str(data / "model" / "slovnet_ner_news_v1.tar")) as pack:
        names, name_tags = _model(pack, NERModel, vectors)
        encoder = TagEncoder(pack.load_vocab("word"), pack.load_vocab("shape"), 1)
    with Pack(str(data / "model" / "slovnet_morph_news_v1.tar")) as pack:
        morph, morph_tags = _model(pack, MorphModel, vectors)
    return Models(encoder, names, name_tags, morph, morph_tags)


def _model(pack: Any, kind: Any, vectors: Any) -> tuple[Any, Any]:
    """A packed network on those word vectors, and its tags."""
    pack.load_meta().check_protocol()
    model = pack.load_model(kind)
    arrays = dict(pack.load_arrays(model.weights))
    return model.inject_arrays(arrays).inject_navec(vectors), pack.load_vocab("tag")


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

    encoder, names, name_tags, morph, morph_tags = models()
    results: list[tuple[list[str], list[float], list[str]]] = [([], [], [])] * len(sentences)
    for batch in _batches(sentences):
        given = encoder.input([encoder.item(sentences[i]) for i in batch])
        vectors = names.emb.word(given.word_id)
        emissions, forms = (
            model.head(
                model.encoder(numpy.concatenate((vectors, model.emb.shape(given.shape_id)), axis=-1), given.pad_mask)
            )
            for model in (names, morph)
        )
        paths = names.head.crf.decode(emissions, ~given.pad_mask)
        chances = numpy.exp(emissions - emissions.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        best = morph.head.decode(forms)
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
