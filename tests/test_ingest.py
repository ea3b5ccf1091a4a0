"""Files, folders, tables and streams in; nothing that is there disappears."""

from __future__ import annotations

import csv
import gzip
import io
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import ingest
from pipeline.document import Document, Quarantined
from pipeline.ingest import articles, streams
from pipeline.reading import reading
from pipeline.settings import Settings, SettingsError

TEXT = "Der Minister sprach am Montag mit der Firma über Größe, Preis und Lieferung.\nZweiter Absatz, „kurz“."
RU = "Министр в понедельник обсудил с компанией «Альфа» цену; подписано «соглашение», сказал он."


def read(*paths: Path, **settings: Any) -> list[Document | Quarantined]:
    chosen = Settings(**settings)
    return list(ingest.read(ingest.find(paths, chosen).files, chosen))


def documents(*paths: Path, **settings: Any) -> list[Document]:
    found = read(*paths, **settings)
    assert all(isinstance(d, Document) for d in found), [q for q in found if isinstance(q, Quarantined)]
    return [d for d in found if isinstance(d, Document)]


def refused(*paths: Path, **settings: Any) -> list[tuple[str, str]]:
    return [(q.source, q.reason) for q in read(*paths, **settings) if isinstance(q, Quarantined)]


def zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


# --- files and folders ------------------------------------------------------------------------------------------


def test_folders_are_walked_by_name_and_sources_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.html", "a-b.txt", ".hidden.txt", ".git/x.txt", "note.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text {name}", encoding="utf-8")
    found = ingest.find([tmp_path])
    assert [name for name, _ in found.files] == ["a/b/c.html", "a/z.txt", "a-b.txt", "b.txt"]
    assert found.left_alone == {".pdf": 1}


def test_patterns_match_what_they_say_by_name(tmp_path: Path) -> None:
    for name in ("2023/a.txt", "2023/b.html", "2024/a.txt", "2024/x/c.txt", "2024/n.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text {name}", encoding="utf-8")

    def names(pattern: str) -> list[str]:
        return [name for name, _ in ingest.find([tmp_path / pattern]).files]

    assert names("202?/*.txt") == ["2023/a.txt", "2024/a.txt"]
    assert names("**/*.txt") == ["2023/a.txt", "2024/a.txt", "2024/x/c.txt"]
    assert names("2024/*") == ["a.txt", "x/c.txt"]
    assert ingest.find([tmp_path / "2024" / "*"]).left_alone == {".pdf": 1}
    with pytest.raises(ingest.InputError, match="nothing matches"):
        names("*.jsonl")


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(TEXT, encoding="utf-8")
    assert [name for name, _ in ingest.find([tmp_path / "a[1].txt"]).files] == ["a[1].txt"]


def test_the_same_text_is_the_same_document_whatever_its_encoding_name_or_packing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RU, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RU, encoding="utf-8-sig")
    (tmp_path / "c.txt").write_text(RU, encoding="utf-16")
    (tmp_path / "d.txt").write_bytes(RU.encode("cp1251"))
    (tmp_path / "e.txt.gz").write_bytes(gzip.compress(RU.encode()))
    (tmp_path / "f.txt.zst").write_bytes(zstd(RU.encode()))
    first, *others = read(tmp_path)
    assert isinstance(first, Document) and first.raw == RU
    assert [(q.reason, q.detail) for q in others if isinstance(q, Quarantined)] == [("duplicate", first.doc_id)] * 5


def test_files_of_one_name_keep_apart_and_one_named_twice_is_read_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(f"Text in {path.parent.name}", encoding="utf-8")
    assert len({name for name, _ in ingest.find(paths).files}) == 2
    assert len(ingest.find([paths[0], tmp_path / "a"]).files) == 1


def test_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(ingest.InputError, match="no such file"):
        ingest.find([tmp_path / "none"])
    (tmp_path / "a.pdf").write_bytes(b"")
    with pytest.raises(ingest.InputError, match=r"\.pdf are not read.*--format"):
        ingest.find([tmp_path / "a.pdf"])
    with pytest.raises(SettingsError, match="format is one of txt, html"):
        Settings(format="pdf")
    with pytest.raises(SettingsError, match="id_column is the name"):
        Settings(id_column=7)  # type: ignore[arg-type]


def test_the_format_overrules_the_name(tmp_path: Path) -> None:
    (tmp_path / "export.dat").write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    (found,) = documents(tmp_path / "export.dat", format="jsonl")
    assert (found.raw, found.source) == (TEXT, "export.dat#1")
    assert [d.source for d in documents(tmp_path, format="jsonl")] == ["export.dat#1"]


