"""Agreements: the cases of both languages, and what must hold whatever the text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from pipeline.analyse import analyse
from pipeline.document import Agreement, Annotation, Document, Entity, Name
from pipeline.extract.agreements import agreements

TYPES = {"L": ("LOC", "country"), "O": ("ORG", "company"), "N": ("ORG", "international"), "P": ("PER", None)}
MARKS = re.compile(r"[\[\]]|\{[A-Z] |\}")


def read(marked: str, language: str, published: date | None = None) -> tuple[Document, list[tuple[int, int]]]:
    """A document of one line and the spans in [brackets].

    Names stand in braces: {L country}, {O firm}, {N international body}, {P person}.
    """
    text, position, names, opened, spans = "", 0, [], [], []
    for mark in MARKS.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        if mark[0] in "[]":
            if mark[0] == "[":
                opened.append(len(text))
            else:
                spans.append((opened.pop(), len(text)))
        elif mark[0] == "}":
            kind, start = names.pop()
            names.insert(0, (kind, start, len(text)))  # type: ignore[arg-type]
        else:
            names.append((mark[0][1], len(text)))  # type: ignore[arg-type]
    text += marked[position:]
    found = sorted((s, e, k) for k, s, e in names)  # type: ignore[misc]
    annotations = tuple(Annotation(s, e, Name(TYPES[k][0], 1.0, text[s:e])) for s, e, k in found)
    entities = tuple(Entity(text[s:e], TYPES[k][0], text[s:e], TYPES[k][1]) for s, e, k in found)
    document = Document("d", "d.txt", text, text, language=language, body=((0, len(text)),), published_on=published)
    analysed = analyse([document])[0]
    return replace(analysed, names=annotations, entities=entities), spans


def cases() -> list[Any]:
    """Every case of both languages, named by its file and line."""
    found = []
    for language in ("ru", "de"):
        path = files("pipeline.lang") / language / "cases" / "agreements.jsonl"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.append(pytest.param(language, json.loads(line), id=f"{language}:{number}"))
    return found


def told(document: Document, annotation: Annotation[Agreement]) -> str:
    """An agreement as a case writes it: type, status, parties."""
    value = annotation.value
    parties = [document.text[p.start : p.end] for p in value.parties if p.value.role == "party"]
    return f"{value.type} {value.status}" + (": " + "; ".join(parties) if parties else "")


def alike(got: str, wanted: str) -> bool:
    """Type and status the same, and the same parties in any order; `*` leaves them open."""
    kind, _, who = wanted.partition(": ")
    got_kind, _, got_who = got.partition(": ")
    return kind == got_kind and (who == "*" or set(who.split("; ")) == set(got_who.split("; ")))


@pytest.mark.parametrize(("language", "case"), cases())
def test_case(language: str, case: dict[str, Any]) -> None:
    document, spans = read(case["text"], language)
    found = agreements(document).agreements
    got = [told(document, a) for a in found]
    assert len(got) == len(case["agreements"]), got
    for annotation, span, wanted in zip(found, sorted(spans), case["agreements"], strict=True):
        assert annotation.start < span[1] and span[0] < annotation.end, document.text[annotation.start : annotation.end]
        assert alike(told(document, annotation), wanted), told(document, annotation)
