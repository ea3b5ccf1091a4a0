"""Agreements: the cases of both languages, and what must hold whatever the text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analyse import analyse
from pipeline.document import Agreement, Annotation, Document, Entity, Name, Sentence, Token
from pipeline.extractors.agreements import agreements
from pipeline.extractors.agreements.german import conjugate
from pipeline.extractors.agreements.lexicon import german_head

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


def only(marked: str, language: str, published: date | None = None) -> Agreement:
    """The one agreement of a line."""
    (found,) = agreements(read(marked, language, published)[0]).agreements
    return found.value


def test_a_group_joins_both_languages() -> None:
    """The same parties, type and month give the same key, whatever the language and the order."""
    day = date(2025, 6, 5)
    russian = read("{L Иран} и {L Оман} подписали [меморандум о портах].", "ru", day)[0]
    german = read("{L Oman} und der {L Iran} haben ein [Memorandum] unterzeichnet.", "de", day)[0]
    ids = {"Иран": "loc:ir", "Iran": "loc:ir", "Оман": "loc:om", "Oman": "loc:om"}
    groups = set()
    for document in (russian, german):
        names = tuple(replace(n, value=replace(n.value, entity=ids[n.value.entity or ""])) for n in document.names)
        entities = tuple(replace(e, entity_id=ids[e.entity_id]) for e in document.entities)
        (found,) = agreements(replace(document, names=names, entities=entities)).agreements
        groups.add(found.value.group)
    assert len(groups) == 1 and None not in groups


def test_no_group_where_too_little_is_told() -> None:
    assert only("{O BASF} hat den [Liefervertrag] mit {O Sinopec} unterzeichnet.", "de").group is None
    assert only("{L США} вышли из [договора об открытом небе].", "ru", date(2025, 6, 5)).group is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "{L Чад} и {L Судан} подписали [пять меморандумов]."),
        ("de", "{L Tschad} und {L Sudan} unterzeichneten [fünf Memoranden]."),
    ],
)
def test_a_number_of_papers_is_counted(language: str, text: str) -> None:
    assert only(text, language).count == 5


def test_signatories_witnesses_mediators() -> None:
    text = (
        "При посредничестве {L Катара} {L Чад} и {L Судан} заключили [соглашение о границе]. "
        "Подписи поставили {P Идрис Юсуф} и {P Али Хасан} в присутствии {P Джона Смита}."
    )
    document, _ = read(text, "ru")
    (found,) = agreements(document).agreements
    roles = {(p.value.role, document.text[p.start : p.end]) for p in found.value.parties}
    assert roles == {
        ("party", "Чад"), ("party", "Судан"), ("mediator", "Катара"),
        ("signatory", "Идрис Юсуф"), ("signatory", "Али Хасан"), ("witness", "Джона Смита"),
    }  # fmt: skip


def test_every_row_says_why_and_how_surely() -> None:
    document, _ = read("{O BASF} schloss mit {O Sinopec} einen [Liefervertrag über Methanol] ab.", "de")
    (found,) = agreements(document).agreements
    assert found.rule and all(p.rule for p in found.value.parties)
    assert found.value.score is not None and 0 <= found.value.score <= 1
    assert found.value.sentence == (0, len(document.text))


@given(st.text(alphabet="«»„“()[],.;:—–- \nабвдежзАБВЯabcäßZ0129", max_size=120), st.sampled_from(["ru", "de"]))
def test_any_text_is_borne(noise: str, language: str) -> None:
    """Marks and letters in any order around the naming words raise nothing and stay inside the text."""
    words = {"ru": "соглашение между X и Y подписано", "de": "Das Abkommen zwischen X und Y wurde unterzeichnet"}
    text = f"{noise} {words[language]} {noise}"
    tokens = tuple(Token(m.start(), m.end(), m[0]) for m in re.finditer(r"\w+|[^\w\s]", text))
    sentences = (Sentence(0, len(text), tokens),)
    document = Document("d", "d.txt", text, text, language=language, body=((0, len(text)),), sentences=sentences)
    for found in agreements(document).agreements:
        assert 0 <= found.start < found.end <= len(text)


def test_german_forms() -> None:
    forms = {(form, tense, particle) for form, tense, particle in conjugate("ab|schließen", "schloss", "abgeschlossen")}
    assert ("schlossen", "past", "ab") in forms and ("abgeschlossen", "part", "") in forms
    assert ("abzuschließen", "zu", "") in forms
    assert ("unterzeichnet", "part", "") in set(conjugate("unterzeichnen"))


@pytest.mark.parametrize(
    ("word", "kind"),
    [("lieferverträgen", "contract"), ("doppelbesteuerungsabkommens", "agreement"), ("arbeitsvertrag", None),
     ("epc-vertrag", "contract"), ("hygieneprotokoll", None), ("staatsvertrages", "treaty")],
)  # fmt: skip
def test_german_compounds(word: str, kind: str | None) -> None:
    head = german_head(word)
    assert (head.type if head else None) == kind
