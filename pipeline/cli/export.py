"""depesche export."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app


class Form(StrEnum):
    """What `export` writes: the tables elsewhere, or annotated documents."""

    parquet = "parquet"
    delta = "delta"
    postgres = "postgres"
    gold = "gold"
    conll = "conll"
    docbin = "docbin"
    brat = "brat"
    label_studio = "label-studio"
    graphml = "graphml"


PartitionBy = Annotated[
    str | None,
    typer.Option("--partition-by", help="Hive folders: of language, published_year, published_month, published_day."),
]
TargetFileSize = Annotated[str, typer.Option("--target-file-size", help="About how large a Parquet file becomes.")]
Memory = Annotated[str, typer.Option(help="Hold at most so much in memory; the rest goes to disk.")]


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="Folder of tables, as extract wrote it.")],
    to: Annotated[str, typer.Option(help="Folder or file to write (delta: or URI; postgres: postgresql://…).")],
    sink: Annotated[Form, typer.Option("--sink", "--as", help="As what.")] = Form.parquet,
    partition_by: PartitionBy = None,
    target_file_size: TargetFileSize = "128MB",
    memory: Memory = "1GB",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Put the tables elsewhere: Parquet in partitions and files of a wanted size, Delta tables, or PostgreSQL; or as
    annotated documents for annotators and trainers: gold, CoNLL, spaCy's DocBin, brat, Label Studio, and the network
    of parties as GraphML.

    Each table changes at once or not at all, rows of documents that are gone go, and a second export of the same
    tables changes nothing.
    """
    from pipeline import exchange
    from pipeline.evaluate.gold import GoldError
    from pipeline.warehouse import WarehouseError, sinks

    try:
        if sink.value in exchange.FORMS:
            count = exchange.write(out, Path(to), sink.value)
            typer.echo(json.dumps({"documents": count, "to": to}) if as_json else f"{count} documents in {to}")
            return
        done = sinks.put(out, to, sink.value, partition_by or "", target_file_size, memory)
    except (WarehouseError, GoldError) as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or to}: {error.strerror}") from error
    typer.echo(json.dumps(done.asdict(), ensure_ascii=False, indent=1) if as_json else done.line())
