"""From raw text to its reading."""

from __future__ import annotations

from array import array


def read_plain(raw: str) -> tuple[str, "array[int] | None"]:
    """The reading of plain text, and for each of its characters the index in `raw` (None where equal)."""
    return raw, None


def read_html(raw: str) -> tuple[str, "array[int] | None"]:
    """The visible text of an HTML page, a block a line, and for each character the index in `raw`."""
    return raw, None
