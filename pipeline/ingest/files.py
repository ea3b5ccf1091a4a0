"""Paths, folders and patterns -> the files to read, in a stable order, each with the name it goes by."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from pipeline.ingest import check, kinds, streams
from pipeline.settings import Settings

STDIN_NAME = "stdin"
_MAGIC = frozenset("*?[")
_LOOKED_AT = 20  # tables of a folder that are asked for a text column


class InputError(Exception):
    """The user named something that cannot be an input; the message says what to do."""


@dataclass(slots=True)
class Inputs:
    """The files to read, in order, each with the name it goes by; and how many were left alone, by ending."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    left_alone: dict[str, int] = field(default_factory=dict)


def find(paths: Iterable[Path], settings: Settings | None = None) -> Inputs:
    """Files as they are named, `-`, patterns, and folders walked by name; hidden files are passed over.

    Raises InputError: for what is not there or is not read, and for tables of which no column is known to be the text.
    """
    settings, inputs, named = settings or Settings(), Inputs(), []
    for path in paths:
        if str(path) == streams.STDIN:
            inputs.files.append((STDIN_NAME, path))
        elif os.path.isdir(path):
            _walk(path, inputs, settings)
        elif os.path.exists(path):
            named.append((_name(path.name), path))
            inputs.files.append(named[-1])
        elif _MAGIC & set(str(path)):
            _matching(path, inputs, settings)
        else:
            raise InputError(f"no such file or folder: {path}")
    for _, path in named:
        if not settings.format and not kinds.known(path.name):
            read = " ".join(sorted(kinds.READ - {""}))
            raise InputError(f"{path}: files ending in {path.suffix} are not read, unless --format says what it is; "
                             f"read are {read}")  # fmt: skip
    _check(inputs.files, named, settings)
    names = [name for name, _ in inputs.files]
    if len(set(names)) < len(names):  # files of the same name: tell them apart by their paths
        inputs.files = [(STDIN_NAME if str(p) == streams.STDIN else _name(p.as_posix()), p) for _, p in inputs.files]
    paths_found = {path for _, path in inputs.files}
    if len(paths_found) < len(inputs.files):  # named twice, as a file and by its folder
        inputs.files = [(name, path) for name, path in inputs.files if not _taken(path, paths_found)]
    return inputs


def _taken(path: Path, left: set[Path]) -> bool:
    if path not in left:
        return True
    left.remove(path)
    return False


def _name(path: str) -> str:
    """A path as text; what of it is no UTF-8 becomes a replacement mark, since a table holds text only."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _matching(pattern: Path, inputs: Inputs, settings: Settings) -> None:
    """What a quoted pattern matches: names are relative to its part without a wildcard."""
    plain = PurePath(*_before_magic(pattern.parts))
    found = sorted(Path(p) for p in glob.iglob(str(pattern), recursive=True))
    if not found:
        raise InputError(f"nothing matches {pattern}")
    for path in found:
        if path.is_dir():
            if "**" not in pattern.parts:  # else what is in it matches by itself
                _walk(path, inputs, settings, PurePath(path).relative_to(plain).as_posix() + "/")
        else:
            _take(path, PurePath(path).relative_to(plain).as_posix(), inputs, settings)


def _before_magic(parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts[:-1]:
        if _MAGIC & set(part):
            return
        yield part


def _walk(folder: Path, inputs: Inputs, settings: Settings, prefix: str = "") -> None:
    """The files of a folder by name. A folder that links lead to again is read once."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed: {error.strerror}") from error
    for name, path in sorted(_files(str(folder), prefix), key=lambda found: found[0].split("/")):
        _take(Path(path), name, inputs, settings)


def _files(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Names and paths of what is no folder; and of folders that cannot be listed, so that they are told of."""
    waiting, seen = [(prefix, folder)], set()
    while waiting:
        name, path = waiting.pop()
        try:
            status = os.stat(path)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(path) as entries:
                inside = [(name + e.name, e.path, _is_dir(e)) for e in entries if not e.name.startswith(".")]
        except OSError:
            yield name.rstrip("/"), path
            continue
        inside.sort(reverse=True)  # the stack gives back the first by name first
        yield from ((name, path) for name, path, is_dir in inside if not is_dir)
        waiting += [(f"{name}/", path) for name, path, is_dir in inside if is_dir]


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False


def _take(path: Path, name: str, inputs: Inputs, settings: Settings) -> None:
    special = path.exists() and not path.is_file() and not path.is_dir()  # a pipe or socket, which would never end
    if not special and (settings.format or kinds.known(name) or path.is_dir()):
        inputs.files.append((_name(name), path))
    else:
        inputs.left_alone[path.suffix] = inputs.left_alone.get(path.suffix, 0) + 1


def _check(files: list[tuple[str, Path]], named: list[tuple[str, Path]], settings: Settings) -> None:
    """Tables of which no column can be told to be the text: a mistake where they were named, or are all there is."""
    tabular = [(n, p) for n, p in files if kinds.kind(p.name, settings.format) in kinds.TABLES and p.is_file()]
    problems = [problem for _, path in named if (path.is_file()) and (problem := check.problem(path, settings))]
    if not problems and tabular and len(tabular) == len(files):
        told = [check.problem(path, settings) for _, path in tabular[:_LOOKED_AT]]
        problems = [p for p in told if p] if all(told) else []
    if problems:
        raise InputError(problems[0])
