"""German bodies: known ones, ministries, firms by their legal form, bodies by their head noun and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.de import firms
from pipeline.extractors.entities.de.alone import first_name
from pipeline.extractors.entities.de.clean import ordinal_start
from pipeline.extractors.entities.de.firms import ARTICLES
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.de.places import ambiguous, surnames
from pipeline.extractors.entities.gazetteer import known, search
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, Word

CONTESTS = frozenset({"cup", "pokal", "open", "marathon", "trophy", "rallye", "festival", "grand-prix"})
YEAR = re.compile(r"(?:19|20)\d\d\Z")
NUMBERED = re.compile(r"([A-Z]{2,})-?\d{1,2}\Z")  # „COP30“
DEFINITE = frozenset({"der", "die", "das", "den", "dem", "des", "vom", "am", "beim", "zum", "zur", "im"})
ADJECTIVES = ("e", "en", "er", "es", "em")


def candidates(words: Sequence[Word], model: Sequence[Mention], places: Sequence[Mention]) -> Iterator[Mention]:
    """Bodies and events of the tables, and those that their form tells."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    listed = list(_known(words, covered))
    at = {m.start: m for m in (*(m for m in listed if m.type == "LOC"), *places)}
    yield from listed
    yield from firms.candidates(words, covered)
    yield from _domains(words)
    for i, word in enumerate(words):
        if not word.capital:
            continue
        if i + 2 < len(words) and words[i + 1].fold == "für" and _for(words, i, covered.get(i)):
            yield from _ministry(words, i, covered, at)
        elif kind(word.text, "entities_bodies") == "unit":
            if i + 1 < len(words) and words[i + 1].text.isdigit() and words[i + 1].sentence == word.sentence:
                yield Mention(i, i + 2, "ORG", "de.unit", 4)  # „Panzerbrigade 45“
        elif kind(word.text, "entities_bodies") == "ministry":
            yield from _ministry(words, i, covered, at)
        elif kind(word.text, "entities_bodies") and kind(word.text, "entities_classes") != "LOC":
            yield from _of_place(words, i, at, covered)
        over = covered.get(i)
        if (over is None or over.end == i + 1) and _event_compound(word):
            yield Mention(i, i + 1, "EVENT", "de.event-compound", 3.9)
        elif (over is None or over.type == "ORG") and kind(word.text, "entities_events"):
            yield from _event(words, i, over)


def _known(words: Sequence[Word], model: dict[int, Mention]) -> Iterator[Mention]:
    people = surnames(words, model.values())
    for start, end, type_, name in search(words, known("de"), "de"):
        over = model.get(start)
        word = words[start]
        if over and over.type == "PER" and (over.end - over.start > 1 or words[start].fold in people):
            continue
        if end - start == 1 and stems(word.text, "de") & ambiguous() and not over:
            continue
        mine = lang.fold(name) in lang.table("de", "entities_known")
        if end - start == 1 and not mine and not over and not word.upper and word.pos not in ("PROPN", "X", ""):
            continue  # a common word that is a firm's name too
        following = model.get(end)
        if following and following.type == "PER" and start == end - 1 and kind(word.text, "entities_titles"):
            continue  # „Bundesrat Urs Amstad“
        longer = over and over.start <= start and end <= over.end and over.end - over.start > end - start
        if over and longer and (over.start < start or not all(map(_plain, words[end : over.end]))):
            continue  # the model has a longer name
        if type_ == "ORG" and end == start + 1 and not over and _branch(words, end):
            end += 1  # „Samsung SDI“
        if type_ == "EVENT" and end < len(words) and YEAR.match(words[end].text):
            end += words[end].sentence == word.sentence
        yield Mention(start, end, type_, "de.known", 4.5 if name.isupper() or end - start > 1 else 3.6)


def _plain(word: Word) -> bool:
    """A noun that opens or ends the name of no body."""
    return word.pos == "NOUN" and not kind(word.text, "entities_bodies") and not kind(word.text, "entities_classes")


