"""What a data team does with the tables: check them, lay them out anew, load them elsewhere.

Everything here reads a finished output folder (`source`), through DuckDB in bounded memory, and never asks how its
files are named or who wrote them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEMORY = "1GB"  # what DuckDB holds at most, unless told
TARGET = "128MB"  # about how large a Parquet file becomes, unless told
LAYOUT = "_state.json"  # beside the files of a table that was laid out: how, and what is in it


class WarehouseError(Exception):
    """What was asked for cannot be done, or not there; the message says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """Tables put somewhere: which of them changed, how many rows each holds, and what it took."""

    to: str
    changed: tuple[str, ...]
    rows: dict[str, int]
    took: dict[str, int]

    def asdict(self) -> dict[str, Any]:
        return asdict(self)

    def line(self) -> str:
        """For a terminal."""
        if not self.changed:
            return f"nothing changed in {self.to}"
        took = ", ".join(f"{count} {what}" for what, count in self.took.items())
        return f"{len(self.changed)} of {len(self.rows)} tables changed in {self.to} ({took})"
