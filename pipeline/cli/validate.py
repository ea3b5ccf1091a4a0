"""depesche validate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import BROKEN, Mistake, app


@app.command()
def validate(
    out: Annotated[Path, typer.Argument(help="Folder of tables, as extract or export wrote it.")],
    memory: Annotated[str, typer.Option(help="Hold at most so much in memory; the rest goes to disk.")] = "1GB",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Check tables against the contract.

    Columns and types, keys unique, references resolve, offsets prove, values from their sets and in range, sums right.
    Exit code 2 where something does not hold.
    """
    from pipeline.warehouse import WarehouseError
    from pipeline.warehouse import validate as V

    try:
        report = V.validate(out, memory)
    except WarehouseError as error:
        raise Mistake(str(error)) from error
    typer.echo(json.dumps(report.asdict(), ensure_ascii=False, indent=1) if as_json else "\n".join(V.lines(report)))
    if not report.ok:
        raise typer.Exit(BROKEN)
