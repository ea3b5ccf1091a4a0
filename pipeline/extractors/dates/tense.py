"""The clause an expression stands in: its tense, and whether „heute“ means nowadays in it.

Russian verbs are read by pymorphy3, German ones by their endings and a table of strong preterites, so that a sentence
needs no tagger.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline import lang
from pipeline.extractors.dates.complete import COMING, FUTURE, PAST, PRESENT
from pipeline.extractors.dates.scan import LINE, OTHER, Tokens
from pipeline.extractors.dates.words import letter
from pipeline.lang.morphology import parses

LONG_WORD = 5  # no abbreviation: a number after its dot begins a sentence
FARTHEST = 30  # tokens a clause is looked for on each side
LPAR, RPAR = letter("LPAR"), letter("RPAR")
STOP, DOT = letter("STOP"), letter("DOT")
ENDS = re.compile(f"[{STOP}{DOT}{LINE}]")
BREAKS = frozenset(letter(c) for c in ("COMMA", "COLON", "LPAR", "RPAR", "STOP"))
# Before a dot these are abbreviations or ordinals.
SHORT = frozenset(letter(c) for c in ("INT", "MONTHABBR", "WDABBR", "UNITABBRM", "ROMAN", "APPROX", "HERR"))
WORDS = frozenset((OTHER, letter("COUNTED")))
COMPARING = frozenset(letter(c) for c in ("COMPARES", "ALS", "K"))
UNTIL = {"de": frozenset((letter("BIS"), letter("VON"))), "ru": frozenset((letter("NA"), letter("DO")))}
PARTICIPLE = re.compile(r"(?:\w*ge\w+|(?:be|ver|er|ent|zer|unter|über|miss)\w+)(?:t|en)|\w+iert")

PARTICIPLE_SURE = re.compile(r"\w*ge\w{3,}(?:t|en)|\w+iert")  # „besteht“ has the shape of one too


@dataclass(frozen=True, slots=True)
class Clause:
    """Where an expression stands: tokens first to last (exclusive) of a sentence that begins at token `number`.

    Of a very long sentence only the tokens begin to end are looked at.
    """

    tokens: Tokens
    first: int
    last: int
    begin: int
    end: int
    number: int

    @property
    def compares(self) -> bool:
        """Is it only what something else is held against («против … в 2023 году», „gegenüber 2024“)?"""
        return any(c in COMPARING for c in self.tokens.classes[max(self.begin, self.first - 2) : self.first])

    def tense(self, strict: bool = False) -> str | None:
        """The tense of the nearest verb: of the same part between commas, else of the next, else of the one before.

        `strict`: of the same part alone, where that begins with the expression: an apposition.
        """
        inner = self._part(self.first, self.last)
        read = _russian if self.tokens.language == "ru" else _german_strict if strict else _german
        found = read(self, *inner)
        if strict and self.first == inner[0] > self.begin and inner[1] > self.last:
            return found  # „Müller, heute Minister, war …“
        if found is None and inner[1] < self.end:
            found = read(self, *self._part(inner[1] + 1, inner[1] + 1))
        if found is None and inner[0] > self.begin:
            found = read(self, *self._part(inner[0] - 1, inner[0] - 1))
        return found

    def nowadays(self, tense: str | None) -> bool:
        """Does «сегодня» mean nowadays, not the day of publication? In the past or the future it is the day."""
        before = self.tokens.classes[self.first - 1] if self.first > self.begin else ""
        if before in UNTIL[self.tokens.language]:
            return True
        if tense in (PAST, FUTURE):
            return False
        part = self._part(self.first, self.last)
        if letter("SETADV") in self.tokens.classes[slice(*part)]:  # «сегодня ежедневно проходит»
            return True
        words = _words(self.tokens, *part)
        return not any(_kind(self.tokens.language, w) == "EVENT" for _, w in words)

    def _part(self, first: int, last: int) -> tuple[int, int]:
        classes = self.tokens.classes
        a = min(max(first, self.begin), self.end)
        while a > self.begin:
            opening = classes.rfind(LPAR, self.begin, a) if classes[a - 1] == RPAR else -1
            if opening < 0 and _breaks(self.tokens, a - 1):
                break
            a = opening if opening >= 0 else a - 1
        z = max(a, min(last, self.end))
        while z < self.end:
            closing = classes.find(RPAR, z, self.end) if classes[z] == LPAR else -1
            if closing < 0 and _breaks(self.tokens, z):
                break
            z = closing + 1 if closing >= 0 else z + 1
        return a, min(z, len(classes))


def sentence_ends(tokens: Tokens) -> list[int]:
    """The tokens that end a sentence."""
    return [m.start() for m in ENDS.finditer(tokens.classes) if _ends_sentence(tokens, m.start())]


def clause(tokens: Tokens, ends: Sequence[int], first: int, last: int) -> Clause:
    """The sentence around tokens first to last. `ends` are `sentence_ends(tokens)`."""
    i = bisect_left(ends, first)
    j = bisect_left(ends, last)
    begin = ends[i - 1] + 1 if i else 0
    end = ends[j] if j < len(ends) else len(tokens.classes)
    return Clause(tokens, first, last, max(begin, first - FARTHEST), min(end, last + FARTHEST), begin)


def _ends_sentence(tokens: Tokens, i: int) -> bool:
    symbol = tokens.classes[i]
    if symbol == LINE:
        return True
    if symbol == STOP:
        return tokens.text[tokens.starts[i]] in "!?…•|"
    if symbol != DOT:
        return False
    if i + 1 >= len(tokens.starts):
        return True
    after = tokens.text[tokens.starts[i + 1]]
    if (
        after.isdigit()
        and i
        and tokens.classes[i - 1] in WORDS
        and tokens.ends[i - 1] - tokens.starts[i - 1] >= LONG_WORD
    ):
        return True
    if (
        not (after.isupper() or tokens.classes[i + 1] in (letter("QUOTE"), LINE, letter("DASH")))
        or tokens.starts[i + 1] == tokens.ends[i]
    ):
        return False
    if i == 0:
        return True
    length = tokens.ends[i - 1] - tokens.starts[i - 1]
    if tokens.classes[i - 1] == letter("COUNTED"):  # „5 Mio. Euro“ goes on, „5 Dollar. Er …“ and «5 млн. Он …» do not
        return tokens.language == "ru" or length > 3
    if tokens.classes[i - 1] in SHORT:
        return False
    return length > 1


def _breaks(tokens: Tokens, i: int) -> bool:
    symbol = tokens.classes[i]
    if symbol == letter("DASH"):
        return tokens.text[tokens.starts[i] - 1 : tokens.starts[i]].isspace()
    return symbol in BREAKS


def _words(tokens: Tokens, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The words, with their places."""
    for i in range(first, last):
        word = tokens.text[tokens.starts[i] : tokens.ends[i]]
        if word[0].isalpha():
            yield i, word


