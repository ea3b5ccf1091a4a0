"""depesche extract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import QUARANTINED, Mistake, Models, app


@app.command()
def extract(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files and folders: .txt, .html, .jsonl. Folders are walked by name.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables; made where it is missing.")],
    workers: Annotated[int | None, typer.Option(help="Processes to work on.", show_default="1")] = None,
    models: Models = None,
    registry: Annotated[
        Path | None,
        typer.Option(help="Entities of your own: a CSV file with id, type, name_ru, name_de, aliases, country, kind."),
    ] = None,
    max_quarantine: Annotated[
        float | None,
        typer.Option(help="Exit with 2 when more than this share of the inputs (0 to 1) was quarantined."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Extract news articles into tables.

    What was done before and has not changed is not done again. What cannot be read, or is neither Russian nor
    German, stands in the table quarantine, with its reason.
    """
    from pipeline import engines, ingest, settings
    from pipeline.analyse.models import ModelsError
    from pipeline.lang.registry import RegistryError
    from pipeline.show import Progress, summary

    if max_quarantine is not None and not 0 <= max_quarantine <= 1:
        raise Mistake(f"--max-quarantine is a share from 0 to 1, not {max_quarantine}")
    if out.exists() and not out.is_dir():
        raise Mistake(f"--out {out} is a file; name a folder")
    try:
        flags = {"workers": workers, "models": models and models.value, "registry": registry and str(registry)}
        chosen = settings.load(flags)
        with Progress(quiet or as_json) as progress:
            result = engines.extract(inputs, out, chosen, progress.advance)
    except (ingest.InputError, settings.SettingsError, engines.Busy, ModelsError, RegistryError) as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or out}: {error.strerror}") from error
    if as_json:
        typer.echo(json.dumps(result.asdict(), ensure_ascii=False, indent=1))
    elif not quiet:
        typer.echo(summary(result))
    if max_quarantine is not None and result.quarantined_share > max_quarantine:
        typer.echo(
            f"{result.quarantined_share:.1%} of the inputs were quarantined, allowed are {max_quarantine:.1%}", err=True
        )
        raise typer.Exit(QUARANTINED)
