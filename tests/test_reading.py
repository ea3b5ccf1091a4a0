"""Reading: encodings, what the reading takes out, and offsets that lead back to the raw text."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.reading import DecodeError, Reading, decode, read_html, read_plain

RU = "Глава правительства сообщил: «Товарооборот вырос на 23%» – до 10 млн рублей."
DE = "Der Umsatz stieg im Frühjahr auf 33,5 Mio. €, sagte Müller – „größer als je zuvor“."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [RU, DE, "Да", "Fuß", "A"])
def test_unicode_encodings(text: str, encoding: str) -> None:
    if text == "A" and encoding == "utf-16-be":
        pytest.skip("two bytes without a mark say nothing")
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize(
    "text",
    [RU.replace("«", '"').replace("»", '"').replace("–", "-"), "Уголь в обмен на сыр", "Встреча", "МАТЕРИАЛЫ ПО ТЕМЕ",
     "Абай",
     "Экспорт: 5 млн", "ДЕЛОВОЙ ДЕНЬ"],
)  # fmt: skip
def test_cyrillic_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [DE, "Müller", "Größe", "Über uns", "Café", "São Paulo", "ÖBB", "10 €", "Île-de-France", "§ 5", "für", "Suche …"],
)
def test_western_encoding(text: str) -> None:
    assert decode(text.encode("windows-1252")) == text


def test_a_page_says_its_charset() -> None:
    page = '<html><head><meta charset="{}"></head><body>{}</body></html>'
    assert decode(page.format("koi8-r", "США").encode("koi8-r")) == page.format("koi8-r", "США")
    assert decode(page.format("ISO-8859-1", "„Fuß“").encode("windows-1252")) == page.format("ISO-8859-1", "„Fuß“")
    assert decode(page.format("windows-1250", "Łódź").encode("windows-1250")) == page.format("windows-1250", "Łódź")
    assert decode(page.format("windows-1251", "Größe").encode("utf-8")) == page.format(
        "windows-1251", "Größe"
    )  # it lies
    assert decode(page.format("nonsense", RU).encode("windows-1251")) == page.format("nonsense", RU)


def test_a_text_cut_within_a_character() -> None:
    assert decode(RU.encode()[:-1] + "ж".encode()[:1]).startswith(RU[:-1])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b" \r\n\t", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\xff\xfe \x00", "empty"),
        (b"%PDF-1.7 text", "not_text"), (b"PK\x03\x04rest", "not_text"), (b"\x89PNG\r\n\x1a\n", "not_text"),
        (b"text\x00with zero bytes\x00", "not_text"), (bytes(range(32)) * 4, "not_text"),
        (bytes(random.Random(5).choices(range(0x80, 0x100), k=400)), "undecodable"),
    ],
)  # fmt: skip
def test_not_decodable(data: bytes, reason: str) -> None:
    with pytest.raises(DecodeError) as error:
        decode(data)
    assert error.value.reason == reason


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_decode_gives_text_or_a_reason(data: bytes) -> None:
    try:
        assert decode(data) == decode(data)
    except DecodeError as error:
        assert error.reason in ("empty", "not_text", "undecodable")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("За\u00adра\u00adбо\u00adток", "Заработок"), ("10\u00a0млн\u202fруб.", "10 млн руб."),
        ("a\r\nb\rc", "a\nb\nc"),
        ("и\u0306од, е\u0308лка, за\u0301мок", "йод, ёлка, замок"), ("Mu\u0308nchen, Cafe\u0301", "München, Café"),
        ("\ufeffNull\u200bbreite\u200e", "Nullbreite"), ("форум PDАC-2023", "форум PDAC-2023"), ("с cайта", "с сайта"),
        ("IT-хаб", "IT-хаб"), ("Қазақстан темiр жолы", "Қазақстан темір жолы"), ("Ұлттық мүдде", "Ұлттық мүдде"),
        ("COVIDа", "COVIDа"), ("CHГ", "СНГ"), ("фото c сайта", "фото с сайта"), ("ﬁnanziell", "finanziell"),
        ("Zusammen-\narbeit", "Zusammenarbeit"), ("Ein-\nund Ausfuhr", "Ein-\nund Ausfuhr"),
        ("Kasachstan-\nBesuch", "Kasachstan-Besuch"), ("сотрудни-\nчество", "сотрудничество"),
        ("торгово-\nэкономический", "торгово-экономический"), ("Zeile\u2028Zeile", "Zeile\nZeile"), ("a\tb", "a b"),
        ("nicht-brechend: E\u2011Mail", "nicht-brechend: E-Mail"), ("Wi-Fi и 5G", "Wi-Fi и 5G"),
    ],
)  # fmt: skip
def test_reading(raw: str, text: str) -> None:
    assert read_plain(raw)[0] == text


def test_offsets_are_none_where_nothing_moved() -> None:
    assert read_plain(RU) == (RU, None)
    assert read_plain("10\u00a0млн, PDАC")[1] is None  # as long as before


def document(raw: str, reading: Reading, html: bool = False) -> Document:
    return Document("id", "source", raw, reading[0], html=html, offsets=reading[1])


@pytest.mark.parametrize(
    ("raw", "word", "stretch"),
    [
        ("Der Mu\u0308ller\u00ad kam", "Müller", "Mu\u0308ller"), ("мост и\u0306", "й", "и\u0306"),
        ("За\u00adра\u00adботок", "Заработок", "За\u00adра\u00adботок"), ("Zusam-\nmen", "Zusammen", "Zusam-\nmen"),
    ],
)  # fmt: skip
def test_raw_span(raw: str, word: str, stretch: str) -> None:
    read = document(raw, read_plain(raw))
    start, end = read.raw_span(read.text.index(word), read.text.index(word) + len(word))
    assert raw[start:end] == stretch


@given(st.text(alphabet="aбвиу -\n\r\u00ad\u0301\u0306\u200b\u00a0cаCСﬁ.", max_size=120))
@settings(max_examples=300, deadline=None)
def test_offsets_rise_and_stay_within(raw: str) -> None:
    text, offsets = read_plain(raw)
    if offsets is not None:
        assert len(offsets) == len(text)
        assert all(a <= b for a, b in pairwise(offsets))
        assert all(0 <= i < len(raw) for i in offsets)
    read = document(raw, (text, offsets))
    for i in range(len(text)):
        start, end = read.raw_span(i, i + 1)
        assert 0 <= start < end <= len(raw)


WRAPPED = """In Niederalm hat vor drei Jahren der letzte Laden geschlossen. Jetzt haben
die Bewohner selbst einen gegründet, als Genossenschaft mit 212 Anteilen.
Er öffnet jeden Morgen um sechs, und die Semmeln kommen aus dem Nachbarort.

