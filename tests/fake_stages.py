"""Stages without models, for tests of how a run is carried out: every word with a capital is a name.

A text may hold a word that makes its document a bad one: LOOP never ends in Python, HANG never ends in native code,
DIE ends the process as the system does when memory is short, RAISE raises.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import fingerprint, stages
from pipeline import records as R
from pipeline.document import Annotation, Document, Entity, Name, Stage
from pipeline.engines import processes
from pipeline.reading import reading
from pipeline.settings import Settings

WORDS = ("Анна", "Минск", "и", "Борис", "едут", "Вена", "в")
seen: Counter[str] = Counter()  # how often each text went through, in this process


def names(document: Document) -> Document:
    seen[document.raw] += 1
    if "LOOP" in document.raw:
        while True:
            pass
    if "HANG" in document.raw:
        hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
    if "DIE" in document.raw:
        os.kill(os.getpid(), signal.SIGKILL)
    if "RAISE" in document.raw:
        raise RuntimeError("no luck")
    found = [m for m in re.finditer(r"\b[А-Я]\w+", document.text)]
    entities = {f"per:{m[0].lower()}": Entity(f"per:{m[0].lower()}", "PER", m[0]) for m in found}
    return replace(
        document,
        language="ru",
        body=((0, len(document.text)),),
        names=tuple(Annotation(*m.span(), Name("PER", None, f"per:{m[0].lower()}"), "fake") for m in found),
        entities=tuple(entities.values()),
    )


def steps(models: str = "") -> tuple[Stage, ...]:
    return Stage("reading", stages.each(reading)), Stage("names", stages.each(names))


def fake() -> None:
    """In this process these stages, and a fingerprint that does not change with the code."""
    stages.with_models = steps
    fingerprint.code = lambda models: "fake"  # type: ignore[assignment]


def serve(pipe: Any, out: Path, settings: Settings) -> None:
    """A worker with these stages."""
    fake()
    processes.serve(pipe, out, settings)


class Processes(processes.Processes):
    """Workers with these stages."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.serve = serve


def corpus(folder: Path, texts: dict[str, str]) -> Path:
    """A folder with just these files."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def texts(count: int, seed: int = 0) -> dict[str, str]:
    chance = random.Random(seed)
    return {f"{n:04d}.txt": " ".join([*chance.choices(WORDS, k=6), str(n)]) for n in range(0, 10 * count, 10)}


def files(out: Path) -> dict[str, bytes]:
    """All tables' bytes but `runs`."""
    found = {}
    for table in (t for t in R.TABLES if t != "runs"):
        for path in (out / table).rglob("*"):
            found[path.relative_to(out).as_posix()] = path.read_bytes()
    return found


def extract(source: Path, out: Path, workers: int) -> None:
    """A run with these stages, in a process that a test may kill."""
    from pipeline import engines

    fake()
    processes.Processes = Processes  # type: ignore[misc]
    engines.extract([source], out, Settings(shard_size=6, batch_size=2, workers=workers))


if __name__ == "__main__":
    extract(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
