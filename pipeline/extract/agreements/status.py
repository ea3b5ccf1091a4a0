"""Where an agreement stands, from what is done to it: verb, tense, mood and negation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.agreements.finding import Mention
from pipeline.extract.agreements.lexicon import Act, Lexicon
from pipeline.extract.agreements.units import Line, Unit

SIGN = ("sign", "adopt", "agree", "renew", "ratify", "hand", "follow", "gain")
PLAN = ("plan", "try", "offer", "may", "draft")
END = ("end", "expire", "leave")
_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "te", "ten")  # where no tense is told
FORCE = ("force", "runs", "carry", "forcenoun")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing told of an agreement: the status it speaks for, by which word (`at`), in which clause."""

    status: str
    sense: str
    at: int
    clause: int
    source: str  # main, noun, participle, relative
    passive: bool = False


def evidence(line: Line, mention: Mention, others: Iterable[Mention], lex: Lexicon) -> list[Evidence]:
    """All that a line tells of one mention, the strongest first."""
    found = []
    noun = _noun(line, mention, lex)
    if noun is not None:
        found.append(noun)
    main = _main(line, mention, noun, lex)
    if main is not None and (noun is None or (noun.sense in ("force", "forcenoun") and main.sense in END)):
        found.insert(0, main)
    attribute = _attribute(line, mention, lex)
    if attribute is not None:
        found.append(attribute)
    last = max((m.at for m in others if m.at < mention.at), default=-1)
    following = min((m.at for m in others if m.at > mention.at), default=len(line.units))
    found += _hanging(line, mention, following, last, lex)
    return found


def decide(found: Iterable[Evidence]) -> str | None:
    """One status from all the evidence."""
    told = list(found)
    by = {e.status for e in told}
    main = next((e for e in told if e.source in ("main", "noun")), None)
    if main is not None and main.sense in ("renew", "ratify") and main.status == "signed":
        return "signed"
    if main is not None and main.status == "ended":
        return "ended"
    if main is not None and main.status == "planned":
        signed = any(e.status == "signed" and e.source in ("participle", "relative") for e in told)
        return "in_force" if signed else "planned"
    if "ended" in by:
        return "ended"
    if "in_force" in by and (
        main is None or main.status == "in_force" or any(e.sense == "force" and e.status == "in_force" for e in told)
    ):
        return "in_force"
    if "signed" in by:
        return "signed"
    return next((s for s in ("planned", "in_force") if s in by), None)


def _noun(line: Line, mention: Mention, lex: Lexicon) -> Evidence | None:
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
            if not chain and u.fn in ("in", "at", "under", "and") and not (over and u.fn == "and"):
                break
        elif u.adjective or u.pos in ("ADJ", "DET") or any(a.tense in ("attr", "part") for a in u.acts):
            pass
        elif (u.name is not None or u.fn in ("between", "with", "and")) and not chain and over and i != mention.first - 1:
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
        return None
    senses = [next(a.sense for a in units[k].acts if a.tense == "noun") for k in chain]
    return _of_noun(line, mention, chain, senses, lex)


def _of_noun(line: Line, mention: Mention, chain: list[int], senses: list[str], lex: Lexicon) -> Evidence | None:
    units, at, clause = line.units, chain[0], line.units[mention.at].clause
    first = senses[0]
    before = units[chain[-1] - 1] if chain[-1] else None
    outer = _verb(line, clause, chain[-1], lex, without=set(chain))
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
    about = before is not None and before.fn in ("after", "at", "under")
    adjective = any(units[k].adjective == "planned" for k in range(max(0, chain[-1] - 3), mention.first))
    if adjective or (before is not None and before.fn in ("before", "to", "until", "for")):
        return Evidence("planned", first, at, clause, "noun")
    if outer is not None and outer[1].sense in PLAN and not about:
        return Evidence("planned", first, at, clause, "noun")
    if outer is not None and outer[2] == "planned" and not about:
        return Evidence("planned", first, at, clause, "noun")
    if about or line.headline or _past(line, clause) or units[at].case == "Ins":
        return Evidence("signed", first, at, clause, "noun")
    return Evidence("planned", first, at, clause, "noun")


