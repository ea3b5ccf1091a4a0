"""What a word may mean in a time expression: the tables of a language, inflected, as one dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from pipeline import lang
from pipeline.extractors.dates import numerals
from pipeline.lang.morphology import parses
from pipeline.stored import stored

TABLES = ("dates_calendar", "dates_relative", "dates_numbers", "dates_function")
# Classes told apart by their value too, so that a rule can ask for years alone: UNIT Y is the class UNITY.
BY_GRAIN = ("UNIT", "UNITS", "UNITGEN", "UNITABBR", "TUNIT")
PIECE = re.compile(r"\d+|[^\W\d_]\w*|[^\w\s]|_")
ADJECTIVE = ("", "e", "en", "er", "es", "em")
LENGTHS = {"tägig": "P{}D", "wöchig": "P{}W", "monatig": "P{}M", "stündig": "PT{}H", "minütig": "PT{}M"}
RUSSIAN_LENGTHS = {
    "дневн": "P{}D",
    "недельн": "P{}W",
    "месячн": "P{}M",
    "часов": "PT{}H",
    "минутн": "PT{}M",
    "суточн": "P{}D",
}
RUSSIAN_PREFIXES = [
    "одно",
    "двух",
    "трех",
    "четырех",
    "пяти",
    "шести",
    "семи",
    "восьми",
    "девяти",
    "десяти",
    "одиннадцати",
    "двенадцати",
]
RUSSIAN_ENDINGS = ["ый", "ой", "ого", "ому", "ым", "ом", "ая", "ую", "ое", "ые", "ых", "ыми"]
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Meaning = tuple[str, Any]  # the class and what it is worth


@cache
def letter(name: str) -> str:
    """The one character that stands for a class."""
    return chr(0xE000 + letter.cache_info().currsize)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words with one meaning: for each place the forms that may stand there."""

    places: tuple[frozenset[str], ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: dict[str, Meaning]
    phrases: dict[str, tuple[Phrase, ...]]  # by each form of their first word, the longest first


@stored
def lexicon(language: str) -> Lexicon:
    """The words of `ru` or `de`, built once per process."""
    entries = [(form, _meaning(value)) for name in TABLES for form, value in lang.table(language, name).items()]
    entries += [(form, ("HOLIDAY", rule)) for form, rule in lang.table(language, "dates_holidays").items()]
    words: dict[str, Meaning] = {}
    phrases: dict[str, list[Phrase]] = {}
    # A form that stands as such goes before one that a lemma yields.
    for form, meaning in sorted(entries, key=lambda entry: "*" in entry[0]):
        pieces = form.split(" ") if "*" in form else PIECE.findall(form)
        places = [
            _forms(piece, language) for word in pieces for piece in (word.split("-") if "-" in word[1:] else [word])
        ]
        if len(places) == 1:
            for one in places[0]:
                words.setdefault(one, meaning)
            continue
        if "-" in form and "*" in form:  # the hyphen is a word of its own
            places = [p for place in places for p in (place, frozenset("-"))][:-1]
        phrase = Phrase(tuple(places), meaning)
        for first in places[0]:
            phrases.setdefault(first, []).append(phrase)
    for one, meaning in _closed(language):
        words.setdefault(one, meaning)
    for n in range(1, 31):
        words.setdefault(_roman(n), ("ROMAN", n))
    ordered = {f: tuple(sorted(p, key=lambda x: -len(x.places))) for f, p in phrases.items()}
    return Lexicon(words, ordered)


def _meaning(value: str) -> Meaning:
    name, _, rest = value.partition(" ")
    if name in BY_GRAIN:
        name += rest
    return name, int(rest) if re.fullmatch(r"-?\d+", rest) else rest


def _forms(word: str, language: str) -> frozenset[str]:
    if not word.endswith("*"):
        return frozenset((word,))
    word = word[:-1]
    if language == "de":
        return frozenset(word + ending for ending in ADJECTIVE)
    return frozenset(_russian(word))


def _russian(word: str) -> set[str]:
    reading = next((p for p in parses(word) if lang.fold(p.normal_form) == word), None)
    if reading is None:  # a superlative, whose dictionary form is another: «ближайший»
        forms = {lang.fold(form.word) for form in parses(word)[0].lexeme}
        return {form for form in forms if form.startswith(word[:-2])} | {word}
    return {lang.fold(form.word) for form in reading.lexeme if "COMP" not in form.tag} | {word}


def _closed(language: str) -> Iterator[tuple[str, Meaning]]:
    """Months and weekdays from CLDR, and what a rule yields from them and from the numbers."""
    locale = Locale(language)
    months = {n: lang.fold(name) for n, name in locale.months["stand-alone"]["wide"].items()}
    weekdays = {n: lang.fold(name) for n, name in locale.days["stand-alone"]["wide"].items()}
    for n, name in months.items():
        for form in _russian(name) if language == "ru" else (name, name + "s", name + "es"):
            yield form, ("MONTH", n)
    for n, name in weekdays.items():
        for form in _russian(name) if language == "ru" else (name, name + "es"):
            yield form, ("WEEKDAY", n)
    if language == "de":
        yield from _german(weekdays, months)
    else:
        yield from _russian_lengths()


def _russian_lengths() -> Iterator[tuple[str, Meaning]]:
    """«двухдневный», «10-часовой»; years are no durations by the contract («трёхлетний»)."""
    for stem, length in RUSSIAN_LENGTHS.items():
        for ending in RUSSIAN_ENDINGS:
            yield stem + ending, ("LONGTAIL", length)
            for n, prefix in enumerate(RUSSIAN_PREFIXES, 1):
                yield prefix + stem + ending, ("LONG", length.format(n))


def _german(weekdays: dict[int, str], months: dict[int, str]) -> Iterator[tuple[str, Meaning]]:
    for n, name in (*months.items(), (1, "jänner"), (2, "feber")):
        yield name + "hälfte", ("MONTHHALF", n)
        yield name + "woche", ("MONTHWEEK", n)
        yield name + "wochenende", ("MONTHWEEKEND", n)
    names = [*weekdays.items(), (5, "sonnabend")]
    for n, name in names:
        yield name + "s", ("WEEKLY", f"XXXX-WXX-{n + 1}")
        for form, value in lang.table("de", "dates_calendar").items():
            kind, _, part = value.partition(" ")
            if kind in ("DAYPART", "DAYPARTS", "EARLY"):
                yield name + form, ("WDPART" if kind != "DAYPARTS" else "WEEKLY", (n, part))
    for n in range(1, 100):
        word = numerals.german(n)
        for cardinal in {word, numerals.swiss(word)}:
            yield cardinal, ("CARD", n)
            for adjective, length in LENGTHS.items():
                for ending in ADJECTIVE:
                    yield cardinal + adjective + ending, ("LONG", length.format(n))
        for ordinal in numerals.german_ordinals(n):
            yield ordinal, ("ORD", n)
            yield numerals.swiss(ordinal), ("ORD", n)
        if n >= 20 and n % 10 == 0:
            for decade in {word, numerals.swiss(word)}:
                for form in ("er", "ern"):
                    yield decade + form, ("DECADE", n)
                for form in ("erjahre", "erjahren", "erjahr"):
                    yield decade + form, ("DECADEYEARS", n)
    for n in (100, 200, 300, 400, 500, 1000):
        yield numerals.german(n), ("CARD", n)
    yield "hundert", ("CARD", 100)
    for year in (*range(1700, 2000), *range(2001, 2100)):
        word = numerals.german_year(year)
        yield word, ("YEARWORD", year)
        yield numerals.swiss(word), ("YEARWORD", year)


def _roman(n: int) -> str:
    out = ""
    for value, letters in ROMAN:
        while n >= value:
            out, n = out + letters, n - value
    return out
