"""Named events: «IV Евразийский экономический форум», «Форум регионов Беларуси и России»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extractors.entities.gazetteer import match
from pipeline.extractors.entities.ru.bodies import complement_end
from pipeline.extractors.entities.words import Mention, Word, info

ORDINAL = re.compile(r"(?:[IVXL]+|\d{1,3}-?(?:й|я|е|го|му|м|ю|ой|ом|ая)?)\Z")
PARTS = frozenset({"европы", "азии", "африки", "америки", "евразии"})
YEAR = re.compile(r"(?:19|20)\d\d\Z")


def candidates(words: Sequence[Word], model: Sequence[Mention], places: Sequence[Mention]) -> Iterator[Mention]:
    """Events by their head noun, with the adjectives and the ordinal before it and the genitives after it."""
    at = {m.start: m for m in places}
    for i, word in enumerate(words):
        if word.pos in ("VERB", "ADP"):
            continue
        after, kind = match(words, i, "entities_events")
        if not kind:
            continue
        start, ordinal = _start(words, i)
        if after < len(words) and words[after].text in '«„"»':
            continue
        capital = words[start].capital or ordinal
        if not capital and kind != "named":
            continue
        end, complement = complement_end(words, start, after, at, "whole")
        if not capital and not (complement and _worldwide(words, after, at)):
            continue
        sure = kind == "named" and (complement or after - i > 1)
        if start == i and not ordinal and not sure:
            placed = any(k in at for k in range(after, end))
            if not complement or (words[i].first and not placed):
                continue
        adjectives = sum(words[k].pos == "ADJ" for k in range(start, i))
        opener = start < i and words[start].first and not ordinal and not sure
        if opener and not (adjectives > 1 and complement) and not _of_place(words[start]):
            continue
        if ordinal and adjectives == 0 and not complement and not words[i].capital:
            continue
        if ordinal and not any(words[k].capital and words[k].text[1:].islower() for k in range(start, end)):
            continue
        if end < len(words) and YEAR.match(words[end].text) and words[end].start - words[end - 1].end <= 1:
            following = words[end + 1].fold if end + 1 < len(words) else ""
            end += not following.startswith("год") and following != "г"
        yield Mention(start, end, "EVENT", "ru.event", 6)


def _worldwide(words: Sequence[Word], after: int, places: dict[int, Mention]) -> bool:
    """«чемпионат мира», «первенство Европы»: a name in small letters too."""
    if after >= len(words):
        return False
    return words[after].fold == "мира" or (words[after].capital and (after in places or words[after].fold in PARTS))


def _of_place(word: Word) -> bool:
    return word.fold.endswith(("ский", "ская", "ское", "ского", "ском", "ской", "ским", "скому")) and not (
        info(word.text).lemmas & {"международный", "городской", "детский", "мирский"}
    )


def _start(words: Sequence[Word], i: int) -> tuple[int, bool]:
    """Where the name begins, and whether with an ordinal."""
    best = k = i
    while k and words[k - 1].sentence == words[i].sentence:
        word = words[k - 1]
        if ORDINAL.match(word.text) and not YEAR.match(word.text):
            return k - 1, True
        if word.pos != "ADJ" and not (word.capital and word.fold.endswith(("ский", "ского", "ском"))):
            break
        k -= 1
        if words[k].capital:
            best = k
    return best, False