def _past(line: Line, clause: int) -> bool:
    """Whether the clause's verb, whichever it is, tells something done."""
    for _, u in line.of(clause):
        if u.aux == "past" or any(a.tense in ("past", "short") for a in u.acts):
            return True
        if u.past or (u.finite and not u.acts and not u.aux and u.low.endswith(_PAST)):
            return True
    return False


def _main(line: Line, mention: Mention, noun: Evidence | None, lex: Lexicon) -> Evidence | None:
    """The verb of the mention's own clause; of the one before where this one has none («…, а договор — в мае»)."""
    clause = line.units[mention.at].clause
    ready = _ready(line, mention, clause)
    if ready is not None:
        return ready
    seen: set[int] = set()
    while clause is not None and clause not in seen:
        seen.add(clause)
        found = _verb(line, clause, mention.at, lex)
        if found is not None:
            i, act, status = found
            if not status or not _object(line, mention, act, lex):
                return None
            return Evidence(status, act.sense, i, clause, "main", _passive(line, i))
        this = line.clauses[clause]
        if this.kind not in ("gap", "list", "main", "paren") or this.before is None:
            return None
        if this.kind == "main" and any(u.finite for _, u in line.of(clause)):
            return None
        clause = this.before
    return None


def acts_of(line: Line, clause: int) -> list[tuple[int, Act]]:
    """The acts of a clause; of a German verb whose particle stands apart only what it says with the particle."""
    acts = [(i, a) for i, u in line.of(clause) for a in u.acts]
    acts = [(i, a) for i, a in acts if not a.particle or _particle(line, clause, i, a.particle)]
    apart = {i for i, a in acts if a.particle}
    return [(i, a) for i, a in acts if i not in apart or a.particle]


def _ready(line: Line, mention: Mention, clause: int) -> Evidence | None:
    """«договор готов к подписанию», „liegt zur Unterzeichnung bereit“."""
    for i, u in line.of(clause):
        before = line.units[i - 1] if i else None
        act = next((a for a in u.acts if a.tense == "noun" and a.sense in SIGN), None)
        if act is not None and i > mention.at and before is not None and (before.fn == "to" or before.low == "zur"):
            return Evidence("planned", act.sense, i, clause, "main", True)
    return None


def _object(line: Line, mention: Mention, act: Act, lex: Lexicon) -> bool:
    """Whether the phrase can be what the verb is about: not „verabschiedete die Botschaft zum Abkommen“."""
    i = mention.first - 1
    while i >= 0 and (line.units[i].fn in ("a", "the", "own", "this", "new") or line.units[i].adjective or line.units[i].amount):
        i -= 1
    if i < 0 or line.units[i].fn in ("", "and", "not", "but", "if", "adverb", "yet", "pronoun", "they", "we", "rel", "here", "sub"):
        return True
    low = line.units[i].low
    if act.sense in ("leave", "join", "refuse", "fail", *PLAN):
        return True
    if act.sense in ("agree", "hand"):
        return low in ("auf", "in", "unter", "под", "im", "beim")
    return low in ("под", "unter", "um") and act.sense == "sign"