def _branch(words: Sequence[Word], end: int) -> bool:
    """An abbreviation right behind a firm's name, which is a part of it."""
    if end >= len(words) or words[end].sentence != words[end - 1].sentence or words[end - 1].upper:
        return False
    word = words[end]
    if not word.upper or "-" in word.text or word.fold in lang.table("de", "entities_legal"):
        return False
    return word.fold not in lang.table("de", "entities_stop") and not kind(word.text, "entities_titles")


def _ministry(
    words: Sequence[Word], i: int, model: dict[int, Mention], places: dict[int, Mention]
) -> Iterator[Mention]:
    """„Energieministerium“, „Ministerium für Wirtschaft und Finanzen“."""
    over = model.get(i)
    if over and over.type == "ORG" and over.end > i + 1 and words[i + 1].fold != "für":
        return
    start, end = over.start if over and over.type == "ORG" else i, i + 1
    while start and words[start - 1].sentence == words[i].sentence and _adjective(words[start - 1]):
        start -= 1
    if end < len(words) and words[end].fold == "für":
        k = end + 1
        while k < len(words) and words[k].sentence == words[i].sentence:
            word = words[k]
            if k in places:
                break
            if word.capital or (
                word.text[0].isalpha() and word.fold.endswith(ADJECTIVES) and word.fold not in ARTICLES
            ):
                if word.capital:
                    end = k + 1
            elif not (word.fold in ("und", ",", "sowie") and k + 1 < len(words) and _noun_follows(words, k + 1)):
                break
            k += 1
    elif words[i].fold.startswith("ministeri"):
        return
    if over and over.type == "ORG" and end > i + 1 and all(w.alpha for w in words[end : over.end]):
        end = max(end, over.end)
    if end > i + 1 or not over:
        yield Mention(start, end, "ORG", "de.ministry", 4 if end > i + 1 else 2.5)


def _for(words: Sequence[Word], i: int, over: Mention | None) -> bool:
    """„Bundesamt für Gesundheit“, „Institut für Höhere Studien“, not „eine Gesellschaft für Anleger“."""
    if kind(words[i].text, "entities_heads") != "for" or not words[i + 2].alpha:
        return False
    k = i - 1
    while k >= 0 and words[k].sentence == words[i].sentence and _adjective(words[k]):
        k -= 1
    if over and over.type == "ORG" and over.end > i + 1:
        return k < 0 or not words[k].fold.startswith(("ein", "kein"))
    return k >= 0 and words[k].sentence == words[i].sentence and words[k].fold in DEFINITE


def _noun_follows(words: Sequence[Word], k: int) -> bool:
    if words[k].capital:
        return True
    return (
        words[k].fold.endswith(ADJECTIVES)
        and k + 1 < len(words)
        and words[k + 1].capital
        and (words[k].fold not in ARTICLES)
    )


NAME_ADJECTIVES = ("sche", "schen", "scher", "sches", "er", "nale", "nalen", "liche", "lichen")


def _adjective(word: Word) -> bool:
    """An adjective with a capital, as it stands in names: „Nationale“, „Thüringer“."""
    if not word.capital or word.first or len(word.text) < 5 or not word.fold.endswith(ADJECTIVES):
        return False
    return word.pos in ("ADJ", "PROPN") if word.pos else word.fold.endswith(NAME_ADJECTIVES)


