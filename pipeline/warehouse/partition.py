"""Hive partitions: folders such as `language=ru/published_month=2024-09/`, by a document's own columns."""

from __future__ import annotations

from urllib.parse import quote

from pipeline.warehouse import WarehouseError
from pipeline.warehouse.keys import OF_DOCUMENTS

# Hive's own name for it, __HIVE_DEFAULT_PARTITION__, makes pandas.read_parquet fail
UNKNOWN = "unknown"

# name -> SQL over the row `d` of documents
PARTITIONS = {
    "language": "d.language",
    "published_year": "strftime(d.published_on, '%Y')",
    "published_month": "strftime(d.published_on, '%Y-%m')",
    "published_day": "strftime(d.published_on, '%Y-%m-%d')",
}
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def parse(text: str) -> tuple[str, ...]:
    """`language,published_month` -> its names, in that order. Raises WarehouseError."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in PARTITIONS]
    if unknown or len(set(names)) < len(names):
        raise WarehouseError(f"partitions are {', '.join(PARTITIONS)}, each once, parted by commas; not {text!r}")
    return names


def size(text: str) -> int:
    """`128MB` -> bytes. Raises WarehouseError."""
    number = text.strip().rstrip("BGIKMbgikm")
    unit = text.strip()[len(number) :].upper()
    if not number.strip().isdigit() or unit not in _UNITS or not int(number):
        raise WarehouseError(f"a size is such as 128MB, not {text!r}")
    return int(number) * _UNITS[unit]


def of(table: str, by: tuple[str, ...]) -> tuple[str, ...]:
    """The partitions of a table: its document's; entities, quarantine and runs belong to none and have none."""
    return by if table == "documents" or table in OF_DOCUMENTS else ()


def rows(table: str, by: tuple[str, ...]) -> str:
    """SQL for the rows `s` of a table, each with its partition in the columns p0, p1, …"""
    names = of(table, by)
    if not names:
        return f"(SELECT * FROM {table}) s"
    values = ", ".join(f"coalesce({PARTITIONS[name]}, '{UNKNOWN}') AS p{i}" for i, name in enumerate(names))
    if table == "documents":
        return f"(SELECT d.*, {values} FROM documents d) s"
    return f"(SELECT t.*, {values} FROM {table} t LEFT JOIN documents d USING (doc_id)) s"


def folder(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    """The folder of one partition, relative to its table's; `` for a table without."""
    return "/".join(f"{name}={quote(value, safe='')}" for name, value in zip(names, values, strict=True))
