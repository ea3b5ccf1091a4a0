"""Which documents came before, in some ten bytes each: an archive may have many millions."""

from __future__ import annotations

import numpy as np

_RECENT = 32_000  # ids that are gathered before they join the sorted ones


class Seen:
    """A set of document ids, which are 16 hexadecimal digits."""

    def __init__(self) -> None:
        self.recent: set[int] = set()
        self.old = np.empty(0, np.uint64)

    def add(self, doc_id: str) -> bool:
        """Add an id; whether it is new."""
        number = int(doc_id, 16)
        if number in self.recent:
            return False
        wanted = np.uint64(number)
        place = int(self.old.searchsorted(wanted))
        if place < len(self.old) and self.old[place] == wanted:
            return False
        self.recent.add(number)
        if len(self.recent) == _RECENT:
            self.old = np.concatenate([self.old, np.fromiter(self.recent, np.uint64, len(self.recent))])
            self.old.sort(kind="stable")
            self.recent.clear()
        return True
