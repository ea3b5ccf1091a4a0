"""From text to what its words may mean: one letter for each token's class, so that rules can be patterns over them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.extractors.dates.figures import number, stamp, suffixed
from pipeline.extractors.dates.words import Lexicon, letter, lexicon

DASHES = "-‐‑‒–—―−"
MARKS = {
    ".": "DOT", ",": "COMMA", "/": "SLASH", "(": "LPAR", ")": "RPAR", ":": "COLON",
    **dict.fromkeys(DASHES, "DASH"),
    **dict.fromkeys("$€£¥₽₸₴₼₾₺₹", "CURRENCY"),
    **dict.fromkeys("%‰°", "COUNTED"),
    **dict.fromkeys("№§#@", "NO"),
    **dict.fromkeys("!?;…•|", "STOP"),
    **dict.fromkeys("«»„“”\"", "QUOTE"),
}  # fmt: skip
NUMBER = r"\d+(?:[.,:/'’]\d+)*"
TOKEN = {
    "ru": re.compile(
        r"(?P<stamp>\d{4}-\d\d-\d\d(?!\d))|"
        rf"(?P<number>{NUMBER}(?P<suffix>-(?:ого|его|ому|ему|ый|ий|ой|ая|ое|ую|го|му|й|я|ю|ом|м)\b)?"
        r"(?P<plural>-(?:ые|ых|ыми|ым|ие|их|ми|е|х)\b)?)|(?P<word>[^\W\d_]\w*)|(?P<line>\n\s*)|(?P<mark>[^\w\s])"
    ),
    "de": re.compile(
        rf"(?P<stamp>\d{{4}}-\d\d-\d\d(?!\d))|(?P<number>{NUMBER}(?P<suffix>(?:te|ten|ter|tes)\b)?"
        r"(?P<plural>e(?:r|rn)\b)?)|(?P<word>[^\W\d_]\w*)|(?P<line>\n\s*)|(?P<mark>[^\w\s])"
    ),
}
# Capital letters only: lower case they are other words.
CAPITAL = frozenset(("ROMAN", "WDABBR"))


OTHER, LINE = letter("OTHER"), letter("LINE")


@dataclass(slots=True)
class Tokens:
    """A text's tokens: `classes` has one letter a token, the lists an entry each."""

    text: str
    language: str
    classes: str
    starts: list[int]
    ends: list[int]
    values: list[Any]


def fold(text: str) -> str:
    """Lower case and е for ё, every character staying where it is."""
    return text.replace("İ", "I").lower().replace("ё", "е")  # İ is the one letter that would become two


def scan(text: str, folded: str, start: int, end: int, language: str) -> Tokens:
    """The tokens of text[start:end]. `folded` is `fold(text)`."""
    lex = lexicon(language)
    words, phrases = _letters(language), lex.phrases
    starts: list[int] = []
    ends: list[int] = []
    classes: list[str] = []
    values: list[Any] = []
    begun: list[int] = []  # where a phrase may begin
    odd: list[int] = []  # what needs a second look: number words, numbers, capital letters
    nothing = (OTHER, None)
    for m in TOKEN[language].finditer(folded, start, end):
        kind = m.lastgroup
        word = m.group()
        s = m.start()
        if kind == "word":
            name, value = words.get(word, nothing)
            if word in phrases:
                begun.append(len(starts))
            if value is not None and name in _ODD:
                odd.append(len(starts))
        elif kind == "mark":
            name, value = _mark(word)
        elif kind == "line":
            name, value = LINE, None
            # A line break inside a sentence is a blank.
            after = text[m.end() : m.end() + 1]
            if "\n" not in word[1:] and after.islower():
                continue
        elif kind == "stamp":
            name, value = stamp(word)
        else:
            if m.group("suffix") or m.group("plural"):
                name, value = suffixed(
                    word[: m.start("suffix" if m.group("suffix") else "plural") - s], bool(m.group("plural"))
                )
            else:
                name, value = number(word)
            odd.append(len(starts))
        starts.append(s)
        ends.append(m.end())
        classes.append(name)
        values.append(value)
    tokens = Tokens(text, language, "", starts, ends, values)
    if odd:
        _second_look(tokens, classes, odd)
    if begun:
        _join_phrases(tokens, classes, begun, folded, lex)
    if language == "ru":
        _add_up(tokens, classes)
    tokens.classes = "".join(classes)
    return tokens