def _of_place(
    words: Sequence[Word], i: int, places: dict[int, Mention], model: dict[int, Mention]
) -> Iterator[Mention]:
    """„Bezirksgericht Kattowitz“, „Exekutivkomitee des Gebiets Minsk“, „Thüringer Aufbaubank“."""
    start, end, over = _list_start(words, i), i + 1, model.get(i)
    while start and words[start - 1].sentence == words[i].sentence and _adjective(words[start - 1]):
        start -= 1
    place = places.get(end)
    if place is None and end in model and model[end].type == "LOC" and model[end].start == end:
        place = model[end]  # „IHK Ostwestfalen“
    if place is None and _unknown_town(words, end, model):
        place = Mention(end, end + 1, "LOC", "de.town")  # „Amtsgericht Hinterwald“
    linked = end < len(words) and (words[end].fold in ("des", "der") or _of(words[i], words[end]))
    if place is None and linked:
        skip = end + 2 < len(words) and words[end + 1].fold in ("stadt", "gemeinde")
        place = places.get(end + 1 + skip)
    if place and place.rule != "de.country" and words[place.start].sentence == words[i].sentence:
        end = place.end
    if over and over.type == "ORG":
        start = min(start, over.start)
        if over.end > end == i + 1 or (over.end == end and over.start == start):
            return  # the model knows better
    if end > i + 1 or (start < i and (not over or words[i - 1].fold == "und")):
        yield Mention(start, end, "ORG", "de.body", 4.55 if end > i + 1 else 2.4)


def _list_start(words: Sequence[Word], i: int) -> int:
    """Where „Industrie-, Handels- und Dienstleistungskammer“ begins; the word itself where it is no such list."""
    k = i
    while k >= 2 and words[k - 1].fold in ("und", ",", "&") and words[k - 2].text.endswith("-"):
        if not words[k - 2].capital or words[k - 2].sentence != words[i].sentence:
            break
        k -= 2
    return k if words[i - 1].fold == "und" else i


def _unknown_town(words: Sequence[Word], i: int, model: dict[int, Mention]) -> bool:
    """A name by itself right behind the head of a body, nobody's first name."""
    if (
        i >= len(words)
        or model.get(i) is not model.get(i - 1)
        or words[i].sentence != words[i - 1].sentence
        or words[i].upper
    ):
        return False
    more = i + 1 < len(words) and (i + 1 in model or (words[i + 1].capital and words[i + 1].alpha))
    return words[i].capital and words[i].pos == "PROPN" and not more and not first_name(words[i])


def _of(head: Word, link: Word) -> bool:
    """„Akimat von Kostanai“, „Handelskammer zu Flensburg“."""
    council = head.fold.startswith(("gemeinde", "stadt", "land", "kreis", "werk", "wasser"))
    return (link.fold == "von" and not council) or (link.fold == "zu" and "kammer" in head.fold)


def _event(words: Sequence[Word], i: int, over: Mention | None) -> Iterator[Mention]:
    """„18. Gomeler Wirtschaftsforum“."""
    start = i
    while start and words[start - 1].sentence == words[i].sentence and _adjective(words[start - 1]):
        start -= 1
    first = ordinal_start(words, start)
    if first < start < i:
        yield Mention(first, max(i + 1, over.end if over else 0), "EVENT", "de.event", 3.9)
    elif start < i and over is None:
        yield Mention(start, i + 1, "EVENT", "de.event", 2.4)


def _event_compound(word: Word) -> bool:
    """„UN-Klimakonferenz“, „G7-Gipfel“, „COP30“."""
    if found := NUMBERED.match(word.text):
        return lang.table("de", "entities_events").get(lang.fold(found.group(1))) == "EVENT"
    head, hyphen, tail = word.text.rpartition("-")
    if not hyphen or kind(tail, "entities_events") != "EVENT" or not tail[:1].isupper():
        return False
    if lang.fold(tail) in CONTESTS and head[:1].isupper():
        return True  # „Donau-Cup“, „Berlin-Marathon“
    first = word._replace(text=head, fold=lang.fold(head))
    return any(type_ == "ORG" for _, _, type_, _ in search([first], known("de"), "de"))


def _domains(words: Sequence[Word]) -> Iterator[Mention]:
    tops = lang.table("de", "entities_domains")
    for i, word in enumerate(words):
        name, dot, top = word.text.rpartition(".")
        if dot and name and top.lower() in tops and "@" not in name and "/" not in word.text:
            yield Mention(i, i + 1, "ORG", "de.domain", 7)
