"""A document as lines of units: words, names, dates and amounts, each with what the word tables say of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pipeline.document import Annotation, Document, Role, Sentence, Token
from pipeline.extractors.agreements.clauses import cut
from pipeline.extractors.agreements.lexicon import Act, Lexicon, german_head, lexicon
from pipeline.extractors.agreements.line import Kind, Line, Unit
from pipeline.lang import fold

T = TypeVar("T")
_REACH = 3  # paragraphs on either side of a naming word that can fill its slots
_PLAIN: tuple[Kind, None] = ("word", None)


def lines(document: Document, lex: Lexicon) -> list[Line]:
    """Every sentence of the body as a line; empty where no naming word is near. Nothing where there is none at all."""
    paragraphs = _paragraphs(document)
    heads = {p for p, sentence in zip(paragraphs, document.sentences, strict=True) if _has_head(sentence, lex)}
    if not heads:
        return []
    near = {p + k for p in heads for k in range(-_REACH, _REACH + 1)} | {0, 1}
    names, dates, money = (_Cursor(x) for x in (document.names, document.dates, document.money))
    found: list[Line] = []
    for paragraph, sentence in zip(paragraphs, document.sentences, strict=True):
        units = list(_units(document, sentence, lex, names, dates, money)) if paragraph in near else []
        _give_roles(document.roles, sentence, units)
        if found and found[-1].paragraph == paragraph and units and _carries_on(found[-1].units, units[0]):
            line = found[-1]  # cut at the dot of „Co., Ltd.“
            line.end, line.clauses = sentence.end, []
            line.units += units
        else:
            headline = _is_headline(document, sentence, paragraph, bool(found) and found[-1].headline)
            line = Line(sentence.start, sentence.end, paragraph, headline, units)
            found.append(line)
        cut(line, lex)
    return found


def _paragraphs(document: Document) -> list[int]:
    """The paragraph of each sentence: a line break in the text parts them."""
    found: list[int] = []
    paragraph, end, item = -1, 0, False  # items of a list belong to the paragraph that opens it
    for sentence in document.sentences:
        listed = item or document.text[max(0, end - 1) : end] == ":"
        item = listed and document.text[sentence.start] in "–—-•"
        if paragraph < 0 or ("\n" in document.text[end : sentence.start] and not item):
            paragraph += 1
        end = sentence.end
        found.append(paragraph)
    return found


def _has_head(sentence: Sentence, lex: Lexicon) -> bool:
    """Whether a word of the sentence could name an agreement."""
    if lex.language == "de":
        capitals = (fold(t.text) for t in sentence.tokens if t.text[:1].isupper())
        return any(low in lex.heads or german_head(low) is not None for low in capitals)
    return any(
        low in lex.heads or low.rpartition("-")[2] in lex.heads for t in sentence.tokens if (low := fold(t.text))
    )


def _give_roles(roles: Sequence[Annotation[Role]], sentence: Sentence, units: Sequence[Unit]) -> None:
    for role in roles:
        if units and role.start < sentence.end and role.end > sentence.start:
            for u in units:
                if role.start <= u.start and u.end <= role.end:
                    u.role = role


def _carries_on(before: Sequence[Unit], first: Unit) -> bool:
    last = before[-1] if before else None
    if len(before) > 1 and before[-2].low.endswith(("-ing", "-jur", "-kfm")) and first.name is not None:
        return True  # cut at „Dr.-Ing. Meyer“
    return last is not None and last.name is not None and (first.text == "(" or first.text[:1].islower())


def _is_headline(document: Document, sentence: Sentence, paragraph: int, after: bool) -> bool:
    """The title, or what stands at the top without a full stop; `after` another such line a subtitle too."""
    words = document.text[sentence.start : sentence.end].strip()
    if document.title and fold(words) in fold(document.title):
        return True
    return (paragraph == 0 or (paragraph == 1 and after)) and not words.endswith((".", "…", ":", "!", "?", "“", "»"))


class _Cursor:
    """Annotations in text order, asked for by where a token stands."""

    def __init__(self, annotations: Sequence[Annotation[Any]]) -> None:
        self.found = sorted(annotations, key=lambda a: (a.start, -a.end))
        self.starts = [a.start for a in self.found]

    def at(self, token: Token) -> Annotation[Any] | None:
        """The one that covers the token's beginning, or begins inside it."""
        i = bisect_right(self.starts, token.start) - 1
        for k in (i, i - 1):
            if k >= 0 and self.found[k].start <= token.start < self.found[k].end:
                return self.found[k]
        if i + 1 < len(self.found) and token.start < self.found[i + 1].start < token.end:
            return self.found[i + 1]
        return None


