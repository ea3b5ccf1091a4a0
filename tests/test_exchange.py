"""Exports for annotators and trainers, and what comes back from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, exchange
from pipeline.evaluate import gold as G
from pipeline.evaluate import score as S
from pipeline.evaluate.gold import Gold, GoldError
from pipeline.exchange import brat, conll, gold, label_studio
from pipeline.exchange.documents import name

from small_output import RU, write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


@pytest.fixture(scope="session")
def seeds(seeds_out: Path) -> list[Gold]:
    return list(exchange.documents(seeds_out))


def _figures(row: dict[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    """F1, or the share right, of everything of which gold has any."""
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _figures(value, f"{above}/{key}")
        elif key in ("f1", "accuracy") and row.get("want", row.get("n", 1)):
            yield above, value


def test_tables_as_gold_are_what_the_tables_say(seeds_out: Path, tmp_path: Path) -> None:
    assert exchange.write(seeds_out, tmp_path / "gold", "gold") == 5
    found = G.folder(tmp_path / "gold")
    figures = dict(_figures(S.score(found, S.read(seeds_out)).row()))
    assert len(found) == 5 and len(figures) > 30 and {k: v for k, v in figures.items() if v < 1} == {}
    assert sum(len(g.agreements) for g in found.values()) == 5


def test_gold_comes_back_as_it_was(seeds: list[Gold], tmp_path: Path) -> None:
    for document in seeds:
        again = G.load(gold.save(document, tmp_path))
        assert (again.text, again.body, again.meta) == (document.text, document.body, document.meta)
        for part in ("entities", "roles", "money", "dates"):
            assert getattr(again, part) == getattr(document, part), part
        key = lambda m: (m["start"], m["end"])  # noqa: E731
        assert sorted(again.mentions, key=key) == sorted(document.mentions, key=key)


def test_the_gold_of_the_repository_survives_label_studio(root: Path, tmp_path: Path) -> None:
    before = list(G.folder(root / "data/gold/seeds").values())
    label_studio.write(before, tmp_path / "tasks.json")
    after = list(label_studio.read(tmp_path / "tasks.json"))
    assert [gold.card_of(g) for g in after] == [gold.card_of(g) for g in before]
    assert [sorted(gold.tags(g)) for g in after] == [sorted(gold.tags(g)) for g in before]
    assert "AGREEMENT" in (tmp_path / "tasks.xml").read_text()


def test_what_people_add_in_label_studio_is_gold(tmp_path: Path, out: Path) -> None:
    (document,) = (d for d in exchange.documents(out) if d.text == RU)
    task = label_studio.task(document)
    at = RU.index("довольна")
    new = {"id": "x", "type": "labels", "value": {"start": at, "end": at + 8, "labels": ["ORG"]}}
    task["annotations"][0]["result"].append(new)
    (tmp_path / "a.json").write_text(json.dumps([task]))
    (read,) = label_studio.read(tmp_path / "a.json")
    (added,) = (m for m in read.mentions if m["text"] == "довольна")
    assert added["type"] == "ORG" and read.entities[added["entity"]]["name"] == "довольна"
    assert len(read.mentions) == len(document.mentions) + 1


@pytest.mark.parametrize("text", ["no json", "{}", '[{"data": {}}]', '[{"data": {"text": "a"}, "annotations": [{}]}]'])
def test_a_broken_export_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(GoldError, match=r"a\.json"):
        list(label_studio.read(tmp_path / "a.json"))


def test_offsets_count_code_points_though_label_studio_counts_units(out: Path, tmp_path: Path) -> None:
    (german,) = (d for d in exchange.documents(out) if d.language == "de")
    assert german.text.startswith("😀")
    value = label_studio.task(german)["annotations"][0]["result"][1]["value"]
    units = german.text.encode("utf-16-le")
    assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


def test_conll_has_each_name_once_and_only_bodies(seeds: list[Gold]) -> None:
    for document in seeds:
        rows = [line.split("\t") for line in conll.lines(document) if "\t" in line]
        assert sum(tag.startswith("B-") for _, tag in rows) == len(document.mentions)
        inside = "".join("".join(document.text[s:e].split()) for s, e in document.body)
        assert "".join("".join(token.split()) for token, _ in rows) == inside


def test_docbin_has_names_and_amounts(seeds_out: Path, seeds: list[Gold], tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    exchange.write(seeds_out, tmp_path / "a.spacy", "docbin")
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("xx").vocab))
    assert [d.text for d in docs] == [g.text for g in seeds]
    assert [[e.label_ for e in d.ents] for d in docs] == [[m["type"] for m in g.mentions] for g in seeds]
    for doc, document in zip(docs, seeds, strict=True):
        assert [s.label_ for s in doc.spans["money"]] == [m["kind"] for m in document.money.values()]


def test_brat_spans_are_the_words(seeds: list[Gold]) -> None:
    for document in seeds:
        for line in brat.lines(document):
            if line.startswith("T"):
                _, place, words = line.split("\t")
                pieces = [p.split() for p in place.partition(" ")[2].split(";")]
                assert " ".join(" ".join(document.text[int(a) : int(b)] for a, b in pieces).split()) == words


def test_graphml_is_the_network_of_parties(seeds_out: Path, tmp_path: Path) -> None:
    exchange.write(seeds_out, tmp_path / "g.graphml", "graphml")
    graph = next(e for e in ET.parse(tmp_path / "g.graphml").getroot() if e.tag.endswith("graph"))
    nodes = {e.get("id") for e in graph if e.tag.endswith("node")}
    edges = [(e.get("source"), e.get("target")) for e in graph if e.tag.endswith("edge")]
    assert len(edges) >= 3 and all(a in nodes and b in nodes and a != b for a, b in edges)


def test_out_and_back_on_the_command_line(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["export", out, "--as", "label-studio", "--to", tmp_path / "tasks.json"],
        ["import", tmp_path / "tasks.json", "--to", tmp_path / "gold"],
        ["evaluate", tmp_path / "gold", out],
    ):
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        assert stopped.value.code == 0, capsys.readouterr().err
    assert "3 documents" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        cli.main(["import", str(tmp_path / "none.json"), "--to", str(tmp_path / "gold")])
    assert stopped.value.code == 1


_SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=8)


@given(st.text("абв \n", min_size=30, max_size=30), _SPANS)
def test_marks_nest_or_are_refused(text: str, spans: list[tuple[int, int]]) -> None:
    tags = [(a, a + n, f"m:{i}") for i, (a, n) in enumerate(spans)]
    crossing = any(a < c < b < d for a, b, _ in tags for c, d, _ in tags)
    if crossing:
        with pytest.raises(GoldError, match="cross"):
            gold.mark(text, tags)
    else:
        assert G.unmark(gold.mark(text, tags)) == (text, sorted(tags))


@pytest.mark.parametrize(
    ("source", "expected"),
    [("a/b.txt", "a/b"), ("../b.txt", "id"), ("/etc/x", "id"), ("a\nb", "id"), ("n.jsonl#3", "n.jsonl#3"), ("", "id")],
)
def test_a_source_names_a_file_below_the_folder(source: str, expected: str) -> None:
    assert name(source, "id") == expected

