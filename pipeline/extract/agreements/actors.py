"""Who stands in a line, and under which preposition: what parties, signatories and witnesses are picked from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.agreements.lexicon import Lexicon
from pipeline.extract.agreements.units import Line, Unit

_TAKES_NOMINATIVE = ("and", "")


@dataclass(frozen=True, slots=True)
class Actor:
    """A name, or a common noun with what describes it. `under` is the preposition's meaning, or nothing."""

    start: int
    end: int
    at: int
    type: str  # PER ORG LOC EVENT, or BODY where only described
    entity: str | None
    under: str
    case: str
    clause: int
    in_role: bool
    modifier: bool  # stands for something of another one: «Министерство промышленности» (Беларуси)
    paren: bool
    meaning: str = ""  # of a common noun: state, pair, body
    word: str = ""


def actors(line: Line, lex: Lexicon) -> list[Actor]:
    """All actors of a line in order."""
    found: list[Actor] = []
    under, clause, taken = "", -1, False
    units = line.units
    i = 0
    while i < len(units):
        u = units[i]
        if u.clause != clause:
            if not ((i and units[i - 1].text == ",") or (line.clauses[u.clause].kind == "main" and u.text == ",")) or line.clauses[u.clause].kind not in ("paren",):
                under, taken = "", False
            clause = u.clause
        if u.fn in _PREPOSITIONS:
            under, taken = u.fn, False
        elif u.finite or u.head or any(a.tense not in ("noun", "word") for a in u.acts):
            under, taken = "", False
        elif u.fn in ("and", "a", "the", "own", "this", "new") or u.text == ",":
            pass
        elif u.name is not None:
            actor = _named(line, i, under, found, taken, lex)
            found.append(actor)
            if not actor.modifier and not actor.in_role:
                taken = True
        elif u.body and u.role is None:
            described, j = _described(line, i, under, lex)
            if described is not None:
                found.append(described)
                if j > i + 1:
                    taken = True
                    i = j
                    continue
        if taken and under and u.kind == "word" and u.fn not in ("and", "the", "own", "a") and u.name is None and not u.body:
            joined = any(x.fn == "and" or x.text == "," for x in units[max(0, i - 3) : i])
            if not joined and not u.fn:
                under, taken = "", False
        i += 1
    return found


_PREPOSITIONS = frozenset({
    "between", "with", "witness", "mediator", "attend", "behalf", "by", "about", "in", "at", "to", "until", "since",
    "from", "under", "after", "before", "other", "without", "besides", "say",
})  # fmt: skip


def _named(line: Line, i: int, under: str, found: list[Actor], taken: bool, lex: Lexicon) -> Actor:
    u = line.units[i]
    assert u.name is not None
    before = line.units[i - 1] if i else None
    kind = u.name.value.type
    last = found[-1] if found else None
    modifier = False
    if kind in ("LOC", "ORG") and last is not None and before is not None and u.role is None:
        touching = last.at == i - 1 or (lex.language == "de" and last.at == i - 2 and before.fn in ("the", "by", "from"))
        touching = touching or (lex.language == "de" and last.at == i - 3 and before.low == "republik")
        if touching and last.type in ("ORG", "EVENT", "BODY"):
            modifier = (kind == "LOC" and u.case in ("Gen", "")) or (last.meaning == "state")
        if last.at == i - 2 and before.fn in ("from", "in") and last.type in ("ORG", "PER", "BODY"):
            modifier = True
    if before is not None and before.fn in ("from", "in") and kind == "LOC":
        under = before.fn
    if lex.language == "ru" and u.case == "Nom" and under not in ("", "and"):
        under = ""
    paren = line.clauses[u.clause].kind == "paren"
    return Actor(u.start, u.end, i, kind, u.name.value.entity, under, u.case, u.clause, u.role is not None, modifier, paren,
                 word=u.low)  # fmt: skip


def _described(line: Line, i: int, under: str, lex: Lexicon) -> tuple[Actor | None, int]:
    """«столичным акиматом», «предприятиями Минской и Карагандинской областей», „Ein Batteriehersteller aus Shenzhen“."""
    units = line.units
    u = units[i]
    first = i
    while first and units[first - 1].clause == u.clause and _adjectival(units[first - 1], lex):
        first -= 1
    j = i + 1
    nxt = units[j] if j < len(units) else None
    if nxt is not None and nxt.text in ("«", "„", '"') and j + 1 < len(units):
        nxt = units[j + 1]
        quoted = True
    else:
        quoted = False
    if nxt is not None and nxt.name is not None and u.body == "body":
        if nxt.name.value.type == "ORG" or quoted:
            return None, i + 1  # «концерн «Белгоспищепром»»: the name is the party
        if lex.language == "ru" and nxt.case not in ("Gen", ""):
            return None, i + 1
        if lex.language == "de" and nxt.name.value.type == "LOC":
            return None, i + 1  # „die Stadt Altenwerra“
    if u.body == "body" and nxt is not None and not quoted:
        start = j
        if lex.language == "de" and nxt.fn in ("from", "by", "in", "the") and j + 1 < len(units):
            start = j + 1
            if units[start].low in ("republik", "gebiets"):
                start += 1
        elif lex.language == "ru" and nxt.fn == "from" and j + 1 < len(units):
            start = j + 1
        k = start
        end = i + 1
        while k < len(units) and units[k].clause == u.clause:
            x = units[k]
            if (x.name is not None and x.name.value.type == "LOC" and (k > start or x.case in ("Gen", ""))) or (lex.language == "ru" and x.case == "Gen" and x.pos in ("NOUN", "ADJ", "NUM", "DET") and not x.head):
                end = k + 1
            elif lex.language == "de" and x.low in ("beider", "beiden", "regionen", "länder", "der", "staaten"):
                end = k + 1 if x.text[:1].isupper() else end
            elif x.fn != "and":
                break
            k += 1
        j = end
    words = units[first:j]
    end_at = words[-1].end
    return Actor(units[first].start, end_at, i, "BODY", None, under, u.case, u.clause, False, False,
                 line.clauses[u.clause].kind == "paren", u.body, u.low), j if j > i + 1 else i + 1  # fmt: skip


def _adjectival(u: Unit, lex: Lexicon) -> bool:
    if u.kind != "word" or u.acts or u.fn or u.name is not None or u.head:
        return False
    if lex.language == "ru":
        return u.pos in ("ADJ", "NUM", "DET") and not u.participle
    return u.low.endswith(("e", "en", "er", "es", "em")) and (u.text[:1].islower() or u.pos == "ADJ") and not u.aux
