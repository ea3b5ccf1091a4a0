"""The stage: lines, mentions, stories, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.document import Agreement, Annotation, Document
from pipeline.extractors.agreements.finding import Mention, mentions
from pipeline.extractors.agreements.hiring import hired
from pipeline.extractors.agreements.later import taken_up
from pipeline.extractors.agreements.lexicon import Lexicon, lexicon
from pipeline.extractors.agreements.line import Line
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import beside
from pipeline.extractors.agreements.rows import row
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.status import decide, evidence
from pipeline.extractors.agreements.story import gather
from pipeline.extractors.agreements.units import lines
from pipeline.lang import LANGUAGES

_LINES, _MENTIONS = 500, 100  # of one part; no article has as many, but a year's chronicle may


def agreements(document: Document) -> Document:
    """The document with `agreements`: one for each that its body tells of."""
    if document.language not in LANGUAGES:
        return document
    lex = lexicon(document.language)
    parts = list(_parts(lines(document, lex), lex))
    rows = [
        told
        for all_lines, found in parts
        if found
        for told in _told(document if len(parts) == 1 else _within(document, all_lines), lex, all_lines, found)
    ]
    return replace(document, agreements=tuple(sorted(rows, key=lambda a: (a.start, a.end)))) if rows else document


def _parts(all_lines: list[Line], lex: Lexicon) -> Iterator[tuple[list[Line], list[Mention]]]:
    """The lines and what they mention, in parts that keep short how long it takes to compare all with all."""
    part: list[Line] = []
    found: list[Mention] = []
    for line in all_lines:
        here = mentions(line, len(part), lex)
        if len(part) == _LINES or (found and len(found) + len(here) > _MENTIONS):
            yield part, found
            part, found = [], []
            here = mentions(line, 0, lex)
        part.append(line)
        found += here
    yield part, found


def _within(document: Document, all_lines: Sequence[Line]) -> Document:
    """The document as if nothing were named but in these lines."""
    first, last = all_lines[0].start, all_lines[-1].end
    return replace(document, names=tuple(n for n in document.names if first <= n.start < last))


def _told(document: Document, lex: Lexicon, all_lines: list[Line], found: list[Mention]) -> list[Annotation[Agreement]]:
    """What is told of the agreements mentioned."""
    scene = Scene(document, lex, all_lines, found)
    found = [m for m in found if hired(scene, m) or not scene.employment(m)]
    scene.keep(found)
    told = [evidence(all_lines[m.line], m, scene.others(m), lex, document.published_on) for m in found]
    listed, lenders = _lists(all_lines, found, told)
    scene.told = told
    scene.beside = [
        beside(all_lines[m.line], scene.cast(m.line), m, scene.others(m), t, lex, scene.entities)
        for m, t in zip(found, told, strict=True)
    ]
    partners = [
        frozenset(a.entity for a, _ in b if a.entity) if not t or t[0].sense not in ("join", "ratify") else frozenset()
        for b, t in zip(scene.beside, told, strict=True)
    ]
    stories = gather(all_lines, found, told, partners)
    for story in stories:
        story.listed = max((listed.get(id(m), 0) for m in story.mentions), default=0)
        story.lender = lenders.get(id(story.mention))
        story.later = [e for _, e in taken_up(scene, story)]
    rows = []
    for story in stories:
        made = row(scene, story, stories)
        if made is not None:
            rows.append((story, made))
    in_body = any(not all_lines[s.mention.line].headline for s, _ in rows)
    return [r for s, r in rows if not (in_body and all_lines[s.mention.line].headline)]


def _lists(
    all_lines: Sequence[Line], found: Sequence[Mention], told: list[list[Evidence]]
) -> tuple[dict[int, int], dict[int, Mention]]:
    """A plural that is then listed lends its status to the items.

    Returns how many items each plural has and each item's plural, both by the `id` of the mention.
    """
    items: dict[int, int] = {}
    lenders: dict[int, Mention] = {}
    plural: tuple[Mention, list[Evidence]] | None = None
    for mention, evidences in zip(found, told, strict=True):
        line = all_lines[mention.line]
        status = decide(evidences)
        if plural is not None and mention.line >= plural[0].line:
            head, lent = plural
            gap = line.paragraph - all_lines[head.line].paragraph
            clause = line.units[mention.at].clause
            same = mention.line == head.line
            unit = line.units[mention.at]
            fresh = mention.article in ("", "a", "new") and (unit.case in ("Nom", "Acc", "") or unit.pos == "")
            verbless = not any(u.finite and not u.act("list") for _, u in line.of(clause))
            if status is None and gap <= 8 and fresh and (same or verbless):
                evidences += [e if same else replace(e, at=mention.at, clause=clause, source="list") for e in lent[:1]]
                lenders[id(mention)] = head
            elif (
                status is not None
                and not mention.plural
                and ((gap == 0 and not same and status == decide(lent)) or (same and evidences[0].at == lent[0].at))
            ):
                lenders[id(mention)] = head
            if id(mention) in lenders:
                mention.joint = True
                items[id(head)] = items.get(id(head), 0) + (mention.count or 1)
        if mention.plural and status in ("signed", "planned") and id(mention) not in lenders:
            plural = (mention, list(evidences))
    return items, lenders
