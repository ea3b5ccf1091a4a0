"""depesche models."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app

models_app = typer.Typer(no_args_is_help=True, help="The models: which there are, and fetching stanza's.")
app.add_typer(models_app, name="models")


class Fetchable(StrEnum):
    stanza = "stanza"


class Language(StrEnum):
    ru = "ru"
    de = "de"


@models_app.command("list")
def models_list() -> None:
    """Show the models there are: whose, which language, how large, where."""
    from pipeline.analyse import inventory

    for line in inventory.lines():
        typer.echo(line)


@models_app.command("fetch")
def models_fetch(
    whose: Annotated[Fetchable, typer.Argument(help="Whose models to download.")],
    lang: Annotated[
        list[Language] | None, typer.Option(help="A language; may stand twice.", show_default="both")
    ] = None,
    dir: Annotated[
        Path | None,
        typer.Option(help="Folder to keep them in.", show_default="$DEPESCHE_MODELS, else ~/.cache/depesche"),
    ] = None,
) -> None:
    """Download stanza's models into a folder of yours, once; `extract --models stanza` reads them there, offline."""
    from pipeline.analyse import stanza_models
    from pipeline.analyse.models import ModelsError

    languages = [one.value for one in lang or Language]
    try:
        where = stanza_models.fetch(languages, dir)
    except (ModelsError, OSError) as error:
        raise Mistake(str(error)) from error
    typer.echo(f"stanza's models for {' and '.join(languages)} are in {where}")
    if where != stanza_models.folder():
        typer.echo(f"For extract to find them there: export DEPESCHE_MODELS={where.parent}")
