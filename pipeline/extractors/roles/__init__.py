"""Roles: the office or job a person holds, as the text words it, and whose office it is."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Annotation, Document, Role
from pipeline.extractors.roles import titles
from pipeline.extractors.roles.line import Line
from pipeline.extractors.roles.owners import Owners
from pipeline.extractors.roles.spans import Found, find
from pipeline.lang import fold

__all__ = ["roles"]


def roles(document: Document) -> Document:
    """The document with `roles`: one for each place that words a named person's office."""
    if not any(a.value.type == "PER" for a in document.names):
        return replace(document, roles=())
    owners = Owners(document)
    found: list[Annotation[Role]] = []
    for sentence in document.sentences:
        line = Line(document, sentence)
        if not line.mention:
            continue
        for one in find(line):
            start, end = line.tokens[one.first].start, line.tokens[one.last].end
            title = _title(line, one)
            for number, person in enumerate(one.persons):
                role = Role(title, document.names[person].span, owners.of(line, one, number))
                found.append(Annotation(start, end, role, one.rule))
    return replace(document, roles=tuple(sorted(found, key=lambda a: a.span)))


def _title(line: Line, found: Found) -> str:
    before = [line.word(t) for t in range(found.first, found.head) if t not in line.mention]
    after: list[str] = []
    for token in range(found.head + 1, found.last + 1):
        if token in line.mention:
            break
        after.append(line.word(token))
    if line.language == "ru":
        return titles.russian(before, line.word(found.head), [w for w in after if w not in '«»"('])
    article = fold(line.word(found.first - 1))
    portfolio = after[:2] if len(after) > 1 and fold(after[0]) == "für" else []
    return titles.german(before, line.word(found.head), portfolio, article, False)
