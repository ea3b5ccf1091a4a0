"""Places: countries, regions and cities that are known, and those that a word beside them tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extractors.entities.gazetteer import countries, match, match_before, places, search
from pipeline.extractors.entities.ru.bodies import named_after
from pipeline.extractors.entities.words import PLACE_ADJECTIVE, Mention, Word, info

INSIDE = ("region", "nature", "built")
JOINING = frozenset({"и", ",", "или"})


def known_places(words: Sequence[Word], model: Sequence[Mention]) -> list[Mention]:
    """Countries, then regions and cities of the registry, then regions by their form. Without overlaps."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    found: list[Mention] = []
    taken: set[int] = set()

    def add(mention: Mention) -> None:
        if not taken & set(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            found.append(mention)

    for start, end, kind, _ in search(words, countries("ru"), "ru"):
        if _believable(words, start, end, covered):
            add(Mention(start, end, kind, "ru.country", 4))
    for mention in _regions(words, model):
        add(mention)
    for start, end, kind, _ in search(words, places("ru"), "ru"):
        if _believable(words, start, end, covered):
            add(Mention(start, end, kind, "ru.registry", 3.5))
    for mention in model:
        if mention.type == "LOC":
            add(mention)
    return sorted(_widened(found, words, model))


def _widened(found: Sequence[Mention], words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """A known place takes the capital adjectives before it that the model gives it: «Восточный Иерусалим»."""
    ends = {m.end: m for m in model if m.type == "LOC"}
    for mention in found:
        wider = ends.get(mention.end)
        if wider and wider.start < mention.start and mention.rule != "ru.country":
            before = words[wider.start : mention.start]
            if all(w.capital and w.pos == "ADJ" and not w.first for w in before):
                mention = mention._replace(start=wider.start)
        yield mention


def _believable(words: Sequence[Word], start: int, end: int, model: dict[int, Mention]) -> bool:
    """Not a person's name, a common word that opens a sentence, or the dollars of a country."""
    over = model.get(start)
    if over and over.type == "PER" and (over.end - over.start > end - start or (over.score or 0) > 0.7):
        return False
    if start and info(words[start - 1].text).lemmas & {"доллар", "долл"} and words[start].text == "США":
        return False
    if start > 1 and words[start - 1].text == "." and words[start - 2].fold == "долл" and words[start].text == "США":
        return False
    if end - start > 1:
        return True
    word, knows = words[start], info(words[start].text)
    if len(word.text) < 4 and not word.upper and not (over and over.type == "LOC" and over.end == end):
        return False
    if word.pos == "ADJ" and not over:
        return False
    if knows.marks & {"Surn", "Name"} and not knows.marks & {"Geox"} and not (over and over.type == "LOC"):
        return False
    return not (word.first and knows.common and not word.upper and not (over and over.type == "LOC"))


def _regions(words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """«Минской и Карагандинской областями», «область Абай», «Каспийское море»."""
    locations = {i for m in model if m.type == "LOC" for i in range(m.start, m.end)}
    covered = {i for m in model for i in range(m.start, m.end)}
    for i, word in enumerate(words):
        if word.pos == "VERB":
            continue
        after, kind = match(words, i, "entities_places")
        if kind not in INSIDE:
            continue
        yield from _adjectives(words, i, after, covered)
        name = after
        if kind == "region" and name < len(words) and words[name].sentence == word.sentence:
            yield from _after(words, i, name, locations)


def _adjectives(words: Sequence[Word], i: int, after: int, covered: set[int]) -> Iterator[Mention]:
    k = i
    while k and _place_adjective(words, k - 1, words[i]):
        k -= 1
    while k < i and not words[k].capital:
        k += 1
    if k == i or (words[k].first and not words[k].upper and k not in covered):
        return
    yield Mention(k, after, "LOC", "ru.region", 4)
    # the ellipsis: each adjective before «и» or a comma is a place of its own
    while k >= 2 and words[k - 1].fold in JOINING and _place_adjective(words, k - 2, words[i]):
        if not words[k - 2].capital:
            break
        k -= 2
        yield Mention(k, k + 1, "LOC", "ru.region-ellipsis", 4)


def _place_adjective(words: Sequence[Word], k: int, noun: Word) -> bool:
    word = words[k]
    if word.sentence != noun.sentence or not word.alpha:
        return False
    if word.pos in ("NUM", "VERB", "ADP", "CCONJ", "DET", "PRON", "ADV"):
        return False
    return word.pos == "ADJ" or (word.capital and word.fold.endswith(PLACE_ADJECTIVE))


def _after(words: Sequence[Word], i: int, name: int, locations: set[int]) -> Iterator[Mention]:
    """«области Абай», «штата Техас», but not «в районе Астаны»."""
    word = words[name]
    if not (word.alpha and word.capital) or (words[i].first and name not in locations):
        return
    if word.upper and len(word.text) < 5:
        return
    knows = info(word.text)
    if word.case == "Gen" and knows.common:
        return
    followed = name + 1 < len(words) and words[name + 1].capital and words[name + 1].sentence == word.sentence
    if followed and name not in locations:
        return
    if info(words[i].text).lemmas & {"район", "округ", "край", "земля", "поселение"} and word.case == "Gen":
        return
    if word.pos == "ADJ" and word.fold.endswith(("ского", "ской", "цкого", "цкой")):
        return
    end = name + 1
    while end < len(words) and end in locations and words[end].capital and words[end].sentence == word.sentence:
        end += 1
    yield Mention(i, end, "LOC", "ru.region-name", 4.1)


def candidates(words: Sequence[Word], model: Sequence[Mention], known: Sequence[Mention]) -> Iterator[Mention]:
    """A capital word after a noun that places: «села Линёвка», «порту Курык»; and what the dollars block."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    for i in range(1, len(words)):
        word = words[i]
        if word.text == "США" and words[i - 1].fold.startswith("долл"):
            yield Mention(i, i + 1, "", "ru.dollars", 9)
        if word.text == "США" and i > 1 and words[i - 1].text == "." and words[i - 2].fold.startswith("долл"):
            yield Mention(i, i + 1, "", "ru.dollars", 9)
        if word.fold == "имени" and words[i - 1].sentence == word.sentence:
            before, kind = match_before(words, i, "entities_classes")
            end = named_after(words, i)
            if kind == "LOC" and end > i + 1:
                yield Mention(before, end, "LOC", "ru.place-eponym", 5)  # «аэропорт имени Назарбаева»
        if not (word.alpha and word.capital) or words[i - 1].capital or words[i - 1].sentence != word.sentence:
            continue
        if word.latin or (word.pos == "ADJ" and word.fold.endswith(("ская", "ское", "ского", "ской"))):
            continue
        after, kind = match(words, i - 1, "entities_classes")
        if kind != "LOC" or after != i:
            continue
        over = covered.get(i)
        two = i + 1 < len(words) and words[i + 1].capital and words[i + 1].sentence == word.sentence
        person = two or info(word.text).marks & {"Name", "Patr"} or (over and over.end > i + 1)
        if person and (over is None or over.type != "LOC"):
            continue
        end = over.end if over and over.start == i and over.type == "LOC" else i + 1
        yield Mention(i, end, "LOC", "ru.place-after", 3, over.score if over else None)
