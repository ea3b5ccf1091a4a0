"""Numbers in words: German ones as one word, by their rule; Russian ones word by word (`scan` adds them up)."""

from __future__ import annotations

from collections.abc import Iterator

ONES = ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
ORDINAL_STEMS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
ENDINGS = ("e", "en", "er", "es", "em")


def german(n: int) -> str:
    """1 to 9999 as it stands before a noun: `einundzwanzig`, `ein`."""
    if n < 13:
        return ONES[n]
    if n < 20:
        return {16: "sech", 17: "sieb"}.get(n, ONES[n - 10]) + "zehn"
    if n < 100:
        tens, one = divmod(n, 10)
        return (f"{ONES[one]}und" if one else "") + TENS[tens - 2]
    size, name = (1000, "tausend") if n >= 1000 else (100, "hundert")
    head, rest = divmod(n, size)
    return german(head) + name + (german(rest) if rest else "")


def german_year(n: int) -> str:
    """A year as it is spoken: `neunzehnhundertneunzig`, `zweitausendfünfundzwanzig`."""
    if 1100 <= n < 2000:
        hundreds, rest = divmod(n, 100)
        return f"{german(hundreds)}hundert" + (german(rest) if rest else "")
    return german(n)


def german_ordinals(n: int) -> Iterator[str]:
    """The inflected forms of 1st to 99th: `dritten`, `einundzwanzigste`."""
    stem = ORDINAL_STEMS.get(n) or german(n) + ("t" if n < 20 else "st")
    for ending in ENDINGS:
        yield stem + ending


def swiss(word: str) -> str:
    """The spelling without ß."""
    return word.replace("ß", "ss")
