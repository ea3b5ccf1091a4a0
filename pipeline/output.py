"""The output folder: whose it is, what is written there whole or not at all, and what no longer belongs there."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

STATE = ".depesche"  # beside the tables: manifests, and what single documents say of entities
_HALF = ".half"
_PATIENCE = 60.0  # seconds that the workers of a killed run get to end


class Busy(Exception):
    """Another run writes into the same output folder."""


def replace(path: Path, write: Callable[[Path], object]) -> Path:
    """Write beside the path, then put it in its place at once: whoever reads sees the old file or the whole new one.

    Nothing waits for the disk. A machine that loses power may keep a name without its contents; manifests know how
    long their files are, and a shard whose files are shorter is done again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{_HALF}")
    try:
        write(half)
        os.replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return path


def write_text(path: Path, text: str) -> None:
    """A text, with its line ends as they are."""
    replace(path, lambda half: half.write_bytes(text.encode("utf-8")))


def write_json(path: Path, value: Any) -> None:
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False))


def read_json(path: Path) -> dict[str, Any] | None:
    """What stands there, or None where nothing, or nothing readable, does."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def sweep(out: Path, tables: Collection[str]) -> None:
    """Remove what runs that were killed left half written."""
    for folder in (STATE, *tables):
        for half in (out / folder).rglob(f".*{_HALF}"):
            half.unlink(missing_ok=True)
    for note in (out / STATE).glob("*.note"):
        note.unlink(missing_ok=True)


def clear(out: Path, tables: Collection[str], keep: Collection[str]) -> None:
    """Remove part files that are not among those to keep, given relative to `out`: no row of the gone stays."""
    for folder in (STATE, *tables):
        for path in (out / folder).rglob("part-*"):
            if path.relative_to(out).as_posix() not in keep:
                path.unlink(missing_ok=True)


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Hold the output folder; a second run is refused. The lock goes with the process, however that ends.

    Workers hold a lock of their own (`at_work`), so that none of a killed run still writes when the next begins.
    Raises Busy.
    """
    (out / STATE).mkdir(parents=True, exist_ok=True)
    lock = os.open(out / STATE / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(lock, fcntl.LOCK_EX):
            raise Busy(f"another run is writing into {out}; wait for it, or choose another --out")
        workers = os.open(out / STATE / "workers", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            until = monotonic() + _PATIENCE
            while not _lock(workers, fcntl.LOCK_EX):
                if monotonic() > until:
                    raise Busy(f"workers of a run that was killed still write into {out}; end them first")
                sleep(0.05)
        finally:
            os.close(workers)
        yield
    finally:
        os.close(lock)


def at_work(out: Path) -> int:
    """Say that this process writes into the folder, until it ends; the descriptor of the lock."""
    held = os.open(out / STATE / "workers", os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def _lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
