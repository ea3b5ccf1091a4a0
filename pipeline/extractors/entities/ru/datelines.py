"""Agencies: «АСТАНА, 14 марта. /Евразия-Информ/», and names whose last part says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from babel.dates import get_month_names

from pipeline import lang
from pipeline.extractors.entities.words import Mention, Word, info

NEAR = 12  # words from the beginning of a paragraph in which its dateline ends
LEAST = 5  # letters that a name like «Грузстат» has more than
ENDINGS = re.compile(r"(?:ом|ем|ью|[аеиуюь])\Z")
MARKS = frozenset("./()—–-:,")


@cache
def _months() -> frozenset[str]:
    return frozenset(lang.fold(name) for name in get_month_names("wide", "format", "ru").values())


def candidates(words: Sequence[Word]) -> Iterator[Mention]:
    """The agency after a dateline's date, and «Евразия-Информ» anywhere."""
    tails = lang.table("ru", "entities_tails")
    for i, word in enumerate(words):
        if word.capital and word.alpha and "-" in word.text:
            kind = tails.get(lang.fold(word.text.rsplit("-", 1)[1]))
            if kind:
                yield Mention(i, i + 1, kind, "ru.tail", 3)
        elif word.capital and len(word.text) > LEAST and _suffixed(word.fold) and not info(word.text).common:
            yield Mention(i, i + 1, "ORG", "ru.suffix", 3)
        if word.fold in _months() and i >= 2 and words[i - 1].text.isdigit() and _opens(words, i):
            yield from _agency(words, i + 1)


def _suffixed(form: str) -> bool:
    """«Грузстат», «Довлетбанком»: names whose last part says that they are bodies."""
    table = lang.table("ru", "entities_suffixes")
    forms = (form, ENDINGS.sub("", form))
    return any(f[start:] in table for f in forms for start in range(3, len(f) - 2))


def _opens(words: Sequence[Word], i: int) -> bool:
    """Only a place and a comma stand before the date in its sentence."""
    k = i - 1
    while k and words[k - 1].sentence == words[i].sentence:
        k -= 1
    return i - 1 - k <= 4 and words[k].capital and words[i - 2].text in ",.—–-"


def _agency(words: Sequence[Word], j: int) -> Iterator[Mention]:
    limit = min(j + NEAR, len(words))
    while j < limit and (words[j].text in MARKS or words[j].text.isdigit() or words[j].fold in ("г", "года", "корр")):
        j += 1
    if j >= limit or words[j - 1].text not in MARKS or not words[j].capital:
        return
    end = j
    while end < limit and (words[end].capital or words[end].text in '«»“”"' or words[end].text[0].isdigit()):
        end += 1
    if end < limit and words[end].text in MARKS and words[end].text != ",":
        start = j + (words[j].text in '«“„"')
        end -= words[end - 1].text in '»“”"'
        if start < end <= start + 4:
            yield Mention(start, end, "ORG", "ru.dateline-agency", 6.4)
