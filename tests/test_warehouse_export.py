"""depesche export: partitions, file sizes, only what changed, each table at once; any reader reads it."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import cli, output, tables
from pipeline import records as R
from pipeline.warehouse import Done, WarehouseError, folder, partition, sinks, sort
from pipeline.warehouse.export import export
from pipeline.warehouse.validate import lines, validate

from small_output import rewrite, write

BY = ("language", "published_month")
RU, DE = "language=ru/published_month=2024-09", "language=de/published_month=2025-05"
BARE = "language=ru/published_month=unknown"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "to"


def state(to: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the tables: which one it is on the disk, and its bytes."""
    return {p.relative_to(to).as_posix(): (p.stat().st_ino, p.read_bytes())
            for t in R.TABLES for p in (to / t).rglob("*") if p.is_file()}  # fmt: skip


def rows(out: Path, table: str) -> list[Any]:
    return sorted(map(repr, tables.read(out, table).to_pylist()))


def test_rows_are_the_same_in_their_documents_partition(out: Path, to: Path) -> None:
    export(out, to, BY)
    for table in R.TABLES:
        assert rows(to, table) == rows(out, table), table
    found = {p.relative_to(to / "mentions").parent.as_posix() for p in (to / "mentions").rglob("*.parquet")}
    assert found == {RU, DE, BARE}
    for table in ("entities", "quarantine", "runs"):
        assert [p.name for p in (to / table).rglob("*.parquet")] == ["part-00000.parquet"]
    report = validate(to)
    assert report.ok, lines(report)


def test_files_say_their_contract_and_leave_out_what_the_folder_says(out: Path, to: Path) -> None:
    export(out, to, BY)
    written = pq.read_schema(to / "documents" / DE / "part-00000.parquet")
    assert "language" not in written.names and "published_on" in written.names
    assert written.metadata[b"depesche.contract"] == R.CONTRACT_VERSION.encode()
    assert not written.field("text").nullable and written.field("text").metadata[b"description"]


def test_duckdb_pyarrow_and_pandas_read_the_partitions(out: Path, to: Path) -> None:
    export(out, to, BY)
    query = f"""
        SELECT language, published_month, count(*)
        FROM read_parquet('{to}/mentions/**/*.parquet', hive_partitioning = true) GROUP BY ALL ORDER BY ALL"""
    wanted = [("de", "2025-05", 3), ("ru", "2024-09", 3), ("ru", "unknown", 1)]
    assert duckdb.sql(query).fetchall() == wanted
    dataset = ds.dataset(to / "documents", partitioning="hive")
    found = dataset.to_table(filter=ds.field("language") == "ru").to_pylist()
    assert {(d["doc_id"], d["published_month"]) for d in found} == {("aa11", "2024-09"), ("cc33", "unknown")}
    frame = pd.read_parquet(to / "documents")
    assert Counter(frame.language) == {"ru": 2, "de": 1} and set(frame.published_month) == {
        "2024-09",
        "2025-05",
        "unknown",
    }
    assert len(pd.read_parquet(to / "money", filters=[("published_month", "=", "2025-05")])) == 1


def test_a_second_export_touches_nothing(out: Path, to: Path) -> None:
    first = export(out, to, BY)
    before = state(to)
    second = export(out, to, BY)
    assert set(first.changed) == set(R.TABLES) and second.changed == () and second.rows == first.rows
    assert second.took == {"files written": 0, "files kept": first.took["files written"]}
    assert state(to) == before and second.line().startswith("nothing changed")


def test_only_partitions_that_changed_are_written(out: Path, to: Path) -> None:
    export(out, to, BY)
    before = state(to)
    rewrite(out, "money", lambda row: {**row, "currency": "CHF"} if row["doc_id"] == "bb22" else row)
    done = export(out, to, BY)
    after = state(to)
    assert done.changed == ("money",) and done.took["files written"] == 1
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {f"money/{DE}/part-00000.parquet", "money/_state.json"}


def test_what_is_gone_goes_with_its_partition_and_back_gives_the_same_bytes(out: Path, to: Path) -> None:
    export(out, to, BY)
    before = {name: found for name, (_, found) in state(to).items()}
    write(out, without=["bb22"])
    export(out, to, BY)
    assert not (to / "documents" / "language=de").exists() and not (to / "money" / "language=de").exists()
    assert validate(to).ok
    write(out)
    export(out, to, BY)
    assert {name: found for name, (_, found) in state(to).items()} == before


