"""CSV and TSV: a header, then an article a record, which may run over several lines.

Records are cut on bytes and decoded each by itself, so that nothing is held but one. The delimiter is the
one of `,` `;` tab `|` that the header has most of. A record that is broken (a quote never closed, values
more or fewer than columns) costs its first line only: reading goes on at the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from pipeline.document import Document, Quarantined
from pipeline.ingest import columns, streams
from pipeline.ingest.articles import LARGEST, refused, too_large
from pipeline.reading import DecodeError, decode
from pipeline.settings import Settings

_DELIMITERS = ",;\t|"
_AGAIN = 20  # how often the bytes of a file may be looked at on average, which bounds what broken quotes can cost


def read(name: str, pieces: Iterator[bytes], settings: Settings, tsv: bool = False) -> Iterator[Document | Quarantined]:
    """The articles of a file, `name#LINE` each, by the line on which its record begins. Raises OSError."""
    records = _Records(pieces)
    try:
        header, delimiter = _header(records, tsv)
        chosen = columns.choose(header, settings)
    except DecodeError as error:
        yield refused(name, error.reason, str(error) or None)
        return
    except ValueError as error:
        yield refused(name, "unreadable", str(error))
        return
    while found := records.next(delimiter, len(header)):
        number, record, problem = found
        source = f"{name}#{number}"
        if isinstance(record, int):
            yield too_large(source, record, LARGEST)
        elif record is None:
            yield refused(source, "unreadable", problem)
        else:
            yield columns.row(source, dict(zip(reversed(header), reversed(record), strict=True)), chosen)


def names(pieces: Iterator[bytes], tsv: bool = False) -> tuple[str, ...]:
    """The columns of the header. Raises OSError, ValueError."""
    return tuple(_header(_Records(pieces), tsv)[0])


def _header(records: _Records, tsv: bool) -> tuple[list[str], str]:
    """The column names, and the delimiter that gives most of them. Raises ValueError."""
    for _, line in records.lines():
        if isinstance(line, int):
            raise ValueError(f"the first line, the header, has {line} bytes")
        if not line.strip():
            continue
        text = decode(line.removesuffix(b"\r"))
        split = [(fields(text, d) or [], d) for d in ("\t" if tsv else _DELIMITERS)]
        header, delimiter = max(split, key=lambda found: len(found[0]))
        if not header:
            raise ValueError("the first line is no header: a quote is open at its end")
        return [name.strip() for name in header], delimiter
    raise DecodeError("empty", "no header")


def fields(record: str, delimiter: str) -> list[str] | None:
    """The values of a record; None where its quotes are broken. Quotes within an unquoted value are part of it."""
    found, at = [], 0
    while True:
        if record.startswith('"', at):
            end = record.find('"', at + 1)
            while end >= 0 and record.startswith('"', end + 1):
                end = record.find('"', end + 2)
            if end < 0 or (end + 1 < len(record) and not record.startswith(delimiter, end + 1)):
                return None
            found.append(record[at + 1 : end].replace('""', '"'))
            at = end + 1
        else:
            end = record.find(delimiter, at)
            end = end if end >= 0 else len(record)
            found.append(record[at:end])
            at = end
        if at == len(record):
            return found
        at += 1


def still_open(line: bytes, delimiter: bytes, inside: bool) -> bool | None:
    """Whether a quoted value is open at the end of the line; None where one is closed before anything but an end."""
    at = 0
    while True:
        if inside or line.startswith(b'"', at):
            end = line.find(b'"', at if inside else at + 1)
            while end >= 0 and line.startswith(b'"', end + 1):
                end = line.find(b'"', end + 2)
            if end < 0:
                return True
            inside, at = False, end + 1
            if at < len(line) and not line.startswith(delimiter, at):
                return None
        else:
            at = line.find(delimiter, at)
        if at < 0 or at == len(line):
            return False
        at += 1


class _Records:
    """Lines put together to records. Lines that a broken record swallowed wait to be read again."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.waiting: deque[tuple[int, bytes | int]] = deque()
        self.rest = streams.lines(streams.utf8(pieces))
        self.read, self.looked_at = 0, 0  # bytes

    def lines(self) -> Iterator[tuple[int, bytes | int]]:
        while True:
            if self.waiting:
                yield self.waiting.popleft()
            elif (line := next(self.rest, None)) is not None:
                self.read += len(line[1]) if isinstance(line[1], bytes) else 0
                yield line
            else:
                return

    def next(self, delimiter: str, width: int) -> tuple[int, list[str] | int | None, str] | None:
        """A line number with the values of the record there, or its size where it is too large, or a problem."""
        taken: list[tuple[int, bytes | int]] = []
        size, inside, mark, problem = 0, False, delimiter.encode(), "a quote is never closed"
        for line in self.lines():
            number, data = line
            if isinstance(data, int):
                if not taken:
                    return number, data, ""
                self.waiting.appendleft(line)
                break
            if not taken and not data.strip():
                continue
            taken.append(line)
            size += len(data) + 1
            self.looked_at += len(data) + 1
            still = still_open(data.removesuffix(b"\r"), mark, inside)
            if still is None:
                problem = "a quote is closed within a value"
                break
            if not still:
                record, problem = _values(taken, delimiter, width)
                if record is not None:
                    return taken[0][0], record, ""
                break
            if size > LARGEST or self.looked_at > _AGAIN * self.read + 100_000:
                break
            inside = True
        if not taken:
            return None
        self.waiting.extendleft(reversed(taken[1:]))
        first = taken[0][1]
        if delimiter == "\t" and isinstance(first, bytes):  # many a TSV file knows no quotes
            bare = _decoded(first.removesuffix(b"\r")).split("\t")
            if len(bare) == width:
                return taken[0][0], bare, ""
        return taken[0][0], None, problem


def _values(taken: list[tuple[int, bytes | int]], delimiter: str, width: int) -> tuple[list[str] | None, str]:
    record = b"\n".join(d for _, d in taken if isinstance(d, bytes)).removesuffix(b"\r")
    found = fields(_decoded(record), delimiter)
    if found is None:
        return None, "broken quotes"
    if len(found) > width and not any(found[width:]):
        return found[:width], ""
    if len(found) != width:
        return None, f"{len(found)} values for {width} columns"
    return found, ""


def _decoded(record: bytes) -> str:
    try:
        return decode(record)
    except DecodeError:
        return ""
