"""The peers as their documentation shows them: natasha's chain, dateparser's search, spaCy's pipeline."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

Amount = tuple[int, int, float, str]  # start, end, amount, ISO 4217
Day = tuple[int, int, date]  # start, end, a day within


@cache
def natasha() -> Any:
    """natasha itself; it asks for pymorphy2, which its successor pymorphy3 stands in for with the same output."""
    import pymorphy3

    sys.modules.setdefault("pymorphy2", pymorphy3)
    import natasha

    return natasha


@cache
def natasha_chain(names_only: bool = False) -> Callable[[str], Any]:
    """segment, morph, (syntax,) NER, normalise, as in natasha's README."""
    n = natasha()
    segmenter, vocabulary, embedding = n.Segmenter(), n.MorphVocab(), n.NewsEmbedding()
    morphology, names = n.NewsMorphTagger(embedding), n.NewsNERTagger(embedding)
    syntax = None if names_only else n.NewsSyntaxParser(embedding)

    def run(text: str) -> Any:
        document = n.Doc(text)
        document.segment(segmenter)
        document.tag_morph(morphology)
        if syntax:
            document.parse_syntax(syntax)
        document.tag_ner(names)
        for span in document.spans:
            span.normalize(vocabulary)
        return document

    return run


@cache
def natasha_money() -> Callable[[str], list[Amount]]:
    n = natasha()
    extractor = n.MoneyExtractor(n.MorphVocab())
    return lambda text: [(m.start, m.stop, float(m.fact.amount), m.fact.currency) for m in extractor(text)]


@cache
def natasha_dates() -> Callable[[str], list[Day]]:
    n = natasha()
    extractor = n.DatesExtractor(n.MorphVocab())

    def run(text: str) -> list[Day]:
        found = []
        for match in extractor(text):
            fact = match.fact
            try:
                found.append((match.start, match.stop, date(fact.year or 1, fact.month or 1, fact.day or 1)))
            except ValueError:
                continue
        return found

    return run


def dateparser_dates(language: str) -> Callable[[str, date | None], list[Day]]:
    from dateparser.search import search_dates

    def run(text: str, published_on: date | None) -> list[Day]:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
        if published_on:
            settings["RELATIVE_BASE"] = datetime.combine(published_on, time(12))
        found, at = [], 0
        for words, moment in search_dates(text, languages=[language], settings=settings) or ():
            start = text.find(words, at)
            if start >= 0:
                found.append((start, start + len(words), moment.date()))
                at = start + len(words)
        return found

    return run


def spacy_chain(folder: str) -> Callable[[Iterable[str]], list[Any]]:
    import spacy

    pipeline = spacy.load(folder)
    return lambda texts: list(pipeline.pipe(texts))
