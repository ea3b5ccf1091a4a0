"""Russian people's names back into the nominative: what a form may be a case of, by ending and dictionary.

A reading is a nominative with the gender and case it is read in. Endings give the readings, pymorphy3
and the tagger weigh them; which one holds is settled over all words of a name and all its places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from pipeline.lang import fold, table
from pipeline.lang.morphology import parses

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_UD_CASE = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_LIKE = {"gen2": "gent", "gen1": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_GENDERS = {"masc": "m", "femn": "f"}
_OBLIQUE = ("gent", "datv", "ablt", "loct")
_HUSHING = tuple("жшчщц")


class Reading(NamedTuple):
    """`word` in the nominative, lower case; gender `m` or `f`."""

    word: str
    gender: str
    case: str
    score: float


# ending → (nominative's ending, gender, cases, score); the longest that fits is taken with all its rows
_RULES: dict[str, tuple[tuple[str, str, tuple[str, ...], float], ...]] = {}


def _rule(ending: str, nominative: str, gender: str, cases: str, score: float = 1.0) -> None:
    _RULES[ending] = (*_RULES.get(ending, ()), (nominative, gender, tuple(cases.split()), score))


for _s in ("ов", "ев", "ёв", "ин", "ын"):
    _rule(_s, _s, "m", "nomn", 2)
    _rule(_s, _s, "f", "nomn gent datv accs ablt loct", 0.2)
    _rule(_s + "а", _s, "m", "gent accs", 2)
    _rule(_s + "а", _s + "а", "f", "nomn", 2)
    _rule(_s + "у", _s, "m", "datv", 2)
    _rule(_s + "у", _s + "а", "f", "accs", 2)
    _rule(_s + "ым", _s, "m", "ablt", 2)
    _rule(_s + "ом", _s, "m", "ablt", 1)
    _rule(_s + "е", _s, "m", "loct", 2)
    _rule(_s + "е", _s + "а", "m", "datv loct", 0.2)
    _rule(_s + "е", _s + "а", "f", "datv loct", 0.2)
    _rule(_s + "ой", _s + "а", "f", "gent datv ablt loct", 2)
    _rule(_s + "ы", _s + "а", "f", "gent", 0.3)
for _s in ("ск", "цк"):
    _rule(_s + "ий", _s + "ий", "m", "nomn", 2)
    _rule(_s + "ого", _s + "ий", "m", "gent accs", 2)
    _rule(_s + "ому", _s + "ий", "m", "datv", 2)
    _rule(_s + "им", _s + "ий", "m", "ablt", 2)
    _rule(_s + "ом", _s + "ий", "m", "loct", 1.5)
    _rule(_s + "ом", _s, "m", "ablt", 0.5)
    _rule(_s + "ая", _s + "ая", "f", "nomn", 2)
    _rule(_s + "ой", _s + "ая", "f", "gent datv ablt loct", 2)
    _rule(_s + "ой", _s + "ой", "m", "nomn", 0.5)
    _rule(_s + "ую", _s + "ая", "f", "accs", 2)
for _e in ("ый", "ой", "ий"):
    _rule(_e, _e, "m", "nomn", 1)
_rule("ой", "а", "f", "ablt", 0.5)
_rule("ой", "а", "m", "ablt", 0.5)
_rule("ой", "ая", "f", "gent datv ablt loct", 0.5)
_rule("ого", "ый", "m", "gent accs", 0.7)
_rule("ого", "ой", "m", "gent accs", 0.6)
_rule("ому", "ый", "m", "datv", 0.7)
_rule("ому", "ой", "m", "datv", 0.6)
_rule("ым", "ый", "m", "ablt", 0.6)
_rule("ым", "ой", "m", "ablt", 0.5)
_rule("ая", "ая", "f", "nomn", 1)
_rule("ая", "ай", "m", "gent accs", 0.5)
_rule("ую", "ая", "f", "accs", 1)
_rule("ия", "ий", "m", "gent accs", 1)
_rule("ия", "ия", "f", "nomn", 1)
_rule("ия", "ия", "m", "nomn", 0.4)
_rule("ию", "ий", "m", "datv", 1)
_rule("ию", "ия", "f", "accs", 1)
_rule("ием", "ий", "m", "ablt", 1)
_rule("ии", "ия", "f", "gent datv loct", 1)
_rule("ии", "ий", "m", "loct", 1)
_rule("ией", "ия", "f", "ablt", 1)
_rule("ых", "ых", "m", "nomn gent datv accs ablt loct", 0.8)
_rule("ых", "ых", "f", "nomn gent datv accs ablt loct", 0.8)
_rule("их", "их", "m", "nomn gent datv accs ablt loct", 0.8)
_rule("их", "их", "f", "nomn gent datv accs ablt loct", 0.8)
for _v in ("о", "э", "и", "у", "ю", "ы", "е"):
    for _g in "mf":
        _rule(_v, _v, _g, "nomn", 1.0 if _v in "оэ" else 0.3)
        _rule(_v, _v, _g, "gent datv accs ablt loct", 0.9 if _v in "оэ" else 0.25)
for _end in ("швили", "дзе", "улы", "оглы", "кызы", "уулу", "заде", "ко", "аго", "яго", "ово", "вичи"):
    for _g in "mf":
        _rule(_end, _end, _g, "nomn gent datv accs ablt loct", 2)
for _g in "mf":
    _rule("а", "а", _g, "nomn", 0.7 if _g == "f" else 0.5)
    _rule("ы", "а", _g, "gent", 0.9)
    _rule("е", "а", _g, "datv loct", 0.6)
    _rule("у", "а", _g, "accs", 0.6)
    _rule("ей", "а", _g, "ablt", 0.3)
    _rule("я", "я", _g, "nomn", 0.8)
    _rule("и", "я", _g, "gent", 0.6)
    _rule("и", "а", _g, "gent", 0.4)
    _rule("е", "я", _g, "datv loct", 0.4)
    _rule("ю", "я", _g, "accs", 0.6)
    _rule("ей", "я", _g, "ablt", 0.6)
for _c in "гкхжшчщ":
    _rule(_c + "и", _c + "а", "f", "gent", 1.0)
    _rule(_c + "и", _c + "а", "m", "gent", 0.6)
_rule("а", "", "m", "gent accs", 1.1)
_rule("у", "", "m", "datv", 1)
_rule("ом", "", "m", "ablt", 1.2)
_rule("ем", "", "m", "ablt", 0.9)
_rule("е", "", "m", "loct", 0.8)
_rule("я", "й", "m", "gent accs", 0.8)
_rule("я", "ь", "m", "gent accs", 0.7)
_rule("ю", "й", "m", "datv", 0.8)
_rule("ю", "ь", "m", "datv", 0.7)
_rule("ем", "й", "m", "ablt", 0.8)
_rule("ем", "ь", "m", "ablt", 0.7)
_rule("е", "й", "m", "loct", 0.5)
_rule("е", "ь", "m", "loct", 0.4)
_rule("и", "ь", "f", "gent datv loct", 0.6)
_rule("ью", "ь", "f", "ablt", 1)
_rule("ья", "ья", "f", "nomn", 1.5)
_rule("ьи", "ья", "f", "gent", 1.5)
_rule("ье", "ья", "f", "datv loct", 1.5)
_rule("ью", "ья", "f", "accs", 1)
_rule("ьей", "ья", "f", "ablt", 1.5)
_rule("ца", "ец", "m", "gent accs", 0.6)
_rule("цу", "ец", "m", "datv", 0.6)
_rule("цом", "ец", "m", "ablt", 0.8)
_rule("цем", "ец", "m", "ablt", 0.5)
_rule("це", "ец", "m", "loct", 0.4)
for _s in ("ян", "бек", "ич", "ук", "юк", "чик", "ман", "берг", "сон", "ер", "ар", "ан", "он"):
    _w = 1.8 if len(_s) > 2 or _s in ("ян", "ич", "ук", "юк") else 1.3
    _rule(_s + "а", _s, "m", "gent accs", _w)
    _rule(_s + "у", _s, "m", "datv", _w)
    _rule(_s + ("ем" if _s == "ич" else "ом"), _s, "m", "ablt", _w)
    _rule(_s + "е", _s, "m", "loct", _w)
_DECLINED = ("ом", "ем", "ым", "им", "овой", "евой", "иной", "ской", "цкой")  # hardly ever a nominative
_WHOLE = frozenset("бвгджзклмнпрстфхцчшщьй")


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Reading, ...]:
    """What a word of a person's name may be in the nominative, the likeliest first."""
    word = word.lower()
    head, hyphen, tail = word.rpartition("-")
    if hyphen:
        return _hyphenated(head, tail)
    found: dict[tuple[str, str, str], float] = {}

    def add(nominative: str, gender: str, case: str, score: float) -> None:
        key = nominative, gender, case
        if gender == "m" and nominative == word and word.endswith(_DECLINED) and len(word) > 4:
            score = min(score, -1.5)
        found[key] = max(found.get(key, 0.0), score)

    for size in range(min(6, len(word) - 1), 0, -1):
        for ending, gender, cases, score in _RULES.get(word[-size:], ()):
            stem = word[:-size]
            if not ending and (stem[-1:] not in _WHOLE or stem[-1:] in "йь"):
                continue
            if word[-size:] == "ем" and not ending and not stem.endswith(_HUSHING):
                continue
            if ending in ("й",) and stem[-1:] not in "аеёиоуыэюя":
                continue
            if ending == "ь" and stem[-1:] in "аеёиоуыэюяжчшщц":
                continue
            for case in cases:
                add(stem + ending, gender, case, score)
    for key in list(found):  # given names of other tongues: «Харука» is as it stands, «Дилшода» is of «Дилшод»
        if key[0].replace("ё", "е") in table("ru", "link_origins"):
            found[key] += 1.5
    declined = len(word) > 4 and word.endswith(_DECLINED)
    if word[-1] in _WHOLE and word.replace("ё", "е") in table("ru", "link_origins"):
        for gender in "mf":
            add(word, gender, "nomn", 2.5)
    if word[-1] in _WHOLE:
        add(word, "m", "nomn", 0.4 if declined else 1.2)
        for case in CASES:
            add(word, "f", case, 0.1 if declined else 0.7)
    if not found:
        for gender, case in product("mf", CASES):
            add(word, gender, case, 0.3)
    for parse in parses(word):
        tag = parse.tag
        name = next((g for g in ("Name", "Surn", "Patr") if g in tag), None)
        if name is None or tag.number == "plur" or (declined and tag.case == "nomn"):
            continue
        case = _LIKE.get(str(tag.case), str(tag.case))
        bonus = 3.0 if parse.is_known else 0.7
        if "Fixd" in tag:
            bonus = 0.3 if not parse.is_known else 0.4 if word[-1] in "иы" else 2.5
        base = parse.inflect({"nomn"})
        for gender in ("m", "f") if tag.gender not in _GENDERS else (_GENDERS[tag.gender],):
            if base is not None and case in CASES:
                key = base.word, gender, case
                same = next(
                    (k for k in found if k[1:] == key[1:] and k[0].replace("ё", "е") == key[0].replace("ё", "е")), None
                )
                if same and (parse.is_known or same in found):
                    found[same] = found[same] + bonus if found[same] < 3 else found[same]
                elif parse.is_known:
                    add(*key, bonus)
    ranked = sorted(found.items(), key=lambda i: (-i[1], i[0]))
    return tuple(Reading(*key, score) for key, score in ranked)


