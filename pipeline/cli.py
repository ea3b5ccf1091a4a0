"""The command: reads arguments, calls one function, prints."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.version import __version__

# one thread each: the models are small, and threads only make several processes fight over the cores
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_variable, "1")

OK, MISTAKE, QUARANTINED = 0, 1, 2

app = typer.Typer(
    name="depesche",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="""Raw Russian and German news into tables: people, organisations, places, events, offices, money, dates and
agreements, as Parquet.

Exit codes: 0 all well; 1 a mistake in what was asked for, with a message that says what to do; 2 more was quarantined
than --max-quarantine allows, or (evaluate) a figure fell below its floor.""",
)


models_app = typer.Typer(no_args_is_help=True, help="The models: which there are, and fetching stanza's.")
app.add_typer(models_app, name="models")


class TableFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json_schema = "json-schema"


class Backend(StrEnum):
    builtin = "builtin"
    stanza = "stanza"


class Fetchable(StrEnum):
    stanza = "stanza"


class Language(StrEnum):
    ru = "ru"
    de = "de"


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
    except (G.GoldError, OSError) as error:
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


@app.command()
def tables(
    format: Annotated[TableFormat, typer.Option(help="How to write the contract.")] = TableFormat.text,
) -> None:
    """Show the tables that `extract` writes: columns, types and what they mean."""
    from pipeline import contract

    if format is TableFormat.json_schema:
        typer.echo(json.dumps(contract.json_schema(), ensure_ascii=False, indent=1))
    elif format is TableFormat.markdown:
        typer.echo(contract.markdown(), nl=False)
    else:
        typer.echo(contract.text())


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


if __name__ == "__main__":
    main()
