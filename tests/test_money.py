"""Money: the cases of both languages, values written and read back, exactness, and linear time."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Annotation, Date, Document, Entity, Money, Name
from pipeline.extractors.money import find, money
from pipeline.lang import TableError
from pipeline.lang.numbers import number_word, read_digits
from pipeline.records import AMOUNT_KINDS, AMOUNT_MODIFIERS

LANGUAGES = ("ru", "de")


def cases(language: str) -> list[dict[str, object]]:
    lines = (files("pipeline.lang") / language / "cases" / "money.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def unbracket(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and where they stood."""
    spans, plain, start = [], "", 0
    for part in re.split(r"([\[\]])", marked):
        if part == "[":
            start = len(plain)
        elif part == "]":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


def said(found: Annotation[Money], expected: str) -> str:
    """What was found, in as many words as are expected: `5..7 EUR more_than loan`, the last two if asked for."""
    v = found.value
    amount = f"{v.amount_min.normalize():f}"
    if v.amount_max != v.amount_min:
        amount += f"..{v.amount_max.normalize():f}"
    words = [amount, v.currency or "?"]
    for word in expected.split()[2:]:
        assert word in AMOUNT_MODIFIERS or word in AMOUNT_KINDS, word
        words.append(v.modifier if word in AMOUNT_MODIFIERS else v.kind)
    return " ".join(words)


def plain(expected: str) -> str:
    amount, *rest = expected.split()
    return " ".join(["..".join(f"{Decimal(x).normalize():f}" for x in amount.split("..")), *rest])


@pytest.mark.parametrize(
    ("language", "case"), [(lang, c) for lang in LANGUAGES for c in cases(lang)], ids=lambda x: str(x)[:70]
)
def test_case(language: str, case: dict[str, object]) -> None:
    text, spans = unbracket(str(case["text"]))
    expected = list(case["money"])  # type: ignore[call-overload]
    got = find(text, language, case.get("country"))  # type: ignore[arg-type]
    assert [text[a.start : a.end] for a in got] == [text[s:e] for s, e in spans]
    assert [said(a, e) for a, e in zip(got, expected, strict=True)] == [plain(e) for e in expected]
    assert all(a.rule.startswith("money.") for a in got)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_cases(language: str) -> None:
    every = cases(language)
    assert len(every) >= 300
    assert len({str(c["text"]) for c in every}) == len(every)
    assert sum(not c["money"] for c in every) >= 30


# --- values written and read back

SCALES = {"ru": [("", 0), (" тыс.", 3), (" млн", 6), (" млрд", 9), (" трлн", 12)],
          "de": [("", 0), (" Tsd.", 3), (" Mio.", 6), (" Mrd.", 9), (" Bio.", 12)]}  # fmt: skip
FRAMES = {"ru": "Сумма сделки — {} по договору.", "de": "Die Summe beträgt {} laut Vertrag."}
GROUPS = {"ru": [" ", "\u00a0", "\u202f", "\u2009", ""], "de": [".", "'", "’", " ", "\u202f", ""]}


