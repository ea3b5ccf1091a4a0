"""Time expressions (TIMEX3) in Russian and German: `scan` reads the words, `rules` find what may be an expression,
`join` puts neighbours together, `resolve` places them in the calendar."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from pipeline.document import Annotation, Date, Document, Span
from pipeline.extractors.dates import german, russian
from pipeline.extractors.dates.complete import FUTURE, PAST, PRESENT
from pipeline.extractors.dates.expression import Ahead, Point, Range, Today, Vague
from pipeline.extractors.dates.join import join
from pipeline.extractors.dates.resolve import NEARBY, Context, resolve
from pipeline.extractors.dates.rules import Found, Grammar
from pipeline.extractors.dates.scan import LINE, Tokens, fold, scan
from pipeline.extractors.dates.tense import clause, sentence_ends
from pipeline.extractors.dates.words import letter

RULES = {"de": german.RULES, "ru": russian.RULES}
LONGEST_ABBREVIATION = 4
BREAK = re.compile(f"[{letter('COMMA')}{letter('DASH')}{letter('LPAR')}{letter('COLON')}{letter('STOP')}]")
MOST_OPENING = 6
# What may stand before an expression that opens its sentence: „Erst am“
OPENING = frozenset(letter(c) for c in ("AT", "IM", "IN", "ART", "V", "NA", "ADVERB", "QUOTE", "DASH", "PART"))
__all__ = ["dates", "find"]


@cache
def _grammar(language: str) -> Grammar:
    return Grammar(RULES[language])


def dates(document: Document) -> Document:
    """The document with its time expressions, in text order, none from outside the body or from inside a name."""
    if document.language not in RULES:
        return document
    names = [a.span for a in document.names]
    found = _find(document.text, document.body, document.language, document.published_on, names)
    return replace(document, dates=tuple(found))


def find(text: str, language: str, published_on: date | None = None) -> tuple[Annotation[Date], ...]:
    """The time expressions of a plain text, `ru` or `de`; offsets count its code points."""
    return tuple(_find(text, [(0, len(text))], language, published_on, ()))


def _find(
    text: str,
    stretches: Sequence[Span],
    language: str,
    published: date | None,
    names: Sequence[Span],
) -> Iterator[Annotation[Date]]:
    folded = fold(text)
    context = Context(published)
    name_starts = [s for s, _ in names]
    for start, end in stretches:
        tokens = scan(text, folded, start, end, language)
        sentence, ends = -1, sentence_ends(tokens)
        before, sentence_before = 0, -1
        for found in join(_grammar(language).find(tokens), tokens):
            s, e = tokens.starts[found.first], tokens.ends[_last(tokens, found)]
            if _inside(s, e, names, name_starts) or _compound(text, e) or _heading(tokens, found):
                continue
            around = clause(tokens, ends, found.first, found.last)
            if around.number != sentence:
                sentence = around.number
                context.new_sentence()
            if _far(tokens, ends, before, found.first):
                context.story, context.day_near = None, False
            if BREAK.search(tokens.classes, before, found.first) or around.number != sentence_before:
                context.year = None
            before, sentence_before = found.last, around.number
            context.opens = _opens(tokens, around.number, found.first)
            asks = isinstance(found.expression, (Today, Ahead, Point, Range, Vague))
            tense = around.tense(isinstance(found.expression, Today)) if asks and _open(found) else None
            if _open(found) and not isinstance(found.expression, (Today, Ahead, Vague)):
                tense = _hinted(tense, found, tokens)
            nowadays = isinstance(found.expression, Today) and around.nowadays(tense)
            resolved = resolve(found.expression, context, tense, nowadays)
            if resolved.period is not None and not around.compares:
                context.tell(resolved.period)
                context.tell_story(resolved.date, resolved.period)
                context.year = resolved.period if context.opens and resolved.period.grain == "Y" else None
            yield Annotation(s, e, _modified(resolved.date, tokens, found.first), found.rule)


def _open(found: Found) -> bool:
    """Does its value depend on the clause's tense?"""
    e = found.expression
    if isinstance(e, Range):
        e = e.last
    if isinstance(e, Vague):
        return e.value == NEARBY
    if isinstance(e, Point) and e.part is not None and e.shift is not None and e.shift.n == 0:
        return True
    return not isinstance(e, Point) or (
        e.shift is None and e.year is None and e.years is None and e.decade is None and e.century is None
    )


