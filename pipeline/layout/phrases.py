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


_ANYWHERE = frozenset(("notice", "footer"))  # the kinds that count amid a line


@cache
def _index(prose: bool) -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """First word → the phrases that begin with it, longest first; for `prose` only those that count in it."""
    kinds: dict[tuple[str, ...], set[str]] = {}
    for language in lang.LANGUAGES:
        for form, meaning in lang.table(language, "layout_furniture").items():
            kinds.setdefault(tuple(words(form)), set()).update(meaning.split())
    index: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, found in kinds.items():
        if phrase and (not prose or found & _ANYWHERE):
            index.setdefault(phrase[0], []).append((phrase, frozenset(found)))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def find(tokens: Sequence[str], prose: bool = False) -> Iterator[Phrase]:
    """The phrases in a line, from the left; of those that begin at one word every one, longest first.

    In a line of `prose`: those that it begins with, and those that count anywhere.
    """
    index = _index(False)
    for i, token in enumerate(tokens):
        if prose and i == 1:
            index = _index(True)
        entries = index.get(token)
        if entries is None:
            continue
        for phrase, kinds in entries:
            if len(phrase) == 1 or tuple(tokens[i : i + len(phrase)]) == phrase:
                yield Phrase(i, i + len(phrase), kinds)


@cache
def listed(name: str) -> frozenset[str]:
    """The forms of the tables `layout_NAME` of both languages."""
    return frozenset(form for language in lang.LANGUAGES for form in lang.table(language, f"layout_{name}"))
