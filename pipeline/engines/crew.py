"""Shards over a crew of workers that may die: each shard is done in the end, or the document that kills is given up.

A crew is workers in numbered places, each with one shard at a time, wherever they run. When one dies, a fresh one
takes its place, and the shard is tried again carefully, document by document. The worker's note tells at which
document the next one died: one that two workers died of, or that kept one busy beyond all limits, goes into
quarantine, and the shard is done without it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pipeline import job, watch
from pipeline.document import Quarantined
from pipeline.job import Attempt, Manifest
from pipeline.shards import Shard

PATIENCE = 3  # deaths in a row that no document is known to have caused, before the run is given up


class EngineError(Exception):
    """The workers cannot work; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A fresh worker can be given a shard."""


@dataclass(frozen=True, slots=True)
class Died:
    """A worker is gone, and how, as far as that is known."""

    how: str = ""


Outcome = Ready | Died | Manifest | Exception  # an exception is what the job raised


class Crew(Protocol):
    """Workers in places from 0 to `size`."""

    size: int

    def start(self, place: int) -> None:
        """Put a fresh worker into the place; it is told of as Ready, or as Died."""

    def send(self, place: int, shard: Shard, attempt: Attempt) -> None:
        """Give a shard to the worker in this place, which is idle."""

    def wait(self) -> Sequence[tuple[int, Outcome]]:
        """What at least one worker has to tell."""

    def close(self) -> None:
        """End all workers."""


@dataclass(slots=True)
class Task:
    """A shard and its fate so far: the document of the last death, and how many deaths point at none."""

    shard: Shard
    attempt: Attempt = Attempt()
    blamed: tuple[str, str | None] | None = None
    unexplained: int = 0


def over(shards: Iterator[Shard], crew: Crew, out: Path) -> Iterator[tuple[Shard, Manifest]]:
    """Each shard with its manifest, as they are done; two shards for each worker are in memory, not more.

    Raises EngineError, and what the job raises.
    """
    ahead: deque[Task] = deque()  # to be done next
    running: dict[int, Task] = {}
    free, starting, idle = list(range(crew.size)), set[int](), list[int]()
    more, stillborn = True, 0
    try:
        while True:
            while True:
                while idle and ahead:
                    place, task = idle.pop(), ahead.popleft()
                    running[place] = task
                    crew.send(place, task.shard, task.attempt)
                while free and len(starting) < len(ahead):
                    starting.add(place := free.pop())
                    crew.start(place)
                if not more or len(ahead) >= crew.size:
                    break
                shard = next(shards, None)
                more = shard is not None
                if shard is not None:
                    ahead.append(Task(shard))
            if not running and not ahead:
                return
            for place, outcome in crew.wait():
                task_of = running.pop(place, None)
                starting.discard(place)
                if isinstance(outcome, Exception):
                    raise outcome
                if isinstance(outcome, Died):
                    free.append(place)
                    if task_of:
                        ahead.appendleft(_again(task_of, out, outcome))
                    elif (stillborn := stillborn + 1) >= PATIENCE:
                        raise EngineError(f"workers die before they begin ({outcome.how}); what they print says why")
                else:
                    idle.append(place)
                    stillborn = 0
                if task_of and isinstance(outcome, dict):
                    yield task_of.shard, outcome
    finally:
        crew.close()


def _again(task: Task, out: Path, died: Died) -> Task:
    """The task as it is to be tried after a death. Raises EngineError where that would help no more."""
    path = job.note(out, task.shard.name)
    note = watch.read(path)
    path.unlink(missing_ok=True)
    given_up = task.attempt.given_up
    if note.document is None:
        if task.unexplained + 1 >= PATIENCE:
            raise EngineError(f"workers die over {task.shard.name}, and not of a document ({died.how})")
        return replace(task, attempt=Attempt(True, given_up), unexplained=task.unexplained + 1)
    if not note.overdue and note.document != task.blamed:
        return replace(task, attempt=Attempt(True, given_up), blamed=note.document)
    source, source_id = note.document
    reason = "timeout" if note.overdue else "worker_died"
    detail = "did not come back" if note.overdue else died.how or None
    lost = Quarantined(source, note.stage, reason, detail, source_id)
    return Task(task.shard, Attempt(True, (*given_up, lost)))
