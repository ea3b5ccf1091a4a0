"""Annotated documents <-> Label Studio: tasks with our finds, and what people made of them as gold.

A region carries in its `meta` what the label alone does not say: the entity, the amount, the days. Label Studio
counts as JavaScript does, in UTF-16 units; offsets are turned into code points and back here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.evaluate.gold import Gold, GoldError, Item
from pipeline.records import ENTITY_TYPES, PARTY_ROLES

_LABELS = {"roles": "ROLE", "money": "MONEY", "dates": "DATE", "agreements": "AGREEMENT"}
_SECTIONS = {label: section for section, label in _LABELS.items()}
BODY, PARTY = "BODY", "PARTY"
_META = ("entity", "key", "card")


def write(documents: Iterable[Gold], path: Path) -> int:
    """One JSON file of tasks, and beside it the labelling configuration NAME.xml; how many documents."""
    tasks = [task(document) for document in documents]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8")
    path.with_suffix(".xml").write_text(configuration(), encoding="utf-8")
    return len(tasks)


def configuration() -> str:
    """The labelling interface that the tasks are for."""
    labels = "".join(f'<Label value="{v}"/>' for v in (BODY, *ENTITY_TYPES, *_LABELS.values(), PARTY))
    relations = "".join(f'<Relation value="{v}"/>' for v in PARTY_ROLES)
    return (
        f'<View><Labels name="label" toName="text">{labels}</Labels><Relations>{relations}</Relations>'
        '<Text name="text" value="$text"/></View>\n'
    )


def task(document: Gold) -> dict[str, Any]:
    """A task whose annotation is what was found."""
    units = _units(document.text)
    results: list[dict[str, Any]] = []

    def region(label: str, start: int, end: int, meta: dict[str, Any]) -> str:
        ident = f"{label.lower()}{len(results)}"
        value = {"start": units[start], "end": units[end], "text": document.text[start:end], "labels": [label]}
        results.append(
            {"id": ident, "type": "labels", "from_name": "label", "to_name": "text", "value": value, "meta": meta}
        )
        return ident

    for start, end in document.body:
        region(BODY, start, end, {})
    for m in document.mentions:
        region(m["type"], m["start"], m["end"], {"entity": m["entity"], "card": document.entities[m["entity"]]})
    for section, label in _LABELS.items():
        for key, item in getattr(document, section).items():
            card = {k: v for k, v in item.items() if k not in ("start", "end", "text", "parties")}
            ident = region(label, item["start"], item["end"], {"key": key, "card": card})
            for party in item.get("parties", ()):
                other = region(PARTY, party["start"], party["end"], {"entity": party["entity"]})
                results.append(
                    {"type": "relation", "from_id": ident, "to_id": other, "direction": "right",
                     "labels": [party["role"]]}
                )  # fmt: skip
    meta = {"name": document.name, "language": document.language, **document.meta}
    return {"data": {"text": document.text, "meta": meta}, "annotations": [{"result": results}]}


def read(path: Path) -> Iterator[Gold]:
    """The documents of an export of Label Studio (JSON), each as it was annotated last. Raises GoldError, OSError."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(tasks, list):
            raise ValueError("expected a list of tasks")
        for number, found in enumerate(tasks, 1):
            try:
                yield _gold(found)
            except (KeyError, TypeError, AttributeError) as error:
                raise GoldError(f"{path}: task {number}: {type(error).__name__} {error}") from error
    except ValueError as error:
        raise error if isinstance(error, GoldError) else GoldError(f"{path}: no JSON export: {error}") from error


def _gold(found: dict[str, Any]) -> Gold:
    text, meta = found["data"]["text"], dict(found["data"].get("meta") or {})
    annotations = [a for a in found.get("annotations") or () if not a.get("was_cancelled")]
    results = annotations[-1]["result"] if annotations else []
    name = str(meta.pop("name", None) or f"task-{found.get('id', 0)}")
    document = Gold(name, text, meta.pop("language", None), None, {**meta, "authors": meta.get("authors") or []})
    points = _points(text)
    regions = {r["id"]: r for r in results if r.get("type") == "labels"}
    places = {ident: _place(r, text, points) for ident, r in regions.items()}
    owners: dict[str, tuple[str, str]] = {}
    for ident, one in regions.items():
        label, item = one["value"]["labels"][0], places[ident]
        said = {key: (one.get("meta") or {}).get(key) for key in _META}
        if label == BODY:
            document.body.append((item["start"], item["end"]))
        elif label in ENTITY_TYPES:
            key = said["entity"] or _named(document, item["text"], label)
            document.entities.setdefault(key, {"name": item["text"], **(said["card"] or {}), "type": label})
            document.mentions.append(item | {"entity": key, "type": label})
        elif label in _SECTIONS:
            section = getattr(document, _SECTIONS[label])
            key = said["key"] or f"{_SECTIONS[label][0]}{len(section) + 1}n"
            section[key] = (said["card"] or {}) | item | ({"parties": []} if label == "AGREEMENT" else {})
            owners[ident] = _SECTIONS[label], key
    for relation in (r for r in results if r.get("type") == "relation"):
        section, key = owners.get(relation["from_id"], ("", ""))
        party, said = places.get(relation["to_id"]), regions.get(relation["to_id"], {}).get("meta") or {}
        if section == "agreements" and party:
            entity = said.get("entity") or _at(document, party)
            role = (relation.get("labels") or ["party"])[0]
            document.agreements[key]["parties"].append(party | {"role": role, "entity": entity})
    document.body.sort()
    return document


def _named(document: Gold, words: str, type: str) -> str:
    """The entity that a name without one belongs to: that of the same words, else a new one."""
    same = (k for k, card in document.entities.items() if (card["name"], card["type"]) == (words, type))
    return next(same, f"n{len(document.entities) + 1}")


def _at(document: Gold, party: Item) -> str | None:
    same = (m["entity"] for m in document.mentions if (m["start"], m["end"]) == (party["start"], party["end"]))
    return next(same, None)


def _place(region: dict[str, Any], text: str, points: dict[int, int]) -> Item:
    value = region["value"]
    start, end = points.get(value["start"]), points.get(value["end"])
    if start is None or end is None:
        raise GoldError(f"a region reaches from {value['start']} to {value['end']}, outside the text")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return {"start": start, "end": end, "text": text[start:end]}


def _units(text: str) -> list[int]:
    """For each offset in code points, the one in UTF-16 units."""
    units, at = [0], 0
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        units.append(at)
    return units


def _points(text: str) -> dict[int, int]:
    return {unit: point for point, unit in enumerate(_units(text))}


