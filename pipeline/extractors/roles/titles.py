"""An office's title: its words in the nominative, without the body or place it is of."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.roles.words import adjective, office, scope
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of
from pipeline.lang.morphology import parses

_FEMININE = ("in", "frau", "rätin", "ärztin", "anwältin")
_NOMINAL = ("vorsitzende", "abgeordnete", "beauftragte", "delegierte", "gesandte")  # adjectives used as nouns
_CASES = {"gen2": "gent", "loc2": "loct", "acc2": "accs"}


def russian(before: Sequence[str], head: str, after: Sequence[str]) -> str:
    """Adjectives before the head, the head, and the words after it up to the first name, in lower case.

    «заместителем Министра юстиции» gives «заместитель министра юстиции»; a common noun for the body at the
    end («региона», «концерна») is left out.
    """
    words = [
        w.lower() for w in before if w not in (".", ",") and adjective(w, "ru") != "time" and not country_of(w, "ru")
    ]
    tail = [w.lower() for w in after]
    body = False
    while tail and (_ends_nothing(tail[-1]) or (adjective(tail[-1], "ru") == "office" and len(tail) < 2)):
        if scope(tail[-1], "ru") is not None:
            if body:
                break  # «начальник управления службы» is one of a «управление»
            body = True
        tail.pop()
    noun = head.lower()
    if fold(noun) in table("ru", "roles_titles") and not parses(noun)[0].is_known:
        return " ".join([*words, noun, *tail])  # замакима
    prefix, _, last = noun.rpartition("-")
    best = None
    for parse in parses(last):
        tag = parse.tag
        if tag.POS == "NOUN" and fold(parse.normal_form) in table("ru", "roles_titles"):
            best = parse
            break
        if best is None and tag.POS == "NOUN" and (parse.is_known or office(parse.normal_form, "ru")):
            best = parse
    if best is None:
        return " ".join([*words, noun, *tail])
    turned = best.inflect({"nomn", "sing"}) or best.inflect({"nomn"})
    base = turned.word if turned is not None else str(best.normal_form)
    gender = best.tag.gender or "masc"
    out = [_adjective(w, gender) for w in words]
    if prefix:
        first = next((p for p in parses(prefix) if p.tag.POS == "NOUN" and p.is_known), None)
        prefix = str(first.normal_form) if first is not None and office(prefix, "ru") else prefix
    title = " ".join([*out, f"{prefix}-{base}" if prefix else base, *tail])
    return title.replace(" . ", ".").replace(". о.", ".о.").replace("и. о.", "и.о.")


def _ends_nothing(word: str) -> bool:
    """Whether a word at a title's end is not of it: a noun for the body, a preposition, a country's adjective."""
    loose = fold(word) in table("ru", "roles_prepositions") or word in ("и", ",")
    return loose or scope(word, "ru") is not None or country_of(word, "ru") is not None


def _adjective(word: str, gender: str) -> str:
    for parse in parses(word):
        if parse.tag.POS in ("ADJF", "PRTF"):
            turned = parse.inflect({"nomn", "sing", gender})
            if turned is not None and turned.word[:3] == word[:3]:
                return str(turned.word)
    return word


def german(before: Sequence[str], head: str, after: Sequence[str], article: str, feminine_name: bool) -> str:
    """As `russian`: „Bevollmächtigten Botschafters“ gives „Bevollmächtigter Botschafter“."""
    noun = head.rpartition("-")[2]
    noun = noun[:1].upper() + noun[1:]
    folded = fold(noun)
    feminine = folded.endswith(_FEMININE) or feminine_name or article == "die"
    nominal = next((n for n in _NOMINAL if n in folded), None)
    if nominal:
        stem = noun[: folded.rindex(nominal) + len(nominal)]
        noun = stem if feminine else stem + "r"
    else:
        noun = _base(noun)
        feminine = fold(noun).endswith(_FEMININE)
    ending = "e" if feminine else "er"
    words = []
    for word in before:
        if adjective(word, "de") == "time" or country_of(word, "de"):
            continue
        bare = next((word[: len(word) - len(e)] for e in ("en", "er", "es", "em", "e") if word.endswith(e)), None)
        words.append(word if fold(word) == "und" or bare is None else bare + ending)
    while words and words[0] == "und":
        words.pop(0)
    tail = list(after)
    return " ".join([*words, noun, *tail])


def _base(noun: str) -> str:
    """The nominative singular of an office: „Botschafters“, „Präsidenten“."""
    known = table("de", "roles_titles")
    folded = fold(noun)

    def fits(stem: str) -> bool:
        return any(stem[-n:] in known for n in range(min(len(stem), 16), 3, -1))

    if folded.endswith("innen"):
        return noun[:-3]
    if folded.endswith("in") and (fits(folded[:-2]) or fits(folded[:-2] + "e")):
        return noun
    for ending in ("", "s", "es", "en", "n", "e"):
        if folded.endswith(ending) and fits(folded[: len(folded) - len(ending)]):
            return noun[: len(noun) - len(ending)] if ending else noun
    return noun
