"""The command as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli, tables
from pipeline.version import __version__

Result = tuple[int, str, str]


@pytest.fixture
def depesche(capsys: pytest.CaptureFixture[str]) -> object:
    def call(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(stopped.value.code or 0), out, err

    return call


def test_as_installed() -> None:
    command = [sys.executable, "-m", "pipeline.cli"]
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.strip() == f"depesche {__version__}"
    wrong = subprocess.run([*command, "extract"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1 and "Traceback" not in wrong.stderr and "--help" in wrong.stderr


def test_help_tells_exit_codes(depesche) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = depesche("--help")
    assert code == 0 and "Exit codes" in out
    for command in ("extract", "evaluate", "explain", "tables"):
        assert command in out and depesche(command, "--help")[0] == 0


def test_extract_says_what_it_did_and_that_nothing_changed(depesche, root: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source = root / "data/raw/smailov-golovchenko-2023.txt"
    code, out, err = depesche("extract", source, "--out", tmp_path / "out")
    assert code == 0 and "1 articles done" in err
    said = {line.split()[0]: line.split()[1] for line in out.splitlines() if len(line.split()) == 2}
    assert said["documents"] == "1" and int(said["mentions"]) > 10 and said["quarantined"] == "0"
    assert str(tmp_path / "out") in out and "nothing changed" not in out
    assert "nothing changed" in depesche("extract", source, "--out", tmp_path / "out")[1]
    assert depesche("extract", source, "--out", tmp_path / "out", "--quiet") == (0, "", "")
    code, out, err = depesche("extract", source, "--out", tmp_path / "out", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"]["money"] == int(said["money"])


def test_too_much_quarantine_is_exit_code_2(depesche, root: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_text(
        "Dies ist ein kurzer deutscher Text über den Handel mit Kasachstan.", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_bytes(b"")
    out = tmp_path / "out"
    assert depesche("extract", tmp_path / "a.txt", tmp_path / "b.txt", "--out", out, "--max-quarantine", 0.5)[0] == 0
    code, _, err = depesche("extract", tmp_path / "a.txt", tmp_path / "b.txt", "--out", out, "--max-quarantine", 0.4)
    assert code == 2 and "50.0%" in err


MISTAKES = {
    "no such input": (["extract", "{tmp}/none", "--out", "{tmp}/out"], "no such file"),
    "nothing to read": (["extract", "{tmp}", "--out", "{tmp}/out"], "nothing to read"),
    "out is a file": (["extract", "{root}/data/raw", "--out", "{root}/README.md"], "name a folder"),
    "no out": (["extract", "{root}/data/raw"], "--out"),
    "a share beyond 1": (
        ["extract", "{root}/data/raw", "--out", "{tmp}/o", "--max-quarantine", "7"],
        "share from 0 to 1",
    ),
    "no workers": (["extract", "{root}/data/raw", "--out", "{tmp}/o", "--workers", "0"], "workers"),
    "unknown option": (["extract", "--colour"], "--colour"),
    "unknown command": (["extrakt"], "extract"),
    "no gold": (["evaluate", "{tmp}", "{tmp}"], "no gold"),
    "no tables": (["evaluate", "{root}/data/gold/seeds", "{tmp}"], "extract` first"),
    "unknown table": (["evaluate", "{root}/data/gold/seeds", "{tmp}", "--show", "moneys"], "money"),
    "floors without a file": (["evaluate", "{root}/data/gold/seeds", "{tmp}", "--raise-floors"], "--floors"),
    "explain nothing": (["explain", " "], "empty"),
    "explain a lost file": (["explain", "lost.txt"], "no such file"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_a_line_and_exit_code_1(depesche, root: Path, tmp_path: Path, mistake: str) -> None:  # type: ignore[no-untyped-def]
    arguments, says = MISTAKES[mistake]
    code, _, err = depesche(*(a.format(root=root, tmp=tmp_path) for a in arguments))
    assert code == 1 and says in err


def test_evaluate_with_floors(depesche, root: Path, seeds_out: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    gold, floors = root / "data/gold/seeds", tmp_path / "floors.json"
    code, out, _ = depesche("evaluate", gold, seeds_out, "--floors", floors, "--raise-floors")
    assert code == 0 and "mentions / PER" in out
    assert depesche("evaluate", gold, seeds_out, "--floors", floors)[0] == 0
    kept = json.loads(floors.read_text(encoding="utf-8"))
    kept["floors"]["body"] = 1.1
    floors.write_text(json.dumps(kept), encoding="utf-8")
    code, _, err = depesche("evaluate", gold, seeds_out, "--floors", floors)
    assert code == 2 and "body" in err
    assert json.loads(depesche("evaluate", gold, seeds_out, "--json")[1])["documents"] == 5


def test_a_registry_of_ones_own(root: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "id,type,name_ru,name_de,aliases,country,kind\norg:our-plant,ORG,Завод «Вымпел-Тест»,,Вымпел-Тест,BY,company\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text(
        "Министр посетил компанию «Вымпел-Тест» в Минске и назвал её лучшей.", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]
    subprocess.run([*command, "--registry", str(tmp_path / "own.csv")], check=True, capture_output=True, cwd=root)
    entities = tables.read(tmp_path / "out", "entities").to_pylist()
    assert ("org:our-plant", "BY") in {(e["entity_id"], e["country"]) for e in entities}
    (tmp_path / "own.csv").write_text("id,type\nx,THING\n", encoding="utf-8")
    wrong = subprocess.run(
        [*command, "--registry", str(tmp_path / "own.csv")], capture_output=True, text=True, cwd=root
    )
    assert wrong.returncode == 1 and "own.csv:2" in wrong.stderr and "Traceback" not in wrong.stderr


def test_explain_names_rules(depesche, root: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = depesche("explain", "Товарооборот Казахстана и Беларуси в 2023 году превысил $1,2 млрд.")
    assert code == 0
    (amount,) = (line for line in out.splitlines() if " money " in line)
    assert "1200000000" in amount and "USD" in amount and "more_than" in amount and "[money." in amount
    assert "loc:kz" in out and "[no rule named]" not in out
    assert "Krupko" in depesche("explain", root / "data/raw/gomel-forum-2024.txt")[1]
    assert "quarantined by language" in depesche("explain", "The minister met the ambassador and they talked.")[1]


def test_tables_in_every_format(depesche, root: Path) -> None:  # type: ignore[no-untyped-def]
    assert "agreement_parties" in depesche("tables")[1]
    assert depesche("tables", "--format", "markdown")[1] == (root / "docs/tables.md").read_text(encoding="utf-8")
    assert json.loads(depesche("tables", "--format", "json-schema")[1])["$defs"]


def test_the_library_gives_typed_rows() -> None:
    from pipeline import extract

    found = extract(
        ["Der Handel mit Kasachstan wuchs 2023 auf 5,5 Mrd. Euro.", "", "The cat sat on the mat and slept."]
    )
    assert found.documents[0].language == "de"
    assert (found.money[0].text, str(found.money[0].amount_min), found.money[0].currency) == (
        "5,5 Mrd. Euro", "5500000000", "EUR",
    )  # fmt: skip
    assert found.frame("mentions").entity_id.tolist() == ["loc:kz"]
    assert [(q.source, q.reason) for q in found.quarantine] == [("1", "empty"), ("2", "language")]
    with pytest.raises(KeyError):
        found.frame("moneys")


def test_the_snippets_of_the_readme_run(root: Path, seeds_out: Path, tmp_path: Path) -> None:
    snippets = (root / "README.md").read_text(encoding="utf-8").split("```python\n")[1:]
    assert len(snippets) == 2
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "processed").symlink_to(seeds_out)
    for snippet in snippets:
        code = "import sys; sys.path.insert(0, sys.argv[1])\n" + snippet.split("```")[0]
        done = subprocess.run([sys.executable, "-c", code, str(root)], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout, done.stderr
