"""Money: the cases of both languages, values written and read back, exactness, and linear time."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Annotation, Date, Document, Entity, Money, Name
from pipeline.extract.money import find, money
from pipeline.records import AMOUNT_KINDS, AMOUNT_MODIFIERS

LANGUAGES = ("ru", "de")


def cases(language: str) -> list[dict[str, object]]:
    lines = (files("pipeline.lang") / language / "cases" / "money.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def unbracket(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and where they stood."""
    spans, plain, start = [], "", 0
    for part in re.split(r"([\[\]])", marked):
        if part == "[":
            start = len(plain)
        elif part == "]":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


def said(found: Annotation[Money], expected: str) -> str:
    """What was found, in as many words as are expected: `5..7 EUR more_than loan`, the last two if asked for."""
    v = found.value
    amount = f"{v.amount_min.normalize():f}"
    if v.amount_max != v.amount_min:
        amount += f"..{v.amount_max.normalize():f}"
    words = [amount, v.currency or "?"]
    for word in expected.split()[2:]:
        assert word in AMOUNT_MODIFIERS or word in AMOUNT_KINDS, word
        words.append(v.modifier if word in AMOUNT_MODIFIERS else v.kind)
    return " ".join(words)


def plain(expected: str) -> str:
    amount, *rest = expected.split()
    return " ".join(["..".join(f"{Decimal(x).normalize():f}" for x in amount.split("..")), *rest])


@pytest.mark.parametrize(("language", "case"), [(lang, c) for lang in LANGUAGES for c in cases(lang)], ids=lambda x: str(x)[:70])
def test_case(language: str, case: dict[str, object]) -> None:
    text, spans = unbracket(str(case["text"]))
    expected = list(case["money"])  # type: ignore[call-overload]
    got = find(text, language, case.get("country"))  # type: ignore[arg-type]
    assert [text[a.start : a.end] for a in got] == [text[s:e] for s, e in spans]
    assert [said(a, e) for a, e in zip(got, expected, strict=True)] == [plain(e) for e in expected]
    assert all(a.rule.startswith("money.") for a in got)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_cases(language: str) -> None:
    every = cases(language)
    assert len(every) >= 300
    assert len({str(c["text"]) for c in every}) == len(every)
    assert sum(not c["money"] for c in every) >= 30