@lru_cache(maxsize=50_000)
def _kind(language: str, word: str) -> str:
    """What the table says of a word, by its dictionary form in Russian."""
    table: Mapping[str, str] = lang.table(language, "dates_tense")
    if language == "de":
        return table.get(lang.fold(word), "")
    reading = parses(word.lower())[0]
    return table.get(lang.fold(reading.normal_form), "")


@lru_cache(maxsize=50_000)
def _russian_verb(word: str) -> str | None:
    """past, future, present; `participle` and `short` of the past; `infinitive`; None for other words."""
    reading = parses(word.lower())[0]
    tag = reading.tag
    if tag.POS == "VERB":
        return {"past": PAST, "futr": FUTURE, "pres": PRESENT}.get(str(tag.tense))
    if tag.POS == "PRTS":
        return "short"
    if tag.POS == "PRTF" and tag.tense == "past":
        return "participle"
    if tag.POS == "PRED":
        return PRESENT
    return "infinitive" if tag.POS == "INFN" else None


def _russian(c: Clause, first: int, last: int) -> str | None:
    best: tuple[int, str] | None = None
    plan = False
    for i, word in _words(c.tokens, first, last):
        kind = _russian_verb(word)
        if kind == "infinitive":
            continue
        plan = plan or _kind("ru", word) == "FUTURE"
        if kind is None:
            continue
        distance = min(abs(i - c.first), abs(i - c.last + 1))
        if kind == "participle" and distance > 4:
            continue
        tense = PAST if kind in ("participle", "short") else kind
        # A participle counts only where it stands nearer than the verb; «будет подписан» is future.
        if _kind("ru", word) == "FUTURE" and kind == "short":
            tense = FUTURE  # «назначен на 12 октября»
        if (
            best is None
            or (distance < best[0] and not (kind == "short" and best[1] == FUTURE))
            or (tense == FUTURE and best[1] == PAST and kind == FUTURE and distance <= best[0] + 1)
        ):
            best = (distance, tense)
    if plan and (best is None or best[1] != PAST or best[0] > 2):
        return FUTURE
    return best[1] if best else None


