"""Amounts of money, exact: what they are worth, in which currency, how bounded, for what, and for when."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.document import Annotation, Date, Document, Money, Span
from pipeline.extractors.money.country import Surroundings
from pipeline.extractors.money.features import topics
from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.kind import kinds_of
from pipeline.extractors.money.modifier import modifier
from pipeline.extractors.money.period import periods
from pipeline.extractors.money.resolve import found
from pipeline.extractors.money.sentences import sentences
from pipeline.extractors.money.tokens import Tokens
from pipeline.lang import LANGUAGES

__all__ = ["find", "money"]

_REACH = 100  # tokens of a sentence that are looked at on each side of an amount


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
        names=sorted(n.span for n in document.names if n.value.type in ("ORG", "EVENT")),
    )
    return replace(document, money=_annotations(around, document.body, document.dates))


def find(
    text: str, language: str, country: str | None = None, dates: Sequence[Annotation[Date]] = ()
) -> tuple[Annotation[Money], ...]:
    """The amounts of a bare text. `country` (ISO 3166-1 alpha-2): the one it is about, for «рубль», „Krone“."""
    around = Surroundings(text, language, country, dates=[d.span for d in dates])
    return _annotations(around, ((0, len(text)),), dates)


def _annotations(
    around: Surroundings, body: Sequence[Span], dates: Sequence[Annotation[Date]]
) -> tuple[Annotation[Money], ...]:
    history = _found(around, body)
    bounds = {id(one): tokens_of(one, around) for one in history}
    kinds = kinds_of(history, lambda one: bounds[id(one)], around.names, around.topic)
    out: list[Annotation[Money]] = []
    for group in _by_sentence(list(zip(history, kinds, strict=True))):
        span = around.sentences[group[0][0].sentence]
        here = [d for d in dates if span[0] <= d.start and d.end <= span[1]]
        for (one, kind), period in zip(group, periods(group, here, around.text), strict=True):
            bounded = modifier(one, *bounds[id(one)])
            value = Money(_plain(one.low), _plain(one.high), one.currency, bounded, kind, *period)
            out.append(Annotation(one.start, one.end, value, one.rule))
    return tuple(out)


def surroundings_of(text: str, language: str) -> tuple[Surroundings, list[Found]]:
    """The amounts of a bare text before anything is said of them but their value; for training."""
    around = Surroundings(text, language)
    return around, _found(around, ((0, len(text)),))


def _found(around: Surroundings, body: Sequence[Span]) -> list[Found]:
    stretches = [Tokens(around.text, start, end, around.language) for start, end in body]
    if not around.sentences:
        around.sentences = [s for t in stretches for s in sentences(t)]
    listed = found(stretches, around)
    around.topic = topics(stretches) if listed else ()
    return listed


def _plain(amount: Decimal) -> Decimal:
    """The same amount without an exponent or idle zeros: 5500000000, not 5.5E+9."""
    digits = f"{amount:f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def _by_sentence(history: Sequence[tuple[Found, str]]) -> list[list[tuple[Found, str]]]:
    groups: list[list[tuple[Found, str]]] = []
    for one in history:
        if groups and groups[-1][0][0].sentence == one[0].sentence and groups[-1][0][0].tokens is one[0].tokens:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def tokens_of(one: Found, around: Surroundings) -> Span:
    """The first token of an amount's sentence, and the one after its last."""
    start, end = around.sentences[one.sentence]
    starts, a = one.tokens.starts, one.amount
    first = bisect_left(starts, start, max(0, a.start - _REACH), a.start)
    return first, bisect_left(starts, end, a.end, min(len(starts), a.end + _REACH))
