"""Language: cases in some fifty languages, mixed texts, and the stage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lang
from pipeline.document import Document, Quarantined
from pipeline.language import detect, language

CASES = [
    json.loads(line)
    for code in lang.LANGUAGES
    for line in (Path(lang.__file__).parent / code / "cases" / "language.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_no_foreign_sentence_passes_and_ours_do() -> None:
    foreign = [case for case in CASES if case["language"] not in lang.LANGUAGES]
    ours = [case for case in CASES if case["language"] in lang.LANGUAGES]
    assert len(foreign) >= 200 and len({case["language"] for case in foreign}) >= 40 and len(ours) >= 70
    assert [case["text"] for case in foreign if detect(case["text"])[0] in lang.LANGUAGES] == []
    missed = [case["text"] for case in ours if detect(case["text"])[0] != case["language"]]
    assert len(missed) <= 0.03 * len(ours), missed


def test_the_neighbours_are_named() -> None:
    neighbours = [
        c for c in CASES if c["language"] in ("be", "uk", "bg", "sr", "mk", "kk", "ky", "nl", "da", "sv", "en", "pl")
    ]
    named = [detect(case["text"])[0] == case["language"] for case in neighbours]
    assert sum(named) >= 0.95 * len(named)


def of(code: str) -> str:
    return " ".join(case["text"] for case in CASES if case["language"] == code)


@pytest.mark.parametrize(
    ("main", "guest"), [("ru", "kk"), ("ru", "uk"), ("ru", "be"), ("de", "en"), ("de", "nl"), ("de", "lb")]
)
def test_the_majority_decides(main: str, guest: str) -> None:
    guests = of(guest)[:250]
    assert detect(of(main)[:1500] + " " + guests)[0] == main
    assert detect(of(guest)[:600] + " " + of(main)[:80])[0] not in lang.LANGUAGES


def test_quotations_do_not_count() -> None:
    text = (
        "Auf der Bühne sagte er: “There is nothing left to say about this, and we will never forget those who did it.”"
    )
    assert detect(text)[0] == "de"
    assert (
        detect("В Астане вышел номер газеты «Егемен Қазақстан» и журнала «Ұлттық мүдде мен болашақ жолы».")[0] == "ru"
    )


@pytest.mark.parametrize("text", ["", " \n", "12 345", "…", "★ ★ ★"])
def test_no_words_no_language(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    code, score = detect(text)
    assert code and 0 <= score <= 1
    assert detect(text) == (code, score)


def document(text: str) -> Document:
    return Document("id", "page.txt", text, text, source_id="7", body=((0, len(text)),))


def test_the_stage() -> None:
    ours = language(document("Правительство подписало соглашение о поставках зерна на три года."))
    assert isinstance(ours, Document) and ours.language == "ru" and 0.5 < ours.language_score <= 1
    foreign = language(document("Урад падпісаў пагадненне аб пастаўках збожжа на тры гады."))
    assert foreign == Quarantined("page.txt", "language", "language", "be", "7")


def test_the_body_decides() -> None:
    text = (
        "Home | News | About us | Contact | The latest news of the day\nDie Regierung hat ein Abkommen unterzeichnet."
    )
    start = text.index("Die")
    result = language(Document("id", "page", text, text, body=((start, len(text)),)))
    assert isinstance(result, Document) and result.language == "de"
