"""From bytes to text, and from text to its reading, with offsets that lead back."""

from __future__ import annotations

from pipeline.reading.compact import compact
from pipeline.reading.decode import DecodeError, decode
from pipeline.reading.markup import read_html
from pipeline.reading.plain import Reading, read_plain
from pipeline.reading.stage import LONGEST, reading

__all__ = ["LONGEST", "DecodeError", "Reading", "compact", "decode", "read_html", "read_plain", "reading"]
