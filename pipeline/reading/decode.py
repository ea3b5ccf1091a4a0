"""From bytes to text: which encoding it is, decided the same way every time, on short texts too.

A byte order mark decides, then valid UTF-8, then zero bytes where UTF-16 has them, then what the page
declares, and at last the letters: of the 8-bit encodings, that one is right in which the high bytes
read as letters that Russian or German use often, in words of one script and of sensible case.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from pipeline import lang


class DecodeError(ValueError):
    """Bytes that are no text. `reason` is `empty`, `not_text` or `undecodable`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_BINARY = {
    b"%PDF-": "PDF", b"PK\x03\x04": "zip archive or Office document", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image", b"GIF8": "GIF image", b"\xd0\xcf\x11\xe0": "old Office document", b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7z archive", b"Rar!": "RAR archive", b"BZh": "bzip2", b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PAR1": "Parquet", b"SQLite format 3": "SQLite", b"\x7fELF": "program", b"OggS": "Ogg", b"ID3": "MP3",
}  # fmt: skip
# with what is taken off for how rarely it is met
_EIGHT_BIT = {"windows-1251": 0.0, "windows-1252": 0.0, "koi8-r": 0.2, "cp866": 0.6, "iso8859-5": 0.6}
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1a\x1b")
_SAMPLE = 20_000


def decode(data: bytes) -> str:
    """The text of a file or page, without a byte order mark. Raises DecodeError."""
    if not data.strip(b" \t\r\n\x00"):
        raise DecodeError("empty", "no bytes but blanks")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _unmarked(data[len(mark) :], encoding)
    for magic, kind in _BINARY.items():
        if data.startswith(magic):
            raise DecodeError("not_text", kind)
    if len(data.translate(None, _CONTROLS)) < len(data):
        wide = _utf16(data)
        if wide is not None:
            return wide
        controls = len(data) - len(data.translate(None, _CONTROLS))
        if b"\x00" in data or controls * 50 > len(data):
            raise DecodeError("not_text", "control bytes")
    text = _utf8(data)
    return text if text is not None else _eight_bit(data)


def _unmarked(data: bytes, encoding: str) -> str:
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    try:
        text = data[: len(data) - len(data) % width].decode(encoding)
    except UnicodeDecodeError as error:
        text = data[: len(data) - len(data) % width].decode(encoding, errors="replace")
        if text.count("\ufffd") * 100 > len(text):
            raise DecodeError("undecodable", f"marked as {encoding}: {error.reason}") from None
    if "\x00" in text:
        raise DecodeError("not_text", "zero characters")
    if not text.strip("\ufeff \t\r\n"):
        raise DecodeError("empty", "nothing after the byte order mark")
    return text


def _utf16(data: bytes) -> str | None:
    """The text, where the bytes are UTF-16 without a mark."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: len(data) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        usual = sum((c < "\u0530" and (c >= " " or c in "\t\n\r")) or "\u2010" <= c <= "\u2122" for c in sample)
        if text.strip("\ufeff \t\r\n") and "\x00" not in text and usual * 20 >= len(sample) * 19:
            return text
    return None


def _utf8(data: bytes) -> str | None:
    """The text, where the bytes are UTF-8; a last character cut in two and a rare broken one are forgiven."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            return data[: error.start].decode("utf-8")
        text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    right = sum(c > "\x7f" for c in text) - broken
    return text if right >= 20 * broken else None


def _eight_bit(data: bytes) -> str:
    declared = _DECLARED.search(data[:2048])
    try:
        name = codecs.lookup(declared.group(1).decode("ascii")).name if declared else ""
    except LookupError:
        name = ""
    sample = data[:_SAMPLE]
    scores = {e: _plausible(sample.decode(e, errors="replace")) - rare for e, rare in _EIGHT_BIT.items()}
    best = max(scores, key=lambda encoding: scores[encoding])
    if name and name not in ("utf-8", "ascii") and not name.startswith("utf-16"):
        name = "cp1252" if name == "iso8859-1" else name  # as browsers do
        try:
            text = data.decode(name)
            if name not in (codecs.lookup(e).name for e in _EIGHT_BIT) or _plausible(text[:_SAMPLE]) > scores[best] - 1:
                return text
        except (UnicodeDecodeError, LookupError):
            pass
    if scores[best] < -1.5:
        raise DecodeError("undecodable", f"no known encoding (best guess {best})")
    return data.decode(best, errors="replace")


@cache
def _worth() -> dict[str, float]:
    """How usual a character beyond ASCII is in Russian or German text, as a logarithm."""
    order = "оеаинтслврдкпумязьыгбчйхжшюцщэфёъ"
    worth = {c: 2 - i * 0.09 for i, c in enumerate(order)}
    worth |= {c.upper(): value - 0.5 for c, value in worth.items()}
    worth |= {c: 1.5 for c in "äöüß"} | {c: 1.0 for c in "ÄÖÜ"} | {c: 0.3 for c in "éèàçáíóñêôâëïîúãåøæžšÉœ"}
    worth |= {c: 1.0 for c in "„“”«»–—’‘…€§°№·•©®\u00a0"} | {c: -1.0 for c in "ІіЎўЇїЄєҐґЈјЉљЊњЋћЂђЃѓЌќЏџЅѕ¬¤¦×±²³µ½¼¾"}
    return worth


_WORDS = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f\w’–—\u00a0\u00ad](?=[^\W\d_])")


def _plausible(text: str) -> float:
    """How well a text reads, per character beyond ASCII: about 1 for Russian or German, below 0 for garbage."""
    worth, pairs = _worth(), lang.table("ru", "letter_pairs")
    total, count = 0.0, 0
    for c in text:
        if c > "\x7f":
            count += 1
            total += worth.get(c, 0.0 if c.isalpha() else -6.0)
    first = _WORDS.search(text)
    if first and "а" <= first.group()[0] <= "ё":
        total -= 3  # a text begins with a capital
    total -= 4 * len(_INSIDE.findall(text))  # a symbol inside a word
    for match in _WORDS.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        lower = word.lower()
        total += 0.6 * sum(lower[i : i + 2] in pairs for i in range(len(lower) - 1))
        cyrillic = sum("Ѐ" <= c <= "ӿ" for c in word)
        high = sum(c > "\x7f" for c in word)
        if cyrillic and cyrillic < len(word):
            total -= 3 * cyrillic  # two scripts in one word
        elif not cyrillic and high > 1 and high * 3 > len(word):
            total -= 3 * high  # hardly an ASCII letter in a Latin word
        if not (word.islower() or word.isupper() or word.istitle()):
            total -= 2 * high
    return total / count if count else 0.0
