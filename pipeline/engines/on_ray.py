"""Workers that are actors on a Ray cluster (the extra `ray`)."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline import job, output
from pipeline.engines.crew import Died, EngineError, Outcome, Ready
from pipeline.engines.processes import ONE_THREAD
from pipeline.job import Attempt, Manifest
from pipeline.settings import Settings
from pipeline.shards import Shard


class Worker:
    """What an actor is: it loads the models with its first shard, and keeps them."""

    def __init__(self, out: Path, settings: Settings) -> None:
        self.out, self.settings = out, settings
        output.at_work(out)

    def ready(self) -> None:
        """Told when the actor has found its place on a node."""

    def run(self, shard: Shard, attempt: Attempt) -> Manifest:
        return job.run(shard, self.out, self.settings, attempt)


class Actors:
    """A crew of actors, one core each; `settings.address` names the cluster.

    Retries are the crew's affair and not Ray's: only here is known what a document's fault is, and a fresh actor is
    given a shard when it has found a node, so that a cluster that lost one goes on with the actors it has.
    Raises EngineError.
    """

    def __init__(self, size: int, out: Path, settings: Settings) -> None:
        try:
            self.ray: Any = importlib.import_module("ray")
        except ImportError as error:
            raise EngineError("--engine ray needs Ray: pip install 'depesche[ray]'") from error
        self.size, self.out, self.settings = size, out.resolve(), settings
        self.actors: dict[int, Any] = {}
        self.waiting: dict[Any, int] = {}  # what each place was asked last, by its answer to come
        self.ours = not self.ray.is_initialized()
        if self.ours:
            try:
                _knock(settings.address)
                self.ray.init(address=settings.address or None, log_to_driver=False, configure_logging=False)
            except (OSError, ValueError, RuntimeError) as error:
                raise EngineError(f"no Ray cluster at {settings.address or 'this machine'}: {error}") from error
        self.remote = self.ray.remote(num_cpus=1, max_restarts=0, runtime_env={"env_vars": ONE_THREAD})(Worker)

    def start(self, place: int) -> None:
        self.actors[place] = self.remote.remote(self.out, self.settings)
        self.waiting[self.actors[place].ready.remote()] = place

    def send(self, place: int, shard: Shard, attempt: Attempt) -> None:
        self.waiting[self.actors[place].run.remote(shard, attempt)] = place

    def wait(self) -> Sequence[tuple[int, Outcome]]:
        answers, _ = self.ray.wait(list(self.waiting), num_returns=1)
        return [(self.waiting.pop(answer), self._told(answer)) for answer in answers]

    def _told(self, answer: Any) -> Outcome:
        try:
            told: Manifest | None = self.ray.get(answer)
        except self.ray.exceptions.RayTaskError as error:
            return error.cause if isinstance(error.cause, Exception) else error
        except self.ray.exceptions.RayError as error:  # the actor, its node, or what it was given is lost
            return Died(type(error).__name__)
        return Ready() if told is None else told

    def close(self) -> None:
        for actor in self.actors.values():
            with suppress(Exception):
                self.ray.kill(actor)
        if self.ours:
            self.ray.shutdown()


def _knock(address: str) -> None:
    """See whether somebody listens at `host:port`, since Ray itself asks for many minutes. Raises OSError."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=10).close()
