"""What the commands share: the app, its exit codes, a user's mistake."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pipeline.version import __version__

OK, MISTAKE, QUARANTINED, BROKEN = 0, 1, 2, 2

app = typer.Typer(
    name="depesche",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="""Raw Russian and German news into tables: people, organisations, places, events, offices, money, dates and
agreements, as Parquet.

Exit codes: 0 all well; 1 a mistake in what was asked for, with a message that says what to do; 2 more was quarantined
than --max-quarantine allows, (evaluate) a figure fell below its floor, or (validate) something does not hold.""",
)


class Backend(StrEnum):
    builtin = "builtin"
    stanza = "stanza"


Models = Annotated[
    Backend | None,
    typer.Option(
        "--models", help="Whose models find words and names; stanza's are fetched before.", show_default="builtin"
    ),
]


class Mistake(Exception):
    """What the user can mend; its message is all that is shown."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"depesche {__version__}")
        raise typer.Exit(OK)


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass
