"""Kill a run many times at random moments, and see whether it ends with the rows of one that nobody disturbed.

    python tests/with_kills.py [KILLS] [ARTICLES] [WORKERS]

`make test-kill` takes 50 kills, 2,000 short articles, 2 workers. A kill comes at a random moment after a random number
of shards more, or while the run begins; half of them hit the run alone, half its workers too.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from pipeline import records as R

import generate

CONFIG = "shard_size = 40\nbatch_size = 8\n"


def tables(out: Path) -> dict[str, bytes]:
    """All tables' bytes but `runs`."""
    found = {}
    for table in (t for t in R.TABLES if t != "runs"):
        for path in (out / table).rglob("*"):
            found[path.relative_to(out).as_posix()] = path.read_bytes()
    return found


def main(kills: int, articles: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate.write(articles, folder / "in.jsonl", sentences=1)
        (folder / "depesche.toml").write_text(CONFIG, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}

        def start(out: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "pipeline.cli", "extract", "in.jsonl", "--out", out, "--quiet"]
            command += ["--workers", str(workers)]
            return subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True)

        begun = time.monotonic()
        assert start("wanted").wait() == 0
        print(f"undisturbed: {time.monotonic() - begun:.1f} s", flush=True)

        def shards() -> int:
            return len(list((folder / "out/.depesche").glob("part-*.json")))

        chance, killed = random.Random(7), 0
        most = 2 * len(list((folder / "wanted/.depesche").glob("part-*.json"))) // 50  # fifty kills fill a run
        while killed < kills:
            run = start("out")
            kill = chance.choice([os.kill, os.killpg])
            if chance.random() < 0.1:
                time.sleep(chance.uniform(0, 3))  # while it begins
            else:
                enough = shards() + chance.randint(1, most)
                while run.poll() is None and shards() < enough:
                    time.sleep(0.02)
                time.sleep(chance.uniform(0, 0.5))
            if run.poll() is not None:
                assert run.returncode == 0
                check(folder)
                print("finished before its kill, and is right; begun anew", flush=True)
                shutil.rmtree(folder / "out")
                continue
            kill(run.pid, signal.SIGKILL)
            run.wait()
            killed += 1
            how = "alone" if kill is os.kill else "with its workers"
            print(f"kill {killed}: {how}, {shards()} shards done", flush=True)
        assert start("out").wait() == 0
        check(folder)
        print(f"{kills} kills: all tables as undisturbed, in {time.monotonic() - begun:.0f} s")


def check(folder: Path) -> None:
    wanted, found = tables(folder / "wanted"), tables(folder / "out")
    differing = sorted(n for n in wanted.keys() | found.keys() if wanted.get(n) != found.get(n))
    assert wanted and not differing, differing
    assert not list((folder / "out").rglob("*.half"))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*given, *(50, 2000, 2)[len(given) :])
