"""Floors: the figures below which an extraction must not fall.

A floors file is JSON: the fingerprint of the gold it was measured on, and for each figure its
floor. Raising is one command; lowering wants a reason, and the reason stays in the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from math import floor
from pathlib import Path
from typing import Any


class FloorsError(Exception):
    """A floors file that cannot be used, or a change to it that is refused."""


def fingerprint(gold: Path) -> str:
    """A digest of the gold files' names and contents."""
    digest = hashlib.sha256()
    for path in sorted(p for p in gold.rglob("*") if p.suffix in (".txt", ".ann", ".json")):
        digest.update(path.relative_to(gold).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def figures(result: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Every F1 and accuracy of a score as (path, value): ("money / kind", 0.95)."""
    for key, value in result.items():
        if not isinstance(value, Mapping):
            continue
        for measure in ("f1", "accuracy"):
            if value.get(measure) is not None:
                yield prefix + key, float(value[measure])
        if key != "by language":
            yield from figures(value, f"{prefix}{key} / ")


def load(path: Path) -> dict[str, Any]:
    """A floors file. Raises FloorsError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"gold": str(found["gold"]), "floors": dict(found["floors"]), "lowered": list(found["lowered"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FloorsError(f"{path}: no floors file: {error}") from error


def below(result: Mapping[str, Any], gold: Path, path: Path) -> list[str]:
    """What fell below its floor, a line each. Raises FloorsError where the gold is not the one measured."""
    kept = load(path)
    if kept["gold"] != fingerprint(gold):
        raise FloorsError(f"{path}: measured on other gold than {gold}; measure again with --raise-floors")
    now = dict(figures(result))
    return [
        f"{name}: {now.get(name, 0.0):.4f}, floor {least:.4f}"
        for name, least in kept["floors"].items()
        if now.get(name, 0.0) < least
    ]


def update(result: Mapping[str, Any], gold: Path, path: Path, lower_because: str | None = None) -> None:
    """Set every floor to the figure measured now. One that would fall wants a reason, else FloorsError.

    Floors are rounded down to a hundredth: another processor may round one name in some hundred differently.
    """
    kept: dict[str, Any] = load(path) if path.exists() else {"gold": "", "floors": {}, "lowered": []}
    now = {name: floor(round(value * 100, 6)) / 100 for name, value in figures(result)}
    fallen = {name: least for name, least in kept["floors"].items() if now.get(name, 0.0) < least}
    if fallen and not lower_because:
        names = ", ".join(f"{name} {least:.4f} -> {now.get(name, 0.0):.4f}" for name, least in fallen.items())
        raise FloorsError(f"floors only rise; lowering takes --lower-floors with a reason: {names}")
    if fallen:
        kept["lowered"].append({"why": lower_because, "from": fallen, "to": {n: now.get(n) for n in fallen}})
    written = {"gold": fingerprint(gold), "floors": now, "lowered": kept["lowered"]}
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
