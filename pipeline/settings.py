"""The settings of a run: defaults, then depesche.toml, then flags."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FILE = "depesche.toml"
MODELS = ("builtin", "stanza")
ENGINES = ("local", "ray")
FORMATS = ("txt", "html", "jsonl", "csv", "tsv", "parquet")
COLUMNS = ("text_column", "id_column", "title_column", "authors_column", "published_column")


class SettingsError(Exception):
    """A setting that does not exist or cannot hold that value; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may turn; whatever changes the rows belongs to the fingerprint of a shard."""

    shard_size: int = 500  # the most documents that are written together; half as many are usual
    batch_size: int = 32  # documents that go through the models together
    workers: int = 1  # processes, or on Ray actors
    engine: str = "local"  # where the work is done: in processes of this machine, or on a Ray cluster
    address: str = ""  # of the Ray cluster; without one, Ray looks for it or starts one here
    document_timeout: int = 60  # seconds of a core that one stage may take over one document; 0 is without limit
    models: str = "builtin"  # whose models find sentences, words and names
    registry: str = ""  # a CSV file of entities of your own: id, type, name_ru, name_de, aliases, country, kind
    format: str = ""  # what the inputs are, whatever their names say; one of FORMATS
    html: bool = False  # the text column holds HTML
    text_column: str = ""  # of a table, or a key of JSON lines; empty: one of the usual names, and so the next four
    id_column: str = ""
    title_column: str = ""
    authors_column: str = ""
    published_column: str = ""

    def __post_init__(self) -> None:
        for name in ("shard_size", "batch_size", "workers"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise SettingsError(f"{name} is a whole number from 1, not {value!r}")
        limit = self.document_timeout
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
            raise SettingsError(f"document_timeout is a whole number of seconds, 0 for no limit, not {limit!r}")
        if self.engine not in ENGINES:
            raise SettingsError(f"engine is one of {', '.join(ENGINES)}, not {self.engine!r}")
        if not isinstance(self.address, str):
            raise SettingsError(f"address is that of a Ray cluster, not {self.address!r}")
        if self.models not in MODELS:
            raise SettingsError(f"models is one of {', '.join(MODELS)}, not {self.models!r}")
        if self.format and self.format not in FORMATS:
            raise SettingsError(f"format is one of {', '.join(FORMATS)}, not {self.format!r}")
        if not isinstance(self.html, bool):
            raise SettingsError(f"html is true or false, not {self.html!r}")
        for name in COLUMNS:
            if not isinstance(getattr(self, name), str):
                raise SettingsError(f"{name} is the name of a column, not {getattr(self, name)!r}")
        if not isinstance(self.registry, str):
            raise SettingsError(f"registry is the path of a CSV file, not {self.registry!r}")

    def asdict(self) -> dict[str, Any]:
        return asdict(self)


def load(flags: Mapping[str, Any], folder: Path | None = None) -> Settings:
    """Settings from `depesche.toml` in the folder (here, by default), overlaid by the flags that are not None."""
    path = (folder or Path()) / FILE
    written: dict[str, Any] = {}
    if path.is_file():
        try:
            written = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path}: {error}") from error
        known = {f.name for f in fields(Settings)}
        if unknown := sorted(set(written) - known):
            raise SettingsError(
                f"{path}: no setting is called {', '.join(unknown)}; there are {', '.join(sorted(known))}"
            )
    return replace(Settings(**written), **{k: v for k, v in flags.items() if v is not None})
