"""The registry: forms of known names, users' own files, and what must hold of every entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lang import registry
from pipeline.lang.registry import RegistryError, entries, find, match, read, use
from pipeline.records import LOC_KINDS, ORG_KINDS


@pytest.mark.parametrize(
    ("form", "language", "wanted"),
    [
        ("Гомельской области", "ru", "loc:by-gomel-region"),
        ("Gebiets Gomel", "de", "loc:by-gomel-region"),
        ("Oblast Gomel", "de", "loc:by-gomel-region"),
        ("Gomeler Gebiet", "de", "loc:by-gomel-region"),
        ("Гомеле", "ru", "loc:by-gomel"),
        ("Усть-Каменогорске", "ru", "loc:kz-ust-kamenogorsk"),
        ("Öskemens", "de", "loc:kz-ust-kamenogorsk"),
        ("Нур-Султана", "ru", "loc:kz-astana"),
        ("Республики Беларусь", "ru", "loc:by"),
        ("РБ", "ru", "loc:by"),
        ("Weißrussland", "de", "loc:by"),
        ("Соединённых Штатов Америки", "ru", "loc:us"),
        ("Vereinigten Staaten", "de", "loc:us"),
        ("Russischen Föderation", "de", "loc:ru"),
        ("Набережных Челнов", "ru", "loc:ru-naberezhnye-chelny"),
        ("Ростове-на-Дону", "ru", "loc:ru-rostov-on-don"),
        ("Череповце", "ru", "loc:ru-cherepovets"),
        ("Чёрном море", "ru", "loc:black-sea"),
        ("Schwarzen Meer", "de", "loc:black-sea"),
        ("ШОС", "ru", "org:sco"),
        ("SOZ", "de", "org:sco"),
        ("Шанхайской организации сотрудничества", "ru", "org:sco"),
        ("Europäischen Bank für Wiederaufbau und Entwicklung", "de", "org:ebrd"),
        ("Касым-Жомартом Токаевым", "ru", "per:kassym-jomart-tokayev"),
    ],
)
def test_a_name_is_found_in_any_form(form: str, language: str, wanted: str) -> None:
    found = find(form, language)
    assert found is not None and found.id == wanted


def test_the_nominative_comes_with_the_entry() -> None:
    assert match("Brüssels", "de", "LOC") == (find("Brüssel", "de", "LOC"), "Brüssel")


@pytest.mark.parametrize(
    ("form", "language", "type"), [("Saran", "ru", "LOC"), ("Минск", "ru", "ORG"), ("us", "de", "LOC")]
)
def test_what_only_looks_like_a_name_is_none(form: str, language: str, type: str) -> None:
    assert find(form, language, type) is None


def test_entries_are_sound() -> None:
    for entry in entries():
        assert re.fullmatch(r"(loc|org|per):[a-z0-9][a-z0-9-]*", entry.id), entry
        assert entry.country is None or re.fullmatch("[A-Z]{2}", entry.country), entry
        kinds = {"LOC": LOC_KINDS, "ORG": ORG_KINDS}.get(entry.type, (None,))
        assert entry.kind in kinds, entry


def test_ids_are_one_to_a_thing() -> None:
    ids = [e.id for e in entries()]
    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []


HEAD = "id,type,name_ru,name_de,aliases,country,kind\n"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "own.csv"
    registry._own.clear()
    registry._index.cache_clear()


def test_a_users_file_comes_first_and_pins_an_identity(own: Path) -> None:
    own.write_text(
        HEAD + "org:acme,ORG,Акме,Acme,ACME Works|Акме Групп,DE,company\nloc:by,LOC,Белая Русь,,,BY,country\n"
    )
    use(own)
    found = find("Акме Групп", "ru")
    assert found is not None and (found.id, found.country, found.kind) == ("org:acme", "DE", "company")
    assert find("Белой Руси", "ru") is not None


@pytest.mark.parametrize("row", ["x,,Имя,,,,", ",LOC,Имя,,,,", "x,LOC,,,,,", "x,NOPE,Имя,,,,"])
def test_a_wrong_row_is_told_with_file_and_line(row: str) -> None:
    with pytest.raises(RegistryError, match=r"own\.csv:2"):
        read(HEAD + row + "\n", "own.csv")


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["ru", "de"]))
def test_find_never_raises(form: str, language: str) -> None:
    assert find(form, language) is None or form.strip()
