"""Which column of a table, or key of an object, is what; and a row of them -> a document.

Names are compared without case, blanks, `_` and `-`: `Published At` is `published_at`. Of several that are
known the first in the order below is taken; one named in the settings is taken alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from pipeline.document import Document, Quarantined
from pipeline.ingest.articles import LARGEST, article, refused, too_large
from pipeline.reading import DecodeError, decode
from pipeline.settings import Settings

TEXT = (
    "text", "body", "content", "article", "article_text", "article_body", "article_content", "full_text", "main_text",
    "plain_text", "body_text", "text_content", "story", "volltext", "inhalt", "artikel", "текст",
)  # fmt: skip
HTML = ("html", "raw_html", "html_content", "content_html", "body_html", "page_html")
ID = ("id", "doc_id", "document_id", "article_id", "source_id", "guid", "uuid", "url", "uri", "link")
TITLE = ("title", "headline", "heading", "titel", "überschrift", "заголовок")
AUTHORS = ("authors", "author", "byline", "creator", "autoren", "autor", "авторы", "автор")
PUBLISHED = (
    "published_on", "published_at", "published", "publish_date", "date_publish", "date_published", "publication_date",
    "publication_time", "pub_date", "date", "datum", "дата",
)  # fmt: skip
_LONGEST_FACT = 10_000  # characters of an id, a title, the authors
_SHOWN = 20  # column names in a message


_YEAR_FIRST = re.compile(r"([12][0-9]{3})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_BASIC = re.compile(r"([12][0-9]{3})()(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")  # 20240919
_YEAR_LAST = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[./](0?[1-9]|1[0-2])[./]([12][0-9]{3})(?![0-9])")  # 19.09.2024


class ColumnError(ValueError):
    """No column can be told to be the text, or one that was named is not there; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns. `text` are candidates in order, each with whether it holds HTML; the first that has text is
    taken. `strict`: what stands in `published` must be a date."""

    text: tuple[tuple[str, bool], ...]
    id: str | None
    title: str | None
    authors: str | None
    published: str | None
    strict: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, once each."""
        facts = (self.id, self.title, self.authors, self.published)
        return tuple(dict.fromkeys([*(name for name, _ in self.text), *(name for name in facts if name is not None)]))


def choose(names: Iterable[str], settings: Settings, partial: bool = False) -> Columns:
    """The columns to read, of those there are. Raises ColumnError, with `partial` only for want of a text column."""
    names = tuple(names)
    return _chosen(names, settings, partial) if len(names) <= 50 else _choose(names, settings, partial)


def _choose(names: tuple[str, ...], settings: Settings, partial: bool) -> Columns:
    there = {name: name for name in reversed(names)}
    folded = {_folded(name): name for name in reversed(names)}

    def one(wanted: str, usual: tuple[str, ...]) -> str | None:
        if wanted:
            if wanted not in there and not partial:
                raise ColumnError(f"no column is called {wanted}; there are {_list(names)}")
            return there.get(wanted)
        return next((folded[_folded(name)] for name in usual if _folded(name) in folded), None)

    if settings.text_column:
        chosen = one(settings.text_column, ())
        text = [(chosen, settings.html or _folded(chosen) in map(_folded, HTML))] if chosen is not None else []
    else:
        usual = [(name, False) for name in TEXT] + [(name, True) for name in HTML]
        text = [(folded[_folded(n)], settings.html or html) for n, html in usual if _folded(n) in folded]
    if not text:
        raise ColumnError(f"no text column among {_list(names)}; name it with --text-column")
    published = one(settings.published_column, PUBLISHED)
    return Columns(
        tuple(text),
        one(settings.id_column, ID),
        one(settings.title_column, TITLE),
        one(settings.authors_column, AUTHORS),
        published,
        bool(settings.published_column) or published == PUBLISHED[0],
    )


_chosen = lru_cache(maxsize=64)(_choose)


def _folded(name: str) -> str:
    return "".join(c for c in name.lower() if c not in " _-\ufeff")


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(name if len(name) <= 40 else name[:39] + "…" for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown or "none at all"


def row(source: str, values: Mapping[str, Any], columns: Columns) -> Document | Quarantined:
    """One row as a document. What the input says of title, authors, date beats what the page says."""
    source_id = None
    try:
        source_id = _text(values.get(columns.id)) if columns.id is not None else None
        text, html = _article(values, columns)
        if text is None:
            names = " or ".join(name for name, _ in columns.text)
            return refused(source, "unreadable", f"no text in {names}", source_id)
        given = {"source_id": source_id, **_given(values, columns)}
    except DecodeError as error:
        return refused(source, error.reason, str(error) or None, source_id)
    except ValueError as error:
        return refused(source, "unreadable", str(error), source_id)
    facts = {"id": source_id, "title": given.get("title"), "authors": "".join(given.get("authors", ()))}
    for name, fact in facts.items():
        if fact and len(fact) > _LONGEST_FACT:
            return too_large(source, len(fact), _LONGEST_FACT, f"characters of {name}")
    return article(text, source, html=html, given=given)


def _article(values: Mapping[str, Any], columns: Columns) -> tuple[str | None, bool]:
    """The text, and whether it is HTML; from the first column that has text, else from one that has only blanks."""
    blank: tuple[str | None, bool] = None, False
    for name, html in columns.text:
        value = values.get(name)
        if isinstance(value, bytes) and len(value) <= LARGEST:
            value = decode(value)
        if isinstance(value, bytes):
            raise ValueError(f"{len(value)} bytes, at most {LARGEST}")
        if isinstance(value, str):
            if value.strip():
                return value, html
            blank = value, html
    return blank


def _given(values: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """What the input says of the article. Raises ValueError."""
    given: dict[str, Any] = {}
    if columns.title is not None and isinstance(values.get(columns.title), str) and values[columns.title].strip():
        given["title"] = _whole(values[columns.title].strip())
    if columns.authors is not None and (authors := _authors(values.get(columns.authors))):
        given["authors"] = authors
    if columns.published is not None:
        try:
            day = _day(values.get(columns.published))
        except (ValueError, OverflowError):
            if columns.strict:
                told = str(values[columns.published])[:60]
                raise ValueError(f"{columns.published}: {told!r} is no date") from None
            day = None  # a column that we only took for the date
        if day is not None:
            given["published_on"] = day
    return given


def _text(value: Any) -> str | None:
    """An id as text; half a surrogate pair, which no table can hold, becomes a mark."""
    if value is None or value == "" or isinstance(value, (dict, list)):
        return None
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.encode("utf-8", "replace").decode()


def _whole(text: str) -> str:
    """The same text. Raises ValueError where it holds half a surrogate pair."""
    text.encode("utf-8")
    return text


def _authors(value: Any) -> tuple[str, ...]:
    """Names from a list (of names, or of objects with a `name`, as schema.org has them) or from text, cut at `;`."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = [value]
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, (list, tuple)):
        return ()
    names = (v.get("name") if isinstance(v, dict) else v for v in value)
    return tuple(_whole(name) for n in names if isinstance(n, (str, int)) and (name := str(n).strip()))


def _day(value: Any) -> date | None:
    """The day of a date, a time, or the usual ways to write them. Raises ValueError."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError(value)
    text = value.strip()
    if not text:
        return None
    if text[:1].isalpha():  # Thu, 19 Sep 2024 10:00:00 +0300
        return parsedate_to_datetime(text).date()
    if match := _YEAR_LAST.match(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _YEAR_FIRST.match(text) or _BASIC.match(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    raise ValueError(value)
