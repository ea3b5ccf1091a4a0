"""What joins the tables: the key of each, and which column points at which table."""

from __future__ import annotations

import re
from functools import cache

from pipeline import records as R
from pipeline.tables import columns

KEYS: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "mentions": ("mention_id",),
    "entities": ("entity_id",),
    "roles": ("doc_id", "start", "end", "person_id"),  # „die Präsidenten A und B“: one office's words, two people
    "money": ("doc_id", "start", "end"),
    "dates": ("doc_id", "start", "end"),
    "agreements": ("agreement_id",),
    "agreement_parties": ("agreement_id", "start", "end", "role"),
    "quarantine": (),  # a file given twice is quarantined twice
    "runs": ("run_id",),
}
KEPT = ("runs",)  # rows that stay where they were loaded, even when the folder they came from is made anew
OF_DOCUMENTS = tuple(t for t, r in R.TABLES.items() if t != "documents" and any(c.name == "doc_id" for c in columns(r)))

_POINTS_AT = re.compile(r"→ (\w+)")


@cache
def references(table: str) -> dict[str, str]:
    """The columns of a table that hold another table's key, with that table's name: told by their meaning."""
    found = ((c.name, _POINTS_AT.match(c.meaning)) for c in columns(R.TABLES[table]))
    return {name: match[1] for name, match in found if match}
