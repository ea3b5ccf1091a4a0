"""Where a person may be from by name, among the countries an article speaks of; and where surely not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.lang import fold, table
from pipeline.lang.registry.forms import is_cyrillic


@lru_cache(maxsize=50_000)
def origins(name: str) -> tuple[str, ...]:
    """Countries where a name like this is at home, the likeliest first; () where it tells nothing."""
    known = table("ru" if is_cyrillic(name) else "de", "link_origins")
    words = fold(name).replace(".", " ").split()
    if not words:
        return ()
    for letter in dict.fromkeys("".join(words)):
        if found := known.get("*" + letter):
            return tuple(found.split())
    for word in words:
        if len(words) > 1 and (found := known.get(word)):
            return tuple(found.split())
        head, hyphen, _ = word.partition("-")
        if hyphen and (found := known.get(head + "-")):
            return tuple(found.split())
    last = words[-1].rpartition("-")[2]
    for size in range(min(len(last), 9), 1, -1):
        if found := known.get("-" + last[-size:]):
            return tuple(found.split())
    return ()


def among(name: str, countries: Sequence[str]) -> str | None:
    """The first of the article's countries where the name is at home."""
    here = origins(name)
    return next((c for c in countries if c in here), None)


def foreign(name: str, country: str | None) -> bool:
    """Whether a name plainly is not one of that country's."""
    here = origins(name)
    return bool(here) and country not in here
