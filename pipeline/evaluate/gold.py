"""Gold annotation: NAME.txt (raw), NAME.ann (the same with marks), NAME.json (what each mark is worth).

A mark is ⟦words‖tags⟧ and may nest. A tag is `body`, or KIND:ID with KIND e (mention of an entity),
r (role), m (money), d (date), a (agreement) or p (party: AGREEMENT/ROLE/ENTITY, ENTITY `-` where it
is only described). docs/annotation.md says how gold is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import records as R

SECTIONS = {"r": "roles", "m": "money", "d": "dates", "a": "agreements"}
DAYS = (
    "begins", "ends", "period_start", "period_end", "signed_on_begins", "signed_on_ends", "valid_from", "valid_to",
)  # fmt: skip
META = ("title", "authors", "dateline_place", "published_on", "published_time", "retrieved_on")
MARK = re.compile("[⟦‖⟧]")
Item = dict[str, Any]  # what the card says of one thing, with start, end and text from its mark


class GoldError(ValueError):
    """Gold that contradicts itself: the message has a line for each thing wrong."""


@dataclass(slots=True)
class Gold:
    """One annotated document."""

    name: str
    text: str
    language: str | None
    quarantine: str | None
    meta: dict[str, Any]
    body: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[Item] = field(default_factory=list)
    entities: dict[str, Item] = field(default_factory=dict)
    roles: dict[str, Item] = field(default_factory=dict)
    money: dict[str, Item] = field(default_factory=dict)
    dates: dict[str, Item] = field(default_factory=dict)
    agreements: dict[str, Item] = field(default_factory=dict)

    def forms(self, entity: str | None) -> set[str | None]:
        """The names that are right for an entity, normalised; of no entity, just None."""
        if entity is None:
            return {None}
        card = self.entities[entity]
        return {normal(card["name"]), *(normal(n) for n in card.get("also", []))}


def normal(words: Any) -> str | None:
    """A name or title as it is compared: case, ё, blanks and outer quotes do not matter."""
    if words is None:
        return None
    folded = " ".join(str(words).casefold().replace("ё", "е").replace("’", "'").split())
    return folded.strip("«»„“”\"'.,") or None


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A marked text as the plain one and its (start, end, tag), sorted. Raises GoldError."""
    plain: list[str] = []
    length, at = 0, 0
    opened: list[int] = []
    spans: list[tuple[int, int, str]] = []
    while found := MARK.search(marked, at):
        plain.append(marked[at : found.start()])
        length += found.start() - at
        at = found.end()
        if found[0] == "⟦":
            opened.append(length)
            continue
        close = marked.find("⟧", at)
        if found[0] == "⟧" or close < 0 or not opened:
            raise GoldError(f"a mark is not whole near {marked[max(0, at - 30) : at + 10]!r}")
        start = opened.pop()
        spans += [(start, length, tag) for tag in marked[at:close].split()]
        at = close + 1
    if opened:
        raise GoldError(f"{len(opened)} marks are never closed")
    return "".join(plain) + marked[at:], sorted(spans)


