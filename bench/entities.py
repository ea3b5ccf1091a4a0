"""Time and memory of adding up entities: the table `entities` from what many documents say.

    python bench/entities.py [ENTITIES] [ROWS]

Makes ROWS rows (three million, by default) that name ENTITIES different ones (a million), as often as names in
news do, some often and most seldom, in files of ten thousand; then adds them up in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import aggregate

A_FILE = 10_000  # rows


def write(folder: Path, entities: int, rows: int) -> None:
    chance = np.random.default_rng(1)
    often = np.minimum((entities * chance.random(rows) ** 2).astype(np.int64), entities - 1)
    often[:entities] = np.arange(entities)  # each at least once
    chance.shuffle(often)
    for number, first in enumerate(range(0, rows, A_FILE)):
        keys = often[first : first + A_FILE]
        form, german = chance.integers(0, 3, len(keys)), chance.random(len(keys)) < 0.3
        columns = {
            "doc_id": [f"{(first + i) // 15:016x}" for i in range(len(keys))],
            "entity_id": [f"per:familienname-{k}-vorname" for k in keys],
            "type": ["PER" if k % 3 else "ORG" for k in keys],
            "language": np.where(german, "de", "ru"),
            "name": [("Имя Фамилия", "Фамилия", "И. Фамилия")[f] + f" {k}" for f, k in zip(form, keys, strict=True)],
            "kind": [None if k % 3 else "company" for k in keys],
            "country": [None if k % 5 else "KZ" for k in keys],
            "mentions": chance.integers(1, 6, len(keys)),
        }
        pq.write_table(pa.table(columns, schema=aggregate.SEEN), folder / f"{number:06d}.parquet", compression="zstd")


def measure(folder: Path) -> None:
    base, begun, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), time.process_time()
    found = aggregate.entities(aggregate.read(sorted(folder.iterdir())))
    seconds, peak = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{found.num_rows} entities in {seconds:.1f} s ({time.process_time() - cpu:.1f} s of a core), "
          f"peak {peak / 2**20:.2f} GiB ({base / 2**20:.2f} at the start)")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--measure":
        measure(Path(sys.argv[2]))
    else:
        entities = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
        rows = int(sys.argv[2]) if len(sys.argv) > 2 else 3 * entities
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), entities, rows)
            subprocess.run([sys.executable, __file__, "--measure", folder], check=True)
