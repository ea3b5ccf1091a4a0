"""Roles: each case gives the office's words, the person, the title (null: not held to it) and whose the office is."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.extractors.roles import roles
from pipeline.extractors.roles.words import office
from tests.marked import document


def cases() -> list[Any]:
    found = []
    for language in ("ru", "de"):
        text = (files("pipeline.lang") / language / "cases" / "roles.jsonl").read_text(encoding="utf-8")
        found += [
            pytest.param(language, json.loads(line), id=f"{language}:{line[10:60]}") for line in text.splitlines()
        ]
    return found


@pytest.mark.parametrize(("language", "case"), cases())
def test_case(language: str, case: dict[str, Any]) -> None:
    found = roles(document(case["text"], language))
    assert [_row(found, r) for r in found.roles] == [tuple(r[:2] + r[3:]) for r in case["roles"]]
    for role, wanted in zip(found.roles, case["roles"], strict=True):
        assert wanted[2] is None or role.value.title == wanted[2]


def _row(found: Document, role: Any) -> tuple[str, str, str | None]:
    of = role.value.of
    return (
        found.text[role.start : role.end],
        found.text[slice(*role.value.person)],
        found.text[slice(*of)] if of else None,
    )


@pytest.mark.parametrize(
    ("word", "language", "kind"),
    [("министром", "ru", "minister"), ("замакима", "ru", "region"), ("экс-президенту", "ru", "state"),
     ("энергетики", "ru", None), ("Vorstandschefin", "de", "company"), ("Staatspräsidenten", "de", "state"),
     ("Wirtschaftsministerin", "de", "minister"), ("Abgeordneten", "de", "party"), ("Kriminalität", "de", None)],
)  # fmt: skip
def test_office(word: str, language: str, kind: str | None) -> None:
    assert office(word, language) == kind


@settings(deadline=None)
@given(st.text(alphabet="абвАБВ «»(),.-–министр президент[]|PERORG", max_size=60), st.sampled_from(["ru", "de"]))
def test_never_raises(text: str, language: str) -> None:
    found = roles(document(text, language))
    spans = {a.span for a in found.names}
    for role in found.roles:
        assert role.value.person in spans and role.start < role.end
