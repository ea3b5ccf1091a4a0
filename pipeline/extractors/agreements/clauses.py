"""A line cut into clauses: by commas, stops, brackets, relative pronouns and verbs of telling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Clause, Line, Unit

_COMMA = {","}
_STOPS = {".", ";", ":", "!", "?", "…"}
_OPEN, _CLOSE = {"(", "["}, {")", "]"}
_DASHES = {"—", "–", "-"}


def cut(line: Line, lex: Lexicon) -> None:
    """Give every unit its clause."""
    units, clauses = line.units, line.clauses
    if not units:
        return
    starts = units[0].fn
    clauses.append(Clause("sub" if starts in ("sub", "if") else "main", 0, hypothetical=starts == "if"))
    stack = [0]
    for i, unit in enumerate(units):
        if i and unit.fn in ("pronoun", "this") and unit.text[:1].isupper() and _ends_sentence(units[i - 1]):
            stack = [_add(clauses, "main", i, stack[0])]
        elif unit.fn == "and" and clauses[stack[-1]].kind == "rel" and _second_relative(lex, units, i):
            stack[-1] = _add(clauses, "rel", i, clauses[stack[-1]].before or 0)
        if unit.kind == "mark":
            if unit.text in _OPEN:
                stack.append(_add(clauses, "paren", i, stack[-1]))
            elif unit.text in _CLOSE and any(clauses[c].kind == "paren" for c in stack):
                unit.clause = stack[-1]
                while clauses[stack.pop()].kind != "paren":
                    pass
                continue
            elif unit.text == "." and _abbreviates(units, i):
                pass
            elif unit.text in _STOPS and i + 1 < len(units):
                stack = [_add(clauses, "list" if unit.text == ":" else "main", i, stack[0])]
            elif unit.text in _COMMA and i + 1 < len(units):
                _comma(line, lex, i, stack)
            elif unit.text in _DASHES and i + 1 < len(units) and units[i + 1].say:
                stack.append(_add(clauses, "say", i, stack[-1]))
        unit.clause = stack[-1]
    for index, clause in enumerate(clauses):
        told = [u for _, u in line.of(index)]
        if any(u.say for u in told) and (clause.kind in ("sub", "paren") or not any(u.head for u in told)):
            clause.kind = "say"


def _ends_sentence(before: Unit) -> bool:
    """«… с Marmara Yapı A.Ş. Он был …»: the dot of the name ends the sentence as well."""
    return before.name is not None and before.text.endswith(".")


def _second_relative(lex: Lexicon, units: Sequence[Unit], i: int) -> bool:
    """„…, die 2023 geschlossen wurde und die weiter gilt“, «который подписали в мае и который уже действует»."""
    after = units[i + 1] if i + 1 < len(units) else None
    if after is None or after.fn not in (("rel",) if lex.language == "ru" else ("rel", "the")):
        return False
    if lex.language == "ru" or after.fn == "rel":
        return True
    rest = _until_comma(units, i + 1)
    return units[i - 1].finite and len(rest) > 1 and rest[-1].finite and rest[-1].text[:1].islower()


def _abbreviates(units: Sequence[Unit], i: int) -> bool:
    """„Geschäftsführer Mag. Huber“: the dot of a title before a name."""
    after = units[i + 1] if i + 1 < len(units) else None
    short = i > 0 and units[i - 1].kind == "word" and len(units[i - 1].text) < 5
    return short and after is not None and after.name is not None and after.name.value.type == "PER"


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
    elif lex.language == "de" and _participle_aside(after, rest, units, i):
        stack.append(_add(clauses, "part", i, here))
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
    if pronoun is after and second.role is not None:
        return False  # „…, der Hauptmann der Region X und … haben unterschrieben“
    last = rest[-1]
    return last.kind == "word" and last.text[:1].islower() and (bool(last.acts) or bool(last.aux) or not last.fn)


def _participle_aside(after: Unit, rest: Sequence[Unit], units: Sequence[Unit], i: int) -> bool:
    """„…, geschlossen 2017, …“: a participle without a verb of its own, set off on both sides."""
    end = i + 1 + len(rest)
    closed = end < len(units) and units[end].text == ","
    if closed and after.finite and len(rest) > 2 and rest[1].low == "durch" and not any(u.finite for u in rest[1:]):
        after.finite = False  # „…, vertreten durch Direktor X, …“
        return True
    return closed and any(a.tense == "part" for a in after.acts) and not any(u.finite for u in rest)


def _until_comma(units: Sequence[Unit], i: int) -> Sequence[Unit]:
    """What stands up to the next comma or stop."""
    j = i
    while j < len(units) and units[j].text not in (",", ".", ";", ":", "!", "?", ")", "“", "»", "–", "—"):
        j += 1
    return units[i:j]


def _has_verb(units: Sequence[Unit], first: int, last: int, clause: int | None = None) -> bool:
    return any(u.finite for u in units[first:last] if clause is None or u.clause == clause)
