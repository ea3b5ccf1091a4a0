"""German firms by their legal form: „Knauf Gips KG“, „die AO Almas-Antei“."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import lang
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.words import Mention, Word
from pipeline.lang.adjectives import place_of
from pipeline.lang.tokens import TOKEN

FUNCTION = """
der die das den dem des ein eine einen einem einer eines und oder sowie mit von vom bei beim für in im an am auf zum
zur zu aus nach durch gegen über unter um wie als dass sagte laut so
"""  # words that no name goes on over
ARTICLES = frozenset(FUNCTION.split())
ROMANCE = frozenset({"del", "de", "di", "do", "da", "des", "du", "la"})  # within „Energía del Litoral S.A.“
AGENTS = ("er", "erin", "ung", "chef", "chefin")  # „der Zulieferer Lahnberg AG“: what a firm is or does


def candidates(words: Sequence[Word], model: dict[int, Mention]) -> Iterator[Mention]:
    """The words with capitals before a legal form."""
    i = 1
    while i < len(words):
        end = legal_end(words, i)
        if end == i or words[i - 1].sentence != words[i].sentence:
            i += 1
            continue
        over = model.get(i - 1)
        if _in_front(words, i, end, over):
            stop = model[end].end if end in model else end + 1
            yield Mention(i, stop, "ORG", "de.legal-form", 6)  # „die AO Almas-Antei“
            i = stop
            continue
        start = over.start if over and over.type != "PER" else _firm_start(words, i)
        start = _leftwards(words, start, model)
        if over and start >= 2 and words[start - 1].capital and start - 1 not in model:
            start -= kind(words[start - 2].text, "entities_classes") == "ORG" and not kind(
                words[start - 1].text, "entities_classes"
            )
        if start + 2 < i and words[start].fold.endswith("er") and any(w.text == "&" for w in words[start:i]):
            start += 1  # „der Stuttgarter Wessling & Hartkopf SE“
        start = _past_place(words, start, i)
        if [w.fold for w in words[end : end + 2]] == ["des", "bundes"]:
            end += 2  # „Autobahn GmbH des Bundes“
        if start < i:
            yield Mention(start, end, "ORG", "de.legal-form", 6, over.score if over else None)
        i = max(end, i + 1)


def _in_front(words: Sequence[Word], i: int, end: int, over: Mention | None) -> bool:
    """Whether a legal form stands before its name, as in Russian: „TOO QazTehna“."""
    if lang.table("de", "entities_legal").get(words[i].fold) != "around" or end >= len(words):
        return False
    before, after = words[i - 1], words[end]
    own = over is not None and over.end == i and kind(before.text, "entities_classes") != "ORG"
    named = after.capital and after.alpha and after.sentence == words[i].sentence and after.pos in ("PROPN", "X", "")
    return named and not own and (not before.capital or kind(before.text, "entities_classes") == "ORG")


@cache
def _legal_words() -> frozenset[str]:
    """The words with which a legal form may begin."""
    forms = lang.table("de", "entities_legal")
    return frozenset(TOKEN.findall(form)[0] for form in forms) | {form.split()[0].rstrip(".") for form in forms}


def legal_end(words: Sequence[Word], i: int) -> int:
    """The end of the legal forms that begin at a word; the word's own index where there is none."""
    table = lang.table("de", "entities_legal")
    end = i
    while (
        end < len(words) and words[end].sentence == words[i].sentence and words[end].fold.rstrip(".") in _legal_words()
    ):
        best = end
        for k in range(min(end + 6, len(words)), end, -1):
            if words[k - 1].sentence != words[i].sentence:
                continue
            form = _written(words[end:k])
            if form in table and (words[end].text[0].isupper() or not form.isalpha() or len(form) < 5):
                best = k
                break
        if best == end:
            break
        end = best
    if end == i + 1 and words[i].fold in ("se", "as", "ab", "ad", "nv", "bv", "sa", "kg", "ao") and not words[i].upper:
        return i
    return end


def _written(inside: Sequence[Word]) -> str:
    """Words as they stand, folded, with one blank where there is any."""
    return "".join((" " if n and w.start > inside[n - 1].end else "") + w.fold for n, w in enumerate(inside))


def _leftwards(words: Sequence[Word], start: int, model: dict[int, Mention]) -> int:
    """Where a firm's name begins whose first words the model left out: „Geestwind“ before „Projekt GmbH“."""
    k = start
    while k and words[k - 1].sentence == words[start].sentence and k - 1 not in model:
        word = words[k - 1]
        if word.fold in ROMANCE and k >= 2 and words[k - 2].capital and words[k].capital:
            k -= 1
            continue
        named = word.capital and word.alpha and word.fold not in ARTICLES and word.pos in ("PROPN", "NOUN", "X", "")
        feminine = k >= 2 and words[k - 2].fold in ("die", "eine", "einer")
        common = word.pos != "PROPN" and (
            (word.fold.endswith(AGENTS) and not (feminine and word.fold.endswith("er")))
            or kind(word.text, "entities_titles")
            or kind(word.text, "entities_classes")
        )
        if not named or common or (word.first and word.pos != "PROPN" and k == start and not words[k].capital):
            break
        k -= 1
    while k < start and not words[k].capital:
        k += 1
    opened = k == 0 or words[k - 1].sentence != words[k].sentence or not words[k - 1].capital or k - 1 in model
    opened = opened or words[k - 1].fold in ARTICLES
    return k if opened or words[start - 1].pos == "PROPN" else start


def _past_place(words: Sequence[Word], start: int, i: int) -> int:
    """„die Hamburger Enwasso GmbH“ without where it is from; „die Leipziger Messe GmbH“ is called so."""
    if start + 1 >= i or not start or words[start - 1].fold not in ARTICLES:
        return start
    adjective, following = words[start], words[start + 1]
    if not adjective.fold.endswith("er") or place_of(adjective.text, "de") is None:
        return start
    called = following.fold.endswith(("e", "en", "es")) or any(
        kind(following.text, t) for t in ("entities_classes", "entities_bodies")
    )
    called = called or bool(start + 2 == i and kind(following.text, "entities_trades"))  # „Leipziger Baukontor AG“
    return start if called or not following.capital else start + 1


def _firm_start(words: Sequence[Word], i: int) -> int:
    start = i
    while start and words[start - 1].sentence == words[i].sentence:
        word = words[start - 1]
        if word.text in "&-+" or (word.fold in ("of", "for", "the", "für") and start < i):
            if start < 2 or not words[start - 2].capital:
                break
        elif (
            not (word.capital or word.text[0].isdigit())
            or word.fold in ARTICLES
            or (kind(word.text, "entities_classes") == "ORG" and start < i and i - start < 4 and len(word.text) > 6)
        ):
            break
        start -= 1
    while start < i and not words[start].capital:
        start += 1
    return start
