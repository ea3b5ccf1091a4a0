"""Entities added up: the vectorised way gives what the plain rule gives, however the rows are cut."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import aggregate, tables
from pipeline.records import Count, EntityRecord

Row = dict[str, Any]


def plainly(rows: list[Row]) -> list[EntityRecord]:
    """The rule, word for word: fullest name, then the most frequent; a vote for the rest; ties to the alphabet."""

    def most(votes: Counter[str]) -> str | None:
        return min(votes, key=lambda v: (-votes[v], v)) if votes else None

    found = []
    for key in sorted({row["entity_id"] for row in rows}):
        own = [row for row in rows if row["entity_id"] == key]
        forms: dict[str, Counter[str]] = {}
        for row in own:
            forms.setdefault(row["language"], Counter())[row["name"]] += 1
        best = {lang: min(f, key=lambda n: (-len(n.split()), -f[n], n)) for lang, f in forms.items()}
        leading = min(best, key=lambda lang: (-forms[lang].total(), lang != "ru"))
        votes = {c: Counter(r[c] for r in own if r[c] is not None) for c in ("type", "kind", "country")}
        mentions = Count(sum(r["mentions"] for r in own))
        found.append(
            EntityRecord(key, most(votes["type"]) or "", best[leading], best.get("ru"), best.get("de"),
                         most(votes["kind"]), most(votes["country"]), mentions, Count(len(own)))  # fmt: skip
        )
    return found


names = st.sampled_from(["А", "Б А", "А Б", "Ä B C", "x y", "x\u00a0y z", "", "Z"])
row = st.fixed_dictionaries(
    {
        "doc_id": st.just("d"), "entity_id": st.sampled_from(["e1", "e2", "ё3"]),
        "type": st.sampled_from(["PER", "ORG"]), "language": st.sampled_from(["ru", "de"]), "name": names,
        "kind": st.sampled_from([None, "city", "country"]),
        "country": st.sampled_from([None, "KZ", "BY"]), "mentions": st.integers(1, 9),
    }
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(row, max_size=40), st.integers(1, 9), st.integers(1, 9))
def test_adding_up_gives_what_the_rule_says(rows: list[Row], size: int, fold: int) -> None:
    whole = pa.Table.from_pylist(rows, schema=aggregate.SEEN)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(aggregate, "_FOLD", fold)
        found = aggregate.entities(whole.slice(at, size) for at in range(0, len(rows), size))
    wanted = tables.to_arrow("entities", plainly(rows))
    assert found.equals(wanted) and found.schema.equals(wanted.schema, check_metadata=True)
