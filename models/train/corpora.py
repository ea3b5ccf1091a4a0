"""Readers: each public set becomes sentences of plain text with marked names.

A name is `(start, end, label)` in characters. Labels that ship: PER, ORG, LOC, EVENT. Labels that only help while
training: DERIV (`deutsche`, `Berliner`), PART (`EU-Gipfel`), OTH (titles, products).
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Span = tuple[int, int, str]
SHIPPED = ("PER", "ORG", "LOC", "EVENT")

MARK = re.compile(r"\[([^\[\]|]+)\|(PER|ORG|LOC|EVENT)\]")
EVENT_WORD = re.compile(
    r"(?i)(spiele\b|olympi|\bwm\b|\bem\b|meisterschaft|messe\b|festival|gipfel|forum|konferenz|\bcup\b|pokal|grand prix"
    r"|berlinale|kongre|marathon|turnier|festspiel|biennale|documenta|\bexpo\b|filmfest|\btour\b|rallye|\btag der\b)"
)
MOBIE = {"person": "PER", "organization": "ORG", "organization-company": "ORG", "location-city": "LOC",
         "location": "LOC", "location-stop": "LOC", "location-street": "LOC"}  # fmt: skip
LER = {"PER": "PER", "RR": "PER", "GRT": "ORG", "INN": "ORG", "ORG": "ORG", "UN": "ORG", "LD": "LOC", "ST": "LOC",
       "LDS": "LOC", "STR": "LOC"}  # fmt: skip
LER_OPAQUE = {"RS", "LIT", "AN", "MRK", "VT"}  # citations and the like: names inside them are not marked


@dataclass(frozen=True)
class Sentence:
    """One training text; `unknown` are stretches where nobody said whether they hold a name."""

    text: str
    names: tuple[Span, ...]
    source: str
    unknown: tuple[tuple[int, int], ...] = field(default=())


def read_jsonl(path: Path) -> Iterator[tuple[str, list[tuple[int, int]], list[str]]]:
    """Text, token offsets and BIO tags of each line of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text, offsets = "", []
            for token, space in zip(row["tokens"], row["spaces"], strict=True):
                offsets.append((len(text), len(text) + len(token)))
                text += token + (" " if space else "")
            yield text.rstrip(), offsets, row["ner"]


def chunks(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Token spans (end exclusive) of BIO tags."""
    start = -1
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            yield start, i, tags[start][2:]
            start = -1
        if tag.startswith("B-"):
            start = i


def germeval(path: Path) -> Iterator[Sentence]:
    """GermEval 2014, outer layer."""
    for text, at, tags in read_jsonl(path):
        names = []
        for b, e, label in chunks(tags):
            s, t = at[b][0], at[e - 1][1]
            if label.endswith("deriv"):
                label = "DERIV"
            elif label.endswith("part"):
                label = "PART"
            elif label == "OTH" and EVENT_WORD.search(text[s:t]):
                label = "EVENT"
            names.append((s, t, label))
        yield Sentence(text, tuple(names), "germeval")


def mobie(path: Path) -> Iterator[Sentence]:
    """MobIE without the tweets; routes (`S 1`) and descriptions (`beide Richtungen`) are no names."""
    for text, at, tags in read_jsonl(path):
        if "#" in text or "@" in text or "http" in text:
            continue
        names = []
        for b, e, kind in chunks(tags):
            s, t = at[b][0], at[e - 1][1]
            if kind in MOBIE and text[s].isupper() and text[s:t] not in {"Polizei", "Hbf"}:
                names.append((s, t, MOBIE[kind]))
        yield Sentence(text, tuple(names), "mobie", tuple(unclear(text, names)))


def ler(path: Path) -> Iterator[Sentence]:
    """Court decisions: sentences with a name and without citations or names cut to a letter."""
    for text, at, tags in read_jsonl(path):
        found = [(at[b][0], at[e - 1][1], kind) for b, e, kind in chunks(tags)]
        if any(kind in LER_OPAQUE for _, _, kind in found):
            continue
        names = [(s, t, LER[kind]) for s, t, kind in found if kind in LER]
        if not names or any(t - s < 4 for s, t, _ in names) or "…" in text or len(text) > 500:
            continue
        yield Sentence(text, tuple(names), "ler", tuple(unclear(text, names)))


def news(folder: Path, test: bool = False) -> Iterator[Sentence]:
    """Our own sentences, `[words|LABEL]`; `*.test.txt` are the styles kept for test."""
    for path in sorted(folder.glob("*.txt")):
        if path.name.endswith(".test.txt") == test:
            yield from news_file(path)


def news_file(path: Path) -> Iterator[Sentence]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, names = unmark(line.strip())
            yield Sentence(text, tuple(names), path.stem, tuple(unclear(text, names)))


def unmark(line: str) -> tuple[str, list[Span]]:
    """Plain text and names of a line with `[words|LABEL]` marks."""
    text, names, last = "", [], 0
    for m in MARK.finditer(line):
        text += line[last : m.start()]
        names.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        last = m.end()
    return text + line[last:], names


# In sets other than GermEval nobody marked derived adjectives and compounds with a name; say so instead of
# teaching that they are nothing.
MAYBE = re.compile(r"\b[A-ZÄÖÜa-zäöü]\w+isch(?:e[nrms]?)?\b|\b[A-ZÄÖÜ]\w+er(?= [A-ZÄÖÜ])|\b[A-ZÄÖÜ]\w*-[\w-]+")


def unclear(text: str, names: Iterable[Span]) -> Iterator[tuple[int, int]]:
    taken = [(s, e) for s, e, _ in names]
    for m in MAYBE.finditer(text):
        if not any(m.start() < e and s < m.end() for s, e in taken):
            yield m.span()


@dataclass(frozen=True)
class Tagged:
    """A UD sentence: words, blanks after them, coarse tags and reduced morphology."""

    words: list[str]
    spaces: list[bool]
    pos: list[str]
    morphs: list[str]


KEEP_FEATS = ("Case", "Gender", "Number", "VerbForm")


def conllu(path: Path) -> Iterator[Tagged]:
    """A UD treebank; contracted words (`zum`) are kept whole and take the tag of their first part."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        words: list[str] = []
        spaces: list[bool] = []
        pos: list[str] = []
        morphs: list[str] = []
        skip = 0
        joined = ""
        for line in lines:
            if not line.strip():
                if words:
                    yield Tagged(words, spaces, pos, morphs)
                words, spaces, pos, morphs, skip = [], [], [], [], 0
                continue
            if line.startswith("#"):
                continue
            f = line.rstrip("\n").split("\t")
            if "." in f[0]:
                continue
            space = "SpaceAfter=No" not in f[9]
            if "-" in f[0]:
                a, b = f[0].split("-")
                skip, joined = int(b) - int(a) + 1, f[1]
                words.append(joined)
                spaces.append(space)
                continue
            feats = [x for x in f[5].split("|") if x.split("=")[0] in KEEP_FEATS]
            if skip:
                if len(pos) < len(words):
                    pos.append(f[3])
                    morphs.append("")
                skip -= 1
                continue
            words.append(f[1])
            spaces.append(space)
            pos.append(f[3])
            morphs.append("|".join(feats))
