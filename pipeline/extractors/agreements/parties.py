"""Who is bound: the names beside an agreement, by preposition, case and verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.document import Entity
from pipeline.extractors.agreements.actors import Actor, over
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.verbs import END, PLAN, SIGN

Found = tuple[Actor, str]  # who, and by which rule

_BOUND = ("ORG", "LOC", "BODY")
_ACTIVE = (*SIGN, *END, *(s for s in PLAN if s != "approve"), "join", "refuse", "fail", "manage", "carry")


def beside(
    line: Line, cast: Sequence[Actor], mention: Mention, others: Sequence[Mention], found: Sequence[Evidence],
    lex: Lexicon, entities: Mapping[str, Entity],
) -> list[Found]:  # fmt: skip
    """The parties that a line names for one of its mentions, in text order."""
    clause = line.units[mention.at].clause
    after = min((m.first for m in others if m.at > mention.at), default=len(line.units))
    in_clause = [m for m in others if line.units[m.at].clause == clause]
    before = max((m.last for m in in_clause if m.at < mention.at), default=-1)
    first = min((m.first for m in [*in_clause, mention]), default=mention.first)
    hanging = {e.clause for e in found if e.source in ("participle", "relative")} | {
        k for k, c in enumerate(line.clauses) if c.kind == "paren" and c.before == clause
    }
    inherited = _clauses(line, clause, found)
    if any(e.sense == "replace" for e in found):
        inherited = set()
    parties: list[Found] = []
    for actor in cast:
        if actor.type not in _BOUND or actor.modifier or actor.paren or _within(mention, others, actor):
            continue
        if actor.type == "BODY" and _apposed(line, actor):
            continue
        here = actor.clause == clause
        behind = mention.last <= actor.at < after
        shared = actor.at < first and (actor.clause in inherited)
        if actor.in_role:
            continue
        if actor.under in ("between", "with"):
            own = behind and (here or actor.clause in hanging)
            if own or (shared and before < 0):
                parties.append((actor, f"party.{actor.under}"))
        elif actor.clause in hanging and behind and actor.under == "by" and actor.type != "PER":
            parties.append((actor, "party.agent"))
    if sum(rule == "party.between" for _, rule in parties) >= 2:
        return unique(parties)
    parties += _possessive(line, cast, mention, lex, entities)
    main = next((e for e in found if e.source == "main" or (e.source == "noun" and not _is_noun(line, e))), None)
    if main is not None:
        parties += _subject(line, cast, mention, others, main, inherited | {clause}, lex, entities)
    else:
        for e in found:
            if e.source == "noun" and (e.sense in SIGN or e.sense in PLAN):
                subjects = _subject(line, cast, mention, others, e, {clause}, lex, entities)
                if not line.headline and (parties or len(unique(subjects)) >= 2):
                    parties += subjects
                parties += [
                    (a, "party.genitive") for a in cast
                    if a.clause == clause and a.case == "Gen" and e.at < a.at < mention.first and a.type in _BOUND
                    and not a.in_role and a.under in ("", "with")
                ]  # fmt: skip
    for e in found:
        if e.source == "participle" and e.clause == clause and e.at < mention.at and e.sense in (*SIGN, *END):
            parties += _attributed(line, cast, mention, e, lex)
        if e.source == "relative" and e.sense in SIGN:
            parties += _subject(line, cast, mention, others, e, {e.clause}, lex, entities)
    if not parties and line.clauses[clause].kind == "list" and line.clauses[clause].before is not None:
        parties += [
            (a, "party.explained") for a in cast
            if a.clause == line.clauses[clause].before and a.type == "ORG" and not a.modifier and not a.in_role
            and ((a.under == "" and a.case in ("Nom", "")) or a.under == "with")
        ]  # fmt: skip
    return unique(parties)


def _apposed(line: Line, actor: Actor) -> bool:
    """«Банк Китая, по оценкам — крупнейший банк мира, подписал …»: says what the name before it is."""
    units = line.units
    first = next((i for i in range(actor.at, -1, -1) if units[i].start <= actor.start), actor.at)
    return first > 0 and units[first - 1].text in ("—", "–") and any(u.name is not None for u in units[:first])


def _attributed(line: Line, cast: Sequence[Actor], mention: Mention, e: Evidence, lex: Lexicon) -> list[Found]:
    """„der von A und B unterzeichnete Vertrag“, «подписанный A и B договор»."""
    near = [a for a in cast if a.clause == e.clause and a.type in _BOUND and not a.modifier and not a.in_role]
    if lex.language == "ru":
        agents = [a for a in near if e.at < a.at < mention.at and a.case in ("Ins", "") and a.under in ("", "between")]
        return [(a, "party.agent") for a in agents]
    return [(a, f"party.{a.under}") for a in near if e.at - 9 < a.at < e.at and a.under in ("by", "with", "between")]


def _infinitive(line: Line, clause: int) -> bool:
    """„…, das Abkommen zu unterzeichnen“: its subject is in the clause before."""
    units = [u for _, u in line.of(clause)]
    if not any(u.low == "zu" or any(a.tense == "zu" for a in u.acts) for u in units):
        return any(a.tense == "inf" for u in units for a in u.acts) and not any(u.finite for u in units)
    return (
        any(a.tense in ("zu", "inf", "pres") for u in units for a in u.acts)
        and not any(u.finite and not any(a.tense == "pres" for a in u.acts) for u in units)
        and any(u.low == "zu" or any(a.tense in ("zu", "inf") for a in u.acts) for u in units)
    )


def _is_noun(line: Line, e: Evidence) -> bool:
    return any(a.tense == "noun" for a in line.units[e.at].acts)


def _clauses(line: Line, clause: int, found: Sequence[Evidence]) -> set[int]:
    """The clause, and those before it whose subject and verb it shares."""
    shared = {clause}
    for e in found:
        if e.source == "main" and e.clause != clause:
            shared.add(e.clause)
    before = line.clauses[clause].before
    if before is not None and _infinitive(line, clause):
        shared.add(before)  # „…, das Abkommen zu unterzeichnen“
    return shared


def _within(mention: Mention, others: Iterable[Mention], actor: Actor) -> bool:
    """Inside what some mention is about."""
    return any(m.about is not None and m.about[0] <= actor.at < m.about[1] for m in (mention, *others))


def _subject(
    line: Line, cast: Sequence[Actor], mention: Mention, others: Sequence[Mention], main: Evidence, clauses: set[int],
    lex: Lexicon, entities: Mapping[str, Entity],
) -> list[Found]:  # fmt: skip
    """Who does what is told: «Армения и Иран продлили контракт»; agents of the passive too."""
    if main.sense not in _ACTIVE:
        return []
    found: list[Found] = []
    for actor in cast:
        if actor.clause not in clauses or actor.type not in _BOUND or actor.modifier or actor.paren or actor.in_role:
            continue
        if _within(mention, others, actor) or (actor.type == "BODY" and _apposed(line, actor)):
            continue
        entity = entities.get(actor.entity or "")
        if main.sense == "ratify" and (actor.type != "LOC" or (entity is not None and entity.kind != "country")):
            continue
        if lex.language == "ru":
            agent = actor.case == "Ins" or (actor.case == "" and found and found[-1][1] == "party.agent")
            if main.passive and actor.under == "" and agent:
                found.append((actor, "party.agent"))
            elif (
                not main.passive
                and actor.under == ""
                and (_nominative(line, actor, main) or _joins(line, actor, found))
            ):
                found.append((actor, "party.subject"))
            elif actor.under == "" and actor.case == "Dat" and _offers(line, main.clause):
                found.append((actor, "party.addressee"))
        elif actor.under == "by" and _passive_de(line, main):
            found.append((actor, "party.agent"))
        elif actor.under == "" and not _genitive(line, actor, entities):
            found.append((actor, "party.subject"))
    return found


def _joins(line: Line, actor: Actor, found: Sequence[Found]) -> bool:
    """«Чили и Перу»: the second of two subjects, whose case the tagger cannot see."""
    last = found[-1] if found else None
    between = line.units[last[0].at + 1 : actor.at] if last is not None else []
    return last is not None and last[1] == "party.subject" and len(between) == 1 and between[0].fn == "and"


def _nominative(line: Line, actor: Actor, main: Evidence) -> bool:
    """Whether a Russian name can be the subject; slovnet takes some nominatives before the verb for accusatives."""
    if actor.case in ("Nom", "") or (actor.meaning == "state" and actor.at < main.at):
        return True
    first = line.clauses[actor.clause].first
    opening = all(u.kind == "mark" or u.fn or u.pos == "ADJ" for u in line.units[first : actor.at])
    return actor.at < main.at and (actor.case == "Acc" or opening) and actor.case in ("Acc", "Gen")


def _offers(line: Line, clause: int) -> bool:
    return any(a.sense == "offer" for _, u in line.of(clause) for a in u.acts)


def _passive_de(line: Line, main: Evidence) -> bool:
    return any(u.low in ("wurde", "wurden", "worden", "wird", "werden") for _, u in line.of(main.clause))


def _genitive(line: Line, actor: Actor, entities: Mapping[str, Entity]) -> bool:
    """„im Westen Kasachstans“, „die Regierung der Schweiz“: belongs to another word."""
    if actor.meaning == "state" and actor.entity is not None:
        return False
    units, at = line.units, actor.at
    entity = entities.get(actor.entity or "")
    text = units[at].text
    before = units[at - 1] if at else None
    if actor.type == "BODY":
        below = over(units, _leftmost(units, at)) is not None
        article = units[at - 2].low if before is not None and before.low == "beiden" and at > 1 else ""
        genitive = before is not None and before.low in ("des", "dem", "den", "beider")
        return (genitive or article in ("der", "den")) and not below
    if entity is not None and text != entity.name and text.rstrip("’'") in (entity.name + "s", entity.name):
        return True
    if entity is not None and text.endswith("s") and f"{entity.name} ".startswith(text[:-1] + " "):
        return True  # „Murtals“ of the Murtal GmbH
    if before is None:
        return False
    if before.low in ("des", "dem"):
        return True
    return (
        before.low == "der"
        and at > 1
        and units[at - 2].kind == "word"
        and units[at - 2].text[:1].isupper()
        and not units[at - 2].fn
    )


def _leftmost(units: Sequence[Unit], at: int) -> int:
    return at - 2 if at > 1 and units[at - 1].low in ("beider", "beiden") else at - 1


def _possessive(
    line: Line, cast: Sequence[Actor], mention: Mention, lex: Lexicon, entities: Mapping[str, Entity]
) -> list[Found]:
    """«план округа и района», «кредитное соглашение «X» с Y», „Thurtals Liefervertrag“."""
    units = line.units
    found: list[Found] = []
    if lex.language == "ru":
        end = mention.last
        if end < len(units) and units[end].body == "body":
            found += [(a, "party.genitive") for a in cast if a.at == end and a.type == "BODY" and a.case == "Gen"]
        while end < len(units) and (units[end].text in '«„"' or units[end].body == "body"):
            end += 1
        for actor in cast:
            if (
                actor.at == end
                and actor.under in ("", "in", "about")
                and (actor.case in ("Gen", "") or units[end - 1].kind == "mark" or units[end - 1].body)
                and actor.type in _BOUND
            ):
                if actor.case == "" and units[end - 1].kind != "mark" and not units[end - 1].body and not mention.state:
                    continue
                if not actor.modifier:
                    found.append((actor, "party.genitive"))
                end += 1
                if end < len(units) and units[end].text in '»“”"':
                    end += 1
                while end < len(units) and (units[end].fn == "and" or units[end].text == ","):
                    end += 1
        return found
    k = mention.first - 1
    if k >= 0 and units[k].text in '“”"»':
        k -= 1
    for actor in cast:
        if actor.at == k and actor.type in ("ORG", "LOC") and _genitive(line, actor, entities):
            found.append((actor, "party.genitive"))
    end = mention.last
    for actor in cast:
        if actor.at in (end, end + 1) and actor.type in ("ORG", "LOC") and actor.under in ("", "by"):
            apart = actor.at == end + 1 and units[end].low in ("der", "des", "von")
            entity = entities.get(actor.entity or "")
            if apart and units[end].low == "von" and entity is not None and entity.kind == "city":
                continue  # „das Abkommen von Paris“ was made there
            if apart or (actor.at == end and _genitive(line, actor, entities)):
                found.append((actor, "party.genitive"))
                end = actor.at + 1
                while end < len(units) and units[end].fn == "and":
                    end += 1
    return found


def unique(found: Iterable[Found]) -> list[Found]:
    """Each entity once, where it is first named; described ones each once."""
    seen: set[object] = set()
    kept: list[Found] = []
    for actor, rule in sorted(found, key=lambda f: f[0].start):
        key = actor.entity or (actor.start, actor.end)
        if key not in seen:
            seen.add(key)
            kept.append((actor, rule))
    return kept
