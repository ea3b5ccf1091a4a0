"""From raw text to its reading: the same words, with what only disturbs taken out.

A reading is a text and its offsets: `offsets[i]` is the index in `raw` at which character `i` of the
text begins; `None` stands for offsets that are all the same. The reading drops soft hyphens, marks
without width and carriage returns, makes every kind of blank an ordinary one, composes combining
accents (and drops the stress marks of Russian), gives a word in two scripts back to the one it
belongs to («PDАC» with a Cyrillic А, «cайт» with a Latin c), joins words divided at a line's end
and takes back hard line breaks. Everything runs in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline import lang

Reading = tuple[str, "array[int] | None"]
Edit = tuple[int, int, str]  # start, end, what stands there instead


def read_plain(raw: str) -> Reading:
    """The reading of plain text, and for each of its characters the index in `raw` (None where equal)."""
    return clean(raw, None)


def clean(text: str, offsets: array[int] | None) -> Reading:
    """The reading of a text that itself stands at `offsets`."""
    if not text.isascii() or _ODD_ASCII.search(text):
        if _ODD.search(text):
            text = text.translate(_same_length())
        if _DISTURBING.search(text):
            text, offsets = edit(text, offsets, _disturbing(text))
        text = _one_script(text)
    text, offsets = edit(text, offsets, _divided(text))
    return _unwrapped(text), offsets


def edit(text: str, offsets: array[int] | None, edits: Iterable[Edit]) -> Reading:
    """Makes the edits, which come in order and do not overlap. What replaces stands where it began."""
    parts: list[str] = []
    moved: array[int] = array("I")
    at = 0
    for start, end, instead in edits:
        parts += text[at:start], instead
        moved.extend(range(at, start) if offsets is None else offsets[at:start])
        moved.extend([start if offsets is None else offsets[start]] * len(instead))
        at = end
    if not parts:
        return text, offsets
    parts.append(text[at:])
    moved.extend(range(at, len(text)) if offsets is None else offsets[at:])
    return "".join(parts), moved


# --- single characters ------------------------------------------------------------------------------------------


@cache
def _same_length() -> dict[int, str]:
    """Characters that one other stands for: blanks, line ends, hyphens; controls count as blanks."""
    table = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\r"}
    table |= {ord(c): " " for c in "\u00a0\u1680\u180e\u202f\u205f\u3000\ufffc"}
    table |= {code: " " for code in range(0x2000, 0x200B)}
    table |= {ord(c): "\n" for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
    return table | {0x2010: "-", 0x2011: "-", 0x0450: "е", 0x0400: "Е"}


_MARKS = "\u0300-\u036f"
_ODD_ASCII = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ODD = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\u00a0\u1680\u180e\u2000-\u200a\u2010\u2011\u2028\u2029\u202f\u205f\u3000\ufffcЀѐ]"
)
_DISTURBING = re.compile(
    rf"\r\n?"
    rf"|[{_MARKS}]+"
    rf"|\u00ad *(?:\r?\n *(?=[a-zß-öø-ÿа-яё]))?"
    rf"|[{_MARKS}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180d\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    rf"\ufe00-\ufe0f]+"
    rf"|[\ufb00-\ufb06\ufffe\uffff]"
)


def _disturbing(text: str) -> Iterable[Edit]:
    for match in _DISTURBING.finditer(text):
        found = match.group()
        if found[0] == "\r":
            if found == "\r\n":
                yield match.start(), match.start() + 1, ""
            else:
                yield match.start(), match.end(), "\n"
        elif "\u0300" <= found[0] <= "\u036f" and match.start() and text[match.start() - 1].isalpha():
            yield match.start() - 1, match.end(), _composed(text[match.start() - 1] + found)
        else:
            yield (
                match.start(),
                match.end(),
                unicodedata.normalize("NFKC", found) if "\ufb00" <= found[0] <= "\ufb06" else "",
            )


def _composed(cluster: str) -> str:
    """A letter and its marks as one letter. Cyrillic letters keep only what makes another letter of them."""
    base, marks = cluster[0], cluster[1:]
    if "Ѐ" <= base <= "ӿ":
        marks = "".join(m for m in marks if (m == "\u0306" and base in "иуИУ") or (m == "\u0308" and base in "еіЕІ"))
    return unicodedata.normalize("NFC", base + marks)[0]


# --- words in two scripts ---------------------------------------------------------------------------------------

_LATIN, _CYRILLIC = "A-Za-zÀ-ÖØ-öø-ɏəƏ", "Ѐ-ӿ"
_MIXED = re.compile(rf"[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}]")
_HAS_CYRILLIC = re.compile(rf"[{_CYRILLIC}]")
_WORD = re.compile(rf"[{_LATIN}{_CYRILLIC}]+")
_LONE = re.compile(rf"[acoy](?:(?<=[{_CYRILLIC}] .)|(?<=[{_CYRILLIC}], .))(?= [«\"„]?[{_CYRILLIC}])")
_TO_CYRILLIC = dict(zip("ABCEHKMOPTXYIacekmoptxyiëËïÏáéóýəƏh", "АВСЕНКМОРТХУІасекмортхуіёЁїЇаеоуәӘһ", strict=True))
_TO_LATIN = dict(zip("АВСЕНКМОРТХУІЈЅаскеорхуіјѕәӘё", "ABCEHKMOPTXYIJSackeopxyijsəƏë", strict=True))


def _one_script(text: str) -> str:
    """Gives each word that mixes Latin and Cyrillic back to one of them, where its letters let it."""
    if _MIXED.search(text):
        text = _WORD.sub(lambda match: _unmixed(match.group()), text)
    if _HAS_CYRILLIC.search(text):
        text = _LONE.sub(lambda match: _TO_CYRILLIC[match.group()], text)
    return text


@lru_cache(maxsize=10_000)
def _unmixed(word: str) -> str:
    latin = [c for c in word if not "Ѐ" <= c <= "ӿ"]
    cyrillic = [c for c in word if "Ѐ" <= c <= "ӿ"]
    if not latin or not cyrillic:
        return word
    to_cyrillic = all(c in _TO_CYRILLIC for c in latin)
    to_latin = all(c in _TO_LATIN for c in cyrillic)
    stem, ending = word[: len(latin)], word[len(latin) :]
    if len(latin) > 2 and stem == "".join(latin) and ending in ("а", "у") and not to_cyrillic:
        return word  # «COVIDа»: a Latin name in a Russian case
    if to_cyrillic and (not to_latin or len(cyrillic) >= len(latin)):
        return "".join(_TO_CYRILLIC.get(c, c) for c in word)
    if to_latin:
        return "".join(_TO_LATIN.get(c, c) for c in word)
    return word


# --- line ends --------------------------------------------------------------------------------------------------

_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)(- *\n *)([^\W\d_]+)")


def _divided(text: str) -> Iterable[Edit]:
    """Words divided at a line's end: the hyphen goes where the whole is surely one word."""
    if "-\n" not in text and "- " not in text:
        return
    for match in _DIVIDED.finditer(text):
        left, _, right = match.groups()
        start, end = match.span(2)
        if right[0].isupper() and left[0].isupper():
            yield start + 1, end, ""  # „Kasachstan-\nBesuch“ keeps its hyphen
        elif right.islower() and _is_one_word(left, right):
            yield start, end, ""
        elif right.islower() and "а" <= right[0] <= "ё":
            yield start + 1, end, ""  # «торгово-\nэкономический» keeps it too


