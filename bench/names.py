"""Russian names and their normal forms beside natasha's own chain: the same texts, the same run.

    python bench/names.py GOLD_FOLDER [GOLD_FOLDER …]

A mention counts as found with its exact span and type (PER, ORG, LOC; natasha has no events, so ours do not
count either). Normal forms: of the gold mentions that both found, the share whose canonical name is one that gold
accepts; natasha's is `span.normal`, ours the entity's name (which may stand fuller elsewhere in the article, so
natasha's also counts as right where it is a surname of gold's name). Time: a document on one core, warmed up.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

from pipeline import ingest, stages
from pipeline.document import Document
from pipeline.evaluate import gold as G

import peers

TYPES = ("PER", "ORG", "LOC")
Found = dict[tuple[int, int, str], str]  # span and type of a mention → its normal form


def articles(folders: Iterable[str]) -> list[tuple[G.Gold, Document]]:
    """Russian gold documents, each read and laid out."""
    gold = {f"{folder}/{name}": g for folder in folders for name, g in G.folder(Path(folder)).items()}
    russian = {name: g for name, g in gold.items() if not g.quarantine and g.language == "ru"}
    before = [s for s in stages.STAGES if s.name in ("reading", "layout", "language")]
    documents, _ = stages.run([ingest.document(g.text, name) for name, g in russian.items()], before)
    return [(russian[d.source], d) for d in documents]


def ours(document: Document) -> Found:
    """Our mentions with the names of their entities."""
    wanted = [s for s in stages.STAGES if s.name in ("analyse", "entities", "roles", "link")]
    (linked,), _ = stages.run([document], wanted)
    names = {e.entity_id: e.name for e in linked.entities}
    return {
        (*linked.raw_span(a.start, a.end), a.value.type): names[a.value.entity or ""]
        for a in linked.names
        if a.value.type in TYPES
    }


def theirs(document: Document) -> Found:
    """natasha's mentions with their normal forms."""
    done = peers.natasha_chain(names_only=True)(document.raw)
    return {(s.start, s.stop, s.type): s.normal for s in done.spans}


def timed(call: Callable[[Document], Found], documents: list[Document]) -> tuple[list[Found], float]:
    """What it finds in each document, and seconds for all of them."""
    for document in documents:  # caches are filled
        call(document)
    started = time.perf_counter()
    found = [call(d) for d in documents]
    return found, time.perf_counter() - started


def main() -> None:
    some = articles(sys.argv[1:])
    documents = [d for _, d in some]
    results = {name: timed(call, documents) for name, call in (("depesche", ours), ("natasha", theirs))}
    print(f"ru: {len(some)} articles, names and normal forms")
    for name, (found, seconds) in results.items():
        hit = got = want = right = shared = 0
        for number, (gold, _) in enumerate(some):
            wanted = {
                (m["start"], m["end"], m["type"]): gold.forms(m["entity"]) for m in gold.mentions if m["type"] in TYPES
            }
            inside = [k for k in found[number] if any(s <= k[0] and k[1] <= e for s, e in gold.body)]
            hit += sum(k in wanted for k in inside)
            got += len(inside)
            want += len(wanted)
            for key, forms in wanted.items():
                if all(key in f[number] for f, _ in results.values()):
                    shared += 1
                    normal = G.normal(found[number][key])
                    right += normal in forms or (key[2] == "PER" and normal in {(f or "").split()[-1] for f in forms})
        p, r = hit / max(1, got), hit / max(1, want)
        print(
            f"  {name:<10} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}"
            f"   normal forms {right / max(1, shared):.3f} of {shared} that both found"
            f"   {1000 * seconds / len(some):6.1f} ms a document"
        )


if __name__ == "__main__":
    main()
