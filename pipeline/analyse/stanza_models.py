"""stanza's models on the user's machine: where they lie, what is there, and fetching them.

Nothing here imports stanza but `fetch`. A language's files are read off `resources.json`, which stanza writes beside
them: each processor's package of the language's default set, and what that package builds on (vectors, character
models).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.analyse.models import ModelsError
from pipeline.stored import user_folder

LANGUAGES = ("ru", "de")
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "ner")  # mwt only where the language's default set has it
ASKED = "tokenize,pos,lemma,ner"  # as stanza is told; it adds mwt itself
NOT_INSTALLED = "stanza is not installed; type: pip install 'depesche[stanza]'"


def folder() -> Path:
    """Where stanza's models are kept: under $DEPESCHE_MODELS, else the user's cache."""
    if named := os.environ.get("DEPESCHE_MODELS"):
        return Path(named).expanduser() / "stanza"
    return user_folder() / "stanza"


def files(language: str, where: Path | None = None) -> list[Path]:
    """The files that a language's pipeline reads, there or not; none where `resources.json` does not know it."""
    where = where or folder()
    try:
        known = json.loads((where / "resources.json").read_text(encoding="utf-8"))[language]
        packages = known["packages"]["default"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    wanted = [(p, packages[p]) for p in PROCESSORS if p in packages]
    return sorted({where / language / kind / f"{name}.pt" for part in wanted for kind, name in _with(known, *part)})


def _with(known: dict[str, Any], processor: str, package: str) -> Iterator[tuple[str, str]]:
    yield processor, package
    for needed in known.get(processor, {}).get(package, {}).get("dependencies") or ():
        yield needed["model"], needed["package"]


def complete(language: str, where: Path | None = None) -> bool:
    """Whether every file of the language is there."""
    found = files(language, where)
    return bool(found) and all(path.is_file() for path in found)


def installed() -> bool:
    return bool(find_spec("stanza") and find_spec("torch"))


def check(language: str | None = None) -> None:
    """Raise ModelsError unless stanza is installed and the language's models (or any language's) are there."""
    if not installed():
        raise ModelsError(NOT_INSTALLED)
    if not any(complete(one) for one in ([language] if language else LANGUAGES)):
        which = f" for {language}" if language else ""
        option = f" --lang {language}" if language else ""
        raise ModelsError(f"stanza's models{which} are not in {folder()}; type: depesche models fetch stanza{option}")


def fetch(languages: Iterable[str], under: Path | None = None) -> Path:
    """Download what is missing or out of date, and say where it lies: `under`/stanza, or the usual folder.

    The only place that uses the network. Raises ModelsError.
    """
    where = under.expanduser().resolve() / "stanza" if under else folder()
    try:
        import stanza
    except ImportError as error:
        raise ModelsError(NOT_INSTALLED) from error
    for language in languages:
        try:
            stanza.download(language, model_dir=str(where), processors=ASKED, logging_level="INFO")
        except Exception as error:  # requests', huggingface's and httpx's errors have no common class
            raise ModelsError(
                f"stanza's models for {language} could not be fetched ({reason(error)}). Is there a network? What "
                f"has come is kept: type the same again. Or copy {where} from a machine that has it"
            ) from error
        if not complete(language, where):
            lost = ", ".join(str(p) for p in files(language, where) if not p.is_file()) or "what it needs"
            raise ModelsError(f"stanza fetched models for {language}, but not {lost}")
    return where


def reason(error: Exception) -> str:
    """An error of somebody else's in a line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
