"""Subword vectors (floret) from the raw text: 60,000 rows of 96 numbers."""

import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path

import floret
import numpy as np
from corpora import read_jsonl
from spacy.vectors import Vectors
from spacy.vocab import Vocab

WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
PLAIN = str.maketrans("„“”»«–—’‚‘", '"""""--\'\'\'')
RAW = {
    "wikipedia-klexikon.txt.xz": 3,
    "bundestag-20.txt.xz": 1,
    "bundestag-17-18.txt.xz": 1,
}  # file: times read
SETTINGS = {"model": "skipgram", "dim": 96, "minn": 4, "maxn": 5, "minCount": 8, "epoch": 1, "ws": 5, "neg": 5,
            "mode": "floret", "hashCount": 2, "bucket": 60000, "lr": 0.05, "thread": 2}  # fmt: skip


def raw_lines(data: Path, names: dict[str, int] | None = None) -> Iterator[str]:
    """Paragraphs of more than 20 characters."""
    for name, times in (names or RAW).items():
        for _ in range(times):
            with lzma.open(data / "raw" / name, "rt", encoding="utf-8") as lines:
                yield from (line.strip() for line in lines if len(line) > 20)


def build(data: Path, work: Path) -> Path:
    """Write WORK/vectors.floret; with two threads the numbers differ a little from run to run."""
    target = work / "vectors.floret"
    if target.exists():
        return target
    lines = [" ".join(WORD.findall(line.translate(PLAIN))) for line in raw_lines(data)]
    for _ in range(2):
        for part in ("germeval2014/train.jsonl.gz", "mobie/train.jsonl.gz"):
            lines += [" ".join(WORD.findall(text.translate(PLAIN))) for text, _, _ in read_jsonl(data / part)]
    random.Random(7).shuffle(lines)
    text = work / "vectors.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    del lines
    floret.train_unsupervised(str(text), **SETTINGS).save_floret_vectors(str(target))
    text.unlink()
    return target


class Cached(Vectors):  # type: ignore[misc]
    """The same vectors, each word's sum of pieces computed once: training asks for them every pass."""

    def get_batch(self, keys: list[int]) -> np.ndarray:
        store = _CACHE
        missing = list({int(k) for k in keys} - store.keys())
        if missing:
            store.update(zip(missing, super().get_batch(missing), strict=True))
        return np.stack([store[int(k)] for k in keys])


_CACHE: dict[int, np.ndarray] = {}


def load(path: Path, vocab: Vocab) -> Cached:
    """Read floret's text form into a spaCy table."""
    with path.open(encoding="utf-8") as lines:
        head = dict(
            zip(
                ("bucket", "dim", "minn", "maxn", "count", "seed", "bow", "eow"),
                next(lines).split(),
                strict=True,
            )
        )
        table = np.zeros((int(head["bucket"]), int(head["dim"])), dtype="float32")
        for line in lines:
            row, *numbers = line.split()
            table[int(row)] = [float(x) for x in numbers]
    _CACHE.clear()
    return Cached(
        strings=vocab.strings, data=table, mode="floret", minn=int(head["minn"]), maxn=int(head["maxn"]),
        hash_count=int(head["count"]), hash_seed=int(head["seed"]), bow=head["bow"], eow=head["eow"],
    )  # fmt: skip
