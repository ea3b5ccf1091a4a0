"""The forms a known name may take in a text: cases in Russian and German, ways to call a region.

Too many forms do no harm (nobody writes them), one too few loses a name; so a paradigm here is wider
than grammar's. Forms are folded by `key`, under which names are looked up.
"""

from __future__ import annotations

from itertools import product

from pipeline.lang import fold

_CASES = 5  # genitive, dative, accusative, instrumental, locative
_UNMARKED = str.maketrans({c: None for c in '«»„“”‚‘"()'} | {c: "-" for c in "–—‑"} | {"’": "'", "ʻ": "'", "`": "'"})
_DE_ADJECTIVE = ("e", "en", "er", "es", "em")
_DE_AREAS = {  # what German calls one and the same area, and the forms of that word
    "Gebiet": ("Gebiet", "Gebiets", "Gebietes", "Gebiete", "Gebieten"),
    "Region": ("Region", "Regionen"),
    "Provinz": ("Provinz", "Provinzen"),
    "Oblast": ("Oblast", "Oblaste", "Oblasten", "Oblasts"),
    "Kraj": ("Kraj", "Krai", "Gau"),
    "Kanton": ("Kanton", "Kantons", "Kantone", "Kantonen"),
}


def key(form: str) -> str:
    """The form under which names are compared: folded, without quotes and brackets, ß as ss."""
    folded = fold(form.translate(_UNMARKED)).replace("ß", "ss").replace(" - ", "-")
    return folded.rstrip(".") if folded.count(".") == 1 else folded


def is_cyrillic(form: str) -> bool:
    """Whether the form's first letter is Cyrillic."""
    return next(("Ѐ" <= c <= "ӿ" for c in form if c.isalpha()), False)


def forms(name: str, every_word: bool = False) -> set[str]:
    """All keys a name may be met under. `every_word`: a person's, of whose words each is declined."""
    if is_cyrillic(name):
        short = name.replace("область", "обл")
        return _russian(name, every_word) | ({key(short)} if short != name else set())
    return _german(name)


def called(name: str) -> list[str]:
    """A name and its like: „Gebiet Gomel“ is also „Region Gomel“, „Oblast Gomel“, „Gomeler Gebiet“."""
    area, _, place = name.partition(" ")
    if area == "Kanton" or area not in _DE_AREAS or not place:
        return [name]
    areas = [area, *(a for a in _DE_AREAS if a not in (area, "Kanton"))]
    adjectives = [f"{place}er {a}" for a in areas] if " " not in place else []
    return [f"{a} {place}" for a in areas] + adjectives + [f"{place}-{a}" for a in areas]


def _russian(name: str, every_word: bool) -> set[str]:
    words = key(name).split()
    changing: list[list[list[str]]] = []
    for word in words:
        changing.append(_paradigm(word))
        if not every_word and not _is_adjective(word):
            break
    rest = words[len(changing) :]
    found = {" ".join(words)}
    for case in range(_CASES):
        found.update(" ".join([*choice, *rest]) for choice in product(*(p[case] for p in changing)))
    if rest and words[0] in ("республика", "область", "город"):
        found.update(" ".join([f, *rest]) for case in _paradigm(words[0]) for f in case)
    return found


def _is_adjective(word: str) -> bool:
    return word.endswith(("ая", "яя", "ый", "ий", "ой", "ое", "ее", "ые", "ие")) and len(word) > 4


