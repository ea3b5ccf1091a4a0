"""The lines of a page, and the shapes that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.layout import phrases
from pipeline.layout.stamps import Stamp


@dataclass(slots=True)
class Line:
    """A line that is not blank. `gap`: a blank line stands before it. `picked`: whether
    trafilatura took it for the article; None where it was not asked."""

    start: int
    end: int
    text: str
    gap: bool
    picked: bool | None = None
    kind: str = ""
    tokens: list[str] = field(default_factory=list)
    found: list[phrases.Phrase] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)  # of furniture, anywhere in the line
    openings: dict[str, int] = field(default_factory=dict)
    stamps: list[Stamp] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)

    def look_up(self, tokens: list[str], prose: bool) -> None:
        """Finds the phrases of furniture among the line's words."""
        self.tokens = tokens
        self.found = list(phrases.find(tokens, prose))
        for phrase in self.found:
            self.kinds |= phrase.kinds
            if phrase.first == 0:
                for kind in phrase.kinds:
                    self.openings[kind] = max(phrase.last, self.openings.get(kind, 0))

    def has(self, kind: str) -> bool:
        """Whether a phrase of this kind stands in the line."""
        return kind in self.kinds

    def begins(self, kind: str) -> int:
        """How many words the phrase of this kind has that the line begins with; 0 for none."""
        return self.openings.get(kind, 0)

    def ends_at(self, length: int) -> int:
        """Where the line's first `length` words end."""
        at = 0
        for match, _ in zip(phrases.TOKEN.finditer(self.text), range(length), strict=False):
            at = match.end()
        return at

    def covered(self, kinds: set[str]) -> list[bool]:
        """For each word, whether it belongs to a phrase of one of these kinds."""
        covered = [False] * len(self.tokens)
        for phrase in self.found:
            if phrase.kinds & kinds:
                covered[phrase.first : phrase.last] = [True] * (phrase.last - phrase.first)
        return covered


# --- shapes -----------------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'“”«»’‘)\]*]*(?:\s*[/(][a-zäöüA-Z/ .,-]{2,20}[)/]?)?$")
INNER_END = re.compile(r"[^\W\d_A-ZА-ЯЁ]{2}[.!?…][\"“”»)]* [«„\"(–—-]* ?[A-ZÄÖÜА-ЯЁ]")
PARTED = re.compile(r"\s*[|•·›→▸◦‖↓▼▲►>]\s*|\s+[/»](?:\s+|$)|\s{2,}")  # a » that closes a quotation parts nothing
_BULLET = re.compile(r"[•·*▪●■◦‣➤✓✔–—-]\s|\d{1,2}[.)]\s|[a-zа-я]\)\s")
COLUMNS = re.compile(r" {2,}")


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-40:]) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with the mark of a list."""
    return _BULLET.match(text) is not None


def lower_words(text: str) -> int:
    return sum(1 for word in text.split() if word[0].islower())


def is_prose(line: Line) -> bool:
    text, size = line.text, len(line.tokens)
    lower = lower_words(text)
    if ends_sentence(text):
        return (size >= 7 and lower * 4 >= size and len(text) >= 40) or len(text) >= 120
    return (len(text) >= 130 and lower * 4 >= size) or (size >= 12 and INNER_END.search(text) is not None)


def alike(text: str) -> str:
    """A text for comparison: its words only."""
    return " ".join(phrases.words(text))


def entry(text: str) -> str:
    """An entry of a table of contents for comparison with its subhead: its words without its number."""
    bullet = _BULLET.match(text)
    return alike(text[bullet.end() :] if bullet else text)