# --- JSON lines -------------------------------------------------------------------------------------------------


def test_json_lines_bring_metadata_and_each_line_stands_alone(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "text": "Ein Text.", "title": "Titel", "authors": ["A. B."], "published_on": "2024-05-06T10:00"},
        {"html": "<p>Ein Absatz.</p>"},
        {"text": 5},
        {"id": "x", "text": "Text", "published_on": "gestern"},
        {"id": "\ud800", "text": "halb \ud800"},
        ["kein Objekt"],
        {"text": "  "},
    ]
    lines = [json.dumps(r) for r in rows] + ["{kaputt"]
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    first, second, *rest = read(tmp_path / "n.jsonl")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.source, first.source_id, first.title, first.authors) == ("n.jsonl#1", "7", "Titel", ("A. B.",))
    assert first.published_on == date(2024, 5, 6)
    assert second.html and second.raw == "<p>Ein Absatz.</p>"
    assert [q.reason for q in rest if isinstance(q, Quarantined)] == [
        *("unreadable", "unreadable", "undecodable", "unreadable", "empty", "unreadable")
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd, lambda b: gzip.compress(b[:60]) + gzip.compress(b[60:])])
def test_packed_lines(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    lines = "".join(json.dumps({"id": i, "text": f"{RU} {i}"}, ensure_ascii=False) + "\r\n\n" for i in range(50))
    for name in ("n.jsonl", "n.ndjson.gz", "n.jsonl.zst"):  # what it begins with counts, not the name
        (tmp_path / name).write_bytes(pack(lines.encode()))
        found = documents(tmp_path / name)
        assert [(d.source_id, d.source, d.raw) for d in found] == [
            (str(i), f"{name}#{2 * i + 1}", f"{RU} {i}") for i in range(50)
        ]


def test_utf16_lines(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{RU} {i}"}, ensure_ascii=False) + "\n" for i in range(3))
    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        (tmp_path / f"{encoding}.jsonl").write_text(lines, encoding=encoding)
        assert [d.raw for d in documents(tmp_path / f"{encoding}.jsonl")] == [f"{RU} {i}" for i in range(3)]


def test_keys_by_their_usual_names_and_by_those_given(tmp_path: Path) -> None:
    row = {"Body": RU, "URL": "http://a/b?c", "headLine": " Цена ", "published_at": "2024/05/06", "author": "А; Б "}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (found,) = documents(tmp_path / "a.jsonl")
    assert (found.raw, found.source_id, found.title) == (RU, "http://a/b?c", "Цена")
    assert (found.published_on, found.authors) == (date(2024, 5, 6), ("А", "Б"))
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "Falsch", "roh": "<p>Gut</p>", "nr": 3}), encoding="utf-8")
    (found,) = documents(tmp_path / "b.jsonl", text_column="roh", html=True, id_column="nr")
    assert (found.html, found.raw, found.source_id) == (True, "<p>Gut</p>", "3")