def grouped(digits: str, mark: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", lambda _: mark, digits)


@st.composite
def written(draw: st.DrawFn, language: str) -> tuple[str, Decimal]:
    """An amount of euros in digits, and what it is worth."""
    whole = draw(st.integers(1, 999_999_999))
    scale, power = draw(st.sampled_from(SCALES[language]))
    if power:
        whole %= 10_000
    decimals = draw(st.sampled_from(["", "5", "25", "07"]))
    mark = draw(st.sampled_from(GROUPS[language]))
    number = grouped(str(whole), mark) + ("," + decimals if decimals else "")
    value = Decimal(f"{whole}.{decimals or 0}") * 10**power
    form = draw(
        st.sampled_from(
            ["{n}{s} евро", "€{n}{s}", "{n}{s} EUR"] if language == "ru" else ["{n}{s} Euro", "€{n}{s}", "EUR {n}{s}"]
        )
    )
    if "EUR {" in form and not power and not decimals:
        form = "{n}{s} EUR"
    return form.format(n=number, s=scale), value


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_digits_are_read_back(language: str, data: st.DataObject) -> None:
    text, value = data.draw(written(language))
    (found,) = find(FRAMES[language].format(text), language)
    assert (found.value.amount_min, found.value.amount_max, found.value.currency) == (value, value, "EUR")
    assert FRAMES[language].format(text)[found.start : found.end] == text


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_ranges_are_read_back(language: str, data: st.DataObject) -> None:
    low = data.draw(st.integers(1, 800))
    high = data.draw(st.integers(low + 1, 999))
    joiner = data.draw(st.sampled_from(["–", "—", "-", " – ", " до " if language == "ru" else " bis "]))
    scale, power = data.draw(st.sampled_from(SCALES[language][1:]))
    lead, name = ("от ", " евро") if language == "ru" else ("von ", " Euro")
    text = FRAMES[language].format(f"{lead}{low}{joiner}{high}{scale}{name}")
    (found,) = find(text, language)
    assert (found.value.amount_min, found.value.amount_max) == (Decimal(low) * 10**power, Decimal(high) * 10**power)


ONES = [
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
TENS = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]


def russian(n: int) -> str:
    """A number below a thousand in words."""
    words = [HUNDREDS[n // 100 - 1]] if n >= 100 else []
    n %= 100
    if n >= 20:
        words.append(TENS[n // 10 - 2])
        n %= 10
    return " ".join(words + ([ONES[n - 1]] if n else []))


def german(n: int) -> str:
    ones = [
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ]
    tens = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    word = ones[n // 100 - 1] + "hundert" if n >= 100 else ""
    n %= 100
    if n >= 20:
        return word + (ones[n % 10 - 1] + "und" if n % 10 else "") + tens[n // 10 - 2]
    return word + (ones[n - 1] if n else "")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 999),
    st.sampled_from([("тысяч", 3), ("миллионов", 6), ("миллиардов", 9), ("триллионов", 12)]),
    st.integers(0, 999),
)
def test_russian_words_are_read_back(n: int, scale: tuple[str, int], more: int) -> None:
    words = f"{russian(n)} {scale[0]}" + (f" {russian(more)}" if more else "")
    (found,) = find(f"Заплатили {words} рублей.", "ru")
    assert found.value.amount_min == n * 10 ** scale[1] + more


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 999), st.sampled_from([("tausend", 3), (" Millionen", 6), (" Milliarden", 9), ("tausend", 3)]))
def test_german_words_are_read_back(n: int, scale: tuple[str, int]) -> None:
    (found,) = find(f"Bezahlt wurden {german(n)}{scale[0]} Euro.", "de")
    assert found.value.amount_min == n * 10 ** scale[1]


# --- exactness and bounds


def test_values_are_exact_decimals() -> None:
    (found,) = find("Цена — 0,1 доллара.", "ru")
    assert (found.value.amount_min, type(found.value.amount_min)) == (Decimal("0.1"), Decimal)


@pytest.mark.parametrize(
    "text", ["9" * 34 + " Euro", "9" * 400 + " Euro", "1,23456 Euro", "1" + "0" * 25 + " Mrd. Euro"]
)
def test_what_decimal128_cannot_hold_is_left_out(text: str) -> None:
    assert find(text, "de") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 .,-–$€%()млнрубдоиMioEuroFr'\n", max_size=120))
def test_nothing_raises_and_spans_hold(language: str, text: str) -> None:
    last = 0
    for found in find(text, language):
        assert last <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end]
        assert Decimal(0) <= found.value.amount_min <= found.value.amount_max < Decimal(10) ** 34
        last = found.end


# --- the document


def document(text: str, language: str = "ru", **more: object) -> Document:
    return Document("d", "s", text, text, language=language, body=((0, len(text)),), **more)  # type: ignore[arg-type]


def test_only_within_the_body() -> None:
    text = "Реклама: 5 млн рублей\n\nСделка на 7 млн рублей."
    at = text.index("Сделка")
    (found,) = money(Document("d", "s", text, text, language="ru", body=((at, len(text)),))).money
    assert text[found.start : found.end] == "7 млн рублей"


def test_the_rouble_takes_the_country_that_the_text_names_most() -> None:
    text = "Гродно и Гомель выделят 5 млн рублей."
    entities = (Entity("loc:grodno", "LOC", "Гродно", "city", "BY"), Entity("loc:gomel", "LOC", "Гомель", "city", "BY"))
    names = tuple(
        Annotation(text.index(e.name), text.index(e.name) + len(e.name), Name("LOC", entity=e.entity_id))
        for e in entities
    )
    assert [m.value.currency for m in money(document(text, names=names, entities=entities)).money] == ["BYN"]
    assert [m.value.currency for m in money(document(text)).money] == ["RUB"]


@pytest.mark.parametrize(("text", "expected"), [
    ("Россия и Беларусь потратят 5 млн рублей.", None),
    ("Россия потратит 5 млн рублей.", "RUB"),
])  # fmt: skip
def test_the_rouble_of_two_countries_is_null(text: str, expected: str | None) -> None:
    assert [m.value.currency for m in find(text, "ru")] == [expected]


def test_country_is_taken_where_it_is_given() -> None:
    assert [m.value.currency for m in find("Kosten: 5 Kronen", "de", "SE")] == ["SEK"]
    assert find("Kosten: 5 Kronen", "de") == ()


def dated(text: str, *spans: tuple[str, str, str]) -> list[Annotation[Date]]:
    return [
        Annotation(
            text.index(words),
            text.index(words) + len(words),
            Date("DATE", None, date.fromisoformat(a), date.fromisoformat(b)),
        )
        for words, a, b in spans
    ]


YEAR = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(("language", "text", "dates", "expected"), [
    ("ru", "За 2024 год товарооборот составил 5 млрд долларов, в том числе экспорт — 3 млрд.",
     [("2024 год", *YEAR)], [2024, 2024]),
    ("de", "Im Jahr 2024 betrug der Handelsumsatz $5 Mrd., davon Export $3 Mrd.", [("Jahr 2024", *YEAR)], [2024, 2024]),
    ("ru", "В 2024 году подписан контракт на 5 млн долларов.", [("2024 году", *YEAR)], [None]),
    ("ru", "Экспорт составил 5 млрд долларов против 4 млрд годом ранее.",
     [("годом ранее", "2023-01-01", "2023-12-31")], [None, 2023]),
    ("de", "Die Exporte erreichten 2024 5 Mrd. Euro, mehr als 2023.",
     [("2024", *YEAR), ("2023", "2023-01-01", "2023-12-31")], [2024]),
    ("de", "Der Umsatz soll bis 2030 auf 2 Mrd. Euro steigen.", [("2030", "2030-01-01", "2030-12-31")], [2030]),
    ("ru", "С 2005 года компании вложили 6 млрд долларов.", [("2005 года", "2005-01-01", "2005-12-31")], [None]),
    ("ru", "1 мая стало известно о выручке в 5 млн рублей.", [("1 мая", "2024-05-01", "2024-05-01")], [None]),
])  # fmt: skip
def test_period(language: str, text: str, dates: list[tuple[str, str, str]], expected: list[int | None]) -> None:
    got = find(text, language, dates=dated(text, *dates))
    assert [m.value.period_start and m.value.period_start.year for m in got] == expected
    assert all((m.value.period_start is None) == (m.value.period_end is None) for m in got)


# --- time


HOSTILE = {
    "digits": "1" * 1_000_000, "dots": "1." * 500_000, "commas": "1,2" * 330_000, "blanks": "5" + " " * 1_000_000,
    "groups": "1 000 " * 160_000, "signs": "$" * 1_000_000, "dashes": "-–—" * 330_000, "codes": "USD " * 250_000,
    "scales": "млн Mio. " * 110_000, "articles": "eine сто " * 110_000, "words": "zweihundert" * 90_000,
    "triples": "100 " * 250_000,
}  # fmt: skip


@pytest.mark.parametrize(("name", "language"), list(zip(HOSTILE, LANGUAGES * len(HOSTILE), strict=False)))
def test_a_megabyte_takes_no_more_than_linear_time(name: str, language: str) -> None:
    text = HOSTILE[name]
    find(text[:1000], language)
    begun = time.process_time()
    find(text, language)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("unit", ["5-", "$5 ", "5 Mio. Euro, ", "от 5 до ", "von 5 auf 6 Mio. Fr. ", "1 млрд 5 млн "])
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    def taken(many: int) -> float:
        begun = time.process_time()
        find(unit * many, "de" if "M" in unit else "ru")
        return time.process_time() - begun

    taken(50)
    small = min(taken(1500) for _ in range(2))
    assert taken(6000) < 4 * small * 2.5 + 0.2


# --- numbers


@pytest.mark.parametrize(("written", "language", "scaled", "value"), [
    ("1.250.000,50", "de", False, "1250000.50"), ("1'250'000", "de", False, "1250000"),
    ("12.500", "de", False, "12500"),
    ("7.4", "de", False, "7.4"), ("2,50", "de", False, "2.50"), ("0.250", "de", False, "0.250"),
    ("3 478 250 000", "ru", False, "3478250000"), ("3.478", "ru", True, "3.478"),
    ("1.250", "ru", False, "1250"),
    ("1,250", "ru", False, "1.250"), ("1,250,000.50", "ru", False, "1250000.50"),
    ("12.05.2025", "de", False, None), ("1,2,3", "de", False, None), ("1 2", "ru", False, None),
    ("x", "ru", False, None),
])  # fmt: skip
def test_digits(written: str, language: str, scaled: bool, value: str | None) -> None:
    assert read_digits(written, language, scaled) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("word", "language", "value"), [
    ("двумястами", "ru", 200), ("сорока", "ru", 40), ("полутора", "ru", "1.5"), ("слон", "ru", None),
    ("zweihundertfünfzigtausend", "de", 250_000), ("einundzwanzig", "de", 21), ("anderthalb", "de", "1.5"),
    ("siebeneinhalb", "de", "7.5"), ("tausend", "de", 1000), ("hundhundert", "de", None), ("und", "de", None),
])  # fmt: skip
def test_number_words(word: str, language: str, value: int | str | None) -> None:
    assert number_word(word, language) == (None if value is None else Decimal(value))


def test_a_table_that_cannot_be_read_says_where() -> None:
    from pipeline.extractors.money.lexicon import _unit

    for meaning in ("EURO", "EUR sometimes", "eur"):
        with pytest.raises(TableError, match="Talerchen"):
            _unit("Talerchen", meaning, "word")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_currency_of_iso_4217_is_read_by_its_cldr_name(language: str) -> None:
    from babel.numbers import get_currency_name

    from pipeline.extractors.money.lexicon import _tender

    shared = {"BYR", "XAF", "ZMW"}  # called like another one
    frame = "Итог: 5 млн {}." if language == "ru" else "Preis: 5 Mio. {}."
    for code in sorted(_tender() - shared):
        name = get_currency_name(code, 5, locale=language)
        if name != code:
            assert [m.value.currency for m in find(frame.format(name), language)] == [code], name
