"""The pages on loading: every command and option that they name exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from pipeline.cli.app import app

PAGES = ("nightly-load.md", "delta.md", "postgres.md", "contract-versions.md")


def commands(text: str) -> list[list[str]]:
    """The words of each command line of depesche on a page, without redirections and comments."""
    found = re.findall(r"^    (depesche .*)$", text, flags=re.MULTILINE)
    return [shlex.split(re.sub(r" (2>>|>|\|) .*", "", line), comments=True) for line in found]


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_exist(root: Path, page: str) -> None:
    import pipeline.cli  # noqa: F401 - gives the app its commands

    group = typer.main.get_command(app)
    text = (root / "docs" / "how-to" / page).read_text(encoding="utf-8")
    told = commands(text)
    assert told or page == "contract-versions.md"
    for _, name, *words in told:
        command = group.commands[name]  # type: ignore[attr-defined]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, (page, name, words)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(root: Path, page: str) -> None:
    folder = root / "docs" / "how-to"
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", (folder / page).read_text(encoding="utf-8")):
        assert (folder / target).is_file(), (page, target)
