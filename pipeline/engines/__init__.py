"""A whole run: inputs into shards, the job over the shards (here, on processes, on Ray), entities added up."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from pipeline import fingerprint, ingest, job, output
from pipeline.analyse import stanza_models
from pipeline.engines.crew import EngineError, over
from pipeline.job import Manifest
from pipeline.lang import registry
from pipeline.output import STATE, Busy
from pipeline.settings import Settings
from pipeline.shards import Shard, cut
from pipeline.version import __version__

__all__ = ["Busy", "EngineError", "Summary", "extract"]
WRITTEN = (*job.COUNTED, "entities", "runs")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did; `rows` is over the whole output, `shards_run` of `shards` were not done before."""

    out: Path
    rows: dict[str, int]
    shards: int
    shards_run: int
    seconds: float
    left_alone: dict[str, int] = field(default_factory=dict)

    @property
    def quarantined_share(self) -> float:
        """Of all inputs, how many were given up, 0 to 1."""
        inputs = self.rows["documents"] + self.rows["quarantine"]
        return self.rows["quarantine"] / inputs if inputs else 0.0

    def asdict(self) -> dict[str, Any]:
        return {**asdict(self), "out": str(self.out), "quarantined_share": self.quarantined_share}


@dataclass(slots=True)
class Tally:
    """What the shards of a run come to, without the shards: rows by table, fingerprints by shard, files."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(job.COUNTED, 0))
    shards: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    run: int = 0

    def add(self, shard: Shard, found: Manifest) -> None:
        self.shards[shard.name] = found["fingerprint"]
        self.files.update(found["files"], [f"{STATE}/{shard.name}.json"])
        for table, count in found["rows"].items():
            self.rows[table] += count


def extract(
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    progress: Callable[[int], None] = lambda n: None,
    finished: Callable[[str, Manifest, bool], None] = lambda shard, found, fresh: None,
) -> Summary:
    """Extract files and folders into `out`; `progress` hears how many inputs were finished.

    `finished` hears each shard's name and manifest, and whether it was done in this run or stood there before.

    Raises ingest.InputError, Busy, EngineError, ModelsError, RegistryError, OSError.
    """
    started, clock = datetime.now(UTC), monotonic()
    if settings.models == "stanza":
        stanza_models.check()
    if settings.registry:
        registry.use(settings.registry)  # in the workers too; here so that a mistake in it is told before any work
    inputs = ingest.find(paths, settings)
    if not inputs.files:
        raise ingest.InputError("nothing to read: no .txt, .html, .jsonl, .csv, .tsv or .parquet file there")
    out.mkdir(parents=True, exist_ok=True)
    with output.alone(out):
        output.sweep(out, WRITTEN)
        tally = Tally()

        def open_shards() -> Iterator[Shard]:
            for shard in cut(ingest.read(inputs.files, settings), settings.shard_size):
                if found := job.done(shard, out, settings):
                    tally.add(shard, found)
                    progress(len(shard.inputs))
                    finished(shard.name, found, False)
                else:
                    tally.run += 1
                    yield shard

        for shard, found in _map(open_shards(), out, settings):
            tally.add(shard, found)
            progress(len(shard.inputs))
            finished(shard.name, found, True)
        output.clear(out, job.COUNTED, tally.files)
        _entities(out, tally)
        summary = Summary(out, tally.rows, len(tally.shards), tally.run, monotonic() - clock, inputs.left_alone)
        _log(summary, started, settings)
    return summary


def _map(shards: Iterator[Shard], out: Path, settings: Settings) -> Iterator[tuple[Shard, Manifest]]:
    """The job over the shards, a bounded number of which is held at a time."""
    if settings.engine == "ray":
        from pipeline.engines.on_ray import Actors

        yield from over(shards, Actors(settings.workers, out, settings), out)
    elif settings.workers > 1:
        from pipeline.engines.processes import Processes

        yield from over(shards, Processes(settings.workers, out, settings), out)
    else:
        for shard in shards:
            yield shard, job.run(shard, out, settings)


def _entities(out: Path, tally: Tally) -> None:
    """Add up what the shards say of entities, unless that stands written already."""
    path, state = out / "entities" / "part-00000.parquet", out / STATE / "entities.json"
    shards = hashlib.sha256("\n".join(f"{name} {tally.shards[name]}" for name in sorted(tally.shards)).encode())
    wanted = {"shards": shards.hexdigest()}
    if path.is_file() and output.read_json(state) == {**wanted, "size": path.stat().st_size}:
        return
    from pipeline import aggregate, tables

    files = (out / STATE / f"{name}.entities.parquet" for name in sorted(tally.shards))
    found = aggregate.entities(aggregate.read(files))
    state.unlink(missing_ok=True)
    output.replace(path, lambda p: tables.write_arrow(found, p))
    output.write_json(state, {**wanted, "size": path.stat().st_size})


def _log(summary: Summary, started: datetime, settings: Settings) -> None:
    from pipeline import tables
    from pipeline.records import Count, RunRecord

    files, checksums = fingerprint.model_files(settings.models), fingerprint.model_checksums(settings.models)
    models = {name: {"files": len(files[name]), "sha256": sha256} for name, sha256 in checksums.items()}
    run = RunRecord(
        uuid.uuid4().hex,
        started,
        datetime.now(UTC),
        __version__,
        json.dumps(settings.asdict(), sort_keys=True),
        json.dumps(models, sort_keys=True),
        Count(summary.rows["documents"]),
        Count(summary.rows["quarantine"]),
        summary.seconds,
    )
    name = f"{started:%Y%m%dT%H%M%S%f}-{run.run_id[:8]}.parquet"
    output.replace(summary.out / "runs" / name, lambda p: tables.write("runs", [run], p))
