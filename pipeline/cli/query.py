"""depesche query."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Mistake, app

SHOWN = 50  # rows


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def query(
    question: Annotated[
        str | None, typer.Argument(help="SQL over the tables, or the name of a ready question.")
    ] = None,
    out: Annotated[Path | None, typer.Argument(help="Folder that `depesche extract` wrote.")] = None,
    format: Annotated[
        Format | None, typer.Option(help="How to write the answer.", show_default="table, or by the file's ending")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Write it into this file.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows that a table shows; 0 for all.")] = SHOWN,
    listed: Annotated[bool, typer.Option("--list", help="Show the questions that stand ready.")] = False,
) -> None:
    """Ask the tables in SQL, through DuckDB: each table is a view of its name.

    depesche query "SELECT kind, count(*) FROM money GROUP BY 1" data/processed

    depesche query people data/processed --to people.csv
    """
    from pipeline import query as Q

    if listed:
        for name, (answers, _) in Q.questions().items():
            typer.echo(f"{name:<16}{answers}")
        return
    if question is None or out is None:
        raise Mistake('name a query and a folder: depesche query "SELECT …" OUT; ready ones: depesche query --list')
    ending = to.suffix.lower().removeprefix(".") if to else ""
    chosen = format or (Format(ending) if ending in Format.__members__ else Format.csv if to else Format.table)
    if chosen is Format.parquet and to is None:
        raise Mistake("Parquet needs a file: --to NAME.parquet")
    if chosen is Format.table and to is not None:
        raise Mistake("a table is for reading; a file is csv, json or parquet")
    try:
        rows = Q.run(question, out)
        if to:
            Q.write(rows, to, chosen.value)
            typer.echo(f"{rows.num_rows} rows in {to}", err=True)
            return
    except Q.QueryError as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{to}: {error.strerror}") from error
    if chosen is Format.table:
        _show(rows, limit)
    else:
        sys.stdout.write(Q.as_csv(rows) if chosen is Format.csv else Q.as_json(rows) + "\n")


def _show(rows: Any, limit: int) -> None:
    import pyarrow as pa
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipeline import query as Q

    shown = rows.slice(0, limit) if limit else rows
    table = Table(box=box.SIMPLE, show_edge=False, pad_edge=False)
    for field in rows.schema:
        right = pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
        table.add_column(field.name, justify="right" if right else "left", overflow="fold")
    for row in zip(*(column.to_pylist() for column in shown.columns), strict=True):
        table.add_row(*(Text(Q.text(value)) for value in row))
    console = Console()
    console.print(table) if console.is_terminal else Console(width=200).print(table)
    if shown.num_rows < rows.num_rows:
        typer.echo(f"… and {rows.num_rows - shown.num_rows} more rows; --limit 0 shows all", err=True)
