"""Meta data beside an article: credits of pictures, by-lines, lines of dates."""

from __future__ import annotations

import re

from pipeline.layout import phrases
from pipeline.layout.lines import INNER_END, PARTED, Line, ends_sentence
from pipeline.layout.people import names
from pipeline.layout.stamps import month, times, weekdays

_SHOUTED = re.compile(r"[A-ZА-ЯЁ]{2,10}/[A-ZÄÖÜА-ЯЁ][^\W\d_]+ [A-ZÄÖÜА-ЯЁ][^\W\d_-]+$")  # „ORF/Peter Muster“
_PARTING = re.compile(r"[^\w ]|  ")  # between what stands before the by-line and it
_BESIDE = frozenset(("г", "в", "uhr", "um", "года", "heute", "сегодня", "ist", "der", "den"))  # beside a date


def picture(line: Line) -> str | None:
    size = len(line.tokens)
    first = line.text[:40]
    if size <= 6 and "/" in line.text and not ends_sentence(line.text) and not line.stamps:
        ends = [phrases.words(part) for part in (line.text.split("/", 1)[0], line.text.rsplit("/", 1)[1])]
        if any(end and " ".join(end) in phrases.listed("agencies") for end in ends) or _SHOUTED.match(line.text):
            return "credit"  # „APA/Eva Manhart“, „Marcus Brandt/dpa“
    if size > 30 or (size > 12 and INNER_END.search(line.text)):
        return None
    length = line.begins("credit")
    if (
        length
        and (size <= length + 5 or ":" in first or "/" in first)
        and not (size > length and ends_sentence(line.text) and ":" not in first)
    ):
        return "credit"
    length = line.begins("label")
    if length and line.stamps and line.stamps[-1].day and PARTED.search(line.text, 0, line.stamps[-1].start + 1):
        return None  # «Источник: … | 30.12.2024»
    if length and (":" in line.text[: len(" ".join(line.tokens[:length])) + 3]):
        return "credit"
    return None


def note(line: Line) -> str | None:
    """A remark beside the text: „Das Gespräch fand auf Englisch statt.“, „Stand: unbekannt“."""
    size = len(line.tokens)
    length = line.begins("note")
    if size <= 20 and (
        (length > 1 and ends_sentence(line.text)) or (length and line.text[line.ends_at(1) :][:1] == ":")
    ):
        return "credit"
    length = line.begins("published")
    return "date" if length and size <= length + 3 and line.text.find(":") == line.ends_at(length) else None


def by_line(line: Line) -> str | None:
    size = len(line.tokens)
    if size > 25:
        return None
    for phrase in line.found if line.has("author") else ():
        # «Рубрика: Рынки. Автор: …»
        if (
            "author" in phrase.kinds
            and phrase.first
            and size <= 8
            and line.tokens[0] in ("aus", "из")
            and not ends_sentence(line.text)
        ):
            authors = names(line.text[line.ends_at(phrase.last) :], known=True)  # „Aus Riga berichtet …“
            if authors:
                line.authors = authors
                return "byline"
        if (
            "author" in phrase.kinds
            and phrase.first
            and line.text[line.ends_at(phrase.last) :][:1] == ":"
            and _PARTING.match(line.text, line.ends_at(phrase.first))
        ):
            authors = names(without_stamps(line, line.ends_at(phrase.last) + 1), known=True)
            if authors:
                line.authors = authors
                return "byline"
    length = line.begins("author")
    if length == size and line.text[-1] == ":":
        return "byline"
    if length and size > length:
        at = _after(line, length)
        told = next((p.first for p in line.found if p.first >= length and p.kinds & {"published", "updated"}), None)
        authors = names(line.text[at : line.ends_at(told)] if told else without_stamps(line, at), known=True)
        if authors:
            line.authors = authors
            return "byline"
        if (line.text[at - 1 : at + 1].strip(" ") == ":" and size <= 6) or all(
            t in phrases.listed("agencies") for t in line.tokens[length:]
        ):
            return "byline"
    return None


def _after(line: Line, length: int) -> int:
    """Where the text after the line's first `length` words begins."""
    at = line.ends_at(length)
    while at < len(line.text) and line.text[at] in " :.–—-":
        at += 1
    return at


def without_stamps(line: Line, at: int) -> str:
    """The line from `at` on, dates and times taken out."""
    out = line.text
    for stamp in reversed(line.stamps):
        if stamp.start >= at:
            out = out[: stamp.start] + " | " + out[stamp.end :]
    out = out[at:]
    for start, end, _ in reversed(times(out)):
        out = out[:start] + " | " + out[end:]
    return re.sub(r"\bUhr\b|\bг\.(?=\W|$)", "", out)


def dated(line: Line) -> str | None:
    """A line that holds a date or time and only what stands beside one."""
    clock = times(line.text) if len(line.text) <= 160 else []
    if (not line.stamps and not clock) or len(line.tokens) > 30:
        return None
    if not any(s.day for s in line.stamps) and not (clock and (line.stamps or len(line.tokens) <= 5)):
        return None
    rest = without_stamps(line, 0)
    tokens = phrases.words(rest)
    known = [False] * len(tokens)
    for phrase in phrases.find(tokens):
        if phrase.kinds & {"published", "updated", "count", "menu", "tool", "ad", "author", "weather", "rate"}:
            known[phrase.first : phrase.last] = [True] * (phrase.last - phrase.first)
    agencies = phrases.listed("agencies")
    left = [
        t for t, k in zip(tokens, known, strict=True)
        if not (k or t.isdigit() or t in weekdays() or t in agencies or month(t) or t in _BESIDE)
    ]  # fmt: skip
    beside = {t for t, k in zip(tokens, known, strict=True) if k or t.isdigit()}
    pieces = [p for p in re.split(r"[|·•]", rest) if not (own := phrases.words(p)) or not beside.issuperset(own)]
    authors = names(" | ".join(pieces).replace(" - ", " | "), known=line.begins("author") > 0)
    if not authors and line.stamps[:1] and line.stamps[0].start < 9 and "," in rest:
        authors = names(rest.rsplit(",", 1)[1], known=False)  # «12:31, 4 сентября 2024, Бишкек — Агентство, …»
    if authors and len(left) <= 3 * len(authors) + 4:
        line.authors = authors
        return "date"
    last = line.stamps[-1] if line.stamps else None
    if last and last.day and 0 < len(left) <= 4 and line.text[: last.start].rstrip()[-1:] in (",", "|", "–", "—", "["):
        return "date" if len(line.text) - last.end < 8 else None  # «Степной маяк, 17 января 2025 г.»
    lower = sum(1 for w in re.findall(r"[^\W\d_]+", rest) if w[0].islower() and w.lower().replace("ё", "е") in left)
    if len(left) <= 1 or (len(left) <= 3 and not lower and not ends_sentence(line.text)):
        return "date" if any(s.day for s in line.stamps) or not left else None
    return None


def before_credit(line: Line) -> str:
    """The line up to where it says who took the picture."""
    credit = next((p.first for p in line.found if "credit" in p.kinds and p.first > 0), None)
    if credit is None:
        return line.text
    starts = [match.start() for match in phrases.TOKEN.finditer(line.text)]
    if line.text[starts[credit] - 1] == "(":
        return line.text
    return line.text[: starts[credit]].rstrip(" .|/,;")
