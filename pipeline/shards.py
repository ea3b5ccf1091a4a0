"""Inputs cut into shards at places that stay where they are when other inputs come and go.

A shard begins at an input whose source says so: a digest of it falls under a bound, for one input in some. So
a document more or less, at the front or in the middle, changes its own shard and no other; and a shard is named
by the source that it begins with, so that its files keep their names from night to night. See
docs/decisions/0003-shards-and-done.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.document import Document, Quarantined

LARGEST = 32_000_000  # characters of raw text in one shard, unless a single document has more

Item = Document | Quarantined


@dataclass(frozen=True, slots=True)
class Shard:
    """Some inputs in their order: documents, and what was refused before it became one."""

    name: str
    inputs: tuple[Item, ...]

    def keys(self) -> list[str]:
        """For each input what changes when the input does, or what is known of it."""
        return [_digest(_given(item)) for item in self.inputs]


def id_of(item: Item) -> tuple[str, str | None]:
    """Which input it is, within a run."""
    return item.source, item.source_id


def cut(inputs: Iterable[Item], size: int) -> Iterator[Shard]:
    """The inputs in order as shards of at most `size` inputs, half as many on average; one shard in memory."""
    names: set[str] = set()
    part: list[Item] = []
    length, begins, bound = 0, "0" * 12, (2 << 48) // size
    for item in inputs:
        digest = _digest(id_of(item))[:12]
        more = len(item.raw) if isinstance(item, Document) else 0
        if part and (int(digest, 16) < bound or len(part) == size or length + more > LARGEST):
            yield Shard(_name(begins, names), tuple(part))
            part, length, begins = [], 0, digest
        part.append(item)
        length += more
    if part:
        yield Shard(_name(begins, names), tuple(part))


def _name(begins: str, taken: set[str]) -> str:
    """A name of its own, also where two shards begin with inputs of one source."""
    name, number = f"part-{begins}", 1
    while name in taken:
        number += 1
        name = f"part-{begins}-{number}"
    taken.add(name)
    return name


def _given(item: Item) -> object:
    if isinstance(item, Quarantined):
        return item
    return (*id_of(item), item.doc_id, item.html, item.title, item.authors, item.published_on)


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]
