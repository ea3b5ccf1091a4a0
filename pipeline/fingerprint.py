"""What rows are made with, besides the inputs: the code, the words, the models, a registry of one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.settings import Settings


def engine(settings: Settings) -> str:
    """A digest of everything but the inputs that rows depend on."""
    digest = hashlib.sha256(code(settings.models).encode())
    if settings.registry:
        digest.update(Path(settings.registry).read_bytes())
    return digest.hexdigest()


@cache
def code(models: str) -> str:
    """A digest of the code, the words and the models; read once per process."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(p for p in package.rglob("*") if p.suffix in (".py", ".tsv", ".toml", ".csv")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name, checksum in model_checksums(models).items():
        digest.update(f"{name}:{checksum}".encode())
    return digest.hexdigest()


def model_files(models: str) -> dict[str, list[Path]]:
    """The files of every model that a run with this backend may read, by the model's name."""
    from pipeline.analyse import stanza_models
    from pipeline.analyse.models import models_path, natasha_data

    if models == "stanza":
        found = {f"stanza-{language}": stanza_models.files(language) for language in stanza_models.LANGUAGES}
        return {name: [path for path in files if path.is_file()] for name, files in found.items()}
    return {"natasha": _files(natasha_data()), "de": _files(models_path("de"))}


@cache
def model_checksums(models: str) -> dict[str, str]:
    """One checksum over the files of each model that is there; read once per process."""
    return {name: _checksum(files) for name, files in model_files(models).items() if files}


def _checksum(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _files(folder: Path | None) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file()) if folder and folder.is_dir() else []