def _units(
    document: Document, sentence: Sentence, lex: Lexicon, names: _Cursor, dates: _Cursor, money: _Cursor
) -> Iterator[Unit]:
    tokens = sentence.tokens
    cursors: tuple[tuple[Kind, _Cursor], ...] = (("name", names), ("money", money), ("date", dates))
    lows = [fold(t.text) for t in tokens]
    i = 0
    while i < len(tokens):
        token = tokens[i]
        found_at = ((k, c.at(token)) for k, c in cursors)
        kind, covered = next((x for x in found_at if x[1] is not None), _PLAIN)
        if covered is not None:
            j = i + 1
            while j < len(tokens) and tokens[j].start < covered.end:
                j += 1
            text = document.text[covered.start : covered.end]
            unit = Unit(covered.start, covered.end, text, fold(text), kind)
            setattr(unit, kind, covered)
            _features(unit, tokens[i:j])
            if kind == "date":
                unit.finite = False
                unit.fn = "then" if _phrase(lex.function, unit.low.split(), 0)[1] == "then" else ""
            yield unit
            i = j
            continue
        low = lows[i]
        size, found = _phrase(lex.function, lows, i)
        if size > 1 and any(dates.at(t) is not None for t in tokens[i + 1 : i + size]):
            size, found = _phrase(lex.function, lows[: i + 1], i)  # «в тот же день» is also a date
        act_size, act = _phrase(lex.acts, lows, i)
        head_size, head = _phrase(lex.heads, lows, i)
        if lex.language == "de" and head_size <= 1 and token.text[:1].isupper():
            head, head_size = german_head(low), 1
        elif lex.language == "ru" and head is None and "-" in low:
            head_size, head = _phrase(lex.heads, [low.rsplit("-", 1)[1]], 0)
        if head is not None and head.type == "none":
            head = None
        length = max(1, size, act_size, head_size if head else 1)
        last = tokens[i + length - 1]
        kind = "word" if any(c.isalnum() for c in token.text) else "mark"
        unit = Unit(token.start, last.end, document.text[token.start : last.end], " ".join(lows[i : i + length]), kind)
        _features(unit, tokens[i : i + length])
        if found and size >= act_size:
            unit.fn = found
        if act is not None and act_size >= size:
            unit.acts = _acts(lex, lows, i, act_size)
        unit.head = head
        if lex.language == "de":
            if i and token.text[:1].isupper() and any(c.isalnum() for c in tokens[i - 1].text):
                unit.acts = tuple(a for a in unit.acts if a.tense in ("noun", "word"))  # „bei dem Treffen“ is no verb
            unit.aux = lex.auxiliaries.get(low, "")
            tenses = {a.tense for a in unit.acts}
            finite = bool(unit.aux) or "past" in tenses or ("pres" in tenses and "part" not in tenses)
            unit.finite = unit.finite or (finite and not (unit.participle or unit.infinitive))
            if low == "worden":
                unit.finite = False
            if "attr" in tenses and _names_next(tokens, i, "VerbForm=Fin" in token.feats):
                unit.acts, unit.finite = tuple(a for a in unit.acts if a.tense == "attr"), False
            unit.say = lex.speech.get(low) == "say"
            unit.body, unit.adjective, unit.subject, unit.slot = _german_word(low, token.text[:1].isupper(), i == 0)
        else:
            unit.body, unit.adjective = lex.bodies.get(low, ""), lex.adjectives.get(low, "")
            unit.subject, unit.slot = lex.subjects.get(low, ""), lex.slots.get(low, "")
            unit.say = low in lex.speech and unit.finite
            if any(a.tense == "part" for a in unit.acts):
                unit.finite, unit.participle = False, True
        unit.amount = lex.amounts.get(low, "")
        yield unit
        i += length


