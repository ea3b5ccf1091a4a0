"""Which models there are on this machine, of both backends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.analyse import stanza_models
from pipeline.analyse.models import models_path, natasha_data


def lines() -> Iterator[str]:
    """A line for each backend and language: its files, megabytes and folder, or what to type."""
    for language, where in (("ru", natasha_data()), ("de", models_path("de"))):
        found = [p for p in where.rglob("*") if p.is_file()] if where else []
        yield _line("builtin", language, found, where, "not in this installation")
    for language in stanza_models.LANGUAGES:
        found = stanza_models.files(language) if stanza_models.complete(language) else []
        missing = f"not there; type: depesche models fetch stanza --lang {language}"
        yield _line("stanza", language, found, stanza_models.folder() / language, missing)
    if not stanza_models.installed():
        yield stanza_models.NOT_INSTALLED


def _line(backend: str, language: str, files: Iterable[Path], where: Path | None, otherwise: str) -> str:
    sizes = [path.stat().st_size for path in files]
    about = f"{len(sizes):>3} files {sum(sizes) / 1e6:>8.1f} MB  {where}" if sizes else otherwise
    return f"{backend:<8} {language}  {about}"
