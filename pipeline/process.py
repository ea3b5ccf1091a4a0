"""What a process that is only ours does at its start to be quick. A library's user has other things in theirs."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib.machinery import ModuleSpec


def tune() -> None:
    """Collect cycles seldom, and keep pyarrow from importing pandas."""
    gc.set_threshold(100_000, 20, 100)  # hardly anything that is made has cycles, and looking for them takes long
    atexit.register(_leave_the_heap)
    if "pandas" not in sys.modules:
        _tell_pyarrow_there_is_no_pandas()


def _leave_the_heap() -> None:
    """Nor look for cycles at the end; but for DuckDB, which takes what is left then for a leak, and says so."""
    if "duckdb" not in sys.modules:
        gc.freeze()


def _tell_pyarrow_there_is_no_pandas() -> None:
    """It looks once whether a list might be pandas', and imports pandas for that; to_pandas() looks again."""
    import pyarrow

    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        pyarrow.array([0])
    finally:
        sys.meta_path.remove(hidden)


class _Hidden:
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name == "pandas":
            raise ImportError(name)
        return None
