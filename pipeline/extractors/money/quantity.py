"""Numbers with their scales: «1 млрд 250 млн», „anderthalb Milliarden“, „20,–“."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extractors.money.match import currency, goes_on
from pipeline.extractors.money.tokens import BLANK, DASHES, LINE, NONE, Tokens
from pipeline.lang.numbers import abbreviated, dotted, lone, number_word, read_digits, read_group, scales

LIMIT = Decimal(10) ** 34  # decimal128(38, 4)
_LONGEST = 12  # tokens that a number in words may take
_LONGEST_NUMBER = 60  # characters of one in digits
_LETTERS = (("k", 3), ("m", 6), ("mn", 6), ("bn", 9), ("b", 9), ("к", 3), ("м", 6))
_SHORT_SCALES = {letter: Decimal(10) ** power for letter, power in _LETTERS}
_PARTS = {"половиной": Decimal("0.5"), "четвертью": Decimal("0.25")}
_NUMERAL_ENDINGS = frozenset(("ти", "и", "х", "ми", "тью", "ю"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its scale. `number` is what stands before `scale`, the last scale of it (1: none)."""

    start: int
    end: int
    value: Decimal
    number: Decimal
    scale: Decimal = Decimal(1)
    hyphen: bool = False
    digits: bool = True
    letter: bool = False
    more: bool = False
    about: bool = False
    decimals: int = 0


def quantity(t: Tokens, i: int) -> Quantity | None:
    """The number that begins at token `i`, with its scale and further parts («1 млрд 250 млн»)."""
    q = part(t, i) or _inverted(t, i)
    while q is not None and q.scale > 1 and not q.hyphen and t.near(q.end):
        more = part(t, q.end)
        if more is None or more.value >= q.scale or more.hyphen or more.letter or t.words[q.end] in lone(t.language):
            break
        if more.scale == 1 and (currency(t, more.end) is None or not t.near(more.end)):
            break
        q = replace(
            more, start=i, value=q.value + more.value, number=(q.value + more.value) / more.scale, digits=q.digits
        )
    if q is None or not q.value < LIMIT:
        return None
    return q


def part(t: Tokens, i: int) -> Quantity | None:
    """One number with its scale, further parts not counted."""
    language, word = t.language, t.word(i)
    if not word:
        return None
    if word[0].isdigit():
        q = _in_digits(t, i)
    else:
        group = _in_words(t, i)
        if group is not None:
            q = Quantity(i, i + group[1], group[0], group[0], digits=False)
        elif word in lone(language):
            q = Quantity(i, i, Decimal(1), Decimal(1), digits=False)
        else:
            return None
    if q is None:
        return None
    q = _more(t, q)
    at, hyphen = q.end, False
    if t.word(at) in DASHES and t.near(at, NONE) and t.near(at + 1, NONE) and t.word(at + 1) in scales(language):
        at, hyphen = at + 1, True
    scale = scales(language).get(t.word(at))
    if scale is None or not (hyphen or at == i or t.near(at, LINE)):
        return _letter_scale(t, q)
    if language == "ru" and hyphen != (word == "пол"):
        return None
    hyphen = hyphen and language == "de"
    end = at + 1
    if t.word(end) == "." and t.near(end, NONE):
        word = t.words[at]
        if word in dotted(language) or (word in abbreviated(language) and goes_on(t, end + 1)):
            end += 1
    number = (
        read_digits(t.text[t.starts[q.start] : t.ends[q.end - 1]], language, True)
        if q.digits and q.end > q.start
        else None
    )
    number = q.number if number is None else number
    if scale == 1000 and t.near(end) and scales(language).get(t.word(end), 0) > 1000:
        scale, end = scale * scales(language)[t.words[end]], end + 1  # „hunderttausend Milliarden“
    return _more(t, replace(q, end=end, value=number * scale, number=number, scale=scale, hyphen=hyphen))


def _inverted(t: Tokens, i: int) -> Quantity | None:
    """«миллионов пять», «тысяч в десять»: about so many, the scale in front."""
    word = t.word(i)
    if t.language != "ru" or not word.endswith(("ов", "сяч")) or word in lone("ru") or word not in scales("ru"):
        return None
    at = i + 1 + (t.word(i + 1) in ("в", "на", "за"))
    q = part(t, at) if t.near(i + 1) and t.near(at) else None
    if q is None or q.scale > 1 or q.value < 1:
        return None
    scale = scales("ru")[word]
    return replace(q, start=i, value=q.value * scale, scale=scale, digits=False, about=True)


