"""Russian morphology, shared by every stage that needs it: one analyser per process, words cached."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from pymorphy3 import MorphAnalyzer


@cache
def _analyzer() -> Any:
    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=100_000)
def parses(word: str) -> tuple[Any, ...]:
    """pymorphy3's readings of a word, likeliest first: `.tag`, `.normal_form`, `.inflect({...})`, `.score`."""
    try:
        return tuple(_analyzer().parse(word))
    except ValueError:  # a character that Unicode has no name for
        return tuple(_analyzer().parse("\ufffd"))
