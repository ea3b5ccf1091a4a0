"""People of one document: whose name each mention is, and its nominative.

A mention is read as given names, patronymic, surname or initials; two are one person where what both
have agrees. Russian forms are undone by `declension`, German ones by taking off a genitive -s that the
document itself or the surname's ending gives away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pipeline.lang import fold, table
from pipeline.lang.morphology import parses
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.lang.transliterate import name_key
from pipeline.link.declension import Joint, cased, is_given, is_patronymic, is_surname, joint

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*\.?|[^\W\d_]\.")
_GENITIVE = re.compile(r"(?:[oe][wv]a?|in|ina|ko|itsch|schwili|dse|jan|yan|tschuk|ski|skij|sky|aja|aya)s$")
_FATHER = re.compile(r"(.{3,}?)(?:ович|евич|овн|евн)(?:а|у|ем|е|ы|ой)?")
_PATRONYMIC_DE = re.compile(
    r"(?:ow?its?ch|evich|ovich|ewitsch|jewitsch|owna|ovna|ewna|jewna|evna|yevna|uly|kysy|kyzy|oghlu)s?$", re.I
)


@cache
def _particles() -> frozenset[str]:
    """Words that belong to the surname: von, de, аль."""
    return frozenset((*table("ru", "link_particles"), *table("de", "link_particles")))


@dataclass(slots=True)
class Mention:
    """One place that names a person, by words; `joints` are its readings, the likeliest first."""

    text: str
    words: tuple[str, ...]
    joints: list[Joint]
    initials: str = ""  # «АВ» of «А. В. Лойко»
    given: list[int] = field(init=False)  # the places of the words before the surname and its particles
    surnames: set[str] = field(init=False)  # what the last word may be in the nominative, folded
    firsts: set[str] = field(init=False)  # what the given name may be, likewise
    addressed: bool = field(init=False)  # a given name and a patronymic alone: «Ермек Талгатович»

    def __post_init__(self) -> None:
        self.given = [i for i, w in enumerate(self.words[:-1]) if w.lower() not in _particles()]
        self.surnames = {fold(j.words[-1]) for j in self.joints[:8]}
        self.firsts = {fold(j.words[self.given[0]]) for j in self.joints[:8]} if self.given else set()
        self.addressed = len(self.words) == 2 and not self.initials and _of_father(self.words[1])


@dataclass(slots=True)
class Person:
    """The mentions of one person, by index, and the fullest of them."""

    fullest: Mention
    number: int = 0
    mentions: list[int] = field(default_factory=list)
    all: list[Mention] = field(default_factory=list)
    distinct: list[Mention] = field(default_factory=list)  # of those that read the same, the first

    def add(self, index: int, mention: Mention) -> None:
        self.mentions.append(index)
        self.all.append(mention)
        if mention not in self.distinct:
            self.distinct.append(mention)
        if len(mention.words) > len(self.fullest.words):
            self.fullest = mention


@lru_cache(maxsize=50_000)
def _of_father(word: str) -> bool:
    """Whether a word is a patronymic, made of a known given name, and no surname like «Янукович»."""
    father = _FATHER.fullmatch(fold(word)) if is_cyrillic(word) else None
    if father is None or any("Surn" in p.tag for p in parses(word)):
        return False
    return is_given(father[1]) or father[1] in table("ru", "link_origins")


def mention(text: str, feats: Sequence[str], known: frozenset[str] = frozenset()) -> Mention:
    """A mention's words and readings. `feats`: UD features word by word; `known`: words of the document's names."""
    found = _WORD.findall(text) or [text]
    words, initials = [], ""
    for word in found:
        if len(word.rstrip(".")) == 1 and word[0].isupper() and len(found) > 1:
            initials += word[0]
        else:
            words.append(word if len(word) == 1 else word.rstrip("."))
    if not words:
        words = [text]
    if is_cyrillic(text):
        words = _surname_last(words)
        tags = list(feats) if len(feats) == len(words) else [""] * len(words)
        return Mention(text, tuple(words), joint(words, tags) or [_still(words)], initials)
    joints = [_still(words)]
    bare = _without_s(words[-1], known)
    if bare:
        likely = fold(bare) in known or bool(_GENITIVE.search(fold(words[-1])))
        other = Joint((*joints[0].words[:-1], fold(bare)), "", "gent", 2.0 if likely else 0.5)
        joints = [other, joints[0]] if likely else [joints[0], other]
    return Mention(text, tuple(words), joints, initials)


def _still(words: Sequence[str]) -> Joint:
    return Joint(tuple(w.lower() for w in words), "", "nomn", 1.0)


def _surname_last(words: list[str]) -> list[str]:
    """«Токаев Касым-Жомарт Кемелевич» with the surname at the end."""
    if len(words) == 3 and is_patronymic(words[2]) and not is_patronymic(words[1]):
        return [words[1], words[2], words[0]]
    if (
        len(words) == 2
        and is_given(words[1])
        and not is_given(words[0])
        and is_surname(words[0])
        and not is_surname(words[1])
    ):
        return [words[1], words[0]]
    return words


def _without_s(word: str, known: frozenset[str]) -> str | None:
    if word.endswith(("'", "’")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss") and not word.isupper():
        return word[:-1]
    return None


def same(person: Person, other: Mention) -> bool:
    """Whether a mention may be of this person."""
    full = person.fullest
    if other.addressed and full.given and not full.addressed and not full.initials:
        middle = full.words[1:-1]
        agrees = not middle or any(fold(w)[:5] == fold(other.words[-1])[:5] for w in middle)
        return agrees and bool(full.firsts & other.firsts)
    if not any(m.surnames & other.surnames for m in person.distinct):
        return len(other.words) == 1 and bool(full.given) and not other.initials and is_only_given(full, other)
    if other.given and full.given:
        return any(bool(m.firsts & other.firsts) or _initial_of(m, other) for m in person.distinct if m.given)
    for m in person.distinct:
        letters, word = (other.initials, m) if other.initials else (m.initials, other)
        if letters and word.given and word.words[word.given[0]][:1].upper() != letters[0]:
            return False
        if m.initials and other.initials and m.initials[0] != other.initials[0]:
            return False
    genders = {j.gender for m in person.distinct for j in m.joints[:1]}
    return bool(genders & {j.gender for j in other.joints}) or "" in genders


def is_only_given(full: Mention, other: Mention) -> bool:
    """«Александр» of «Александр Турчин»."""
    return bool(full.firsts & other.surnames) and is_given(other.words[0]) and not is_surname(other.words[0])


def _initial_of(a: Mention, b: Mention) -> bool:
    short, long = (a, b) if len(a.words[0]) == 1 else (b, a)
    return len(short.words[0]) == 1 and long.words[0].startswith(short.words[0])


def group(mentions: Sequence[Mention]) -> list[Person]:
    """Mentions in text order as people. A surname alone goes to the one it fits, of several to the last named."""
    order = sorted(
        range(len(mentions)),
        key=lambda i: (
            mentions[i].addressed,
            not mentions[i].given and not mentions[i].initials,
            not mentions[i].given,
            i,
        ),
    )
    people: list[Person] = []
    called: dict[str, set[int]] = {}  # whom a name, last or first, may be of
    for i in order:
        words = mentions[i].surnames | (mentions[i].firsts if mentions[i].addressed else set())
        maybe = sorted({n for word in words for n in called.get(word, ())})
        fitting = [people[n] for n in maybe if same(people[n], mentions[i])]
        if len(fitting) > 1:
            before = [(max((j for j in p.mentions if j < i), default=-1), n) for n, p in enumerate(fitting)]
            fitting = [fitting[max(before)[1]]]
        if not fitting:
            people.append(Person(mentions[i], len(people)))
            fitting = [people[-1]]
        fitting[0].add(i, mentions[i])
        for word in mentions[i].surnames | mentions[i].firsts:
            called.setdefault(word, set()).add(fitting[0].number)
    return people


def name(person: Person) -> str:
    """The person's name in the nominative, as full as the document has it."""
    full = person.fullest
    best, most = full.joints[0], -1.0
    for candidate in full.joints[:8]:
        score = 0.0
        for m in person.all:
            fitting = [
                j
                for j in m.joints
                if fold(j.words[-1]) == fold(candidate.words[-1]) and j.gender in ("", candidate.gender)
            ]
            if len(m.words) == len(full.words) and m.given and full.given:
                fitting = [j for j in fitting if fold(j.words[0]) == fold(candidate.words[0])]
            top = m.joints[0].score or 1.0
            score += max((j.score / top for j in fitting), default=0.0)
        if score > most + 1e-9:
            best, most = candidate, score
    forms = {w.lower(): w for m in person.all for w in m.words}
    out = [cased(w, _spelling(w, forms, full.words[i])) for i, w in enumerate(best.words)]
    if full.initials:
        if prefix := re.match(r"(?:[^\W\d_]\.\s*-?)+", full.text):
            return prefix[0] + " ".join(out)
        return " ".join(out) + full.text[full.text.rfind(full.words[-1]) + len(full.words[-1]) :]
    return " ".join(out)


def _spelling(nominative: str, forms: dict[str, str], form: str) -> str:
    if len(form) > 3 and form.isupper():
        return forms.get(nominative, form)
    return forms.get(nominative, form) if forms.get(nominative, form)[:1].isupper() == form[:1].isupper() else form


@lru_cache(maxsize=50_000)
def identity(name: str) -> str:
    """The key of a person's name: given name and surname however spelt; patronymics do not count."""
    words = name.replace(".", ". ").split()
    if len(words) > 2:
        middle = [w for w in words[1:-1] if not (is_patronymic(w) if is_cyrillic(w) else _PATRONYMIC_DE.search(w))]
        words = [words[0], *middle, words[-1]]
    if words[-1] and not is_cyrillic(words[-1]) and len(words) > 2 and _PATRONYMIC_DE.search(words[-1]):
        words = words[:-1]
    return name_key(" ".join(w.rstrip(".") for w in words)) or "x"