_ODD = frozenset(
    letter(c) for c in (*CAPITAL, "MONTH", "DAYPART", "SHIFT", "DEICTIC", "WEEKDAY", "HOLIDAY", "SEASON", "CARD")
)


@cache
def _letters(language: str) -> dict[str, tuple[str, Any]]:
    return {w: (letter(name), "" if value is None else value) for w, (name, value) in lexicon(language).words.items()}


@lru_cache(maxsize=1000)
def _mark(mark: str) -> tuple[str, Any]:
    return letter(MARKS[mark]) if mark in MARKS else OTHER, None


def _second_look(tokens: Tokens, classes: list[str], odd: list[int]) -> None:
    """Takes a meaning away where the token's neighbours or capitals speak against it."""
    text, starts, ends, values = tokens.text, tokens.starts, tokens.ends, tokens.values
    num, integer, other = letter("NUM"), letter("INT"), OTHER
    for i in odd:
        s = starts[i]
        first = text[s]
        if first.isdigit():
            before = text[s - 1] if s else " "
            if (before in DASHES and s > 1 and text[s - 2].isalpha()) or before in "_=&#@$€£₽₸+^~\\":
                # «Белагро-2025», „A-7“: part of a name
                if not _calendar_word(classes, i - 2):
                    classes[i], values[i] = num, None
            elif (
                i
                and ends[i] - s == 3
                and classes[i] == num
                and before in "  "
                and ends[i - 1] == s - 1
                and (classes[i - 1] == integer or classes[i - 1] == num)
                and text[starts[i - 1]].isdigit()
            ):
                # 3 478 250: one number
                classes[i - 1] = num
                values[i - 1] = values[i] = None
            continue
        name = classes[i]
        word = text[s : ends[i]]
        if name in _CAPITALS:
            if not (word.isupper() if name == letter("ROMAN") else first.isupper() or tokens.language == "ru"):
                classes[i] = other
        elif tokens.language == "de":
            _german_letters(tokens, classes, i, word)
        elif first.isupper() and name in _LOWERCASE and not word.isupper() and _inside_sentence(text, s):
            # Russian months, days and seasons have small letters: «Май», «Август» inside a sentence are names.
            before = classes[i - 1] if i else other
            if before not in (integer, letter("ORD")):
                classes[i] = other
        elif first.isupper() and name == letter("MONTH") and not word.isupper() and _name_follows(tokens, i):
            classes[i] = other  # «Марта Петрова»


_CAPITALS = frozenset(letter(c) for c in CAPITAL)
_LOWERCASE = frozenset(letter(c) for c in ("MONTH", "WEEKDAY", "SEASON"))
_CALENDAR = frozenset(letter(c) for c in ("MONTH", "WEEKDAY", "INT", "YEAR", "FULLDATE", "DAYMONTH", "QCODE", "HCODE"))


def _calendar_word(classes: list[str], i: int) -> bool:
    return i >= 0 and classes[i] in _CALENDAR


def _inside_sentence(text: str, s: int) -> bool:
    """Does a word or a comma stand before, in the same sentence?"""
    k = s - 1
    while k >= 0 and text[k] in ' «„“"(':
        k -= 1
    return k >= 0 and (text[k].isalnum() or text[k] in ",")


def _name_follows(tokens: Tokens, i: int) -> bool:
    """Is the next word, after one blank, capitalised too?"""
    if i + 1 >= len(tokens.starts) or tokens.starts[i + 1] != tokens.ends[i] + 1:
        return False
    return tokens.text[tokens.starts[i + 1]].isupper()


