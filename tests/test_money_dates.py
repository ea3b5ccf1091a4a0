"""The cases of money and dates together: enough of them for each language, and of what is neither."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from pipeline import lang


@pytest.mark.parametrize("language", lang.LANGUAGES)
def test_there_are_enough_cases_and_negatives(language: str) -> None:
    cases = [
        (subject, json.loads(line))
        for subject in ("money", "dates")
        for line in (files(lang) / language / "cases" / f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(cases) >= 600
    for subject in ("money", "dates"):
        assert sum(not case[subject] for name, case in cases if name == subject) >= 20
