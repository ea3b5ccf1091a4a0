"""depesche as a library: texts in, typed rows out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pipeline import aggregate, ingest, rows, stages, tables
from pipeline import records as R
from pipeline.document import Document, Quarantined

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of every table, as records; `frame("money")` gives one as pandas."""

    documents: list[R.DocumentRecord]
    mentions: list[R.MentionRecord]
    entities: list[R.EntityRecord]
    roles: list[R.RoleRecord]
    money: list[R.MoneyRecord]
    dates: list[R.DateRecord]
    agreements: list[R.AgreementRecord]
    agreement_parties: list[R.AgreementPartyRecord]
    quarantine: list[R.QuarantineRecord]

    def frame(self, table: str) -> pandas.DataFrame:
        """One table as a pandas DataFrame. Raises KeyError for a table that does not exist."""
        if table not in {f.name for f in fields(self)}:
            raise KeyError(f"no table is called {table!r}")
        frame: pandas.DataFrame = tables.to_arrow(table, getattr(self, table)).to_pandas()
        return frame


def extract(texts: str | Iterable[str], *, html: bool = False) -> Tables:
    """Everything in a text, or in many. What is no Russian or German article stands in `.quarantine`.

    Sources are numbered from 0 in the order given. With `html`, the texts are pages' source.
    """
    given = [texts] if isinstance(texts, str) else list(texts)
    documents: list[Document] = []
    quarantined: list[Quarantined] = []
    seen: set[str] = set()
    for number, text in enumerate(given):
        if not text.strip():
            quarantined.append(Quarantined(str(number), "ingest", "empty"))
            continue
        if any("\ud800" <= c <= "\udfff" for c in text):
            quarantined.append(Quarantined(str(number), "ingest", "undecodable", "half a surrogate pair"))
            continue
        document = ingest.document(text, str(number), html=html)
        if document.doc_id in seen:
            quarantined.append(Quarantined(str(number), "ingest", "duplicate", document.doc_id))
        else:
            seen.add(document.doc_id)
            documents.append(document)
    done, given_up = stages.run(documents)
    return collect(done, quarantined + given_up)


def collect(documents: Iterable[Document], quarantined: Iterable[Quarantined] = ()) -> Tables:
    """Finished documents as rows, entities added up over all of them."""
    documents = list(documents)
    found: dict[str, list[Any]] = rows.documents_to_records(documents, sorted(quarantined, key=lambda q: int(q.source)))
    entities = [R.EntityRecord(**row) for row in aggregate.entities([aggregate.seen(documents)]).to_pylist()]
    return Tables(entities=entities, **found)
