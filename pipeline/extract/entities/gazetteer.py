"""Names that are known: tables, countries of CLDR, the registry; found in every inflected form.

A trie over words. A Russian word stands under all its dictionary forms and is looked up by all of
its readings, so that «Объединённых Арабских Эмиратов» meets «Объединённые Арабские Эмираты».
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from pipeline import lang
from pipeline.extract.entities.words import Word, info
from pipeline.lang import fold
from pipeline.lang.tokens import TOKEN

END = ""
NUMBERED = re.compile(r"(\D+)-\d+\Z")
NO_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})
Trie = dict[str, Any]


def keys(word: str, language: str) -> frozenset[str]:
    """The forms under which a word of a name is kept and looked up."""
    if language == "ru":
        lemmas = info(word).lemmas
        numbered = NUMBERED.match(word)  # «ГРЭС-1», «ПМЭФ-2025»
        return lemmas | info(numbered.group(1)).lemmas if numbered else lemmas
    if language == "de":
        return german_keys(fold(word))
    return frozenset((fold(word),))


def german_keys(word: str) -> frozenset[str]:
    """A German word, and what it is without a genitive ending or an adjective's ending."""
    found = {word}
    for ending in ("s", "es", "n", "en", "er", "em", "e", "ens", "’", "'"):
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            found.add(word[: -len(ending)])
    return frozenset(found)


def build(names: Sequence[tuple[str, str]], language: str) -> Trie:
    """A trie of (name, type). The first type of a name stays."""
    root: Trie = {}
    for name, kind in names:
        node = root
        for part in TOKEN.findall(name):
            child: Trie = {}
            forms = keys(part, language)
            for form in forms:
                if form in node:
                    child = node[form]
                    break
            for form in forms:
                node.setdefault(form, child)
            node = child
        node.setdefault(END, (kind, name))
    return root


def search(words: Sequence[Word], trie: Trie, language: str) -> Iterator[tuple[int, int, str, str]]:
    """Longest finds, left to right: first word, end, type, the name as the table has it."""
    i = 0
    while i < len(words):
        best = None
        if words[i].alpha:
            nodes, j = [trie], i
            while nodes and j < len(words) and words[j].sentence == words[i].sentence:
                forms = keys(words[j].text, language)
                following: dict[int, Trie] = {}
                for node in nodes:
                    for form in forms:
                        if form in node:
                            following[id(node[form])] = node[form]
                nodes = list(following.values())
                j += 1
                for node in nodes:
                    if END in node and _written(words[i:j], node[END][1]):
                        best = (i, j, *node[END])
        if best:
            yield best
            i = best[1]
        else:
            i += 1


def _written(words: Sequence[Word], name: str) -> bool:
    """An abbreviation is one only in capitals, and a name of several words only with a capital in the last too."""
    if name.isupper():
        return words[0].text.isupper()
    first, last = name[0], name.split()[-1][0]
    return (words[0].capital or (first.islower() and words[0].fold.startswith("област"))) and (words[-1].capital or last.islower() or last.isdigit())


def match(words: Sequence[Word], i: int, trie: Trie, language: str = "ru") -> tuple[int, str]:
    """The longest entry that begins at a word, capitals or not: its end and type; (i, "") where there is none."""
    nodes, best, j = [trie], (i, ""), i
    while nodes and j < len(words) and words[j].sentence == words[i].sentence:
        forms = keys(words[j].text, language)
        following = {id(node[form]): node[form] for node in nodes for form in forms if form in node}
        nodes = list(following.values())
        j += 1
        for node in nodes:
            if END in node:
                best = (j, node[END][0])
    return best


def match_before(words: Sequence[Word], i: int, trie: Trie, language: str = "ru") -> tuple[int, str]:
    """The longest entry that ends before a word: its start and type; (i, "") where there is none."""
    for k in (3, 2, 1):
        if i - k >= 0 and words[i - k].sentence == words[i - 1].sentence:
            end, kind = match(words[:i], i - k, trie, language)
            if kind and end == i:
                return i - k, kind
    if i and "-" in words[i - 1].text:  # «IT-компания»
        tail = words[i - 1].text.rsplit("-", 1)[1]
        for form in keys(tail, language) if tail else ():
            if form in trie and END in trie[form]:
                return i - 1, trie[form][END][0]
    return i, ""


@cache
def people(language: str) -> Trie:
    """Persons of the registry, by their full names."""
    return build([(name, kind) for name, kind in registered(language, "PER") if " " in name], language)


@cache
def nouns(language: str, name: str) -> Trie:
    """A table of common nouns as a trie."""
    return build(originals(language, name), language)


@cache
def known(language: str) -> Trie:
    """Bodies, events and places of the tables."""
    return build(originals(language, "entities_known") + registered(language, "ORG"), language)


@cache
def countries(language: str) -> Trie:
    """Countries: of CLDR, of the registry, and everyday names of the table."""
    names = [(form, kind) for form, kind in originals(language, "entities_countries") if kind != "none"]
    stop = lang.table(language, "entities_countries")
    for code, name in Locale(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
            bare = name.split(" (")[0]
            if stop.get(fold(bare)) != "none":
                names.append((bare, "LOC"))
    return build(names, language)


@cache
def places(language: str) -> Trie:
    """Regions, cities and other places of the registry."""
    return build(registered(language, "LOC"), language)


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


@cache
def registered(language: str, kind: str) -> list[tuple[str, str]]:
    """The names of one type in the registry, with their aliases, as (name, type)."""
    names: list[tuple[str, str]] = []
    folder = files(lang.__name__) / "registry"
    for path in sorted(folder.iterdir(), key=lambda p: p.name) if folder.is_dir() else ():
        if path.name.endswith(".csv") and FILES.get(path.name[:-4].split("_")[0]) == kind:
            for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
                spellings = [row.get(f"name_{language}") or "", *(row.get("aliases") or "").split("|")]
                names += [(name.strip(), kind) for name in spellings if len(name.strip()) > 2]
    return names
