"""Abbreviations in brackets: „Bundesministerium für … (BMZ)“ names the ministry twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.words import Mention, Word

NEAR = 4  # words between the name and the bracket, a country among them


def candidates(words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each abbreviation in brackets, of the type of the body or event before it."""
    ends = {m.end: m for m in mentions if m.type in ("ORG", "EVENT")}
    people = {m.end for m in mentions if m.type == "PER"}
    places = {m.end: m for m in mentions if m.type == "LOC"}
    for i, word in enumerate(words):
        if word.text != "(" or i + 2 >= len(words):
            continue
        short = words[i + 1]
        quoted = short.text in "„«“" and i + 4 < len(words) and words[i + 3].text in "“”»"
        if i in ends and quoted and words[i + 2].capital:
            yield Mention(i + 2, i + 3, ends[i].type, "de.bracket-quoted", 4.7)  # „Nord Pumpen GmbH („Nord“)“
            continue
        if words[i + 2].text not in "),;":
            continue
        if i in people and (short.upper or short.fold in lang.table("de", "entities_parties")):
            yield Mention(i + 1, i + 2, "ORG", "de.bracket-party", 1.5)
            continue
        if not short.alpha or (sum(map(str.isupper, short.text)) < 2 and not short.text.islower()):
            continue
        if short.fold in lang.table("de", "entities_stop"):
            continue
        before = ends.get(i)
        if before is None and i in places:
            start = places[i].start
            before = next((ends[k] for k in range(start, max(start - NEAR, 0), -1) if k in ends), None)
        if before and any(map(str.isupper, short.text)):
            yield Mention(i + 1, i + 2, before.type, "de.bracket", 3.4)
        elif i in places and places[i].end == i and _opens(words, places[i].start):
            yield Mention(i + 1, i + 2, "ORG", "de.dateline", 3.4)


def _opens(words: Sequence[Word], start: int) -> bool:
    return start == 0 or words[start - 1].sentence != words[start].sentence
