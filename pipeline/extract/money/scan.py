"""Amounts as they are written: tokens of a stretch of text, and the numbers, scales and currencies among them.

One pass, left to right; every look-ahead is bounded, so time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from pipeline.extract.money.lexicon import TOKEN, Unit, lexicon
from pipeline.lang import table
from pipeline.lang.numbers import abbreviated, dotted, lone, number_word, read_digits, read_group, scales

NONE, BLANK, LINE, FAR = range(4)  # what stands before a token: nothing, a blank, a line break, anything else

DASHES = frozenset("-–—−‒‐‑")
_LIMIT = Decimal(10) ** 34  # decimal128(38, 4)
_LONGEST = 12  # tokens that a number in words may take
_LONGEST_NUMBER = 60  # characters of one in digits
_SHORT_SCALES = {"k": Decimal(10**3), "m": Decimal(10**6), "mn": Decimal(10**6), "bn": Decimal(10**9), "b": Decimal(10**9),
                 "к": Decimal(10**3), "м": Decimal(10**6)}  # fmt: skip
_NUMERAL_ENDINGS = frozenset(("ти", "и", "х", "ми", "тью", "ю"))


class Tokens:
    """The tokens of one stretch of text. `words` are folded; `glue[i]` is what stands before token `i`."""

    def __init__(self, text: str, start: int, end: int, language: str) -> None:
        self.text, self.language = text, language
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.glue: list[int] = []
        folded = text[start:end].lower().replace("ё", "е")
        if len(folded) != end - start:  # a letter whose small form is longer (İ)
            folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[start:end]).replace("ё", "е")
        last = 0
        for match in TOKEN.finditer(folded):
            a, b = match.span()
            if a == last:
                self.glue.append(NONE)
            elif a - last == 1 and folded[last] != "\n":
                self.glue.append(BLANK)
            else:
                gap = folded[last:a]
                self.glue.append(
                    FAR if not gap.isspace() or gap.count("\n") > 1 or a - last > 40 else LINE if "\n" in gap else BLANK
                )
            last = b
            self.starts.append(start + a)
            self.ends.append(start + b)
            self.words.append(match.group())
        self.count = len(self.words)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < self.count else ""

    def near(self, i: int, most: int = BLANK) -> bool:
        """Does token `i` follow the one before it with at most this between them?"""
        return 0 < i < self.count and self.glue[i] <= most

    def original(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]


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
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it stands: tokens `start` to `end`, bounds in the unit's own worth (cents are cents)."""

    start: int
    end: int
    low: Quantity
    high: Quantity
    unit: Unit | None = None
    country: str | None = None
    rule: str = ""
    extra: Decimal = Decimal(0)  # what sub-units add («15 рублей 40 копеек»)
    origin: int | None = None  # index of the amount that currency or scale is taken from

    @property
    def scaled(self) -> bool:
        return self.high.scale > 1


@lru_cache(maxsize=50_000)
def _opens(word: str, language: str) -> bool:
    """May an amount begin with this word?"""
    if word[0].isdigit():
        return True
    unit = lexicon(language).lengths.get(word)
    return unit is not None or number_word(word, language) is not None or word in lone(language)


def amounts(tokens: Tokens) -> Iterator[Amount]:
    """The amounts of a stretch in order; those without a currency (`unit` None) may still inherit one."""
    i, language, words = 0, tokens.language, tokens.words
    while i < tokens.count:
        if _opens(words[i], language):
            found = amount(tokens, i)
            if found is not None:
                yield found
                i = found.end
                continue
            if words[i][0].isdigit():
                i = max(_digits(tokens, i), i + 1)
                continue
        i += 1


def amount(t: Tokens, i: int) -> Amount | None:
    """The amount that begins at token `i`, ranges included; None where none does."""
    if i and t.glue[i] == NONE and _inside(t, i):
        return None
    first = _single(t, i)
    if first is None:
        return None
    return _range(t, first) or _with_sub_units(t, first)


def _inside(t: Tokens, i: int) -> bool:
    """Does token `i` go on with what stands at it: a word, a code, an address, a fraction («А4», «v.5», «EUR/USD»)?"""
    last = t.words[i - 1]
    if last in "./":
        return i > 1 and t.glue[i - 1] == NONE and t.words[i - 2][-1].isalnum()
    return last[-1].isalnum() or last in "_@#"


