"""Names: the cases of both languages, and what holds for any text."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lang
from pipeline.analyse import analyse
from pipeline.document import Document
from pipeline.extractors.entities import entities
from pipeline.extractors.entities.stems import stems
from pipeline.extractors.entities.words import Mention, quotations, settle, words

MARKED = re.compile(r"\[([^\[\]]*)\]")


def read(language: str) -> list[dict[str, Any]]:
    path = files(lang.__name__) / language / "cases" / "names.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and where they stood."""
    plain, spans, last = "", [], 0
    for match in MARKED.finditer(text):
        plain += text[last : match.start()]
        spans.append((len(plain), len(plain) + len(match.group(1))))
        plain += match.group(1)
        last = match.end()
    return plain + text[last:], spans


def document(text: str, language: str) -> Document:
    return Document("d", "d", text, text, body=((0, len(text)),), language=language)


@cache
def found(language: str) -> dict[str, list[tuple[str, str]]]:
    """All cases of a language through the models in one batch: plain text -> names."""
    texts = [unmark(case["text"])[0] for case in read(language)]
    results = [entities(d) for d in analyse([document(text, language) for text in texts])]
    return {d.text: [(d.text[n.start : n.end], n.value.type) for n in d.names] for d in results}


@pytest.mark.parametrize(
    ("language", "case"), [(language, case) for language in lang.LANGUAGES for case in read(language)], ids=str
)
def test_case(language: str, case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    expected = [(text[s:e], kind) for (s, e), kind in zip(spans, case["names"], strict=True)]
    assert found(language)[text] == expected


def test_there_are_enough_cases() -> None:
    for language in lang.LANGUAGES:
        cases = read(language)
        assert len(cases) >= 150
        assert sum(not case["names"] for case in cases) >= 12  # sentences with no name in them


def names(text: str, language: str = "ru") -> list[tuple[str, str]]:
    result = entities(analyse([document(text, language)])[0])
    return [(text[n.start : n.end], n.value.type) for n in result.names]


def test_a_surname_is_found_again_in_every_case() -> None:
    text = "Завод возглавил Серик Имангазин.\nОт Имангазина ждут перемен. Имангазину дали год."
    assert [name for name, _ in names(text)] == ["Серик Имангазин", "Имангазина", "Имангазину"]


def test_a_firm_is_found_again_by_its_short_name() -> None:
    text = "Контракт получила Zeltmark Anlagen GmbH. Позже Zeltmark отказалась. Суд встал на сторону Zeltmark."
    assert names(text) == [("Zeltmark Anlagen GmbH", "ORG"), ("Zeltmark", "ORG"), ("Zeltmark", "ORG")]


def test_an_abbreviation_in_brackets_keeps_its_type_later() -> None:
    text = "Договор заключил Томский трубный завод (ТТЗ). Акции ТТЗ подорожали."
    assert names(text) == [("Томский трубный завод", "ORG"), ("ТТЗ", "ORG"), ("ТТЗ", "ORG")]


def test_a_country_beside_a_national_body_stays_outside() -> None:
    text = "Министерство экономики Казахстана и акимат Туркестанской области договорились."
    expected = [("Министерство экономики", "ORG"), ("Казахстана", "LOC"), ("акимат Туркестанской области", "ORG")]
    assert names(text) == expected


def test_every_mention_names_its_rule() -> None:
    for text, language in (("Глава МИД Ирана прибыл в Минск.", "ru"), ("Die EU berät in Genf mit dem Iran.", "de")):
        result = entities(analyse([document(text, language)])[0])
        assert result.names
        assert all(name.rule for name in result.names)


def test_other_languages_come_back_as_they_are() -> None:
    given = document("Genève", "fr")
    assert entities(given) is given


PARTS = """
Банк банка АО «НК « » „ “ ( ) , . — и Казахстан Казахстана Астане Минской области Иванов А. имени по форум IV GmbH Co.
Ltd. Gebiet Minsk und Herr von Arx Ministerium für EU- Chef ООО 2025 долларов США
""".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from(["ru", "de"]))
@settings(max_examples=150, deadline=None)
def test_mentions_never_overlap_nor_leave_the_body(parts: list[str], language: str) -> None:
    text = " ".join(parts)
    result = entities(analyse([document(text, language)])[0])
    last = 0
    for name in result.names:
        assert last <= name.start < name.end <= len(text)
        assert text[name.start : name.end] == text[name.start : name.end].strip()
        assert name.value.type in {"PER", "ORG", "LOC", "EVENT"}
        last = name.end


def test_the_stronger_mention_stays_then_the_longer() -> None:
    kept = settle([Mention(0, 2, "LOC", "a", 1), Mention(1, 3, "ORG", "b", 2), Mention(3, 4, "PER", "c", 1),
                   Mention(3, 5, "PER", "d", 1)], 6)  # fmt: skip
    assert [m.rule for m in kept] == ["b", "d"]


def test_a_closing_mark_may_stand_for_two() -> None:
    found = words(analyse([document("АО «НК «Темир» купит вагоны, а ООО «Рось» продаст.", "ru")])[0])
    assert [(found[a + 1].text, found[b - 1].text) for a, b in quotations(found)] == [
        ("НК", "Темир"),
        ("Темир", "Темир"),
        ("Рось", "Рось"),
    ]


@pytest.mark.parametrize(
    ("form", "name", "language", "same"),
    [
        ("Астаной", "Астана", "ru", True),
        ("Россией", "Россия", "ru", True),
        ("Казанью", "Казань", "ru", True),
        ("Дубае", "Дубай", "ru", True),
        ("Объединёнными", "Объединённые", "ru", True),
        ("Минская", "Минск", "ru", False),
        ("Kasachstans", "Kasachstan", "de", True),
        ("Russischen", "Russische", "de", True),
        ("Schweizer", "Schweiz", "de", False),
    ],
)
def test_stems(form: str, name: str, language: str, same: bool) -> None:
    assert bool(stems(form, language) & stems(name, language, nominative=True)) is same
