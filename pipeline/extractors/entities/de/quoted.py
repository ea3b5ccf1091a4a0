"""German names in quotation marks, and what the noun before them says they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.words import Mention, Word, quotations

LONGEST = 8
SHORT = 4


def candidates(words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """The inside of a quotation after „Magazin“, „Sonderwirtschaftszone“, or where the model has a name in it."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    for begin, end in quotations(words):
        inside = words[begin + 1 : end]
        if not inside or not inside[0].capital or len(inside) > LONGEST or inside[-1].text in ".!?":
            continue
        before = words[begin - 1] if begin and words[begin - 1].sentence == words[begin].sentence else None
        said = kind(before.text, "entities_classes") if before and before.capital else ""
        if said:
            type_ = {"none": "", "part": "ORG"}.get(said, said)
            yield Mention(begin + 1, end, type_, "de.quoted", 4.6)
            continue
        start = begin
        while start and lang.table("de", "entities_legal").get(words[start - 1].fold) == "around":
            start -= 1
        if start < begin:
            yield Mention(start, end + 1, "ORG", "de.legal-form", 6)
            continue
        over = [covered[k] for k in range(begin + 1, end) if k in covered]
        if (
            over
            and over[0].start > begin
            and over[-1].end <= end
            and len(inside) <= SHORT
            and all(w.capital or w.text in "&.-" for w in inside)
        ):
            yield Mention(begin + 1, end, over[0].type, "de.quoted-model", 2, over[0].score)
