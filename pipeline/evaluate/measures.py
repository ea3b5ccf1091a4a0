"""The measures: precision, recall and F1 of counts, shares of right answers, B-cubed of clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


@dataclass(slots=True)
class Tally:
    """Finds that are right, finds, and what was to be found."""

    hit: int = 0
    got: int = 0
    want: int = 0

    def add(self, hit: int, got: int, want: int) -> None:
        self.hit += hit
        self.got += got
        self.want += want

    def row(self) -> dict[str, Any]:
        """To four digits; a side that is empty is perfect only where the other is too."""
        p = self.hit / self.got if self.got else float(not self.want)
        r = self.hit / self.want if self.want else float(not self.got)
        f = 2 * p * r / (p + r) if p + r else 0.0
        figures = {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f, 4)}
        return {**figures, "hit": self.hit, "got": self.got, "want": self.want}


@dataclass(slots=True)
class Share:
    """How many of the questions were answered right."""

    ok: int = 0
    n: int = 0

    def add(self, right: object) -> None:
        self.ok += bool(right)
        self.n += 1

    def row(self) -> dict[str, Any]:
        return {"accuracy": round(self.ok / self.n, 4) if self.n else None, "ok": self.ok, "n": self.n}


def b_cubed(pairs: Sequence[tuple[Hashable, Hashable]]) -> dict[str, Any]:
    """B-cubed (Bagga and Baldwin 1998) of (gold cluster, found cluster) of each mention."""
    if not pairs:
        return {"precision": None, "recall": None, "f1": None, "n": 0}
    sizes: dict[Any, int] = defaultdict(int)
    for want, got in pairs:
        for key in (("want", want), ("got", got), ("both", want, got)):
            sizes[key] += 1
    p = sum(sizes["both", w, g] / sizes["got", g] for w, g in pairs) / len(pairs)
    r = sum(sizes["both", w, g] / sizes["want", w] for w, g in pairs) / len(pairs)
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / (p + r), 4), "n": len(pairs)}


def pair(want: Sequence[A], got: Sequence[B], worth: Callable[[A, B], float]) -> list[tuple[A, B]]:
    """One-to-one pairs, greedily: the best worth first, then text order; a pair worth nothing is none."""
    ranked = sorted((-worth(w, g), i, j) for i, w in enumerate(want) for j, g in enumerate(got))
    free_want, free_got = set(range(len(want))), set(range(len(got)))
    pairs = []
    for negative, i, j in ranked:
        if negative < 0 and i in free_want and j in free_got:
            free_want.remove(i)
            free_got.remove(j)
            pairs.append((want[i], got[j]))
    return pairs


def overlap(a: Any, b: Any) -> int:
    """Characters that two items with start and end share."""
    return max(0, int(min(a["end"], b["end"])) - int(max(a["start"], b["start"])))
