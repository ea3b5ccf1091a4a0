"""The lines of a page, and what each of them is by itself: an ordered list of small rules, the first that fits.

Kinds of line
  prose     sentences            sentence  a short one           row     of a table
  item      of a list            short     anything else: a headline, a subhead, a teaser
  nav       menus, breadcrumbs, weather, rates, site names: they part the page from the article
  tool      share, print, counters, advertising: they may stand between headline and text
  date, byline, name, credit     meta data, likewise
  notice    cookies, legal words   appeal  „Abonnieren Sie …“
  more      teasers of other articles    end   what ends the article     junk   no words at all
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.layout import phrases
from pipeline.layout.people import names
from pipeline.layout.stamps import Stamp, month, stamps, times, weekdays


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
    stamps: list[Stamp] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)

    def has(self, kind: str) -> bool:
        return any(kind in phrase.kinds for phrase in self.found)

    def begins(self, kind: str) -> int:
        """How many words the phrase of this kind has that the line begins with; 0 for none."""
        return max((p.last for p in self.found if p.first == 0 and kind in p.kinds), default=0)

    @property
    def prose(self) -> int:
        """How many characters of prose."""
        return len(self.text) if self.kind == "prose" else 0


def split(text: str) -> list[Line]:
    """The lines of a text that are not blank, each with its kind."""
    lines: list[Line] = []
    start, gap = 0, False
    for piece in text.split("\n"):
        bare = piece.strip()
        if bare:
            begin = start + piece.index(bare[0])
            line = Line(begin, begin + len(bare), bare, gap)
            line.kind = _kind(line)
            if line.kind == "row" and not gap and lines and lines[-1].kind == "nav" and (
                len(_COLUMNS.split(bare)) == len(_COLUMNS.split(lines[-1].text))
            ):
                lines[-1].kind = "row"  # a table's head
            lines.append(line)
            gap = False
        else:
            gap = True
        start += len(piece) + 1
    return lines


# --- shapes -----------------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'“”«»’‘)\]*]*(?:\s*[/(][a-zäöüA-Z/ .,-]{2,20}[)/]?)?$")
_INNER_END = re.compile(r"[^\W\d_A-ZА-ЯЁ]{2}[.!?…][\"“”»)]* [«„\"(–—-]* ?[A-ZÄÖÜА-ЯЁ]")
_PARTED = re.compile(r"\s*[|•·»›→▸◦‖↓▼▲►>]\s*|\s+/\s+|\s{2,}|\s[–—-]\s(?=[A-ZА-Я][^.!?]{0,20}$)")
_BULLET = re.compile(r"[•·*▪●■◦‣➤✓✔–—-]\s|\d{1,2}[.)]\s|[a-zа-я]\)\s")
_COLUMNS = re.compile(r" {2,}")
_CAMEL = re.compile(r"(?<=[a-zа-яёäöüß])(?=[A-ZА-ЯЁÄÖÜ])")
_DEGREES = re.compile(r"[-+−]?\d{1,2}(?:[.,]\d)?\s?(?:°|º|[CС]\b)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)[\w-]+\.(?:ru|kz|by|de|ch|at|com|org|net|info|uz|kg|am|ge|рф)(?!\w)", re.IGNORECASE)
_HASHTAG = re.compile(r"#\w")


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-40:]) is not None


def is_item(text: str) -> bool:
    """Whether a line begins with the mark of a list."""
    return _BULLET.match(text) is not None


def lower_words(text: str) -> int:
    return sum(1 for word in text.split() if word[0].islower())


_LOOK = 300  # characters of a line whose words are looked up: what is longer is prose

# --- rules ------------------------------------------------------------------------------------------------------


def _kind(line: Line) -> str:
    line.tokens = phrases.words(line.text[:_LOOK])
    prose = len(line.text) > 200 and ends_sentence(line.text)
    line.found = list(phrases.find(line.tokens, prose))
    if len(line.text) <= 160:
        line.stamps = stamps(line.text)
    return next(kind for rule in (_PROSE_RULES if prose else _RULES) for kind in (rule(line),) if kind)


def _wordless(line: Line) -> str | None:
    if any(c.isalpha() for c in line.text) and len(line.tokens) > 0:
        return None
    if line.stamps or times(line.text) and len(line.text) < 20:
        return "date"
    return "junk"


def _tags(line: Line) -> str | None:
    return "tags" if len(_HASHTAG.findall(line.text)) * 4 >= len(line.tokens) and line.text[0] == "#" else None


def _legal(line: Line) -> str | None:
    if line.has("notice"):
        return "notice"
    if line.has("footer"):
        return "end"
    if "©" in line.text[:60] and len(line.tokens) <= 40:
        return "copyright"
    return None


def _heading(line: Line) -> str | None:
    """Headings of what follows the article, and teasers set into it."""
    size = len(line.tokens)
    for kind in ("end", "more"):
        length = line.begins(kind)
        if not length:
            continue
        rest = line.text.split(line.text.split()[0], 1)[1] if length == 1 else line.text
        colon = 0 < line.text.find(":") <= len(" ".join(line.tokens[:length])) + 8
        if size - length <= (2 if kind == "end" else 1) and not (ends_sentence(rest) and size > length):
            return kind
        if kind == "end" and size - length <= 6 and length > 1 and not ends_sentence(line.text):
            return kind
        if colon or (length > 1 and kind == "more" and not _is_prose(line)):
            return "teaser" if kind == "more" or size > length + 6 else kind
    if size <= 6 and line.tokens[0] in phrases.listed("about") and not ends_sentence(line.text) and not _PARTED.search(line.text):
        return "about"
    return None


def _picture(line: Line) -> str | None:
    size = len(line.tokens)
    first = line.text[:40]
    if size <= 6 and "/" in line.text and not ends_sentence(line.text) and not line.stamps:
        ends = [phrases.words(part) for part in (line.text.split("/", 1)[0], line.text.rsplit("/", 1)[1])]
        if any(end and " ".join(end) in phrases.listed("agencies") for end in ends):
            return "credit"  # „APA/Eva Manhart“, „Marcus Brandt/dpa“
    if size > 30 or (size > 12 and _INNER_END.search(line.text)):
        return None
    length = line.begins("credit")
    if length and (size <= length + 5 or ":" in first or "/" in first) and not (size > length and ends_sentence(line.text)
                                                                              and ":" not in first):
        return "credit"
    length = line.begins("label")
    if length and (":" in line.text[: len(" ".join(line.tokens[:length])) + 3]):
        return "credit"
    return None


def _by(line: Line) -> str | None:
    size = len(line.tokens)
    if size > 25:
        return None
    length = line.begins("author")
    if length and size > length:
        at = _after(line, length)
        authors = names(_without_stamps(line, at), known=True)
        if authors:
            line.authors = authors
            return "byline"
        if line.text[at - 1 : at + 1].strip(" ") == ":" and size <= 6 or all(
            t in phrases.listed("agencies") for t in line.tokens[length:]
        ):
            return "byline"
    return None


def _after(line: Line, length: int) -> int:
    """Where the text after the line's first `length` words begins."""
    at = 0
    for match, _ in zip(phrases.TOKEN.finditer(line.text), range(length), strict=False):
        at = match.end()
    while at < len(line.text) and line.text[at] in " :.–—-":
        at += 1
    return at


