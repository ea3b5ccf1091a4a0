"""German nouns by the end of the compound: „Dämmstoffhersteller“ is a „hersteller“."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline import lang
from pipeline.lang import fold

ENDINGS = ("innen", "in", "en", "es", "s", "n", "e")
LEAST = 3  # letters of a tail


@lru_cache(maxsize=20_000)
def kind(word: str, name: str) -> str:
    """What a table says of a noun, or of the longest tail of it that the table has, in any case; else ""."""
    table, longest = lang.table("de", name), _longest(name)
    form = fold(word)
    if exact := table.get(form):
        return exact  # „IHK“
    for ending in ("", *ENDINGS):
        if ending and not (form.endswith(ending) and len(form) - len(ending) >= LEAST):
            continue
        stem = form[: len(form) - len(ending)]
        for start in range(max(0, len(stem) - longest), len(stem) - LEAST + 1):
            found = table.get(stem[start:])
            if found and (start == 0 or len(stem) - start > LEAST):
                return found
    return ""


@cache
def _longest(name: str) -> int:
    return max(map(len, lang.table("de", name)), default=0)