PARTICIPLES = ("sure", "maybe")


@lru_cache(maxsize=50_000)
def _german_word(word: str) -> tuple[str, str]:
    """What the table says of a word, and its shape: a participle (`sure`, `maybe`), or its ending `te`, `t`, `en`."""
    kind = _kind("de", word)
    if PARTICIPLE.fullmatch(word):
        return kind, "sure" if PARTICIPLE_SURE.fullmatch(word) else "maybe"
    if word.endswith(("te", "ten")) and len(word) > 4:
        return kind, "te"
    if word.endswith("t") and len(word) > 2:
        return kind, "t" if len(word) > 3 else "en"
    return kind, "en" if word.endswith("en") and len(word) > 2 else ""


def _german_strict(c: Clause, first: int, last: int) -> str | None:
    return _german(c, first, last, PARTICIPLE_SURE)


def _german(c: Clause, first: int, last: int, alone: re.Pattern[str] = PARTICIPLE) -> str | None:
    """`alone` is the shape of a participle that says past without a verb beside it."""
    tokens = c.tokens
    kinds: set[str] = set()
    finite = strong = participle = lone = preterite = weak = near_verb = False
    for i, word in _words(tokens, first, last):
        kind, shape = _german_word(word)
        if kind == "PAST" and shape in PARTICIPLES:  # „unterschrieben“ may be either
            preterite = True
        elif kind:
            kinds.add(kind)
        if c.first <= i < c.last or tokens.classes[i] != OTHER or (word[0].isupper() and i > first):
            continue
        near = i in (c.first - 2, c.first - 1, c.last)
        if kind == "OTHER":  # „arbeiten“ is a present
            near_verb = near_verb or (near and word.endswith("en"))
            continue
        if shape in PARTICIPLES:
            participle = True
            strong = strong or word.endswith("en")
            # „übernimmt“ has the shape of a participle; a participle stands at the end of its part
            if shape == "sure" or (alone is PARTICIPLE and i + 1 >= last):
                lone = True
            else:
                finite = finite or word.endswith("t")
                near_verb = near_verb or near
        elif kind:
            continue
        elif shape == "te" and not _attribute(tokens, i):
            weak = True
        elif near and shape:
            near_verb = True
        elif shape == "t":
            finite = True
    if "PAST" in kinds or (preterite and not kinds & {"FUTURE", "WERDEN"}):
        return PAST
    if kinds & {"AUX", "SEIN"} and not participle and not kinds & {"FUTURE", "WERDEN"} and last < c.end:
        # „hat am Montag, wie angekündigt, … unterzeichnet“
        participle = any(PARTICIPLE.fullmatch(w) for _, w in _words(tokens, last, c.end))
    if "SEIN" in kinds and alone is not PARTICIPLE and "AUX" not in kinds:
        return PAST if strong and "FUTURE" not in kinds else PRESENT  # „heute sind 500 Menschen beschäftigt“
    if kinds & {"AUX", "SEIN"} and participle and "FUTURE" not in kinds:
        return PAST
    if kinds & {"FUTURE", "WERDEN"}:
        return FUTURE
    if weak:
        return PAST
    if "EVENT" in kinds:
        return COMING if not kinds & {"AUX", "SEIN"} else PAST
    if lone and not kinds & {"AUX", "SEIN"} and not near_verb:
        return PAST
    return COMING if near_verb or finite else PRESENT if kinds & {"AUX", "SEIN"} else None


def _attribute(tokens: Tokens, i: int) -> bool:
    """„die vereinbarte Lieferung“: a participle before its noun, no preterite."""
    if i == 0 or i + 1 >= len(tokens.starts):
        return False
    before = tokens.text[tokens.starts[i - 1] : tokens.ends[i - 1]].lower()
    return tokens.text[tokens.starts[i + 1]].isupper() and (
        tokens.classes[i - 1] in ARTICLES or before.endswith(("e", "er", "es", "en", "em"))
    )


ARTICLES = frozenset(letter(c) for c in ("ART", "CARD", "IM", "AT", "SHIFT", "IN"))
