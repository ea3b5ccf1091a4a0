"""depesche explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, Models, app


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A text, or the path of a file.")],
    models: Models = None,
) -> None:
    """Show what is found in a text or file, where, and by which rule or model."""
    from pipeline import explain as E
    from pipeline import ingest, settings, stages
    from pipeline.analyse.models import ModelsError
    from pipeline.document import Quarantined

    path = Path(text) if len(text) < 1000 and "\n" not in text else None
    try:
        is_file = path is not None and path.is_file()
    except OSError:
        is_file = False
    if path is not None and is_file:
        documents = [d for d in ingest.read(ingest.find([path]).files)]
    elif path is not None and path.suffix.lower() in ingest.READ - {""} and " " not in text:
        raise Mistake(f"no such file: {text}")
    else:
        documents = [ingest.document(text, "text")] if text.strip() else []
    if not documents:
        raise Mistake("nothing to explain: the text is empty")
    try:
        steps = stages.with_models(settings.load({"models": models and models.value}).models)
        kept, given_up = stages.run((d for d in documents if not isinstance(d, Quarantined)), steps)
    except (settings.SettingsError, ModelsError) as error:
        raise Mistake(str(error)) from error
    for quarantined in [*(d for d in documents if isinstance(d, Quarantined)), *given_up]:
        detail = f" ({quarantined.detail})" if quarantined.detail else ""
        typer.echo(f"{quarantined.source}: quarantined by {quarantined.stage}: {quarantined.reason}{detail}")
    for document in kept:
        typer.echo("\n".join(E.lines(document)))