def test_an_empty_text_gives_way_to_html(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": " ", "html": "<b>Ja</b>"}\n{"text": null, "html": "<b>Nein</b>"}')
    assert [d.raw for d in documents(tmp_path / "a.jsonl")] == ["<b>Ja</b>", "<b>Nein</b>"]


@pytest.mark.parametrize(
    ("told", "day"),
    [("2024-09-19", date(2024, 9, 19)), ("2024-09-19T23:59:59+03:00", date(2024, 9, 19)),
     ("2024-09-19 08:00", date(2024, 9, 19)), ("20240919T0800", date(2024, 9, 19)), ("19.09.2024", date(2024, 9, 19)),
     ("19.09.2024 08:00", date(2024, 9, 19)), ("2024/09/19", date(2024, 9, 19)), ("", None), (None, None),
     ("Thu, 19 Sep 2024 22:00:00 -0500", date(2024, 9, 19)), ("gestern", None), (1726732800, None),
     ("1726732800", None), ("31.02.2024", None), ("19/09/2024", date(2024, 9, 19)), ("9/19/2024", None),
     ("9" * 5000, None), ({"$date": 1}, None)],
)  # fmt: skip
def test_days_as_they_are_written(tmp_path: Path, told: Any, day: date | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": RU, "date": told}), encoding="utf-8")
    (found,) = documents(tmp_path / "a.jsonl")
    assert found.published_on == day
    if told and day is None:  # a column that was named must hold what it is named for
        (other,) = read(tmp_path / "a.jsonl", published_column="date")
        assert isinstance(other, Quarantined) and other.reason == "unreadable" and "is no date" in (other.detail or "")


@pytest.mark.parametrize(
    ("told", "authors"),
    [("Anna Müller", ("Anna Müller",)), (["A", " ", None, "B"], ("A", "B")), ([{"name": "A"}, {"x": 1}], ("A",)),
     ('["A", "B"]', ("A", "B")), ("[A]", ("[A]",)), ("A; B", ("A", "B")), ("Müller, Anna", ("Müller, Anna",)), (5, ())],
)  # fmt: skip
def test_authors_as_they_are_written(tmp_path: Path, told: Any, authors: tuple[str, ...]) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": RU, "authors": told}), encoding="utf-8")
    (found,) = documents(tmp_path / "a.jsonl")
    assert found.authors == authors


# --- CSV --------------------------------------------------------------------------------------------------------


def written(rows: list[list[str]], delimiter: str = ",", **options: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, **options).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    texts = [f'{RU} Он сказал: "да, {i}"; вот | так\nи {i} ещё\n\nАбзац' for i in range(5)]
    rows = [["ID", "Заголовок", "Текст", "Дата"], *([str(i), f"Т{i}", t, "19.09.2024"] for i, t in enumerate(texts))]
    (tmp_path / "a.csv").write_bytes(written(rows, delimiter).encode(encoding))
    found = documents(tmp_path / "a.csv")
    assert [(d.raw, d.source_id, d.title) for d in found] == [(t, str(i), f"Т{i}") for i, t in enumerate(texts)]
    assert [d.source for d in found] == [f"a.csv#{2 + 4 * i}" for i in range(5)]  # the line a record begins on
    assert {d.published_on for d in found} == {date(2024, 9, 19)}


def test_csv_of_one_column_and_packed(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b'text\n"Ein Text, kurz"\n\nNoch einer\n'))
    assert [(d.raw, d.source) for d in documents(tmp_path / "a.csv.gz")] == [
        *(("Ein Text, kurz", "a.csv.gz#2"), ("Noch einer", "a.csv.gz#4"))
    ]


def test_tsv_with_and_without_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text('id\ttext\n1\t"Ein ""Wort"""\n2\t"Ja" sagte er\n3\t"Nein\n', encoding="utf-8")
    assert [d.raw for d in documents(tmp_path / "a.tsv")] == ['Ein "Wort"', '"Ja" sagte er', '"Nein']


def test_broken_quotes_cost_their_own_record(tmp_path: Path) -> None:
    lines = ["id,text", '1,"Ein Text"', '2,"Offen ohne Ende', '3,"Mehr\nals\neine Zeile"', '4,"x" y', "5,a,b", "6,Gut"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path / "a.csv")
    assert [d.source_id for d in found if isinstance(d, Document)] == ["1", "3", "6"]
    assert refused(tmp_path / "a.csv") == [
        *(("a.csv#3", "unreadable"), ("a.csv#7", "unreadable"), ("a.csv#8", "unreadable"))
    ]


def test_what_python_writes_is_read_back(tmp_path: Path) -> None:
    values = ['"', '""', ',"', "a\nb", '\n"', " x ", "'", "a,b", '"a"b', 'a"b']
    for options in ({}, {"quoting": csv.QUOTE_ALL}, {"lineterminator": "\n"}):
        rows = [["id", "text"], *([str(i), f"Wort {v} Ende {i}"] for i, v in enumerate(values))]
        (tmp_path / "a.csv").write_text(written(rows, **options), encoding="utf-8", newline="")
        assert [d.raw for d in documents(tmp_path / "a.csv")] == [f"Wort {v} Ende {i}" for i, v in enumerate(values)]


# --- Parquet ----------------------------------------------------------------------------------------------------


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({
        "url": ["a/b", "c", "d"],
        "content": pa.array([RU, None, TEXT], pa.large_string()),
        "date_published": [datetime(2024, 9, 19, 23), None, datetime(2024, 1, 1)],
        "authors": [["А", "Б"], None, []],
        "unread": [1.0, 2.0, 3.0],
    })  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    first, second, third = read(tmp_path / "a.parquet")
    assert isinstance(first, Document) and isinstance(second, Quarantined) and isinstance(third, Document)
    assert (first.source, first.source_id, first.raw, first.authors) == ("a.parquet#1", "a/b", RU, ("А", "Б"))
    assert first.published_on == date(2024, 9, 19)
    assert (second.source, second.source_id, second.reason) == ("a.parquet#2", "c", "unreadable")
    assert (third.source, third.raw) == ("a.parquet#3", TEXT)


@pytest.mark.parametrize("kind", [pa.string(), pa.binary(), pa.large_binary(), pa.string_view()])
def test_parquet_texts_of_every_type(tmp_path: Path, kind: pa.DataType) -> None:
    page = f"<p>{RU}</p>"
    pq.write_table(pa.table({"html": pa.array([page.encode()]).cast(kind)}), tmp_path / "a.pq")
    (found,) = documents(tmp_path / "a.pq")
    assert (found.html, found.raw) == (True, page)


def test_parquet_of_categories_and_of_none(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([RU, TEXT, RU]).dictionary_encode()}), tmp_path / "a.parquet")
    assert [type(d).__name__ for d in read(tmp_path / "a.parquet")] == ["Document", "Document", "Quarantined"]
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") == []


