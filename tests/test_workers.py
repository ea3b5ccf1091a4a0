"""Workers that die, documents that never end, runs that are killed: nothing is lost but the document at fault."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline import engines, fingerprint, job, stages, tables, watch
from pipeline.document import Document
from pipeline.engines import crew, processes
from pipeline.engines.crew import Died, Outcome, Ready
from pipeline.job import Attempt
from pipeline.settings import Settings
from pipeline.shards import Shard
from pipeline.watch import Overdue, Watch

import fake_stages
from fake_stages import corpus, files, texts


def quarantine(out: Path) -> list[tuple[str, str, str]]:
    rows = tables.read(out, "quarantine").to_pylist()
    return sorted((r["source"], r["stage"], r["reason"]) for r in rows)


def test_an_alarm_ends_python_even_where_exceptions_are_swallowed() -> None:
    begun = time.process_time()
    with pytest.raises(Overdue), Watch(0.1).over("stage", []):
        while True:
            try:
                while True:
                    pass
            except Exception:
                continue
    assert time.process_time() - begun < 5
    with Watch(0.1).over("stage", []):
        pass
    until = time.process_time() + 0.3
    while time.process_time() < until:  # and rings no more
        pass


def test_a_slow_document_costs_itself_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stages, "with_models", fake_stages.steps)
    source = corpus(tmp_path / "in", {**texts(8), "0033.txt": "Анна LOOP", "0055.txt": "Вера RAISE"})
    engines.extract([source], tmp_path / "out", Settings(document_timeout=1))
    assert quarantine(tmp_path / "out") == [("0033.txt", "names", "timeout"), ("0055.txt", "names", "stage_error")]
    assert tables.read(tmp_path / "out", "documents").num_rows == 8


def test_workers_that_die_or_hang_cost_the_document_at_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(processes, "Processes", fake_stages.Processes)
    monkeypatch.setattr(fingerprint, "code", lambda models: "fake")
    bad = {"0033.txt": "Анна HANG", "0055.txt": "Вера DIE", "0077.txt": "Глеб LOOP", "0078.txt": "Яна RAISE"}
    source = corpus(tmp_path / "in", {**texts(12), **bad})
    settings = Settings(document_timeout=1, workers=2, shard_size=10)
    engines.extract([source], tmp_path / "out", settings)
    wanted = {"0033.txt": "timeout", "0055.txt": "worker_died", "0077.txt": "timeout", "0078.txt": "stage_error"}
    assert quarantine(tmp_path / "out") == [(name, "names", reason) for name, reason in wanted.items()]
    assert tables.read(tmp_path / "out", "documents").num_rows == 12
    assert not list((tmp_path / "out").rglob("*.note"))
    again = engines.extract([source], tmp_path / "out", settings)
    assert again.shards_run == 0
    good = corpus(tmp_path / "in", texts(12))
    engines.extract([good], tmp_path / "out", settings)
    monkeypatch.setattr(stages, "with_models", fake_stages.steps)
    engines.extract([good], tmp_path / "alone", Settings(shard_size=10))
    assert files(tmp_path / "out") == files(tmp_path / "alone")


class Script:
    """A crew that does as it is told: for each attempt at a shard an outcome, and a note left before it."""

    def __init__(self, size: int, out: Path, outcomes: dict[str, list[tuple[Outcome, str | None]]]) -> None:
        self.size, self.out, self.outcomes = size, out, outcomes
        self.told: list[tuple[int, Outcome]] = []
        self.sent: list[tuple[str, Attempt]] = []
        self.closed, self.most = False, 0

    def start(self, place: int) -> None:
        self.told.append((place, self.outcomes["start"].pop(0)[0] if self.outcomes.get("start") else Ready()))

    def send(self, place: int, shard: Shard, attempt: Attempt) -> None:
        self.sent.append((shard.name, attempt))
        outcome, note = self.outcomes[shard.name].pop(0) if self.outcomes.get(shard.name) else ({}, None)
        if note is not None:
            path = job.note(self.out, shard.name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(note, encoding="utf-8")
        self.told.append((place, outcome))

    def wait(self) -> Sequence[tuple[int, Outcome]]:
        return [self.told.pop(0)]

    def close(self) -> None:
        self.closed = True


def some(count: int) -> Iterator[Shard]:
    for n in range(count):
        yield Shard(f"part-{n}", (Document(f"{n}a", f"{n}a.txt", "т", ""), Document(f"{n}b", f"{n}b.txt", "т", "")))


def test_every_shard_is_done_once_and_few_are_held(tmp_path: Path) -> None:
    read: list[int] = []
    done: list[str] = []

    def counted() -> Iterator[Shard]:
        for shard in some(40):
            read.append(1)
            assert len(read) - len(done) <= 6  # three workers, three shards ahead
            yield shard

    script = Script(3, tmp_path, {"start": [(Died(), None), (Died(), None)], "part-3": [(Died(), None)]})
    for shard, _ in crew.over(counted(), script, tmp_path):
        done.append(shard.name)
    assert sorted(done) == sorted(s.name for s in some(40)) and script.closed


def test_a_document_that_two_workers_died_of_is_given_up(tmp_path: Path) -> None:
    at_b = '["link", ["0b.txt", null]]\n'
    script = Script(1, tmp_path, {"part-0": [(Died(), '["names", null]\n'), (Died("x"), at_b), (Died("x"), at_b)]})
    assert [s.name for s, _ in crew.over(some(1), script, tmp_path)] == ["part-0"]
    assert [(a.careful, [(q.source, q.stage, q.reason, q.detail) for q in a.given_up]) for _, a in script.sent] == [
        (False, []), (True, []), (True, []), (True, [("0b.txt", "link", "worker_died", "x")]),
    ]  # fmt: skip


def test_two_deaths_at_different_documents_are_nobodys_fault(tmp_path: Path) -> None:
    notes = ['["link", ["0a.txt", null]]\n', '["link", ["0b.txt", null]]\n']
    script = Script(1, tmp_path, {"part-0": [(Died(), note) for note in notes]})
    list(crew.over(some(1), script, tmp_path))
    assert [a.given_up for _, a in script.sent] == [(), (), ()]


def test_one_that_hung_is_given_up_at_once(tmp_path: Path) -> None:
    note = '["link", ["0a.txt", "id"]]\nTimeout (0:00:01)!\nThread 0x1 (most recent call first):\n'
    script = Script(1, tmp_path, {"part-0": [(Died(), note)]})
    list(crew.over(some(1), script, tmp_path))
    (lost,) = script.sent[1][1].given_up
    assert (lost.source, lost.source_id, lost.stage, lost.reason) == ("0a.txt", "id", "link", "timeout")


def test_workers_that_cannot_work_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(crew.EngineError, match="before they begin"):
        list(crew.over(some(2), Script(1, tmp_path, {"start": [(Died("x"), None)] * 3}), tmp_path))
    with pytest.raises(crew.EngineError, match="not of a document"):
        list(crew.over(some(2), Script(1, tmp_path, {"part-0": [(Died(), None)] * 3}), tmp_path))
    script = Script(2, tmp_path, {"part-1": [(OSError(28, "full"), None)]})
    with pytest.raises(OSError, match="full"):
        list(crew.over(some(4), script, tmp_path))
    assert script.closed


@pytest.mark.parametrize("note", ["", "{", "[1", '["a"]', "\x00\xff"])
def test_half_a_note_says_nothing(tmp_path: Path, note: str) -> None:
    (tmp_path / "n").write_text(note, encoding="utf-8")
    assert watch.read(tmp_path / "n").document is None
    assert watch.read(tmp_path / "none").document is None


@pytest.mark.parametrize("workers", [1, 2])
def test_runs_killed_at_random_end_like_one_undisturbed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: int
) -> None:
    """The small kin of `make test-kill`; no models, so that most of the time is spent writing."""
    source, out, chance = corpus(tmp_path / "in", texts(40)), tmp_path / "out", random.Random(workers)
    command = [sys.executable, fake_stages.__file__, str(source), str(out), str(workers)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for shards in (1, 4, 8):  # of some 17
        run = subprocess.Popen(command, env=environment, start_new_session=True)
        while run.poll() is None and len(list(out.glob(".depesche/part-*.json"))) < shards:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.02))
        assert run.poll() is None
        kill = chance.choice([os.kill, os.killpg])  # the run alone, or its workers too
        kill(run.pid, signal.SIGKILL)
        run.wait()
    subprocess.run(command, check=True, env=environment)
    monkeypatch.setattr(stages, "with_models", fake_stages.steps)
    monkeypatch.setattr(fingerprint, "code", lambda models: "fake")
    engines.extract([source], tmp_path / "wanted", Settings(shard_size=6, batch_size=2))
    assert files(out) == files(tmp_path / "wanted")
    assert not list(out.rglob("*.half"))
