"""Whole-process time for the seed corpus beside the peers' chains, in turn, as a ratio.

    python bench/speed.py [ROUNDS]

A: `depesche extract data/raw` into an empty folder: every stage, both languages, tables written.
B: one process that runs natasha's documented chain (segment, morph, NER, normalise) over the four Russian
articles and a spaCy pipeline with our German model over the German one, results thrown away.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
ROOT = Path(__file__).parent.parent
PEERS = """
import sys; sys.path.insert(0, "bench")
import peers
from pathlib import Path
texts = [p.read_text(encoding="utf-8") for p in sorted(Path("data/raw").glob("*.txt"))]
russian = [t for t in texts if sum("а" <= c <= "я" for c in t.lower()) > len(t) / 3]
chain = peers.natasha_chain(names_only=True)
for text in russian: chain(text)
peers.spacy_chain("models/de")([t for t in texts if t not in russian])
"""


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ratios = []
    for number in range(rounds + 1):
        out = Path(tempfile.mkdtemp())
        ours = seconds([sys.executable, "-m", "pipeline.cli", "extract", "data/raw", "--out", str(out)])
        again = seconds([sys.executable, "-m", "pipeline.cli", "extract", "data/raw", "--out", str(out)])
        theirs = seconds([sys.executable, "-c", PEERS])
        shutil.rmtree(out)
        if number:  # the first round fills the caches of the disk
            ratios.append(ours / theirs)
            times = f"depesche {ours:.2f} s, again {again:.2f} s, peers {theirs:.2f} s"
            print(f"{times}, ratio {ours / theirs:.2f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f} of {rounds} rounds (below 1: depesche is faster)")


if __name__ == "__main__":
    main()
