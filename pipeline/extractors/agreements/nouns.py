"""Nouns that tell what is done to an agreement: «подписание контракта», „Verhandlungen über ein Abkommen“."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.verbs import END, FORCE, PLAN, SIGN, verb_of

_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "te", "ten")  # where no tense is told


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing told of an agreement: the status it speaks for, by which word (`at`), in which clause."""

    status: str
    sense: str
    at: int
    clause: int
    source: str  # main, noun, participle, relative
    passive: bool = False


def governing(line: Line, mention: Mention, lex: Lexicon) -> Evidence | None:
    """«подписание ряда контрактов», „Verhandlungen über ein Abkommen“: a noun that governs the phrase."""
    units, clause = line.units, line.units[mention.at].clause
    chain: list[int] = []
    i = mention.first - 1
    over = any(u.fn == "about" for u in units[max(0, mention.first - 2) : mention.first])
    steps = 0
    while i >= 0 and steps < 7 and units[i].clause == clause:
        u = units[i]
        act = next((a for a in u.acts if a.tense == "noun"), None)
        if act is not None:
            chain.append(i)
            steps = 0
        elif u.kind == "mark" and u.text not in ("«", "„", "“"):
            break
        elif u.fn in ("about", "a", "the", "this", "own", "by", "new", "under", "at", "in", "to", "and") or (
            u.fn == "with" and chain == []
        ):
            part = i > 0 and units[i - 1].act("forcenoun") is not None and u.fn in ("in", "at")  # «участие в …»
            if not chain and u.fn in ("in", "at", "under", "and") and not (over and u.fn == "and") and not part:
                break
        elif u.adjective or u.pos in ("ADJ", "DET") or any(a.tense in ("attr", "part") for a in u.acts):
            pass
        elif (
            (u.name is not None or u.fn in ("between", "with", "and")) and not chain and over and i != mention.first - 1
        ):
            steps -= 1  # „Verhandlungen zwischen A und B über …“
        elif u.name is not None and chain:
            break
        elif u.case == "Gen" and not u.finite and steps < 2 and not u.name:
            pass
        else:
            break
        i -= 1
        steps += 1
    if not chain:
        return _undersigned(line, mention, i)
    senses = [next(a.sense for a in units[k].acts if a.tense == "noun") for k in chain]
    return _of_noun(line, mention, chain, senses, lex)


def _undersigned(line: Line, mention: Mention, i: int) -> Evidence | None:
    """„setzten ihre Unterschriften unter die Absichtserklärung“."""
    units, clause = line.units, line.units[mention.at].clause
    hand = i > 0 and units[i].fn == "under" and units[i - 1].act("hand") is not None
    if not hand or units[i - 1].clause != clause:
        return None
    status = "signed" if line.headline or past(line, clause) else "planned"
    return Evidence(status, "hand", i - 1, clause, "main")


def _of_noun(line: Line, mention: Mention, chain: list[int], senses: list[str], lex: Lexicon) -> Evidence | None:
    units, at, clause = line.units, chain[0], line.units[mention.at].clause
    first = senses[0]
    before = _governor(units, chain[-1] - 1)
    outer = verb_of(line, clause, chain[-1], lex, without=set(chain))
    if any(s in PLAN for s in senses):
        if first in ("carry", "forcenoun", "end", "expire") and "draft" not in senses:
            return Evidence("in_force", first, at, clause, "noun")
        if (
            "plan" in senses
            and outer is not None
            and outer[1].sense in SIGN
            and outer[2] == "signed"
            and first == "draft"
        ):
            return Evidence("planned", first, at, clause, "noun")
        return Evidence("planned", first, at, clause, "noun")
    if first in FORCE:
        if first == "forcenoun" and outer is not None and outer[1].sense in (*END, "renew"):
            return Evidence(outer[2], outer[1].sense, outer[0], clause, "noun")
        return Evidence("in_force", first, at, clause, "noun")
    if first in ("endnoun", *END):
        status = "in_force" if outer is not None and outer[2] == "planned" else "ended"
        return Evidence(status, first, at, clause, "noun")
    if first not in SIGN:
        return None
    about = before is not None and before.fn in ("after", "at", "under", "with")
    if about and lex.language == "de" and any(u.aux == "will" for _, u in line.of(clause)):
        about = any(u.date is not None for _, u in line.of(clause))  # „nach der Unterzeichnung soll …“ is yet to come
    adjective = any(units[k].adjective == "planned" for k in range(max(0, chain[-1] - 3), mention.first))
    if adjective or (before is not None and before.fn in ("before", "to", "until", "for")):
        return Evidence("planned", first, at, clause, "noun")
    if outer is not None and outer[1].sense in PLAN and not about:
        return Evidence("planned", first, at, clause, "noun")
    if outer is not None and outer[2] == "planned" and not about:
        return Evidence("planned", first, at, clause, "noun")
    if about or line.headline or past(line, clause) or units[at].case == "Ins":
        return Evidence("signed", first, at, clause, "noun")
    return Evidence("planned", first, at, clause, "noun")


def _governor(units: list[Unit], i: int) -> Unit | None:
    """What stands before a noun, over its article and adjectives: „nach der feierlichen Unterzeichnung“."""
    while i >= 0 and (units[i].fn in ("the", "a", "this", "own", "new") or units[i].pos in ("ADJ", "DET")):
        i -= 1
    return units[i] if i >= 0 else None


def past(line: Line, clause: int) -> bool:
    """Whether the clause's verb, whichever it is, tells something done."""
    for _, u in line.of(clause):
        if u.aux == "past" or any(a.tense in ("past", "short") for a in u.acts):
            return True
        if u.past or (u.finite and not u.acts and not u.aux and u.low.endswith(_PAST)):
            return True
    return False
