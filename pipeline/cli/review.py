"""depesche review."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Mistake, app


@app.command()
def review(
    out: Annotated[Path, typer.Argument(help="Folder that `depesche extract` wrote.")],
    gold: Annotated[Path, typer.Option(help="Folder for the gold; drafts are kept there too.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 8377,
    open_it: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open a browser.", show_default="on a terminal")
    ] = None,
) -> None:
    """Correct what was found, in a browser, and save it as gold for `depesche evaluate`.

    The page is served on 127.0.0.1, to nobody else. Every change is kept at once as a draft; what is saved is checked.
    """
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise Mistake("review needs a web server; type: pip install 'depesche[review]'")
    import socket

    import uvicorn

    from pipeline.review import web
    from pipeline.review.desk import Desk
    from pipeline.warehouse import WarehouseError

    try:
        gold.mkdir(parents=True, exist_ok=True)
        desk = Desk(out, gold)
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
    except WarehouseError as error:
        raise Mistake(str(error)) from error
    except OSError as error:
        raise Mistake(f"{error.filename or f'port {port}'}: {error.strerror}; another --port may be free") from error
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    typer.echo(f"{len(desk.index)} articles at {address}; gold in {gold}; Ctrl+C ends it")
    if open_it or (open_it is None and sys.stdout.isatty()):
        typer.launch(address)
    uvicorn.Server(uvicorn.Config(web.app(desk), log_level="warning")).run(sockets=[listening])
