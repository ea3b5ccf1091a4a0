"""Numbers as they are written: digits with the marks of Russia, Germany, Austria and Switzerland, and number words.

Values are exact Decimals. Words are read one group at a time (what stands before a scale, so below a
thousand in Russian); scales are apart, because an amount may inherit one («с 3 до 5 млрд»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from pipeline.lang import TableError, fold, table
from pipeline.lang.morphology import parses

_DIGITS = re.compile(r"[0-9]+(?:[.,'’ʼ\u00a0\u202f\u2009 ][0-9]+)*")
_BLANKS = " \u00a0\u202f\u2009"
_LONGEST_WORD = 60  # letters of a German number word


def read_digits(written: str, language: str, scaled: bool = False) -> Decimal | None:
    """The value of a number in digits («1 250 000,50», „1'250.50“, „12.500“); None where it is not one number.

    One mark before three digits is the doubtful case. In German a dot parts thousands and a comma decimals; in
    Russian a comma parts decimals, and a dot does so where a scale follows (`scaled`: «3.478 млрд») and else parts
    thousands («1.250 рублей»).
    """
    if not _DIGITS.fullmatch(written):
        return None
    marks = [c for c in written if not c.isdigit()]
    if not marks:
        return Decimal(written)
    decimal = _decimal_mark(written, marks, language, scaled)
    whole, _, fraction = written.rpartition(decimal) if decimal else (written, "", "")
    rest = {c for c in whole if not c.isdigit()}
    if len(rest) > 1 and not rest <= set(_BLANKS):
        return None
    groups = re.split(r"[^0-9]", whole)
    if len(groups) > 1 and (len(groups[0]) > 3 or any(len(g) != 3 for g in groups[1:])):
        return None
    return Decimal("".join(groups) + ("." + fraction if fraction else ""))


def _decimal_mark(written: str, marks: Sequence[str], language: str, scaled: bool) -> str:
    """The mark before the decimals, or nothing."""
    last = marks[-1]
    if last not in ".,":
        return ""
    if len(marks) > 1:
        return last if marks.count(last) == 1 else ""
    before, _, after = written.partition(last)
    if len(after) != 3 or len(before) > 3 or before.startswith("0") or last == ",":
        return last
    return last if language == "ru" and scaled else ""


@cache
def _russian() -> Mapping[str, Decimal]:
    forms: dict[str, Decimal] = {}
    for lemma, meaning in table("ru", "numbers").items():
        for form in declined(lemma, ("NUMR", "NOUN", "ADJF")):
            forms.setdefault(form, Decimal(meaning))
    return forms


@lru_cache(maxsize=50_000)
def number_word(word: str, language: str) -> Decimal | None:
    """What one word (folded) is worth: «двумстам» 200, „zweihundertfünfzig“ 250, „anderthalb“ 1.5; None for others."""
    if language == "ru":
        return _russian().get(word)
    parts = table("de", "numbers")
    if len(word) > _LONGEST_WORD:
        return None
    if word in parts:
        return Decimal(parts[word])
    if word.endswith("einhalb") and word[:-7] in parts:
        return Decimal(parts[word[:-7]]) + Decimal("0.5")
    value = _german(word, parts)
    return None if value is None else Decimal(value)


def _german(word: str, parts: Mapping[str, str]) -> int | None:
    for name, power in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = word.partition(name)
        if found:
            many = _german(head, parts) if head else 1
            tail = tail.removeprefix("und") or "null"
            few = _german(tail, parts)
            return many * power + few if many is not None and few is not None and 0 < many < 1000 else None
    value = parts.get(word)
    if value is not None:
        return int(value) if value.isdigit() else None
    unit, found, ten = word.rpartition("und")
    one, dozen = parts.get(unit, "0"), parts.get(ten, "0")
    if found and one in "123456789" and len(dozen) == 2 and dozen[0] > "1" and dozen[1] == "0":
        return int(one) + int(dozen)
    return None


def read_group(words: Sequence[str], at: int, language: str) -> tuple[Decimal, int] | None:
    """The number in words that begins at `words[at]` (folded), up to a scale, and the index after it.

    «двадцать семь с половиной» 27.5, „eine halbe“ 0.5, „drei viertel“ 0.75. The caller sees to it that nothing but
    blanks parts the words.
    """
    value = number_word(words[at], language)
    if value is None:
        return None
    after = at + 1
    following = words[after] if after < len(words) else ""
    if language == "de":
        if words[at] == "drei" and following == "viertel":
            return Decimal("0.75"), after + 1
        part = number_word(following, "de") if value == 1 and words[at] != "eins" else None
        if part is not None and (0 < part < 1 or part >= 1000):  # „eine halbe“, „eine Viertelmillion“
            return part, after + 1
        return value, after
    total, room = value, value
    while after < len(words) and room >= 20 and room == room.to_integral() and room % 10 == 0 and room <= 900:
        part = number_word(words[after], "ru")
        if part is None or not 0 < part < (100 if room >= 100 else 10) or part != part.to_integral():
            break
        total, room, after = total + part, part, after + 1
    if after + 1 < len(words) and words[after] == "с" and words[after + 1] in ("половиной", "четвертью"):
        total, after = total + (Decimal("0.5") if words[after + 1] == "половиной" else Decimal("0.25")), after + 2
    return total, after


@cache
def scales(language: str) -> Mapping[str, Decimal]:
    """Every form of every scale, folded, and its power of ten; a form with its dot stands without it too."""
    forms: dict[str, Decimal] = {}
    for form, meaning in table(language, "scales").items():
        value, *flags = meaning.split()
        if not value.isdigit() or set(flags) - {"exact"}:
            raise TableError(f"lang/{language}/scales.tsv: {form!r}: expected a power of ten, got {meaning!r}")
        all_forms = declined(form, ("NOUN",)) if language == "ru" and "exact" not in flags else {form}
        forms.update(dict.fromkeys((f.rstrip(".") for f in all_forms), Decimal(value)))
    return forms


@cache
def dotted(language: str) -> frozenset[str]:
    """The scales that are written with a dot («тыс.», „Mio.“), without it."""
    return frozenset(form[:-1] for form in table(language, "scales") if form.endswith("."))


@cache
def abbreviated(language: str) -> frozenset[str]:
    """The scales that are abbreviations, without their dots."""
    return frozenset(
        form.rstrip(".")
        for form, meaning in table(language, "scales").items()
        if "exact" in meaning or (language == "de" and len(form) <= 5)
    )


@cache
def lone(language: str) -> frozenset[str]:
    """The scales that count one without a number before them: «миллион», «миллиарда»; not the plural «миллионов»."""
    if language == "de":
        return frozenset({"tausend"})
    forms = set()
    for lemma, meaning in table("ru", "scales").items():
        if "exact" in meaning:
            continue
        one = declined(lemma, ("NOUN",), ("sing",))
        many = declined(lemma, ("NOUN",), ("plur",))
        forms |= (one - many) | {lemma}
    return frozenset(forms)


def declined(word: str, classes: Sequence[str], grammemes: Sequence[str] = ()) -> set[str]:
    """Every form of a Russian word read as one of `classes` (pymorphy3 tags, the first that fits), folded."""
    for wanted in classes:
        for parse in parses(word):
            if wanted in parse.tag and fold(parse.normal_form) == fold(word):
                return {fold(f.word) for f in parse.lexeme if all(g in f.tag for g in grammemes)} | {fold(word)}
    return {fold(word)}
