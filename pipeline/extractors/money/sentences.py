"""Sentence bounds where no analyser has given any: rough, and only as good as amounts need."""

from __future__ import annotations

from pipeline.document import Span
from pipeline.extractors.money.lexicon import lexicon
from pipeline.extractors.money.tokens import FAR, LINE, Tokens
from pipeline.lang.numbers import dotted

_QUOTES = frozenset('»“”")')


def sentences(t: Tokens) -> list[Span]:
    """Sentences of a stretch, as offsets of the text: after a full stop before a capital, and at line breaks."""
    out: list[Span] = []
    first = 0
    for k in range(1, t.count):
        if _begins(t, k):
            out.append((t.starts[first], t.ends[k - 1]))
            first = k
    if t.count:
        out.append((t.starts[first], t.ends[-1]))
    return out


def _begins(t: Tokens, k: int) -> bool:
    glue = t.glue[k]
    if not glue:
        return False
    last = t.words[k - 1]
    back = k - 2 if last in _QUOTES and k > 1 else k - 1
    mark = t.words[back]
    opening = t.original(k)[0]
    if glue == FAR and "\n" in t.text[t.ends[k - 1] : t.starts[k]]:
        return True
    if glue == LINE and not opening.islower() and mark not in ",-–—":
        return True
    if mark in ("!", "?", "…"):
        return not opening.islower()
    if mark != "." or opening.islower() or opening in ",;:)":
        return False
    word = t.word(back - 1)
    if opening.isdigit() and word[:1].isdigit():
        return False
    if len(word) <= 1 or word in dotted(t.language) or word in lexicon(t.language).short:
        return False
    if word in lexicon(t.language).dotted or t.language == "ru":
        return True
    return len(word) > 2 or word[0].isdigit()
