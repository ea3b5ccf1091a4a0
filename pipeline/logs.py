"""What `extract --log-format` writes to standard error: a line for the run's start, each shard, and the run's end.

`text` is for people, `json` for programs: one object a line, `time` in UTC, `event` one of start, shard, end, failed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.engines import Summary
from pipeline.lineage import Lineage
from pipeline.version import __version__


class Run:
    """Tells of one run while it lasts: lines in this format, and OpenLineage events in this file, where there is one.

    Used as a context: what is raised inside is told as the run's failure.
    """

    def __init__(self, format: str | None, lineage: Path | None, inputs: Sequence[Path], out: Path) -> None:
        self.format, self.out = format, out
        self.lineage = Lineage(lineage, inputs, out) if lineage else None

    def __enter__(self) -> Run:
        self._line("start", {"out": str(self.out), "version": __version__})
        if self.lineage:
            self.lineage.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            message = str(error) or type(error).__name__
            self._line("failed", {"message": message})
            if self.lineage:
                self.lineage.fail(message)

    def shard(self, name: str, found: dict[str, Any], fresh: bool) -> None:
        """One finished shard: how many rows it has in each table, and the seconds it took (0 if done before)."""
        seconds = found["seconds"] if fresh else 0.0
        self._line("shard", {"shard": name, "done_before": not fresh, "seconds": seconds, "rows": found["rows"]})

    def end(self, result: Summary) -> None:
        """The run's end, with rows over the whole output."""
        share = round(result.quarantined_share, 4)
        done = {"shards": result.shards, "shards_run": result.shards_run, "seconds": round(result.seconds, 3)}
        self._line("end", {**done, "quarantined_share": share, "rows": result.rows})
        if self.lineage:
            self.lineage.complete(result)

    def _line(self, event: str, values: dict[str, Any]) -> None:
        if self.format is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self.format == "json":
            line = json.dumps({"time": now, "event": event, **values}, ensure_ascii=False)
        else:
            line = f"{now} {event} " + " ".join(_shown(name, value) for name, value in values.items())
        print(line, file=sys.stderr, flush=True)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_shown(key, one) for key, one in value.items())
    return f"{name}={json.dumps(value, ensure_ascii=False)}"
