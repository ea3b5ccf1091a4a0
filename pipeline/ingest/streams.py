"""The bytes of a file, piece by piece, unpacked where it is packed; and its lines, none of them too long.

What is packed tells itself by its first bytes, whatever its name says. A file that unpacks to absurdly
more than it holds is a bomb, and is left there.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.ingest.articles import LARGEST

STDIN = "-"
CHUNK = 1 << 18
_PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_BOMB, _RATIO = 200_000_000, 200  # bytes from which on the ratio counts; text hardly packs to a twentieth


class BombError(OSError):
    """What is packed unpacks to absurdly more than it is."""

    def __init__(self, size: int) -> None:
        super().__init__(f"unpacks to more than {_RATIO} times its size; given up after {size} bytes")
        self.strerror = str(self)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, or standard input for `-`."""
    if str(path) == STDIN:
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The unpacked bytes in pieces. Raises OSError, also where what is packed is broken or cut off."""
    first = file.read(CHUNK)
    packed = next((name for magic, name in _PACKED.items() if first.startswith(magic)), None)
    if packed is None:
        yield from _pieces(first, file)
        return
    import pyarrow as pa

    counted = _Counted(first, file)
    unpacked, size = pa.CompressedInputStream(pa.PythonFile(counted, mode="r"), packed), 0
    try:
        while piece := unpacked.read(CHUNK):
            size += len(piece)
            if size > _BOMB and size > _RATIO * counted.size:
                raise BombError(size)
            yield piece
    except pa.ArrowException as error:
        raise OSError(None, str(error)) from error


def _pieces(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    while first:
        yield first
        first = file.read(CHUNK)


class _Counted:
    """A file for pyarrow that begins with what was read already, and knows how much of it was read."""

    closed = False

    def __init__(self, first: bytes, file: BinaryIO) -> None:
        self.first, self.file, self.size = first, file, 0

    def read(self, size: int = CHUNK) -> bytes:
        piece, self.first = (self.first[:size], self.first[size:]) if self.first else (self.file.read(size), b"")
        self.size += len(piece)
        return piece

    def close(self) -> None:
        pass


def utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces in which a line end is one byte: UTF-16 and UTF-32 that begin with a mark become UTF-8."""
    first = next(pieces, b"")
    while 0 < len(first) < 4 and (more := next(pieces, b"")):
        first += more
    if first.startswith(codecs.BOM_UTF8):
        first = first[len(codecs.BOM_UTF8) :]
    encoding = next((name for mark, name in _WIDE if first.startswith(mark)), None)
    if encoding is None:
        yield from chain([first], pieces)
        return
    decoder: Any = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in chain([first], pieces):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes | int]]:
    """Lines with their numbers and without the line feed; of one beyond the limit only how many bytes it has."""
    number, begun, size = 1, bytearray(), 0  # of the line begun: its bytes up to the limit, and how many it has
    for piece in pieces:
        *ended, rest = piece.split(b"\n")
        for part in ended:
            size += len(part)
            yield number, ((bytes(begun) + part if begun else part) if size <= LARGEST else size)
            number, size = number + 1, 0
            begun.clear()
        size += len(rest)
        if size <= LARGEST:
            begun += rest
        else:
            begun.clear()
    if size:
        yield number, (bytes(begun) if size <= LARGEST else size)
