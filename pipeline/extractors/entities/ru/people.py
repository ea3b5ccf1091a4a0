"""Persons: initials, patronymics and surnames kept together, titles left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline import lang
from pipeline.extractors.entities.gazetteer import match_before, may_begin, search
from pipeline.extractors.entities.gazetteer import people as registered_people
from pipeline.extractors.entities.words import Mention, Word, Words, info

ARTICLE = re.compile(r"(?:[аэ]л|а[дзнрстшт]|ас|бен|бин|ибн|абу|ульд|уль|эд|эс|эн|эр|эш|эт|эз)ь?-[А-ЯЁ]")
MOST = 5  # words of a name


def candidates(words: Words, model: Sequence[Mention], strong: Sequence[Mention]) -> Iterator[Mention]:
    """Runs of capital words that hold a first name, a patronymic, initials, or what the model takes for a person."""
    people = {i: m for m in model if m.type == "PER" for i in range(m.start, m.end)}
    other = {i for m in model if m.type != "PER" for i in range(m.start, m.end)} - people.keys()
    other -= {i for m in strong for k in (m.start, m.end - 1) if k in other for i in _over(model, k)}
    other |= {i for m in strong for i in range(m.start, m.end)}
    for start, end, kind, _ in search(words, registered_people("ru"), "ru"):
        yield Mention(start, end, kind, "ru.registry", 4.5)
    particles, last = lang.table("ru", "entities_particles"), 0
    for i in words.starts:
        if i < last:
            continue
        while i > last and words[i - 1].text in particles and words[i - 1].sentence == words[i].sentence:
            i -= 1  # «фон дер Ляйен»
        end = _run(words, i, other)
        if i and words[i - 1].fold == "имени" and words[i - 1].sentence == words[i].sentence:
            last = max(end, last)
            continue  # of whatever is named after somebody
        if end - i > 1 or i in people or (i and may_begin(words[i - 1], "ru", "entities_titles")):
            yield from _persons(words, i, end, people)
        last = max(end, last)


@cache
def first_names() -> frozenset[str]:
    """The first names in natasha's wheel, Caucasian and Central Asian ones among them."""
    spec = find_spec("natasha")
    names: set[str] = set()
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / "data" / "dict" / "first.txt"
        if path.is_file():
            names |= {lang.fold(line.split("#")[0]) for line in path.read_text(encoding="utf-8").splitlines()}
    return frozenset(names)


def _initial(words: Sequence[Word], i: int) -> bool:
    return (
        i + 1 < len(words)
        and len(words[i].text) <= 2
        and words[i].capital
        and words[i].alpha
        and not words[i].latin
        and words[i + 1].text == "."
        and words[i + 1].start == words[i].end
        and words[i].sentence == words[i + 1].sentence
        and (len(words[i].text) == 1 or _capital_follows(words, i + 1))
    )


