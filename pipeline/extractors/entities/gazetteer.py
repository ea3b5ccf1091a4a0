"""Names that are known: tables, countries of CLDR, the registry; found in every inflected form.

A trie over words. A word stands under its stems and is looked up by all those it may have, so that
«Объединённых Арабских Эмиратов» meets «Объединённые Арабские Эмираты».
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from pipeline import lang
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import LOWER_START, Word, Words, info
from pipeline.lang import fold
from pipeline.lang.tokens import TOKEN
from pipeline.stored import stored

END = ""
ARTICLE = re.compile(r"(?:Der|Die|Das) (?=[A-ZÄÖÜ])")
OPENING = 4  # letters that no inflection touches
NUMBERED = re.compile(r"(\D+)-\d+\Z")
NO_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})
Trie = dict[str, Any]


def lemmas(word: str, language: str) -> frozenset[str]:
    """The dictionary forms of a common noun or adjective, under which tables of nouns keep it."""
    if language != "ru":
        return stems(word, language)
    numbered = NUMBERED.match(word) if word[-1].isdigit() else None  # «ГРЭС-1»
    return info(word).lemmas | info(numbered.group(1)).lemmas if numbered else info(word).lemmas


def looked_up(word: str, language: str) -> frozenset[str]:
    """The stems under which a word of a text may be found in a gazetteer."""
    numbered = NUMBERED.match(word) if word[-1].isdigit() else None  # «ПМЭФ-2025»
    return stems(word, language) | stems(numbered.group(1), language) if numbered else stems(word, language)


def build(names: Iterable[tuple[str, str]], keys: Callable[[str], Iterable[str]]) -> Trie:
    """A trie of (name, type), each word under all its keys. The first type of a name stays."""
    root: Trie = {}
    for name, kind in names:
        node = root
        for part in TOKEN.findall(name):
            child: Trie = {}
            forms = keys(part)
            for form in forms:
                if form in node:
                    child = node[form]
                    break
            for form in forms:
                node.setdefault(form, child)
            node = child
        node.setdefault(END, (kind, name))
    return root


def gazetteer(names: Iterable[tuple[str, str]], language: str, nominative: bool = True) -> Trie:
    """A trie of names to be found in every case; `nominative` says whether they are given in that case."""
    return build(names, lambda word: stems(word, language, nominative))


def search(words: Sequence[Word], trie: Trie, language: str) -> Iterator[tuple[int, int, str, str]]:
    """Longest finds, left to right: first word, end, type, the name as the table has it."""
    last = 0
    for i in words.starts if isinstance(words, Words) else Words(words).starts:
        if i < last:
            continue
        best, word = None, words[i]
        nodes, j = _step([trie], word, language), i + 1
        while nodes:
            for node in nodes:
                if END in node and _written(words[i:j], node[END][1]):
                    best = (i, j, *node[END])
            if j == len(words) or words[j].sentence != word.sentence:
                break
            nodes = _step(nodes, words[j], language)
            j += 1
        if best:
            yield best
            last = best[1]


def _step(nodes: Sequence[Trie], word: Word, language: str) -> list[Trie]:
    """The nodes that a word leads to."""
    forms = looked_up(word.text, language)
    if len(nodes) == 1 and not any(form in nodes[0] for form in forms):
        return []
    return list({id(node[form]): node[form] for node in nodes for form in forms if form in node}.values())


def _written(words: Sequence[Word], name: str) -> bool:
    """An abbreviation is one only in capitals, and a name of several words only with a capital in the last too."""
    if name.isupper():
        return words[0].text.isupper() and len(words[0].text) >= len(name.split()[0])  # «РФ» is no «РФИ»
    first, last = name[0], name.split()[-1][0]
    if not words[0].capital and not (first.islower() and words[0].fold.startswith(LOWER_START)):
        return False
    return words[-1].capital or last.islower() or last.isdigit()


def match(words: Sequence[Word], i: int, name: str, language: str = "ru") -> tuple[int, str]:
    """The longest entry of a table of common nouns that begins at a word: its end and type; (i, "") without one."""
    if words[i].fold[:2] not in pairs(language, name) or not may_begin(words[i], language, name):
        return i, ""
    nodes, best, j = [nouns(language, name)], (i, ""), i
    while nodes and j < len(words) and words[j].sentence == words[i].sentence:
        forms = lemmas(words[j].text, language)
        following = {id(node[form]): node[form] for node in nodes for form in forms if form in node}
        nodes = list(following.values())
        j += 1
        for node in nodes:
            if END in node:
                best = (j, node[END][0])
    return best


def match_before(words: Sequence[Word], i: int, name: str, language: str = "ru") -> tuple[int, str]:
    """The longest entry that ends before a word: its start and type; (i, "") where there is none."""
    for k in (3, 2, 1):
        if i - k >= 0 and words[i - k].sentence == words[i - 1].sentence and words[i - k].alpha:
            end, kind = match(words, i - k, name, language)
            if kind and end == i:
                return i - k, kind
    if i and "-" in words[i - 1].text:  # «IT-компания»
        tail, trie = words[i - 1].text.rsplit("-", 1)[1], nouns(language, name)
        for form in lemmas(tail, language) if tail else ():
            if form in trie and END in trie[form]:
                return i - 1, trie[form][END][0]
    return i, ""


@cache
def people(language: str) -> Trie:
    """Persons of the registry, by their full names."""
    return gazetteer([(name, kind) for name, kind in registered(language, "people") if " " in name], language)


@cache
def openings(language: str, name: str) -> frozenset[str]:
    """The first letters of a table's forms: a word that does not begin so need not be looked up at all."""
    found = set()
    for form in lang.table(language, name):
        first = form.split()[0].split("-")[0]
        if first.endswith(("ок", "ек", "ец", "ень")):
            first = first[:-2]  # рынок, рынка
        elif first[-1] in "аяоеыиьй":
            first = first[:-1]
        found.add(first[:OPENING])
    return frozenset(found)


