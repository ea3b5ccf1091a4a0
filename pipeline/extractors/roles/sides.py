"""The side a sentence speaks for when it names who signed: „für die deutsche Seite“, «от завода», „für Ortenau“."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.roles.line import Line
from pipeline.extractors.roles.spans import Found
from pipeline.extractors.roles.words import adjective, scope
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of

_NEAR = 9  # tokens between the side and the office that it is told of


@dataclass(frozen=True, slots=True)
class Side:
    """Who an office speaks for: a mention, a country by its adjective, or a common noun («от завода»)."""

    mention: int | None = None
    country: str | None = None
    noun: str | None = None
    other: bool = False  # „Gegenseite“, «поставщик»: whoever was not told of before


def side(line: Line, found: Found) -> Side | None:
    """The side told last before an office in its sentence, unless another office's words stand between."""
    openers = table(line.language, "roles_sides")
    steps = 0
    for token in range(found.first - 1, -1, -1):
        word = fold(line.word(token))
        if openers.get(word) == "for" and token not in line.mention:
            return _read(line, token + 1, found.first, openers)
        if line.type(token) == "PER" or word in (",", ";", "und", "и", "sowie"):
            continue
        steps += 1
        if steps > _NEAR:
            return None
    return None


def _read(line: Line, first: int, end: int, openers: object) -> Side | None:
    """What stands after „für“, «от», «за»."""
    noun = country = None
    for token in range(first, min(first + 5, end)):
        word = line.word(token)
        if line.type(token) in ("ORG", "LOC"):
            return Side(mention=line.mention[token])
        if token in line.mention:
            return None
        if code := country_of(word, line.language):
            country = code
        elif table(line.language, "roles_sides").get(fold(word)) == "side":
            return Side(country=country) if country else None
        elif table(line.language, "roles_sides").get(fold(word)) == "other":
            return Side(other=True)
        elif country and scope(word, line.language) in ("company", "body"):
            return Side(country=country)
        elif scope(word, line.language):
            noun = word
            return Side(noun=noun)
        elif adjective(word, line.language) is None and fold(word) not in ("die", "den", "das", "der", "dem", "имени"):
            return None
    return None
