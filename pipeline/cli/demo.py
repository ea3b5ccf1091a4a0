"""depesche demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app

PACKAGE = Path(__file__).resolve().parent.parent


def articles() -> Path | None:
    """The folder of the articles that come with depesche: in an installed wheel, else in the source tree."""
    folders = (PACKAGE / "_demo", PACKAGE.parent / "data" / "raw")
    return next((folder for folder in folders if any(folder.glob("*.txt"))), None)


@app.command()
def demo(
    to: Annotated[Path, typer.Option(help="Folder for the tables and the page.")] = Path("depesche-demo"),
    open_it: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in a browser.", show_default="on a terminal")
    ] = None,
) -> None:
    """Extract the five articles that come along, make their report, open it, and say what to try next."""
    from pipeline import engines, report, settings
    from pipeline.process import tune
    from pipeline.show import Progress, summary

    source = articles()
    if source is None:
        raise Mistake("the articles of the demo are not there; install depesche again")
    tables, page = to / "tables", to / "report.html"
    tune()
    typer.echo("Four Russian news pages and a German one, as a browser saved them, into tables …")
    try:
        with Progress(False) as progress:
            result = engines.extract([source], tables, settings.Settings(), progress.advance)
        report.write(tables, page, "depesche demo")
    except engines.Busy as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or to}: {error.strerror}") from error
    typer.echo(summary(result))
    typer.echo(
        f"""the report is {page}

Try next:
  depesche query partners {tables}        who agrees with whom
  depesche query "SELECT text, amount_max, currency FROM money" {tables}
  depesche explain {source / "smailov-golovchenko-2023.txt"}
  depesche extract YOUR_FOLDER --out YOUR_TABLES"""
    )
    if open_it or (open_it is None and sys.stdout.isatty()):
        typer.launch(page.resolve().as_uri())