def _single(t: Tokens, i: int) -> Amount | None:
    """One number with what currency stands at it."""
    before = currency(t, i)
    if before is not None and before[2] < t.count and t.near(before[2]):
        unit, country, at = before
        q = quantity(t, at)
        if q is not None and not q.hyphen and _may_stand_before(t, unit, q, i):
            after = currency(t, q.end) if t.near(q.end) else None
            if after is not None and not _opens_next(t, after[2]) and after[0].sort != "sign":
                if set(after[0].codes) & set(unit.codes) and not after[0].sub:
                    return Amount(i, after[2], q, q, after[0], after[1] or country, f"money.{unit.sort}-before")
                if not after[0].guarded:
                    return Amount(at, after[2], q, q, after[0], after[1], f"money.{after[0].sort}-after")
            if after is not None and unit.sort == "code" and not _opens_next(t, after[2]):
                return Amount(at, after[2], q, q, after[0], after[1], f"money.{after[0].sort}-after")
            return Amount(i, q.end, q, q, unit, country, f"money.{unit.sort}-before")
    q = quantity(t, i)
    if q is None:
        return None
    at, glued = q.end, False
    if t.word(at) in DASHES and t.near(at, NONE) and t.near(at + 1, NONE) and (q.hyphen or t.language == "de"):
        at, glued = at + 1, True
    after = currency(t, at) if at < t.count and (glued or t.near(at, LINE)) else None
    if after is not None and (not glued or after[0].sort != "sign" or q.hyphen):
        unit, country, end = after
        if _hyphen_word(t, end) and not glued and unit.sort == "word":
            return None  # „die 20 Euro-Länder“
        ok = t.glue[at] != LINE or unit.sort == "word"
        if ok and not (q.letter and unit.sort == "word") and _free_after(t, end):
            return Amount(i, end, q, q, unit, country, "money.compound" if glued else f"money.{unit.sort}-after")
    if q.letter:
        return None
    return Amount(i, q.end, q, q)


def _free_after(t: Tokens, end: int) -> bool:
    """Does a currency end where a word ends («5 €», not «5 $A»)?"""
    if not t.near(end, NONE):
        return True
    if t.words[end] == "/" and t.near(end + 1, NONE) and (pair := currency(t, end + 1)) is not None:
        return pair[0].sort != "code"  # «USD/KZT» is a rate
    return not (t.words[end][0].isalpha() and t.words[end - 1].isalpha())


def _hyphen_word(t: Tokens, at: int) -> bool:
    return t.word(at) in ("-", "‐", "‑") and t.near(at, NONE) and t.near(at + 1, NONE) and t.word(at + 1)[:1].isalpha()


def _opens_next(t: Tokens, at: int) -> bool:
    """Does the currency before token `at` belong to a number that follows it?"""
    return at < t.count and t.near(at) and t.words[at][0].isdigit()


def _may_stand_before(t: Tokens, unit: Unit, q: Quantity, i: int) -> bool:
    """May a currency before a number be meant as its currency? «TOP 10», „Euro 2024“ and „Fr. 12.9.“ are none."""
    telling = q.scale > 1 or q.decimals == 2 or q.value >= 10000 or (q.end - q.start > 1 and q.digits)
    if unit.sort == "sign":
        return True
    if unit.sort == "code":
        if t.word(i - 1) == "/" or t.word(i + 1) == "/":
            return False
        return telling or unit.codes[0].lower() in table("any", "money_codes")
    if unit.before:
        dated = t.word(q.end) == "." and t.near(q.end, NONE) and t.near(q.end + 1, NONE)
        day = (
            q.decimals in (1, 2) and t.word(q.end) == "." and q.scale == 1 and q.number < 32 and "." in t.words[q.start]
        )
        return not dated and not (t.word(i) == "fr" and (day or _weekday(t, i, q.end)))
    return q.digits and telling and not unit.guarded and not unit.sub and (q.scale > 1 or q.decimals == 2)