# --- columns ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.parquet"])
def test_columns_that_are_not_there_are_told_with_those_there_are(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.parquet":
        pq.write_table(pa.table({"foo": ["x"], "bar": ["y"]}), path)
    elif name == "a.jsonl":
        path.write_text('{"foo": "x", "bar": "y"}\n')
    else:
        path.write_text("foo,bar\nx,y\n".replace(",", "\t" if name == "a.tsv" else ","))
    with pytest.raises(ingest.InputError, match=rf"{name}: no text column among foo, bar; name it with --text-column"):
        ingest.find([path])
    with pytest.raises(ingest.InputError, match="no text column among foo, bar"):  # all that the folder holds
        ingest.find([tmp_path])
    with pytest.raises(ingest.InputError, match="no column is called baz; there are foo, bar"):
        ingest.find([path], Settings(text_column="foo", published_column="baz"))
    assert [d.raw for d in documents(path, text_column="foo")] == ["x"]
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")  # one stray table does not stop a mixed folder
    assert [type(d).__name__ for d in read(tmp_path)] == ["Quarantined", "Document"]


# --- standard input ---------------------------------------------------------------------------------------------


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    def given(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    yield given


def test_standard_input_is_what_it_begins_as(stdin: Callable[[bytes], None]) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [RU]}), out)
    line = json.dumps({"text": RU}).encode() + b"\n"
    for data, source, html in [
        (RU.encode(), "stdin", False), (b"<!DOCTYPE html><p>" + RU.encode(), "stdin", True), (line, "stdin#1", False),
        (gzip.compress(line), "stdin#1", False), (zstd(b"\n" + line), "stdin#2", False),
        (out.getvalue(), "stdin#1", False), (b"{" + RU.encode(), "stdin", False), (b"{}\n" + line, "stdin#2", False),
    ]:  # fmt: skip
        stdin(data)
        found = [d for d in read(Path("-")) if isinstance(d, Document)]
        assert [(d.source, d.html) for d in found] == [(source, html)], data[:30]
    stdin(b"text;id\n" + RU.encode().replace(b";", b",") + b";5\n")
    (only,) = documents(Path("-"), format="csv")
    assert (only.source, only.source_id) == ("stdin#2", "5")


# --- lazy and small ---------------------------------------------------------------------------------------------


def test_reading_is_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHUNK", 1000)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": f"{RU} {i}"}) + "\n" for i in range(500)))
    pulled = 0
    real = streams._pieces

    def pieces(*given: Any) -> Iterator[bytes]:
        nonlocal pulled
        for piece in real(*given):
            pulled += 1
            yield piece

    monkeypatch.setattr(streams, "_pieces", pieces)
    settings = Settings(text_column="text")
    rows = ingest.read([("a.jsonl", tmp_path / "a.jsonl")], settings)
    for _ in range(10):
        next(rows)
    assert 1 <= pulled <= 20


def test_documents_pickle_small() -> None:
    page = "".join(f"<p>{RU} {i}</p>\n" for i in range(200))
    made = reading(ingest.document(page, "a", html=True))
    assert isinstance(made, Document)
    assert made.offsets is not None and len(made.offsets) == len(made.text)
    packed = pickle.dumps(made, protocol=5)
    assert pickle.loads(packed) == made
    assert len(packed) < 2.2 * len(page.encode())  # the page, its text, and little else


def test_too_large_is_told_with_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "LONGEST", 10)
    (tmp_path / "a.txt").write_text("a" * 11, encoding="utf-8")
    (found,) = read(tmp_path)
    assert isinstance(found, Quarantined)
    assert (found.reason, found.detail) == ("too_large", "11 characters, at most 10")
