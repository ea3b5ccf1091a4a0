"""What takes long to make from the words and is always the same, kept on disk between processes.

Word tables hold a language in its shortest form, and a process spends seconds on inflecting them. So the
first one keeps what it made in the user's cache folder, under a fingerprint of this package's files and of
the libraries that inflect. What cannot be read there is made again, and what cannot be written is not kept.
"""

from __future__ import annotations

import copyreg
import gc
import hashlib
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from functools import cache, wraps
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pipeline import output

Made = TypeVar("Made")

FOLDER = "DEPESCHE_CACHE"  # names the cache folder; set and empty, it keeps nothing
_KEPT = 4  # versions whose tables stay: other environments, and the code before the last change
_MAKERS = ("babel", "pymorphy3", "pymorphy3-dicts-ru")  # whose new versions may make other tables



def _view(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))  # pickle does not know read-only views


def stored(function: Callable[..., Made]) -> Callable[..., Made]:
    """Like functools.cache, and over processes too; for functions of plain arguments whose result is pickled."""

    @wraps(function)
    def kept(*arguments: str) -> Made:
        folder = _folder()
        path = folder and folder / (".".join([function.__module__, function.__qualname__, *arguments]) + ".pickle")
        if path is None:
            return function(*arguments)
        found: Any = _read(path)
        if found is None:
            found = function(*arguments)
            _write(path, found)
        return found  # type: ignore[no-any-return]

    return cache(kept)


def user_folder() -> Path:
    """Where this user's caches lie: $XDG_CACHE_HOME/depesche, else ~/.cache/depesche."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "depesche"


@cache
def _folder() -> Path | None:
    """This version's folder, made where it is missing; None where there is none of the user's own."""
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    try:
        folder = (Path(named) if named else user_folder()) / f"tables-{_fingerprint()}"
        new = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != os.getuid():  # a pickle is code: read only what is the user's own
            return None
        if new:
            _forget(folder)
        return folder
    except (OSError, RuntimeError):
        return None


def _fingerprint() -> str:
    """Changes with this package's files, Python, and the libraries that make the tables."""
    package = Path(__file__).parent
    digest = hashlib.sha256(sys.version.encode())
    for name in _MAKERS:
        digest.update(metadata.version(name).encode())
    for path in sorted(p for p in package.rglob("*") if p.suffix in (".py", ".tsv", ".csv")):
        stat = path.stat()
        digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _forget(folder: Path) -> None:
    """Remove the tables of all versions but the last made."""
    others = sorted(folder.parent.glob("tables-*"), key=lambda f: f.stat().st_mtime, reverse=True)
    for other in [f for f in others if f != folder][_KEPT:]:
        shutil.rmtree(other, ignore_errors=True)


def _read(path: Path) -> Any:
    collecting = gc.isenabled()
    gc.disable()  # it would look through each new object many times
    try:
        with path.open("rb") as file:
            return pickle.load(file)
    except FileNotFoundError:
        return None
    except Exception:  # half a file, a disk's fault: whatever it is, it is made again
        return None
    finally:
        if collecting:
            gc.enable()


def _write(path: Path, made: Any) -> None:
    try:
        output.replace(path, lambda half: half.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)))
    except (OSError, pickle.PicklingError, TypeError, AttributeError):
        return
