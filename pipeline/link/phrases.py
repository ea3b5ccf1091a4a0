"""Names of bodies, places and events back into the nominative.

The head noun and its adjectives turn, what follows the head stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pipeline.lang import fold, table
from pipeline.lang.adjectives import place_of
from pipeline.lang.morphology import parses
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.link.declension import cased

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_CASE = {"gen2": "gent", "gen1": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_UD_CASE = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_UD_NUMBER = {"Sing": "sing", "Plur": "plur"}
_GENDER = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_ADJECTIVE = ("ADJF", "PRTF")
_QUOTES = '«»„“”"'


def nominative(text: str, language: str, feats: Sequence[str] = (), quoted: bool = False) -> str:
    """A name in the nominative. `feats`: UD features word by word; `quoted`: it stands in quotes after a noun."""
    if quoted:
        return text
    if any("Ѐ" <= c <= "ӿ" for c in text):
        return _russian(text, tuple(feats))
    return _german(text) if language == "de" else text


@lru_cache(maxsize=50_000)
def _russian(text: str, feats: tuple[str, ...]) -> str:
    quote = next((i for i, c in enumerate(text) if c in _QUOTES), len(text))
    words = list(_WORD.finditer(text, 0, quote))
    if not words or (quote < len(text) and all(w[0].isupper() for w in words)):
        return text  # ООО «Ромашка»
    tags = list(feats[: len(words)]) if len(feats) >= len(words) else [""] * len(words)
    best: tuple[float, list[str]] | None = None
    for head in range(len(words)):
        word = words[head][0]
        if re.fullmatch(r"[IVXLC]+|\d+", word):
            continue
        if not is_cyrillic(word):
            break
        options = [p for p in parses(word) if _is_noun(p)]
        told = dict(f.split("=", 1) for f in tags[head].split("|") if "=" in f)
        for parse in options:
            forms, score = _agree(parse, [w[0] for w in words[:head]])
            if forms is None:
                continue
            score += parse.score + _told(parse, told) + 0.4 * head
            if parse.is_known:
                score += 0.3
            elif parse.tag.number == "plur":
                score -= 0.5
            elif parse.tag.gender == "masc" and parse.tag.case != "nomn" and parse.tag.number == "sing":
                score += 0.3  # an unknown word in -а, -у, -е is rather an oblique masculine: акимата, Сарыагаше
            score += 0.15 * (parse.tag.case == "nomn") + 0.2 * (parse.tag.number == "sing")
            if best is None or score > best[0] + 1e-9:
                best = score, forms
        if best is not None and not any(p.tag.POS in _ADJECTIVE for p in parses(word)):
            break
        if not any(p.tag.POS in _ADJECTIVE or p.tag.POS in ("ADJS", "NUMR") for p in parses(word)):
            break
    if best is None:
        return text
    out, at = [], 0
    for match, form in zip(words, best[1], strict=False):
        out += [text[at : match.start()], cased(form, match[0]) if not _keeps(match[0]) else match[0]]
        at = match.end()
    return "".join(out) + text[at:]


def _keeps(word: str) -> bool:
    """Abbreviations and mixed capitals stay: ЕАБР, БелТА."""
    return (
        len(word) > 1
        and sum(c.isupper() for c in word) > 1
        and "-" not in word
        and not (word.isupper() and len(word) > 6)
    )


def _is_noun(parse: Any) -> bool:
    return parse.tag.POS == "NOUN" or (parse.tag.POS in _ADJECTIVE and parse.tag.case is not None)


def _agree(head: Any, before: Sequence[str]) -> tuple[list[str] | None, float]:
    """The words before a head and the head in the nominative, where all can agree with that reading of it."""
    case, number = _CASE.get(str(head.tag.case), str(head.tag.case)), head.tag.number or "sing"
    forms: list[str] = []
    for word in before:
        if re.fullmatch(r"[IVXLC]+|\d+", word):
            forms.append(word)
            continue
        for parse in parses(word):
            tag = parse.tag
            if (
                tag.POS not in _ADJECTIVE
                or _CASE.get(str(tag.case), str(tag.case)) != case
                or (tag.number or "sing") != number
            ):
                continue
            if number == "sing" and tag.gender != head.tag.gender:
                continue
            if (
                case == "accs"
                and number == "plur"
                and tag.animacy
                and head.tag.animacy
                and tag.animacy != head.tag.animacy
            ):
                continue
            if case == "accs" and tag.gender == "masc" and tag.animacy and tag.animacy != head.tag.animacy:
                continue
            wanted = {"nomn", number} | ({head.tag.gender} if number == "sing" and head.tag.gender else set())
            turned = parse.inflect(wanted)
            if turned is None:
                continue
            forms.append(_adjective(word, turned.word, parse.is_known))
            break
        else:
            return None, 0.0
    turned = head.inflect({"nomn", number}) or head.inflect({"nomn"})
    if turned is None:
        return None, 0.0
    return [*forms, turned.word], 0.0


def _adjective(form: str, nominative: str, known: bool) -> str:
    """Corrects pymorphy3's nominative of an adjective: no -ской for -ский, no superlative's positive."""
    if nominative.endswith(("ской", "цкой")) and not known:
        return nominative[:-2] + "ий"
    if nominative[:4] != form.lower()[:4] and form.lower().startswith("высш"):
        return "высш" + {"й": "ий", "я": "ая", "е": "ее"}.get(nominative[-1], "ий")
    return nominative


def _told(parse: Any, told: dict[str, str]) -> float:
    score = 0.0
    case = _CASE.get(str(parse.tag.case), str(parse.tag.case))
    if "Case" in told:
        score += 0.5 if _UD_CASE.get(told["Case"]) == case else 0.0
    if "Number" in told:
        score += 0.3 if _UD_NUMBER.get(told["Number"]) == parse.tag.number else 0.0
    if "Gender" in told:
        score += 0.2 if _GENDER.get(told["Gender"]) == parse.tag.gender else 0.0
    return score


_ENDING = {"m": "er", "f": "e", "n": "es"}
_ADJECTIVAL = re.compile(
    r"(?:isch|lich|ig|al|ell|iv|är|at|deutsch|neu|frei|allgemein|vereint|vereinigt|unabhängig|gemeinsam|erst|zweit|dritt|oberst|höh|ander|autonom|groß|alt|weiß|rot|schwarz|grün|sozial|international|öffentlich)(e[nrsm]?)$",
    re.I,
)


@lru_cache(maxsize=50_000)
def _german(text: str) -> str:
    words = list(_WORD.finditer(text))
    if not words:
        return text
    head = 0
    while head < len(words) - 1 and _is_adjective(words[head][0], words[head + 1][0]):
        head += 1
    noun = words[head][0]
    gender = gender_of(noun)
    turned = _without_genitive(noun, gender) if gender in ("m", "n") and words[0].start() <= head * 99 else noun
    if gender == "f" or gender is None:
        turned = noun
    out, at = [], 0
    for i, match in enumerate(words[: head + 1]):
        word = match[0]
        if i == head:
            word = turned
        elif word.endswith("er") and place_of(word, "de"):
            pass  # Leipziger
        elif (ending := _ADJECTIVAL.search(word) or re.search(r"(e[nsm]?)$", word)) and not word[0].isdigit():
            plural = noun.endswith(("en", "e")) and gender_of(noun) is None
            stem = word[: len(word) - len(ending[1])]
            word = stem + ("e" if plural or gender is None else _ENDING[gender])
        out += [text[at : match.start()], word]
        at = match.end()
    return "".join(out) + text[at:]


def _is_adjective(word: str, following: str) -> bool:
    if word[0].isdigit():
        return True
    if not following[0].isupper() and not _ADJECTIVAL.search(following):
        return False
    if _ADJECTIVAL.search(word):
        return True
    if gender_of(word) is not None:
        return False
    return word.endswith("er") and len(word) > 4 and word[0].isupper()  # Minsker


@lru_cache(maxsize=50_000)
def gender_of(noun: str) -> str | None:
    """m, f or n of a German noun by how it ends; None where the table does not know."""
    folded = fold(noun)
    endings = table("de", "link_genders")
    for word in (folded, *(_stripped(folded))):
        for size in range(min(len(word), 16), 1, -1):
            found = endings.get(word[-size:])
            if found:
                return found
    return None


def _stripped(folded: str) -> list[str]:
    return [folded[: -len(e)] for e in ("es", "s") if folded.endswith(e) and len(folded) > 4]


def _without_genitive(noun: str, gender: str | None) -> str:
    folded, endings = fold(noun), table("de", "link_genders")

    def ends(word: str) -> bool:
        return any(endings.get(word[-n:]) == gender for n in range(min(len(word), 16), 1, -1))

    if noun.endswith("s") and not ends(folded):
        if ends(folded[:-1]):
            return noun[:-1]
        if noun.endswith("es") and ends(folded[:-2]):
            return noun[:-2]
    return noun
