"""The scorer: the reference's figures to the digit, gold that contradicts itself, floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate import floors as F
from pipeline.evaluate import gold as G
from pipeline.evaluate import score as S
from pipeline.evaluate.measures import Tally, b_cubed, pair
from pipeline.evaluate.show import differences, lines

import fake_output


@pytest.fixture(scope="module")
def gold(root: Path) -> dict[str, G.Gold]:
    return G.folder(root / "data" / "gold" / "seeds")


def test_same_figures_as_the_reference_scorer(root: Path, gold: dict[str, G.Gold], tmp_path: Path) -> None:
    """tests/data/reference_score.json is what the reference scorer says of the same faulty output."""
    fake_output.write(gold, tmp_path / "out")
    figures = json.loads(json.dumps(S.score(gold, S.read(tmp_path / "out")).row()))
    assert figures == json.loads((root / "tests" / "data" / "reference_score.json").read_text(encoding="utf-8"))


def test_gold_itself_is_perfect(gold: dict[str, G.Gold], tmp_path: Path) -> None:
    fake_output.write(gold, tmp_path / "out", faults=False)
    result = S.score(gold, S.read(tmp_path / "out"))
    assert {value for _, value in F.figures(result.row())} == {1.0}
    assert result.differences == []


def test_differences_name_document_and_words(gold: dict[str, G.Gold], tmp_path: Path) -> None:
    fake_output.write(gold, tmp_path / "out")
    result = S.score(gold, S.read(tmp_path / "out"))
    said = list(differences(result, "mentions"))
    assert any(line.startswith("- ") for line in said) and any(line.startswith("+ ") for line in said)
    assert all("'" in line and ": " in line for line in said)
    assert any(line.startswith("money ") for line in lines(result.row()))


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=30))
def test_b_cubed_is_perfect_exactly_for_the_same_clustering(pairs: list[tuple[str, str]]) -> None:
    row = b_cubed(pairs)
    same = len(set(pairs)) == len({w for w, _ in pairs}) == len({g for _, g in pairs})
    assert (row["f1"] == 1.0) == same if pairs else row["f1"] is None


@given(st.lists(st.integers(0, 5), max_size=8), st.lists(st.integers(0, 5), max_size=8))
def test_pairs_are_one_to_one(want: list[int], got: list[int]) -> None:
    w, g = [[x] for x in want], [[x] for x in got]
    pairs = pair(w, g, lambda a, b: a[0] == b[0])
    assert len({id(a) for a, _ in pairs}) == len({id(b) for _, b in pairs}) == len(pairs)
    assert len(pairs) == sum(min(want.count(x), got.count(x)) for x in set(want))


def test_a_side_that_is_empty_is_perfect_only_where_the_other_is_too() -> None:
    assert Tally().row()["f1"] == 1.0
    assert Tally(hit=0, got=3, want=0).row() == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "hit": 0, "got": 3, "want": 0,
    }  # fmt: skip


# --- gold that is wrong


def test_marks_nest_and_leave_the_text() -> None:
    text, spans = G.unmark("⟦Посол ⟦Канады‖e:ca p:a1/party/ca⟧‖r:r1⟧ тут")
    assert text == "Посол Канады тут"
    assert spans == [(0, 12, "r:r1"), (6, 12, "e:ca"), (6, 12, "p:a1/party/ca")]


@given(st.text(alphabet="ab ⟦‖⟧e:", max_size=40))
def test_any_marks_are_read_or_refused(marked: str) -> None:
    try:
        text, spans = G.unmark(marked)
    except G.GoldError:
        return
    assert not set(text) & set("⟦‖⟧")
    assert all(0 <= start <= end <= len(text) for start, end, _ in spans)


FAULTS: dict[str, tuple[Callable[[str], str], Callable[[dict], None], str]] = {  # type: ignore[type-arg]
    "an open mark": (lambda ann: "⟦" + ann, lambda card: None, "never closed"),
    "another text": (lambda ann: ann + "x", lambda card: None, "not the .txt"),
    "an unknown entity": (lambda ann: ann, lambda card: card["entities"].pop("kz"), "no such entity"),
    "a bad modifier": (lambda ann: ann, lambda card: card["money"]["m1"].update(modifier="around"), "modifier"),
    "a bad day": (lambda ann: ann, lambda card: card["dates"]["d1"].update(begins="2023-02-30"), "no ISO date"),
    "an unmarked date": (
        lambda ann: ann,
        lambda card: card["dates"].update(d9=card["dates"]["d1"]),
        "d9: not marked",
    ),
    "a blank at an end": (
        lambda ann: ann.replace("⟦Канады‖e:ca⟧", "⟦Канады ‖e:ca⟧", 1),
        lambda card: None,
        "not the .txt",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_gold_that_contradicts_itself_is_refused(root: Path, tmp_path: Path, fault: str) -> None:
    change_marks, change_card, says = FAULTS[fault]
    for ending in (".txt", ".ann", ".json"):
        text = (root / "data/gold/seeds/karaganda-canada-2023").with_suffix(ending).read_text(encoding="utf-8")
        if ending == ".ann":
            text = change_marks(text)
        if ending == ".json":
            card = json.loads(text)
            change_card(card)
            text = json.dumps(card)
        (tmp_path / "x").with_suffix(ending).write_text(text, encoding="utf-8")
    with pytest.raises(G.GoldError, match=says):
        G.folder(tmp_path)


# --- floors


def row(f1: float) -> dict[str, object]:
    return {"money": {"f1": f1, "kind": {"accuracy": 0.5}}}


def test_floors_rise_by_one_command_and_fall_only_for_a_reason(root: Path, tmp_path: Path) -> None:
    gold, path = root / "data" / "gold" / "seeds", tmp_path / "floors.json"
    F.update(row(0.8), gold, path)
    assert F.below(row(0.8), gold, path) == []
    assert F.below(row(0.79), gold, path) == ["money: 0.7900, floor 0.8000"]
    F.update(row(0.9), gold, path)
    with pytest.raises(F.FloorsError, match="only rise"):
        F.update(row(0.85), gold, path)
    F.update(row(0.85), gold, path, "the gold was corrected")
    assert json.loads(path.read_text(encoding="utf-8"))["lowered"][0]["why"] == "the gold was corrected"
    assert F.below(row(0.84), gold, path)


def test_floors_hold_for_the_gold_they_were_measured_on(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    path = tmp_path / "floors.json"
    F.update(row(0.8), root / "data" / "gold" / "seeds", path)
    with pytest.raises(F.FloorsError, match="other gold"):
        F.below(row(0.8), tmp_path, path)
