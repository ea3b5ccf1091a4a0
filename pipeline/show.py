"""What `extract` says while it runs and when it is done."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipeline.engines import Summary


class Progress:
    """A moving count on a terminal, a plain line a shard elsewhere, nothing where quiet."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.done = quiet, 0
        self.bar: Bar | None = None
        if not quiet and sys.stderr.isatty():
            columns = (SpinnerColumn(), TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self.bar = Bar(*columns, console=Console(stderr=True), transient=True)

    def __enter__(self) -> Progress:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task("articles", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar:
            self.bar.stop()

    def advance(self, inputs: int) -> None:
        self.done += inputs
        if self.bar:
            self.bar.update(self.task, advance=inputs)
        elif not self.quiet:
            print(f"{self.done} articles done", file=sys.stderr, flush=True)


def summary(result: Summary) -> str:
    """The closing lines of a run."""
    rows = result.rows
    counts = [
        (name, rows[key])
        for name, key in (
            ("documents", "documents"),
            ("mentions", "mentions"),
            ("roles", "roles"),
            ("money", "money"),
            ("dates", "dates"),
            ("agreements", "agreements"),
            ("quarantined", "quarantine"),
        )
    ]
    lines = [f"{name:<12}{count:>8}" for name, count in counts]
    lines.append(f"{'seconds':<12}{result.seconds:>8.1f}")
    if result.left_alone:
        kinds = ", ".join(f"{n} {ending or 'without ending'}" for ending, n in sorted(result.left_alone.items()))
        lines.append(f"left alone: files that are not read ({kinds})")
    if not result.shards_run:
        lines.append("nothing changed since the last run")
    lines.append(f"tables in {result.out}/: one folder of Parquet files each")
    return "\n".join(lines)
