"""What holds for every input. `make fuzz` asks the same of very many (fuzz.py).

Texts are put together from what the rules look for and from what nobody expects; files are right ones with
bytes changed, cut and doubled. Nothing may raise; every row of an input is a document or has a reason; and
every offset proves: it lies in the text, in order, and what stands there is what the row says.
"""

# ruff: noqa: E501
from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import ingest, rows, stages, tables
from pipeline.analyse.sentences import sentences
from pipeline.document import Annotation, Document, Quarantined, Sentence, Token
from pipeline.extractors.dates import dates
from pipeline.extractors.money import money
from pipeline.lang.tokens import tokens
from pipeline.layout import layout
from pipeline.reading import DecodeError, decode, read_html, read_plain, reading
from pipeline.records import REASONS
from pipeline.settings import FORMATS, Settings


def examples(number: int) -> Any:
    return settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))


PROSE = (
    "Министр подписал соглашение о сотрудничестве. ", "Der Minister unterzeichnete ein Abkommen. ",
    "Товарооборот вырос на 5%. ", "Der Umsatz stieg im Vorjahr. ", "сказал Иван Петров, глава компании «Альфа». ",
    "sagte Hans Müller, Chef der Beta AG. ",
)  # fmt: skip
PIECES = (
    *PROSE, "19 сентября 2024 года", "19. September 2024", "31.02.2024", "29.02.2023", "0.0.0000", "99.99.9999",
    "2024", "1999/2000", "24:60", "10:30 Uhr", "в 10.30", "вчера", "gestern", "в прошлом году", "im vergangenen Jahr",
    "с 5 по 3 мая", "vom 31. bis 30. Februar", "две недели назад", "vor 99999999 Jahren", "через 10**9 лет",
    "первом квартале 2024", "III. Quartal", "XXI век", "90er Jahre", "каждый понедельник", "am Freitag",
    "100 млн рублей", "$5", "€", "5 €", "1,2,3 млн", "1.000.000,00 Euro", "9" * 60 + " руб", "1e400 USD", "полтора",
    "от 1 до -5 долларов", "zwischen 5 und 3 Mrd. Euro", "½ млн", "٣ рубля", "¥1 000", "на сумму", "im Wert von",
    "тысяч", "Mio.", "млрд", "hunderttausend", "до", "bis", "около", "rund", "миллиардмиллиард", "CHF 1'000.-",
    "г.", "ул.", "Dr.", "z. B.", "А.", "А.Б. Петров", "ООО «Рога и копыта»", "„Kauf“", "«", "»", "„", "“", '"', "(",
    ")", "[", "]", "-", "–", "—", "…", ".", "!", "?", ",", ";", ":", "/", "\\", "|", "%", "#", "@", "&", "*", "№", "§",
    "\n", "\n\n", "\r\n", "\t", " ", "\u00a0", "\u00ad", "\u200b", "\u202e", "\ufeff", "\u0301", "\u2028", "\x00",
    "\x1b", "и\u0306", "ﬁ", "ß", "İ", "ı", "ё", "Ё", "𝟙𝟚", "²", "Ⅳ", "😀", "中文", "ا", "\ud7ff", "\uffff",
    "\U0010ffff", "<p>", "</p>", "<br>", "<a href='x'>", "<!--", "-->", "<script>", "&amp;", "&#x0;", "&#1114112;", "&uuml", "<",
    ">", "<time datetime='2024-13-45'>", "<title>", "<h1>", '<script type="application/ld+json">{"headline": [1]}</script>',
    "МИНСК, 19 сентября (БелТА) – ", "BERLIN (dpa) - ", "Von Hans Müller", "Foto: dpa", "19.09.2024 10:00", "Иван",
    "подписали", "меморандум между Россией и Китаем", "Vertrag zwischen A und B", "вступил в силу", "ist abgelaufen",
    "сроком на 0 лет", "заявил", "президент", "Präsident der", "с", "in", "сл-\nово", "Wort-\nteil", "PDАC", "O’Neill",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=20).map("".join),
    st.text(max_size=60),
).map(lambda text: text.encode("utf-8", "replace").decode())


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with up to four changes: some replaced, cut out, doubled, put in, or all from a place on gone."""
    out = bytearray(data)
    for _ in range(draw(st.integers(0, 4))):
        at, size = draw(st.integers(0, len(out))), draw(st.integers(0, 12))
        match draw(st.integers(0, 4)):
            case 0:
                out[at : at + size] = draw(st.binary(min_size=size, max_size=size))
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size]
            case 3:
                out[at:at] = draw(st.sampled_from([b'"', b"\n", b",", b"\x00", b"\xff", b"{", b"[[[[", b"\\u", b"\r"]))
            case _:
                del out[at:]
    return bytes(out)


def read(data: bytes, kind: str) -> list[Document | Quarantined]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        found = list(ingest.read([("a", path)], Settings(format=kind)))
    for item in found:
        assert item.source.startswith("a")
        if isinstance(item, Quarantined):
            assert item.reason in REASONS
            (item.detail or "").encode("utf-8")
        else:
            item.raw.encode("utf-8")
            assert item.raw.strip()
        (item.source_id or "").encode("utf-8")
    tables.to_arrow(
        "quarantine", rows.documents_to_records([], [q for q in found if isinstance(q, Quarantined)])["quarantine"]
    )
    return found


# --- ingest -----------------------------------------------------------------------------------------------------


@given(st.one_of(st.binary(max_size=300), texts.map(str.encode)).flatmap(changed))
@examples(100)
def test_bytes_are_text_or_have_a_reason(data: bytes) -> None:
    try:
        text = decode(data)
    except DecodeError as error:
        assert error.reason in ("empty", "not_text", "undecodable")
    else:
        assert text and not any("\ud800" <= c <= "\udfff" for c in text)


@given(st.one_of(st.binary(max_size=200), texts.map(str.encode)), st.sampled_from(["", *FORMATS]))
@examples(60)
def test_any_file_as_any_format(data: bytes, kind: str) -> None:
    read(data, kind)


facts = st.one_of(texts, st.none(), st.integers(), st.floats(), st.booleans(), st.lists(texts, max_size=2))
KEYS = ("text", "html", "id", "title", "authors", "published_on", "date")
objects = st.dictionaries(st.sampled_from(KEYS), facts, max_size=6)


@given(st.lists(objects, max_size=4).map(lambda o: "\n".join(map(json.dumps, o)).encode()).flatmap(changed))
@examples(60)
def test_json_lines_in_any_state(data: bytes) -> None:
    found = read(data, "jsonl")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x00\x00\xfe\xff")):
        assert len(found) == sum(bool(line.strip()) for line in data.split(b"\n"))


CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127])  # what makes bytes no text
values = st.lists(
    st.one_of(texts, st.sampled_from(['"', '""', ',"', '"a', "a\nb"])).map(lambda v: v.translate(CONTROLS)),
    min_size=3,
    max_size=3,
)


def quoted(row: Sequence[str]) -> str:
    return ",".join('"' + value.replace('"', '""') + '"' for value in row)


@given(st.lists(values, max_size=4))
@examples(60)
def test_a_right_csv_comes_back_whole(given_rows: list[list[str]]) -> None:
    data = "\r\n".join(["id,text,title", *map(quoted, given_rows)]).encode()
    found = read(data, "csv")
    assert len(found) == len(given_rows)
    raws = {d.raw for d in found if isinstance(d, Document)}
    assert raws == {text for _, text, _ in given_rows if text.strip()}


@given(
    st.lists(values, max_size=4).map(lambda r: "\n".join(["id,text,title", *map(quoted, r)]).encode()).flatmap(changed)
)
@examples(60)
def test_csv_in_any_state(data: bytes) -> None:
    read(data, "csv")
    read(data, "tsv")


def parquet(columns: dict[str, list[Any]], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


PARQUET = parquet(
    {"id": [1, 2, 3], "text": ["Ein Text.", None, "Слово"], "date": ["2024-01-01", "", None]}, row_group_size=2
)


@given(changed(PARQUET))
@examples(60)
def test_parquet_in_any_state(data: bytes) -> None:
    assert read(data, "parquet")


@given(texts.map(lambda t: gzip.compress(json.dumps({"text": t}).encode() * 2)).flatmap(changed))
@examples(40)
def test_gzip_in_any_state(data: bytes) -> None:
    read(data, "jsonl")


# --- reading and layout -----------------------------------------------------------------------------------------


@given(texts)
@examples(100)
def test_a_reading_leads_back(text: str) -> None:
    for read_it in (read_plain, read_html):
        found, offsets = read_it(text)
        if offsets is None:
            assert len(found) == len(text)
        else:
            assert len(offsets) == len(found)
            assert all(a <= b for a, b in pairwise(offsets))
            assert not offsets or offsets[-1] < len(text)


def proved(document: Document, found: Sequence[Annotation[Any]]) -> None:
    """Annotations lie in the text in order, and in the raw text they are not empty."""
    last = 0
    for a in found:
        assert last <= a.start < a.end <= len(document.text)
        start, end = document.raw_span(a.start, a.end)
        assert 0 <= start < end <= len(document.raw)
        assert a.rule
        last = a.end


@given(texts, st.booleans())
@examples(60)
def test_layout_of_anything(text: str, html: bool) -> None:
    document = reading(ingest.document(text, "a", html=html))
    assert isinstance(document, Document)
    found = layout(document)
    if isinstance(found, Quarantined):
        assert found.reason in REASONS
    else:
        last = 0
        for start, end in found.body:
            assert last <= start < end <= len(found.text)
            last = end
        for told in (found.title, found.dateline_place, *found.authors):
            assert told is None or told.strip()


# --- money and dates, on words alone ----------------------------------------------------------------------------


def worded(text: str, language: str) -> Document:
    """A document with sentences and tokens, by rule only."""
    document = reading(ingest.document(text, "a"))
    assert isinstance(document, Document)
    words, body = document.text, ((0, len(document.text)),)
    cut = (
        Sentence(s, e, tuple(Token(a, b, words[a:b]) for a, b in tokens(words, s, e)))
        for s, e in sentences(words, body, language)
    )
    return replace(document, body=body, language=language, sentences=tuple(cut))


@given(texts, st.sampled_from(["ru", "de"]), st.one_of(st.none(), st.dates()))
@examples(100)
def test_dates_in_anything(text: str, language: str, published: Any) -> None:
    document = dates(replace(worded(text, language), published_on=published))
    proved(document, document.dates)
    for found in document.dates:
        value = found.value
        assert value.begins is None or value.ends is None or value.begins <= value.ends
        assert value.anchor in ("explicit", "published", "context", "none")
        assert value.anchor != "none" or (value.value, value.begins, value.ends) == (None, None, None)
        assert published is not None or value.anchor != "published"


@given(texts, st.sampled_from(["ru", "de"]))
@examples(100)
def test_money_in_anything(text: str, language: str) -> None:
    document = money(worded(text, language))
    proved(document, document.money)
    for found in document.money:
        assert found.value.amount_min <= found.value.amount_max
        assert found.value.currency is None or len(found.value.currency) == 3


# --- everything -------------------------------------------------------------------------------------------------

articles = st.lists(st.one_of(texts, st.sampled_from(PROSE)), min_size=1, max_size=6).map(
    lambda parts: PROSE[0] * 2 + "\n\n".join(parts) + PROSE[2] if len(parts[0]) % 2 else PROSE[1] * 2 + " ".join(parts)
)


@given(st.lists(articles, min_size=1, max_size=4), st.booleans())
@examples(10)
def test_the_whole_pipeline_on_anything(given_texts: list[str], html: bool) -> None:
    documents = [ingest.document(text, str(i), html=html) for i, text in enumerate(given_texts)]
    done, given_up = stages.run(documents)
    assert len(done) + len(given_up) == len(documents)
    assert [q for q in given_up if q.reason == "stage_error"] == []
    for table, records in rows.documents_to_records(done, given_up).items():
        tables.to_arrow(table, records)
        raw = {d.doc_id: d.raw for d in done}
        for record in records:
            if hasattr(record, "start"):
                assert raw[record.doc_id][record.start : record.end] == record.text != ""
