"""A document as lines of units: words, names, dates and amounts, each with what the word tables say of it, in clauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pipeline.document import Annotation, Date, Document, Money, Name, Role, Sentence, Span, Token
from pipeline.extract.agreements.lexicon import Act, Head, Lexicon, german_head
from pipeline.lang import fold

Kind = Literal["word", "name", "date", "money", "mark"]
T = TypeVar("T")

_COMMA = {","}
_STOPS = {".", ";", ":", "!", "?", "…"}
_OPEN, _CLOSE = {"(", "["}, {")", "]"}
_DASHES = {"—", "–", "-"}
_QUOTES = {"«", "»", "„", "“", "”", '"'}
_WITHOUT_MEANING = (None, "")


@dataclass(slots=True)
class Unit:
    """A word, or a name, date or amount of several words. `fn`, `acts`, `head` and the like come from the tables."""

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    pos: str = ""
    case: str = ""
    plural: bool = False
    finite: bool = False
    participle: bool = False
    infinitive: bool = False
    past: bool = False
    fn: str = ""
    acts: tuple[Act, ...] = ()
    head: Head | None = None
    body: str = ""
    adjective: str = ""
    subject: str = ""
    amount: str = ""
    say: bool = False
    slot: str = ""
    aux: str = ""
    name: Annotation[Name] | None = None
    date: Annotation[Date] | None = None
    money: Annotation[Money] | None = None
    role: Annotation[Role] | None = None
    clause: int = 0

    def act(self, *senses: str) -> Act | None:
        """The first of its acts that has one of the senses."""
        return next((a for a in self.acts if a.sense in senses), None)


@dataclass(slots=True)
class Clause:
    """A part of a line with a predicate of its own. `before` is the clause it follows or hangs on."""

    kind: Literal["main", "rel", "part", "sub", "say", "paren", "gap", "list"]
    first: int
    before: int | None = None
    hypothetical: bool = False


@dataclass(slots=True)
class Line:
    """A sentence, its units and clauses."""

    start: int
    end: int
    paragraph: int
    headline: bool
    units: list[Unit]
    clauses: list[Clause] = field(default_factory=list)

    def of(self, clause: int) -> Iterator[tuple[int, Unit]]:
        """The units of one clause."""
        return ((i, u) for i, u in enumerate(self.units) if u.clause == clause)


def lines(document: Document, lex: Lexicon) -> list[Line]:
    """Every sentence of the body, cut into units and clauses."""
    names, dates, money = (_Cursor(x) for x in (document.names, document.dates, document.money))
    roles = sorted(document.roles, key=lambda a: a.start)
    found: list[Line] = []
    paragraph, end = -1, 0
    for sentence in document.sentences:
        if paragraph < 0 or "\n" in document.text[end : sentence.start]:
            paragraph += 1
        end = sentence.end
        units = list(_units(document, sentence, lex, names, dates, money))
        for role in roles:
            if role.start >= sentence.end:
                break
            if role.end > sentence.start:
                for u in units:
                    if role.start <= u.start and u.end <= role.end:
                        u.role = role
        if found and found[-1].paragraph == paragraph and units and _carries_on(found[-1].units, units[0]):
            line = found[-1]  # cut at the dot of „Co., Ltd.“
            line.end, line.clauses = sentence.end, []
            line.units += units
        else:
            headline = _is_headline(document, sentence, paragraph)
            line = Line(sentence.start, sentence.end, paragraph, headline, units)
            found.append(line)
        _cut(line, lex)
    return found


def _carries_on(before: Sequence[Unit], first: Unit) -> bool:
    last = before[-1] if before else None
    return last is not None and last.name is not None and (first.text == "(" or first.text[:1].islower())


def _is_headline(document: Document, sentence: Sentence, paragraph: int) -> bool:
    words = document.text[sentence.start : sentence.end].strip()
    if document.title and fold(words) in fold(document.title):
        return True
    return paragraph == 0 and not words.endswith((".", "…", ":"))


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
    lows = [fold(t.text) for t in tokens]
    i = 0
    while i < len(tokens):
        token = tokens[i]
        covered: Annotation[Any] | None = None
        for kind, cursor in (("name", names), ("money", money), ("date", dates)):
            covered = cursor.at(token)
            if covered is not None:
                break
        if covered is not None:
            j = i + 1
            while j < len(tokens) and tokens[j].start < covered.end:
                j += 1
            text = document.text[covered.start : covered.end]
            unit = Unit(covered.start, covered.end, text, fold(text), kind)  # type: ignore[arg-type]
            setattr(unit, kind, covered)
            _features(unit, tokens[i:j])
            if kind == "date":
                unit.finite = False
            yield unit
            i = j
            continue
        low = lows[i]
        size, found = _phrase(lex.function, lows, i)
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
        unit = Unit(token.start, last.end, document.text[token.start : last.end], " ".join(lows[i : i + length]), kind)  # type: ignore[arg-type]
        _features(unit, tokens[i : i + length])
        if found and size >= act_size:
            unit.fn = found
        if act is not None and act_size >= size:
            unit.acts = _acts(lex, lows, i, act_size)
        unit.head = head
        if lex.language == "de":
            unit.aux = lex.auxiliaries.get(low, "")
            tenses = {a.tense for a in unit.acts}
            finite = bool(unit.aux) or "past" in tenses or ("pres" in tenses and "part" not in tenses)
            unit.finite = unit.finite or (finite and not (unit.participle or unit.infinitive))
            unit.say = lex.speech.get(low) == "say"
            capital = token.text[:1].isupper()
            unit.body = _compound(lex.bodies, low) if capital else ""
            unit.adjective = "" if capital and i else _stemmed(lex.adjectives, low)
            unit.subject = _compound(lex.subjects, low) if capital else ""
            unit.slot = _compound(lex.slots, low)
        else:
            unit.body, unit.adjective = lex.bodies.get(low, ""), lex.adjectives.get(low, "")
            unit.subject, unit.slot = lex.subjects.get(low, ""), lex.slots.get(low, "")
            unit.say = low in lex.speech and unit.finite
        unit.amount = lex.amounts.get(low, "")
        yield unit
        i += length


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


def _compound(table: Mapping[str, str], low: str) -> str:
    """What a German noun or the last part of it says: „Stahlhersteller“, „Partnerschaft“."""
    if low in table:
        return table[low]
    for form in (low, low.removesuffix("n"), low.removesuffix("s"), low.removesuffix("es")):
        for cut in range(len(form) - 4):
            if form[cut:] in table and (cut == 0 or cut > 2):
                return table[form[cut:]]
    return ""


def _stemmed(table: Mapping[str, str], low: str) -> str:
    """What a German adjective says without its ending."""
    for ending in ("", "e", "en", "er", "es", "em"):
        if low.endswith(ending) and low[: len(low) - len(ending)] in table:
            return table[low[: len(low) - len(ending)]]
    return ""


def _cut(line: Line, lex: Lexicon) -> None:
    """Give every unit its clause."""
    units, clauses = line.units, line.clauses
    if not units:
        return
    starts = units[0].fn
    clauses.append(Clause("sub" if starts in ("sub", "if") else "main", 0, hypothetical=starts == "if"))
    stack = [0]
    for i, unit in enumerate(units):
        if unit.kind == "mark":
            if unit.text in _OPEN:
                stack.append(_add(clauses, "paren", i, stack[-1]))
            elif unit.text in _CLOSE and any(clauses[c].kind == "paren" for c in stack):
                unit.clause = stack[-1]
                while clauses[stack.pop()].kind != "paren":
                    pass
                continue
            elif unit.text in _STOPS and i + 1 < len(units):
                stack = [_add(clauses, "list" if unit.text == ":" else "main", i, stack[0])]
            elif unit.text in _COMMA and i + 1 < len(units):
                _comma(line, lex, i, stack)
            elif unit.text in _DASHES and i + 1 < len(units) and units[i + 1].say:
                stack.append(_add(clauses, "say", i, stack[-1]))
        unit.clause = stack[-1]
    for index, clause in enumerate(clauses):
        if clause.kind != "say" and any(u.say for _, u in line.of(index)):
            if clause.kind in ("sub", "paren") or not any(u.head for _, u in line.of(index)):
                clause.kind = "say"


def _add(clauses: list[Clause], kind: Any, first: int, before: int, hypothetical: bool = False) -> int:
    clauses.append(Clause(kind, first, before, hypothetical))
    return len(clauses) - 1


def _comma(line: Line, lex: Lexicon, i: int, stack: list[int]) -> None:
    """What a comma opens or closes."""
    units, clauses = line.units, line.clauses
    after = units[i + 1]
    second = units[i + 2] if i + 2 < len(units) else after
    rest = _until_comma(units, i + 1)
    current = clauses[stack[-1]]
    if current.kind in ("rel", "part", "sub") and (current.kind == "part" or _has_verb(units, current.first, i)):
        if len(stack) > 1:
            stack.pop()
        else:
            stack[-1] = _add(clauses, "main", i, stack[-1])
    here = stack[-1]
    preposition = bool(after.fn) and after.fn not in ("and", "rel", "sub", "if", "but", "the", "a", "own", "this")
    if _relative(lex, after, second, rest, preposition):
        stack.append(_add(clauses, "rel", i, here))
    elif after.participle or (second.participle and after.pos == "ADV"):
        if lex.language == "ru" and not (units[i - 1].participle or units[i - 1].pos == "ADJ"):
            stack.append(_add(clauses, "part", i, here))
    elif after.fn in ("sub", "if"):
        stack.append(_add(clauses, "sub", i, here, after.fn == "if"))
    elif after.say or (second.say and after.kind != "name"):
        stack.append(_add(clauses, "say", i, here))
    elif after.fn == "but":
        stack[-1] = _add(clauses, "main" if any(u.finite for u in rest) else "gap", i, here)
    elif any(u.finite for u in rest) and _has_verb(units, clauses[here].first, i, stack[-1]):
        stack[-1] = _add(clauses, clauses[here].kind if clauses[here].kind == "paren" else "main", i, here)


def _relative(lex: Lexicon, after: Unit, second: Unit, rest: Sequence[Unit], preposition: bool) -> bool:
    if lex.language == "ru":
        return after.fn == "rel" or (preposition and second.fn == "rel")
    pronoun = second if preposition else after
    if pronoun.fn == "rel":
        return True
    if pronoun.fn != "the" or not rest:
        return False
    last = rest[-1]
    return last.kind == "word" and last.text[:1].islower() and (bool(last.acts) or bool(last.aux) or not last.fn)


def _until_comma(units: Sequence[Unit], i: int) -> Sequence[Unit]:
    """What stands up to the next comma or stop."""
    j = i
    while j < len(units) and units[j].text not in (",", ".", ";", ":", "!", "?", ")", "“", "»", "–", "—"):
        j += 1
    return units[i:j]


def _has_verb(units: Sequence[Unit], first: int, last: int, clause: int | None = None) -> bool:
    return any(u.finite for u in units[first:last] if clause is None or u.clause == clause)


def sentence_span(line: Line) -> Span:
    """Where the line stands."""
    return line.start, line.end
