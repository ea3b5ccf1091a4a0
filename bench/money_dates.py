"""Money and dates beside the peers: the same texts, the same run, accuracy and speed.

    python bench/money_dates.py GOLD_FOLDER [GOLD_FOLDER …]

Money counts as right with its exact span, amount and currency; natasha's with any overlap. A date
counts as right where it overlaps and the bounds are right; a peer's where its day lies within gold's
bounds, which is easier. Speed is characters of article text a second on one core.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from pipeline import ingest, stages
from pipeline.document import Document
from pipeline.evaluate import gold as G

import peers


@dataclass
class Line:
    """One row of the table."""

    hit: int = 0
    got: int = 0
    want: int = 0
    seconds: float = 0.0
    characters: int = 0

    def __str__(self) -> str:
        p, r = self.hit / max(1, self.got), self.hit / max(1, self.want)
        speed = self.characters / self.seconds / 1000 if self.seconds else 0.0
        return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  {speed:9.1f} K characters/s"


@dataclass
class Article:
    gold: G.Gold
    document: Document  # ready for money and dates: all stages before them have run
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.document.raw

    @property
    def published_on(self) -> date | None:
        return self.document.published_on


def prepared(folders: Sequence[str]) -> list[Article]:
    """Gold documents through the stages before dates and money."""
    gold = {f"{folder}/{name}": g for folder in folders for name, g in G.folder(Path(folder)).items()}
    before = [s for s in stages.STAGES if s.name not in ("dates", "money", "agreements")]
    kept, _ = stages.run([ingest.document(g.text, name) for name, g in gold.items() if not g.quarantine], before)
    return [Article(gold[d.source], d) for d in kept]


def inside(article: Article, start: int, end: int) -> bool:
    return any(s <= start and end <= e for s, e in article.gold.body)


def ours(article: Article, table: str) -> list[Any]:
    (stage,) = (s for s in stages.STAGES if s.name == table)
    (document,) = stage.run([article.document])
    assert isinstance(document, Document)
    return [(document.raw_span(a.start, a.end), a.value) for a in getattr(document, table)]


def count_money(line: Line, article: Article, found: list[peers.Amount], exact: bool) -> None:
    wanted = list(article.gold.money.values())
    found = [f for f in found if inside(article, f[0], f[1])]
    line.got += len(found)
    line.want += len(wanted)
    for item in wanted:
        for start, end, amount, currency in found:
            same, near = (start, end) == (item["start"], item["end"]), start < item["end"] and end > item["start"]
            equal = currency == item["currency"] and abs(amount - item["min"]) <= 1e-4 * max(1, item["min"])
            if equal and (same if exact else near):
                line.hit += 1
                break


def count_dates(line: Line, article: Article, found: list[tuple[int, int, Any]]) -> None:
    wanted = [d for d in article.gold.dates.values() if d.get("begins")]
    found = [f for f in found if inside(article, f[0], f[1])]
    line.got += len(found)
    line.want += len(wanted)
    for item in wanted:
        first, last = date.fromisoformat(item["begins"]), date.fromisoformat(item["ends"])
        for start, end, value in found:
            right = value == (first, last) if isinstance(value, tuple) else first <= value <= last
            if start < item["end"] and end > item["start"] and right:
                line.hit += 1
                break


def timed(line: Line, article: Article, call: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = call()
    line.seconds += time.perf_counter() - started
    line.characters += len(article.text)
    return result


def main() -> None:
    articles = prepared(sys.argv[1:])
    for language in ("ru", "de"):
        some = [a for a in articles if a.document.language == language]
        for article in some[:2]:  # tables are read and patterns compiled once
            ours(article, "money"), ours(article, "dates")
        rows: dict[str, Line] = {}
        for article in some:
            line = rows.setdefault("money  depesche", Line())
            found = timed(line, article, lambda a=article: ours(a, "money"))
            money = [(*span, float(v.amount_min), v.currency) for span, v in found]
            count_money(line, article, money, exact=True)
            if language == "ru":
                line = rows.setdefault("money  natasha", Line())
                count_money(line, article, timed(line, article, lambda a=article: peers.natasha_money()(a.text)), False)
        search = peers.dateparser_dates(language)
        for article in some:
            line = rows.setdefault("dates  depesche", Line())
            found = timed(line, article, lambda a=article: ours(a, "dates"))
            days = [(*span, (v.begins, v.ends)) for span, v in found if v.begins]
            count_dates(line, article, days)
            if language == "ru":
                line = rows.setdefault("dates  natasha", Line())
                count_dates(line, article, timed(line, article, lambda a=article: peers.natasha_dates()(a.text)))
            line = rows.setdefault("dates  dateparser", Line())
            count_dates(line, article, timed(line, article, lambda a=article, s=search: s(a.text, a.published_on)))
        print(f"\n{language}: {len(some)} articles")
        for name, line in rows.items():
            print(f"  {name:<20} {line}")


if __name__ == "__main__":
    main()
