"""Workers that are processes of this machine."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any

from pipeline import job, output
from pipeline.engines.crew import Died, Outcome, Ready
from pipeline.job import Attempt
from pipeline.process import tune
from pipeline.settings import Settings
from pipeline.shards import Shard

# one thread for each worker: as many as there are cores would stand in one another's way
ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR", "BLIS")
}


class Processes:
    """A crew of processes. They start clean (spawn), so that models are loaded in the worker, once."""

    def __init__(self, size: int, out: Path, settings: Settings) -> None:
        self.size, self.out, self.settings = size, out, settings
        self.serve = serve  # what a worker is: a function that its process can import
        self.workers: dict[int, tuple[Any, Any]] = {}  # a process and the pipe to it, by place

    def start(self, place: int) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self.serve, args=(theirs, self.out, self.settings), daemon=True)
        with _environment(ONE_THREAD):
            process.start()
        theirs.close()
        self.workers[place] = process, ours

    def send(self, place: int, shard: Shard, attempt: Attempt) -> None:
        with suppress(OSError):  # a worker that died while idle is told of by `wait`
            self.workers[place][1].send((shard, attempt))

    def wait(self) -> Sequence[tuple[int, Outcome]]:
        places = {pipe: place for place, (_, pipe) in self.workers.items()}
        return [(places[pipe], self._told(places[pipe])) for pipe in connection.wait(list(places))]

    def _told(self, place: int) -> Outcome:
        process, pipe = self.workers[place]
        try:
            told: Outcome = pipe.recv()
        except (EOFError, OSError):
            process.join()
            pipe.close()
            del self.workers[place]
            code = process.exitcode
            return Died(f"killed by signal {-code}" if code < 0 else f"exit code {code}")
        return told

    def close(self) -> None:
        for process, pipe in self.workers.values():
            process.kill()
            pipe.close()
        for process, _ in self.workers.values():
            process.join()


def serve(pipe: Any, out: Path, settings: Settings) -> None:
    """What a worker does all its life."""
    tune()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run is interrupted, and ends its workers
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    output.at_work(out)
    with suppress(EOFError, OSError):  # nobody is there any more
        pipe.send(Ready())
        while True:
            shard, attempt = pipe.recv()
            told: Outcome
            try:
                told = job.run(shard, out, settings, attempt)
            except Exception as error:
                told = error
            pipe.send(told if _travels(told) else EngineFault(repr(told)))


class EngineFault(Exception):
    """A fault of the job that cannot itself go from process to process."""


def _travels(told: Outcome) -> bool:
    try:
        pickle.loads(pickle.dumps(told))
    except Exception:
        return False
    return True


def _end_with_the_run() -> None:
    """A worker of a run that was killed must write no more, since the next run may begin."""
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
