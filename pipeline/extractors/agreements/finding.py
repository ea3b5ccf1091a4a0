"""The noun phrases that name agreements: how many, which, about what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extractors.agreements.german import undeclined
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.lang import table
from pipeline.lang.numbers import number_word

_ENDINGS = ("e", "en", "er", "es", "em")


@dataclass(slots=True)
class Mention:
    """One naming phrase: units `first` to `last` (exclusive) of a line, its head at `at`."""

    line: int
    first: int
    at: int
    last: int
    type: str
    flags: frozenset[str]
    count: int | None = 1
    plural: bool = False
    quantified: bool = False
    article: str = ""  # a, the, this, own, new or nothing
    words: frozenset[str] = frozenset()  # what it is about, for comparing
    telling: frozenset[str] = frozenset()  # those of them that set it apart
    about: tuple[int, int] | None = None  # the units of it
    joint: bool = False
    state: str = ""  # where its adjectives say it stands
    adjectives: tuple[int, ...] = ()
    barred: bool = False
    compound: bool = False  # German: „Liefervertrag“, which a later „Kreditvertrag“ is not


def mentions(line: Line, number: int, lex: Lexicon) -> list[Mention]:
    """Every naming phrase of a line, in order; one inside another's subject is left out."""
    found: list[Mention] = []
    for at, unit in enumerate(line.units):
        if unit.head is None or (found and at < found[-1].last):
            continue
        found.append(_phrase(line, number, at, lex))
    return [m for m in found if not m.barred]


def _phrase(line: Line, number: int, at: int, lex: Lexicon) -> Mention:
    units, head = line.units, line.units[at].head
    assert head is not None
    mention = Mention(number, at, at, at + 1, head.type, head.flags, plural=head.plural)
    if lex.language == "ru":
        # slovnet tells «контракты» the object from «контракта»; the form alone often cannot
        mention.plural = units[at].plural if units[at].case else head.plural
    else:
        plain = table("de", "agreements_heads")
        mention.joint = any(units[at].low.startswith(k) for k, v in lex.subjects.items() if "joint" in v)
        mention.compound = not any(form in plain for form in undeclined(units[at].low.split()[0]))
    _left(units, mention, lex)
    if mention.plural and not mention.quantified:
        mention.count = None
    last = _right(units, at, lex)
    if last > at + 1:
        mention.last = last
        mention.about = (at + 1, last)
        mention.words = frozenset(
            u.low[:6] for u in units[at + 1 : last] if u.kind != "mark" and not u.fn and len(u.low) > 3
        )
        mention.telling = frozenset(
            u.low[:6]
            for u in units[at + 1 : last]
            if u.kind != "mark" and not u.fn and len(u.low) > 2 and not {"common", "abstract"} & set(u.subject.split())
        )
        first = next((u for u in units[at + 1 : last] if u.kind == "word" and not u.fn), None)
        for u in units[at + 1 : last]:
            meaning = u.subject.split()
            if u is first and "none" in meaning:
                mention.barred = True
            if "joint" in meaning or u.adjective == "joint" or ("joint_plan" in meaning and mention.joint):
                mention.joint = True
            if "treaty" in meaning and u is first and units[at].head and mention.type == "contract":
                mention.type = "treaty"
    return mention


