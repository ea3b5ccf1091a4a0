"""Documents for tests: a text with its mentions marked, [Александр Турчин|PER], as they would come from the models."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Annotation, Document, Name, Sentence, Token

_MARK = re.compile(r"\[([^\[\]|]+)\|(PER|ORG|LOC|EVENT)\]")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|\S")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s+(?=[^\W\d_]|[«„—])|\n+")


def document(marked: str, language: str, **changes: object) -> Document:
    """A document of that text, with tokens (no morphology) and names."""
    text, names, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += _plain(marked[last : match.start()])
        names.append(Annotation(len(text), len(text) + len(match[1]), Name(match[2])))
        text += match[1]
        last = match.end()
    text += _plain(marked[last:])
    return Document(  # type: ignore[arg-type]
        doc_id="d", source="d.txt", raw=text, text=text, language=language, body=((0, len(text)),),
        sentences=tuple(_sentences(text, names)), names=tuple(names), **changes,
    )  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")


def _sentences(text: str, names: Sequence[Annotation[Name]]) -> list[Sentence]:
    cuts = [m for m in _SENTENCE.finditer(text) if not any(n.start < m.end() and m.start() < n.end for n in names)]
    found, start = [], 0
    for end, after in [*((m.start(), m.end()) for m in cuts), (len(text), len(text))]:
        tokens = tuple(Token(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text, start, end))
        found.append(Sentence(start, end, tokens))
        start = after
    return found
