"""A score as people read it: a line a figure, and lists of what was missed or found in error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.evaluate.score import Score

SHOWABLE = ("mentions", "names", "country", "kind", "roles", "money", "dates", "agreements")


def lines(result: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The figures, a line each, deeper ones after their table."""
    for key, value in result.items():
        if isinstance(value, Mapping):
            name = f"{prefix + key:<52}"
            if value.get("f1") is not None:
                counts = f"({value['hit']} of {value['want']}, {value['got']} found)" if "hit" in value else ""
                p, r, f = (f"{m} {value[key]:.3f}" for m, key in (("P", "precision"), ("R", "recall"), ("F1", "f1")))
                yield f"{name} {p}  {r}  {f}  {counts}".rstrip()
            elif "accuracy" in value:
                share = "    -" if value["accuracy"] is None else f"{value['accuracy']:.3f}"
                yield f"{name} {share}  ({value['ok']} of {value['n']})"
            yield from lines(value, f"{prefix}{key} / ")
        elif prefix.startswith("by language"):
            yield f"{prefix + key:<52} F1 {value:.3f}"


def differences(score: Score, table: str) -> Iterator[str]:
    """Misses (-), false finds (+) and partly wrong ones (~) of one table, by document."""
    for d in score.differences:
        if d.table == table:
            yield f"{d.sign} {d.document}: {d.what}"
