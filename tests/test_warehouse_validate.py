"""depesche validate: what keeps the contract passes, and each way to break it is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import cli, tables
from pipeline import records as R
from pipeline.warehouse import WarehouseError, keys, proofs
from pipeline.warehouse.rules import all_rules
from pipeline.warehouse.validate import lines, validate

from small_output import rewrite, write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


def found(out: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(f.table, f.rule): f.examples for f in validate(out).findings}


def test_a_sound_output_passes(out: Path) -> None:
    report = validate(out)
    assert report.ok, lines(report)
    assert report.rows["mentions"] == 7 and report.rules == len(all_rules()) > 80
    assert lines(report)[-1].endswith("all hold")


def test_what_extract_writes_passes(seeds_out: Path) -> None:
    report = validate(seeds_out)
    assert report.ok, lines(report)


Change = Callable[[dict[str, Any]], Any]


def put(**values: Any) -> Change:
    return lambda row: {**row, **values}


BREAKS: dict[str, tuple[str, Change, str, str]] = {
    "null": ("mentions", put(entity_id=None), "mentions", "no null where the contract has none"),
    "key": ("documents", lambda r: [r, r], "documents", "key doc_id is unique"),
    "key of several": ("money", lambda r: [r, r], "money", "key doc_id, start, end is unique"),
    "document gone": ("documents", lambda r: [] if r["doc_id"] == "bb22" else r, "dates", "doc_id stands in documents"),
    "entity gone": ("entities", lambda r: [], "agreement_parties", "entity_id stands in entities"),
    "person gone": ("entities", lambda r: [] if r["type"] == "PER" else r, "roles", "person_id stands in entities"),
    "agreement gone": ("agreements", lambda r: [], "money", "agreement_id stands in agreements"),
    "another's agreement": (
        "money", lambda r: {**r, "agreement_id": "aa11:a26"}, "money", "its agreement is of the same document",
    ),
    "moved by one": (
        "mentions", lambda r: {**r, "start": r["start"] + 1, "end": r["end"] + 1},
        "mentions", "text[start:end] is text",
    ),
    "beyond the text": ("roles", put(end=9999), "roles", "text[start:end] is text"),
    "before the text": ("roles", put(start=-3), "roles", "text[start:end] is text"),
    "empty": ("dates", lambda r: {**r, "end": r["start"], "text": ""}, "dates", "text[start:end] is text"),
    "counted in bytes": (
        "money", lambda r: {**r, "start": 2 * r["start"], "end": 2 * r["end"]}, "money", "text[start:end] is text",
    ),
    "outside the body": ("documents", put(body=[{"start": 0, "end": 3}]), "mentions", "within the body"),
    "body out of order": (
        "documents", put(body=[{"start": 5, "end": 9}, {"start": 0, "end": 6}]),
        "documents", "body lies in the text, in order",
    ),
    "body beyond": ("documents", put(body=[{"start": 0, "end": 999}]), "documents", "body lies in the text, in order"),
    "sentence elsewhere": ("agreements", put(sentence_start=40), "agreements", "its sentence holds it"),
    "a new type": ("mentions", put(type="THING"), "mentions", "type is one of its values"),
    "a new modifier": ("dates", put(modifier="often"), "dates", "modifier is one of its values"),
    "kind of another type": ("entities", put(kind="company"), "entities", "kind belongs to type"),
    "kind of a person": ("entities", put(type="PER"), "entities", "kind belongs to type"),
    "range upside down": ("money", put(amount_min=Decimal(10) ** 30), "money", "amount_min at most amount_max"),
    "half a range": ("agreements", put(amount_max=None), "agreements", "amounts both or neither"),
    "currency": ("money", put(currency="Euro"), "money", "currency is ISO 4217"),
    "country": ("entities", put(country="BLR"), "entities", "country is ISO 3166-1 alpha-2"),
    "dates upside down": ("dates", put(begins=date(2030, 1, 1)), "dates", "begins before it ends"),
    "half a date": ("dates", put(begins=None), "dates", "begins and ends both or neither"),
    "a value from nothing": ("dates", put(anchor="none"), "dates", "anchor none has no value"),
    "no TIMEX3": ("dates", put(value="gestern"), "dates", "value is TIMEX3"),
    "no shift": ("dates", put(offset="gestern"), "dates", "offset is a shift in grains"),
    "term upside down": (
        "agreements", put(valid_from=date(2030, 1, 1), valid_to=date(2029, 1, 1)),
        "agreements", "valid_from before valid_to",
    ),
    "score": ("mentions", put(score=1.5), "mentions", "score from 0 to 1"),
    "language score": ("documents", put(language_score=-0.5), "documents", "language_score from 0 to 1"),
    "time": ("documents", put(published_time="25:00"), "documents", "published_time is HH:MM"),
    "no agreement at all": ("agreements", put(count=0), "agreements", "count from 1"),
    "wrong sums": ("entities", put(mentions=9), "entities", "mentions and documents are what mentions says"),
    "never named": ("mentions", lambda r: [], "entities", "mentions and documents are what mentions says"),
    "two types": ("mentions", put(type="EVENT"), "entities", "its mentions have its type"),
    "run upside down": ("runs", put(seconds=-1.0), "runs", "started before finished"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_finds_what_breaks_it(out: Path, name: str) -> None:
    table, change, broken, rule = BREAKS[name]
    rewrite(out, table, change)
    assert (broken, rule) in found(out)


PROOFS = ("moved by one", "beyond the text", "counted in bytes", "outside the body", "sentence elsewhere")


@pytest.mark.parametrize("name", PROOFS)
def test_proofs_by_parts_of_the_documents_are_the_same(out: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "PART", 40)  # bytes: each document by itself, and parts without any
    monkeypatch.setattr(proofs, "HELD", 200)
    assert validate(out).ok
    table, change, broken, rule = BREAKS[name]
    rewrite(out, table, change)
    by_parts = validate(out)
    assert (broken, rule) in {(f.table, f.rule) for f in by_parts.findings}
    monkeypatch.undo()
    assert by_parts.findings == validate(out).findings


def test_examples_name_the_row_and_counts_are_whole(out: Path) -> None:
    rewrite(out, "mentions", put(type="THING"))
    (finding,) = [f for f in validate(out).findings if f.rule == "type is one of its values"]
    assert finding.count == 7 and finding.examples[0] == "mention_id=aa11:m0: THING" and len(finding.examples) == 3


def replace_files(out: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    for path in (out / table).glob("*.parquet"):
        pq.write_table(change(pq.read_table(path)), path)


def test_other_types_and_columns_are_found(out: Path) -> None:
    replace_files(out, "money", lambda t: t.set_column(1, "start", t.column("start").cast(pa.int64())))
    replace_files(out, "roles", lambda t: t.drop_columns(["title"]))
    replace_files(out, "dates", lambda t: t.append_column("grain", pa.nulls(t.num_rows, pa.string())))
    examples = found(out)
    assert "start is int64, not int32" in examples["money", "columns have the contract's types"][0]
    assert "title is missing" in examples["roles", "columns are the contract's"][0]
    assert "grain is not in the contract" in examples["dates", "columns are the contract's"][0]


def test_files_cut_in_half_missing_tables_and_other_contracts_are_findings(out: Path) -> None:
    cut = out / "money" / "part-aa11.parquet"
    cut.write_bytes(cut.read_bytes()[:300])
    for path in (out / "dates").glob("*.parquet"):
        path.unlink()
    (out / "dates").rmdir()
    replace_files(out, "roles", lambda t: t.replace_schema_metadata({"depesche.contract": "9.1"}))
    examples = found(out)
    assert "money/part-aa11.parquet" in examples["money", "the file can be read"][0]
    assert ("dates", "the table is there") in examples
    assert "contract 9.1" in examples["roles", "the contract is one that this version reads"][0]


def test_pages_that_are_damaged_inside_are_a_finding(out: Path) -> None:
    path = out / "mentions" / "part-aa11.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + bytes(200) + whole[260:])
    assert ("mentions", "rows can be read") in found(out)


def test_names_that_look_like_patterns(tmp_path: Path) -> None:
    assert validate(write(tmp_path / "it's [1] * ?" / "lang=x" / "out")).ok


def test_memory_is_bounded_and_must_be_a_size(out: Path) -> None:
    assert validate(out, "200MB").ok
    with pytest.raises(WarehouseError, match="memory"):
        validate(out, "much")


def test_every_reference_of_the_contract_is_known() -> None:
    pointing = {(t, c.name) for t, r in R.TABLES.items() for c in tables.columns(r) if c.meaning.startswith("→")}
    assert pointing == {(t, name) for t in R.TABLES for name in keys.references(t)}
    assert {target for t in R.TABLES for target in keys.references(t).values()} == {
        "documents",
        "entities",
        "agreements",
    }
    assert all(set(key) <= {c.name for c in tables.columns(R.TABLES[t])} for t, key in keys.KEYS.items())


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(a) for a in arguments])
    return int(stopped.value.code or 0)


def test_the_command_and_its_exit_codes(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("validate", out) == 0 and "all hold" in capsys.readouterr().out
    rewrite(out, "money", put(currency="Euro"))
    assert run("validate", out) == 2
    assert "money: currency is ISO 4217: 2 break it" in capsys.readouterr().out
    assert run("validate", out, "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert not said["ok"] and said["contract"] == R.CONTRACT_VERSION
    assert said["findings"][0]["count"] == 2 and said["rows"]["money"] == 2
    for wrong in ([tmp_path / "none"], [tmp_path], [out, "--memory", "x"]):
        assert run("validate", *wrong) == 1
    assert "Traceback" not in capsys.readouterr().err
