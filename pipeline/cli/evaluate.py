"""depesche evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import QUARANTINED, Mistake, app


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold documents (.txt, .ann, .json).")],
    out: Annotated[Path, typer.Argument(help="Folder that `depesche extract` wrote.")],
    show: Annotated[
        str | None, typer.Option(help="List misses (-), false finds (+) and half-right ones (~) of a table.")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option(help="Exit with 2 where a figure is below its floor in this file.")
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Set the floors to the figures measured now.")
    ] = False,
    lower_floors: Annotated[
        str | None, typer.Option(help="Let floors fall, for this reason; it is kept in the file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Hold an extraction against gold: precision, recall and F1 of every table and language."""
    from pipeline.evaluate import floors as F
    from pipeline.evaluate import gold as G
    from pipeline.evaluate import score as S
    from pipeline.evaluate.show import SHOWABLE, differences, lines
    from pipeline.tables import ContractError

    if show is not None and show not in SHOWABLE:
        raise Mistake(f"--show knows {', '.join(SHOWABLE)}, not {show!r}")
    if (raise_floors or lower_floors) and floors is None:
        raise Mistake("name the floors file with --floors")
    try:
        documents = G.folder(gold)
        if not documents:
            raise Mistake(f"{gold}: no gold (.ann) there")
        if not (out / "documents").is_dir():
            raise Mistake(f"{out}: no tables there; run `depesche extract` first")
        result = S.score(documents, S.read(out))
    except (G.GoldError, ContractError, OSError) as error:
        raise Mistake(str(error)) from error
    figures = result.row()
    typer.echo(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else "\n".join(lines(figures)))
    if show:
        typer.echo("\n".join(["", *differences(result, show)]))
    if floors is None:
        return
    try:
        if raise_floors or lower_floors:
            F.update(figures, gold, floors, lower_floors)
        fallen = F.below(figures, gold, floors)
    except F.FloorsError as error:
        raise Mistake(str(error)) from error
    if fallen:
        typer.echo("\n".join(["below the floor:", *fallen]), err=True)
        raise typer.Exit(QUARANTINED)