@cache
def pairs(language: str, name: str) -> frozenset[str]:
    """The first two letters of a table's forms, which tell most words apart from all of them."""
    return frozenset(form[:2] for form in openings(language, name))


def may_begin(word: Word, language: str, name: str) -> bool:
    """Whether an entry of a table of common nouns may begin with a word, in any of its forms."""
    starts, form = openings(language, name), word.fold
    return form[:OPENING] in starts or form[: OPENING - 1] in starts or form[: OPENING - 2] in starts


@stored
def nouns(language: str, name: str) -> Trie:
    """A table of common nouns as a trie."""
    return build(originals(language, name), lambda word: lemmas(word, language))


@stored
def known(language: str) -> Trie:
    """Bodies, events and places of the tables."""
    return gazetteer(originals(language, "entities_known") + registered(language, "organisations"), language)


@stored
def in_quotes(language: str) -> Trie:
    """Names that are common words too."""
    return gazetteer(originals(language, "entities_quoted"), language)


@stored
def countries(language: str) -> Trie:
    """Countries: of CLDR, of the registry, and everyday names of the table."""
    names = [(form, kind) for form, kind in originals(language, "entities_countries") if kind != "none"]
    stop = lang.table(language, "entities_countries")
    for code, name in Locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
            bare = name.split(" (")[0]
            if stop.get(fold(bare)) != "none":
                names.append((bare, "LOC"))
    names += registered(language, "countries")
    return gazetteer(names, language)


@stored
def places(language: str) -> Trie:
    """Regions, cities and other places of the registry."""
    return gazetteer(registered(language, "places"), language)


def originals(language: str, name: str) -> list[tuple[str, str]]:
    """A table's forms as they are written, capitals kept, with their meaning."""
    path = files(lang.__name__) / language / f"{name}.tsv"
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if line.strip() and not line.startswith("#"):
            form, meaning, *_ = line.split("\t")
            rows.append((form.strip(), meaning.strip()))
    return rows


FILES = {"organisations": "ORG", "people": "PER", "countries": "LOC", "places": "LOC"}


@stored
def registered(language: str, file: str) -> list[tuple[str, str]]:
    """The names in one part of the registry, with their aliases, as (name, type)."""
    names: list[tuple[str, str]] = []
    folder = files(lang.__name__) / "registry"
    for path in sorted(folder.iterdir(), key=lambda p: p.name) if folder.is_dir() else ():
        if path.name.endswith(".csv") and path.name[:-4].split("_")[0] == file:
            for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
                spellings = [row.get(f"name_{language}") or "", *(row.get("aliases") or "").split("|")]
                names += [(ARTICLE.sub("", name.strip()), FILES[file]) for name in spellings if len(name.strip()) > 2]
    return names