def _in_words(t: Tokens, i: int) -> tuple[Decimal, int] | None:
    if number_word(t.words[i], t.language) is None:
        return None
    end, last = i + 1, min(t.count, i + _LONGEST)
    while end < last and t.glue[end] <= LINE:
        end += 1
    return read_group(t.words[i:end], 0, t.language)


def _in_digits(t: Tokens, i: int) -> Quantity | None:
    end = digits_end(t, i)
    written = t.text[t.starts[i] : t.ends[end - 1]]
    value = read_digits(written, t.language) if len(written) <= _LONGEST_NUMBER else None
    if value is None:
        return None
    fraction = value.as_tuple().exponent
    decimals = -fraction if isinstance(fraction, int) else 0
    if t.word(end) == "½" and t.near(end):
        value, end = value + Decimal("0.5"), end + 1
    elif (
        t.word(end) in ("-", "‐", "‑")
        and t.near(end, NONE)
        and t.near(end + 1, NONE)
        and t.word(end + 1) in _NUMERAL_ENDINGS
    ):
        end += 2
    elif t.word(end) in (".", ",") and t.near(end, NONE) and t.near(end + 1, NONE) and t.words[end + 1] in DASHES:
        after = end + 2 + (t.word(end + 2) in DASHES and t.near(end + 2, NONE))  # „20,–“, „5.--“
        if not t.near(after, NONE) or not t.word(after)[:1].isalnum():
            return Quantity(i, after, value, value, decimals=2)
    return Quantity(i, end, value, value, decimals=decimals)


def digits_end(t: Tokens, i: int) -> int:
    """The token after a number in digits that begins at `i`, blanks between its groups of three included."""
    word, end = t.words[i], i + 1
    if len(word) <= 3 and word.isdigit():
        while (
            end < t.count
            and t.glue[end] == BLANK
            and t.words[end][:3].isdigit()
            and t.starts[end] - t.ends[end - 1] == 1
        ):
            group = t.words[end]
            if len(group) < 3 or (len(group) > 3 and group[3] not in ".,") or t.text[t.ends[end - 1]] == "\t":
                break
            end += 1
            if len(group) > 3:
                break
    return end


def _letter_scale(t: Tokens, q: Quantity) -> Quantity:
    """„$5bn“, «50k €»: a letter that stands at the digits."""
    scale = _SHORT_SCALES.get(t.word(q.end)) if q.digits and t.near(q.end, NONE) else None
    if scale is None:
        return q
    return replace(q, end=q.end + 1, value=q.value * scale, scale=scale, letter=True)


def _more(t: Tokens, q: Quantity) -> Quantity:
    """«5 с лишним млн», «миллиард с лишним», «300+ млн», «миллиард с четвертью», «13 с половиной»."""
    if t.word(q.end) == "+" and t.near(q.end, NONE) and t.glue[q.end + 1 : q.end + 2] == [BLANK]:
        return replace(q, end=q.end + 1, more=True)
    if (
        t.language == "ru"
        and t.word(q.end) == "с"
        and t.word(q.end + 1) in ("лишним", "небольшим")
        and t.near(q.end)
        and q.end > q.start
    ):
        return replace(q, end=q.end + 2, more=True)
    part_of = _PARTS.get(t.word(q.end + 1)) if t.language == "ru" and t.word(q.end) == "с" else None
    if part_of is not None and t.near(q.end) and t.near(q.end + 1) and q.number == q.number.to_integral():
        return replace(q, end=q.end + 2, value=q.value + part_of * q.scale, number=q.number + part_of)
    return q


def inherit_scale(q: Quantity, partner: Quantity) -> Quantity:
    """A number without a scale beside one that has it: «с 3 до 5 млрд», but not «от 900 до 1,2 тыс.»."""
    if q.scale > 1 or partner.scale == 1 or not q.value or not partner.value:
        return q
    scaled = q.value * partner.scale
    if max(scaled, partner.value) / min(scaled, partner.value) > max(q.value, partner.value) / min(
        q.value, partner.value
    ):
        return q
    return replace(q, value=scaled, scale=partner.scale)
