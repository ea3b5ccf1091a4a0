"""The embedding of the German network: spaCy's own, and the class of every word that a list of a million words knows.

The classes are Brown clusters: words that stand between the same words share one, and classes alike share the first
turns of their path, which are the low bits. Importing this module is what lets spaCy read the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from spacy.ml.featureextractor import FeatureExtractor
from spacy.ml.staticvectors import StaticVectors
from spacy.strings import get_string_id
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array

MASKS = (0xFFFF, 63, 1023)  # the whole path, its first 6 and its first 10 turns
ROWS = (1500, 300, 300)  # of their tables
MEMORY = 200_000  # words whose class is kept at hand


@registry.architectures("depesche.ClassEmbed.v1")  # type: ignore[untyped-decorator]
def class_embed(width: int, attrs: list[str], rows: list[int], class_width: int) -> Model[Any, Any]:
    """spaCy's MultiHashEmbed with static vectors, and beside them the words' classes. Docs to a row a word."""
    hashed: list[Model[Any, Any]] = [HashEmbed(width, n, column=i, seed=8 + i, dropout=0.0) for i, n in enumerate(rows)]
    widths = (2 * class_width, class_width, class_width)
    classes: list[Model[Any, Any]] = [
        HashEmbed(w, n, column=i, seed=80 + i) for i, (w, n) in enumerate(zip(widths, ROWS, strict=True))
    ]
    return chain(
        concatenate(
            chain(FeatureExtractor(attrs), list2ragged(), with_array(concatenate(*hashed))),
            StaticVectors(width, dropout=0.0),
            chain(word_classes(), list2ragged(), with_array(concatenate(*classes))),
        ),
        with_array(Maxout(width, width * (len(attrs) + 1) + sum(widths), nP=3, dropout=0.0, normalize=True)),
        ragged2list(),
    )


def word_classes() -> Model[Any, Any]:
    """Docs to arrays, a row a word: its class under each of the masks.

    The list lies in the node's attributes, so that it is stored with the model: `words`, sorted 32-bit hashes, and
    `classes`, theirs (see `table`).
    """
    known: dict[int, int] = {}

    def forward(model: Model[Any, Any], docs: list[Any], is_train: bool) -> tuple[Any, Any]:
        words, classes = model.attrs["words"], model.attrs["classes"]
        if len(known) > MEMORY:
            known.clear()
        out = []
        for doc in docs:
            for word in doc:
                if word.orth not in known:
                    known[word.orth] = look_up(word.text, words, classes)
            full = np.array([known[word.orth] for word in doc], dtype="uint64")
            out.append(np.stack([full & np.uint64(mask) for mask in MASKS], axis=1))
        return out, lambda _: []

    nothing = np.zeros(0, dtype="uint32")
    return Model("word_classes", forward, attrs={"words": nothing, "classes": nothing.astype("uint16")})


def look_up(text: str, words: Any, classes: Any) -> int:
    """The class of a word as it stands, or of the first of its other forms that the list has, or 0."""
    for form in forms(text):
        key = np.uint32(get_string_id(form) & 0xFFFFFFFF)
        place = int(np.searchsorted(words, key))
        if place < len(words) and words[place] == key:
            return int(classes[place])
    return 0


def forms(text: str) -> Iterator[str]:
    """The word; in capitals, the same without; without genitive -s; what stands after its last hyphen."""
    yield text
    if text.isupper() and len(text) > 3:
        yield text.title()
    if text.endswith("s") and len(text) > 4:
        yield text[:-1]
    tail = text.rsplit("-", 1)[-1]
    if tail != text and len(tail) > 2:
        yield tail


def table(classes: Mapping[str, int]) -> tuple[Any, Any]:
    """Sorted 32-bit keys and their classes, from words with their classes, frequent words first."""
    keys = np.array([get_string_id(word) & 0xFFFFFFFF for word in classes], dtype="uint32")
    keys, first = np.unique(keys, return_index=True)  # of two words with one key the more frequent stays
    return keys, np.array(list(classes.values()), dtype="uint16")[first]
