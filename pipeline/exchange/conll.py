"""Annotated documents -> CoNLL: a token and its IOB2 tag a line, sentences parted by a blank line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from pipeline.analyse.sentences import sentences
from pipeline.evaluate.gold import Gold
from pipeline.lang.tokens import tokens


def write(documents: Iterable[Gold], path: Path) -> int:
    """One file; how many documents. Tokens are those of the body, with the type of the name they stand in."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            file.writelines(f"{line}\n" for line in lines(document))
            count += 1
    return count


def lines(document: Gold) -> Iterator[str]:
    """A document's lines: `# newdoc id = …`, then token TAB tag."""
    yield f"# newdoc id = {document.name}"
    starts = {m["start"]: m for m in document.mentions}
    cuts = sorted({offset for m in document.mentions for offset in (m["start"], m["end"])})
    for start, end in sentences(document.text, document.body, document.language or "ru"):
        inside = None
        bounds = [start, *(c for c in cuts if start < c < end), end]  # a name that ends within a token parts it
        for low, high in pairwise(bounds):
            for first, last in tokens(document.text, low, high):
                mention = starts.get(first)
                if mention and (inside is None or first >= inside["end"]):
                    inside, tag = mention, f"B-{mention['type']}"
                elif inside and first < inside["end"]:
                    tag = f"I-{inside['type']}"
                else:
                    inside, tag = None, "O"
                yield f"{document.text[first:last]}\t{tag}"
        yield ""
