"""depesche tables."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from pipeline.cli.app import app


class TableFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json_schema = "json-schema"
    sql = "sql"


@app.command()
def tables(
    format: Annotated[TableFormat, typer.Option(help="How to write the contract.")] = TableFormat.text,
) -> None:
    """Show the tables that `extract` writes: columns, types and what they mean."""
    from pipeline import contract

    if format is TableFormat.json_schema:
        typer.echo(json.dumps(contract.json_schema(), ensure_ascii=False, indent=1))
    elif format is TableFormat.sql:
        from pipeline.warehouse import sql

        typer.echo(sql.script(), nl=False)
    elif format is TableFormat.markdown:
        typer.echo(contract.markdown(), nl=False)
    else:
        typer.echo(contract.text())