def _hinted(tense: str | None, found: Found, tokens: Tokens) -> str | None:
    """The tense that the word before hints at: „bis Freitag“ is to come, „seit Freitag“ is past, whatever the verb."""
    i = found.first - 1
    if i > 0 and tokens.classes[i] in _BETWEEN:  # „bis zum“, „seit dem“
        i -= 1
    before = tokens.classes[i] if i >= 0 else ""
    if before == letter("SEIT"):
        return PAST
    if isinstance(found.expression, Point) and found.expression.shift is not None:  # «с начала года»
        return None if before == letter("S") else tense
    point = found.expression.last if isinstance(found.expression, Range) else found.expression
    named = isinstance(point, Point) and (point.season is not None or point.holiday is not None)
    if isinstance(point, Point) and point == Point(time=point.time):
        return tense
    weekly = isinstance(point, Point) and point.weekday is not None and point.day is None
    if weekly and before == letter("S") and tense == PRESENT:  # «болеет с понедельника»
        return PAST
    if before in _TO or (named and before == letter("NA")) or (weekly and before in _MEANT):  # «на зиму», „für Freitag“
        return FUTURE if tense != PAST or weekly else None
    if before in _ABOUT and tense == FUTURE:  # «отчёт за III квартал выйдет»: of a quarter that is over, or nearly
        return None
    return tense


_TO = frozenset(letter(c) for c in ("BIS", "DO", "K", "LATER", "AB", "AUF"))
_MEANT = frozenset((letter("NA"), letter("FUER")))
_ABOUT = frozenset((letter("ZA"), letter("FUER")))
_BETWEEN = frozenset(letter(c) for c in ("ART", "AT", "IM", "ZU"))


def _modified(value: Date, tokens: Tokens, first: int) -> Date:
    """The value with the modifier that the word before gives: „fast vier Jahre“, «до 31 июля», «не позднее 1 мая»."""
    before = tokens.classes[first - 1] if first else ""
    if value.modifier is None and before == letter("APPROX") and value.type == "DURATION":
        return replace(value, modifier="approx")
    if value.modifier is None and before in _UNTIL and tokens.language == "ru" and value.type == "DATE":
        return replace(value, modifier="before")
    return value


_UNTIL = frozenset((letter("DO"), letter("LATER")))


def _last(tokens: Tokens, found: Found) -> int:
    """The last token; a dot belongs only to an abbreviation («г.», «мин.»), not to «часов.»."""
    i = found.last - 1
    if tokens.classes[i] != letter("DOT") or i == found.first or not tokens.text[tokens.starts[i - 1]].isalpha():
        return i
    return i if tokens.ends[i - 1] - tokens.starts[i - 1] <= LONGEST_ABBREVIATION else i - 1


def _compound(text: str, e: int) -> bool:
    """Does a hyphen bind it to the next word („April-Kontrakt“)?"""
    return text[e : e + 1] in ("-", "‐", "‑") and text[e + 1 : e + 2].isalpha()


def _opens(tokens: Tokens, begin: int, first: int) -> bool:
    """Does an expression open its sentence, but for a few small words?"""
    return first - begin <= MOST_OPENING and set(tokens.classes[begin:first]) <= OPENING


def _far(tokens: Tokens, ends: Sequence[int], before: int, first: int) -> bool:
    """Does a line's end or more than two sentences' ends lie between two expressions?"""
    i = bisect_left(ends, before)
    return (i + 2 < len(ends) and ends[i + 2] < first) or LINE in tokens.classes[before:first]


def _heading(tokens: Tokens, found: Found) -> bool:
    """A vague word that ends a line without a stop: „Die Lage in Kürze“."""
    i = found.last
    if not isinstance(found.expression, Vague) or found.first == 0 or tokens.classes[found.first - 1] == LINE:
        return False
    return tokens.classes[i] == LINE if i < len(tokens.classes) else len(tokens.text) > tokens.ends[-1]


def _inside(s: int, e: int, names: Sequence[Span], starts: Sequence[int]) -> bool:
    """Does the stretch lie within a name?"""
    i = bisect_right(starts, s) - 1
    return i >= 0 and names[i][1] >= e
