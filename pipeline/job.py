"""One shard: documents through the stages, their rows into files. Done means that its files exist.

A shard's files are written under another name and renamed, the manifest last; so a shard whose
manifest names the fingerprint wanted is done, and anything else is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.lang import registry

STATE = ".depesche"  # beside the tables: manifests, and what single documents say of entities
COUNTED = ("documents", "mentions", "roles", "money", "dates", "agreements", "agreement_parties", "quarantine")


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents in input order, and what was refused before it became a document; what they are read with."""

    number: int
    inputs: tuple[Document | Quarantined, ...]
    models: str = "builtin"
    registry: str = ""

    @property
    def name(self) -> str:
        return f"part-{self.number:05d}"

    def fingerprint(self) -> str:
        """Changes when an input, the code, a word or a model does."""
        digest = hashlib.sha256(engine_fingerprint(self.models).encode())
        if self.registry:
            digest.update(Path(self.registry).read_bytes())
        for item in self.inputs:
            if isinstance(item, Document):
                given = (
                    item.doc_id,
                    item.source,
                    item.source_id,
                    item.html,
                    item.title,
                    item.authors,
                    item.published_on,
                )
                digest.update(repr(given).encode("utf-8", "surrogatepass"))
            else:
                digest.update(repr(item).encode("utf-8", "surrogatepass"))
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


@cache
def engine_fingerprint(models: str) -> str:
    """A digest of the code, the words and the models."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(p for p in package.rglob("*") if p.suffix in (".py", ".tsv", ".toml", ".csv")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name, checksum in model_checksums(models).items():
        digest.update(f"{name}:{checksum}".encode())
    return digest.hexdigest()


def manifest(out: Path, shard: str) -> dict[str, Any] | None:
    """What stands written for a finished shard, or None."""
    try:
        found = json.loads((out / STATE / f"{shard}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def done(shard: Shard, out: Path) -> dict[str, Any] | None:
    """The shard's manifest where its files are there and made from just these inputs by just this code."""
    found = manifest(out, shard.name)
    if found is None or found.get("fingerprint") != shard.fingerprint():
        return None
    here = all((out / name).is_file() for name in found["files"])
    return found if here else None


def run(shard: Shard, out: Path, batch_size: int) -> dict[str, Any]:
    """The shard through the stages into the tables; returns its manifest.

    Raises OSError where the disk refuses, ModelsError where a model is not there.
    """
    from pipeline import rows, stages, tables

    documents: list[Document] = []
    quarantined: list[Quarantined] = []
    order = {id_of(item): place for place, item in enumerate(shard.inputs)}
    fresh = [item for item in shard.inputs if isinstance(item, Document)]
    if shard.registry:
        registry.use(shard.registry)
    steps = stages.with_models(shard.models)
    for first in range(0, len(fresh), batch_size):
        kept, given_up = stages.run(fresh[first : first + batch_size], steps)
        for document in kept:  # a document whose rows cannot be made costs itself only
            try:
                for table, found in rows.documents_to_records([document]).items():
                    tables.to_arrow(table, found)
                documents.append(document)
            except Exception as error:
                detail = f"{type(error).__name__}: {error}"
                given_up.append(Quarantined(document.source, "tables", "stage_error", detail, document.source_id))
        quarantined += given_up
    quarantined += [item for item in shard.inputs if isinstance(item, Quarantined)]
    quarantined.sort(key=lambda q: order[id_of(q)])

    written = rows.documents_to_records(documents, quarantined)
    files = []
    for table in COUNTED:
        files.append(
            replace_file(out / table / f"{shard.name}.parquet", lambda p, t=table: tables.write(t, written[t], p))
        )
    seen = [s for d in documents for s in rows.seen(d)]
    files.append(replace_file(out / STATE / f"{shard.name}.entities.parquet", lambda p: rows.write_seen(seen, p)))
    done_now = {
        "fingerprint": shard.fingerprint(),
        "files": [f.relative_to(out).as_posix() for f in files],
        "rows": {t: len(written[t]) for t in COUNTED},
    }
    text = json.dumps(done_now, indent=1)
    replace_file(out / STATE / f"{shard.name}.json", lambda p: p.write_text(text, encoding="utf-8"))
    return done_now


def id_of(item: Document | Quarantined) -> tuple[str, str | None]:
    return item.source, item.source_id


def replace_file(path: Path, write: Any) -> Path:
    """Write beside the path, then put it in its place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    write(half)
    os.replace(half, path)
    return path


def clear(out: Path, keep: Sequence[str]) -> None:
    """Remove the files of shards that the input no longer has."""
    stale = [p for p in (out / STATE).glob("part-*.json") if p.stem not in keep]
    for path in stale:
        for name in (manifest(out, path.stem) or {}).get("files", []):
            (out / name).unlink(missing_ok=True)
        path.unlink()
