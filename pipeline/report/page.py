"""The page: words, styles, libraries, code and data in one file that opens from disk.

Nothing of an article stands in the page as markup: every table and text is JSON, packed with gzip and written in
base64, and the code shows it as text. The policy in the head lets nothing run but the scripts written here, known by
their digests, and lets the page ask for nothing.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline import records as R
from pipeline import tables as T
from pipeline.report import columns, texts
from pipeline.report.summary import summary
from pipeline.version import __version__

HERE = resources.files("pipeline.report")
# the modules of app/, each after those it imports
APP = ("store", "words", "dom", "route", "records", "query", "chart", "hint", "scale", "counts", "overview", "grid",
       "tables", "choices", "timeline", "graph", "network", "paper", "detail", "article", "entity", "main")  # fmt: skip
STYLE = ("base", "views", "article", "grid")
LARGE = 20_000  # articles; beyond them the page is tens of megabytes and slow to move about
_IMPORT = re.compile(r'^import (\{[^}]*\})\s*from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


class ReportError(Exception):
    """There is nothing to report on, or no place to write it; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was written: where, over how many articles, how large in bytes, of which the texts take so many."""

    path: Path
    articles: int
    size: int
    texts: int


def write(out: Path, to: Path, title: str | None = None) -> Page:
    """The report on the tables in `out`, as the file `to`. Raises ReportError, OSError."""
    if not (out / "documents").is_dir():
        raise ReportError(f"{out}: no tables there; run `depesche extract INPUT --out {out}` first")
    read = {table: T.read(out, table) for table in R.TABLES}
    if to.is_dir():
        raise ReportError(f"{to} is a folder; name a file, such as {to / 'report.html'}")
    to.parent.mkdir(parents=True, exist_ok=True)
    size = of_texts = 0
    with to.open("wb") as file:
        for name, part in parts(read, title or out.resolve().name):
            size += file.write(part.encode())
            of_texts += len(part) if name.startswith("texts-") else 0
    return Page(to, read["documents"].num_rows, size, of_texts)


def parts(read: dict[str, pa.Table], title: str) -> Iterator[tuple[str, str]]:
    """The page piece by piece, each with its name; ASCII but for the words, the title and the libraries."""
    about = {
        "title": title,
        "version": __version__,
        "words": words(),
        "schema": columns.schema(),
        "chunk": texts.CHUNK,
        "summary": summary(read),
    }
    scripts = [_file("vendor/vendor.js"), app()]
    style = _file("vendor/tabulator.css") + "\n".join(_file(f"style/{name}.css") for name in STYLE)
    yield "head", _head(title, style, scripts)
    yield "about", _data("about", about)
    for script in scripts:
        yield "script", f"<script>{script}</script>\n"
    keys = {table: read[table][key].combine_chunks() for table, key in columns.KEYS.items()}
    for table in R.TABLES:
        yield table, _data(table, columns.pack(table, read[table], keys))
    for number, chunk in enumerate(texts.chunks(read["documents"])):
        yield f"texts-{number}", _data(f"texts-{number}", chunk)
    yield "end", "</body>\n</html>\n"


def app() -> str:
    """The modules of app/ as one script: each is an ES module, here a function that returns what it exports."""
    modules = []
    for name in APP:
        source = _file(f"app/{name}.js")
        exports = ", ".join(_EXPORT.findall(source))
        body = _IMPORT.sub(r"const \1 = modules.\2;", _EXPORT.sub("", source))
        modules.append(f"modules.{name} = (() => {{\n{body}return {{ {exports} }};\n}})();")
    return '"use strict";\n{\nconst modules = {};\n' + "\n".join(modules) + "\nmodules.main.start();\n}"


def words() -> dict[str, dict[str, str]]:
    """The words of the interface: language -> key -> text."""
    head, *lines = _file("words.tsv").splitlines()
    languages = head.split("\t")[1:]
    found: dict[str, dict[str, str]] = {language: {} for language in languages}
    for line in lines:
        if line and not line.startswith("#"):
            key, *said = line.split("\t")
            for language, text in zip(languages, said, strict=True):
                found[language][key] = text
    return found


def _file(name: str) -> str:
    return HERE.joinpath(name).read_text(encoding="utf-8")


def _data(name: str, value: Any) -> str:
    """A piece of data: base64 has no character that could end the element it stands in."""
    packed = gzip.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    return f'<script type="text/plain" id="data-{name}">{base64.b64encode(packed).decode()}</script>\n'


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(title: str, style: str, scripts: list[str]) -> str:
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {' '.join(map(_digest, scripts))}; style-src {_digest(style)}; style-src-attr 'unsafe-inline'"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="depesche {__version__}">
<title>{html.escape(title)} · depesche</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<noscript>This report needs JavaScript; it runs on your machine only and asks nothing of any network.</noscript>
<div id="app"></div>
"""