def _paradigm(word: str) -> list[list[str]]:
    """The oblique forms of a folded word, case by case."""
    if "-" in word:
        head, _, tail = word.partition("-")
        if tail.startswith(("на-", "над-", "де-")):
            return [[f"{f}-{tail}" for f in case] for case in _paradigm(head)]
        head, _, tail = word.rpartition("-")
        both = _paradigm(head) if head.endswith(("ия", "ск")) and "-" not in head else [[] for _ in range(_CASES)]
        return [[f"{head}-{f}" for f in case] + [f"{h}-{f}" for h in heads for f in case]
                for case, heads in zip(_paradigm(tail), both, strict=True)]  # fmt: skip
    for ending, cases in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: len(word) - len(ending)]
            return [[stem + e for e in case.split("|")] for case in cases]
    if word[-1:] in "бвгджзклмнпрстфхцчшщ":
        stems = {word}
        if word[-2:] in ("ец", "ел", "ок", "ек", "ев"):
            stems |= {word[:-2] + word[-1], word[:-2] + ("ь" if word[-3:-2] == "л" else "й") + word[-1]}
        return [
            [s + e for s in stems for e in case] for case in (["а"], ["у"], ["", "а"], ["ом", "ем", "ым"], ["е", "у"])
        ]
    return [[word]] * _CASES


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ая", ("ой", "ой", "ую", "ой|ою", "ой")),
    ("яя", ("ей", "ей", "юю", "ей", "ей")),
    ("ый", ("ого", "ому", "ый|ого", "ым", "ом")),
    ("ский", ("ского", "скому", "ский|ского", "ским", "ском")),
    ("цкий", ("цкого", "цкому", "цкий|цкого", "цким", "цком")),
    ("ий", ("ого|его|ия", "ому|ему|ию", "ий|его|ия", "им|ием", "ом|ем|ии")),
    ("ой", ("ого|оя", "ому|ою", "ой|ого|оя", "ым|оем|им", "ом|ое")),
    ("ое", ("ого", "ому", "ое", "ым|им", "ом")),
    ("ее", ("его", "ему", "ее", "им", "ем")),
    ("ые", ("ых", "ым", "ые|ых", "ыми", "ых")),
    ("ие", ("их|ия", "им|ию", "ие|их", "ими|ием", "их|ии")),
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("а", ("ы|и", "е", "у", "ой|ей", "е")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("ень", ("ня|ени", "ню|ени", "ень|ня", "нем|енью", "не|ени")),
    ("ь", ("и|я", "и|ю", "ь|я", "ью|ем", "и|е")),
    ("й", ("я", "ю", "й|я", "ем", "е")),
    ("о", ("а|о", "у|о", "о", "ом|о", "е|о")),
    ("ье", ("ья", "ью", "ье", "ьем", "ье")),
    ("е", ("а|я|е", "у|ю|е", "е", "ем|е", "е")),
    ("ки", ("ок|ек|ков|ки", "кам|ки", "ки", "ками|ки", "ках|ки")),
    ("ы", ("|ов|ы", "ам|ы", "ы", "ами|ы", "ах|ы")),
    ("и", ("|ей|ов|и", "ям|ам|и", "и", "ями|ами|и", "ях|ах|и")),
)


def _german(name: str) -> set[str]:
    words = key(name).split()
    first, *rest = name.split()
    if first in _DE_AREAS and rest:
        place = " ".join(rest)
        return {key(f"{area} {place}") for area in _DE_AREAS[first]}
    head = next((i for i, w in enumerate(words) if not w.endswith(_DE_ADJECTIVE[:4]) or len(w) < 5), len(words) - 1)
    if any(w in ("und", "der", "des", "für", "von", "am") for w in words[: head + 1]):
        head = 0
    before = [
        [w[: len(w) - len(e)] + x for x in _DE_ADJECTIVE] if (e := _adjective_ending(w)) else [w] for w in words[:head]
    ]
    noun = words[head]
    nouns = [noun, noun + "'", *([] if noun.endswith(("s", "x", "z")) else [noun + "s"])]
    if head < len(words) - 1 or before:
        nouns += [noun + "es", noun + "n", noun + "en"]
    tail = words[head + 1 :]
    found = {" ".join([*b, n, *tail]) for b in product(*before) for n in nouns}
    found.add(" ".join(words) + ("" if words[-1].endswith(("s", "x", "z")) else "s"))
    return found


def _adjective_ending(word: str) -> str:
    return next((e for e in ("en", "er", "es", "em", "e") if word.endswith(e)), "")
