"""Finds the phrases of the word tables `layout_furniture` in a line, both languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline import lang

TOKEN = re.compile(r"[^\W_]+|[№©]")


class Phrase(NamedTuple):
    """Tokens `first` to `last` (exclusive) of a line, and the kinds of furniture they may be."""

    first: int
    last: int
    kinds: frozenset[str]


def words(text: str) -> list[str]:
    """The words and figures of a line, folded, without punctuation."""
    return TOKEN.findall(text.lower().replace("ё", "е"))


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """First word → the phrases that begin with it, longest first."""
    kinds: dict[tuple[str, ...], set[str]] = {}
    for language in lang.LANGUAGES:
        for form, meaning in lang.table(language, "layout_furniture").items():
            kinds.setdefault(tuple(words(form)), set()).update(meaning.split())
    index: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, found in kinds.items():
        if phrase:
            index.setdefault(phrase[0], []).append((phrase, frozenset(found)))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def find(tokens: Sequence[str]) -> Iterator[Phrase]:
    """The phrases in a line, from the left; of those that begin at one word every one, longest first."""
    index = _index()
    for i, token in enumerate(tokens):
        for phrase, kinds in index.get(token, ()):
            if len(phrase) == 1 or tuple(tokens[i : i + len(phrase)]) == phrase:
                yield Phrase(i, i + len(phrase), kinds)


@cache
def listed(name: str) -> frozenset[str]:
    """The forms of the tables `layout_NAME` of both languages."""
    return frozenset(form for language in lang.LANGUAGES for form in lang.table(language, f"layout_{name}"))
