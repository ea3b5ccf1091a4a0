"""Where an agreement stands, from all that is done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Act, Lexicon
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.nouns import Evidence, governing
from pipeline.extractors.agreements.verbs import END, FORCE, PLAN, SIGN, verb_of


def evidence(
    line: Line, mention: Mention, others: Iterable[Mention], lex: Lexicon, published: date | None = None
) -> list[Evidence]:
    """All that a line tells of one mention, the strongest first."""
    replaced = _replaced(line, mention, lex)
    if replaced is not None:
        return [replaced]
    found = []
    noun = governing(line, mention, lex)
    if noun is not None:
        found.append(noun)
    main = _main(line, mention, noun, lex)
    forced = noun is not None and noun.sense in ("force", "forcenoun") and main is not None and main.sense in END
    if main is not None and (noun is None or noun.sense == "hand" or forced):
        found.insert(0, main)
    attribute = _attribute(line, mention, lex)
    if attribute is not None:
        found.append(attribute)
    last = max((m.at for m in others if m.at < mention.at), default=-1)
    following = min((m.at for m in others if m.at > mention.at), default=len(line.units))
    found += _hanging(line, mention, following, last, lex)
    return [replace(e, status="signed") if _yet_to_enter(line, e, published) else e for e in found]


def _replaced(line: Line, mention: Mention, lex: Lexicon) -> Evidence | None:
    """„… ersetzt den Vertrag von 2002“, «сменило соглашение 2010 года»: the object of replacing is at its end."""
    units, clause = line.units, line.units[mention.at].clause
    replacing = (i for i, u in line.of(clause) if u.act("replace") and not mention.first <= i < mention.last)
    act = next(replacing, None)
    if act is None or mention.article == "new":
        return None
    final = lex.language == "de" and line.clauses[clause].kind in ("rel", "sub") and act > mention.at
    if not final and (act > mention.at or any(u.head for u in units[act + 1 : mention.first])):
        return None
    if lex.language == "ru" and units[mention.at].case not in ("Acc", "Nom", "Gen", ""):
        return None
    done = not any(u.aux in ("will", "may") for _, u in line.of(clause)) and not any(
        a.sense == "replace" and a.tense in ("fut", "inf", "zu") for a in units[act].acts
    )
    return Evidence("ended" if done else "in_force", "replace", act, clause, "main")


def _yet_to_enter(line: Line, e: Evidence, published: date | None) -> bool:
    """„Der Vertrag tritt am 1. Februar in Kraft“, told before that day."""
    if published is None or e.sense != "force" or e.status != "in_force":
        return False
    days = [
        u.date.value.begins for i, u in line.of(e.clause)
        if u.date is not None and u.date.value.begins and not (i and line.units[i - 1].fn == "until")
    ]  # fmt: skip
    return bool(days) and min(days) > published


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


def _main(line: Line, mention: Mention, noun: Evidence | None, lex: Lexicon) -> Evidence | None:
    """The verb of the mention's own clause; of the one before where this one has none («…, а договор — в мае»)."""
    clause = line.units[mention.at].clause
    ready = _ready(line, mention, clause)
    if ready is not None:
        return ready
    seen: set[int] = set()
    while clause is not None and clause not in seen:
        seen.add(clause)
        found = verb_of(line, clause, mention.at, lex)
        if found is not None:
            i, act, status = found
            if not status or not _object(line, mention, act, lex):
                return None
            if act.sense == "adopt" and mention.type in ("agreement", "contract", "treaty"):
                status = "planned"  # one side has approved it
            if act.sense == "force" and _only_until(line, clause):
                act = Act("runs", act.tense)  # „gilt bis Ende 2035“ tells the term, not that it has come into force
            return Evidence(status, act.sense, i, clause, "main", _passive(line, i))
        this = line.clauses[clause]
        if this.kind not in ("gap", "list", "main", "paren") or this.before is None:
            return None
        if this.kind == "main" and any(u.finite for _, u in line.of(clause)):
            return None
        clause = this.before
    return None


def _only_until(line: Line, clause: int) -> bool:
    told = {u.fn for _, u in line.of(clause)}
    return (
        "until" in told and "since" not in told and not any(" " in u.low and u.act("force") for _, u in line.of(clause))
    )


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
    while i >= 0 and (
        line.units[i].fn in ("a", "the", "own", "this", "new") or line.units[i].adjective or line.units[i].amount
    ):
        i -= 1
    if lex.language == "de" and act.sense == "join" and any(u.low == "des" for u in line.units[i + 1 : mention.first]):
        return False  # „an der Spezifikation des Protokolls beteiligt“
    if i < 0 or line.units[i].fn in (
        "",
        "and",
        "not",
        "but",
        "if",
        "adverb",
        "then",
        "also",
        "yet",
        "pronoun",
        "they",
        "we",
        "rel",
        "here",
        "sub",
    ):
        return True
    low = line.units[i].low
    if lex.language == "de" and act.sense in ("join", *PLAN) and low in ("zum", "zur", "zu", "nach", "laut", "gegen"):
        return False  # „das Urteil zum Abkommen diskutieren“
    if act.sense in ("leave", "join", "refuse", "fail", *PLAN):
        return True
    if act.sense in ("agree", "hand"):
        return low in ("auf", "in", "unter", "под", "im", "beim")
    return low in ("под", "unter", "um") and act.sense == "sign"


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
        if clause.kind == "main" and mention.at < clause.first < following and clause.before == own:
            verb = verb_of(line, index, clause.first, lex) if _taken_up(line, index) else None
            passive = verb is not None and verb[1].sense in SIGN and _passive(line, verb[0])
            if verb is not None and verb[2] and (verb[1].sense in END or verb[1].sense in ("force", "runs") or passive):
                found.append(Evidence(verb[2], verb[1].sense, verb[0], index, "relative", passive))
            continue
        if clause.kind not in ("rel", "part") or not mention.at < clause.first < following:
            continue
        if clause.before != own and (clause.before is None or line.clauses[clause.before].before != own):
            continue
        if clause.kind == "part":
            for i, u in line.of(index):
                act = next((a for a in u.acts if a.tense == "part"), None)
                if act is not None and _attributed(act):
                    found.append(Evidence(_attributed(act), act.sense, i, index, "participle", True))
            continue
        if any(u.head for _, u in line.of(index)):
            continue  # „…, das um ein Protokoll ergänzt wurde“ tells of the protocol
        verb = verb_of(line, index, clause.first, lex)
        if (
            verb is not None
            and verb[2]
            and (verb[1].sense in SIGN or verb[1].sense in END or verb[1].sense in ("force", "runs", "join"))
        ):
            found.append(Evidence(verb[2], verb[1].sense, verb[0], index, "relative", _passive(line, verb[0])))
    return found


def _taken_up(line: Line, clause: int) -> bool:
    """«…; он истёк 31 августа»: a clause whose subject is the pronoun it begins with."""
    first = next((u for _, u in line.of(clause) if u.kind != "mark"), None)
    return first is not None and first.low in ("он", "она", "оно", "er", "sie", "es")
