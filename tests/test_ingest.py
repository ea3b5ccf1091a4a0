"""Files and folders in; nothing that is there disappears."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.document import Document, Quarantined


def read(*paths: Path) -> list[Document | Quarantined]:
    return list(ingest.read(ingest.find(paths).files))


def test_folders_are_walked_by_name_and_sources_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.html", ".hidden.txt", ".git/x.txt", "note.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text {name}", encoding="utf-8")
    found = ingest.find([tmp_path])
    assert [name for name, _ in found.files] == ["a/b/c.html", "a/z.txt", "b.txt"]
    assert found.left_alone == {".pdf": 1}


def test_the_same_text_is_the_same_document_whatever_its_encoding_or_name(tmp_path: Path) -> None:
    text = "Премьер-министр Казахстана встретился с послом Беларуси в Астане и обсудил торговлю.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8-sig")
    (tmp_path / "c.txt").write_text(text, encoding="utf-16")
    (tmp_path / "d.txt").write_bytes(text.encode("cp1251"))
    first, *others = read(tmp_path)
    assert isinstance(first, Document) and first.raw == text
    assert [(q.reason, q.detail) for q in others if isinstance(q, Quarantined)] == [("duplicate", first.doc_id)] * 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b" \n\t ", "empty"), (bytes(range(256)) * 9, "not_text"), (b"PK\x03\x04" + b"x", "not_text")],
)
def test_what_is_no_text_is_quarantined(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    (found,) = read(tmp_path)
    assert isinstance(found, Quarantined)
    assert (found.source, found.stage, found.reason) == ("x.txt", "ingest", reason)


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


def test_what_cannot_be_opened_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").write_text("Ein Text.", encoding="utf-8")
    files = ingest.find([tmp_path]).files
    (tmp_path / "b.txt").unlink()
    assert [q.reason for q in ingest.read(files) if isinstance(q, Quarantined)] == ["unreadable"] * 2


def test_too_large_is_told_with_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.articles, "LONGEST", 10)
    (tmp_path / "a.txt").write_text("a" * 11, encoding="utf-8")
    (found,) = read(tmp_path)
    assert isinstance(found, Quarantined)
    assert (found.reason, found.detail) == ("too_large", "11 characters, at most 10")


def test_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(ingest.InputError, match="no such file"):
        ingest.find([tmp_path / "none"])
    (tmp_path / "a.pdf").write_bytes(b"")
    with pytest.raises(ingest.InputError, match=r"\.pdf are not read"):
        ingest.find([tmp_path / "a.pdf"])


def test_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(f"Text in {path.parent.name}", encoding="utf-8")
    assert len({name for name, _ in ingest.find(paths).files}) == 2
