"""Annotated documents -> gold: NAME.txt, NAME.ann, NAME.json, as `evaluate` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline import output
from pipeline.evaluate.gold import MARK, META, SECTIONS, Gold, GoldError

_PLACED = ("start", "end", "text", "parties", "entity")
_LETTERS = {section: letter for letter, section in SECTIONS.items()}


def write(documents: Iterable[Gold], folder: Path) -> int:
    """Three files a document below the folder; how many documents. Raises GoldError, OSError."""
    count = 0
    for document in documents:
        save(document, folder)
        count += 1
    return count


def save(document: Gold, folder: Path) -> Path:
    """The three files of a document; the path without ending. Raises GoldError where marks would cross."""
    marked, card = mark(document.text, tags(document)), json.dumps(card_of(document), ensure_ascii=False, indent=1)
    path = folder / document.name
    for ending, text in ((".txt", document.text), (".ann", marked), (".json", card + "\n")):
        output.write_text(path.with_name(path.name + ending), text)
    return path


def tags(document: Gold) -> list[tuple[int, int, str]]:
    """The marks of a document: start, end, tag."""
    found = [(start, end, "body") for start, end in document.body]
    found += [(m["start"], m["end"], f"e:{m['entity']}") for m in document.mentions]
    for section, letter in _LETTERS.items():
        for key, item in getattr(document, section).items():
            found.append((item["start"], item["end"], f"{letter}:{key}"))
            for party in item.get("parties", ()):
                found.append((party["start"], party["end"], f"p:{key}/{party['role']}/{party['entity'] or '-'}"))
    return found


def mark(text: str, tags: Iterable[tuple[int, int, str]]) -> str:
    """A text with its marks. Raises GoldError where two cross, or where the text has such signs itself."""
    if found := MARK.search(text):
        raise GoldError(f"the text holds {found[0]!r}, by which gold is marked")
    together: dict[tuple[int, int], list[str]] = {}
    for start, end, tag in tags:
        together.setdefault((start, end), []).append(tag)
    parts: list[str] = []
    at = 0
    opened: list[tuple[int, int]] = []

    def close(until: int) -> None:
        nonlocal at
        while opened and opened[-1][1] <= until:
            span = opened.pop()
            parts.append(text[at : span[1]] + "‖" + " ".join(dict.fromkeys(together[span])) + "⟧")
            at = span[1]

    for span in sorted(together, key=lambda s: (s[0], -s[1])):
        close(span[0])
        if opened and span[1] > opened[-1][1]:
            one, other = text[slice(*opened[-1])], text[slice(*span)]
            raise GoldError(f"{one!r} and {other!r} cross: one mark must hold the other")
        parts.append(text[at : span[0]] + "⟦")
        at = span[0]
        opened.append(span)
    close(len(text))
    return "".join(parts) + text[at:]


def card_of(document: Gold) -> dict[str, Any]:
    """The card: what each mark is worth."""
    if document.quarantine:
        return {"quarantine": document.quarantine, "language": document.language}
    card: dict[str, Any] = {"language": document.language, **{key: document.meta.get(key) for key in META}}
    for section in ("entities", *SECTIONS.values()):
        items = getattr(document, section)
        card[section] = {key: {k: v for k, v in item.items() if k not in _PLACED} for key, item in items.items()}
    return card