def _without_stamps(line: Line, at: int) -> str:
    """The line from `at` on, dates and times taken out."""
    out = line.text
    for stamp in reversed(line.stamps):
        out = out[: stamp.start] + " | " + out[stamp.end :]
    for start, end, _ in reversed(times(out)):
        out = out[:start] + " | " + out[end:]
    return re.sub(r"\bUhr\b|\bг\.(?=\W|$)", "", out)[at:]


def _dated(line: Line) -> str | None:
    """A line that holds a date or time and only what stands beside one."""
    clock = times(line.text) if len(line.text) <= 160 else []
    if not line.stamps and not clock or len(line.tokens) > 30:
        return None
    if not any(s.day for s in line.stamps) and not (clock and (line.stamps or len(line.tokens) <= 5)):
        return None
    rest = _without_stamps(line, 0)
    tokens = phrases.words(rest)
    known = [False] * len(tokens)
    for phrase in phrases.find(tokens):
        if phrase.kinds & {"published", "updated", "count", "menu", "tool", "ad", "author", "weather", "rate"}:
            known[phrase.first : phrase.last] = [True] * (phrase.last - phrase.first)
    agencies = phrases.listed("agencies")
    left = [
        t for t, k in zip(tokens, known, strict=True)
        if not (k or t.isdigit() or t in weekdays() or t in agencies or month(t) or t in ("г", "в", "uhr", "um", "года"))
    ]  # fmt: skip
    authors = names(rest.replace(" - ", " | "), known=line.begins("author") > 0)
    if authors and len(left) <= 3 * len(authors) + 4:
        line.authors = authors
        return "date"
    lower = sum(1 for w in re.findall(r"[^\W\d_]+", rest) if w[0].islower() and w.lower().replace("ё", "е") in left)
    if len(left) <= 1 or len(left) <= 3 and not lower and not ends_sentence(line.text):
        return "date" if any(s.day for s in line.stamps) or not left else None
    return None


