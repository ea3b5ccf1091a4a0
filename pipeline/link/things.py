"""Places, bodies and events of one document: which mentions are one thing, and its name in the nominative."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from pipeline.lang import fold, table
from pipeline.lang.morphology import parses
from pipeline.lang.registry import Entry, find, match
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.lang.transliterate import name_key
from pipeline.link import bodies
from pipeline.link.context import Context
from pipeline.link.phrases import nominative

_ABBREVIATION = re.compile(r"[A-ZА-ЯЁÄÖÜ][\wÄÖÜäöü]*[A-ZА-ЯЁÄÖÜ][\w]*|[A-ZА-ЯЁÄÖÜ]{2,}")
_ORDINAL = re.compile(r"^(?:[IVXLC]+|\d+(?:-?[а-яё]{1,2})?\.?)\s+")
_AREA_PLURAL_DE = {
    "gebiete": "Gebiet",
    "gebieten": "Gebiet",
    "regionen": "Region",
    "provinzen": "Provinz",
    "oblaste": "Oblast",
}
_BRACKET = re.compile(r"[»“”\"]?\s*\(\s*(?:далее\s*[-–—]\s*|kurz:?\s*|im Folgenden:?\s*)?[«„“\"]?")


@dataclass(slots=True)
class Form:
    """One mention: its nominative, and the entry it is known as."""

    index: int
    type: str
    text: str
    name: str
    entry: Entry | None
    country: str | None  # that the words beside it tie it to
    sure: bool  # the name stood in the nominative, or is known

    @property
    def plain(self) -> str:
        """The name without legal form and quotes, folded; an ordinal is no part of an event's."""
        core = fold(bodies.core(self.name)) if self.type == "ORG" else fold(self.name.strip('«»„“”"'))
        return _ORDINAL.sub("", core) if self.type == "EVENT" else core


@dataclass(slots=True)
class Thing:
    """One place, body or event: its mentions' forms."""

    type: str
    forms: list[Form] = field(default_factory=list)

    @property
    def entry(self) -> Entry | None:
        return next((f.entry for f in self.forms if f.entry is not None), None)

    @property
    def country(self) -> str | None:
        """The country most of its places tie it to."""
        votes = Counter(f.country for f in self.forms if f.country)
        return min(votes, key=lambda c: (-votes[c], c)) if votes else None


def form(context: Context, index: int) -> Form:
    """A mention as a form, its nominative found by registry, ellipsis or grammar."""
    annotation = context.document.names[index]
    text, type, language = context.text[annotation.start : annotation.end], annotation.value.type, context.language
    country = context.attached(index) if type != "LOC" else None
    text = " ".join(text.split())
    quoted = context.quoted(annotation)
    noun = _noun_before(context, annotation.start)
    if type == "LOC":
        whole = _ellipsis(context, index) or _official(text, language)
        place = match(whole or text, language, "LOC")
        if place is not None and noun == "city" and place[0].kind in ("other", "region") and not quoted:
            name = nominative(text, language, context.feats(annotation.start, annotation.end), True)
            return Form(index, type, text, name, None, None, True)  # «в городе Алтай»
        if place is not None and not (quoted and noun and place[0].kind != "other"):
            return Form(index, type, text, _place_name(place, language), place[0], place[0].country, True)
        if whole:
            return Form(index, type, text, nominative(whole, language), None, None, True)
    elif type == "ORG" and language == "ru" and (whole := _ellipsis(context, index)) is not None:
        return Form(index, type, text, whole, find(whole, language, "ORG"), country, True)
    elif type == "ORG":
        known = match(bodies.core(text), language, "ORG") or match(text, language, "ORG")
        if known is not None and not _of_another(known[0], text, country, context):
            name = text if bodies.core(text) != text else known[1]
            return Form(index, type, text, name, known[0], known[0].country, True)
    left = (quoted and bool(noun)) or (type == "ORG" and fold(text) in context.cores)
    name = nominative(text, language, context.feats(annotation.start, annotation.end), left)
    return Form(index, type, text, name, None, country, left or (name == text and not is_cyrillic(text)))


