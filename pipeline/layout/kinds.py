"""What each line of a page is by itself: an ordered list of small rules, the first that fits.

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

from pipeline.layout import phrases
from pipeline.layout.lines import COLUMNS, INNER_END, PARTED, Line, ends_sentence, is_item, is_prose, lower_words
from pipeline.layout.meta import before_credit, by_line, dated, note, picture
from pipeline.layout.people import names
from pipeline.layout.stamps import stamps, times

_CAMEL = re.compile(r"(?<=[a-zа-яёäöüß])(?=[A-ZА-ЯЁÄÖÜ])")
_DEGREES = re.compile(r"[-+−]?\d{1,2}(?:[.,]\d)?\s?(?:°|º|[CС]\b)")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)[\w-]+\.(?:ru|kz|by|de|ch|at|com|org|net|info|uz|kg|am|ge|рф)(?!\w)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\b(?:PDF|MP3|MP4|DOCX?|XLSX?|ZIP|EPUB|JPG)\b|\d ?[KMКМ][BБ]\b", re.IGNORECASE)
_SUM = r"(?:(?:[€$₽₸₾]|Fr\.|CHF) ?\d+|\d+ ?(?:[€$₽₸₾]|Fr\b|Franken|Euro|руб\w*|тенге|сом))"
_CHOICE = re.compile(rf"{_SUM}[\s/|,·•]+{_SUM}")
_POSTCODE = re.compile(
    r"[^\W\d_]\.? \d{1,4}[a-zа-я]?\s*[,·|•–-]\s*(?:[A-Z]{1,2}-)?\d{4,6} [A-ZÄÖÜ]"
    r"|(?:CH|A|D|AT|DE|FL)-\d{4,5} [A-ZÄÖÜ]|\d{6}, (?:г\.|[А-ЯЁ])"
)
_PHONE = re.compile(r"(?:\+\d|\d\)? ?-\d|\d-\d)[\d ()-]{3,}")
_TRAIL = re.compile(r"\s?[-–—:>/\\]\s")
_ARROW = re.compile(r"\s[›»>▸]\s")
_BROKEN = frozenset(("short", "sentence", "prose", "item"))
_CHANGE = re.compile(r"[-+−±–] ?\d{1,3}[.,]\d{1,3} ?%")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d/\d|\(\d+\)$")
_ISSUE = re.compile(r"(?:№|Nr\.|Heft|Ausgabe|Jahrgang|Jg\.)\s?\d+\s?(?:/\s?\d+|\(\d+\))?$")
_HASHTAG = re.compile(r"#\w")
_LOOK = 300  # characters of a line whose words are looked up: what is longer is prose


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
            if (
                line.kind == "row"
                and not gap
                and lines
                and lines[-1].kind == "nav"
                and (len(COLUMNS.split(bare)) == len(COLUMNS.split(lines[-1].text)))
            ):
                lines[-1].kind = "row"  # a table's head
            lines.append(line)
            gap = False
        else:
            gap = True
        start += len(piece) + 1
    _join(lines)
    return lines


def _join(lines: list[Line]) -> None:
    """Makes prose of sentences that are broken into short lines, as in a narrow column."""
    begin, narrow = 0, False
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not lines[i].gap and lines[i].kind in _BROKEN and lines[i - 1].kind in _BROKEN:
            before = lines[i - 1].text
            if lines[i].text[0].islower() or before[-1] in ",-" or (len(before) > 30 and not ends_sentence(before)):
                continue
        if 1 < i - begin <= 60 and (narrow or any(line.text[0].islower() for line in lines[begin + 1 : i])):
            whole = " ".join(line.text for line in lines[begin:i])
            joined = Line(0, len(whole), whole, False, tokens=phrases.words(whole))
            if ends_sentence(whole) and is_prose(joined):
                narrow = narrow or all(len(line.text) <= 50 for line in lines[begin:i])
                for line in lines[begin:i]:
                    line.kind = "prose"
        begin = i


def _kind(line: Line) -> str:
    prose = (len(line.text) > 200 and ends_sentence(line.text)) or len(line.text) > 2 * _LOOK
    line.look_up(phrases.words(line.text[:_LOOK]), prose)
    if len(line.text) <= 160:
        line.stamps = stamps(line.text)
    return next(kind for rule in (_PROSE_RULES if prose else _RULES) for kind in (rule(line),) if kind)


def _wordless(line: Line) -> str | None:
    if any(c.isalpha() for c in line.text) and len(line.tokens) > 0:
        return None
    if line.stamps or (times(line.text) and len(line.text) < 20):
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
        return "credit" if line.text[0] == "©" and len(line.tokens) <= 12 and _pictured(line) else "copyright"
    return None


def _pictured(line: Line) -> bool:
    """Whether a word for a picture stands first or after the sign: „© Foto: Verkehrsamt“."""
    return any({"credit", "label"} & p.kinds and p.first <= 1 for p in line.found)


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
        if colon or (length > 1 and kind == "more" and not is_prose(line)):
            return "teaser" if kind == "more" or size > length + 6 else kind
    if (
        size <= 6
        and line.tokens
        and not line.has("tool")
        and line.tokens[0] in phrases.listed("about")
        and not ends_sentence(line.text)
        and not PARTED.search(line.text)
    ):
        return "about"
    return None


def _page(line: Line) -> str | None:
    """Menus, breadcrumbs, tools, counters, weather, rates, addresses."""
    size, text = len(line.tokens), line.text
    if size > 60 or (size > 14 and INNER_END.search(text)):
        return None
    sentence = ends_sentence(text)
    if sentence and size >= 12 and PARTED.search(text) is None:
        return None
    figures = any(c.isdigit() for c in text)
    codes = sum(len(w) == 3 and w.isascii() and w.isupper() for w in text.split()) if figures and size <= 30 else 0
    if codes > 2 and not sentence and not lower_words(text[12:]):
        return "nav"  # «Курсы: 1 USD = 3,50 TMT | 1,70 AZN»
    if figures and not sentence and size <= 16:
        if size <= 9 and _CHANGE.search(text) and sum(t.isdigit() for t in line.tokens) >= 4 and not lower_words(text):
            return "nav"  # a share and its price
        if _DEGREES.search(text) and (size <= 6 or line.has("weather")):
            return "nav"
        rates = sum("rate" in p.kinds for p in line.found)
        if rates and (rates * 3 >= 2 * sum(t.isalpha() for t in line.tokens) or "▲" in text or "▼" in text):
            return "nav"
    if not sentence and size <= 14:
        if line.has("audience") and figures and size <= 5:
            return "nav"  # what stands above it is the name of the channel
        if line.has("wire") and ":" in text:
            return "nav"
        if (size <= 4 and any("do" in p.kinds and p.last == size for p in line.found)) or (
            (line.begins("do") and size <= 6) or (line.begins("tool") and _FILE.search(text))
        ):
            return "tool"  # „Ältere Einträge laden“, «Скачать доклад (PDF, 2 МБ)»
        if _FILE.search(text) and size <= 6:
            return "tool"
        if figures and any("register" in p.kinds and line.tokens[p.last : p.last + 1] for p in line.found):
            return "tool"  # of the advertiser: «ООО «Окна», ИНН 7700000000»
        if figures and _CHOICE.search(text):
            return "appeal"  # what one may give: „20 €   50 €   100 €“
        if figures and ((size <= 8 and line.begins("street")) or _POSTCODE.search(text)):
            return "imprint"
        if figures and size <= 9 and _ISSUE.search(text) and _YEAR.search(text):
            return "tool"
    covered = line.covered({"menu", "tool", "count", "ad", "end", "more", "published", "updated", "rate", "weather"})
    alpha = [t for t in line.tokens if not t.isdigit()]
    open_ = sum(1 for t, c in zip(line.tokens, covered, strict=True) if not c and not t.isdigit())
    if not open_ and alpha:
        return "tool" if line.has("tool") or line.has("ad") or _counts(line) else "nav"
    if line.begins("tool") and size <= 3 and not sentence:
        return "tool"
    pieces = [p for p in PARTED.split(text) if p.strip()]
    if len(pieces) > 1:
        lengths = [len(p.split()) for p in pieces]
        if (line.has("tool") or _counts(line)) and not sentence and open_ <= max(3, size // 2):
            return "tool"
        if sum("." in p or "," in p for p in pieces) * 2 <= len(pieces) or not sentence:
            numeric = sum(p.strip()[:1].isdigit() or p.strip()[-1:] in "0123456789%" for p in pieces)
            if numeric * 2 >= len(pieces) and not line.has("menu"):
                return "short" if times(pieces[0]) else "row"
            if (
                len(pieces) >= 3
                and sum(lengths[:-1]) <= 3.5 * (len(pieces) - 1)
                and not (sentence and sum(lengths) > 14)
            ):
                return "nav"
            if line.begins("menu") and (lengths[0] <= 4 and re.search(r"[>»›→/|]", text)):
                return "nav"
            if len(pieces) == 2 and max(lengths) <= 3 and not sentence and (open_ < size or _ARROW.search(text)):
                return "nav"
    if line.begins("home") and size > 1 and _TRAIL.match(text, line.ends_at(line.begins("home"))):
        return "nav"  # «Главная — АПК — Зерновики просят отсрочки»
    if _counts(line) and size <= 8 and not sentence and open_ <= 2:
        return "tool"
    if not sentence and size <= 12:
        camel = [w for word in text.split() for w in _CAMEL.split(word)]
        if len(camel) > len(text.split()) + 1 or (len(camel) > len(text.split()) and _first_is_menu(camel)):
            return "nav" if _first_is_menu(camel) else None
    if size <= 14 and line.begins("imprint") and not is_prose(line):
        return "imprint"
    if (_ADDRESS.search(text) and size <= 8 and not sentence) or re.fullmatch(r"[+\d\s()./-]{6,}", text):
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


def _appeal(line: Line) -> str | None:
    offers = sum("offer" in p.kinds for p in line.found) if line.has("offer") else 0
    if offers and len(line.tokens) <= 30 and line.text[0] not in '–—-„«“"':
        figures = any(c.isdigit() for c in line.text)
        if offers > 1 or (figures and (line.text.endswith("!") or _PHONE.search(line.text))):
            return "tool"  # «Квартиры от 19,9 млн. Рассрочка 0 %! Звоните!»
    length = line.begins("appeal")
    if len(line.tokens) <= 16 and line.has("channel") and (line.begins("urge") or line.has("call")):
        return "appeal"
    return "appeal" if length and (length > 1 or ":" in line.text[:30] or not is_prose(line)) else None


def _words(line: Line) -> str:
    if is_prose(line):
        return "prose"
    bullet = is_item(line.text) and len(line.tokens) > 1
    authors = names(before_credit(line), known=False) if len(line.tokens) <= 16 and not bullet else []
    if authors and not (ends_sentence(line.text) and len(line.tokens) > 4):
        line.authors = authors
        return "name"
    if ends_sentence(line.text) and len(line.tokens) > 1:
        return "sentence"
    if bullet:
        return "item"
    return "short"


_PROSE_RULES = (_wordless, _legal, _heading, _appeal, _words)
_RULES = (_wordless, _tags, _legal, _heading, picture, by_line, note, dated, _appeal, _page, _words)
