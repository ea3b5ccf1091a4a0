"""What a file is: by its ending, by `--format`, or, where neither says so, by how it begins."""

from __future__ import annotations

import json
from pathlib import Path

ENDINGS = {
    ".txt": "txt", ".text": "txt", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip
COMPRESSED = (".gz", ".zst", ".zstd")
READ = frozenset(("", *ENDINGS, *COMPRESSED))
TABLES = frozenset(("jsonl", "csv", "tsv", "parquet"))


def ending(name: str) -> str:
    """The ending that says what a file is, without that of its compression: `.jsonl` for `News.JSONL.gz`."""
    path = Path(name.lower())
    if path.suffix in COMPRESSED:
        path = path.with_suffix("")
    return path.suffix


def known(name: str) -> bool:
    """Whether a file of that name is read."""
    return ending(name) in READ


def kind(name: str, form: str = "") -> str:
    """One of `settings.FORMATS`, or nothing where neither the wish nor the name tells."""
    return form or ENDINGS.get(ending(name), "")


def sniffed(begin: bytes) -> str:
    """What a stream is, by its first bytes: Parquet, HTML, JSON lines, else plain text."""
    if begin.startswith(b"PAR1"):
        return "parquet"
    head = begin[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "html"
    if not head.startswith(b"{"):
        return "txt"
    line, ended, _ = head.partition(b"\n")
    if not ended:  # a first line longer than what is seen of it
        return "jsonl" if head[1:].lstrip().startswith((b'"', b"}")) else "txt"
    try:
        return "jsonl" if isinstance(json.loads(line), dict) else "txt"
    except (ValueError, RecursionError):
        return "txt"
