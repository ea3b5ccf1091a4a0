"""depesche query: SQL over the tables, the ready questions, and what the answer is written as."""

from __future__ import annotations

import csv
import io
import json
import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import cli, query

from small_output import write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["query", *map(str, arguments)])
    said, err = capsys.readouterr()
    assert "Traceback" not in err
    return int(stopped.value.code or 0), said, err


def test_every_table_is_a_view(out: Path) -> None:
    rows = query.run("SELECT m.text FROM mentions m JOIN documents d USING (doc_id) ORDER BY m.start LIMIT 3", out)
    assert rows.num_rows == 3 and rows.column_names == ["text"]


@pytest.mark.parametrize("name", sorted(query.questions()))
def test_each_ready_question_has_an_answer(name: str, out: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert query.run(name, out).num_columns > 1
    assert query.questions()[name][0]


def test_the_seeds_answer_who_agrees_with_whom(seeds_out: Path) -> None:
    rows = query.run("partners", seeds_out).to_pylist()
    assert {"one": "Карагандинская область", "other": "Минская область"}.items() <= rows[0].items()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("SELECT * FROM mony", 'Did you mean "money"'),
        ("SELECT amout FROM money", "amount"),
        ("peopel", "people"),
        ("SELEC 1", "syntax error"),
    ],
)
def test_a_mistake_is_told(question: str, told: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, err = call(capsys, question, out)
    assert (code, said) == (1, "") and told in err


def test_no_tables_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "people", tmp_path)
    assert code == 1 and "depesche extract" in err
    assert call(capsys)[0] == 1
    assert call(capsys, "SELECT 1 FROM money", tmp_path / "missing")[0] == 1


def test_a_table_for_people_says_how_much_it_leaves_out(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, err = call(capsys, "SELECT text AS words FROM mentions", out, "--limit", 2)
    assert code == 0 and said.splitlines()[0].split() == ["words"] and "more rows" in err


def test_files_by_their_ending(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT amount_min, kind FROM money ORDER BY start"
    for ending in ("csv", "json", "parquet"):
        assert call(capsys, sql, out, "--to", tmp_path / f"a.{ending}")[0] == 0
    read = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [float(r["amount_min"]) for r in json.loads((tmp_path / "a.json").read_text())] == [
        float(r["amount_min"]) for r in read
    ]
    with (tmp_path / "a.csv").open() as file:
        assert [r["kind"] for r in csv.DictReader(file)] == [r["kind"] for r in read]
    assert call(capsys, sql, out, "--format", "parquet")[0] == 1


def test_no_formula_runs_in_a_spreadsheet() -> None:
    texts = ["=1+1", "+7 700", "-5", "@SUM(A1)", "\tx", "Минск", None]
    rows = list(csv.reader(io.StringIO(query.as_csv(pa.table({"name": texts, "n": list(range(-3, 4))})))))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'+7 700", "'-5", "'@SUM(A1)", "'\tx", "Минск", ""]
    assert [row[1] for row in rows[1:]] == ["-3", "-2", "-1", "0", "1", "2", "3"]


def test_decimals_stay_exact() -> None:
    assert query.text(pa.scalar("1250000.5000").cast(pa.decimal128(38, 4)).as_py()) == "1250000.5"
    assert query.text(pa.scalar("1000").cast(pa.decimal128(38, 4)).as_py()) == "1000"
