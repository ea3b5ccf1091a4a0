"""A whole run: stable rows, nothing done twice, nothing lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import engines, job, output, stages, tables
from pipeline import records as R
from pipeline.document import Document, Quarantined, Stage
from pipeline.settings import Settings, SettingsError, load
from pipeline.shards import Shard


def files(out: Path) -> dict[str, bytes]:
    """The tables' bytes but for `runs`, which tells times."""
    return {
        p.relative_to(out).as_posix(): p.read_bytes() for t in R.TABLES if t != "runs" for p in (out / t).rglob("*")
    }


def test_every_table_has_the_columns_of_the_contract(seeds_out: Path) -> None:
    for table in R.TABLES:
        assert list((seeds_out / table).glob("*.parquet")), table
        for path in (seeds_out / table).glob("*.parquet"):
            written, wanted = pq.read_schema(path), tables.schema(table)
            assert written.equals(wanted) and set(wanted.metadata.items()) <= set(written.metadata.items()), table


def test_offsets_prove_every_row(seeds_out: Path) -> None:
    text = {d["doc_id"]: d["text"] for d in tables.read(seeds_out, "documents").to_pylist()}
    rows = [r for t in ("mentions", "roles", "money", "dates", "agreements", "agreement_parties")
            for r in tables.read(seeds_out, t).to_pylist()]  # fmt: skip
    assert rows and all(text[r["doc_id"]][r["start"] : r["end"]] == r["text"] for r in rows)


def test_references_resolve(seeds_out: Path) -> None:
    def column(table: str, name: str) -> set[str]:
        return {v for v in tables.read(seeds_out, table).column(name).to_pylist() if v is not None}

    entities, agreements = column("entities", "entity_id"), column("agreements", "agreement_id")
    for table, name in (("mentions", "entity_id"), ("roles", "person_id"), ("roles", "of_id"),
                        ("agreements", "place_id"), ("agreement_parties", "entity_id")):  # fmt: skip
        assert column(table, name) <= entities, (table, name)
    assert column("agreement_parties", "agreement_id") <= agreements
    assert column("money", "agreement_id") <= agreements
    assert all(
        c.values == () or column(t, c.name) <= set(c.values) for t, r in R.TABLES.items() for c in tables.columns(r)
    )


def test_two_runs_and_any_number_of_workers_give_the_same_bytes(root: Path, seeds_out: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        settings = Settings(shard_size=2, batch_size=1 if name == "one" else 4, workers=1 if name == "one" else 2)
        engines.extract([root / "data" / "raw"], tmp_path / name, settings)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    for table in R.TABLES:
        if table != "runs":
            whole, cut = (tables.read(out, table).to_pylist() for out in (seeds_out, tmp_path / "one"))
            assert sorted(whole, key=repr) == sorted(cut, key=repr), table


def test_a_second_run_does_nothing_and_a_changed_input_is_done_again(root: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    shutil.copy(root / "data/raw/gomel-forum-2024.txt", source)
    assert engines.extract([source], out, Settings()).shards_run == 1
    before = files(out)
    assert engines.extract([source], out, Settings()).shards_run == 0
    assert files(out) == before
    assert len(list((out / "runs").glob("*.parquet"))) == 2
    (source / "gomel-forum-2024.txt").write_text("Астана и Минск подписали меморандум о торговле.", encoding="utf-8")
    again = engines.extract([source], out, Settings())
    assert again.shards_run == 1 and again.rows["documents"] == 1
    assert {e["name"] for e in tables.read(out, "entities").to_pylist()} == {"Астана", "Минск"}


def test_shards_that_are_gone_leave_no_rows(root: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(root / "data" / "raw", source)
    engines.extract([source], out, Settings(shard_size=2))
    for path in sorted(source.iterdir())[1:]:
        path.unlink()
    engines.extract([source], out, Settings(shard_size=2))
    assert tables.read(out, "documents").num_rows == 1


def test_a_lost_file_is_written_again(root: Path, tmp_path: Path) -> None:
    engines.extract([root / "data/raw/gomel-forum-2024.txt"], tmp_path, Settings())
    before = files(tmp_path)
    next((tmp_path / "money").glob("*.parquet")).unlink()
    shutil.rmtree(tmp_path / "entities")
    assert engines.extract([root / "data/raw/gomel-forum-2024.txt"], tmp_path, Settings()).shards_run == 1
    assert files(tmp_path) == before


def test_a_stage_that_raises_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(document: Document) -> Document:
        if document.source == "1":
            raise RuntimeError("no luck")
        return replace(document, language="ru")

    documents = [Document(str(n), str(n), "текст", "текст") for n in range(3)]
    kept, given_up = stages.run(documents, [Stage("odd", stages.each(raising))])
    assert [d.source for d in kept] == ["0", "2"]
    assert given_up == [Quarantined("1", "odd", "stage_error", "RuntimeError: no luck")]


def test_rows_that_cannot_be_made_cost_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import rows

    make = rows.documents_to_records

    def raising(documents: list[Document], quarantined: object = ()) -> object:
        if "1" in [d.source for d in documents]:
            raise ValueError("linked to nothing")
        return make(documents, quarantined)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "documents_to_records", raising)
    monkeypatch.setattr(stages, "run", lambda documents, steps, watch: (list(documents), []))
    shard = Shard("part-0", tuple(Document(str(n), str(n), "т", "т", language="ru") for n in range(3)))
    done = job.run(shard, tmp_path, Settings(batch_size=2))
    assert (done["rows"]["documents"], done["rows"]["quarantine"]) == (2, 1)


def test_a_second_run_on_one_folder_is_refused(root: Path, tmp_path: Path) -> None:
    with output.alone(tmp_path), pytest.raises(engines.Busy, match="another run"):
        engines.extract([root / "data" / "raw"], tmp_path, Settings())


def test_settings_come_from_file_and_flags(tmp_path: Path) -> None:
    (tmp_path / "depesche.toml").write_text("workers = 3\nbatch_size = 8\n", encoding="utf-8")
    assert load({"workers": None}, tmp_path) == Settings(workers=3, batch_size=8)
    assert load({"workers": 2}, tmp_path).workers == 2
    for text, says in (("worker = 1", "no setting is called worker"), ("workers = 0", "from 1"), ("= 1", "toml")):
        (tmp_path / "depesche.toml").write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match=says):
            load({}, tmp_path)