def load(path: Path) -> Gold:
    """One gold document, from its path with any of the three endings. Raises GoldError, OSError."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    plain, spans = unmark(path.with_suffix(".ann").read_text(encoding="utf-8"))
    if plain != text:
        raise GoldError("without its marks the .ann is not the .txt")
    meta = {key: card.get(key) for key in META}
    meta["authors"] = meta["authors"] or []
    gold = Gold(path.stem, text, card.get("language"), card.get("quarantine"), meta)
    for section in ("entities", *SECTIONS.values()):
        getattr(gold, section).update({key: dict(item) for key, item in (card.get(section) or {}).items()})
    for item in gold.agreements.values():
        item["parties"] = []
    wrong = [f"{tag}: {problem}" for start, end, tag in spans for problem in _place(gold, start, end, tag)]
    if not gold.quarantine:
        wrong += _check(gold)
    if wrong:
        raise GoldError("\n".join(wrong))
    return gold


def folder(path: Path) -> dict[str, Gold]:
    """Every gold document below a folder, by its path relative to it. Raises GoldError naming the document."""
    found = {}
    for ann in sorted(path.rglob("*.ann")):
        try:
            found[ann.with_suffix("").relative_to(path).as_posix()] = load(ann)
        except GoldError as error:
            raise GoldError(f"{ann}: {error}") from error
    return found


def _place(gold: Gold, start: int, end: int, tag: str) -> Iterator[str]:
    """Put one mark where it belongs; yields what is wrong with it."""
    if tag == "body":
        gold.body.append((start, end))
        return
    kind, _, key = tag.partition(":")
    item: Item = {"start": start, "end": end, "text": gold.text[start:end]}
    if not item["text"] or item["text"] != item["text"].strip():
        yield f"the span {item['text']!r} is empty or has blanks at its ends"
    if kind == "e":
        if key in gold.entities:
            gold.mentions.append({**item, "entity": key, "type": gold.entities[key].get("type")})
        else:
            yield "the card has no such entity"
    elif kind == "p":
        agreement, role, entity = [*key.split("/"), "", ""][:3]
        if agreement in gold.agreements and role in R.PARTY_ROLES and (entity == "-" or entity in gold.entities):
            party = {**item, "role": role, "entity": None if entity == "-" else entity}
            gold.agreements[agreement]["parties"].append(party)
        else:
            yield "unknown agreement, role or entity"
    elif kind in SECTIONS:
        target = getattr(gold, SECTIONS[kind]).get(key)
        if target is None:
            yield f"the card's {SECTIONS[kind]} have no {key}"
        elif "start" in target:
            yield "marked twice"
        else:
            target.update(item)
    else:
        yield "unknown tag"


def _check(gold: Gold) -> Iterator[str]:
    """What is wrong with the card."""
    if gold.language not in ("ru", "de"):
        yield f"language {gold.language!r}"
    if not gold.body:
        yield "no body is marked"
    inside = [*gold.mentions, *(x for s in SECTIONS.values() for x in getattr(gold, s).values() if "start" in x)]
    for item in inside:
        if gold.body and not any(start <= item["start"] and item["end"] <= end for start, end in gold.body):
            yield f"{item['text']!r} stands outside the body"
    named = {m["entity"] for m in gold.mentions}
    for key, item in gold.entities.items():
        if item.get("type") not in R.ENTITY_TYPES or not item.get("name"):
            yield f"entity {key}: needs a type and a name"
        if key not in named:
            yield f"entity {key}: never mentioned"
    closed: dict[str, dict[str, tuple[str | None, ...]]] = {
        "money": {"modifier": R.AMOUNT_MODIFIERS, "kind": R.AMOUNT_KINDS},
        "dates": {"type": R.DATE_TYPES, "anchor": R.ANCHORS},
        "agreements": {"type": R.AGREEMENT_TYPES, "status": R.STATUSES},
        "roles": {"person": tuple(gold.entities), "of": (None, *gold.entities)},
    }
    for section, allowed in closed.items():
        for key, item in getattr(gold, section).items():
            if "start" not in item:
                yield f"{section} {key}: not marked in the text"
            for column, values in allowed.items():
                if item.get(column) not in values:
                    yield f"{section} {key}: {column} {item.get(column)!r}"
            yield from _check_days(f"{section} {key}", item)
    for key, item in gold.money.items():
        item.setdefault("max", item.get("min"))
        if not all(isinstance(item[side], int | float) for side in ("min", "max")):
            yield f"money {key}: min and max must be numbers"


def _check_days(where: str, item: Item) -> Iterator[str]:
    for column in DAYS:
        if item.get(column) is not None:
            try:
                date.fromisoformat(item[column])
            except (TypeError, ValueError):
                yield f"{where}: {column} {item[column]!r} is no ISO date"
