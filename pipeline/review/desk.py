"""The articles under review: what was found, what a person makes of it, and the gold that comes of that.

Gold is written when it is sound; until then every change is kept as a draft beside it, so that a closed
page or a killed process loses nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline import output
from pipeline.evaluate import gold as G
from pipeline.evaluate import score as S
from pipeline.evaluate.show import lines
from pipeline.exchange import documents, gold
from pipeline.exchange.documents import index, name

DRAFTS = ".drafts"
Sheet = dict[str, Any]  # text, tags: [[start, end, tag]], card: what NAME.json holds


class Desk:
    """Articles of an output folder, and the folder of gold that grows from them. Raises WarehouseError."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.out, self.folder = out, folder
        self.index = {name(row["source"], row["doc_id"]): row for row in index(out)}

    def articles(self) -> list[dict[str, Any]]:
        """The articles in order: name, title, language, and whether there is nothing yet, a draft, or gold."""
        found = []
        for key, row in self.index.items():
            state = "draft" if self._draft(key).is_file() else "saved" if self._ann(key).is_file() else "new"
            found.append({"name": key, "title": row["title"], "language": row["language"], "state": state})
        return found

    def open(self, key: str) -> Sheet:
        """An article: as the draft has it, else the gold, else as it was found. Raises KeyError, GoldError."""
        row = self.index[key]
        if self._draft(key).is_file():
            draft: Sheet = json.loads(self._draft(key).read_text(encoding="utf-8"))
            return draft
        if self._ann(key).is_file():
            return sheet(G.load(self._ann(key)))
        (found,) = documents(self.out, [row["doc_id"]])
        return sheet(found)

    def draft(self, key: str, given: Sheet) -> None:
        """Keep an article as it is now, right or wrong. Raises KeyError, OSError."""
        self.index[key]
        output.write_json(self._draft(key), given)

    def save(self, key: str, given: Sheet) -> None:
        """Write an article's gold. Raises KeyError, OSError, and GoldError with a line for each thing wrong."""
        self.index[key]
        document = read(key, given)
        gold.save(document, self.folder)
        self._draft(key).unlink(missing_ok=True)

    def reset(self, key: str) -> Sheet:
        """Forget draft and gold: the article as it was found. Raises KeyError."""
        self.index[key]
        for path in (self._draft(key), *(self.folder / f"{key}{ending}" for ending in (".txt", ".ann", ".json"))):
            path.unlink(missing_ok=True)
        return self.open(key)

    def figures(self) -> list[str]:
        """What `depesche evaluate` says of the gold there is so far."""
        found = G.folder(self.folder)
        return list(lines(S.score(found, S.read(self.out)).row())) if found else []

    def _ann(self, key: str) -> Path:
        return self.folder / f"{key}.ann"

    def _draft(self, key: str) -> Path:
        return self.folder / DRAFTS / f"{key}.json"


def sheet(document: G.Gold) -> Sheet:
    """A document as the page has it."""
    return {"text": document.text, "tags": sorted(gold.tags(document)), "card": gold.card_of(document)}


def read(key: str, given: Sheet) -> G.Gold:
    """The document that a sheet is, checked as gold. Raises GoldError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        try:
            marked = gold.mark(given["text"], [(int(s), int(e), str(tag)) for s, e, tag in given["tags"]])
            path.with_suffix(".txt").write_text(given["text"], encoding="utf-8", newline="")
            path.with_suffix(".ann").write_text(marked, encoding="utf-8", newline="")
            path.with_suffix(".json").write_text(json.dumps(given["card"]), encoding="utf-8")
            document = G.load(path)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise error if isinstance(error, G.GoldError) else G.GoldError(f"not a sheet: {error}") from error
    document.name = key
    return document
