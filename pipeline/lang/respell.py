"""Latin names of other tongues as a German ear would write them: László Kiss, Gianluca, Jean-Claude Mercier.

German papers leave such names as they are spelt, Russian ones write what they sound like; so before sounds are
compared, the letters of the tongue that a given name or a letter gives away are put into ones read as they stand.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.lang.origins import origins

# in the order they are tried at each place of a word; what is not listed stays
_UNITS: dict[str, dict[str, str]] = {
    "HU": {"zs": "ž", "cs": "č", "sz": "ß", "gy": "dj", "ny": "n", "ly": "j", "s": "š", "c": "ts", "th": "t"},
    "PL": {"rz": "ž", "sz": "š", "cz": "č", "ch": "h", "ó": "u", "ą": "on", "ę": "en", "dż": "ž"},
    "CZ": {"ř": "rž", "ji": "i", "jí": "i", "ch": "h", "c": "ts"},
    "IT": {
        "gli": "li", "sci": "ši", "sce": "še", "gn": "nj", "gia": "ža", "gio": "žo", "giu": "žu", "gi": "ži",
        "ge": "že", "cia": "ča", "cio": "čo", "ciu": "ču", "chi": "ki", "che": "ke", "ci": "či", "ce": "če",
        "zz": "ts", "z": "ts",
    },
    "RO": {
        "cea": "ča", "cio": "čo", "ciu": "ču", "cia": "ča", "chi": "ki", "che": "ke", "ci": "či", "ce": "če",
        "gea": "ža", "geo": "žo", "gi": "ži", "ge": "že", "ghe": "ge", "ghi": "gi", "j": "ž", "â": "y", "î": "y",
    },
    "FR": {
        "eau": "o", "au": "o", "oi": "ua", "ou": "u", "ai": "e", "ei": "e", "ch": "š", "gn": "nj", "qu": "k",
        "ge": "že", "gi": "ži", "j": "ž", "ç": "ss", "ce": "se", "ci": "si", "h": "",
    },
    "ES": {"ll": "lj", "ñ": "n", "ch": "č", "que": "ke", "qui": "ki", "ge": "he", "gi": "hi", "j": "h", "ce": "se",
           "ci": "si", "z": "s", "h": ""},
    "PT": {"nh": "n", "lh": "lj", "ch": "š", "ç": "ss", "ge": "že", "gi": "ži", "j": "ž", "ão": "ao", "ce": "se",
           "ci": "si", "x": "š"},
    "TR": {"c": "ž", "j": "ž", "ğ": ""},
    "KR": {"yeo": "jo", "yu": "ju", "ya": "ja", "eo": "o", "eu": "y", "ae": "e", "oo": "u", "ee": "i", "j": "ž",
           "ch": "č", "sh": "š"},
    "GB": {"wr": "r", "ight": "ait", "oo": "u", "ee": "i", "j": "ž", "ck": "k", "th": "t", "ph": "f", "ew": "ju"},
    "GR": {"mp": "b", "ou": "u", "ei": "i", "ai": "e"},
}  # fmt: skip
_LIKE = {"SK": "CZ", "MD": "RO", "AR": "ES", "MX": "ES", "BR": "PT", "US": "GB", "CY": "GR"}
_FRENCH_ENDS = re.compile(r"(?:ier|er|et|ez)$"), re.compile(r"(?:es|e|[tdsxzp])+$")


@cache
def _pattern(home: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _UNITS[home]), key=len, reverse=True)))


def respell(name: str) -> str:
    """The name as it sounds where it is from, if that can be told; else as it is."""
    at_home = origins(name)
    home = _LIKE.get(at_home[0], at_home[0]) if at_home else ""
    if home not in _UNITS:
        return name
    return re.sub(r"[^\W\d_]+", lambda m: _word(m[0].lower(), home), name)


def _word(word: str, home: str) -> str:
    if home == "FR" and len(word) > 3:
        word = _FRENCH_ENDS[0].sub("ie" if word.endswith("ier") else "e", word)
        word = _FRENCH_ENDS[1].sub("", word) if not word.endswith(("ie", "e")) else word
    if home == "PT":
        word = re.sub(r"[sz]$", "š", word)
    return _pattern(home).sub(lambda m: _UNITS[home][m[0]], word)
