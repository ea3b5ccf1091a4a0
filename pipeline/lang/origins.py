"""Where a person may be from by name, among the countries an article speaks of; and where surely not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.lang import fold, table
from pipeline.lang.registry.forms import is_cyrillic

_CASES = ("а", "у", "ом", "ем", "е", "ы", "я", "ю", "и", "ой", "ей")


@lru_cache(maxsize=50_000)
def origins(name: str, inflected: bool = False) -> tuple[str, ...]:
    """Countries where a name like this is at home, the likeliest first; () where it tells nothing.

    `inflected`: the name stands as in a text, maybe not in the nominative.
    """
    known = table("ru" if is_cyrillic(name) else "de", "link_origins")
    words = fold(name).replace(".", " ").split()
    if not words:
        return ()
    for letter in dict.fromkeys("".join(words)):
        if found := known.get("*" + letter):
            return tuple(found.split())
    for word in words if len(words) > 1 else ():
        for form in _forms(word, inflected):
            if found := known.get(form):
                return tuple(found.split())
        head, hyphen, _ = word.partition("-")
        if hyphen and (found := known.get(head + "-") or known.get(head)):
            return tuple(found.split())
    for last in _forms(words[-1].rpartition("-")[2], inflected):
        for size in range(min(len(last), 9), 1, -1):
            if found := known.get("-" + last[-size:]):
                return tuple(found.split())
    return ()


def _forms(word: str, inflected: bool) -> Iterator[str]:
    """The word, and what it may be the oblique form of."""
    yield word
    if inflected and is_cyrillic(word):
        for ending in _CASES:
            if word.endswith(ending) and len(word) - len(ending) > 2:
                bare = word[: -len(ending)]
                yield bare
                if ending in ("ы", "и", "у", "е", "ой", "ю", "ей"):
                    yield bare + "а"
                    yield bare + "я"
                if ending in ("я", "ю", "ем", "е"):
                    yield bare + "й"
                    yield bare + "ь"
    elif inflected and word.endswith("s"):
        yield word[:-1]


def among(name: str, countries: Sequence[str]) -> str | None:
    """The first of the article's countries where the name is at home."""
    here = origins(name)
    return next((c for c in countries if c in here), None)


def foreign(name: str, country: str | None) -> bool:
    """Whether a name plainly is not one of that country's."""
    here = origins(name)
    return bool(here) and country not in here
