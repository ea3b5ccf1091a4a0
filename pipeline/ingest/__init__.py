"""Files, folders, archives and streams -> documents, one at a time; what cannot be read -> quarantine.

`files` finds what there is to read, `kinds` says what a file is, `streams` gives its bytes piece by piece,
`jsonl`, `delimited` and `parquet` cut it into rows, `columns` knows which column is what, and `articles`
makes the documents. Nothing is ever held whole but one article, so memory does not grow with an archive.
"""

from __future__ import annotations

from pipeline.ingest.articles import LARGEST, article, document
from pipeline.ingest.files import InputError, Inputs, find
from pipeline.ingest.kinds import READ
from pipeline.ingest.reading import read
from pipeline.reading import LONGEST

__all__ = ["LARGEST", "LONGEST", "READ", "InputError", "Inputs", "article", "document", "find", "read"]
