"""Agreements on the gold in the repository: the score means what it says, and what holds none stays empty."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from pipeline.document import Agreement, Annotation, Document
from pipeline.evaluate import gold as G
from pipeline.stages import STAGES, run

ROOT = Path(__file__).parent.parent / "data" / "gold"


@dataclass(frozen=True)
class Find:
    agreement: Annotation[Agreement]
    right: bool


@cache
def finds() -> tuple[list[Find], int, int]:
    """Every find on our own gold, but for the parts that are kept apart; false ones and articles that hold none."""
    golds = [g for folder in ("seeds", "own", "agreements") for g in G.folder(ROOT / folder).values()]
    golds = [g for g in golds if g.quarantine is None and not g.name.startswith("test-")]
    documents = []
    for g in golds:
        document = Document(g.name, f"{g.name}.txt", g.text, g.text)
        day = g.meta.get("published_on")
        if day and g.name.startswith("dev-"):  # the passages have no line with the day
            document = replace(document, published_on=date.fromisoformat(day))
        documents.append(document)
    kept, given_up = run(documents, STAGES)
    assert not given_up
    found, false, empty = [], 0, 0
    for document in kept:
        wanted = list(next(g for g in golds if g.name == document.doc_id).agreements.values())
        empty += not wanted
        false += len(document.agreements) if not wanted else 0
        for a in document.agreements:
            start, end = document.raw_span(a.start, a.end)
            same = (w for w in wanted if w["type"] == a.value.type and w["start"] < end and start < w["end"])
            found.append(Find(a, next(same, None) is not None))
    return found, false, empty


def test_the_score_is_monotone_with_precision() -> None:
    """In ten bins of equal width, as far as they are filled, precision does not fall; nor is the score far off."""
    found, _, _ = finds()
    assert len(found) > 90
    bins: dict[int, list[Find]] = {}
    for f in found:
        assert f.agreement.value.score is not None
        bins.setdefault(min(9, int(f.agreement.value.score * 10)), []).append(f)
    precision = [sum(f.right for f in bins[k]) / len(bins[k]) for k in sorted(bins)]
    assert all(a <= b + 0.02 for a, b in pairwise(precision)), precision
    assert len(bins) > 2, "the score tells finds apart"


def test_what_holds_none_stays_empty() -> None:
    """At most one false find in ten articles that hold no agreement."""
    _, false, empty = finds()
    assert empty > 35 and false <= empty / 10


def test_the_slots_say_their_words() -> None:
    """Each slot that is filled has the words that filled it, inside the text, with the rule."""
    for f in finds()[0]:
        value = f.agreement.value
        told = {t.value for t in value.told}
        assert all(t.rule and t.start < t.end for t in value.told)
        assert value.signed_on_begins is None or "signed_on" in told
        assert value.place is None or "place" in told
        assert value.amount_min is None or "amount" in told
        assert value.valid_from is None or "valid_from" in told
        assert value.valid_to is None or told & {"valid_to", "term"}


def test_the_cards_are_whole() -> None:
    """As many passages as the README says, half of them without an agreement."""
    cards = [json.loads(p.read_text(encoding="utf-8")) for p in (ROOT / "agreements").rglob("*.json")]
    for language in ("ru", "de"):
        own = [c for c in cards if c["language"] == language]
        none = sum(not c["agreements"] for c in own)
        assert len(own) >= 60 and 0.4 <= none / len(own) <= 0.6
