"""Annotated documents -> brat's standoff: NAME.txt and NAME.ann with text-bound annotations, relations, attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.evaluate.gold import SECTIONS, Gold, Item
from pipeline.records import PARTY_ROLES

_LABELS = {"roles": "Role", "money": "Money", "dates": "Date", "agreements": "Agreement"}
_SAID = {
    "money": ("min", "max", "currency", "modifier", "kind"),
    "dates": ("type", "value", "anchor"),
    "agreements": ("type", "status", "count"),
    "roles": ("title",),
}


def write(documents: Iterable[Gold], folder: Path) -> int:
    """Two files a document, and annotation.conf; how many documents."""
    (folder / "annotation.conf").write_text(_configuration(), encoding="utf-8")
    count = 0
    for document in documents:
        path = folder / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name + ".txt").write_text(document.text, encoding="utf-8", newline="")
        text = "".join(f"{line}\n" for line in lines(document))
        path.with_name(path.name + ".ann").write_text(text, encoding="utf-8", newline="")
        count += 1
    return count


def lines(document: Gold) -> Iterator[str]:
    """T: spans, R: a party of an agreement, a person of a role; # notes: an entity's id, an amount, a day."""
    spans: dict[tuple[int, int, str], int] = {}
    notes: list[tuple[int, str]] = []
    relations: list[tuple[str, int, int]] = []

    def put(label: str, item: Item) -> int:
        key = (item["start"], item["end"], label)
        return spans.setdefault(key, len(spans) + 1)

    people: dict[str, list[int]] = {}
    for mention in document.mentions:
        number = put(mention["type"], mention)
        people.setdefault(mention["entity"], []).append(number)
        notes.append((number, document.entities[mention["entity"]].get("link") or mention["entity"]))
    for section in SECTIONS.values():
        for item in getattr(document, section).values():
            number = put(_LABELS[section], item)
            said = [f"{key}={item[key]}" for key in _SAID[section] if item.get(key) is not None]
            notes.append((number, " ".join(said)))
            for party in item.get("parties", ()):
                relations.append((party["role"], number, put("Party", party)))
            if section == "roles" and (near := people.get(item["person"])):
                nearest = min(near, key=lambda n: abs(_start(spans, n) - item["start"]))
                relations.append(("holder", number, nearest))
    for (start, end, label), number in spans.items():
        yield f"T{number}\t{label} {_pieces(document.text, start, end)}\t{' '.join(document.text[start:end].split())}"
    for number, (label, one, other) in enumerate(relations, 1):
        yield f"R{number}\t{label} Arg1:T{one} Arg2:T{other}"
    for number, (span, note) in enumerate(notes, 1):
        yield f"#{number}\tAnnotatorNotes T{span}\t{' '.join(note.split())}"


def _start(spans: dict[tuple[int, int, str], int], number: int) -> int:
    return next(start for (start, _, _), n in spans.items() if n == number)


def _pieces(text: str, start: int, end: int) -> str:
    """brat parts a span where its line ends: `0 5;6 9`."""
    found, at = [], start
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append(f"{at} {at + len(line)}")
        at += len(line) + 1
    return ";".join(found)


def _configuration() -> str:
    """What brat must know of the labels."""
    entities = ("PER", "ORG", "LOC", "EVENT", *_LABELS.values(), "Party")
    relations = [f"{role}\tArg1:Agreement, Arg2:Party" for role in PARTY_ROLES] + ["holder\tArg1:Role, Arg2:PER"]
    return "\n".join(["[entities]", *entities, "", "[relations]", *relations, "", "[events]", "", "[attributes]", ""])