def test_how_the_source_is_cut_does_not_matter(out: Path, to: Path, tmp_path: Path) -> None:
    export(out, to, BY)
    for table in R.TABLES:
        rewrite(out, table, lambda row: row)  # one file a table
    assert export(out, to, BY).changed == ()
    export(out, tmp_path / "other", BY)
    assert {n: b for n, (_, b) in state(to).items()} == {n: b for n, (_, b) in state(tmp_path / "other").items()}


def test_a_table_without_rows_tells_its_columns(out: Path, to: Path) -> None:
    write(out, without=["aa11", "bb22", "cc33"])
    export(out, to, BY)
    (file,) = (to / "agreements").rglob("*.parquet")
    assert pq.read_table(file).num_rows == 0 and tables.read(to, "agreements").num_rows == 0
    assert validate(to).ok
    export(out, to)
    assert [p.name for p in (to / "agreements").iterdir()] == ["_state.json", "part-00000.parquet"]


def test_another_layout_is_made_anew(out: Path, to: Path) -> None:
    export(out, to, BY)
    export(out, to, ("published_year",))
    assert {p.name for p in (to / "mentions").iterdir()} == {
        "published_year=2024", "published_year=2025", "published_year=unknown", "_state.json",
    }  # fmt: skip
    export(out, to, ("published_day",))
    assert rows(to, "documents") == rows(out, "documents") and validate(to).ok


def test_files_are_about_the_target_size(tmp_path: Path, to: Path) -> None:
    source = write(tmp_path / "many")

    def many(row: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**row, "doc_id": f"{i:06d}{row['doc_id']}", "text": os.urandom(1000).hex()} for i in range(2000)]

    rewrite(source, "documents", many)
    export(source, to, target="2MB")
    sizes = [p.stat().st_size for p in sorted((to / "documents").glob("*.parquet"))]
    assert len(sizes) > 1 and all(1.9e6 < size < 4e6 for size in sizes[:-1])
    keys = tables.read(to, "documents").column("doc_id").to_pylist()
    assert keys == sorted(keys) and len(keys) == 6000


def test_rows_that_do_not_fit_into_memory_are_sorted_all_the_same(
    out: Path, to: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(row: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**row, "mention_id": f"{(i * 7919) % 3000:05d}{row['mention_id']}"} for i in range(3000)]

    rewrite(out, "mentions", many)
    export(out, to, BY)
    monkeypatch.setattr(sort, "BUDGET", 100_000)
    export(out, tmp_path / "other", BY)
    assert {n: b for n, (_, b) in state(to).items()} == {n: b for n, (_, b) in state(tmp_path / "other").items()}
    keys = pq.read_table(to / "mentions" / RU / "part-00000.parquet").column("mention_id").to_pylist()
    assert len(keys) == 9000 and keys == sorted(keys)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.text(max_size=3)), max_size=60), st.integers(1, 50)
)
@settings(deadline=None)
def test_sorting_by_way_of_the_disk(rows: list[tuple[str, int, str]], size: int) -> None:
    table = pa.Table.from_pylist(
        [{"p": p, "s": s, "k": k} for p, s, k in rows],
        schema=pa.schema([("p", pa.string()), ("s", pa.int64()), ("k", pa.string())]),
    )
    batches = [table.slice(i, size) for i in range(0, len(rows), size)]
    with tempfile.TemporaryDirectory() as folder:
        found = [
            (*group, row["k"])
            for group, part in sort.ordered(batches, ["p", "s"], ["k"], Path(folder), budget=64)
            for row in part.to_pylist()
        ]
        assert not any(Path(folder).iterdir())
    assert found == sorted(rows, key=lambda row: (row[0], row[1], row[2].encode()))


