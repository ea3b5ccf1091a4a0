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

from pipeline import output
from pipeline import records as R
from pipeline.output import STATE
from pipeline.warehouse import WarehouseError

_EXCHANGE = {"linux": ("renameat2", 2), "darwin": ("renameatx_np", 2)}  # RENAME_EXCHANGE, RENAME_SWAP
_HERE = {"linux": -100, "darwin": -2}  # AT_FDCWD


def check_free(folder: Path, mark: str) -> None:
    """Raises WarehouseError where a table's folder holds something, and not the file or folder `mark`."""
    for table in R.TABLES:
        place = folder / table
        if place.is_dir() and any(place.iterdir()) and not (place / mark).exists():
            raise WarehouseError(f"{place} holds tables of another layout; name an empty folder")


@contextmanager
def held(folder: Path | None) -> Iterator[None]:
    """Hold a folder (none: nothing) for writing. Raises WarehouseError where another process uses it."""
    if folder is None:
        yield
        return
    try:
        with output.alone(folder):
            yield
    except output.Busy as error:
        raise WarehouseError(str(error)) from error


@contextmanager
def read(folder: Path) -> Iterator[None]:
    """Keep writers out of a folder while it is read; readers are welcome. Raises WarehouseError where one writes."""
    try:
        file = os.open(folder / STATE / "lock", os.O_RDONLY)
    except OSError:  # nobody ever wrote there under a lock
        yield
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseError(f"a run is writing into {folder}; wait for it") from error
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
