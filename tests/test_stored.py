"""Tables that are kept between processes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from pipeline import stored

CALLS: list[tuple[str, ...]] = []


def made(*names: str) -> Any:
    CALLS.append(names)
    return {"names": MappingProxyType({name: len(name) for name in names})}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(stored.FOLDER, str(tmp_path))
    stored._folder.cache_clear()
    CALLS.clear()
    yield tmp_path
    stored._folder.cache_clear()


def pickles(folder: Path) -> list[Path]:
    return sorted(folder.glob("tables-*/*.pickle"))


def test_the_next_process_reads_what_the_first_made(folder: Path) -> None:
    first = stored.stored(made)("ru", "de")
    again = stored.stored(made)("ru", "de")  # decorated anew, as in another process
    assert first == again == {"names": MappingProxyType({"ru": 2, "de": 2})} and CALLS == [("ru", "de")]
    assert isinstance(again["names"], MappingProxyType) and len(pickles(folder)) == 1
    assert stored.stored(made)("ru") != first and len(pickles(folder)) == 2


def test_half_a_file_is_made_again(folder: Path) -> None:
    stored.stored(made)("ru")
    (path,) = pickles(folder)
    path.write_bytes(path.read_bytes()[:-5])
    assert stored.stored(made)("ru")["names"]["ru"] == 2 and CALLS == [("ru",)] * 2
    assert pickle.loads(path.read_bytes())["names"]["ru"] == 2


def test_nothing_is_kept_where_the_user_wants_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(stored.FOLDER, "")
    stored._folder.cache_clear()
    assert stored.stored(made)("ru") == stored.stored(made)("ru") and len(CALLS) == 2 and pickles(folder) == []


def test_a_folder_that_cannot_be_written_costs_only_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv(stored.FOLDER, str(folder / "file" / "below"))
    stored._folder.cache_clear()
    assert stored.stored(made)("ru")["names"]["ru"] == 2


def test_another_version_of_the_words_makes_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in "abcdefgh":
        monkeypatch.setattr(stored, "_fingerprint", lambda version=version: version)
        stored._folder.cache_clear()
        stored.stored(made)("ru")
    assert len(CALLS) == 8 and len(list(folder.glob("tables-*"))) == 1 + stored._KEPT
