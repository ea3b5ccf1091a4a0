"""Which language an article is in: `ru`, `de`, or another, and then it goes to quarantine.

A gate counts words: frequent ones that tell a language from its neighbours, and words with a letter
that only others use. Where many words are of one language alone it decides; else, where it and py3langid
agree, that is the answer; where the gate is silent or they differ, langdetect has the casting vote, and
without two for `ru` or `de` an article is neither.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline import lang
from pipeline.document import Document, Quarantined

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`‘][^\W\d_]+)*")
_SAMPLE = 400  # characters looked at in the beginning, the middle and the end of a longer text
_GLANCE = 300  # characters that py3langid sees at first
_QUOTED = re.compile(r"«[^«»\n]{1,300}»|„[^„“”\n]{1,300}[“”]|“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"")
_CLEAR = 4  # words that Russian or German shares with no other, and as many more for each that they lack, are enough
_SURE, _LIKELY = 0.8, 0.6  # how far the gate must lead, and how sure py3langid must be, to be believed alone
_UNKNOWN = "und"  # ISO 639-2: undetermined


def language(document: Document) -> Document | Quarantined:
    """The document with its language, which its body decides; quarantined with the one found where it is no other."""
    found, score = detect("\n".join(document.text[start:end] for start, end in document.body) or document.text)
    if found not in lang.LANGUAGES:
        return Quarantined(document.source, "language", "language", found, document.source_id)
    return replace(document, language=found, language_score=score)


def detect(text: str) -> tuple[str, float]:
    """The language of a text as an ISO 639 code (`und`: not to be told), and how sure that is, 0 to 1."""
    text = _unquoted(_sample(text))
    words = _WORD.findall(text.replace("ё", "е"))
    if not words:
        return _UNKNOWN, 0.0
    script, share = _script(words)
    if script and share > _SURE and _clear(words, script):
        return script, round(share, 4)
    guess, likely = _py3langid(text[:_GLANCE])
    if script is None:
        return (guess, likely) if guess not in lang.LANGUAGES else (_UNKNOWN, 0.0)
    gate, lead = _gate(words, script)
    if gate == guess:
        return gate, round(share * max(lead, likely), 4)
    own = "ru" if script == "ru" else "de"
    if own in (gate, guess) and len(text) > _GLANCE:
        guess, likely = _py3langid(text)
    if own not in (gate, guess):
        return gate or guess, round(lead if gate else likely, 4)
    if (gate == own and lead >= _SURE and likely < _SURE) or (guess == own and gate is None and likely >= _LIKELY):
        return own, round(share * 0.5, 4)
    other = _langdetect(text)
    if (gate, guess, other).count(own) >= 2 and (gate is None or gate == own):
        return own, round(share * 0.5 * (1 + lead), 4)
    return next(code for code in (gate, guess, other, _UNKNOWN) if code and code != own), 0.5


def _unquoted(text: str) -> str:
    """The text without what it quotes, which may be in another language; whole where little else is there."""
    rest = _QUOTED.sub(" ", text)
    return rest if len(_WORD.findall(rest)) >= 3 else text


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _script(words: list[str]) -> tuple[str | None, float]:
    """Whose script most letters are in (`ru` for Cyrillic, `de` for Latin, None for others), and their share."""
    letters: Counter[str | None] = Counter()
    for word in words:
        first = word[0]
        letters["ru" if "Ѐ" <= first <= "ԯ" else "de" if first < "ɐ" or "Ḁ" <= first <= "ỿ" else None] += len(word)
    script, count = letters.most_common(1)[0]
    return script, count / sum(letters.values())


# --- the gate ---------------------------------------------------------------------------------------------------


@cache
def _codes(script: str, name: str) -> dict[str, tuple[str, ...]]:
    """A table of the script's language that says which languages use a form."""
    return {form: tuple(codes.split()) for form, codes in lang.table(script, f"language_{name}").items()}


def _clear(words: list[str], own: str) -> bool:
    """Do several frequent words of the language itself stand there, and hardly one that it lacks?"""
    frequent, foreign = _codes(own, "words"), {c for c, of in _codes(own, "letters").items() if own not in of}
    spoken = [w.lower() for w in words if len(w) > 1]
    codes = [frequent.get(word, ()) for word in spoken]
    only = {word for word, of in zip(spoken, codes, strict=True) if of == (own,)}
    lacked = sum(bool(of) and own not in of for of in codes) + sum(not foreign.isdisjoint(word) for word in spoken)
    return len(only) >= _CLEAR * (1 + lacked) and _gate(words, own)[0] == own


def _gate(words: list[str], script: str) -> tuple[str | None, float]:
    """The language that most words speak for, and how far it leads the next; None where too few speak."""
    frequent, letters, endings = (_codes(script, name) for name in ("words", "letters", "endings"))
    votes: Counter[str] = Counter()
    present = letters.keys() & set("".join(words))
    for word in words:
        form = word.lower()
        codes = frequent.get(form)
        if codes:
            votes.update(codes)
        if form == word:  # names keep the letters of their own language
            for letter in present:
                if letter in form:
                    votes.update(letters[letter])
            if not codes and len(form) > 5:
                votes.update(endings.get(form[-4:]) or endings.get(form[-3:]) or endings.get(form[-2:]) or ())
    (best, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most >= 2 and most >= second * 1.15 + 1:
        return best, 1 - second / most
    if script == "ru" and (known := _known(words)) >= 0.9:
        return "ru", 0.5 if known < 1 else _SURE
    return None, 0.0


def _known(words: list[str]) -> float:
    """The share of words that the dictionary of Russian knows: for texts too short to have frequent ones."""
    from pipeline.lang import morphology

    common = [w.lower() for i, w in enumerate(words) if len(w) > 2 and (w[0].islower() or i == 0)][:40]
    return sum(bool(morphology.parses(w)[0].is_known) for w in common) / len(common) if common else 0.0


# --- second opinions --------------------------------------------------------------------------------------------


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _py3langid(text: str) -> tuple[str, float]:
    code, likely = _identifier().classify(text)
    return str(code), min(1.0, float(likely))


@cache
def _detector() -> Any:
    import langdetect
    from langdetect import detector_factory

    langdetect.DetectorFactory.seed = 0  # else it answers differently each time
    detector_factory.init_factory()
    return detector_factory._factory


def _langdetect(text: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detector().create()
    detector.append(text)
    try:
        return str(detector.detect())
    except LangDetectException:
        return _UNKNOWN
