"""depesche demo: the first minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli.demo import articles


def test_it_extracts_reports_and_says_what_to_try(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["demo", "--to", str(tmp_path / "demo"), "--no-open"])
    said, err = capsys.readouterr()
    assert (stopped.value.code, "Traceback" in err) == (0, False)
    page = tmp_path / "demo" / "report.html"
    assert page.is_file() and str(page) in said and "depesche query partners" in said
    for line in said.splitlines():  # what it says to try does work
        if line.startswith("  depesche query partners"):
            with pytest.raises(SystemExit) as stopped:
                cli.main(["query", "partners", line.split()[3]])
            assert stopped.value.code == 0
    assert "Карагандинская область" in capsys.readouterr().out


def test_the_articles_come_along() -> None:
    folder = articles()
    assert folder is not None and len(list(folder.glob("*.txt"))) == 5
