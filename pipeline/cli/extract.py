"""depesche extract."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import QUARANTINED, Mistake, Models, app
from pipeline.cli.export import PartitionBy


class Engine(StrEnum):
    local = "local"
    ray = "ray"


class Format(StrEnum):
    txt = "txt"
    html = "html"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"


class Sink(StrEnum):
    parquet = "parquet"
    delta = "delta"


class LogFormat(StrEnum):
    text = "text"
    json = "json"


def _column(help: str) -> Any:
    return typer.Option(help=help, show_default="a usual name", rich_help_panel="Columns")


@app.command()
def extract(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Files, folders (walked by name), quoted patterns, or - for standard input: .txt, .html, .jsonl, "
            ".csv, .tsv, .parquet; all but the last also packed by gzip or zstd."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables; made where it is missing.")],
    workers: Annotated[int | None, typer.Option(help="Processes, or actors of Ray.", show_default="1")] = None,
    engine: Annotated[
        Engine | None, typer.Option(help="Where the work is done: here, or on a Ray cluster.", show_default="local")
    ] = None,
    address: Annotated[str | None, typer.Option(help="That of the Ray cluster.", show_default="the one here")] = None,
    document_timeout: Annotated[
        int | None,
        typer.Option(help="Seconds of a core that a stage may take over a document; 0: no limit.", show_default="60"),
    ] = None,
    models: Models = None,
    registry: Annotated[
        Path | None,
        typer.Option(help="Entities of your own: a CSV file with id, type, name_ru, name_de, aliases, country, kind."),
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help="What the inputs are.", show_default="by their names; - by how it begins")
    ] = None,
    text_column: Annotated[str | None, _column("The column or JSON key of the text.")] = None,
    html: Annotated[
        bool, typer.Option("--html", help="The text column holds HTML.", rich_help_panel="Columns")
    ] = False,
    id_column: Annotated[str | None, _column("That of your own id.")] = None,
    title_column: Annotated[str | None, _column("That of the headline.")] = None,
    authors_column: Annotated[str | None, _column("That of the authors: a list, or text with ; between them.")] = None,
    published_column: Annotated[str | None, _column("That of the day of publication.")] = None,
    max_quarantine: Annotated[
        float | None,
        typer.Option(help="Exit with 2 when more than this share of the inputs (0 to 1) was quarantined."),
    ] = None,
    partition_by: PartitionBy = None,
    target_file_size: Annotated[
        str | None, typer.Option(help="Lay the tables out in Parquet files of about this size: 128MB.")
    ] = None,
    sink: Annotated[Sink | None, typer.Option(help="What the tables are.", show_default="parquet")] = None,
    log_format: Annotated[
        LogFormat | None, typer.Option(help="Write a line a shard to standard error, for people or programs.")
    ] = None,
    lineage: Annotated[
        Path | None, typer.Option(help="Append the run's OpenLineage events to this file, one a line.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Extract news articles into tables.

    What was done before and has not changed is not done again. What cannot be read, or is neither Russian nor
    German, stands in the table quarantine, with its reason.
    """
    from pipeline import engines, ingest, logs, settings
    from pipeline.analyse.models import ModelsError
    from pipeline.lang.registry import RegistryError
    from pipeline.process import tune
    from pipeline.show import Progress, summary
    from pipeline.warehouse import WarehouseError, sinks

    if max_quarantine is not None and not 0 <= max_quarantine <= 1:
        raise Mistake(f"--max-quarantine is a share from 0 to 1, not {max_quarantine}")
    if out.exists() and not out.is_dir():
        raise Mistake(f"--out {out} is a file; name a folder")
    tune()
    try:
        flags = {"workers": workers, "models": models and models.value, "registry": registry and str(registry)}
        flags |= {"engine": engine and engine.value, "address": address, "document_timeout": document_timeout}
        flags |= {"format": format and format.value, "html": html or None, "text_column": text_column}
        flags |= {"id_column": id_column, "title_column": title_column}
        flags |= {"authors_column": authors_column, "published_column": published_column}
        chosen = settings.load(flags)
        layout = sinks.Layout(out, sink and sink.value, partition_by, target_file_size)
        silent = quiet or as_json or log_format is not None
        with logs.Run(log_format and log_format.value, lineage, inputs, out) as run, Progress(silent) as progress:
            result = engines.extract(inputs, layout.work, chosen, progress.advance, run.shard)
            layout.finish()
            result = replace(result, out=out)
            run.end(result)
    except (
        ingest.InputError, settings.SettingsError, engines.Busy, engines.EngineError, ModelsError, RegistryError,
        WarehouseError,
    ) as error:  # fmt: skip
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or out}: {error.strerror or error}") from error
    if as_json:
        typer.echo(json.dumps(result.asdict(), ensure_ascii=False, indent=1))
    elif not quiet:
        typer.echo(summary(result))
    if max_quarantine is not None and result.quarantined_share > max_quarantine:
        typer.echo(
            f"{result.quarantined_share:.1%} of the inputs were quarantined, allowed are {max_quarantine:.1%}", err=True
        )
        raise typer.Exit(QUARANTINED)
