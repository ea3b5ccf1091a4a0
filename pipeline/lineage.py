"""A run as OpenLineage tells it: a START and a COMPLETE (or FAIL) event, one JSON object a line.

https://openlineage.io/spec/2-0-2/OpenLineage.json; written without its library. Each line can be sent as it is to
`/api/v1/lineage` of Marquez or another collector.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import records as R
from pipeline import tables
from pipeline.engines import Summary
from pipeline.version import __version__

PRODUCER = f"urn:depesche:{__version__}"
SPEC = "https://openlineage.io/spec"


class Lineage:
    """The events of one run, appended to a file; `inputs` are the paths it was given, `out` the output folder."""

    def __init__(self, file: Path, inputs: Sequence[Path], out: Path) -> None:
        self.file, self.run = file, str(uuid.uuid4())
        self.inputs, self.out = inputs, out

    def start(self) -> None:
        self._write("START", [])

    def complete(self, result: Summary) -> None:
        self._write("COMPLETE", [self._table(name, result.rows.get(name)) for name in R.TABLES])

    def fail(self, message: str) -> None:
        facet = {"errorMessage": {**_facet("1-0-1/ErrorMessageRunFacet"), "message": message,
                                  "programmingLanguage": "python"}}  # fmt: skip
        self._write("FAIL", [], facet)

    def _table(self, name: str, rows: int | None) -> dict[str, Any]:
        fields = [{"name": c.name, "type": c.shown, "description": c.meaning} for c in tables.columns(R.TABLES[name])]
        found: dict[str, Any] = {
            "namespace": "file", "name": str((self.out / name).resolve()),
            "facets": {"schema": {**_facet("1-1-1/SchemaDatasetFacet"), "fields": fields}},
        }  # fmt: skip
        if rows is not None:
            statistics = {**_facet("1-0-2/OutputStatisticsOutputDatasetFacet"), "rowCount": rows}
            found["outputFacets"] = {"outputStatistics": statistics}
        return found

    def _write(self, kind: str, outputs: list[dict[str, Any]], facets: dict[str, Any] | None = None) -> None:
        inputs = [p if "://" in str(p) or str(p) == "-" else p.resolve() for p in self.inputs]
        event = {
            "eventType": kind,
            "eventTime": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "producer": PRODUCER,
            "schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": {"runId": self.run, "facets": facets or {}},
            "job": {"namespace": "depesche", "name": "extract"},
            "inputs": [{"namespace": "file", "name": str(path)} for path in inputs],
            "outputs": outputs,
        }
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event, ensure_ascii=False) + "\n")


def _facet(path: str) -> dict[str, str]:
    name = path.rpartition("/")[2]
    return {"_producer": PRODUCER, "_schemaURL": f"{SPEC}/facets/{path.partition('/')[0]}/{name}.json#/$defs/{name}"}