def _capital_follows(words: Sequence[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1].capital and words[i + 1].sentence == words[i].sentence


def _over(model: Sequence[Mention], k: int) -> range:
    """The words of the model's mention over a word: a rule has cut into it, so that the rest is free again."""
    return next((range(m.start, m.end) for m in model if m.start <= k < m.end), range(0))


def _run(words: Sequence[Word], i: int, other: set[int]) -> int:
    """The end of the capital words and initials that stand together from here on."""
    j = i
    while j < len(words) and words[j].sentence == words[i].sentence and j - i < 2 * MOST:
        word = words[j]
        if _initial(words, j):
            j += 2
        elif j > i and ARTICLE.match(word.text):
            j += 1  # «аль-Джабри»
        elif word.alpha and word.capital and not word.latin and j not in other and len(word.text) > 1:
            j += 1
        elif (after := _particles(words, j, j > i)) > j:
            j = after
        else:
            break
    return j


def _particles(words: Sequence[Word], j: int, inside: bool) -> int:
    """The end of the small words of a name: «фон дер» before a capital, «оглы» after one."""
    table = lang.table("ru", "entities_particles")
    k = j
    while k < len(words) and words[k].sentence == words[j].sentence and not words[k].capital:
        kind = table.get(words[k].fold)
        if kind == "after" and inside:
            return k + 1
        if kind != "inside":
            return j
        k += 1
    return k if k < len(words) and words[k].sentence == words[j].sentence else j


def _persons(words: Sequence[Word], i: int, end: int, people: dict[int, Mention]) -> Iterator[Mention]:
    titles, stop = lang.table("ru", "entities_titles"), lang.table("ru", "entities_stop")
    while i < end and not _initial(words, i) and not words[i].upper:
        known = info(words[i].text)
        opener = words[i].first and known.common and not known.marks & {"Name", "Patr"}
        title = known.lemmas & (titles.keys() | stop.keys()) and not known.marks & {"Name", "Surn", "Patr"}
        if not title and not opener:
            break
        if opener and i in people and people[i].end - people[i].start > 1 and (people[i].score or 0) > 0.5:
            break
        i += 1
    if i >= end:
        return
    stretch = range(i, end)
    marks = [info(words[k].text).marks if words[k].alpha and len(words[k].text) > 2 else frozenset() for k in stretch]
    initials = any(_initial(words, k) for k in stretch)
    full = [k for k in stretch if words[k].alpha and len(words[k].text) > 2 and words[k].capital]
    seen = [k for k in stretch if k in people]
    score = people[seen[0]].score if seen else None
    patronymic = next((k for k, m in zip(stretch, marks, strict=True) if "Patr" in m and k > i), None)
    if initials and full:
        yield Mention(*_around_initials(words, i, end), "PER", "ru.initials", 5, score)
    elif patronymic is not None:
        # the first name stands right before the patronymic, unless the surname comes first
        start = patronymic - 1
        if start > i and "Surn" in marks[start - 1 - i] and patronymic + 1 >= end:
            start -= 1
        yield Mention(start, min(end, patronymic + 2), "PER", "ru.patronymic", 5, score)
    elif len(full) > 2 and _two_people(words, full):
        yield Mention(i, i + 1, "PER", "ru.person-genitive", 2.1, score)
        yield Mention(i + 1, end, "PER", "ru.person-run", 2.1, score)
    elif seen:
        if seen and len(full) <= MOST and (len(seen) > 1 or len(full) <= 3):
            yield Mention(i, end, "PER", "ru.person-run", 2, score)
    elif len(full) in (2, 3) and (info(words[i].text).lemmas & first_names() or "Name" in marks[0]):
        yield Mention(i, end, "PER", "ru.first-name", 2.2)
    elif len(full) in (2, 3) and i and not any(info(words[k].text).known or words[k].upper for k in full):
        yield Mention(i, end, "PER", "ru.unknown-words", 1.6)
    elif full and i:
        start, kind = match_before(words, i, "entities_titles")
        if (
            kind
            and words[start].sentence == words[i].sentence
            and (len(full) in (2, 3) or (len(full) == 1 and ("Surn" in marks[0] or not info(words[i].text).common)))
        ):
            yield Mention(i, end, "PER", "ru.after-title", 1.8)


def _two_people(words: Sequence[Word], full: Sequence[int]) -> bool:
    """«Адвокат Шипигузова Мария Баталова»: a surname, then another person in full."""
    first, second = words[full[0]], words[full[1]]
    if full[1] != full[0] + 1 or info(first.text).lemmas & first_names():
        return False
    return second.case != first.case and bool(info(second.text).lemmas & first_names())


def _around_initials(words: Sequence[Word], i: int, end: int) -> tuple[int, int]:
    """«А. В. Лойко» and «Лойко А. В.»: the initials and one surname."""
    first = next(k for k in range(i, end) if _initial(words, k))
    last = first
    while last < end and _initial(words, last):
        last += 2
    if last < end and words[last].alpha and len(words[last].text) > 1:
        return first, last + 1
    return max(i, first - 1), last
