"""A folder that tables are put into: held by one at a time, each table put in its place at once."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.warehouse import WarehouseError

STATE = ".depesche"
_EXCHANGE = {"linux": ("renameat2", 2), "darwin": ("renameatx_np", 2)}  # RENAME_EXCHANGE, RENAME_SWAP
_HERE = {"linux": -100, "darwin": -2}  # AT_FDCWD


@contextmanager
def held(folder: Path | None) -> Iterator[None]:
    """Hold a folder (none: nothing) for writing, as `extract` does. Raises WarehouseError where it is in use."""
    if folder is None:
        yield
        return
    path = folder / STATE / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder, os.open(path, os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX):
        yield


@contextmanager
def read(folder: Path) -> Iterator[None]:
    """Keep writers out of a folder while it is read; readers are welcome. Raises WarehouseError where one writes."""
    try:
        file = os.open(folder / STATE / "lock", os.O_RDONLY)
    except OSError:  # nobody ever wrote there under a lock
        yield
        return
    with _locked(folder, file, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(folder: Path, file: int, how: int) -> Iterator[None]:
    try:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseError(f"another run is using {folder}; wait for it, or choose another folder") from error
        yield
    finally:
        os.close(file)


def swap(new: Path, place: Path) -> None:
    """Put the folder `new` where `place` is, at once where the system can exchange two names; the old one goes."""
    if not place.exists():
        os.rename(new, place)
        return
    if not _exchanged(new, place):
        aside = new.with_name(f"{new.name}.old")
        os.rename(place, aside)
        os.rename(new, place)
        shutil.rmtree(aside)
        return
    shutil.rmtree(new)


def mend(work: Path, folder: Path) -> None:
    """Undo what a killed `swap` left half done, and clear the working folder."""
    for aside in work.glob("*.old"):
        place = folder / aside.stem
        if not place.exists():
            os.rename(aside, place)
    shutil.rmtree(work, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    name, flag = _EXCHANGE.get(sys.platform, ("", 0))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    here = _HERE[sys.platform]
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(flag)) == 0)
