"""Every snippet of the README and of docs/ runs: shell lines that call depesche, and Python."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import cli

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted(p for p in (ROOT / "docs").rglob("*.md") if "decisions" not in p.parts and p.name != "cli.md"),
]
_BLOCK = re.compile(r"^```(?P<kind>sh|python|csv)(?P<rest>[^\n]*)\n(?P<code>.*?)^```$", re.M | re.S)


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """The snippets of a page in order: kind and code. `no-test` beside the kind leaves one out."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if "no-test" not in block["rest"]:
            yield block["kind"], block["code"]


@pytest.mark.parametrize("page", [p for p in PAGES if any(blocks(p))], ids=lambda p: p.name)
def test_snippets(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds_out: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(seeds_out, tmp_path / "data" / "processed")
    shutil.copytree(seeds_out, tmp_path / "tables")  # what the first command of a page would make
    monkeypatch.chdir(tmp_path)
    for kind, code in blocks(page):
        if kind == "csv":
            (tmp_path / "own.csv").write_text(code, encoding="utf-8")
        elif kind == "python":
            exec(compile(code, page.name, "exec"), {"__name__": "__main__"})
        else:
            for line in code.splitlines():
                if line.startswith("depesche "):
                    with pytest.raises(SystemExit) as stopped:
                        cli.main(shlex.split(line, comments=True)[1:])
                    assert stopped.value.code == 0, line


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    (tmp_path / "notebooks").mkdir()
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    monkeypatch.chdir(tmp_path / "notebooks")
    cells = json.loads((ROOT / "notebooks" / "quickstart.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(cell.get("outputs", []) == [] for cell in cells), "clear the outputs before committing"
    shared: dict[str, object] = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), shared)
    both = shared["both"]
    assert "loc:kz" in set(both["entity_id"]) and shared["counts"].to_numpy().sum() > 40  # type: ignore[index, attr-defined]
    matplotlib.pyplot.close("all")


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists() or target == "reference/cli.md", f"{page.name}: {target}"