def _of_another(entry: Entry, text: str, country: str | None, context: Context) -> bool:
    """Whether a name that every country may have, «Центробанк», is not the registry's here."""
    if entry.country is None or not bodies.is_general(text, context.language):
        return False
    about = country or context.main()
    return entry.country != about if about else bool(context.countries) and entry.country not in context.countries


def _place_name(found: tuple[Entry, str], language: str) -> str:
    """A country's everyday name; of other places the name as written, in the nominative."""
    entry, name = found
    if entry.kind == "country":
        everyday = " " not in name and not name.isupper() and is_cyrillic(name) == (language == "ru")
        return name if everyday else entry.name(language) or name
    return name


def _noun_before(context: Context, start: int) -> str | None:
    """The kind of thing a common noun right before a mention names: «парке», „Magazin“."""
    near = context.before(start)
    if not near or not (near[0][0].islower() or context.language == "de"):
        return None
    word = near[0]
    return (
        kind_of_place(word, context.language)
        or bodies.kind_of_noun(word, context.language)
        or _event_noun(word, context.language)
    )


def _event_noun(word: str, language: str) -> str | None:
    known = table(language, "link_events")
    return next((known[n] for n in lemmas(word, language) if n in known), None)


@lru_cache(maxsize=50_000)
def lemmas(word: str, language: str) -> tuple[str, ...]:
    """The word folded, and its dictionary forms."""
    folded = fold(word)
    if is_cyrillic(word):
        return tuple(dict.fromkeys([folded, *(fold(p.normal_form) for p in parses(word))]))
    stripped = [folded.removesuffix(e) for e in ("s", "es", "n", "en", "e")]
    return tuple(dict.fromkeys([folded, *stripped]))


def kind_of_place(word: str, language: str) -> str | None:
    """The kind of place a word of a place's name, or a noun before it, tells."""
    known = table("ru" if is_cyrillic(word) else "de", "link_places")
    for lemma in lemmas(word, language):
        if lemma in known:
            return known[lemma]
        if not is_cyrillic(word):
            for size in range(len(lemma) - 1, 2, -1):
                if (found := known.get(lemma[-size:])) and len(lemma) - size > 2:
                    return found
    return None


def _ellipsis(context: Context, index: int) -> str | None:
    """«Минской» of «Минской и Карагандинской областями», „Karaganda“ of „Gebiete Minsk und Karaganda“."""
    names, text = context.document.names, context.text
    here = names[index]
    words = text[here.start : here.end].split()
    if context.language == "ru":
        if len(words) == 2 and (noun := _plural_area(words[1])) is not None:
            return _called(words[0], noun)
        if len(words) != 1 or not fold(words[0]).endswith(("ой", "ая", "ую", "ий", "им", "ого", "ом", "ый", "ым")):
            return None
        for then in names[index + 1 : index + 6]:
            between = text[here.end : then.start]
            other = text[then.start : then.end].split()
            if len(between) > 90 or any(c in between for c in ".;\n"):
                break
            if len(other) == 2 and other[0][0].isupper() and (kind_of_place(other[1], "ru") or _plural_area(other[1])):
                noun = next((p for p in parses(other[1]) if p.tag.POS == "NOUN"), None)
                return _called(words[0], noun) if noun is not None else None
        return None
    if len(words) == 1 and index:
        for i in range(index - 1, max(-1, index - 5), -1):
            before = text[names[i].start : names[i].end].split()
            between = text[names[i].end : names[i + 1].start].strip()
            if between not in ("und", ",", "sowie", "und dem", "und der"):
                return None
            if len(before) == 2 and (area := _AREA_PLURAL_DE.get(fold(before[0]))):
                return f"{area} {words[0]}"
    return None


