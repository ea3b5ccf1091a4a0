"""Tables -> annotated documents, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import records as R
from pipeline.evaluate.gold import META, Gold, Item
from pipeline.warehouse import source

BATCH = 200  # documents whose rows are held at a time
_PARTS = ("mentions", "roles", "money", "dates", "agreements", "agreement_parties")
_MONEY = {"min": "amount_min", "max": "amount_max"}


def index(out: Path) -> list[dict[str, Any]]:
    """The documents there are, by source: doc_id, source, title, language. Raises WarehouseError."""
    source.check(out)
    with source.connect() as connection:
        source.view(connection, out, "documents")
        query = "SELECT doc_id, source, title, language FROM documents ORDER BY source, doc_id"
        return _dicts(connection.execute(query))


def documents(out: Path, keys: Sequence[str] | None = None) -> Iterator[Gold]:
    """Documents of an output folder with all that was found in them: these by doc_id, or all, by source.

    Raises WarehouseError.
    """
    keys = [row["doc_id"] for row in index(out)] if keys is None else keys
    with source.connect() as connection:
        for table in R.TABLES:
            source.view(connection, out, table)
        for first in range(0, len(keys), BATCH):
            wanted = list(keys[first : first + BATCH])
            rows = {table: _rows(connection, table, wanted) for table in ("documents", *_PARTS)}
            entities = {
                row["entity_id"]: row
                for row in _dicts(
                    connection.execute(
                        "SELECT * FROM entities WHERE entity_id IN "
                        "(SELECT entity_id FROM mentions WHERE list_contains($1, doc_id))",
                        [wanted],
                    )
                )
            }
            for key in wanted:
                of = {table: rows[table].get(key, []) for table in _PARTS}
                yield _document(rows["documents"][key][0], of, entities)


def _dicts(result: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _rows(connection: Any, table: str, wanted: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of these documents, by document, in order of their places."""
    order = "" if table == "documents" else 'ORDER BY "start", "end"'
    found: dict[str, list[dict[str, Any]]] = {}
    query = f"SELECT * FROM {table} WHERE list_contains($1, doc_id) {order}"
    for row in _dicts(connection.execute(query, [wanted])):
        found.setdefault(row["doc_id"], []).append(row)
    return found


def _document(row: dict[str, Any], of: dict[str, list[dict[str, Any]]], entities: dict[str, dict[str, Any]]) -> Gold:
    language = row["language"]
    found = Gold(name(row["source"], row["doc_id"]), row["text"], language, None, {k: plain(row[k]) for k in META})
    found.body = [(stretch["start"], stretch["end"]) for stretch in row["body"]]
    keys: dict[str | None, str | None] = {None: None}
    for mention in of["mentions"]:
        ident = mention["entity_id"]
        if ident not in keys:
            keys[ident] = f"e{len(keys)}"
            known = entities[ident]
            card = {"type": known["type"], "name": known[f"name_{language}"] or known["name"]}
            card |= {side: known[side] for side in ("kind", "country") if known[side]}
            found.entities[str(keys[ident])] = {**card, "link": ident}
        found.mentions.append(_at(mention) | {"entity": keys[ident], "type": mention["type"]})
    for n, role in enumerate(of["roles"], 1):
        if keys.get(role["person_id"]):
            people = {"person": keys[role["person_id"]], "title": role["title"], "of": keys.get(role["of_id"])}
            found.roles[f"r{n}"] = _at(role) | people
    for n, amount in enumerate(of["money"], 1):
        sides = {short: plain(amount[column]) for short, column in _MONEY.items()}
        found.money[f"m{n}"] = _at(amount) | sides | _said(amount, "currency modifier kind period_start period_end")
    for n, day in enumerate(of["dates"], 1):
        found.dates[f"d{n}"] = _at(day) | _said(day, "type value begins ends anchor offset modifier")
    ids = {}
    for n, agreement in enumerate(of["agreements"], 1):
        item = _at(agreement) | _said(agreement, "type status count subject signed_on_begins signed_on_ends")
        item |= _said(agreement, "valid_from valid_to") | {"place": keys.get(agreement["place_id"])}
        item |= {short: plain(agreement[column]) for short, column in _MONEY.items()}
        found.agreements[f"a{n}"] = item | {"currency": agreement["currency"], "parties": []}
        ids[agreement["agreement_id"]] = f"a{n}"
    for party in of["agreement_parties"]:
        item = _at(party) | {"role": party["role"], "entity": keys.get(party["entity_id"])}
        found.agreements[ids[party["agreement_id"]]]["parties"].append(item)
    return found


def _at(row: dict[str, Any]) -> Item:
    return {"start": row["start"], "end": row["end"], "text": row["text"]}


def _said(row: dict[str, Any], columns: str) -> Item:
    return {column: plain(row[column]) for column in columns.split()}


def plain(value: Any) -> Any:
    """A value as JSON has it: days in ISO 8601, whole amounts as integers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def name(source: str, doc_id: str) -> str:
    """The file a document goes by: its source, where that can be one below a folder, else its id."""
    stem = source.removesuffix(".txt")
    parts = stem.split("/")
    sound = all(part.strip(". ") and not set(part) & set('\\:*?"<>|\0\n\r\t') for part in parts)
    return stem if sound and not stem.startswith("/") and len(stem.encode()) < 200 else doc_id
