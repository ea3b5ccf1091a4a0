"""Memory of a run over few and over many articles: the peak must not grow with the corpus.

    python bench/memory.py FEW MANY [WORKERS]

Prints, for each of the two, the peak of the run's own process and of its largest worker (VmHWM), and the ratio.
The articles are short ones from `generate.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate

SENTENCES = 1


def peak(pid: int) -> int:
    """The most memory that a process has had so far, in KiB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def children(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def measure(articles: int, workers: int, folder: Path) -> tuple[int, int, float]:
    """Peaks of the run and of its largest worker in KiB, and seconds."""
    source = folder / f"{articles}.jsonl"
    generate.write(articles, source, SENTENCES)
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(source), "--quiet"]
    command += ["--out", str(folder / f"out{articles}"), "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "OMP_NUM_THREADS": "1"}
    begun, run, most = time.monotonic(), subprocess.Popen(command, env=environment), [0, 0]
    while run.poll() is None:
        most[0] = max(most[0], peak(run.pid))
        most[1] = max([most[1], *(peak(child) for child in children(run.pid))])
        time.sleep(0.5)
    assert run.returncode == 0
    return most[0], most[1], time.monotonic() - begun


def main(few: int, many: int, workers: int = 1) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = {count: measure(count, workers, Path(folder)) for count in (few, many)}
    for count, (own, child, seconds) in found.items():
        print(f"{count:>8} articles: peak {own / 1024:.0f} MiB, largest worker {child / 1024:.0f} MiB, {seconds:.0f} s")
    ratios = [found[many][i] / found[few][i] for i in (0, 1) if found[few][i]]
    print(f"ratio {' and '.join(f'{ratio:.3f}' for ratio in ratios)}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
