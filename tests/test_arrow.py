"""The job for engines with Arrow batches, and on Spark where there is one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline import aggregate, tables
from pipeline.engines import arrow
from pipeline.job import COUNTED
from pipeline.settings import Settings

ROWS = [
    {"id": "a", "content": "Министр торговли Казахстана посетил Минск 5 мая 2024 года и назвал сумму: 20 млн рублей."},
    {"id": "b", "content": ""},
    {"id": "c", "content": "Der Handel mit Kasachstan wuchs 2023 auf 5,5 Mrd. Euro, sagte das Ministerium in Berlin."},
    {"id": "d", "content": "The cat sat on the mat, and then it slept for the rest of the day."},
]


def check(found: pa.Table) -> None:
    assert found.column("source_id").to_pylist() == ["a", "b", "c", "d"]
    assert [len(d) for d in found.column("documents").to_pylist()] == [1, 0, 1, 0]
    reasons = [[q["reason"] for q in d] for d in found.column("quarantine").to_pylist()]
    assert reasons == [[], ["empty"], [], ["language"]]
    assert [[str(m["amount_min"]) for m in d] for d in found.column("money").to_pylist()] == [
        ["20000000.0000"], [], ["5500000000.0000"], [],
    ]  # fmt: skip
    seen = pa.Table.from_pylist([s for d in found.column(arrow.SEEN).to_pylist() for s in d], schema=aggregate.SEEN)
    entities = {e["entity_id"]: e for e in aggregate.entities([seen]).to_pylist()}
    assert entities["loc:kz"]["documents"] == 2 and entities["loc:kz"]["name_de"] == "Kasachstan"


def test_a_batch_for_a_batch_in_order() -> None:
    batches = pa.Table.from_pylist(ROWS).to_batches(max_chunksize=3)
    found = list(arrow.extract(batches, Settings(batch_size=2)))
    assert [b.num_rows for b in found] == [3, 1]
    whole = pa.Table.from_batches(found)
    check(whole)
    for table in COUNTED:  # the lists hold the rows of the contract
        records = [r for d in whole.column(table).to_pylist() for r in d]
        assert pa.Table.from_pylist(records, schema=tables.schema(table)).num_rows == len(records)


def test_on_spark(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("no Java")
    from pyspark.sql.pandas.types import from_arrow_schema

    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        articles = spark.createDataFrame([(r["id"], r["content"]) for r in ROWS], "id string, content string")
        found = articles.coalesce(1).mapInArrow(arrow.extract, from_arrow_schema(arrow.schema()))
        rows = [row.asDict(recursive=True) for row in found.collect()]
    finally:
        spark.stop()
    check(pa.Table.from_pylist(rows, schema=arrow.schema()))