def _names_next(tokens: Sequence[Token], i: int, finite: bool) -> bool:
    """„der unterzeichnete Vertrag“: a form that could be a past stands right before the naming word.

    One that the tagger takes for a past is none before a singular, which would have its article.
    """
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    head = german_head(fold(after)) if after[:1].isupper() else None
    return head is not None and not (finite and head.plural)


def _features(unit: Unit, tokens: Sequence[Token]) -> None:
    """Part of speech, case and number: of a name those of its first word that has a case."""
    unit.pos = tokens[0].pos
    for token in tokens:
        feats = token.feats
        if "Case=" in feats:
            unit.case = feats.split("Case=", 1)[1].split("|", 1)[0]
            unit.plural = "Number=Plur" in feats
            break
    first = tokens[0]
    if unit.name is not None and sum(c.isupper() for c in first.text) > 1 and len(first.text) < 8:
        unit.case = ""  # slovnet guesses the case of «ООО», «РЖД»
    unit.finite = first.pos in ("VERB", "AUX") and ("VerbForm=Fin" in first.feats or "Variant=Short" in first.feats)
    unit.past = "Tense=Past" in first.feats and first.pos in ("VERB", "AUX")
    unit.infinitive = "VerbForm=Inf" in first.feats
    unit.participle = "VerbForm=Part" in first.feats and "Variant=Short" not in first.feats


def _phrase(
    table: Mapping[str, tuple[tuple[tuple[str, ...], T], ...]], lows: Sequence[str], i: int
) -> tuple[int, T | None]:
    """The longest phrase of the table that begins at `i`: its length in words and its meaning."""
    for rest, meaning in table.get(lows[i], ()):
        if not rest or tuple(lows[i + 1 : i + 1 + len(rest)]) == rest:
            return 1 + len(rest), meaning
    return 0, None


def _acts(lex: Lexicon, lows: Sequence[str], i: int, size: int) -> tuple[Act, ...]:
    rest = tuple(lows[i + 1 : i + size])
    return tuple(act for tail, act in lex.acts[lows[i]] if tail == rest)


@lru_cache(maxsize=50_000)
def _german_word(low: str, capital: bool, first: bool) -> tuple[str, str, str, str]:
    """What a German word says as a body, an adjective, a subject and for a slot."""
    lex = lexicon("de")
    body, subject = (_compound(lex.bodies, low), _compound(lex.subjects, low)) if capital else ("", "")
    adjective = "" if capital and not first else _stemmed(lex.adjectives, low)
    return body, adjective, subject, _compound(lex.slots, low)


def _compound(table: Mapping[str, str], low: str) -> str:
    """What a German noun or the last part of it says: „Stahlhersteller“, „Partnerschaft“."""
    if low in table:
        return table[low]
    for form in (low, low.removesuffix("n"), low.removesuffix("s"), low.removesuffix("es")):
        for at in range(len(form) - 4):
            if form[at:] in table and (at == 0 or at > 2):
                return table[form[at:]]
    return ""


def _stemmed(table: Mapping[str, str], low: str) -> str:
    """What a German adjective says without its ending."""
    for ending in ("", "e", "en", "er", "es", "em"):
        if low.endswith(ending) and low[: len(low) - len(ending)] in table:
            return table[low[: len(low) - len(ending)]]
    return ""