def _left(units: Sequence[Unit], mention: Mention, lex: Lexicon) -> None:
    """Adjectives, number words and the article before the head."""
    i, adjectives = mention.at - 1, []
    while i >= 0:
        u = units[i]
        value = _number(u, lex)
        if u.low == "это" and not units[mention.at].low.endswith(("е", "ие")):
            break  # «В том числе это дорожная карта»
        if u.fn in ("this", "own", "new", "a", "the"):
            mention.article = mention.article if mention.article in ("this", "new") else u.fn
            if lex.language == "de" and u.fn in ("a", "the", "this", "own"):
                break
            if u.fn == "new":
                mention.first = i
        elif value is not None and not u.date:
            mention.count, mention.quantified, mention.first = int(value), True, i
            if lex.language == "ru" and value == 1:
                mention.article = "new"
            mention.plural = value > 1
        elif u.amount == "bound":
            pass
        elif u.amount:
            mention.count = int(u.amount) if u.amount.isdecimal() else None
            mention.quantified, mention.plural, mention.first = True, True, i
        elif u.kind == "word" and not u.acts and _is_adjective(u, lex):
            meaning = u.adjective
            own = meaning == "none_programme" and mention.type in ("programme", "declaration")
            if meaning in ("none", "doubt") or own:
                mention.barred = True
            elif meaning == "agreement":
                mention.type = "agreement" if mention.type == "contract" else mention.type
            elif meaning in ("joint", "treaty"):
                mention.joint = True
                if meaning == "treaty" and mention.type == "contract":
                    mention.type = "treaty"
            elif meaning and not meaning.startswith("none"):
                mention.state = meaning
            adjectives.append(i)
            mention.first = i
        elif (
            (lex.language == "de" and any(a.tense == "attr" for a in u.acts))
            or (lex.language == "de" and u.date and i + 1 < mention.at)
            or (lex.language == "de" and u.low == "von" and mention.quantified)
        ):
            pass
        else:
            break
        i -= 1
    mention.adjectives = tuple(reversed(adjectives))
    k = i - 1 if i > 0 and units[i].fn == "the" else i
    if mention.type == "programme" and k >= 0 and units[k].low in ("auf", "im", "in", "в") and not mention.joint:
        mention.barred = True  # „auf dem Programm steht“, «в программе визита»


def _number(u: Unit, lex: Lexicon) -> int | None:
    if u.kind != "word":
        return None
    if u.low.isdecimal():
        return int(u.low) if len(u.low) < 4 else None
    value = (
        number_word(u.low, lex.language) if u.pos in ("NUM", "") or lex.language == "ru" else number_word(u.low, "de")
    )
    if value is None or value != value.to_integral() or value < 1 or u.fn:
        return None
    return int(value)


def _is_adjective(u: Unit, lex: Lexicon) -> bool:
    if lex.language == "ru":
        return u.pos in ("ADJ", "DET", "NUM") and not u.participle and not u.fn
    if u.fn or u.aux:
        return False
    if u.text[:1].isupper():
        return u.adjective == "joint" or (u.low.endswith("er") and u.pos == "ADJ")
    return (u.low.endswith(_ENDINGS) and (u.pos in ("", "ADJ") or bool(u.adjective))) or u.low in ("erste", "ersten")


def _right(units: Sequence[Unit], at: int, lex: Lexicon) -> int:
    """One past the last unit of what the head says it is about."""
    if at + 1 >= len(units):
        return at + 1
    first = units[at + 1]
    if first.text in ("«", "„", '"', "“"):
        close = next((k for k in range(at + 2, len(units)) if units[k].text in ("»", "“", "”", '"')), None)
        if close is None or close - at > 40 or (close == at + 3 and units[at + 2].name is not None):
            return at + 1  # «договор «Зари» с …» names a side
        return close + 1
    if not _opens(units, at, lex):
        return at + 1
    end = at + 1
    for j in range(at + 1, len(units)):
        if _stops(units, at, j, lex):
            break
        end = j + 1
    if end < len(units) and units[end].slot in ("sum", "worth", "term") and units[end - 1].pos == "ADJ":
        end -= 1  # «на 200 вагонов общей стоимостью …»
    while end > at + 1 and (units[end - 1].fn or (units[end - 1].kind == "mark" and units[end - 1].text not in '»“”"')):
        end -= 1
    if end > at + 1 and units[end - 1].text in "»“”" and not any(u.text in "«„" for u in units[at + 1 : end - 1]):
        end -= 1  # closes what somebody says
    return end


