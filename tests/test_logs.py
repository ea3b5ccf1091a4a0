"""What extract tells of a run: lines for people or programs, and OpenLineage events."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, logs, tables
from pipeline import records as R
from pipeline.engines import Summary

MANIFEST = {"rows": {"documents": 3, "money": 1}, "seconds": 1.25}
SUMMARY = Summary(Path("out"), {"documents": 3, "quarantine": 1, "money": 1}, 2, 1, 3.14159)


def told(format: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    with logs.Run(format, None, [Path("in")], Path("o ut")) as run:
        run.shard("part-1", MANIFEST, True)
        run.shard("part-2", MANIFEST, False)
        run.end(SUMMARY)
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_json_is_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    start, fresh, before, end = map(json.loads, told("json", capsys))
    assert [line["event"] for line in (start, fresh, before, end)] == ["start", "shard", "shard", "end"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", start["time"])
    assert fresh["shard"] == "part-1" and fresh["seconds"] == 1.25 and fresh["rows"]["documents"] == 3
    assert before["done_before"] and before["seconds"] == 0
    assert end["quarantined_share"] == 0.25 and end["shards_run"] == 1 and end["seconds"] == 3.142


def test_text_is_a_line_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told("text", capsys)
    assert len(lines) == 4 and 'start out="o ut"' in lines[0]
    assert 'shard shard="part-1" done_before=false seconds=1.25 documents=3 money=1' in lines[1]


def test_a_failure_is_told_and_goes_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lineage.jsonl"
    with pytest.raises(OSError, match="full"), logs.Run("json", file, [], tmp_path):
        raise OSError("disk\nfull")
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["message"] == "disk\nfull"
    start, fail = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (start["eventType"], fail["eventType"]) == ("START", "FAIL")
    assert fail["run"]["facets"]["errorMessage"]["message"] == "disk\nfull"


def test_nothing_is_told_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with logs.Run(None, None, [], Path("out")) as run:
        run.shard("part-1", MANIFEST, True)
        run.end(SUMMARY)
    assert capsys.readouterr() == ("", "")


def test_lineage_has_what_open_lineage_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "lineage.jsonl"
    for _ in range(2):
        with logs.Run(None, file, [Path("a.txt"), Path("-")], tmp_path / "out") as run:
            run.end(SUMMARY)
    events: list[dict[str, Any]] = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [e["eventType"] for e in events] == ["START", "COMPLETE"] * 2
    for event in events:
        assert {"eventTime", "producer", "schemaURL", "run", "job"} <= event.keys()
        assert uuid.UUID(event["run"]["runId"]) and event["job"] == {"namespace": "depesche", "name": "extract"}
        assert [i["name"] for i in event["inputs"]] == [str(Path("a.txt").resolve()), "-"]
    runs = [e["run"]["runId"] for e in events]
    assert runs[0] == runs[1] != runs[2] == runs[3]
    outputs = {Path(o["name"]).name: o for o in events[1]["outputs"]}
    assert outputs.keys() == set(R.TABLES)
    assert outputs["money"]["outputFacets"]["outputStatistics"]["rowCount"] == 1
    fields = outputs["money"]["facets"]["schema"]["fields"]
    assert [f["name"] for f in fields] == [c.name for c in tables.columns(R.MoneyRecord)]
    for facet in (outputs["money"]["facets"]["schema"], outputs["money"]["outputFacets"]["outputStatistics"]):
        assert facet["_schemaURL"].startswith("https://openlineage.io/spec/facets/") and facet["_producer"]


def test_the_command_tells_each_shard(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, lineage = root / "data" / "raw" / "smailov-golovchenko-2023.txt", tmp_path / "lineage.jsonl"
    arguments = ["extract", source, "--out", tmp_path / "out", "--quiet", "--log-format", "json", "--lineage", lineage]
    for before in (False, True):
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        assert not stopped.value.code
        out, err = capsys.readouterr()
        start, shard, end = map(json.loads, err.splitlines())
        assert out == "" and (start["event"], shard["event"], end["event"]) == ("start", "shard", "end")
        assert shard["done_before"] is before and shard["rows"]["documents"] == end["rows"]["documents"] == 1
        assert (shard["seconds"] == 0) is before
    assert len(lineage.read_text(encoding="utf-8").splitlines()) == 4