def _official(text: str, language: str) -> str | None:
    """The country in an official name that the registry does not list: „Sozialistische Republik Vietnam“."""
    words = text.split()
    states = table(language, "link_states")
    if len(words) > 1 and any(lemma in states for w in words[:-1] for lemma in lemmas(w, language)):
        place = match(words[-1], language, "LOC")
        return place[0].name(language) if place is not None and place[0].kind == "country" else None
    return None


def _plural_area(word: str) -> Any:
    """The noun of «… областями», where the word is plural only for the list's sake."""
    nouns = [p for p in parses(word) if p.tag.POS == "NOUN"]
    if not nouns or not all(p.tag.number == "plur" for p in nouns):
        return None
    return nouns[0] if kind_of_place(word, "ru") or bodies.kind_of_noun(word, "ru") else None


def _called(adjective: str, noun: Any) -> str | None:
    """«Карагандинской», область → «Карагандинская область»."""
    for parse in parses(adjective):
        turned = parse.inflect({"nomn", "sing", noun.tag.gender}) if parse.tag.POS == "ADJF" else None
        if turned is not None:
            form = turned.word[:1].upper() + turned.word[1:]
            if noun.tag.gender == "masc" and form.endswith(("ской", "цкой")):
                form = form[:-2] + "ий"
            return f"{form} {noun.normal_form}"
    return None


def group(context: Context, forms: Sequence[Form]) -> list[Thing]:
    """Forms as things: one registry entry, one name, an abbreviation in brackets, a short form of a long name."""
    parent = list(range(len(forms)))
    entry = [f.entry.id if f.entry else None for f in forms]  # of each root: that of its thing

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def unite(i: int, j: int) -> None:
        a, b = root(i), root(j)
        if a != b and forms[i].type == forms[j].type:
            left, right = entry[a], entry[b]
            if left is None or right is None or left == right:
                parent[max(a, b)] = min(a, b)
                entry[min(a, b)] = left or right

    _settle_countries(forms)
    first: dict[tuple[str | None, ...], int] = {}
    for i, f in enumerate(forms):
        keys: list[tuple[str | None, ...]] = [("id", f.entry.id)] if f.entry else []
        general = f.type == "ORG" and f.entry is None and bodies.is_general(f.name, context.language)
        keys.append((f.type, f.plain, f.country or "" if general else "", f.entry.id if f.entry else ""))
        if f.entry is None:
            keys.append((f.type, name_key(f.plain), f.country or "" if general else ""))
            keys.append((f.type, "stem", _stems(f.plain), f.country or "" if general else ""))
        for k in keys:
            unite(first.setdefault(k, i), i)
    place = {f.index: i for i, f in enumerate(forms)}
    for i, f in enumerate(forms):
        j = _bracketed(context, f, place)
        if j is not None:
            unite(j, i)
    distinct = sorted({root(i) for i in range(len(forms))}, key=lambda i: (-len(forms[i].plain.split()), i))
    called: dict[str, list[int]] = {}  # where the shorter names stand among the distinct, by how they are called
    for n, i in enumerate(distinct):
        for key in {" ".join(forms[i].plain.split()), fold(forms[i].text)}:
            called.setdefault(key, []).append(n)
    for n, i in enumerate(distinct):
        for j in (distinct[m] for m in sorted({m for key in _shorter(forms[i]) for m in called.get(key, ()) if m > n})):
            if (
                forms[i].type == forms[j].type
                and root(i) != root(j)
                and _short_of(forms[i], forms[j], context.language)
            ):
                unite(i, j)
    things: dict[int, Thing] = {}
    for i, f in enumerate(forms):
        things.setdefault(root(i), Thing(f.type)).forms.append(f)
    return list(things.values())


