"""What stands around an amount, as features for the linear model that says what it is.

A feature is a string: where a word stands and its stem (`near<:экспор`) or the kind it tells (`near<=export`), what
the rules make of the amount (`rules:trade`), or what the amount before it is (`before:export=`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache

from pipeline.document import Span
from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.tokens import DASHES, FAR, LINE, Tokens
from pipeline.extractors.money.words import kind_of, telling
from pipeline.lang import table
from pipeline.records import AMOUNT_KINDS

_STEM = 6  # letters of a word that are kept from its beginning, and, of a long one, from its end
_LONG = 9
_NEAR = 4  # tokens that are near
_BEFORE = 30  # tokens of the sentence before
_STRONG = 1.5  # weight of a word (money_kinds.tsv) that tells a kind by itself
_OFTEN = 3  # words that make a topic
_SHARE = 0.7  # twice the share of the telling words that a topic's have at least
_KINDS = sorted(AMOUNT_KINDS)
_BREAKS = frozenset(",;()") | DASHES


def features(
    one: Found, before: Found | None, sentence: Span, rules: str, told: str | None, last: str, topic: Sequence[str]
) -> Iterator[str]:
    """The features of an amount. `rules`: what the rules make of it, `told`: by a word of its own sentence;
    `last`: the kind of the amount before it; `topic`: what the text is about."""
    t, (start, end) = one.tokens, sentence
    yield "bias"
    yield f"rules:{rules}"
    yield f"told:{told}"
    for kind in topic:
        yield f"topic:{kind}"
        yield f"topic:{kind}:{rules}"
    if before is not None:
        apart = one.sentence - before.sentence if before.tokens is t else 9
        link = "=" if apart == 0 else "+" if apart == 1 else "…"
        yield f"before:{last}{link}"
        if one.aside or one.rule in ("money.inherited", "money.linked"):
            yield f"linked:{last}"
    else:
        yield "before:none"
    size = len(str(int(one.high))) // 2
    yield f"size:{size}"
    yield f"sized:{rules}{size}"
    yield f"sized:{told}:{size}"
    for side, steps in (("<", range(one.amount.start - 1, start - 1, -1)), (">", range(one.amount.end, end))):
        place, numbers, first = "near", 0, True
        for distance, k in enumerate(steps):
            word = t.words[k]
            if word in _BREAKS:
                place = "far"
                continue
            if not word[0].isalpha():
                numbers += word[0].isdigit()
            if place == "near" and distance >= _NEAR:
                place = "clause"
            for stem in stems(t, k):
                yield f"{place}{side}:{stem}"
                yield f"in:{stem}"
            told_here = telling(t, k)
            if told_here is not None:
                kind = told_here[0] + ("!" if told_here[1] >= _STRONG else "")
                if first:
                    yield f"first{side}={kind}"
                    yield f"first{side}={told_here[0]}{min(numbers, 2)}"
                    first = False
                yield f"{place}{side}={kind}"
                yield f"in={told_here[0]}"
    first = True
    for k in range(start - 1, max(-1, start - _BEFORE), -1):
        if t.glue[k + 1] == FAR:
            break
        for stem in stems(t, k):
            yield f"prior:{stem}"
        told_here = telling(t, k)
        if told_here is not None:
            if first:
                yield f"last={told_here[0]}"
                first = False
            yield f"prior={told_here[0]}"


def stems(t: Tokens, k: int) -> tuple[str, ...]:
    """A word by its beginning; a long German noun also by its end, which is its head."""
    return _stems(t.words[k], t.language)


@lru_cache(maxsize=50_000)
def _stems(word: str, language: str) -> tuple[str, ...]:
    if not word[0].isalpha():
        return (word,) if word in "/%" else ()
    if language == "de" and len(word) >= _LONG:
        return word[:_STEM], "-" + word.rstrip("s")[-_STEM:]
    return (word[:_STEM],)


def topics(stretches: Sequence[Tokens]) -> list[str]:
    """What a text is about: the kinds that its heading tells, and the one that the whole text tells most often."""
    counts: Counter[str] = Counter()
    head: dict[str, None] = {}
    for t in stretches:
        heading = not counts and not head
        for k in range(t.count):
            heading = heading and not (k and t.glue[k] >= LINE)
            word = t.words[k]
            if not word[0].isalpha():
                continue
            kind = kind_of(word, t.language, t.language == "de" and t.text[t.starts[k]].isupper())
            if kind is not None and kind[1] >= _STRONG:
                counts[kind[0]] += 1
                if heading:
                    head[f"head={kind[0]}"] = None
    often = [kind for kind, many in counts.items() if many >= _OFTEN and many * 2 >= sum(counts.values()) * _SHARE]
    return [*head, *(f"text={kind}" for kind in often)]


@cache
def _weights(language: str) -> dict[str, tuple[int, ...]]:
    """feature → a weight for each of _KINDS, in hundredths, of the trained model; models/train/kinds says how it is
    made. Whole numbers, because sums of floats depend on their order."""
    weights = {}
    for feature, meaning in table(language, "money_kind_model").items():
        parts = meaning.split()
        told = {kind: round(float(weight) * 100) for kind, weight in zip(parts[::2], parts[1::2], strict=True)}
        weights[feature] = tuple(told.get(kind, 0) for kind in _KINDS)
    return weights


def best(found: Set[str], language: str) -> str | None:
    """The kind that the model's weights speak for most; None where there is no model."""
    weights = _weights(language)
    sums = [sum(column) for column in zip(*(weights[f] for f in found if f in weights), strict=True)]
    return _KINDS[sums.index(max(sums))] if sums else None
