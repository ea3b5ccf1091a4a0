"""depesche import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What Label Studio exported, as JSON.")],
    to: Annotated[Path, typer.Option(help="Folder for the gold.")],
) -> None:
    """Make gold of what people annotated in Label Studio, for `depesche evaluate`."""
    from pipeline.evaluate.gold import GoldError
    from pipeline.exchange import gold, label_studio

    try:
        count = gold.write(label_studio.read(file), to)
    except GoldError as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or file}: {error.strerror}") from error
    typer.echo(f"gold of {count} documents in {to}")
