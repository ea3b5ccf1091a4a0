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
    offices: list[tuple[Line, Found]] = []
    for sentence in document.sentences:
        line = Line(document, sentence)
        if line.mention:
            offices += [(line, one) for one in find(line)]
    found: list[Annotation[Role]] = []
    for (line, one), owners in zip(offices, Owners(document).settle(offices) if offices else [], strict=True):
        start, end = line.tokens[one.first].start, line.tokens[one.last].end
        title = _title(line, one)
        for person, owner in zip(one.persons, owners, strict=True):
            found.append(Annotation(start, end, Role(title, document.names[person].span, owner), one.rule))
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