def _weekday(t: Tokens, i: int, end: int) -> bool:
    """„Mo. bis Fr. 12–20 Uhr“: a Friday, no franc."""
    return any(w in ("uhr", "h") for w in t.words[end : end + 4]) or any(
        t.original(k) in ("Mo", "Di", "Mi", "Do") for k in range(max(0, i - 4), i)
    )


def currency(t: Tokens, i: int) -> tuple[Unit, str | None, int] | None:
    """The currency that begins at token `i`: what it means, the country its words name, and the token after it."""
    if not 0 <= i < t.count:
        return None
    hit = _form(t, i)
    if hit is None:
        return None
    meaning, end, country = hit[0], hit[1], None
    if isinstance(meaning, str):
        country = meaning
        joint = end + 1 if t.word(end) == "-" and t.near(end, NONE) and t.near(end + 1, NONE) else end
        if t.word(end) == "." and t.near(end, NONE):
            joint = end + 1
        head = _form(t, joint) if t.near(joint, LINE) else None
        if head is None or isinstance(head[0], str) or head[0].sort != "word":
            return None
        meaning, end = head[0], head[1]
        meaning = replace(meaning, guarded=False)
    elif (meaning.sort == "code" and not (t.text[t.starts[i] : t.ends[end - 1]].isupper())) or (
        meaning.guarded and t.language == "de" and not t.original(i)[0].isupper()
    ):
        return None
    if meaning.sort == "word" and country is None and t.near(end) and t.original(end).isupper():
        owner = lexicon(t.language).forms.get(t.words[end])
        if isinstance(owner, str):
            country, end = owner, end + 1
    elif meaning.sort == "sign" and t.near(end) and t.original(end) == "США":
        end += 1
    return meaning, country, end


def _form(t: Tokens, i: int) -> tuple[Unit | str, int] | None:
    """The longest form of the lexicon at token `i`, with its final dot."""
    book = lexicon(t.language)
    for many in book.lengths.get(t.words[i], ()):
        end = i + many
        if end > t.count or any(t.glue[k] > LINE for k in range(i + 1, end)):
            continue
        key = t.words[i] if many == 1 else _key(t, i, end)
        meaning = book.forms.get(key)
        if meaning is None:
            continue
        if t.word(end) == "." and t.near(end, NONE):
            if key in book.dotted:
                end += 1
                if isinstance(meaning, Unit) and meaning.guarded:
                    meaning = replace(meaning, guarded=False)
            elif key in book.short and goes_on(t, end + 1):
                end += 1
        return meaning, end
    return None


def _key(t: Tokens, i: int, end: int) -> str:
    parts = [t.words[i]]
    for k in range(i + 1, end):
        parts += ["" if t.glue[k] == NONE else " ", t.words[k]]
    return "".join(parts)


def goes_on(t: Tokens, i: int) -> bool:
    """Does the sentence go on at token `i`: a small letter, a digit, a mark or a currency?"""
    if i >= t.count or t.glue[i] > BLANK:
        return False
    first = t.original(i)[0]
    return first.islower() or first.isdigit() or first in ",;:)–—%" or currency(t, i) is not None


def _digits(t: Tokens, i: int) -> int:
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


def quantity(t: Tokens, i: int) -> Quantity | None:
    """The number that begins at token `i`, with its scale and further parts («1 млрд 250 млн»)."""
    q = _part(t, i)
    while q is not None and q.scale > 1 and not q.hyphen and t.near(q.end):
        more = _part(t, q.end)
        if more is None or more.value >= q.scale or more.hyphen or more.letter or t.words[q.end] in lone(t.language):
            break
        if more.scale == 1 and (currency(t, more.end) is None or not t.near(more.end)):
            break
        q = replace(
            more, start=i, value=q.value + more.value, number=(q.value + more.value) / more.scale, digits=q.digits
        )
    if q is None or not q.value < _LIMIT:
        return None
    return q


def _part(t: Tokens, i: int) -> Quantity | None:
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


def _in_words(t: Tokens, i: int) -> tuple[Decimal, int] | None:
    if number_word(t.words[i], t.language) is None:
        return None
    end, last = i + 1, min(t.count, i + _LONGEST)
    while end < last and t.glue[end] <= LINE:
        end += 1
    return read_group(t.words[i:end], 0, t.language)


