"""Where the models lie, and their arithmetic on one thread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class ModelsError(Exception):
    """Models that are not there or cannot be read: no document's fault; the message says what to type."""


def models_path(language: str) -> Path | None:
    """The folder of the model that ships for a language: in an installed wheel, else in the source tree."""
    for folder in (PACKAGE / "_models" / language, PACKAGE.parent / "models" / language):
        if (folder / "config.cfg").is_file():
            return folder
    return None


@cache
def natasha_data() -> Path:
    """The folder of weights inside natasha's wheel. Raises FileNotFoundError.

    natasha itself is not imported: it needs pymorphy2, which Python 3.12 and later cannot load.
    """
    spec = find_spec("natasha")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (folder := Path(place) / "data").is_dir():
            return folder
    raise FileNotFoundError("the Russian models come with the package natasha, which is not installed")


@contextmanager
def one_thread() -> Iterator[None]:
    """Import numpy inside: its BLAS then starts one thread, unless the user's environment says otherwise.

    The matrices are small; a second thread only waits, and workers already use every core.
    """
    ours = [name for name in THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]
