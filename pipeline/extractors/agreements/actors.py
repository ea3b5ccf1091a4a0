"""Who stands in a line, and under which preposition: what parties, signatories and witnesses are picked from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.lang.numbers import number_word

_TAKES_NOMINATIVE = ("and", "")
_NEVER_DATIVE = ("die", "das")
_DATIVE = ("of", "by", "from", "with")  # what „von“, „aus“ and „mit“ mean


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
    units = line.units
    under, taken, clause = "", False, -1
    i = dateline(line)
    while i < len(units):
        u = units[i]
        if u.clause != clause:
            under, taken, clause = "", False, u.clause
        if u.role is not None and u.name is None:
            pass
        elif u.fn == "by" and under in ("witness", "mediator") and not taken:
            pass  # „in Anwesenheit von …“
        elif u.fn in _PREPOSITIONS:
            under, taken = "of" if u.fn == "by" and _of_noun(units, i) else u.fn, False
        elif u.date or u.money or u.fn in ("pronoun", "they") or u.finite or u.head or _verbal(u):
            under, taken = "", False
        elif u.text == "," and not taken and under not in ("witness", "mediator"):
            under = ""
        elif u.low in _NEVER_DATIVE and under in _DATIVE and i and units[i - 1].fn == "and" and lex.language == "de":
            under, taken = "", False  # „das Ministerium von X und die Y AG“: the firm stands beside the ministry
        elif u.name is not None:
            actor = _named(line, i, under, found, lex)
            if taken and not actor.modifier and not _joined(units, i):
                under, taken = "", False
                actor = _named(line, i, under, found, lex)
            found.append(actor)
            taken = taken or not (actor.modifier or actor.in_role)
        elif u.body and u.role is None:
            described, after = _described(line, i, under, lex)
            if described is not None:
                found.append(described)
                if after > i + 1:
                    taken, i = True, after
                    continue
        elif taken and under and u.kind == "word" and not u.fn and not _joined(units, i):
            under, taken = "", False
        i += 1
    return found


def _of_noun(units: list[Unit], i: int) -> bool:
    """„der Besuch von X“: the preposition belongs to the noun before it, which is no agreement."""
    before = units[i - 1] if i else None
    return before is not None and before.kind == "word" and before.text[:1].isupper() and not before.head and i > 1


def _verbal(u: Unit) -> bool:
    return any(a.tense not in ("noun", "word") for a in u.acts)


def _joined(units: list[Unit], i: int) -> bool:
    """Whether a word goes on a list: a conjunction or comma stands shortly before it."""
    return any(x.fn == "and" or x.text == "," for x in units[max(0, i - 5) : i])


def dateline(line: Line) -> int:
    """Where the line begins to tell: behind „MINSK, 19. September (BelTA) –“."""
    if not line.units or line.units[0].name is None:
        return 0
    for i, u in enumerate(line.units[:14]):
        if u.text in ("–", "—", "-") and i:
            return i + 1
        if not (u.name or u.date or u.kind == "mark" or u.low in ("/", "г", "corr", "korr")):
            return 0
    return 0


_STATE = ("state", "countries")
_PREPOSITIONS = frozenset({
    "between", "with", "witness", "mediator", "attend", "behalf", "by", "about", "in", "at", "to", "until", "since",
    "from", "under", "after", "before", "other", "without", "besides", "say",
})  # fmt: skip


def _named(line: Line, i: int, under: str, found: list[Actor], lex: Lexicon) -> Actor:
    units, u = line.units, line.units[i]
    assert u.name is not None
    before = units[i - 1] if i else None
    kind, case, meaning = u.name.value.type, u.case, ""
    last = found[-1] if found else None
    modifier = False
    if kind in ("LOC", "ORG") and last is not None and before is not None and u.role is None and i - last.at < 5:
        between = units[last.at + 1 : i]
        touching = not between or (lex.language == "de" and all(_links(x) for x in between))
        modifier = touching and last.type in ("ORG", "EVENT", "BODY") and kind == "LOC" and case in ("Gen", "")
        if kind == "LOC" and last.type == "LOC" and not between and case == "Gen" and last.case not in ("Gen", ""):
            modifier = True  # «Томская область России»
        if len(between) == 1 and before.fn in ("from", "in") and last.type in ("ORG", "PER", "BODY"):
            modifier = True
    if before is not None and before.fn in ("from", "in") and kind == "LOC" and u.role is None:
        under = before.fn
    state = _state(units, i, found, lex)
    if state is not None:  # «правительства Казахстана и Узбекистана» stand for the countries
        under, case, modifier, meaning = state.under or under, state.case, False, "state"
    elif (
        lex.language == "ru"
        and case == "Nom"
        and under not in ("witness", "mediator")
        and not (before is not None and before.body)
        and not (before is not None and before.text in ("«", "„", '"'))
        and not (under == "between" and before is not None and before.fn == "and" and last is not None)
    ):
        under = ""
    if lex.language == "de" and under == "":
        case = ""  # German names show none, and the tagger guesses
    paren = line.clauses[u.clause].kind == "paren"
    return Actor(u.start, u.end, i, kind, u.name.value.entity, under, case, u.clause, u.role is not None, modifier,
                 paren, meaning, u.low)  # fmt: skip


def _links(u: Unit) -> bool:
    return u.low in ("der", "des", "von", "republik", "aus")


def _state(units: list[Unit], i: int, found: list[Actor], lex: Lexicon) -> Actor | None:
    """The «правительства» or „Regierungen“ that a name stands under, alone or in a list."""
    k = i - 1
    while k >= max(0, i - 5) and units[k].body not in _STATE and (
        _links(units[k]) or units[k].fn == "the" or units[k].text.isupper()
        or (units[k].case == "Gen" and units[k].pos in ("NOUN", "ADJ") and not units[k].body)
    ):  # fmt: skip
        k -= 1
    if k >= 0 and units[k].body in _STATE and units[k].role is None and units[i].case in ("Gen", ""):
        return Actor(
            units[k].start, units[k].end, k, "BODY", None, "", units[k].case, units[k].clause, False, False, False
        )
    if k >= 0 and units[k].fn == "and" and found and found[-1].at == k - 1 and found[-1].meaning == "state":
        return found[-1]
    return None


def _described(line: Line, i: int, under: str, lex: Lexicon) -> tuple[Actor | None, int]:
    """«столичным акиматом», «предприятиями Минской и Карагандинской областей», „Batteriehersteller aus Shenzhen“.

    None where the noun only goes with a name («концерн «Белгоспищепром»»), which is then the party itself.
    """
    units, u = line.units, line.units[i]
    first = i
    while first and units[first - 1].clause == u.clause and (
        _adjectival(units[first - 1], lex) or (lex.language == "de" and units[first - 1].fn == "they")
    ):
        first -= 1
    after = units[i + 1] if i + 1 < len(units) else None
    quoted = after is not None and after.text in ("«", "„", '"')
    if after is not None and u.body == "body":
        name = units[i + 2] if quoted and i + 2 < len(units) else after
        if name.name is not None and (
            name.name.value.type == "ORG" or quoted or lex.language == "de" or name.case not in ("Gen", "")
        ):
            return None, i + 1
    end = _description(units, i, lex) if u.body == "body" and not quoted else i + 1
    if lex.language == "de" and u.body == "pair" and after is not None and after.fn == "from":
        end = _description(units, i, lex)  # „Firmen aus den zwei Städten“
    if lex.language == "ru" and u.case == "Nom":
        under = ""
    paren = line.clauses[u.clause].kind == "paren"
    case = units[first].case if units[first].pos == "NUM" and u.case == "Gen" else u.case  # «две страны»
    above = over(units, first - 1) if u.body in ("countries", "pair", "sides") else None
    if above is not None:  # „Vertreter beider Länder“, «главы двух государств»
        under, case = "", "Nom" if above.case == "Nom" or lex.language == "de" else above.case
    many = u.body == "body" and end == i + 1 and u.plural  # «компании подписали …»: those named before
    return Actor(units[first].start, units[end - 1].end, i, "BODY", None, under, case, u.clause, u.role is not None,
                 False, paren, "several" if many else "body" if end > i + 1 else u.body, u.low), end  # fmt: skip


def over(units: list[Unit], i: int) -> Unit | None:
    """The «представители», „Minister“ that stand for a country or side named after them."""
    while i >= 0 and (units[i].fn in ("the", "they") or units[i].low in ("der", "des", "beider")):
        i -= 1
    return units[i] if i >= 0 and units[i].body == "state" else None


def _description(units: list[Unit], i: int, lex: Lexicon) -> int:
    """One past the genitives and places that say which body is meant."""
    start = i + 1
    if start + 1 < len(units) and (
        units[start].fn == "from"
        or (lex.language == "de" and (units[start].fn == "by" or units[start].low in ("der", "des")))
    ):
        start += 1
    end = k = i + 1
    k = start
    while k < len(units) and units[k].clause == units[i].clause:
        x = units[k]
        place = x.name is not None and x.name.value.type == "LOC" and (k > i + 1 or x.case in ("Gen", ""))
        genitive = lex.language == "ru" and x.case == "Gen" and x.pos in ("NOUN", "ADJ", "NUM", "DET") and not x.head
        both = x.body in ("countries", "pair", "sides") or x.low == "beider"
        if place or genitive or both:
            end = k + 1
        elif x.fn not in ("and", "they", "the") and number_word(x.low, lex.language) is None:
            break
        k += 1
    return end


def _adjectival(u: Unit, lex: Lexicon) -> bool:
    if u.kind != "word" or u.acts or u.fn or u.name is not None or u.head:
        return False
    if lex.language == "ru":
        return u.pos in ("ADJ", "NUM", "DET") and not u.participle
    if number_word(u.low, "de") is not None:
        return True
    return u.low.endswith(("e", "en", "er", "es", "em")) and (u.text[:1].islower() or u.pos == "ADJ") and not u.aux
