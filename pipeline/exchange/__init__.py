"""The tables as other tools want them, and back: annotated documents in the forms of annotators and trainers.

`documents` turns tables into annotated documents, in the class that gold is read into; each module beside it
writes them in one form, and `label_studio` reads what people corrected there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.evaluate.gold import Gold
from pipeline.exchange import brat, conll, docbin, gold, graphml, label_studio
from pipeline.exchange.documents import documents

__all__ = ["FILES", "FORMS", "documents", "write"]

FORMS: dict[str, Callable[[Iterable[Gold], Path], int]] = {
    "brat": brat.write,
    "conll": conll.write,
    "docbin": docbin.write,
    "gold": gold.write,
    "graphml": graphml.write,
    "label-studio": label_studio.write,
}
FILES = frozenset({"conll", "docbin", "graphml", "label-studio"})  # one file; the others fill a folder


def write(out: Path, to: Path, form: str) -> int:
    """The documents of an output folder in that form; how many. Raises WarehouseError, GoldError, OSError."""
    (to.parent if form in FILES else to).mkdir(parents=True, exist_ok=True)
    return FORMS[form](documents(out), to)