_INFLECTION = re.compile(
    r"(?<=\w{3})(?:ами|ями|ого|его|ому|ему|ыми|ими|ах|ях|ов|ев|ой|ей|ом|ем|ам|ям|ый|ий|ая|яя|ое|ее|ую|юю|ых|их|ым|им|а|я|о|е|и|ы|у|ю|ь|й|s)$"
)


def _stems(plain: str) -> str:
    """The words without their endings: forms whose nominative was not found fall together all the same."""
    return " ".join(_INFLECTION.sub("", w) for w in plain.split())


def _settle_countries(forms: Sequence[Form]) -> None:
    """A body named without its country is the one of that name last named with one."""
    latest: dict[str, str] = {}
    for f in forms:
        if f.type == "ORG" and f.entry is None:
            if f.country:
                latest[f.plain] = f.country
            else:
                f.country = latest.get(f.plain)
    for f in reversed(forms):
        if f.type == "ORG" and f.entry is None:
            if f.country:
                latest[f.plain] = f.country
            else:
                f.country = latest.get(f.plain)


def _bracketed(context: Context, f: Form, place: dict[int, int]) -> int | None:
    """The long form whose abbreviation stands in brackets after it: «… (ЕАБР)», also with its country between."""
    names, text = context.document.names, context.text
    here = names[f.index]
    if text[here.end : here.end + 2].lstrip('»“”"')[:1] not in (")", ",") or f.index == 0:
        return None
    short = bool(_ABBREVIATION.fullmatch(f.text)) or " " not in f.text
    for back in (1, 2):
        i = f.index - back
        if i < 0 or (
            back == 2 and not (names[i + 1].value.type == "LOC" and len(text[names[i].end : names[i + 1].start]) < 12)
        ):
            return None
        if names[i].value.type == f.type:
            after = names[i + 1].end if back == 2 else names[i].end
            other = text[names[i].start : names[i].end]
            if _BRACKET.fullmatch(text[after : here.start]) and (short or _ABBREVIATION.fullmatch(other)):
                return place.get(i) if f.type != "LOC" else None
            return None
    return None


def _short_of(long: Form, short: Form, language: str) -> bool:
    """Whether a name is a short form of a longer one: its first words, or its initials."""
    if long.type == "LOC" or (short.entry and long.entry):
        return False
    words, few = long.plain.split(), short.plain.split()
    if len(few) >= len(words):
        return False
    if short.text.isupper() and len(few) == 1 and 2 < len(short.text) < 8 and fold(short.text) == _initials(words):
        return True
    if short.entry is not None or long.entry is not None or bodies.is_general(short.plain, language):
        return False
    if words[: len(few)] != few and not (long.type == "EVENT" and words[-len(few) :] == few):
        return False
    opening = few[0]
    return long.type == "EVENT" or (not bodies.concepts(opening, language) and find(opening, language, "LOC") is None)


def _shorter(long: Form) -> set[str]:
    """How a short form of the name may be called: its first or last words, or its initials."""
    words = long.plain.split()
    parts = (" ".join(part) for k in range(1, len(words)) for part in (words[:k], words[-k:]))
    return {*parts, _initials(words)}


def _initials(words: Sequence[str]) -> str:
    return "".join(p[0] for w in words if w not in _function_words() for p in re.split(r"[-/]", w) if p)


@cache
def _function_words() -> frozenset[str]:
    return frozenset((*table("ru", "link_function"), *table("de", "link_function")))


def name_of(thing: Thing) -> str:
    """The fullest of the names, in the nominative; of equals the surest, the most frequent, the first."""
    often = Counter(f.name for f in thing.forms)
    texts = {f.text for f in thing.forms}

    def rank(f: Form) -> tuple[bool, int, bool, bool, int, int]:
        abbreviation = " " not in f.name and bool(_ABBREVIATION.fullmatch(f.name))
        return (abbreviation, -len(f.name.split()), not f.sure, f.name not in texts, -often[f.name], f.index)

    return min(thing.forms, key=rank).name
