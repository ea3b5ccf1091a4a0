"""What the overview shows, counted here so that the first view waits for no table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from statistics import median_low
from typing import Any

import pyarrow as pa

from pipeline.report.columns import plain

TOP = 12  # names in each list of the overview
TABLES_COUNTED = ("documents", "mentions", "entities", "roles", "money", "dates", "agreements", "agreement_parties",
                  "quarantine", "runs")  # fmt: skip
Row = Mapping[str, Any]


def summary(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Counts over the whole output; months are «2024-09», amounts exact texts."""
    documents = tables["documents"].select(["doc_id", "language", "published_on"]).to_pylist()
    languages = {d["doc_id"]: d["language"] for d in documents}
    months = {d["doc_id"]: d["published_on"].isoformat()[:7] for d in documents if d["published_on"]}
    entities = tables["entities"].to_pylist()
    named = _named(tables["mentions"])
    return {
        "rows": {table: tables[table].num_rows for table in TABLES_COUNTED},
        "languages": dict(Counter(languages.values()).most_common()),
        "kinds": dict(Counter(e["type"] for e in entities)),
        "months": _months(documents, languages, months),
        "undated": len(documents) - len(months),
        "people": _top(entities, named, languages, months, lambda e: bool(e["type"] == "PER")),
        "organisations": _top(entities, named, languages, months, lambda e: bool(e["type"] == "ORG")),
        "countries": _top(
            entities, named, languages, months, lambda e: bool(e["type"] == "LOC" and e["kind"] == "country")
        ),
        "money": _money(tables["money"]),
        "agreements": _pairs(tables["agreements"], "type", "status"),
        "quarantine": dict(Counter(tables["quarantine"]["reason"].to_pylist()).most_common()),
    }


def _named(mentions: pa.Table) -> dict[str, set[str]]:
    """The documents that name an entity."""
    named: dict[str, set[str]] = defaultdict(set)
    for entity, doc in zip(mentions["entity_id"].to_pylist(), mentions["doc_id"].to_pylist(), strict=True):
        named[entity].add(doc)
    return named


def _months(documents: list[Row], languages: Mapping[str, str], months: Mapping[str, str]) -> list[list[Any]]:
    """[month, {language: documents}], in order."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        if month := months.get(document["doc_id"]):
            counted[month][languages[document["doc_id"]]] += 1
    return [[month, dict(counted[month])] for month in sorted(counted)]


def _top(
    entities: list[dict[str, Any]],
    named: Mapping[str, set[str]],
    languages: Mapping[str, str],
    months: Mapping[str, str],
    wanted: Callable[[dict[str, Any]], bool],
) -> list[dict[str, Any]]:
    """Those named in most documents; of each the documents by language and by month."""
    found = [e for e in entities if wanted(e)]
    found.sort(key=lambda e: (-len(named.get(e["entity_id"], ())), -e["mentions"], e["entity_id"]))
    top = []
    for entity in found[:TOP]:
        documents = named.get(entity["entity_id"], set())
        top.append(
            {
                "id": entity["entity_id"],
                "name": entity["name"],
                "ru": entity["name_ru"],
                "de": entity["name_de"],
                "country": entity["country"],
                "mentions": entity["mentions"],
                "documents": dict(Counter(languages.get(d, "") for d in documents)),
                "months": dict(sorted(Counter(months[d] for d in documents if d in months).items())),
            }
        )
    return top


def _money(money: pa.Table) -> list[dict[str, Any]]:
    """For each kind and currency how many amounts, and the least, the middle and the greatest."""
    amounts: dict[tuple[str, str | None], list[Decimal]] = defaultdict(list)
    for row in money.select(["kind", "currency", "amount_max"]).to_pylist():
        amounts[row["kind"], row["currency"]].append(row["amount_max"])
    return [
        {
            "kind": kind,
            "currency": currency,
            "n": len(values),
            "least": plain(min(values)),
            "middle": plain(median_low(values)),
            "greatest": plain(max(values)),
        }
        for (kind, currency), values in sorted(amounts.items(), key=lambda item: (-len(item[1]), str(item[0])))
    ]


def _pairs(rows: pa.Table, one: str, other: str) -> list[list[Any]]:
    """[value, value, rows] for two columns."""
    counted = Counter(zip(rows[one].to_pylist(), rows[other].to_pylist(), strict=True))
    return [[*pair, n] for pair, n in sorted(counted.items(), key=str)]
