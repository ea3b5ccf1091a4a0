"""Tables that an earlier version wrote: the same major version is read, another is refused.

tests/data/contract-1.0 was written by contract 1.0, once, and stays as it is. A contract that raises its minor version
gets a folder of its own beside it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, field, make_dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import records as R
from pipeline import tables
from pipeline.warehouse import WarehouseError
from pipeline.warehouse.export import export
from pipeline.warehouse.validate import lines, validate

from small_output import rows, write

WRITTEN = sorted((Path(__file__).parent / "data").glob("contract-*"))


@pytest.fixture(params=WRITTEN, ids=lambda p: p.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.param, tmp_path / "old"))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A contract of the next minor version: money has got a column."""
    added = field(metadata={"meaning": "the rate on that day", "values": ()})
    record = make_dataclass(
        "MoneyRecord", [("rate", "float | None", added)], bases=(R.MoneyRecord,), frozen=True, slots=True,
        namespace={"__doc__": R.MoneyRecord.__doc__, "__module__": R.__name__},
    )  # fmt: skip
    monkeypatch.setitem(R.TABLES, "money", record)
    monkeypatch.setattr(R, "CONTRACT_VERSION", "1.99")
    tables.schema.cache_clear()
    yield "rate"
    monkeypatch.undo()
    tables.schema.cache_clear()


def written(old: Path) -> list[str]:
    """The tables that the contract had."""
    return [table for table in R.TABLES if (old / table).is_dir()]


def change(out: Path, table: str, how: Callable[[pa.Table], pa.Table]) -> None:
    for path in (out / table).glob("*.parquet"):
        pq.write_table(how(pq.ParquetFile(path).read()), path)


def test_a_column_stays_and_a_new_one_may_be_null(old: Path) -> None:
    for table in written(old):
        (path,) = (old / table).glob("*.parquet")
        before, now = pq.read_schema(path), tables.schema(table)
        assert {f.name: (f.type, f.nullable) for f in before}.items() <= {
            f.name: (f.type, f.nullable) for f in now
        }.items(), f"{table}: a column was dropped or retyped; that is a new major version"
        assert all(f.nullable for f in now if f.name not in before.names), f"{table}: a new column may be null"


def test_what_was_written_is_read(old: Path) -> None:
    for table in written(old):
        found, given = tables.read(old, table).to_pylist(), [asdict(row) for row in rows()[table]]
        assert [{name: row[name] for name in given[0]} for row in found] == given
    report = validate(old)
    assert report.ok, lines(report)


def test_columns_that_came_since_are_null(old: Path, newer: str, tmp_path: Path) -> None:
    found = tables.read(old, "money")
    assert found.schema.equals(tables.schema("money")) and found.column(newer).null_count == found.num_rows == 2
    report = validate(old)
    assert report.ok, lines(report)
    export(old, tmp_path / "to", ("language",))
    assert tables.read(tmp_path / "to", "money").column(newer).null_count == 2
    assert (
        pq.read_schema(next((tmp_path / "to" / "money").rglob("*.parquet"))).metadata[b"depesche.contract"] == b"1.99"
    )


def test_old_and_new_files_of_one_table_are_read_together(old: Path, newer: str, tmp_path: Path) -> None:
    table = tables.read(old, "money").set_column(12, newer, pa.array([1.5, None], pa.float64()))
    tables.write_arrow(table.replace_schema_metadata(tables.schema("money").metadata), old / "money" / "part-1.parquet")
    assert tables.read(old, "money").column(newer).to_pylist() == [None, None, 1.5, None]
    assert {f.rule for f in validate(old).findings} == {"key doc_id, start, end is unique"}


def test_a_table_that_came_since_is_empty(old: Path, newer: str, tmp_path: Path) -> None:
    shutil.rmtree(old / "agreement_parties")
    assert tables.read(old, "agreement_parties").num_rows == 0 and validate(old).ok
    assert export(old, tmp_path / "to").rows["agreement_parties"] == 0


def test_a_newer_minor_version_is_read_without_its_new_columns(old: Path, tmp_path: Path) -> None:
    def newer(found: pa.Table) -> pa.Table:
        grown = found.append_column("rate", pa.nulls(found.num_rows, pa.float64()))
        return grown.replace_schema_metadata({"depesche.contract": "1.99"})

    change(old, "money", newer)
    assert tables.read(old, "money").column_names == tables.schema("money").names and validate(old).ok
    export(old, tmp_path / "to")
    assert "rate" not in tables.read(tmp_path / "to", "money").column_names


@pytest.mark.parametrize(("version", "says"), [("2.0", "update depesche"), ("0.9", "contract 0")])
def test_another_major_version_is_refused(old: Path, tmp_path: Path, version: str, says: str) -> None:
    change(old, "money", lambda found: found.replace_schema_metadata({"depesche.contract": version}))
    with pytest.raises(tables.ContractError, match=f"contract {version}.*{says}"):
        tables.read(old, "money")
    with pytest.raises(WarehouseError, match=f"money.*contract {version}"):
        export(old, tmp_path / "to")
    (finding,) = validate(old).findings
    assert version in finding.examples[0]


def test_a_column_that_may_not_be_null_and_is_missing_is_told(old: Path) -> None:
    change(old, "money", lambda found: found.drop_columns(["kind"]))
    with pytest.raises(tables.ContractError, match="kind"):
        tables.read(old, "money")


def test_there_is_a_folder_for_this_contract_or_the_one_before(tmp_path: Path) -> None:
    assert Path(__file__).parent / "data" / "contract-1.0" in WRITTEN
    assert rows().keys() == {*R.TABLES} and validate(write(tmp_path / "now")).ok
