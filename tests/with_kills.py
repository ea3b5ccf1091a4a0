"""Kill a run many times at random moments, and see whether it ends with the rows of one that nobody disturbed.

    python tests/with_kills.py [KILLS] [ARTICLES] [WORKERS]

`make test-kill` takes 50 kills, 2,000 short articles, 2 workers. Of the kills half hit the run alone and half its
workers too; a kill may come before the first shard, amid writing, or while entities are added up.
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
        whole = time.monotonic() - begun
        print(f"undisturbed: {whole:.1f} s", flush=True)
        chance, done, killed = random.Random(7), folder / "out/.depesche", 0
        while killed < kills:
            run = start("out")
            kill = chance.choice([os.kill, os.killpg])
            try:
                assert run.wait(chance.uniform(0.05, 1) * max(whole / 5, 8)) == 0
                check(folder)
                print("finished before its kill, and is right; begun anew", flush=True)
                shutil.rmtree(folder / "out")
            except subprocess.TimeoutExpired:
                kill(run.pid, signal.SIGKILL)
                run.wait()
                killed += 1
                shards = len(list(done.glob("part-*.json")))
                how = "alone" if kill is os.kill else "with its workers"
                print(f"kill {killed}: {how}, {shards} shards done", flush=True)
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
