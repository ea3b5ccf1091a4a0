"""Agreements beside a keyword baseline, on the same texts with the same names, dates and places.

    python bench/agreements.py GOLD_FOLDER [GOLD_FOLDER …]

The baseline is what event coders of news make of an agreement: GDELT's CAMEO code 057, "sign formal agreement", goes to
a sentence that holds a verb of signing and a noun of agreement; the two actors nearest to the verb are the sides, the
sentence's first place is where, and the day of publication when. Here it has the advantage of our names, entities and
layout. Figures are those of `depesche evaluate`: an agreement is found where its words overlap and
its type is right; slots are all it says of status, sides, days, place, term and amount.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from pipeline import aggregate, rows, stages, tables
from pipeline.document import Agreement, Annotation, Document, Name, Party, Sentence
from pipeline.evaluate import gold as G
from pipeline.evaluate.score import PER_DOCUMENT, Output, score
from pipeline.extractors.agreements import agreements
from pipeline.lang import fold

# The beginnings of words, as such coders' dictionaries have them
SIGNING = {
    "ru": ("подпис", "заключи", "парафиров", "ратифициров", "договорил", "скрепил", "утверд", "продл"),
    "de": ("unterzeich", "unterschr", "unterschrieb", "schloss", "schließ", "geschloss", "abgeschloss", "vereinbar",
           "ratifizier", "paraphier", "besiegel", "verlänger"),
}  # fmt: skip
NOUNS = {
    "ru": {"соглашен": "agreement", "договор": "contract", "контракт": "contract", "меморандум": "memorandum",
           "протокол": "protocol", "декларац": "declaration", "дорожн": "roadmap", "конвенц": "treaty",
           "пакт": "treaty", "сделк": "agreement", "документ": "document"},
    "de": {"abkommen": "agreement", "vereinbarung": "agreement", "vertrag": "contract", "verträge": "contract",
           "memorand": "memorandum", "absichtserkl": "memorandum", "protokoll": "protocol", "erklärung": "declaration",
           "fahrplan": "roadmap", "roadmap": "roadmap", "konvention": "treaty", "pakt": "treaty",
           "dokument": "document"},
}  # fmt: skip


def cameo_057(document: Document) -> Document:
    """The document with the agreements of the keyword baseline."""
    found = tuple(a for s in document.sentences if (a := _coded(document, s)) is not None)
    return replace(document, agreements=found)


def _coded(document: Document, sentence: Sentence) -> Annotation[Agreement] | None:
    lows = [(t, fold(t.text)) for t in sentence.tokens]
    verb = next((t for t, low in lows if low.startswith(SIGNING[document.language])), None)
    nouns = ((t, kind) for t, low in lows for stem, kind in NOUNS[document.language].items() if stem in low)
    noun, kind = next(((t, k) for t, k in nouns if t is not verb), (None, ""))
    if verb is None or noun is None:
        return None
    names = [n for n in document.names if sentence.start <= n.start < sentence.end]
    actors = [n for n in names if n.value.type in ("LOC", "ORG")]
    place = next((n.value.entity for n in names if n.value.type == "LOC"), None)
    nearest = {n.value.entity: n for n in sorted(actors, key=lambda n: -abs(n.start - verb.start))}
    parties = tuple(_party(n) for n in list(nearest.values())[-2:])
    if len(parties) < 2:
        return None  # an event has two actors
    day = document.published_on
    within = (sentence.start, sentence.end)
    value = Agreement(kind, "signed", 1, None, day, day, place, sentence=within, parties=parties)
    return Annotation(noun.start, noun.end, value, "cameo-057")


def _party(n: Annotation[Name]) -> Annotation[Party]:
    return Annotation(n.start, n.end, Party("party", n.value.entity), "cameo-057")


def prepared(folders: Sequence[Path]) -> Iterator[tuple[dict[str, G.Gold], list[Document]]]:
    """Gold and documents with all stages but the last run, a folder at a time."""
    for folder in folders:
        golds = {path: g for path, g in G.folder(folder).items() if g.quarantine is None}
        documents = []
        for g in golds.values():
            day = g.meta.get("published_on") if folder.name == "agreements" else None  # passages print no day
            published = date.fromisoformat(day) if day else None
            documents.append(replace(Document(g.name, f"{g.name}.txt", g.text, g.text), published_on=published))
        yield golds, stages.run(documents, stages.STAGES[:-1])[0]


def output(documents: Sequence[Document]) -> Output:
    """The tables of documents, as `depesche evaluate` reads them from files."""
    made = rows.documents_to_records(documents)
    by_doc: dict[str, dict[str, list[dict[str, object]]]] = {}
    for table in PER_DOCUMENT:
        of: dict[str, list[dict[str, object]]] = {d.doc_id: [] for d in documents}
        for row in tables.to_arrow(table, made[table]).to_pylist():
            of[row["doc_id"]].append(row)
        by_doc[table] = of
    entities = {e["entity_id"]: e for e in aggregate.entities([aggregate.seen(documents)]).to_pylist()}
    named = {d["doc_id"]: d for d in tables.to_arrow("documents", made["documents"]).to_pylist()}
    return Output(named, {}, entities, by_doc)


CODERS: dict[str, Callable[[Document], Document]] = {"CAMEO 057": cameo_057, "depesche": agreements}


def main(folders: Sequence[Path]) -> None:
    for folder, (golds, documents) in zip(folders, prepared(folders), strict=True):
        none = [g.name for g in golds.values() if not g.agreements]
        print(f"\nAgreements, {folder}: {len(golds)} documents, {len(none)} of them without any")
        for name, coder in CODERS.items():
            coder(documents[0])  # opens its word tables
            started = time.perf_counter()
            coded = [coder(d) for d in documents]
            seconds = time.perf_counter() - started
            figures = score(golds, output(coded)).row()["agreements"]
            slots = figures["slots"].get("all", {"f1": 0.0})
            false = sum(len(d.agreements) for d in coded if d.doc_id in none)
            print(
                f"  {name:<10} P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}"
                f"   slots F1 {slots['f1']:.3f}   false finds where there is none: {false}"
                f"   {1000 * seconds / len(documents):.1f} ms a document"
            )


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]])