def _hyphenated(head: str, tail: str) -> tuple[Reading, ...]:
    """«Касым-Жомартом», «Орехову-Зуеву»: the last part's cases; the first goes with it or stays as it is."""
    found: dict[tuple[str, str, str], float] = {}
    for last in readings(tail):
        still = f"{head}-{last.word}", last.gender, last.case
        found[still] = max(found.get(still, 0), last.score)
        for first in readings(head):
            if first.gender == last.gender and first.case == last.case and first.word != head and first.score >= 2:
                both = f"{first.word}-{last.word}", last.gender, last.case
                found[both] = max(found.get(both, 0), last.score + first.score / 2)
    return tuple(Reading(*k, s) for k, s in sorted(found.items(), key=lambda i: (-i[1], i[0])))


@lru_cache(maxsize=50_000)
def is_given(word: str) -> bool:
    """Whether a dictionary knows the word as a given name, in whatever case."""
    return any("Name" in p.tag and p.is_known for p in parses(word.lower()))


@lru_cache(maxsize=50_000)
def is_surname(word: str) -> bool:
    """Whether the word is a surname by dictionary, or by how it ends."""
    word = word.lower()
    return any("Surn" in p.tag and p.is_known for p in parses(word)) or word.endswith(
        ("ов", "ев", "ёв", "ова", "ева", "ин", "ина", "ский", "ская", "енко", "швили", "дзе", "ян", "ович", "евич")
    )


