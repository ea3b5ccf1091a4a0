"""What stands around an amount, as features for the linear model that says what it is.

A feature is a string: where a word stands and its stem (`near<:экспор`), what the rules make of the
amount (`rules:trade`), or what the amount before it is (`before:export=`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache

from pipeline.document import Span
from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.tokens import DASHES, FAR, Tokens
from pipeline.lang import table

_STEM = 6  # letters of a word that are kept from its beginning, and, of a long one, from its end
_LONG = 9
_NEAR = 4  # tokens that are near
_BEFORE = 30  # tokens of the sentence before
_BREAKS = frozenset(",;()") | DASHES


def features(
    one: Found, before: Found | None, sentence: Span, rules: str, told: str | None, last: str
) -> Iterator[str]:
    """The features of an amount. `rules`: what the rules make of it, `told`: by a word of its own sentence;
    `last`: the kind of the amount before it."""
    t, (start, end) = one.tokens, sentence
    yield "bias"
    yield f"rules:{rules}"
    yield f"told:{told}"
    if before is not None:
        apart = one.sentence - before.sentence if before.tokens is t else 9
        link = "=" if apart == 0 else "+" if apart == 1 else "…"
        yield f"before:{last}{link}"
        if one.aside or one.rule in ("money.inherited", "money.linked"):
            yield f"linked:{last}"
    else:
        yield "before:none"
    yield f"size:{len(str(int(one.high))) // 2}"
    for side, steps in (("<", range(one.amount.start - 1, start - 1, -1)), (">", range(one.amount.end, end))):
        place = "near"
        for distance, k in enumerate(steps):
            word = t.words[k]
            if word in _BREAKS:
                place = "far"
                continue
            if place == "near" and distance >= _NEAR:
                place = "clause"
            for stem in stems(t, k):
                yield f"{place}{side}:{stem}"
                yield f"in:{stem}"
    for k in range(start - 1, max(-1, start - _BEFORE), -1):
        if t.glue[k + 1] == FAR:
            break
        for stem in stems(t, k):
            yield f"prior:{stem}"


def stems(t: Tokens, k: int) -> Iterator[str]:
    """A word by its beginning; a long German noun also by its end, which is its head."""
    word = t.words[k]
    if not word[0].isalpha():
        if word in "/%":
            yield word
        return
    yield word[:_STEM]
    if t.language == "de" and len(word) >= _LONG:
        yield "-" + word.rstrip("s")[-_STEM:]


@cache
def _weights(language: str) -> dict[str, list[tuple[str, float]]]:
    """feature → (kind, weight) of the trained model; models/train/kinds says how it is made."""
    weights = {}
    for feature, meaning in table(language, "money_kind_model").items():
        parts = meaning.split()
        weights[feature] = [(kind, float(weight)) for kind, weight in zip(parts[::2], parts[1::2], strict=True)]
    return weights


def best(found: Set[str], language: str) -> str | None:
    """The kind that the model's weights speak for most; None where there is no model."""
    weights = _weights(language)
    sums: dict[str, float] = defaultdict(float)
    for feature in sorted(found):  # sorted: sums of floats depend on their order
        for kind, weight in weights.get(feature, ()):
            sums[kind] += weight
    return max(sums, key=lambda kind: (sums[kind], kind), default=None)