Vorstand Sepp Gruber rechnet mit einem Umsatz von 380.000 Euro im Jahr. Das
reiche gerade so, sagt er, aber es reiche. Geholfen hat auch die Gemeinde:
Sie verlangt für die Räume in der alten Schule nur einen Euro Miete.
"""


def test_hard_line_breaks_go_and_paragraphs_stay() -> None:
    text, offsets = read_plain(WRAPPED)
    assert offsets is None and len(text) == len(WRAPPED)
    assert [len(block.splitlines()) for block in text.strip().split("\n\n")] == [1, 1]
    menu = "Politik\nWirtschaft\nSport\nKultur\nWetter\nReisen\nKontakt\nImpressum"
    assert read_plain(menu)[0] == menu


PAGE = """<html><head><title>T</title><script>if(a<b)"</p>"</script></head><body>
<nav><a href="a>b">Politik</a><a>Sport</a></nav>
<h1>M&uuml;ller &amp; S&ouml;hne&nbsp;GmbH</h1><!-- nichts --><p>Ein <b>Satz</b>, der
 weiter&shy;geht.<br>Neue Zeile<br/><br>Absatz &copy 2024 &nosuch; AT&T</p><ul><li>eins<li>zwei</ul>
<table><tr><td>a</td><td>b</td></tr></table><p>и&#774;од 5 < 6</p><style>p{}</style></body></html>"""


def test_html() -> None:
    text, offsets = read_html(PAGE)
    assert text.strip().split("\n") == [
        "Politik Sport", "", "Müller & Söhne GmbH", "", "Ein Satz, der weitergeht.", "Neue Zeile", "",
        "Absatz © 2024 &nosuch; AT&T", "", "eins", "zwei", "", "a   b", "", "йод 5 < 6",
    ]  # fmt: skip
    assert offsets is not None and len(offsets) == len(text)
    read = document(PAGE, (text, offsets), html=True)
    for word, stretch in (
        ("Söhne", "S&ouml;hne"),
        ("Mü", "M&uuml;"),
        ("Satz, der weitergeht", "Satz</b>, der\n weiter&shy;geht"),
    ):
        at = text.index(word)
        start, end = read.raw_span(at, at + len(word))
        assert PAGE[start:end] == stretch


@pytest.mark.parametrize(
    "raw",
    ["<" * 50_000, '<a "' * 30_000, "<!--" * 30_000, "<script>" * 30_000, "<noscript>" * 20_000, "&" * 50_000,
     "<p " * 40_000,
     "<a '\">" * 30_000, "a-\n" * 40_000, "и" + "\u0301" * 50_000, "<b>x" * 30_000],
)  # fmt: skip
def test_linear_time(raw: str) -> None:
    for read in (read_plain, read_html):
        text, offsets = read(raw)
        assert offsets is None or len(offsets) == len(text)
