"""What a run does again and what not: shards that stay, documents that come, change and go, files left behind."""

from __future__ import annotations

import errno
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import engines, fingerprint, output, shards, stages, tables
from pipeline.document import Document, Quarantined
from pipeline.ingest import seen
from pipeline.settings import Settings

import fake_stages
from fake_stages import corpus, files, texts

SETTINGS = Settings(shard_size=8, batch_size=3)


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stages, "with_models", fake_stages.steps)
    monkeypatch.setattr(fingerprint, "code", lambda models: "fake")
    fake_stages.seen.clear()
    yield


def fresh(source: Path, folder: Path, settings: Settings = SETTINGS) -> dict[str, bytes]:
    engines.extract([source], folder, settings)
    return files(folder)


item = st.builds(lambda n: Document(str(n), f"{n}.txt", "т" * (n % 50), ""), st.integers(0, 10**6))


@given(st.lists(item, max_size=200), st.integers(1, 20))
def test_shards_are_the_inputs_in_order_and_bounded(inputs: list[Document], size: int) -> None:
    found = list(shards.cut(inputs, size))
    assert [d for s in found for d in s.inputs] == inputs
    assert all(1 <= len(s.inputs) <= size for s in found)
    assert len({s.name for s in found}) == len(found)


def test_shards_have_about_half_the_size_and_begin_at_zero() -> None:
    found = list(shards.cut((Document(str(n), f"{n}.txt", "т", "") for n in range(20_000)), 100))
    assert 35 < 20_000 / len(found) < 60
    assert found[0].name == "part-000000000000"


def test_long_documents_make_short_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LARGEST", 100)
    inputs = [Document(str(n), f"{n}.txt", "т" * (90 if n % 3 else 400), "") for n in range(30)]
    found = list(shards.cut(inputs, 1000))
    assert [d for s in found for d in s.inputs] == inputs
    assert all(len(s.inputs) == 1 for s in found)


@given(st.integers(0, 999), st.integers(0, 10**9))
def test_one_more_document_changes_its_own_shard_and_few_others(place: int, number: int) -> None:
    before = [Document(str(n), f"{n}.txt", "т", "") for n in range(1000)]
    after = [*before[:place], Document("new", f"new{number}.txt", "т", ""), *before[place:]]
    old = {s.name: s.inputs for s in shards.cut(before, 50)}
    new = {s.name: s.inputs for s in shards.cut(after, 50)}
    assert sum(old.get(name) != inputs for name, inputs in new.items()) <= 6  # two where no full shard is near


def test_any_night_ends_like_a_run_from_nothing_and_does_what_is_new(tmp_path: Path) -> None:
    chance = random.Random(5)
    now = texts(60)
    out = tmp_path / "out"
    engines.extract([corpus(tmp_path / "in", now)], out, SETTINGS)
    for night in range(6):
        names, before = sorted(now), dict(now)
        for name in chance.sample(names, 3):
            now[name] = f"{now[name]} Заново {night}"
        for name in chance.sample(names, 2):
            del now[name]
        for _ in range(2):
            now[f"{chance.randrange(600):04d}b.txt"] = f"Новый Пётр {night} {chance.random()}"
        fake_stages.seen.clear()
        source = corpus(tmp_path / "in", now)
        engines.extract([source], out, SETTINGS)
        done = set(fake_stages.seen)
        assert {t for n, t in now.items() if before.get(n) != t} <= done
        assert len(done) <= 30, night  # of 60; most are moved by full shards, which are rare where shards are large
        assert files(out) == fresh(source, tmp_path / f"fresh{night}")


def test_of_a_changed_shard_only_the_changed_document_is_done_again(tmp_path: Path) -> None:
    now, out = texts(6), tmp_path / "out"
    settings = Settings()
    engines.extract([corpus(tmp_path / "in", now)], out, settings)
    now["0020.txt"], now["0025.txt"] = "Глеб", "Дарья"
    now["0031.txt"] = now["0010.txt"]  # the same text: a duplicate
    fake_stages.seen.clear()
    assert engines.extract([corpus(tmp_path / "in", now)], out, settings).shards_run == 1
    assert set(fake_stages.seen) == {"Глеб", "Дарья"}
    assert files(out) == fresh(tmp_path / "in", tmp_path / "fresh", settings)
    rows = tables.read(out, "documents").to_pylist()
    assert [r["source"] for r in rows] == sorted(set(now) - {"0031.txt"})


def test_nothing_of_another_code_or_registry_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, source = tmp_path / "out", corpus(tmp_path / "in", texts(5))
    engines.extract([source], out, SETTINGS)
    monkeypatch.setattr(fingerprint, "engine", lambda settings: "another")
    fake_stages.seen.clear()
    engines.extract([source], out, SETTINGS)
    assert len(fake_stages.seen) == 5