def _is_one_word(left: str, right: str) -> bool:
    if "а" <= right[0] <= "ё":
        from pipeline.lang import morphology

        rest, whole = morphology.parses(right)[0], morphology.parses((left + right).lower())[0]
        compound = (
            left[-1] in "ое" and len(left) > 3 and rest.is_known and "ADJF" in rest.tag
        )  # «торгово-экономический»
        return bool(whole.is_known) and not compound
    # „Ein- und Ausfuhr“, „deutsch-kasachisch“
    return right not in lang.table("de", "layout_joiners") and not left.endswith("sch")


def _unwrapped(text: str) -> str:
    """Takes back hard line breaks: a blank for a line end after which the next word had no room left.

    Only where the whole text is set in one measure, as in mails and old press releases.
    """
    lines = text.split("\n")
    if len(lines) < 6:
        return text
    lengths = [len(line.rstrip()) for line in lines]
    measure = max(lengths)
    if not 40 <= measure <= 110 or sum(length >= measure - 15 for length in lengths) < max(4, len(lines) // 4):
        return text
    full = [
        i for i in range(1, len(lines))
        if lengths[i - 1] and lines[i].strip() and lengths[i - 1] + 1 + len(lines[i].split(" ", 1)[0]) > measure - 3
    ]  # fmt: skip
    if sum(lines[i - 1].rstrip()[-1] in '.!?:»“”"…' for i in full) * 5 > 3 * len(full):
        return text  # lines that end with their sentences are paragraphs
    broken = set(full)
    parts = [lines[0]]
    for i in range(1, len(lines)):
        parts += " " if i in broken and lines[i][0] not in "•-–—*·#" else "\n", lines[i]
    return "".join(parts)
