"""Amounts of money, exact: what they are worth, in which currency, how bounded, for what, and for when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Annotation, Date, Document, Money, Span
from pipeline.extract.money.kind import kind
from pipeline.extract.money.modifier import modifier
from pipeline.extract.money.period import NO_PERIOD, periods
from pipeline.extract.money.country import Surroundings
from pipeline.extract.money.resolve import Found, found
from pipeline.extract.money.scan import Tokens
from pipeline.extract.money.sentences import sentences
from pipeline.lang import LANGUAGES

__all__ = ["find", "money"]


def money(document: Document) -> Document:
    """The document with its amounts; offsets in code points of `Document.text`, only within its body."""
    if document.language not in LANGUAGES:
        return document
    country = {e.entity_id: e.country for e in document.entities if e.country}
    places = [(n.start, country[n.value.entity]) for n in document.names if n.value.entity in country]
    around = Surroundings(
        document.text,
        document.language,
        countries=Counter(c for _, c in places),
        places=places,
        dates=[d.span for d in document.dates],
        sentences=[(s.start, s.end) for s in document.sentences],
    )
    return replace(document, money=_annotations(around, document.body, document.dates))


def find(
    text: str, language: str, country: str | None = None, dates: Sequence[Annotation[Date]] = ()
) -> tuple[Annotation[Money], ...]:
    """The amounts of a bare text. `country` (ISO 3166-1 alpha-2): the one it is about, for «рубль», „Krone“."""
    around = Surroundings(text, language, country, dates=[d.span for d in dates])
    return _annotations(around, ((0, len(text)),), dates)


def _annotations(around: Surroundings, body: Sequence[Span], dates: Sequence[Annotation[Date]]) -> tuple[Annotation[Money], ...]:
    history: list[Found] = []
    stretches = [Tokens(around.text, start, end, around.language) for start, end in body]
    if not around.sentences:
        around.sentences = [s for t in stretches for s in sentences(t)]
    for tokens in stretches:
        found(tokens, around, history)
    out: list[Annotation[Money]] = []
    before: str | None = None
    for group in _by_sentence(history):
        start, end = _tokens_of(group[0], around)
        kinded: list[tuple[Found, str]] = []
        for one in group:
            before = kind(one, start, end, before)
            kinded.append((one, before))
        span = around.sentences[group[0].sentence] if around.sentences else (0, len(around.text))
        here = [d for d in dates if span[0] <= d.start and d.end <= span[1]] if dates else []
        times = periods(kinded, here, around.text) if here else [NO_PERIOD] * len(kinded)
        for (one, k), time in zip(kinded, times, strict=True):
            value = Money(one.low, one.high, one.currency, modifier(one, start, end), k, *time)
            out.append(Annotation(one.start, one.end, value, one.rule))
    return tuple(out)


def _by_sentence(history: Sequence[Found]) -> list[list[Found]]:
    groups: list[list[Found]] = []
    for one in history:
        if groups and groups[-1][0].sentence == one.sentence and groups[-1][0].tokens is one.tokens:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _tokens_of(one: Found, around: Surroundings) -> Span:
    """The first token of an amount's sentence, and the one after its last."""
    t = one.tokens
    start, end = around.sentences[one.sentence]
    first, last = one.amount.start, one.amount.end
    while first > 0 and t.starts[first - 1] >= start and one.amount.start - first < 120:
        first -= 1
    while last < t.count and t.starts[last] < end and last - one.amount.end < 120:
        last += 1
    return first, last