class Killed(BaseException):
    """What a test's kill is."""


def die_at(monkeypatch: pytest.MonkeyPatch, step: int, name: str) -> list[int]:
    """Every `step`-th call of a function of `os` ends the run, as a kill would; counts the calls."""
    real, calls = getattr(os, name), [0]

    def counted(*arguments: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == step:
            raise Killed
        return real(*arguments, **named)

    monkeypatch.setattr(os, name, counted)
    return calls


@pytest.mark.parametrize("changed", [False, True])
def test_a_kill_between_any_two_steps_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    """Killed before each file that is put in its place, of a first run or of one over changed inputs."""
    first, then = texts(9), texts(9)
    then["0040.txt"] = "Глеб"
    del then["0050.txt"]
    then["0001.txt"] = "Дарья"
    wanted = fresh(corpus(tmp_path / "then", then), tmp_path / "wanted")
    before = fresh(corpus(tmp_path / "first", first), tmp_path / "before")
    step = 0
    while True:
        step += 1
        out = tmp_path / f"out{step}"
        source = corpus(tmp_path / "in", first)
        if changed:
            engines.extract([source], out, SETTINGS)
        source = corpus(tmp_path / "in", then)
        with monkeypatch.context() as patched:
            die_at(patched, step, "replace")
            try:
                engines.extract([source], out, SETTINGS)
                break
            except Killed:
                pass
        # the next night: the inputs are as they were at first again, or as they are now
        again, result = (first, before) if step % 2 else (then, wanted)
        engines.extract([corpus(tmp_path / "in", again)], out, SETTINGS)
        assert files(out) == result, step
        assert not list(out.rglob("*.half"))
    assert step > 12  # ten files and a manifest of a shard, two of the entities, one of the run


def test_what_dead_runs_left_is_removed(tmp_path: Path) -> None:
    source, out = corpus(tmp_path / "in", texts(5)), tmp_path / "out"
    before = fresh(source, out)
    left = [out / "money/.part-000000000000.parquet.77-1.half", out / "documents/part-0123456789ab.parquet",
            out / ".depesche/part-0123456789ab.entities.parquet", out / ".depesche/part-0123456789ab.note"]  # fmt: skip
    for path in left:
        path.write_bytes(b"x")
    assert engines.extract([source], out, SETTINGS).shards_run == 0
    assert files(out) == before and not any(p.exists() for p in left)


def test_a_file_cut_short_is_written_again(tmp_path: Path) -> None:
    source, out = corpus(tmp_path / "in", texts(3)), tmp_path / "out"
    before = fresh(source, out)
    path = out / "mentions/part-000000000000.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    assert engines.extract([source], out, SETTINGS).shards_run == 1
    assert files(out) == before


def test_a_full_disk_ends_the_run_and_the_next_one_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline import cli

    source, out = corpus(tmp_path / "in", texts(20)), tmp_path / "out"
    write, calls = pq.write_table, [0]

    def full(*arguments: object, **named: object) -> None:
        calls[0] += 1
        if calls[0] == 15:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(pq, "write_table", full)
        patched.chdir(tmp_path)
        (tmp_path / "depesche.toml").write_text("shard_size = 8\nbatch_size = 3\n", encoding="utf-8")
        with pytest.raises(SystemExit) as stopped:
            cli.main(["extract", str(source), "--out", str(out)])
    error = capsys.readouterr().err
    assert stopped.value.code == 1 and "No space left on device" in error and "Traceback" not in error
    assert not list(out.rglob("*.half")) and list((out / "documents").glob("*.parquet"))
    fake_stages.seen.clear()
    summary = engines.extract([source], out, SETTINGS)
    assert 0 < summary.shards_run < summary.shards and len(fake_stages.seen) < 20
    assert files(out) == fresh(source, tmp_path / "fresh")


def test_a_manifest_that_is_no_manifest_is_none(tmp_path: Path) -> None:
    for text in ("", "[]", "{", "{\"a\": 1"):
        (tmp_path / "m.json").write_text(text, encoding="utf-8")
        assert output.read_json(tmp_path / "m.json") is None
    (tmp_path / "m.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    assert output.read_json(tmp_path / "m.json") == {"a": 1}


def test_quarantined_inputs_have_shards_too() -> None:
    inputs = [Quarantined(f"{n}.txt", "ingest", "empty") for n in range(5)]
    assert [q for s in shards.cut(inputs, 3) for q in s.inputs] == inputs


@given(st.lists(st.integers(0, 60) | st.just(2**64 - 1), max_size=100), st.integers(1, 7))
def test_ids_that_came_before_are_known(numbers: list[int], recent: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seen, "_RECENT", recent)
        compact, plain = seen.Seen(), set[int]()
        for number in numbers:
            assert compact.add(f"{number:016x}") == (number not in plain)
            plain.add(number)