def _german_letters(tokens: Tokens, classes: list[str], i: int, word: str) -> None:
    """German nouns have capitals: „morgen“ and „Morgen“ differ, „montag“ is no day."""
    capital = word[0].isupper()
    name = classes[i]
    if name == letter("DAYPART") and word.lower() == "morgen":
        # „heute morgen“, „am Morgen“ are the morning, „morgen“ and, at the head of a sentence, „Morgen“ the next day
        before = classes[i - 1] if i else OTHER
        noun = capital and (before in _BEFORE_MORNING or _inside_sentence(tokens.text, tokens.starts[i]))
        if not noun and before not in _DAYS:
            classes[i], tokens.values[i] = letter("DEICTIC"), 1
    elif name in _NOUNS and not capital and name != letter("DAYPART") and tokens.starts[i] and len(tokens.text) > 60:
        classes[i] = OTHER


_NOUNS = frozenset(letter(c) for c in ("MONTH", "WEEKDAY", "SEASON"))
_DAYS = frozenset(letter(c) for c in ("DEICTIC", "TODAY", "WEEKDAY", "DAYADJ"))
_BEFORE_MORNING = frozenset(
    letter(c)
    for c in ("DEICTIC", "TODAY", "WEEKDAY", "AT", "ART", "SHIFT", "DAYADJ", "EVERYONE", "ZU", "VON", "IN", "IM", "BIS")
)


def _join_phrases(tokens: Tokens, classes: list[str], begun: list[int], folded: str, lex: Lexicon) -> None:
    """Makes one token of the words of a phrase."""
    starts, ends, values = tokens.starts, tokens.ends, tokens.values
    gone: list[tuple[int, int]] = []
    upto = 0
    for i in begun:
        if i < upto:
            continue
        for phrase in lex.phrases[folded[starts[i] : ends[i]]]:
            j = i + len(phrase.places)
            if j <= len(starts) and all(
                folded[starts[k] : ends[k]] in place
                for k, place in zip(range(i + 1, j), phrase.places[1:], strict=True)
            ):
                name, value = phrase.meaning
                classes[i], values[i], ends[i] = letter(name), value, ends[j - 1]
                gone.append((i + 1, j))
                upto = j
                break
    for i, j in reversed(gone):
        del starts[i:j], ends[i:j], values[i:j], classes[i:j]


def _add_up(tokens: Tokens, classes: list[str]) -> None:
    """«двадцать первое» is 21, «сто двадцать» 120, «две тысячи двадцать пятый» 2025."""
    card, ordinal = letter("CARD"), letter("ORD")
    if card not in classes:
        return
    starts, ends, values = tokens.starts, tokens.ends, tokens.values
    i = 0
    gone: list[tuple[int, int]] = []
    while i < len(classes) - 1:
        if classes[i] != card:
            i += 1
            continue
        total, group, j = 0, values[i], i + 1
        if group == 1000:
            total, group = 1000, 0
        last = group or 1000
        while j < len(classes) and classes[j] in (card, ordinal) and starts[j] == ends[j - 1] + 1:
            n = values[j]
            if n == 1000 and total == 0 and group:
                total, group, last = group * 1000, 0, 1000
            elif (n < 10 <= last and last % 10 == 0) or 10 <= n < 100 <= last or 100 <= n < 1000 <= last:
                group, last = group + n, n
            else:
                break
            j += 1
            if classes[j - 1] == ordinal:
                break
        if j - i > 1:
            n = total + group
            is_ordinal = classes[j - 1] == ordinal
            classes[i] = letter("YEARORD") if is_ordinal and 1000 <= n < 2200 else ordinal if is_ordinal else card
            values[i], ends[i] = n, ends[j - 1]
            gone.append((i + 1, j))
        i = j
    for a, b in reversed(gone):
        del starts[a:b], ends[a:b], values[a:b], classes[a:b]
