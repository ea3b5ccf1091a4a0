"""Currencies where they stand in a text."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.money.lexicon import Unit, lexicon
from pipeline.extractors.money.tokens import BLANK, LINE, NONE, Tokens


def currency(t: Tokens, i: int) -> tuple[Unit, str | None, int] | None:
    """The currency that begins at token `i`: what it means, the country its words name, and the token after it."""
    if not 0 <= i < t.count:
        return None
    hit = _form(t, i)
    if hit is None:
        return None
    meaning, end, country = hit[0], hit[1], None
    if isinstance(meaning, str):
        country = meaning
        joint = end + 1 if t.word(end) == "-" and t.near(end, NONE) and t.near(end + 1, NONE) else end
        if t.word(end) == "." and t.near(end, NONE):
            joint = end + 1
        head = _form(t, joint) if t.near(joint, LINE) else None
        if head is None or isinstance(head[0], str) or head[0].sort != "word":
            return None
        meaning, end = head[0], head[1]
        meaning = replace(meaning, guarded=False)
    elif (meaning.sort == "code" and not (t.text[t.starts[i] : t.ends[end - 1]].isupper())) or (
        meaning.guarded and t.language == "de" and not t.original(i)[0].isupper()
    ):
        return None
    if meaning.sort == "word" and country is None and t.near(end) and t.original(end).isupper():
        owner = lexicon(t.language).forms.get(t.words[end])
        if isinstance(owner, str):
            country, end = owner, end + 1
    elif meaning.sort == "sign" and t.near(end) and t.original(end) == "США":
        end += 1
    return meaning, country, end


def _form(t: Tokens, i: int) -> tuple[Unit | str, int] | None:
    """The longest form of the lexicon at token `i`, with its final dot."""
    book = lexicon(t.language)
    for many in book.lengths.get(t.words[i], ()):
        end = i + many
        if end > t.count or any(t.glue[k] > LINE for k in range(i + 1, end)):
            continue
        key = t.words[i] if many == 1 else _key(t, i, end)
        meaning = book.forms.get(key)
        if meaning is None:
            continue
        if t.word(end) == "." and t.near(end, NONE):
            if key in book.dotted:
                end += 1
                if isinstance(meaning, Unit) and meaning.guarded:
                    meaning = replace(meaning, guarded=False)
            elif key in book.short and goes_on(t, end + 1):
                end += 1
        return meaning, end
    return None


def _key(t: Tokens, i: int, end: int) -> str:
    parts = [t.words[i]]
    for k in range(i + 1, end):
        parts += ["" if t.glue[k] == NONE else " ", t.words[k]]
    return "".join(parts)


def goes_on(t: Tokens, i: int) -> bool:
    """Does the sentence go on at token `i`: a small letter, a digit, a mark or a currency?"""
    if i >= t.count or t.glue[i] > BLANK:
        return False
    first = t.original(i)[0]
    return first.islower() or first.isdigit() or first in ",;:)–—%" or currency(t, i) is not None
