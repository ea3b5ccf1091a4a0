"""What a word is, in a text and in a word table alike.

Tokens are cut as razdel cuts them (the Russian models learned from such tokens), but that letters of
two scripts stay together and a long dash between letters always parts words.
"""

from __future__ import annotations

import re

LETTERS = r"[^\W\d_]+"
TOKEN = re.compile(
    rf"(?:\d+(?:[.,/]\d+)*|{LETTERS}(?:['’ʼ]{LETTERS})*)"  # a number, a word
    rf"(?:[-‐‑_](?:\d+(?:[.,/]\d+)*|{LETTERS})|(?<=\d)[–—−](?=\d)\d+)*"  # joined by hyphens; 2026–2028
    r"|[.!?…]+|--|\S"
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The words and marks of a stretch of text, as offsets."""
    return [match.span() for match in TOKEN.finditer(text, start, len(text) if end is None else end)]
