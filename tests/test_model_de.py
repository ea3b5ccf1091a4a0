"""The German pipeline that ships: it loads, has the four labels, and keeps its floors on the held-out news styles."""

import json
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline.analyse import wordclass

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "models" / "de"
sys.path.insert(0, str(ROOT / "models" / "train"))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL)


def test_it_finds_the_four_kinds_of_names(nlp: Language) -> None:
    labels = set(nlp.get_pipe("ner").labels)  # type: ignore[attr-defined]
    assert {"PER", "ORG", "LOC", "EVENT"} <= labels


def test_it_fits_into_forty_megabytes() -> None:
    assert sum(f.stat().st_size for f in MODEL.rglob("*") if f.is_file()) < 40e6


def test_it_knows_names_tags_and_lemmas(nlp: Language) -> None:
    doc = nlp("Olschas Bektenow reiste am Montag nach Minsk und lobte die guten Beziehungen.")
    assert [(e.text, e.label_) for e in doc.ents] == [("Olschas Bektenow", "PER"), ("Minsk", "LOC")]
    assert [t.pos_ for t in doc if t.text in {"reiste", "nach", "und"}] == ["VERB", "ADP", "CCONJ"]
    assert [t.lemma_ for t in doc if t.text == "Beziehungen"] == ["Beziehung"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Minsk", 976),
        ("MINSK", 976),
        ("Minsks", 976),
        ("Nicht-Minsk", 976),
        ("minsker", 0),
        ("", 0),
    ],
)
def test_a_word_has_the_class_of_its_nearest_form(word: str, found: int) -> None:
    words, classes = wordclass.table({"Minsk": 976, "und": 26})
    assert wordclass.look_up(word, words, classes) == found


def test_every_word_has_a_row_of_classes(nlp: Language) -> None:
    layer = next(node for node in nlp.get_pipe("tok2vec").model.walk() if node.name == "word_classes")  # type: ignore[attr-defined]
    rows = layer.predict([nlp.make_doc("Merkel in Zhaksylykow"), nlp.make_doc("")])
    assert [r.shape for r in rows] == [(3, 3), (0, 3)]
    assert rows[0][0, 0] > 0 == rows[0][2, 0]
    assert rows[0][0, 1] == rows[0][0, 0] & 63


def test_it_keeps_its_floors(nlp: Language) -> None:
    import measure

    floors = json.loads((MODEL / "floors.json").read_text(encoding="utf-8"))
    figures = measure.news(nlp)
    low = [
        f"{style} {label}: {figures[style][label]['f']:.3f} under {floor}"
        for style, by_label in floors.items()
        for label, floor in by_label.items()
        if figures[style][label]["f"] < floor
    ]
    assert floors
    assert not low
