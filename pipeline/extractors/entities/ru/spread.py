"""One name, one type, everywhere in the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline import lang
from pipeline.extractors.entities.gazetteer import Trie, gazetteer, search
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, Word, Words, info, settle

SURE = 0.6  # the least probability at which the model alone makes a name known


def spread(words: Words, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, voted to one type for each name, and the places where a sure name stands unmarked."""
    voted = _vote(words, mentions)
    known, surnames = _sure(words, voted)
    added = [
        Mention(start, end, kind, "ru.again", 0.4)
        for start, end, kind, _ in search(words, known, "ru")
        if _plausible(words, start, end)
    ]
    added += _surnames(words, surnames)
    again = {(m.start, m.end) for m in added}
    kept = [m._replace(strength=m.strength + 10) for m in voted if m.type or (m.start, m.end) not in again]
    return settle(kept + added, len(words))


def _key(words: Sequence[Word], mention: Mention) -> tuple[str, ...]:
    return tuple(min(stems(w.text, "ru"), key=lambda s: (len(s), s)) for w in words[mention.start : mention.end])


def _vote(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
    """Names that the model types differently take the type that weighs most."""
    weights: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for m in mentions:
        if m.type:
            weights[_key(words, m)][m.type] += m.strength if m.strength > 1 else (m.score or 0.5)  # type: ignore[assignment]
    result = []
    for m in mentions:
        options = weights.get(_key(words, m), Counter())
        if m.type and m.strength <= 3 and len(options) > 1:
            m = m._replace(type=options.most_common(1)[0][0])
        result.append(m)
    return result


def _sure(words: Sequence[Word], mentions: Sequence[Mention]) -> tuple[Trie, dict[str, int]]:
    """Names to look for elsewhere, and the surnames of persons named in full."""
    legal = lang.table("ru", "entities_legal")
    names: list[tuple[str, str]] = []
    surnames: dict[str, int] = {}
    for m in mentions:
        if not m.type:
            continue
        inside = words[m.start : m.end]
        if m.type == "PER":
            if len([w for w in inside if len(w.text) > 1]) > 1 or (m.score and m.score > 0.9):
                for form in stems(_surname(inside).text, "ru"):
                    surnames.setdefault(form, m.start)
            continue
        if m.strength <= 1 and (m.score or 0) < SURE:
            continue
        if m.rule == "ru.region-ellipsis" or m.strength < 0.5:
            continue
        text = [w.text for w in inside]
        if len(inside) == 1 and (inside[0].first or inside[0].fold in legal) and info(text[0]).common:
            continue
        if len(inside) == 1 and info(text[0]).common and not inside[0].upper:
            continue
        names.append((" ".join(text), m.type))
        if m.type == "ORG":
            names += [(short, "ORG") for short in _short(inside)]
    return gazetteer(names, "ru", nominative=False), surnames


def _short(inside: Sequence[Word]) -> list[str]:
    """«Жетысу Ветроэнерго» of «ТОО «Жетысу Ветроэнерго»», „Alpenstahl“ of „Alpenstahl Engineering GmbH“."""
    quotes = [k for k, w in enumerate(inside) if w.text in '«„"']
    if quotes:
        name = [w.text for w in inside[quotes[-1] + 1 :] if w.text not in '»“”"']
        return [" ".join(name)] if name and (len(name) > 1 or not info(name[0]).common) else []
    first = inside[0]
    if first.latin and len(inside) > 2 and len(first.text) > 3:
        return [first.text]
    return []


def _surname(inside: Sequence[Word]) -> Word:
    for word in reversed(inside):
        if word.alpha and len(word.text) > 2 and "Patr" not in info(word.text).marks:
            return word
    return inside[-1]


def _plausible(words: Sequence[Word], start: int, end: int) -> bool:
    if start and words[start - 1].fold.startswith("долл"):
        return False
    word = words[start]
    if end - start == 1 and word.pos == "ADJ" and word.fold.endswith(("ский", "ская", "ское", "ского", "ской", "ском")):
        return False
    return not (end - start == 1 and word.first and info(word.text).common and not word.upper)


def _surnames(words: Words, surnames: dict[str, int]) -> list[Mention]:
    found = []
    for i in words.starts if surnames else ():
        word = words[i]
        if word.capital and len(word.text) > 2 and not word.latin:
            if not stems(word.text, "ru") & surnames.keys():
                continue
            known = info(word.text)
            if not (word.first and known.common and "Surn" not in known.marks):
                found.append(Mention(i, i + 1, "PER", "ru.surname", 0.45))
    return found