def test_a_killed_export_leaves_whole_tables_and_the_next_ends_it(
    out: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(out, to, BY)
    before = rows(to, "money")
    rewrite(out, "money", lambda row: {**row, "currency": "CHF"})
    rewrite(out, "dates", lambda row: {**row, "modifier": "approx"})
    swap = folder.swap

    def dies(new: Path, place: Path) -> None:
        if place.name == "dates":
            raise KeyboardInterrupt
        swap(new, place)

    monkeypatch.setattr(folder, "swap", dies)
    with pytest.raises(KeyboardInterrupt):
        export(out, to, BY)
    monkeypatch.undo()
    assert rows(to, "money") == rows(out, "money") != before and rows(to, "dates") != rows(out, "dates")
    assert export(out, to, BY).changed == ("dates",)
    assert rows(to, "dates") == rows(out, "dates") and not (to / ".depesche" / "next").exists()


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_swap_and_one_that_was_killed_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(folder, "_exchanged", lambda one, other: False)
    work, place = tmp_path / "work", tmp_path / "money"
    for name, text in ((work / "money", "new"), (place, "old")):
        name.mkdir(parents=True)
        (name / "a").write_text(text)
    folder.swap(work / "money", place)
    assert (place / "a").read_text() == "new" and list(work.iterdir()) == []
    place.rename(work / "money.old")  # the kill between two renames
    folder.mend(work, tmp_path)
    assert (place / "a").read_text() == "new" and not work.exists()


def test_a_folder_in_use_and_folders_of_others_are_refused(out: Path, to: Path) -> None:
    to.mkdir()
    with output.alone(to), pytest.raises(WarehouseError, match="another run"):
        export(out, to)
    with output.alone(out):
        for use in (lambda: export(out, to), lambda: validate(out)):
            with pytest.raises(WarehouseError, match="writing into"):
                use()
    with pytest.raises(WarehouseError, match="come from there"):
        export(out, out)
    with pytest.raises(WarehouseError, match="another layout"):
        export(to=write(to / "plain"), out=out)
    assert rows(to / "plain", "money") == rows(out, "money")


@pytest.mark.parametrize("text", ["", "language", " language , published_month ", "published_day,language"])
def test_partitions_are_parsed(text: str) -> None:
    assert ",".join(partition.parse(text)) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["month", "language,language", "language;published_month", "doc_id"])
def test_partitions_that_are_none(text: str) -> None:
    with pytest.raises(WarehouseError, match="published_month"):
        partition.parse(text)


@given(st.integers(1, 10**6), st.sampled_from(["", "B", "KB", "MB", "GB", "MiB"]))
def test_sizes(number: int, unit: str) -> None:
    factor = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "MiB": 2**20}[unit]
    assert partition.size(f"{number}{unit}") == partition.size(f" {number} {unit.lower()} ") == number * factor


@given(st.text(max_size=6).filter(lambda t: not t.strip()[:1].isdigit()))
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(WarehouseError, match="128MB"):
        partition.size(text)


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        cli.main([str(a) for a in arguments])
    return int(stopped.value.code or 0)


def test_the_command(out: Path, to: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["export", out, "--to", to, "--partition-by", "language,published_month"]
    assert run(*arguments) == 0 and "10 of 10 tables changed" in capsys.readouterr().out
    assert run(*arguments, "--json") == 0
    assert json.loads(capsys.readouterr().out)["changed"] == []
    for wrong in (
        ["export", to / "none", "--to", to],
        ["export", out, "--to", to, "--partition-by", "month"],
        ["export", out, "--to", to, "--target-file-size", "big"],
        ["export", out, "--to", "s3://bucket/x"],
        ["export", out, "--to", "postgresql://x", "--sink", "postgres", "--partition-by", "language"],
        ["export", out, "--to", to, "--sink", "delta", "--target-file-size", "1MB"],
    ):
        assert run(*wrong) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_extract_lays_its_tables_out(root: Path, seeds_out: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    arguments = ["extract", root / "data" / "raw", "--out", to, "--partition-by", "language,published_month", "-q"]
    assert run(*arguments) == 0
    assert (to / "mentions" / "language=de" / "published_month=2024-09").is_dir()
    for table in R.TABLES:
        if table != "runs":
            assert rows(to, table) == rows(seeds_out, table), table
    assert validate(to).ok
    before = {name: found for name, found in state(to).items() if not name.startswith("runs/")}
    assert run(*arguments) == 0
    assert {name: found for name, found in state(to).items() if not name.startswith("runs/")} == before
    assert tables.read(to, "runs").num_rows == 2


def test_extract_refuses_to_mix_layouts(root: Path, out: Path, to: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(out, to, BY)
    assert run("extract", root / "data" / "raw", "--out", to) == 1
    assert "--partition-by" in capsys.readouterr().err and rows(to, "money") == rows(out, "money")
    assert run("extract", root / "data" / "raw", "--out", out, "--partition-by", "language") == 1
    assert "another layout" in capsys.readouterr().err


def test_done_tells_what_it_took() -> None:
    done = Done("x", ("money",), {"money": 2, "dates": 1}, {"files written": 1, "files kept": 3})
    assert done.line() == "1 of 2 tables changed in x (1 files written, 3 files kept)"
    assert sinks.Layout(Path("nowhere")).work == Path("nowhere")
