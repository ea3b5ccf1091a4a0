"""Delta tables: upsert by key, one commit a table, none where nothing changed; read by pandas and DuckDB."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import cli, tables
from pipeline import records as R
from pipeline.warehouse import WarehouseError
from pipeline.warehouse.validate import lines, validate

from small_output import rewrite, write

deltalake = pytest.importorskip("deltalake")

from pipeline.warehouse.delta import upsert  # noqa: E402


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


@pytest.fixture
def to(tmp_path: Path) -> str:
    return str(tmp_path / "to")


def table(to: str, name: str) -> Any:
    return deltalake.DeltaTable(f"{to}/{name}")


def versions(to: str) -> dict[str, int]:
    return {name: table(to, name).version() for name in R.TABLES}


def rows(to: str, name: str) -> list[str]:
    columns = [c.name for c in tables.columns(R.TABLES[name])]
    found = table(to, name).to_pyarrow_dataset().to_table(columns=columns).to_pylist()
    return sorted(map(repr, found))


def wanted(out: Path, name: str) -> list[str]:
    return sorted(map(repr, tables.read(out, name).to_pylist()))


@pytest.mark.parametrize("by", [(), ("language", "published_month")])
def test_rows_arrive_and_a_second_time_changes_nothing(out: Path, to: str, by: tuple[str, ...]) -> None:
    assert set(upsert(out, to, by).changed) == set(R.TABLES)
    for name in R.TABLES:
        assert rows(to, name) == wanted(out, name), name
    assert versions(to) == dict.fromkeys(R.TABLES, 0)
    again = upsert(out, to, by)
    assert again.changed == () and set(again.took.values()) == {0}
    assert versions(to) == dict.fromkeys(R.TABLES, 0)


def test_pandas_and_duckdb_read_it(out: Path, to: str) -> None:
    upsert(out, to, ("language",))
    write(out, without=["aa11"])
    upsert(out, to, ("language",))
    frame = table(to, "documents").to_pandas()
    assert set(frame.doc_id) == {"bb22", "cc33"} and set(frame.language) == {"ru", "de"}
    mentions, entities = (table(to, name).to_pyarrow_dataset() for name in ("mentions", "entities"))
    found = duckdb.sql(
        "SELECT e.name, count(*) FROM mentions JOIN entities e USING (entity_id) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert found == [("Tester AG", 1), ("Астана", 1), ("Минск", 2)] and mentions and entities
    amount = table(to, "money").to_pyarrow_dataset().to_table().to_pylist()[0]["amount_min"]
    assert amount == Decimal("7500000.5000")


@pytest.mark.parametrize("by", [(), ("language", "published_month")])
def test_rows_of_documents_that_are_gone_go_and_changed_ones_change(out: Path, to: str, by: tuple[str, ...]) -> None:
    upsert(out, to, by)
    write(out, without=["aa11"])
    rewrite(out, "money", lambda row: {**row, "currency": "CHF"})
    done = upsert(out, to, by)
    for name in R.TABLES:
        assert rows(to, name) == wanted(out, name), name
    assert done.took == {"rows written": 3, "rows deleted": 11}  # a sum, and two entities whose counts fell
    assert {name: v for name, v in versions(to).items() if v} == dict.fromkeys(done.changed, 1)
    assert "quarantine" not in done.changed and "runs" not in done.changed
    report = validate(Path(to))
    assert report.ok, lines(report)
    write(out)
    upsert(out, to, by)
    assert rows(to, "mentions") == wanted(out, "mentions") and upsert(out, to, by).changed == ()


def test_a_document_that_moves_to_another_partition_moves(out: Path, to: str) -> None:
    from datetime import date

    upsert(out, to, ("published_month",))
    rewrite(out, "documents", lambda row: {**row, "published_on": date(2020, 1, 1)})
    done = upsert(out, to, ("published_month",))
    assert set(done.changed) == {"documents", "mentions", "roles", "money", "dates", "agreements", "agreement_parties"}
    assert rows(to, "documents") == wanted(out, "documents")
    assert {tuple(p.values()) for p in table(to, "mentions").partitions()} == {("2020-01",)}


def test_runs_stay_when_the_output_is_made_anew(out: Path, to: str) -> None:
    upsert(out, to)
    rewrite(out, "runs", lambda row: {**row, "run_id": "r2"})
    upsert(out, to)
    assert sorted(table(to, "runs").to_pandas().run_id) == ["r1", "r2"]


def test_a_table_without_a_key_is_replaced_where_it_differs(out: Path, to: str) -> None:
    upsert(out, to)
    rewrite(out, "quarantine", lambda row: [row, row])  # the same file, given twice
    assert upsert(out, to).changed == ("quarantine",)
    assert rows(to, "quarantine") == wanted(out, "quarantine") and upsert(out, to).changed == ()


def test_a_commit_that_fails_leaves_the_table_as_it_was(out: Path, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upsert(out, to)
    before = rows(to, "money")
    rewrite(out, "money", lambda row: {**row, "currency": "CHF"})
    from pipeline.warehouse import delta

    def breaks(*arguments: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(delta, "_reader", breaks)
    with pytest.raises(OSError, match="disk full"):
        upsert(out, to)
    monkeypatch.undo()
    assert rows(to, "money") == before
    upsert(out, to)
    assert rows(to, "money") == wanted(out, "money")


def test_columns_that_came_since_are_added(out: Path, to: str) -> None:
    upsert(out, to)
    old = table(to, "agreements")
    columns = [f.name for f in old.schema().fields if f.name != "agreement_group"]
    data = old.to_pyarrow_table(columns=columns)
    deltalake.write_deltalake(f"{to}/agreements", data, mode="overwrite", schema_mode="overwrite")
    rewrite(out, "agreements", lambda row: {**row, "agreement_group": "g"})
    upsert(out, to)
    assert rows(to, "agreements") == wanted(out, "agreements")


def test_the_commit_says_its_contract(out: Path, to: str) -> None:
    upsert(out, to)
    assert table(to, "money").history(1)[0]["contract"] == R.CONTRACT_VERSION
    assert R.TABLES["money"].__doc__ in table(to, "money").metadata().description


def test_other_partitions_and_folders_of_others_are_refused(out: Path, to: str, tmp_path: Path) -> None:
    upsert(out, to, ("language",))
    with pytest.raises(WarehouseError, match="partitioned"):
        upsert(out, to)
    with pytest.raises(WarehouseError, match="another layout"):
        upsert(out, str(write(tmp_path / "plain")))
    with pytest.raises(WarehouseError, match="come from there"):
        upsert(out, str(out))


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(a) for a in arguments])
    return int(stopped.value.code or 0)


def test_the_commands(root: Path, out: Path, to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", out, "--to", to, "--sink", "delta") == 0
    assert "10 of 10 tables changed" in capsys.readouterr().out
    assert run("export", out, "--to", to, "--sink", "delta") == 0
    assert "nothing changed" in capsys.readouterr().out
    mine = tmp_path / "mine"
    source = root / "data" / "raw" / "smailov-golovchenko-2023.txt"
    assert run("extract", source, "--out", mine, "--sink", "delta", "-q") == 0
    assert table(str(mine), "documents").version() == 0 and validate(mine).ok
    assert run("extract", source, "--out", mine, "-q") == 1 and "--sink" in capsys.readouterr().err
    assert run("extract", source, "--out", mine, "--sink", "delta", "-q") == 0
    assert versions(str(mine)) == {**dict.fromkeys(R.TABLES, 0), "runs": 1}


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    out = write(tmp_path / "out")
    upsert(out, str(tmp_path / "lake"))
    for log in (tmp_path / "lake" / "money" / "_delta_log").glob("*.json"):
        log.write_text("{no log")
    with pytest.raises(WarehouseError, match="lake"):
        upsert(out, str(tmp_path / "lake"))
