"""Hostile input: each answered with a right result or a row in quarantine, in time, and nothing lost."""

# ruff: noqa: E501
from __future__ import annotations

import gzip
import io
import json
import os
import resource
import socket
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import ingest, rows, stages, tables
from pipeline.document import Document, Quarantined
from pipeline.ingest import articles, delimited, streams
from pipeline.reading import read_html, read_plain
from pipeline.settings import Settings

RU = "Министр экономики Иван Петров подписал 19 сентября в Минске соглашение на 100 млн долларов. "
DE = "Wirtschaftsminister Hans Müller unterzeichnete am 19. September in Berlin ein Abkommen über 100 Mio. Euro. "


def read(*paths: Path, **settings: Any) -> list[Document | Quarantined]:
    chosen = Settings(**settings)
    return list(ingest.read(ingest.find(paths, chosen).files, chosen))


def reasons(found: list[Document | Quarantined]) -> list[str]:
    return [item.reason if isinstance(item, Quarantined) else "read" for item in found]


def line(text: str) -> bytes:
    return json.dumps({"text": text}).encode() + b"\n"


# --- bytes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b"\n\n \t", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\x00" * 5000, "empty"),
        (bytes(range(256)) * 40, "not_text"), (b"\x7fELF" + b"\x02" * 99, "not_text"), (b"PK\x03\x04" * 99, "not_text"),
        (b"Text mit \x00 Nullbytes\x00", "not_text"), ((RU + "\x00").encode() * 9, "not_text"),
        (RU.encode() * 9 + b"\xff\xfe\xfa", "read"), (RU.encode() * 3 + RU.encode("cp1251"), "undecodable"),
        (DE.encode("cp1252") * 3 + DE.encode(), "read"), (bytes(range(128, 256)) * 9, "undecodable"),
        (b"\x1f\x8b" + b"\xff" * 99, "unreadable"), (b"\x28\xb5\x2f\xfd" + b"\xff" * 99, "unreadable"),
        (gzip.compress(RU.encode() * 999)[:-9], "unreadable"), (gzip.compress(b""), "empty"),
    ],
)  # fmt: skip
def test_bytes_of_every_kind(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert reasons(read(tmp_path)) == [reason]


def test_lines_cut_mixed_and_broken(tmp_path: Path) -> None:
    lines = [
        line(RU), line(DE)[:-9] + b"\n", b'{"text": "' + RU.encode("cp1251") + b'"}\n', b"\x00\x01\n", b"[" * 99_999 + b"\n",
        b'{"a":' * 99_999 + b"\n", b'{"id": ' + b"9" * 9999 + b', "text": "x"}\n', b'{"text": "\\ud800"}\n', b"null\n",
        b'{"text": NaN}\n', b'{"text": "a", "text": "b"}\n', "{\"text\": \"\u202eausgetrickst\u202c\"}\n".encode(), line(DE),
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    found = read(tmp_path)
    assert [item.source for item in found] == [f"a.jsonl#{n}" for n in range(1, len(lines) + 1)]
    assert reasons(found) == [
        *("read", "unreadable", "duplicate", "unreadable", "unreadable", "unreadable", "unreadable", "undecodable"),
        *("unreadable", "unreadable", "read", "read", "read"),
    ]


# --- size -------------------------------------------------------------------------------------------------------


class Long(io.RawIOBase):
    """A stream that is never in memory: lines around one of `size` bytes."""

    def __init__(self, size: int, filler: bytes = b"a") -> None:
        self.rest, self.filler, self.first, self.last = size, filler, line(RU), b"\n" + line(DE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.first:
            piece, self.first = self.first, b""
        elif self.rest:
            piece = self.filler * min(self.rest, len(buffer), 1 << 18)
            self.rest -= len(piece)
        else:
            piece, self.last = self.last, b""
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_line_of_200_mb_is_passed_over_in_little_memory(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    stream = Long(200_000_000)
    if form == "csv":
        stream.first, stream.last = f"text\n{RU}\n".encode(), f"\n{DE}\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(stream)))
    tracemalloc.start()
    try:
        found = read(Path("-"), format=form)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reasons(found) == ["read", "too_large", "read"]
    assert peak < 4 * articles.LARGEST


def test_a_text_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    began = time.monotonic()
    assert reasons(read(tmp_path)) == ["too_large"]
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("pack", ["gzip", "zstd"])
def test_bombs_are_left_where_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str) -> None:
    monkeypatch.setattr(streams, "_BOMB", 30_000_000)
    bomb = line(RU) + b" " * 100_000_000
    packed = gzip.compress(bomb, 9) if pack == "gzip" else bytes(pa.compress(bomb, codec="zstd", asbytes=True))
    (tmp_path / "a.txt").write_bytes(packed)
    (tmp_path / "b.jsonl").write_bytes(packed)
    tracemalloc.start()
    try:
        text, first, second = read(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reasons([text, first, second]) == ["too_large", "read", "too_large"]
    assert isinstance(second, Quarantined) and "unpacks to more than" in (second.detail or "")
    assert peak < 3 * articles.LARGEST


def test_parquet_that_unpacks_to_much_is_read_a_few_rows_at_a_time(tmp_path: Path) -> None:
    text = "а" * 600_000
    pq.write_table(pa.table({"text": pa.array([text] * 300).dictionary_encode()}), tmp_path / "a.parquet")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(tmp_path)
    assert reasons(found) == ["read"] + ["duplicate"] * 299
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000  # of 360 MB


def test_metadata_too_long_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": RU, "title": "а" * 20_000}), encoding="utf-8")
    (found,) = read(tmp_path)
    assert isinstance(found, Quarantined) and found.reason == "too_large" and "title" in (found.detail or "")


# --- tables -----------------------------------------------------------------------------------------------------


def test_parquet_cut_and_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{RU} {i}" for i in range(300)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=100, compression="none", use_dictionary=False,
                   write_page_checksum=True)  # fmt: skip
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert reasons(read(path)) == ["unreadable"]
    middle = data.index(texts[150].encode())
    path.write_bytes(data[:middle] + b"XXXX" + data[middle + 4 :])
    found = read(path)
    assert reasons(found) == ["read"] * 100 + ["unreadable"] + ["read"] * 100
    assert isinstance(found[100], Quarantined) and "rows 101 to 200" in (found[100].detail or "")
    for size in (0, 4, 8, 12):
        path.write_bytes(data[:size])
        assert reasons(read(path)) == ["unreadable"]


def test_quotes_that_open_on_every_line_take_linear_time() -> None:
    def seconds(count: int, row: bytes) -> float:
        began = time.process_time()
        found = list(delimited.read("a", iter([b"id,text\n", *[row] * count]), Settings()))
        assert found
        return time.process_time() - began

    for row in (b'x","\n', b'"a\n', b'x" ","\n', b'"\n', b',"""\n', b'1,"offen\n'):
        assert seconds(8_000, row) < 8 * seconds(2_000, row) + 0.5


# --- names and files --------------------------------------------------------------------------------------------


def test_names_with_line_ends_paths_and_marks_are_only_names(tmp_path: Path) -> None:
    names = [
        "a\nb.txt",
        "x..%2f..%2f.txt",
        "\u202egnp.txt",
        "'; DROP TABLE.txt",
        "=cmd|' '!A0.txt",
        "-rf.txt",
        "a\tb\r.txt",
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    for i, name in enumerate(names):
        (folder / name).write_text(f"{RU} {i}", encoding="utf-8")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_text(RU, encoding="utf-8")
    ids = ["../../etc/passwd", "a/b", "c:\\d", "\x00", "\n", "\u202e", ".", "", "x" * 9999]
    with (folder / "z.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": i, "text": f"{DE} {n}"}) + "\n" for n, i in enumerate(ids))
    found = read(folder / ".." / "in")
    documents = [d for d in found if isinstance(d, Document)]
    assert len(documents) == len(found) == len(names) + 1 + len(ids)
    assert {d.source for d in documents} >= set(names)
    assert [d.source_id for d in documents if d.source.startswith("z.jsonl")] == [i or None for i in ids]
    done, given_up = stages.run(documents[:2] + documents[-3:])
    assert len(done) + len(given_up) == 5 and all(q.reason != "stage_error" for q in given_up)
    for table, records in rows.documents_to_records(done, given_up).items():
        tables.to_arrow(table, records)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(RU, encoding="utf-8")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = read(tmp_path)
    assert [(item.source, reason) for item, reason in zip(found, reasons(found), strict=True)] == [
        *(("a/x.txt", "read"), ("gone.txt", "unreadable"), ("self.txt", "unreadable"))
    ]


def test_deep_folders_are_walked(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder = folder / "d"
    os.makedirs(folder)
    (folder / "x.txt").write_text(RU, encoding="utf-8")
    assert reasons(read(tmp_path)) == ["read"]


def test_what_is_no_file_is_counted_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "socket.txt"))
        assert read(tmp_path) == []
        assert ingest.find([tmp_path]).left_alone == {".txt": 2}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(RU, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RU, encoding="utf-8")
    (tmp_path / "a").chmod(0)
    (tmp_path / "b.txt").chmod(0)
    try:
        assert [(q.source, q.reason) for q in read(tmp_path) if isinstance(q, Quarantined)] == [
            *(("a", "unreadable"), ("b.txt", "unreadable"))
        ]
    finally:
        (tmp_path / "a").chmod(0o700)


def test_files_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for root: a refusal to open or to list is told, and the rest is read."""
    (tmp_path / "a").mkdir()
    for name in ("a/x.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{RU} {name}", encoding="utf-8")
    real_open, real_scan = Path.open, os.scandir

    def open_(path: Path, *given: Any, **more: Any) -> Any:
        if path.name in ("a", "b.txt"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, *given, **more)

    def scan(path: Any) -> Any:
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return real_scan(path)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(os, "scandir", scan)
    assert reasons(read(tmp_path)) == ["unreadable", "unreadable", "read"]


# --- time is linear ---------------------------------------------------------------------------------------------


def seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


MARKUP = (
    "<div>",
    "<div><p>", "<b>x", "</p>", "<!--", "<!-- -->", "<script>", "<a href=\"", "<a 'b", "&amp;", "&", "&#x", "<![CDATA[",
    "<", "<>", "< ", "<svg>", "<textarea>", "<br>", "<td>", "x<", "<title>", "<?", "<!", "&" + "a" * 31,
)  # fmt: skip
PLAIN = (
    "-\n",
    "сло-\n",
    "a-\nb",
    "\u00ad\n",
    "и\u0306",
    "\u0301",
    "\r",
    "\r\n",
    "\u200b",
    "аa",
    " ",
    "\n",
    "ab cd\n" * 9,
)


@pytest.mark.parametrize("unit", MARKUP)
def test_reading_of_markup_is_linear(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (50_000, 200_000))
    assert seconds(lambda: read_html(large)) < 8 * seconds(lambda: read_html(small)) + 0.3


@pytest.mark.parametrize("unit", PLAIN)
def test_reading_of_plain_text_is_linear(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (50_000, 200_000))
    assert seconds(lambda: read_plain(large)) < 8 * seconds(lambda: read_plain(small)) + 0.3


def test_100_000_nested_tags() -> None:
    page = "<html><body>" + "<div>" * 100_000 + f"<p>{RU * 5}</p><p>{RU}</p>" + "</div>" * 100_000 + "</body></html>"
    began = time.monotonic()
    done, given_up = stages.run([ingest.document(page, "a", html=True)])
    assert len(done) + len(given_up) == 1 and all(q.reason != "stage_error" for q in given_up)
    assert time.monotonic() - began < 60
