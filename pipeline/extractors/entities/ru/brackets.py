"""Abbreviations in brackets: «Евразийский банк развития (ЕАБР)» names the bank twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.words import Mention, Word, info

NEAR = 3  # words that may stand between the brackets and the name, a country among them


def candidates(words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each abbreviation in brackets, of the type of what stands before them."""
    ends = {m.end: m for m in mentions if m.type}
    for i, word in enumerate(words):
        if word.text not in "([":
            continue
        j = i + 1
        if j < len(words) and words[j].fold == "далее":
            j += 1
            while j < len(words) and words[j].text in "—–-:":
                j += 1
        quoted = j < len(words) and words[j].text in '«„"'
        j += quoted
        if j + quoted + 1 >= len(words) or words[j + quoted + 1].text not in ")],;":
            continue
        if not _abbreviation(words[j]):
            continue
        before = ends.get(i)
        for k in range(i, max(i - NEAR, 0), -1):
            if k in ends and (before is None or (before.type == "LOC" and ends[k].type == "ORG")):
                before = ends[k]
        if before and before.type == "LOC" and before.end == i:
            earlier = ends.get(before.start)
            if earlier and earlier.type == "ORG":
                before = earlier
        if before and before.type in ("ORG", "EVENT"):
            yield Mention(j, j + 1, before.type, "ru.bracket", 3.4)


def _abbreviation(word: Word) -> bool:
    if not word.alpha or not word.capital or word.fold in lang.table("ru", "entities_stop"):
        return False
    return sum(map(str.isupper, word.text)) > 1 or not info(word.text).known  # ЕАБР, Минсельхозпрод, Сакстат
