"""Who signs, who looks on, who mediates."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.agreements.actors import Actor
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Line, counts
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.verbs import SIGN

_HAVE = ("hat", "haben", "habe", "hatte", "hatten")  # „vermittelt hatte X“ is no passive
_BOTH = ("beide", "оба", "обе")
_ASIDE = ("witness", "attend", "mediator", "in", "about", "besides", "after", "under", "say", "from")


def signatories(line: Line, cast: Sequence[Actor], found: Sequence[Evidence], lex: Lexicon) -> list[Found]:
    """The persons who do the signing in a mention's own line: subjects, agents, those who sign for a side."""
    people: list[Found] = []
    for e in found:
        if e.status not in ("signed", "in_force", "ended") or e.sense not in SIGN:
            continue
        for actor in cast:
            if actor.type != "PER" or line.clauses[actor.clause].kind == "say":
                continue
            if actor.clause != e.clause and not _apart(line, actor.clause, e.clause):
                continue
            if _signs(line, actor, e, lex):
                people.append(
                    (actor, "signatory.agent" if actor.under == "by" or actor.case == "Ins" else "signatory.subject")
                )
    return people


def _apart(line: Line, clause: int, main: int) -> bool:
    """A clause cut from the signing one only by an apposition, or that carries it on."""
    this = line.clauses[clause]
    return (this.before == main and this.kind in ("gap", "part")) or (
        this.kind == "main" and this.before == main and not any(u.finite for _, u in line.of(clause))
    )


def _signs(line: Line, actor: Actor, e: Evidence, lex: Lexicon) -> bool:
    if actor.under in _ASIDE:
        return False
    if e.source == "noun":
        return lex.language == "ru" and actor.case == "Ins" and actor.under == ""
    if lex.language == "ru":
        if e.passive:
            return actor.case in ("Ins", "") and actor.under in ("", "behalf")
        return actor.case in ("Nom", "") and actor.under in ("", "behalf")
    return actor.under in ("", "by", "behalf")


def hands(line: Line, cast: Sequence[Actor], lex: Lexicon, signings: Sequence[Evidence]) -> list[Found]:
    """The persons of a line that tells only of signatures: «Подписи поставили …», „Für die Stadt unterschrieb …“."""
    signing = [e.clause for e in signings if e.sense != "ceremony"]
    if not signing:
        return []
    found: list[Found] = []
    for actor in cast:
        if actor.type != "PER" or line.clauses[actor.clause].kind == "say":
            continue
        if actor.under in _ASIDE and actor.under != "besides":  # „neben X unterschrieb Y“: both do
            continue
        if (actor.clause < min(signing) and not _relates(line, cast, actor, signing)) or actor.paren:
            continue
        office = actor.at > 0 and line.units[actor.at - 1].role is not None
        if lex.language == "ru" and actor.case not in ("Nom", "", "Ins") and not office:
            continue
        found.append((actor, "signatory.signature"))
    return found


def both(scene: Scene, mention: Mention, found: Sequence[Evidence]) -> list[Found]:
    """„… unterzeichneten beide“, «оба подписали …»: the two persons named last before."""
    line = scene.lines[mention.line]
    for e in found:
        if e.sense not in SIGN or e.status != "signed" or e.source != "main":
            continue
        at = next((i for i, u in line.of(e.clause) if u.low in _BOTH and not counts(line, i)), None)
        if at is None:
            continue
        named = [a for a in scene.cast(mention.line) if a.type == "PER" and a.at < at]
        for k in range(mention.line - 1, max(-1, mention.line - 3), -1):
            if scene.lines[k].paragraph == line.paragraph:
                named = [*(a for a in scene.cast(k) if a.type == "PER"), *named]
        last = list({a.entity: a for a in named}.values())[-2:]
        return [(a, "signatory.both") for a in last] if len(last) == 2 else []
    return []


def _relates(line: Line, cast: Sequence[Actor], actor: Actor, signing: Sequence[int]) -> bool:
    """„Präsident X, der neben Y unterschrieb“: whom the signing clause hangs on."""
    for k in signing:
        clause = line.clauses[k]
        if clause.kind in ("rel", "part") and clause.before == actor.clause and actor.at < clause.first:
            return not any(actor.at < a.at < clause.first and a.type == "PER" for a in cast)
    return False


def onlookers(line: Line, cast: Sequence[Actor], lex: Lexicon) -> tuple[list[Found], list[Found]]:
    """Witnesses («в присутствии», „zugegen“) and mediators («при посредничестве», „vermittelte“) of a line."""
    witnesses: list[Found] = []
    mediators: list[Found] = []
    for actor in cast:
        if actor.in_role and actor.type != "PER":
            continue
        if actor.under in ("witness", "attend") and actor.type == "PER":
            witnesses.append((actor, "witness.presence"))
        elif actor.under == "mediator" and actor.type in ("PER", "ORG", "LOC") and not actor.modifier:
            mediators.append((actor, "mediator.phrase"))
    for k in range(len(line.clauses)):
        unit_acts = [a for _, u in line.of(k) for a in u.acts]
        if any(a.sense == "witness" for a in unit_acts):
            subject = _subjects(line, cast, k, lex, ("PER",), "witness" if lex.language == "ru" else "")
            witnesses += [(a, "witness.verb") for a in subject]
        if any(a.sense == "mediate" for a in unit_acts):
            passive = any(a.sense == "mediate" and a.tense == "part" for a in unit_acts) and not any(
                u.low in _HAVE for _, u in line.of(k)
            )
            agents = [a for a in cast if a.clause == k and a.under == "by" and not a.modifier and not a.in_role]
            found = agents if passive else _subjects(line, cast, k, lex, ("PER", "ORG", "LOC"), "")
            mediators += [(a, "mediator.verb") for a in found]
    return witnesses, mediators


def _subjects(
    line: Line, cast: Sequence[Actor], clause: int, lex: Lexicon, kinds: tuple[str, ...], sense: str
) -> list[Actor]:
    related = {clause} | {
        k
        for k, c in enumerate(line.clauses)
        if c.before == clause and c.kind in ("gap", "main") and not any(u.finite for _, u in line.of(k))
    }
    if lex.language == "de":
        before = line.clauses[clause].before
        own = any(a.clause == clause and a.type == "PER" for a in cast)
        if before is not None and not own and line.units[line.clauses[clause].first].text == ",":
            related.add(before)
    return [
        a for a in cast
        if a.clause in related and a.type in kinds and not a.modifier and (not a.in_role or a.type == "PER")
        and a.under in ("", "behalf", "act") and (lex.language == "de" or a.case in ("Nom", "", "Ins"))
    ]  # fmt: skip
