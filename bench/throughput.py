"""Time by stage and size, beside natasha's chain (Russian) and the bare pipeline of our own model (German).

    python bench/throughput.py [SIZE …]        (default: 1000 10000)

Articles come from templates (bench/generate.py). All times are processor time of one core, models warm. A table has a
line a stage and a column a size: milliseconds an article, so that growth is linear where a line stays level. The
peers run in the same process, in turn with ours, on the articles of data/gold.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from pipeline import ingest, rows, stages, tables
from pipeline.document import Document, Quarantined
from pipeline.process import tune

import generate
import peers

PART = 100  # articles that go through the stages together
ROOT = Path(__file__).parent.parent


def documents(count: int) -> Iterator[Document]:
    for number, article in enumerate(generate.articles(count)):
        yield ingest.document(article["text"], f"{number}")


def parts(count: int) -> Iterator[list[Document]]:
    rest = documents(count)
    while part := list(islice(rest, PART)):
        yield part


def through(part: Sequence[Document], spent: dict[str, float]) -> list[Document]:
    """Documents through all stages and into Arrow; adds to what each stage has spent."""
    current = list(part)
    for stage in stages.STAGES:
        begun = time.process_time()
        current = [d for d in stage.run(current) if not isinstance(d, Quarantined)]
        spent[stage.name] = spent.get(stage.name, 0.0) + time.process_time() - begun
    begun = time.process_time()
    for table, found in rows.documents_to_records(current).items():
        tables.to_arrow(table, found)
    spent["tables"] = spent.get("tables", 0.0) + time.process_time() - begun
    return current


def by_stage(sizes: Sequence[int]) -> None:
    columns: list[dict[str, float]] = []
    for size in sizes:
        spent: dict[str, float] = {}
        for part in parts(size):
            through(part, spent)
        columns.append({name: 1000 * seconds / size for name, seconds in spent.items()})
    print("ms an article   " + "".join(f"{size:>10,}" for size in sizes))
    for name in columns[0]:
        print(f"{name:<16}" + "".join(f"{column[name]:>10.2f}" for column in columns))
    print(f"{'all':<16}" + "".join(f"{sum(column.values()):>10.2f}" for column in columns))


def beside_peers() -> None:
    """On articles as papers print them (data/gold), each read once, after as many made ones have warmed both."""
    chains = {"ru": peers.natasha_chain(), "de": peers.spacy_chain("models/de")}
    names = {"ru": "natasha (segment, morph, syntax, NER, normalise)", "de": "spaCy with our German model alone"}
    for language, chain in chains.items():
        ours = theirs = 0.0
        warming = [d for d in documents(6 * PART) if is_russian(d) == (language == "ru")][:PART]
        printed = [d for d in articles() if is_russian(d) == (language == "ru")]
        for first, part in enumerate([warming, *(printed[i : i + 16] for i in range(0, len(printed), 16))]):
            begun = time.process_time()
            through(part, {})
            middle = time.process_time()
            texts = [d.raw for d in part]
            _ = chain(texts) if language == "de" else [chain(text) for text in texts]
            if first:  # the first part warms both
                ours, theirs = ours + middle - begun, theirs + time.process_time() - middle
        print(f"{language}, {len(printed)} articles: {theirs / ours:.2f} times as fast as {names[language]}")


def articles() -> Iterator[Document]:
    for path in sorted((ROOT / "data" / "gold").rglob("*.txt")):
        if "agreements" not in path.parts:
            yield ingest.document(path.read_text(encoding="utf-8"), path.name)


def is_russian(document: Document) -> bool:
    return sum("а" <= c <= "я" for c in document.raw) > 200


def main() -> None:
    tune()
    through(next(parts(PART)), {})  # models and tables are read
    by_stage([int(size) for size in sys.argv[1:]] or [1000, 10_000])
    beside_peers()


if __name__ == "__main__":
    main()