def _page(line: Line) -> str | None:
    """Menus, breadcrumbs, tools, counters, weather, rates, addresses."""
    size, text = len(line.tokens), line.text
    if size > 60 or (size > 14 and _INNER_END.search(text)):
        return None
    sentence = ends_sentence(text)
    figures = any(c.isdigit() for c in text)
    if figures and not sentence and size <= 16:
        if _DEGREES.search(text) and (size <= 6 or line.has("weather")):
            return "nav"
        rates = sum("rate" in p.kinds for p in line.found)
        if rates and (rates * 3 >= 2 * sum(t.isalpha() for t in line.tokens) or "▲" in text or "▼" in text):
            return "nav"
    covered = _covered(line, {"menu", "tool", "count", "ad", "end", "more", "published", "updated", "rate", "weather"})
    alpha = [t for t in line.tokens if not t.isdigit()]
    open_ = sum(1 for t, c in zip(line.tokens, covered, strict=True) if not c and not t.isdigit())
    if not open_ and alpha:
        return "tool" if line.has("tool") or line.has("ad") or _counts(line) else "nav"
    if line.begins("tool") and size <= 3 and not sentence:
        return "tool"
    pieces = [p for p in _PARTED.split(text) if p.strip()]
    if len(pieces) > 1:
        lengths = [len(p.split()) for p in pieces]
        if (line.has("tool") or _counts(line)) and not sentence and open_ <= max(3, size // 2):
            return "tool"
        if sum("." in p or "," in p for p in pieces) * 2 <= len(pieces) or not sentence:
            numeric = sum(p.strip()[:1].isdigit() or p.strip()[-1:] in "0123456789%" for p in pieces)
            if numeric * 2 >= len(pieces) and not line.has("menu"):
                return "short" if times(pieces[0]) else "row"
            if len(pieces) >= 3 and sum(lengths[:-1]) <= 3.5 * (len(pieces) - 1) and not (sentence and sum(lengths) > 14):
                return "nav"
            if line.begins("menu") and (lengths[0] <= 4 and re.search(r"[>»›→/|]", text)):
                return "nav"
            if len(pieces) == 2 and max(lengths) <= 3 and not sentence and open_ < size:
                return "nav"
    if _counts(line) and size <= 8 and not sentence and open_ <= 2:
        return "tool"
    if not sentence and size <= 12:
        camel = [w for word in text.split() for w in _CAMEL.split(word)]
        if len(camel) > len(text.split()) + 1 or (len(camel) > len(text.split()) and _first_is_menu(camel)):
            return "nav" if _first_is_menu(camel) else None
    if size <= 14 and line.begins("imprint") and not _is_prose(line):
        return "imprint"
    if _ADDRESS.search(text) and size <= 8 and not sentence or re.fullmatch(r"[+\d\s()./-]{6,}", text):
        return "nav"
    return None


def _first_is_menu(pieces: list[str]) -> bool:
    tokens = [t for p in pieces[:3] for t in phrases.words(p)]
    return any(p.first == 0 and "menu" in p.kinds for p in phrases.find(tokens))


def _counts(line: Line) -> bool:
    """A counter: a word of counting beside a figure."""
    return any(
        "count" in p.kinds
        and (any(t.isdigit() for t in line.tokens[max(0, p.first - 2) : p.first] + line.tokens[p.last : p.last + 2]))
        for p in line.found
    )


def _covered(line: Line, kinds: set[str]) -> list[bool]:
    covered = [False] * len(line.tokens)
    for phrase in line.found:
        if phrase.kinds & kinds:
            covered[phrase.first : phrase.last] = [True] * (phrase.last - phrase.first)
    return covered


def _appeal(line: Line) -> str | None:
    length = line.begins("appeal")
    if len(line.tokens) <= 12 and line.begins("urge") and line.has("channel"):
        return "appeal"
    return "appeal" if length and (length > 1 or ":" in line.text[:30] or not _is_prose(line)) else None


def _is_prose(line: Line) -> bool:
    text, size = line.text, len(line.tokens)
    lower = lower_words(text)
    if ends_sentence(text):
        return (size >= 7 and lower * 4 >= size and len(text) >= 40) or len(text) >= 120
    return (len(text) >= 130 and lower * 4 >= size) or (size >= 12 and _INNER_END.search(text) is not None)


def _before_credit(line: Line) -> str:
    """The line up to where it says who took the picture."""
    credit = next((p.first for p in line.found if "credit" in p.kinds and p.first > 0), None)
    if credit is None:
        return line.text
    starts = [match.start() for match in phrases.TOKEN.finditer(line.text)]
    if line.text[starts[credit] - 1] == "(":
        return line.text
    return line.text[: starts[credit]].rstrip(" .|/,;")


def _words(line: Line) -> str:
    if _is_prose(line):
        return "prose"
    bullet = is_item(line.text) and len(line.tokens) > 1
    authors = names(_before_credit(line), known=False) if len(line.tokens) <= 16 and not bullet else []
    if authors and not (ends_sentence(line.text) and len(line.tokens) > 4):
        line.authors = authors
        return "name"
    if ends_sentence(line.text) and len(line.tokens) > 1:
        return "sentence"
    if bullet:
        return "item"
    return "short"


_PROSE_RULES = (_legal, _heading, _appeal, _words)
_RULES = (_wordless, _tags, _legal, _heading, _picture, _by, _dated, _appeal, _page, _words)


def alike(text: str) -> str:
    """A text for comparison: its words only."""
    return " ".join(phrases.words(text))
