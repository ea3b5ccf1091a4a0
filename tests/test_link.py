"""Link: nominatives, coreference, one identity over languages, kind and country."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document, Entity
from pipeline.extractors.roles import roles
from pipeline.lang.transliterate import name_key
from pipeline.link import identify, link
from pipeline.link.people import identity
from tests.marked import document

HERE = Path(__file__).parent


def linked(text: str, language: str) -> Document:
    return link(roles(document(text, language)))


def entity(found: Document, words: str) -> Entity:
    ids = {e.entity_id: e for e in found.entities}
    return next(ids[n.value.entity or ""] for n in found.names if found.text[n.start : n.end] == words)


def cases() -> list[Any]:
    found = []
    for language in ("ru", "de"):
        text = (files("pipeline.lang") / language / "cases" / "link.jsonl").read_text(encoding="utf-8")
        found += [
            pytest.param(language, json.loads(line), id=f"{language}:{line[10:70]}") for line in text.splitlines()
        ]
    return found


@pytest.mark.parametrize(("language", "case"), cases())
def test_case(language: str, case: dict[str, Any]) -> None:
    """`entities`: for each mention in order, its entity's name, and kind and country where the case holds them."""
    found = linked(case["text"], language)
    ids = {e.entity_id: e for e in found.entities}
    got = [ids[n.value.entity or ""] for n in found.names]
    assert [e.name for e in got] == [w[0] for w in case["entities"]]
    for e, wanted in zip(got, case["entities"], strict=True):
        assert [e.kind, e.country][: len(wanted) - 1] == wanted[1:]


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_people_have_one_key_in_every_spelling() -> None:
    people = rows("names_people.tsv")
    pairs = [(names[0], other) for names in people for other in names[1:]]
    apart = [(a, b) for a, b in pairs if identity(a) != identity(b)]
    assert len(pairs) >= 300
    assert len(apart) <= 0.02 * len(pairs), apart


def test_different_people_have_different_keys() -> None:
    names = [r[0] for r in rows("names_people.tsv")]
    alike = [(a, b) for a, b in combinations(names, 2) if identity(a) == identity(b)]
    assert not alike


@pytest.mark.parametrize(("type", "russian", "german"), rows("names_things.tsv"))
def test_things_have_one_id_in_both_languages(type: str, russian: str, german: str) -> None:
    assert identify(russian, type, "ru") == identify(german, type, "de")


def test_ids_are_functions_of_the_name() -> None:
    assert identify("Казахстан", "LOC", "ru") == "loc:kz"
    assert identify("Шанхайская организация сотрудничества", "ORG", "ru") == "org:sco"
    assert identify("Gomel", "LOC", "de") == "loc:by-gomel"
    assert identify("Region Gomel", "LOC", "de") == "loc:by-gomel-region"
    assert identify("Ирина Воронцова", "PER", "ru") == identify("Irina Woronzowa", "PER", "de")


def test_namesakes_stay_apart() -> None:
    found = linked("[Иван Петров|PER] и [Сергей Петров|PER] спорят. [С. Петров|PER] прав.", "ru")
    first, second, third = (n.value.entity for n in found.names)
    assert first != second and second == third


def test_city_and_region_stay_apart() -> None:
    found = linked("Das [Gebiet Minsk|LOC] und die Stadt [Minsk|LOC] planen gemeinsam.", "de")
    assert [e.entity_id for e in found.entities] == ["loc:by-minsk-region", "loc:by-minsk"]


def test_bodies_of_two_countries_stay_apart() -> None:
    text = "[Правительство|ORG] [Казахстана|LOC] и [Правительство|ORG] [Беларуси|LOC] подписали план."
    found = linked(text, "ru")
    assert found.names[0].value.entity == "org:kz-government"
    assert found.names[2].value.entity == "org:by-government"


def test_a_surname_alone_has_a_key_of_its_own() -> None:
    alone = linked("[Ильясов|PER] выступил.", "ru")
    full = linked("[Марат Ильясов|PER] выступил.", "ru")
    assert alone.names[0].value.entity != full.names[0].value.entity


def test_every_mention_is_tied() -> None:
    found = linked("[Анна|PER] [X|ORG] [.|LOC] [«»|EVENT] [1|ORG]", "ru")
    ids = {e.entity_id for e in found.entities}
    assert all(n.value.entity in ids for n in found.names)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda t: not set(t) & set("[]|\n") and t.strip() == t))
def test_never_raises_and_is_deterministic(words: str) -> None:
    for language in ("ru", "de"):
        for type in ("PER", "ORG", "LOC", "EVENT"):
            first = linked(f"[{words}|{type}] сказал und ging.", language)
            again = linked(f"[{words}|{type}] сказал und ging.", language)
            assert first == again
            assert all(n.value.entity for n in first.names)


@settings(deadline=None)
@given(st.from_regex(r"[А-ЯЁ][а-яё]{2,12}", fullmatch=True))
def test_a_key_is_lower_case_ascii(word: str) -> None:
    assert name_key(word).isascii() and name_key(word) == name_key(word).lower()
