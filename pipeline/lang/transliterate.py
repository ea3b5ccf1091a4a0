"""One key for a name however it is spelt: Турчин, Turtschin, Turchin; Шольц, Scholz; Си Цзиньпин, Xi Jinping.

Cyrillic and Latin spellings are both read as rough sounds, coarse enough that what the ways from one
script to the other disagree about falls together: г with х and h, с with з and ц, ж with ш, в with ф,
front vowels with one another, back ones likewise; a stays apart, for it tells Александр from Александра.
Sources: Duden and BGN/PCGN for Russian into Latin, the practical transcription of German into Russian,
Palladius for Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.lang import table
from pipeline.lang.respell import respell

_VOWELS = "aeoi"

# ж ш щ дж are S, ч is C, х is H (silent before a consonant, as German h), a glide is y; vowels are a, e, o and i
_CYRILLIC = {
    "дж": "S", "джь": "S", "тс": "s", "дз": "s", "дс": "s", "тз": "s", "шч": "S", "тш": "C", "тж": "C", "чж": "S",
    "дт": "t", "цз": "s", "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "ғ": "h", "д": "d", "е": "e", "ё": "e",
    "ж": "S", "з": "s", "и": "i", "й": "y", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
    "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "o", "ұ": "o", "ү": "o", "ф": "v", "х": "H", "һ": "H",
    "ҳ": "H", "ц": "s", "ч": "C", "ҷ": "S", "ш": "S", "щ": "S", "ъ": "", "ь": "", "ы": "i", "э": "e", "ю": "yo",
    "я": "ya", "і": "i", "ї": "yi", "є": "e", "ў": "v", "ә": "a", "ј": "y", "љ": "l", "њ": "n", "џ": "S", "ћ": "C",
    "ђ": "S", "ӣ": "i", "ӯ": "o", "йо": "e", "ьо": "e", "ьё": "e", "йе": "ye",
}  # fmt: skip

_LATIN = {
    "szh": "sS",
    "schtsch": "S", "shch": "S", "tsch": "C", "dsch": "S", "sch": "S", "dzh": "S", "tch": "C", "zh": "S", "sh": "S",
    "tzh": "C", "ph": "v", "th": "t", "wh": "v", "ch": "H", "kh": "H", "gh": "h", "ck": "k", "cz": "C", "sz": "S",
    "tz": "s", "ts": "s", "ds": "s", "dz": "s", "dt": "t", "qu": "kv", "x": "ks", "jo": "e", "yo": "e", "jö": "e",
    "a": "a", "ä": "e", "b": "b", "c": "k", "d": "d", "e": "e", "f": "v", "g": "h", "h": "H", "i": "i", "j": "y",
    "k": "k", "l": "l", "m": "m", "n": "n", "o": "o", "ö": "e", "p": "p", "q": "k", "r": "r", "s": "s", "ß": "s",
    "t": "t", "u": "o", "ü": "o", "v": "v", "w": "v", "z": "s", "ı": "i", "ø": "e", "æ": "e", "å": "o", "ł": "l",
    "đ": "S", "ə": "a", "š": "S", "ş": "S", "ș": "S", "ž": "S", "č": "C", "ç": "C", "ć": "C", "ř": "S", "ś": "s",
    "ź": "S", "ż": "S", "ğ": "h", "ț": "s", "ţ": "s", "ŭ": "v",
}  # fmt: skip

_ENGLISH = re.compile(  # of a whole name: spelt the English way, where ch is ч and j is дж
    r"zh|kh|shch|(?<![a-zäöü])sh|[aeiou]sh|ya|yu|ye|yo|[oe]va?\b|[oe]vich|sky\b|skaya\b|iy\b|dze\b"
    r"|(?<!s)chenko\b|(?<!s)chuk\b"
)
_GERMAN = re.compile(r"sch|w|ß|ä|ö|ü|ck|tz")
_SLAVIC = re.compile(r"(ow|ew|owa|ewa|ov|ev|ova|eva|in|ina|uk|ko|bek|bay|bai)$")


def _longest(units: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, units), key=len, reverse=True)))


@cache
def _readers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _longest(_CYRILLIC), _longest(_LATIN)


def _is_cyrillic(word: str) -> bool:
    return any("Ѐ" <= c <= "ӿ" for c in word)


def _from_cyrillic(word: str) -> str:
    word = word.replace("шт", "ст").replace("шп", "сп")
    word = re.sub(r"[ае]й?ер$", "ер", re.sub(r"аэ(?=[^аеёиоуыэюя])", "е", word))  # Майер, Мейер, Маер; Михаэль
    word = re.sub(r"^у(?=[аеиоэ])", "в", re.sub(r"^ио", "йо", word))  # Уильям, Иоганн
    sounds = _readers()[0].sub(lambda m: _CYRILLIC[m[0]], word)
    return re.sub(r"[ae]ye", "e", sounds)  # й before е ends a diphthong (Ляйен); Russian names have ае


def _from_latin(word: str, english: bool) -> str:
    word = "".join(c if c in _LATIN else unicodedata.normalize("NFD", c)[0] for c in word).replace("yy", "y")
    slavic = bool(_SLAVIC.search(word))
    word = re.sub(r"j(?=i)", "zh", word)
    if english:
        word = re.sub(r"dj|j(?=[aeou])", "zh", re.sub(r"(?<!sh)ch", "č", word))
    else:
        word = re.sub(r"^chr(?=i)", "kr", word)
        word = re.sub(r"(?<=[rnl])ch(?=[aeiou])", "č", word) if slavic else word.replace("chs", "x")
        word = re.sub(r"(?<=[oe]v)ich$", "ič", word)
    word = re.sub(r"[aeä][iy]er(?=s?$)", "er", word)
    word = re.sub(r"(?<!^)oe(?=[^aeiouyj])", "ö", re.sub(r"(?<![aeiou])ae(?=[^aeiouyj])(?![vw]a?$)", "ä", word))
    if not slavic:
        word = re.sub(r"(?<=.)(?:eu|äu)(?=[^aeiouy])", "o", word)
    word = re.sub(r"^ö(?=[zmnc])", "o", re.sub(r"^oe", "e", word))  # Ömer and Öz-, but Oettinger
    word = re.sub(r"c(?=[eiy])", "s", word)
    word = re.sub(r"y(?![aeiouäöü])", "i", word).replace("y", "j")
    return _readers()[1].sub(lambda m: _LATIN[m[0]], word)


def sounds(word: str, english: bool = False) -> str:
    """One word as rough sounds. `english`: a Latin spelling of the English kind (ch is ч, j is дж)."""
    word = word.lower().replace("'", "").replace("’", "").replace("ʼ", "")
    out = _from_cyrillic(word) if _is_cyrillic(word) else _from_latin(word, english)
    out = out.replace("Sp", "sp").replace("St", "st")
    out = re.sub(r"[ae][iy]+(?![aeoiy])", "e", out)  # ай, ей, аи, ei, ay
    out = re.sub(r"[iy]+(?=[aeo])", "", out).replace("i", "e").replace("y", "")
    out = re.sub(r"(?<=[aeo])H(?![aeo])", "", out).replace("H", "h")
    out = re.sub(r"[^a-zSC]", "", out)
    out = re.sub(r"([aeo])[aeo]+", r"\1", out)
    out = re.sub(r"(?<=[SC])o", "e", out)
    out = re.sub(r"(.)\1+", r"\1", out)
    out = re.sub(r"(?<=en)ka$", "ko", out)
    return out.replace("S", "sh").replace("C", "ch")


@cache
def _given() -> dict[str, str]:
    """Sounds of a given name's variant → sounds of the form it counts as."""
    found: dict[str, str] = {}
    for language in ("ru", "de"):
        for variant, same in table(language, "link_given").items():
            found[sounds(variant)] = sounds(same)
    return found


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """The key of a name: its words' sounds, between hyphens; hyphenated words as one."""
    pinyin = _palladius(name)
    name = name if pinyin or _is_cyrillic(name) else respell(name)
    name = _korean(name)
    words = re.findall(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*", pinyin or name)
    english = not _is_cyrillic(name) and bool(_ENGLISH.search(name.lower())) and not _GERMAN.search(name.lower())
    parts = []
    for word in words:
        folded = "".join(sounds(w, english) for w in re.split(r"[-]", word))
        folded = _given().get(folded, folded)
        if folded:
            parts.append(folded)
    return "-".join(parts)


def _korean(name: str) -> str:
    """«Пак Мин Джун» as „Park Min-jun“: a given name of two syllables as one word."""
    words = name.split()
    if len(words) != 3 or max(map(len, words)) > 5 or "KR" not in table("ru", "link_origins").get(words[0].lower(), ""):
        return name
    return f"{words[0]} {words[1]}-{words[2]}"


_PINYIN_INITIALS = {
    "zh": "чж", "ch": "ч", "sh": "ш", "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л",
    "g": "г", "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "r": "ж", "z": "цз", "c": "ц", "s": "с", "": "",
}  # fmt: skip
_PINYIN_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь", "ang": "ан",
    "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь", "in": "инь",
    "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань",
    "un": "унь", "uang": "уан", "ue": "юэ", "ü": "юй", "üe": "юэ", "er": "эр",
}  # fmt: skip
_PINYIN_WHOLE = {
    "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин", "yi": "и",
    "yo": "йо", "yong": "юн", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "wa": "ва", "wo": "во",
    "wai": "вай",
    "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн", "wu": "у", "er": "эр", "hui": "хуэй",
}  # fmt: skip
_AFTER_PALATAL = {"u": "юй", "ue": "юэ", "uan": "юань", "un": "юнь"}  # after j, q, x


@cache
def _syllables() -> dict[str, str]:
    found = {
        initial + final: cyrillic + (_AFTER_PALATAL.get(final, sound) if initial in ("j", "q", "x") else sound)
        for initial, cyrillic in _PINYIN_INITIALS.items()
        for final, sound in _PINYIN_FINALS.items()
        if initial or final[0] in "aoe"
    }
    return found | _PINYIN_WHOLE


def _palladius(name: str) -> str | None:
    """A Chinese person's name in pinyin as Russian writes it; None where it is none (its surname tells)."""
    words = name.lower().replace("-", "").split()
    if not 2 <= len(words) <= 3 or words[0] not in table("de", "link_chinese"):
        return None
    out = []
    for word in words:
        syllables = _split(word)
        if syllables is None or len(syllables) > 3:
            return None
        out.append("".join(_syllables()[s] for s in syllables))
    return " ".join(out)


def _split(word: str) -> list[str] | None:
    """A word cut into pinyin syllables, the longest first, or None."""
    if not word:
        return []
    for size in range(min(6, len(word)), 0, -1):
        if word[:size] in _syllables() and (rest := _split(word[size:])) is not None:
            return [word[:size], *rest]
    return None