def is_patronymic(word: str) -> bool:
    """Whether the word is a patronymic, in whatever case: -ович, -овна, -улы, -кызы, -оглы."""
    word = word.lower()
    if any("Patr" in p.tag and p.score > 0.2 for p in parses(word)):
        return True
    for end in ("", "а", "у", "ем", "е", "ы", "ой"):
        stem = word.removesuffix(end) if end else word
        if stem.endswith(("ович", "евич", "овн", "евн", "ичн", "иничн")) and len(stem) > 6:
            return True
    return word.endswith(("улы", "кызы", "оглы", "уулу", "ұлы", "қызы", "углы", "зода"))


def _stays(word: str) -> bool:
    """Whether a first word is an East Asian surname, which only the given name after it declines for."""
    return bool({"CN", "KR", "VN"} & set(table("ru", "link_origins").get(fold(word), "").split()))


class Joint(NamedTuple):
    """A whole name in the nominative, lower case, word by word."""

    words: tuple[str, ...]
    gender: str
    case: str
    score: float


def joint(words: Sequence[str], feats: Sequence[str]) -> list[Joint]:
    """Readings of a name whose words agree in gender and case, the likeliest first. `feats`: UD, as tagged."""
    found: dict[tuple[tuple[str, ...], str], Joint] = {}
    each = [readings(w) if len(w.rstrip(".")) > 1 and w[0].isupper() else () for w in words]
    if len(words) == 2 and _stays(words[0]):  # «Чжана» is no form of «Чжан Вэньчуань»
        each[0] = tuple(Reading(words[0].lower(), g, c, 1.0) for g, c in product("mf", CASES))
    told = [dict(f.split("=", 1) for f in line.split("|") if "=" in f) for line in feats]
    for gender, case in product("mf", CASES):
        forms: list[str] = []
        score = 0.0
        for word, options, tags in zip(words, each, told, strict=True):
            fitting = [r for r in options if r.gender == gender and r.case == case]
            if not options:
                forms.append(word.lower())
            elif fitting:
                forms.append(fitting[0].word)
                score += fitting[0].score
            else:
                break
            if tags:
                score += 1.0 * (_UD_CASE.get(tags.get("Case", "")) == case)
                score += 0.5 * ({"Masc": "m", "Fem": "f"}.get(tags.get("Gender", "")) == gender)
        else:
            key = tuple(forms), gender
            score += (0.3 if any(told) else 1.6) * (case == "nomn")  # a name by itself stands in the nominative
            if key not in found or found[key].score < score:
                found[key] = Joint(key[0], gender, case, score)
    return sorted(found.values(), key=lambda j: (-j.score, j.words, j.gender))


def cased(nominative: str, form: str) -> str:
    """The nominative with capitals as the form has them; a form all in capitals gets them at its parts' starts."""
    if len(form) > 3 and form.isupper():
        return "-".join(p[:1].upper() + p[1:] for p in nominative.split("-"))
    out = []
    for i, letter in enumerate(nominative):
        out.append(letter.upper() if i < len(form) and form[i].isupper() and form[i].lower() == letter else letter)
    result = "".join(out)
    return result[:1].upper() + result[1:] if form[:1].isupper() else result
