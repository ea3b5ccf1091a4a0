"""Offsets, one a character, as the runs in which they count up: less memory, and less to send to a worker."""

from __future__ import annotations

from array import array

import numpy as np

from pipeline.document import Offsets


def compact(offsets: array[int] | None) -> Offsets | None:
    """The same offsets as runs."""
    if not offsets:
        return None
    every = np.frombuffer(offsets, dtype=f"u{offsets.itemsize}").astype(np.int64)
    begins = np.concatenate(([0], np.flatnonzero(np.diff(every) != 1) + 1))
    return Offsets(len(offsets), _array(begins), _array(every[begins]))


def _array(values: np.ndarray) -> array[int]:
    made: array[int] = array("I")
    made.frombytes(values.astype(np.uint32).tobytes())
    return made
