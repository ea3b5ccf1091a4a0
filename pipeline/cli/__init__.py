"""The command: reads arguments, calls one function, prints. One file a command."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

# one thread each: the models are small, and threads only make several processes fight over the cores
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from pipeline.cli import (  # noqa: E402, F401 - each adds its command to the app
    demo,
    evaluate,
    explain,
    export,
    extract,
    imports,
    models,
    query,
    report,
    review,
    tables,
    validate,
)
from pipeline.cli.app import MISTAKE, OK, Mistake, app  # noqa: E402


def main(arguments: list[str] | None = None) -> None:
    """The command as it is installed: what goes wrong by the user's hand is a line and exit code 1."""
    try:
        code: Any = app(args=arguments, prog_name="depesche", standalone_mode=False)
    except Mistake as error:
        typer.echo(f"depesche: {error}", err=True)
        code = MISTAKE
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("depesche: interrupted; what is finished is kept, and the next run goes on from there", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    except Exception as error:
        if not hasattr(error, "format_message"):  # not a usage error of the command line: a fault of ours
            raise
        if message := error.format_message():  # none after a command without arguments, which shows its help
            typer.echo(f"depesche: {message}\nTry `depesche --help`.", err=True)
        code = MISTAKE
    sys.exit(code if isinstance(code, int) else OK)
