"""Currencies by name, sign, code and abbreviation: the tables and CLDR put into one dictionary per language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from pipeline.lang import TableError, fold, table
from pipeline.lang.morphology import parses
from pipeline.lang.numbers import declined
from pipeline.stored import stored

# A number in digits, a word, a mark; a run of one mark is one token.
TOKEN = re.compile(r"[0-9]+(?:[.,'’ʼ][0-9]+)*|[^\W\d_]+|([^\w\s])\1{3,}|[^\w\s]|_")

_ENDINGS = ("", "s", "n", "en", "e", "es")
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_DECLENSIONS = {  # what a noun ends in → letters to take off, endings: the regular declensions of Russian
    "а": (1, "а ы е у ой ою ам ами ах"),
    "я": (1, "я и е ю ей ям ями ях"),
    "ь": (1, "ь я ю ем е и ей ям ями ях"),
    "": (0, " а у ом е ы ов ам ами ах"),
}
_NO_MONEY = {"XXX", "XTS", "XAU", "XAG", "XPT", "XPD", "XBA", "XBB", "XBC", "XBD", "XUA", "XSU", "XRE"}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a currency's form means: the currencies it may be, the likeliest first, and how it may stand.

    `sure`: the first one holds where the country is not known. `factor`: what one is worth (a cent 0.01).
    `sort`: `sign`, `code` or `word`. `guarded`: has another everyday meaning. `before`: stands before any number.
    """

    codes: tuple[str, ...]
    sort: str
    sure: bool = True
    factor: Decimal = Decimal(1)
    guarded: bool = False
    before: bool = False

    @property
    def sub(self) -> bool:
        return self.factor < 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`forms`: folded form → Unit, or the country of an adjective. `lengths`: first token → lengths in tokens of the
    forms that begin so, longest first. `dotted`: forms that own a final dot; `short`: those that may."""

    forms: Mapping[str, Unit | str]
    lengths: Mapping[str, tuple[int, ...]]
    dotted: frozenset[str]
    short: frozenset[str]


@stored
def lexicon(language: str) -> Lexicon:
    """Every form of every currency in a language. Raises TableError for a meaning that cannot be read."""
    forms: dict[str, Unit | str] = {}
    dotted, short = set(), set()
    tender = _tender()
    for code in sorted(tender):
        for form in _full_names(code, language, current=True):
            forms.setdefault(form, Unit((code,), "word"))
        forms[code.lower()] = Unit((code,), "code")
    for form, country in table(language, "money_countries").items():
        forms.update(dict.fromkeys(_adjective(form, language), country))
    for name, sort in (("money_symbols", "sign"), ("money_currencies", "word")):
        for form, meaning in table("any" if sort == "sign" else language, name).items():
            unit, exact = _unit(form, meaning, sort)
            bare = form.rstrip(".")
            if form != bare:
                dotted.add(bare)
            elif exact and form.isalpha() and not set(form) & set("аеёиоуыэюяaeiouyäöü"):
                short.add(form)
            for each in (
                {bare, bare.replace(". ", "."), bare.replace(". ", " ")} if exact else _inflected(bare, language)
            ):
                forms[each] = unit
    for code in sorted(set(Locale(language).currencies) - tender - _NO_MONEY):
        for form in _full_names(code, language, current=False):
            if not _lives_on(form, forms):
                forms.setdefault(form, Unit((code,), "word"))
    lengths: dict[str, set[int]] = {}
    for form in forms:
        tokens = [m.group() for m in TOKEN.finditer(form)]
        lengths.setdefault(tokens[0], set()).add(len(tokens))
    ordered = {first: tuple(sorted(many, reverse=True)) for first, many in lengths.items()}
    return Lexicon(forms, ordered, frozenset(dotted), frozenset(short))


def _lives_on(form: str, forms: Mapping[str, Unit | str]) -> bool:
    """Does a country's adjective and a name, as a currency of the past is called, mean its currency of today too?"""
    front, _, head = form.partition(" ")
    country, unit = forms.get(front), forms.get(head)
    return isinstance(country, str) and isinstance(unit, Unit) and bool(set(unit.codes) & set(_now(country)))


def _unit(form: str, meaning: str, sort: str) -> tuple[Unit, bool]:
    codes, *flags = meaning.split()
    factor, known = Decimal(1), {"exact", "guarded", "before"}
    for flag in flags:
        if re.fullmatch(r"/[0-9]+", flag):
            factor = 1 / Decimal(flag[1:])
        elif re.fullmatch(r"x[0-9]+", flag):
            factor = Decimal(flag[1:])
        elif flag not in known:
            raise TableError(f"money tables: {form!r}: unknown flag {flag!r}")
    sure, several = not codes.startswith("-/"), tuple(codes.removeprefix("-/").split("/"))
    if not all(re.fullmatch("[A-Z]{3}", code) for code in several):
        raise TableError(f"money tables: {form!r}: expected ISO 4217 codes, got {codes!r}")
    return Unit(several, sort, sure, factor, "guarded" in flags, "before" in flags or sort == "sign"), "exact" in flags


def _inflected(name: str, language: str) -> Iterable[str]:
    """A name in all its forms; of a Russian phrase the adjectives and the head bend, what follows the head stays."""
    if language == "de":
        return {name + ending for ending in _ENDINGS} if name[-1].isalpha() else {name}
    return set(_russian_phrase(name.split()))


def _regular(word: str) -> set[str]:
    """The forms of a noun that pymorphy3 does not know, or not all of («шекель», «денар»)."""
    for last, (stem, endings) in _DECLENSIONS.items():
        if word.endswith(last):
            return {word[: len(word) - stem] + ending for ending in endings.split()}
    return set()


def _russian_phrase(words: list[str]) -> Iterator[str]:
    yield " ".join(words)
    if len(words) == 1 and len(_paradigm(words[0], "NOUN")) < 12:
        yield from _regular(words[0])
    head = next(
        (k for k, w in enumerate(words) if any("NOUN" in p.tag for p in parses(w)) and not _adjectival(w)), None
    )
    if head is None:
        return
    columns = [_paradigm(w, "ADJF") for w in words[:head]] + [_paradigm(words[head], "NOUN")]
    noun = columns[-1]
    for (case, number), form in noun.items():
        gender = _gender(words[head])
        column = [c.get((case, number if number == "plur" else gender), "") for c in columns[:-1]]
        if all(column) or not columns[:-1]:
            yield " ".join([*column, form, *words[head + 1 :]])
    if len(noun) <= 1 and len(columns) == 2:  # an indeclinable head: the adjective alone bends
        for form in columns[0].values():
            yield " ".join([form, *words[1:]])


def _adjectival(word: str) -> bool:
    return "ADJF" in parses(word)[0].tag


def _gender(word: str) -> str:
    tag = next(p.tag for p in parses(word) if "NOUN" in p.tag)
    return next((g for g in ("masc", "femn", "neut") if g in tag), "masc")


def _paradigm(word: str, wanted: str) -> dict[tuple[str, str], str]:
    """`{(case, number or gender): form}` of a word read as a noun or an adjective."""
    found: dict[tuple[str, str], str] = {}
    parse = next(
        (p for p in parses(word) if wanted in p.tag and (wanted == "ADJF" or fold(p.normal_form) == word)), None
    )
    for form in parse.lexeme if parse else ():
        tag = form.tag
        if "plur" in tag:
            row = "plur"
        elif wanted == "NOUN":
            row = "sing"
        else:
            row = next((g for g in ("masc", "femn", "neut") if g in tag), "")
        if tag.case and row:
            found.setdefault((str(tag.case), row), fold(form.word))
            if tag.case == "gent" and row == "plur":
                found[("count", row)] = fold(form.word)
    return found


def _full_names(code: str, language: str, current: bool) -> Iterator[str]:
    """CLDR's names of a currency, bent; what stands in brackets („CFA-Franc (BEAC)“) left out. Of a currency of the
    past only a name that is no other's is taken («кипрский фунт», not «афгани (1927–2002)»)."""
    for count in (None, 1, 2, 5):
        given = get_currency_name(code, count, locale=language) or ""
        if not current and (re.search(r"[0-9(]", given) or " " not in given):
            continue
        name = fold(re.sub(r"\s*\(.*?\)", "", given))
        if not name or name == code.lower() or (" " not in name and "-" not in name and language == "ru"):
            continue
        if language == "de":
            first, _, rest = name.partition(" ")
            stem = re.sub("(?:er|es|e|en)$", "", first)
            fronts = {stem + e for e in (*_ADJECTIVE_ENDINGS, "")} | {first} if rest else {""}
            for front in fronts:
                yield from ((f"{front} {tail}" if rest else tail) for tail in _inflected(rest or name, "de"))
        else:
            yield name
            if count in (None, 1):
                yield from _russian_phrase(name.split())


def _adjective(form: str, language: str) -> Iterable[str]:
    if language == "ru":
        return declined(form, ("ADJF",))
    return {form, *(form + ending for ending in _ADJECTIVE_ENDINGS)}


@cache
def _tender() -> frozenset[str]:
    """Codes of ISO 4217 that are legal tender somewhere today, or were until lately enough to stand in the news."""
    current = {code for country in get_global("territory_currencies") for code in _now(country)}
    known = set(Locale("de").currencies) | set(Locale("ru").currencies)
    return frozenset(
        (current | {"DEM", "ATS", "FRF", "ITL", "HRK", "LVL", "LTL", "EEK", "BYR", "XDR", "CNH"}) & known - _NO_MONEY
    )


@cache
def currencies_of(country: str) -> tuple[str, ...]:
    """The currencies of a country (ISO 3166-1 alpha-2), today's first."""
    ever = [code for code, _, _, legal in get_global("territory_currencies").get(country, ()) if legal]
    return tuple(dict.fromkeys([*_now(country), *ever]))


def _now(country: str) -> list[str]:
    rows = get_global("territory_currencies").get(country, ())
    return [code for code, _, end, legal in rows if legal and end is None]


@cache
def countries_of(code: str) -> frozenset[str]:
    """The countries where a currency is tender; of a currency of the past, where it was."""
    every = get_global("territory_currencies")
    return frozenset(c for c in every if code in _now(c)) or frozenset(c for c in every if code in currencies_of(c))
