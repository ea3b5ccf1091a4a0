"""slovnet's names with their edges cut right, and without what is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.gazetteer import match, match_before
from pipeline.extractors.entities.words import LATIN, PLACE_ADJECTIVE, Mention, Word, info

EDGES = frozenset("«»„“”\"‹›()[]{}—–-−,;:!?…•*/\\|+=<>%$€£₽₸№#@&'’·")

GENERIC = frozenset({"компания", "предприятие", "организация", "завод", "фабрика", "фирма", "банк", "холдинг"})
LOOSE = frozenset({"VERB", "ADV", "ADP", "CCONJ", "SCONJ", "PART", "PRON", "AUX"})  # end no name in small letters


def clean(model: Sequence[Mention], words: Sequence[Word]) -> list[Mention]:
    """The model's mentions, split at brackets, without titles before persons and words that name nothing."""
    kept = []
    for mention in model:
        for part in _parts(mention, words):
            part = _trim(part, words)
            if part.start < part.end and not _none(part, words):
                kept.append(part)
    return kept


def _parts(mention: Mention, words: Sequence[Word]) -> Iterator[Mention]:
    start = mention.start
    for i in range(mention.start, mention.end):
        if words[i].text in "()[]":
            yield mention._replace(start=start, end=i)
            start = i + 1
    yield mention._replace(start=start)


def _trim(mention: Mention, words: Sequence[Word]) -> Mention:
    start, end = mention.start, mention.end
    while start < end and (words[start].text in EDGES or words[start].text == "."):
        start += 1
    while start < end and mention.type != "ORG":
        after, kind = match(words, start, "entities_titles")
        if not kind or after > end:
            break
        name = info(words[start].text).marks & {"Name", "Surn", "Patr"} and words[start].capital
        if name and mention.type == "PER" and end - start < 3:
            break
        start = after
    while start < end and (words[end - 1].text in EDGES or (words[end - 1].text == "." and not _initial(words, end))):
        if words[end - 1].text in '»”“"' and any(words[k].text in '«„“"' for k in range(start, end - 1)):
            break
        end -= 1
    while end - start > 1 and words[end - 1].pos in LOOSE and not words[end - 1].capital:
        end -= 1
    if any(words[k].text in "«„" for k in range(start, end)) and not any(
        words[k].text in "»“”" for k in range(start, end)
    ):
        while end < len(words) and words[end].sentence == words[start].sentence and end - start < 16:
            end += 1
            if words[end - 1].text in "»“”":
                break
        else:
            end = mention.end
    return mention._replace(start=start, end=end)


def _initial(words: Sequence[Word], end: int) -> bool:
    return end >= 2 and len(words[end - 2].text) == 1 and words[end - 2].text.isupper()


def _none(mention: Mention, words: Sequence[Word]) -> bool:
    """Nothing with a capital in it, a word of the stop table, or a common word that opens a sentence."""
    inside = words[mention.start : mention.end]
    if mention.type == "PER" and mention.start and words[mention.start - 1].fold == "имени":
        return True  # what is named after a person
    if not any(w.capital or w.text[0].isdigit() for w in inside if w.alpha) or not any(w.alpha for w in inside):
        return True
    if lang.fold(" ".join(w.text for w in inside)) in lang.table("ru", "entities_stop"):
        return True
    if len(inside) == 2 and inside[0].first and inside[0].pos == "ADJ" and not inside[1].capital:
        # «Туркменская компания» at the beginning of a sentence
        return mention.type == "ORG" and bool(info(inside[1].text).lemmas & GENERIC)
    if len(inside) > 1:
        return False
    word = inside[0]
    known = info(word.text)
    head, _, tail = word.text.partition("-")
    if tail.islower() and len(tail) > 3 and info(tail).common and (head.isupper() or LATIN.match(head)):
        return True  # «EPC-контракт», «IT-компания»
    if known.lemmas & lang.table("ru", "entities_stop").keys():
        return True
    if any(form in lang.table("ru", "entities_titles") for form in known.lemmas) and not known.marks:
        return True
    if word.first and known.common and not known.marks and not word.upper:
        return True
    if mention.type == "PER" and known.common and not known.marks and not word.upper:
        return (mention.score or 0) < 0.5
    # an adjective alone: «Минский», unless a place is called so («Грозный», «Дальний»)
    if mention.type == "ORG" and word.pos == "ADJ" and not word.upper and not word.latin and known.known:
        return "Orgn" not in known.marks
    if mention.type != "LOC" or word.pos != "ADJ" or not word.fold.endswith(PLACE_ADJECTIVE) or known.marks:
        return False
    return match_before(words, mention.start, "entities_classes")[1] != "LOC"
