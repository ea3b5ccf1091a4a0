"""A whole run: inputs into shards, the job over the shards (here or on processes), entities added up."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any

from pipeline import ingest, job
from pipeline.analyse import stanza_models
from pipeline.document import Document, Quarantined
from pipeline.lang import registry
from pipeline.settings import Settings
from pipeline.version import __version__


class Busy(Exception):
    """Another run writes into the same output folder."""


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


def shards(inputs: Iterable[Document | Quarantined], settings: Settings) -> Iterator[job.Shard]:
    """Inputs in order, cut into shards."""
    rest = iter(inputs)
    number = 0
    while part := tuple(islice(rest, settings.shard_size)):
        yield job.Shard(number, part, settings.models, settings.registry)
        number += 1


def extract(
    paths: Iterable[Path], out: Path, settings: Settings, progress: Callable[[int], None] = lambda n: None
) -> Summary:
    """Extract files and folders into `out`; `progress` hears how many inputs were finished.

    Raises ingest.InputError, Busy, ModelsError, RegistryError, OSError.
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
    with _alone(out):
        manifests: dict[str, dict[str, Any]] = {}
        open_shards: list[job.Shard] = []
        for shard in shards(ingest.read(inputs.files, settings), settings):
            if found := job.done(shard, out):
                manifests[shard.name] = found
                progress(len(shard.inputs))
            else:
                open_shards.append(shard)
        for shard, found in _map(open_shards, out, settings):
            manifests[shard.name] = found
            progress(len(shard.inputs))
        job.clear(out, list(manifests))
        _entities(out, manifests)
        counts = {t: sum(m["rows"][t] for m in manifests.values()) for t in job.COUNTED}
        summary = Summary(out, counts, len(manifests), len(open_shards), monotonic() - clock, inputs.left_alone)
        _log(summary, started, settings)
    return summary


def _map(open_shards: list[job.Shard], out: Path, settings: Settings) -> Iterator[tuple[job.Shard, dict[str, Any]]]:
    """The job over the shards: in this process, or on several."""
    if settings.workers == 1 or len(open_shards) < 2:
        for shard in open_shards:
            yield shard, job.run(shard, out, settings.batch_size)
        return
    # forkserver and spawn alike start clean, so that models are loaded in the worker, once
    with ProcessPoolExecutor(settings.workers, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(job.run, shard, out, settings.batch_size): shard for shard in open_shards}
        for future in as_completed(running):
            yield running[future], future.result()


def _entities(out: Path, manifests: dict[str, dict[str, Any]]) -> None:
    """Add up what the shards say of entities, unless that stands written already."""
    path, state = out / "entities" / "part-00000.parquet", out / job.STATE / "entities.json"
    wanted = json.dumps({name: manifests[name]["fingerprint"] for name in sorted(manifests)}, indent=1)
    if path.is_file() and state.is_file() and state.read_text(encoding="utf-8") == wanted:
        return
    import pyarrow.parquet as pq

    from pipeline import rows, tables

    parts = (pq.read_table(out / job.STATE / f"{name}.entities.parquet").to_pylist() for name in sorted(manifests))
    found = rows.entities(row for part in parts for row in part)
    job.replace_file(path, lambda p: tables.write("entities", found, p))
    job.replace_file(state, lambda p: p.write_text(wanted, encoding="utf-8"))


def _log(summary: Summary, started: datetime, settings: Settings) -> None:
    from pipeline import tables
    from pipeline.records import Count, RunRecord

    files, checksums = job.model_files(settings.models), job.model_checksums(settings.models)
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
    job.replace_file(summary.out / "runs" / name, lambda p: tables.write("runs", [run], p))


class _alone:
    """Hold the output folder; a second run is refused. The lock goes with the process, however that ends."""

    def __init__(self, out: Path) -> None:
        self.path = out / job.STATE / "lock"

    def __enter__(self) -> None:
        import fcntl

        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self.file)
            raise Busy(
                f"another run is writing into {self.path.parent.parent}; wait for it, or choose another --out"
            ) from error

    def __exit__(self, *_: object) -> None:
        os.close(self.file)
