"""Where sentences end, by rule and word tables, for every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.document import Span
from pipeline.lang import fold, table
from pipeline.lang.tokens import LETTERS

ENDS = ".!?…"
# A mark that may end a sentence, what closes with it, a blank, and what may open the next.
BOUNDARY = re.compile(
    r"(?<![.!?…])([.!?…]+)([»“”\"’')\]]*)(\s|(?<=[а-яё]\.)(?=[А-ЯЁ][а-яё]))"
    r"([«„“\"'‚‘(\[—–\-•*\s]*)(?=([\w$€£₽₸№§+]))"
)
LAST_WORD = re.compile(r"[\w’'-]*\Z")
LINE = re.compile(r"[^\n]+")
WRAPPED = 0.8  # share of the widest line that every line of a hard-wrapped block reaches
LEAST = 3  # words: «В 2025 г.» alone is no sentence
NAME = 30  # characters of a quoted name on either side of a dot in it
LONGEST = 2000  # characters of a sentence: what is longer is no prose, and models and rules would take long over it
UNBROKEN = re.compile(r"\S{250}")  # no word is as long, and few addresses are
NARROW, WIDE = 40, 120  # characters a line of a hard-wrapped text has


def sentences(text: str, body: Sequence[Span], language: str) -> Iterator[Span]:
    """The sentences of the body's stretches, in order, without blanks at their ends."""
    for start, end in body:
        for paragraph in paragraphs(text, start, end):
            for sentence in _split(text, *paragraph, language):
                yield from _short(text, *sentence)


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """The paragraphs of a stretch: lines, hard-wrapped ones put together again."""
    block: list[Span] = []
    for match in LINE.finditer(text, start, end):
        line = _strip(text, *match.span())
        if line[0] == line[1]:
            yield from _unwrap(text, block)
            block = []
        else:
            if block and text.count("\n", block[-1][1], line[0]) > 1:
                yield from _unwrap(text, block)
                block = []
            block.append(line)
    yield from _unwrap(text, block)


def _unwrap(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """A block of lines without a blank line between: one paragraph each, unless the text goes on over a break."""
    if not lines:
        return
    widths = [end - start for start, end in lines]
    widest = max(widths)
    hard = len(lines) > 2 and NARROW <= widest <= WIDE and min(widths[:-1]) >= WRAPPED * widest
    start, end = lines[0]
    for line in lines[1:]:
        open_ended = text[end - 1] not in ENDS + ':;»“”")'
        if hard or (open_ended and text[line[0]].islower()):
            end = line[1]
        else:
            yield start, end
            start, end = line
    yield start, end


def _split(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    begin = start
    for match in BOUNDARY.finditer(text, start, end):
        if _ends(text, begin, match, language) and not _quoted(text, begin, match.end(2), end):
            cut = match.start(4)
            # a dash before a lower-case word goes on: «Слова!» — сказал он
            yield _strip(text, begin, cut)
            begin = cut
    last = _strip(text, begin, end)
    if last[0] < last[1]:
        yield last


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, in pieces where it is longer than any is, or a word in it is."""
    cuts = [match.end() for match in UNBROKEN.finditer(text, start, end)] if end - start > 250 else []
    for cut in (*cuts, end):
        while cut - start > LONGEST:
            blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            piece = _strip(text, start, blank if blank > 0 else start + LONGEST)
            start = piece[1]
            yield piece
        piece = _strip(text, start, cut)
        start = cut
        if piece[0] < piece[1]:
            yield piece


def _quoted(text: str, begin: int, dot: int, end: int) -> bool:
    """Inside a short quotation, so of a name: «ИННОПРОМ. Казахстан»."""
    opened = max(text.rfind("«", begin, dot), text.rfind("„", begin, dot))
    if opened < 0 or dot - opened > NAME or any(mark in text[opened:dot] for mark in "»“”"):
        return False
    return any(mark in text[dot : min(dot + NAME, end)] for mark in "»“”")


def _ends(text: str, begin: int, match: re.Match[str], language: str) -> bool:
    marks, closing, _, opening, after = match.groups()
    if after.islower():
        return False
    if marks != ".":
        # «Слова!» Дальше: in a quotation the sentence around it may go on, with a name, but seldom does
        return not (after.isdigit() and "…" in marks)
    if closing:
        return True
    dot = match.start(1)
    word = LAST_WORD.search(text, max(begin, dot - 30), dot)
    before = word.group() if word else ""
    following = _following(text, match.start(5))
    if not before:
        return not after.isdigit() or text[dot - 1 : dot] in '%)]»“”"'
    if len(before) == 1 and before.isalpha() and before.isupper():
        return False  # an initial
    if language == "de" and len(before) < 6 and not before.strip("IVXL"):
        return fold(following) in _starters(language)  # „XI. Forum“
    if before.isdigit():
        if language != "de" or len(before) > 3:
            return True
        return bool(opening.strip()) or fold(following) in _starters(language)  # „18. Forum“, „um 18. Das“
    known = _abbreviations(language).get(fold(before))
    if "." in text[max(begin, dot - 6) : dot]:
        known = _abbreviations(language).get(_dotted(text, begin, dot), known)
    if known == "never" or (known and len(text[begin:dot].split()) <= LEAST):
        return False
    if known == "number":  # «2024 г. Дальше», «г. Минск»
        return bool(re.search(r"\d[^\S\n]*\Z", text[max(begin, dot - len(before) - 3) : dot - len(before)]))
    if known == "unit":
        if len(following) > 1 and following.isupper():
            return False  # «долл. США»
        return not after.isdigit() and (language != "de" or fold(following) in _starters(language))
    return True


def _dotted(text: str, begin: int, dot: int) -> str:
    """An abbreviation of several parts that ends here, without blanks: „z. B.“ is `z.b`."""
    stretch = text[max(begin, dot - 12) : dot]
    parts = re.search(r"(?:[^\W\d_]{1,4}\.\s?)+[^\W\d_]{1,4}\Z", stretch)
    return fold(re.sub(r"\s", "", parts.group())) if parts else ""


def _following(text: str, start: int) -> str:
    match = re.compile(LETTERS).match(text, start)
    return match.group() if match else ""


@cache
def _abbreviations(language: str) -> dict[str, str]:
    return {form.rstrip("."): kind for form, kind in table(language, "analyse_abbreviations").items()}


@cache
def _starters(language: str) -> frozenset[str]:
    return frozenset(table(language, "analyse_starters"))


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
