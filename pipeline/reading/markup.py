"""The visible text of an HTML page, a block a line, with offsets into its source.

A small scanner of its own, because parsers keep no position of a character: it knows tags, comments,
entities and the elements that show nothing, and nothing else of HTML; so broken pages cannot break it,
and it takes linear time.
"""

from __future__ import annotations

import html
import html.entities
import re
from array import array

from pipeline.reading.plain import Reading, clean

_UNSEEN_TAGS = (
    "script style head template noscript svg math iframe object textarea select canvas audio video datalist map"
)
_PARAGRAPH_TAGS = (
    "p div h1 h2 h3 h4 h5 h6 ul ol dl table section article header footer nav aside main figure blockquote pre form "
    "fieldset hr body details center"
)
_LINE_TAGS = "br li tr dt dd figcaption caption address option legend summary button label thead tbody"
_UNSEEN, _PARAGRAPH, _LINE = (frozenset(tags.split()) for tags in (_UNSEEN_TAGS, _PARAGRAPH_TAGS, _LINE_TAGS))
_CELL = frozenset(("td", "th"))
_GLUE = ("", " ", "   ", "\n", "\n\n")  # what stands between two pieces of text: nothing, blank, cell, line, paragraph

_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]*)")
_PIECE = re.compile(r"[^&\s]+|\s+|&(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)?")
_IN_TAG = re.compile(r"[^\"'>]*")


def read_html(raw: str) -> Reading:
    """The visible text of an HTML page, a block a line, and for each character the index in `raw`."""
    page = _Page(raw)
    page.scan()
    return clean("".join(page.parts), page.offsets)


class _Page:
    """One pass over a page. `glue` is what is due before the next piece of text, and `glue_at` where it came from."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.parts: list[str] = []
        self.offsets: array[int] = array("I")
        self.glue = 0
        self.glue_at = 0
        self.link_ended = -1
        self.missing: set[str] = set()  # what does not occur in the rest of the page

    def scan(self) -> None:
        raw, at = self.raw, 0
        while at < len(raw):
            tag = raw.find("<", at)
            if tag < 0:
                tag = len(raw)
            if tag > at:
                self.show(at, tag)
            at = self.markup(tag) if tag < len(raw) else tag

    def markup(self, at: int) -> int:
        """What begins with `<` at `at`; returns where it ends."""
        raw = self.raw
        if raw.startswith("<!--", at):
            return self.after("-->", at + 4, len(raw))
        if raw.startswith("<![CDATA[", at):
            return at + 9
        if raw.startswith(("<!", "<?"), at):
            return self.after(">", at, at + 2)
        match = _NAME.match(raw, at + 1)
        if match is None:
            self.show(at, at + 1)
            return at + 1
        name, end = match.group(1).lower(), self.tag_end(match.end())
        closing = raw[at + 1] == "/"
        if name in _UNSEEN and not closing and raw[end - 2] != "/":
            self.due(3 if name in ("head", "svg") else 1, at)
            return self.skipped(name, end)
        if name in _PARAGRAPH:
            self.due(4, at)
        elif name in _LINE:
            self.due(3, at)
        elif name in _CELL:
            self.due(2, at)
        elif name == "a":
            if closing:
                self.link_ended = end
            elif self.link_ended == at:
                self.due(1, at)  # two links side by side are two words
        return end

    def due(self, glue: int, at: int) -> None:
        if self.glue == 3 == glue and self.raw.startswith(("<br", "<BR"), at):
            glue = 4  # two line breaks make a paragraph
        if glue > self.glue:
            self.glue, self.glue_at = glue, at

    def show(self, start: int, end: int) -> None:
        for match in _PIECE.finditer(self.raw, start, end):
            piece, at = match.group(), match.start()
            if piece.isspace() and piece.strip("\u00a0\u2007\u202f") == "":
                piece = " "  # blanks that do not break stay where they are
            elif piece.isspace():
                self.due(1, at)
                continue
            if self.glue:
                between = _GLUE[self.glue] if self.parts else ""
                self.parts.append(between)
                self.offsets.extend([self.glue_at] * len(between))
                self.glue = 0
            if piece[0] == "&" and len(piece) > 1:
                piece = referred(piece)
                self.offsets.extend([at] * len(piece) if match.group() != piece else range(at, match.end()))
            else:
                self.offsets.extend(range(at, at + len(piece)))
            self.parts.append(piece)

    def after(self, what: str, at: int, otherwise: int) -> int:
        """Where the next `what` ends, else `otherwise`. What is missing once is not looked for again."""
        end = -1 if what in self.missing else self.raw.find(what, at)
        if end < 0:
            self.missing.add(what)
            return otherwise
        return end + len(what)

    def tag_end(self, at: int) -> int:
        """The end of the tag that is open at `at`; a `>` in quotes does not end it."""
        raw = self.raw
        begin = at
        while True:
            match = _IN_TAG.match(raw, at)
            at = match.end() if match else at
            if at >= len(raw):
                return self.after(">", begin, len(raw))
            if raw[at] == ">":
                return at + 1
            at = self.after(raw[at], at + 1, at + 1)

    def skipped(self, name: str, at: int) -> int:
        """Where an element that shows nothing ends; where it never does, its content counts as shown."""
        closing = f"</{name}"
        if closing in self.missing:
            return at
        match = re.compile(closing, re.IGNORECASE).search(self.raw, at)
        if match is None and name == "head":
            match = re.compile("(?=<body)", re.IGNORECASE).search(self.raw, at)
        if match is None:
            self.missing.add(closing)
            return len(self.raw) if name in ("script", "style") else at
        return self.tag_end(match.end()) if match.end() > match.start() else match.end()


def referred(reference: str) -> str:
    """The character that `&uuml;` or `&#252;` stands for; the words themselves where it stands for none."""
    if not reference.endswith(";") and reference[1] != "#" and reference[1:] not in html.entities.html5:
        return reference
    return html.unescape(reference)
