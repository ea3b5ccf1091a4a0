"""depesche report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="Folder that `depesche extract` wrote.")],
    to: Annotated[Path, typer.Option("--to", help="The page to write.")] = Path("report.html"),
    title: Annotated[
        str | None, typer.Option(help="What the page calls the corpus.", show_default="the folder's name")
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Make one page of the tables: overview, timeline, network, every row in its article.

    The page stands by itself: it opens from disk, asks nothing of any network, and can be sent to others.
    """
    from pipeline import report as R
    from pipeline.report.page import LARGE

    try:
        page = R.write(out, to, title)
    except R.ReportError as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or to}: {error.strerror}") from error
    size = f"{page.size / 1e6:.1f} MB"
    typer.echo(f"{page.articles} articles in {page.path} ({size})")
    if page.articles > LARGE:
        share = f"{page.texts / page.size:.0%}"
        typer.echo(
            f"The articles' texts are {share} of it. Over {LARGE} articles a page grows slow to open and to send: "
            "extract in parts, a page for each.",
            err=True,
        )
    if open_it:
        typer.launch(page.path.resolve().as_uri())
