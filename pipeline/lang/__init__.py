"""The words of a language, as data: `lang/ru/*.tsv`, `lang/de/*.tsv`.

A table is UTF-8 text, one form a line: `form<TAB>meaning<TAB># why`. The third field may be left
out; a line that begins with `#` is a comment. Forms are matched casefolded, with е for ё. A form
that stands twice with two meanings is an error, told with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("ru", "de")


class TableError(ValueError):
    """A word table that cannot be read: says file, line and what is wrong."""


def fold(form: str) -> str:
    """The form under which words are compared: lower case, е for ё, one blank between words.

    Unlike `str.casefold` it keeps the length (ß stays), so that offsets stay true.
    """
    return " ".join(form.lower().replace("ё", "е").split())


def parse(text: str, where: str) -> dict[str, str]:
    """A table's text as `{form: meaning}` in file order. Raises TableError."""
    words: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        form, *rest = line.split("\t")
        meaning = rest[0].strip() if rest else ""
        key = fold(form)
        if not key or not meaning or meaning.startswith("#"):
            raise TableError(f"{where}:{number}: expected form<TAB>meaning, got {line!r}")
        if len(rest) > 1 and rest[1].strip() and not rest[1].lstrip().startswith("#"):
            raise TableError(f"{where}:{number}: a third field is a comment and begins with #, got {rest[1]!r}")
        if words.setdefault(key, meaning) != meaning:
            raise TableError(f"{where}:{number}: {form!r} stands twice, as {words[key]!r} and as {meaning!r}")
    return words


@cache
def table(language: str, name: str) -> Mapping[str, str]:
    """The table `lang/LANGUAGE/NAME.tsv` as a read-only `{folded form: meaning}`; empty where there is none."""
    path = files(__name__) / language / f"{name}.tsv"
    if not path.is_file():
        return MappingProxyType({})
    return MappingProxyType(parse(path.read_text(encoding="utf-8"), f"lang/{language}/{name}.tsv"))