def _opens(units: Sequence[Unit], at: int, lex: Lexicon) -> bool:
    first = units[at + 1]
    second = units[at + 2] if at + 2 < len(units) else None
    head = units[at].head
    programme = head is not None and "joint" in head.flags  # «план мероприятий», «протокол»: they can be «в» something
    if second is not None and (second.money or second.date or second.slot in ("sum", "worth", "term")):
        return False
    if any(u.slot in ("sum", "worth", "term") for u in units[at + 2 : at + 4] if first.low in ("на", "über")):
        return False
    if second is not None and second.amount == "bound":
        return False
    if lex.language == "de":
        return (first.fn == "about" and first.low != "gegen") or first.low in ("of", "für") or first.fn == "behalf"
    if first.fn == "about" or (first.fn == "in" and programme and (second is None or not second.name)):
        return True
    if first.body == "body":
        return False  # «соглашение компании Orano с …»
    return (
        first.kind == "word" and first.case in ("Gen", "Acc") and first.pos in ("NOUN", "ADJ", "DET") and not first.slot
    )


def _stops(units: Sequence[Unit], at: int, j: int, lex: Lexicon) -> bool:
    u = units[j]
    after = units[j + 1] if j + 1 < len(units) else None
    if u.money or u.date or u.aux or u.say or (u.finite and not u.name):
        return True
    if u.fn == "rel" and units[j - 1].fn == "about":
        return False
    if u.text == "," and after is not None and j - 1 > at and _is_adjective(after, lex):
        before = units[j - 1]  # the tagger takes «торгово-экономическом» for a noun: the like ending tells
        if _is_adjective(before, lex) or (lex.language == "ru" and before.low[-2:] == after.low[-2:]):
            return False  # «о торгово-экономическом, научном и культурном сотрудничестве»
    if u.fn in ("between", "with", "witness", "mediator", "besides", "if", "sub", "rel", "not", "but", "until", "since",
                "after", "before", "at", "under", "yet"):  # fmt: skip
        return not (lex.language == "de" and u.low in ("auf", "an", "am") and after is not None and not after.date)
    if u.fn == "behalf" and lex.language == "ru":
        return True
    if any(a.tense not in ("noun",) for a in u.acts) and not u.head:
        return True
    if u.name is not None and u.name.value.type == "PER":
        return True
    if u.slot in ("sum", "worth", "term") and u.case in ("Ins", "") and lex.language == "ru":
        return True
    abstract = any("abstract" in x.subject for x in units[at + 1 : j])
    if (
        u.fn in ("about", "in", "by", "from")
        and after is not None
        and (after.money or after.date or after.slot in ("sum", "worth", "term") or after.amount == "bound")
    ):
        return True
    if u.low in ("на", "über") and any(x.slot in ("sum", "worth", "term") for x in units[j + 1 : j + 3]):
        return True
    if u.fn == "in" and after is not None and after.name is not None:
        return abstract or j == at + 1
    if u.fn == "by" and after is not None and (after.name is not None or after.body):
        return True
    if u.name is not None and units[j - 1].text in ("–", "—"):
        return False
    if (
        u.name is not None
        and u.name.value.type in ("ORG", "LOC")
        and units[j - 1].fn not in ("in", "at", "from", "about")
    ):
        return abstract or j == at + 1 or (units[at].head is not None and units[at].head.type == "programme")  # type: ignore[union-attr]
    if u.kind == "mark":
        if u.text == ",":
            ahead = units[j + 1 : j + 4]
            if (
                lex.language == "ru"
                and after is not None
                and after.pos == "NOUN"
                and after.case == units[j - 1].case
                and any(x.fn == "and" for x in ahead)
            ):
                return False
            return not (after is not None and after.kind == "word" and after.case and after.case == units[j - 1].case
                        and after.pos == units[j - 1].pos == "ADJ")  # fmt: skip
        if u.text in ("–", "—") and after is not None and after.name is not None and units[j - 1].name is not None:
            return False  # «линии Бельцы — Яссы»
        return u.text not in ("«", "»", "„", "“", "”", '"', "-", "/", "%")
    if u.fn == "and":
        ahead = units[j + 1 : j + 5]
        if any(x.head for x in ahead) or any(x.finite for x in ahead[:2]):
            return True
        return (
            lex.language == "de"
            and after is not None
            and (after.fn in ("the", "a") and any(x.name for x in ahead[1:3]))
        )
    return False