def _verb(
    line: Line, clause: int, near: int, lex: Lexicon, without: set[int] | None = None
) -> tuple[int, Act, str] | None:
    """The verb of a clause that says most of an agreement at `near`: where, what, and the status it gives."""
    aside = ("noun", "attr", "part") if lex.language == "ru" else ("noun", "attr")
    acts = [(i, a) for i, a in acts_of(line, clause) if a.tense not in aside and i not in (without or ())]
    order = (
        ("refuse",), ("end", "expire", "leave", "fail"), tuple(x for x in SIGN if x != "gain"), ("force",), ("gain",),
        ("runs", "join"), ("plan", "offer", "carry", "try", "may"),
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
        if negated:
            return "ended" if act.sense == "renew" else "planned"
        if manage or (done and not intent):
            return "signed"
        if act.tense == "pres" and line.headline and not intent:
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
            or (lex.language == "de" and act.sense in ("end", "leave") and not intent)
        ):
            return "ended"
        return "in_force" if act.sense == "expire" else "planned" if act.sense == "leave" else "in_force"
    if act.sense == "force":
        if negated:
            return "ended"
        if lex.language == "ru" and act.tense == "past" and act.particle == "" and _imperfective(line, at):
            return "ended"
        if act.tense in ("fut", "inf") or intent or _later(line, clause) or (lex.language == "de" and _will(units) and act.tense == "word"):
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


def _passive(line: Line, at: int) -> bool:
    return any(a.tense in ("short", "part") for a in line.units[at].acts)


def _attribute(line: Line, mention: Mention, lex: Lexicon) -> Evidence | None:
    """«подписанный 16 октября план», „der 2020 geschlossene Rahmenvertrag“; an adjective such as «действующий»."""
    units = line.units
    clause = units[mention.at].clause
    for i in range(mention.first - 1 if lex.language == "ru" else mention.at - 1, max(-1, mention.first - 10), -1):
        u = units[i]
        if u.clause != clause or u.finite or (u.kind == "mark" and u.text != ","):
            break
        if lex.language == "de" and u.fn in ("a", "the", "own", "this"):
            break
        act = next((a for a in u.acts if a.tense in ("part", "attr")), None)
        if act is None or (lex.language == "de" and act.tense != "attr"):
            continue
        if lex.language == "ru" and not mention.quantified and not _agree(u, units[mention.at]):
            break
        status = _attributed(act)
        return Evidence(status, act.sense, i, clause, "participle", True) if status else None
    if mention.state:
        return Evidence(
            mention.state, "state", mention.adjectives[0] if mention.adjectives else mention.at, clause, "participle"
        )
    return None


def _agree(u: Unit, head: Unit) -> bool:
    """Whether a participle can stand for the head; nominative and accusative are often taken for one another."""
    if not u.case or not head.case:
        return True
    alike = u.case == head.case or {u.case, head.case} == {"Nom", "Acc"}
    return alike and u.plural == head.plural


def _attributed(act: Act) -> str:
    if act.sense in SIGN:
        return "signed"
    if act.sense in END:
        return "ended"
    if act.sense in FORCE:
        return "in_force"
    return "planned" if act.sense in PLAN else ""


def _hanging(line: Line, mention: Mention, following: int, last: int, lex: Lexicon) -> list[Evidence]:
    """«…, подписанное 11 июня», «…, которое истекло», „…, das 2022 unterzeichnet wurde“."""
    found: list[Evidence] = []
    own = line.units[mention.at].clause
    for index, clause in enumerate(line.clauses):
        if clause.kind not in ("rel", "part") or not mention.at < clause.first < following:
            continue
        if clause.before != own and (clause.before is None or line.clauses[clause.before].before != own):
            continue
        if clause.kind == "part":
            for i, u in line.of(index):
                act = next((a for a in u.acts if a.tense == "part"), None)
                if act is not None and _attributed(act):
                    found.append(Evidence(_attributed(act), act.sense, i, index, "participle", True))
                    break
            continue
        if any(u.head for _, u in line.of(index)):
            continue  # „…, das um ein Protokoll ergänzt wurde“ tells of the protocol
        verb = _verb(line, index, clause.first, lex)
        if (
            verb is not None
            and verb[2]
            and (verb[1].sense in SIGN or verb[1].sense in END or verb[1].sense in ("force", "runs", "join"))
        ):
            found.append(Evidence(verb[2], verb[1].sense, verb[0], index, "relative", _passive(line, verb[0])))
    return found
