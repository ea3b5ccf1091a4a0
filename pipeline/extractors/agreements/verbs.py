"""What a verb says of an agreement: tense, mood, negation, and the status they give."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.agreements.lexicon import Act, Lexicon
from pipeline.extractors.agreements.line import Line, Unit

SIGN = ("sign", "adopt", "agree", "renew", "ratify", "hand", "follow", "gain")
PLAN = ("plan", "try", "offer", "may", "draft", "talks", "approve")
END = ("end", "expire", "leave", "replace")
FORCE = ("force", "runs", "carry", "forcenoun")


def acts_of(line: Line, clause: int) -> list[tuple[int, Act]]:
    """The acts of a clause; of a German verb whose particle stands apart only what it says with the particle."""
    acts = [(i, a) for i, u in line.of(clause) for a in u.acts]
    acts = [(i, a) for i, a in acts if not a.particle or _particle(line, clause, i, a.particle)]
    if any(a.sense == "make" for _, a in acts):
        met = any(u.low == "sich" for _, u in line.of(clause))  # „treffen sich“ is not „treffen eine Vereinbarung“
        acts = [(i, replace(a, sense="none" if met else "sign") if a.sense == "make" else a) for i, a in acts]
    apart = {i for i, a in acts if a.particle}
    return [(i, a) for i, a in acts if i not in apart or a.particle]


def verb_of(
    line: Line, clause: int, near: int, lex: Lexicon, without: set[int] | None = None
) -> tuple[int, Act, str] | None:
    """The verb of a clause that says most of an agreement at `near`: where, what, and the status it gives."""
    aside = ("noun", "attr", "part") if lex.language == "ru" else ("noun", "attr")
    acts = [(i, a) for i, a in acts_of(line, clause) if a.tense not in aside and i not in (without or ())]
    order = (
        ("refuse",), ("end", "expire", "leave", "fail"), tuple(x for x in SIGN if x != "gain"), ("force",), ("gain",),
        ("runs", "join"), ("plan", "talks", "approve", "offer", "carry", "try", "may"),
    )  # fmt: skip
    for senses in order:
        fitting = [(i, a) for i, a in acts if a.sense in senses]
        if fitting:
            i, act = min(fitting, key=lambda x: abs(x[0] - near))
            return i, act, _status(line, clause, i, act, [a for _, a in acts], lex)
    return None


def _particle(line: Line, clause: int, at: int, particle: str) -> bool:
    return any(i > at and u.low == particle for i, u in line.of(clause))


def _status(line: Line, clause: int, at: int, act: Act, all_acts: list[Act], lex: Lexicon) -> str:
    """What the verb says of the agreement; nothing where it says too little."""
    if line.clauses[clause].hypothetical:
        return ""
    if not _done(line, clause, at, act, lex) and any(c.hypothetical for c in line.clauses):
        return ""
    units = [u for _, u in line.of(clause)]
    if any(u.fn == "if" for u in units):
        return "planned" if lex.language == "de" and act.sense in SIGN else ""
    negated = _negated(line, clause, at, lex)
    intent = any(a.sense in ("try", "offer", "may") for a in all_acts) and act.sense not in ("try", "offer", "may")
    manage = any(a.sense == "manage" and a.tense == "past" for a in all_acts)
    done = _done(line, clause, at, act, lex)
    if act.sense in ("refuse", "fail"):
        renewed = any(a.sense == "renew" for a in all_acts)
        return "planned" if any(a.sense in SIGN for a in all_acts) and not renewed else "ended"
    if act.sense in SIGN:
        if negated and act.sense == "renew":
            return "in_force" if lex.language == "de" and _will(units) else "ended"
        if negated:
            return "planned"
        if manage or (done and not intent):
            return "signed"
        if act.tense == "pres" and not intent and (line.headline or (act.sense == "renew" and not _will(units))):
            return "signed"
        if act.tense == "ger":
            return "signed"
        if intent and act.tense in ("past", "short", "part") and done and not any(a.sense == "may" for a in all_acts):
            return "signed"
        return "planned"
    if act.sense in END:
        if negated:
            return ""
        if (
            done
            or (act.tense == "pres" and act.sense in ("end",))
            or (
                lex.language == "de"
                and act.sense in ("end", "leave")
                and not intent
                and act.tense not in ("zu", "inf")
            )
        ):
            return "ended"
        return "ended" if act.sense == "leave" and act.tense == "pres" and not intent else "in_force"
    if act.sense == "force":
        if negated:
            return "ended"
        if lex.language == "ru" and act.tense == "past" and act.particle == "" and _imperfective(line, at):
            return "ended"
        if (
            act.tense in ("fut", "inf")
            or intent
            or _later(line, clause)
            or (lex.language == "de" and _will(units) and act.tense == "word")
        ):
            return "signed"
        return "in_force"
    if act.sense in ("runs", "carry", "join"):
        return "in_force"
    return "planned"


def _later(line: Line, clause: int) -> bool:
    """«вступает в силу 1 июля»: told with a day that is still to come when it is told."""
    units = [u for _, u in line.of(clause)]
    return any(u.act("force") and u.act("force").tense == "pres" and " " in u.low for u in units) and any(  # type: ignore[union-attr]
        u.date is not None and u.date.value.begins is not None for u in units
    )


def _imperfective(line: Line, at: int) -> bool:
    """«действовало» tells of a time that is over; «вступило в силу» does not."""
    return " " not in line.units[at].low


def _done(line: Line, clause: int, at: int, act: Act, lex: Lexicon) -> bool:
    """Whether the verb tells something that has happened."""
    units = line.units
    if lex.language == "ru":
        if act.tense == "past":
            return True
        if act.tense == "short":
            future = any(u.low in ("будет", "будут", "быть") for i, u in line.of(clause) if abs(i - at) < 8)
            return not future
        return False
    auxiliaries = {u.aux for i, u in line.of(clause) if u.aux}
    if act.tense == "word" and act.sense in SIGN:  # „unter Dach und Fach“
        return not auxiliaries & {"will", "may"}
    if act.tense == "past":
        return "will" not in auxiliaries
    if act.tense in ("part", "pres") and any(a.tense == "part" for a in units[at].acts):
        if "will" in auxiliaries:
            return False
        return "past" in auxiliaries or (not auxiliaries and line.headline) or (not auxiliaries and _closing(line, at))
    return False


def _closing(line: Line, at: int) -> bool:
    """A participle alone at the end of its part: „das Abkommen, 2019 in Bern unterzeichnet,“."""
    after = line.units[at + 1] if at + 1 < len(line.units) else None
    return after is None or after.kind == "mark"


def _will(units: list[Unit]) -> bool:
    return any(u.aux == "will" for u in units)


def _negated(line: Line, clause: int, at: int, lex: Lexicon) -> bool:
    units = line.units
    if lex.language == "ru":
        return any(units[k].fn == "not" for k in range(max(0, at - 2), at)) or any(
            u.low == "не"
            and i < at
            and units[i + 1].low in ("был", "была", "было", "были", "стал", "стала", "стали", "будет", "будут")
            for i, u in line.of(clause)
            if i + 1 < len(units)
        )
    return any(u.fn == "not" for i, u in line.of(clause))