def _in_digits(t: Tokens, i: int) -> Quantity | None:
    end = _digits(t, i)
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


def _letter_scale(t: Tokens, q: Quantity) -> Quantity:
    """„$5bn“, «50k €»: a letter that stands at the digits."""
    scale = _SHORT_SCALES.get(t.word(q.end)) if q.digits and t.near(q.end, NONE) else None
    if scale is None:
        return q
    return replace(q, end=q.end + 1, value=q.value * scale, scale=scale, letter=True)


def _more(t: Tokens, q: Quantity) -> Quantity:
    """«5 с лишним млн», «миллиард с лишним», «300+ млн»."""
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
    return q


def _range(t: Tokens, first: Amount) -> Amount | None:
    at, spaced = first.end, True
    word = t.word(at)
    if first.low.hyphen or at >= t.count or not t.near(at, LINE):
        return None
    sort = table(t.language, "money_joiners").get(word)
    if word in DASHES:
        sort, spaced = "dash", t.glue[at] != NONE
    elif word == "." and t.word(at + 1) == "." and t.near(at + 1, NONE):
        sort, at, spaced = "dash", at + 1 + (t.word(at + 2) == "."), False
    if sort is None or not t.near(at + 1, LINE):
        return None
    lead = _lead(t, first.start)
    if sort == "and" and lead != "between":
        return None
    if sort == "to" and (lead == "change" or (first.unit is not None and lead != "from")):
        return None
    second = _single(t, at + 1)
    if second is None:
        return None
    if first.unit is not None and second.unit is not None:
        if not set(first.unit.codes) & set(second.unit.codes) or first.unit.sub != second.unit.sub:
            return None
    elif first.unit is not None and (sort == "dash" and spaced) and first.unit.sort == "word":
        return None
    low, high = inherit_scale(first.low, second.high), second.high
    if low.value > high.value or (not first.low.digits and first.low.end == first.low.start):
        return None
    unit, country = (second.unit, second.country) if second.unit else (first.unit, first.country)
    whole = Amount(first.start, second.end, low, high, unit, country, "money.range" if unit else "")
    return whole


def _lead(t: Tokens, start: int) -> str:
    """What the words before an amount make of it: `from`, `between`, `change`, `by` or nothing."""
    leads = table(t.language, "money_leads")
    for k in range(start - 1, max(start - 4, -1), -1):
        if not t.near(k + 1, LINE):
            return ""
        if (sort := leads.get(t.words[k])) is not None:
            return sort
        if t.words[k] not in table(t.language, "money_modifiers"):
            return ""
    return ""


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


def _with_sub_units(t: Tokens, a: Amount) -> Amount:
    """«15 рублей 40 копеек», „3 Euro und 50 Cent“, „3 Euro 50“."""
    if a.unit is None or a.unit.sub or not t.near(a.end):
        return a
    at = a.end + 1 if t.words[a.end] in ("и", "und") else a.end
    q = _part(t, at) if t.near(at) else None
    if q is None or q.scale > 1 or q.value >= 100 or q.decimals:
        return a
    sub = currency(t, q.end) if t.near(q.end) else None
    if sub is not None and sub[0].sub and set(sub[0].codes) & set(a.unit.codes):
        return replace(a, end=sub[2], extra=q.value * sub[0].factor, rule="money.sub-units")
    plain = (
        t.language == "de"
        and at == a.end
        and a.unit.sort == "word"
        and a.low.digits
        and not a.scaled
        and not a.low.decimals
    )
    if plain and len(t.words[at]) == 2 and t.words[at].isdigit() and _ends_clause(t, q.end):
        return replace(a, end=q.end, extra=q.value / 100, rule="money.sub-units")
    return a


def _ends_clause(t: Tokens, at: int) -> bool:
    """Is token `at` a mark, or a small word that no count is followed by?"""
    if at >= t.count or t.glue[at] > LINE:
        return True
    word = t.words[at]
    if word == "." and t.near(at + 1) and t.original(at + 1)[0].islower():
        return False
    if not word[0].isalnum():
        return word in '.,;:!?)»“”"…'
    return word in table("de", "money_function")
