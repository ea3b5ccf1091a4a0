"""Where an office stands and whose it is: from its head word to the person before or after it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from pipeline.extractors.roles.line import ARTICLES, Line, also, person_before
from pipeline.extractors.roles.words import adjective, is_plural, may_follow, office
from pipeline.lang import fold, table
from pipeline.lang.morphology import parses

_DASHES = ("–", "—", "-", "―")
_OPEN, _CLOSE = '«„“"‚(', '»“”"‘)'
_ACTING = ("врио", "и.о.", "и.о")
THEIRS = frozenset(
    (
        "deren",
        "dessen",
        "его",
        "ее",
        "их",
        "ihr",
        "ihre",
        "ihrem",
        "ihren",
        "ihrer",
        "sein",
        "seine",
        "seinem",
        "seinen",
        "seiner",
    )
)
_FAR = 22  # words an office may have


@dataclass(slots=True)
class Found:
    """An office: `first` and `last` token, the head's token, the persons' and other mentions' indices."""

    first: int
    last: int
    head: int
    kind: str
    persons: list[int]
    mentions: list[int] = field(default_factory=list)  # within the office's words
    rule: str = "role.before-name"


def find(line: Line) -> list[Found]:
    """The offices of a sentence's people, in order."""
    found: list[Found] = []
    done = -1
    for token in range(len(line.tokens)):
        if token <= done or token in line.mention:
            continue
        kind = office(line.word(token), line.language)
        if kind is None:
            continue
        one = _office(line, token, kind) or _again(line, token, kind, found)
        if one is None:
            continue
        if found and found[-1].last >= one.first:
            continue
        found.append(one)
        done = one.last
    return _shared(line, found)


def _again(line: Line, head: int, kind: str, found: list[Found]) -> Found | None:
    """A second office of a person: «…, сопредседатель совета и бывший статс-секретарь Министерства торговли»."""
    first = _left(line, head)
    if not found or found[-1].rule != "role.after-name":
        return None
    between = [fold(line.word(t)) for t in range(found[-1].last + 1, first)]
    if 0 < len(between) < 3 and all(w in ("и", "und", ",", "а", "также", "sowie") for w in between):
        last, mentions, person = _right(line, head)
        if person is None:
            return Found(first, last, head, kind, list(found[-1].persons), mentions, "role.after-name")
    return None


def _office(line: Line, head: int, kind: str) -> Found | None:
    first = _left(line, head)
    if line.language == "de" and head + 1 not in line.mention and office(line.word(head + 1), "de"):
        return None  # „Investor Geschäftsführer“: the second word is the office
    last, mentions, person = _right(line, head)
    if (
        line.language == "de"
        and line.type(first - 1) in ("LOC", "ORG")
        and line.word(first - 1).endswith(("s", "’", "'"))
    ):
        owner = line.mention[first - 1]  # „Georgiens Wirtschaftsminister“
        first = min(t for t, i in line.mention.items() if i == owner)
        mentions = [owner, *mentions]
    elif fold(line.word(first - 1)) in THEIRS and not mentions and kind != "job":
        owners = [i for t, i in line.mention.items() if t < first and line.type(t) in ("LOC", "ORG")]
        mentions = [max(owners)] if owners else []  # «Делегацию района привёз его аким»
    if person is not None:
        article = fold(line.word(first - 1))
        article = article if article in ARTICLES else "" if first == head and line.word(head).endswith("en") else "-"
        plural = is_plural(line.word(head), line.tokens[head].feats, line.language, article)
        persons = [person, *also(line, person)] if plural else [person]
        return Found(first, last, head, kind, persons, mentions)
    person = person_before(line, first)
    if person is not None and not _new_clause(line, first, last):
        return Found(first, last, head, kind, [person], mentions, "role.after-name")
    if line.language == "de" and fold(line.word(first - 1)) == "als":
        people = {i for t, i in line.mention.items() if t < first and line.type(t) == "PER"}
        if len(people) == 1:
            return Found(first, last, head, kind, list(people), mentions, "role.as")
    return None


def _new_clause(line: Line, first: int, last: int) -> bool:
    """«По словам адвоката Ли, предприниматель возместил ущерб»: the office is the subject of what follows."""
    if line.language != "ru" or line.word(first - 1) != ",":
        return False
    found = parses(line.word(last + 1)) if line.word(last + 1).isalpha() else ()
    return bool(found) and found[0].tag.POS == "VERB" and "," not in (line.word(last + 1), line.word(last))


def _left(line: Line, head: int) -> int:
    """The first token of the office: adjectives, „stellvertretender“, «и. о.» before its head."""
    first = head
    token = head - 1
    while token >= 0 and token not in line.mention:
        word = line.word(token)
        sort = adjective(word, line.language)
        joint = fold(word) in ("и", "und") and first == token + 1 and token > 0
        if sort == "office":
            first = token
        elif sort != "time" and not (joint and adjective(line.word(token - 1), line.language) == "office"):
            break
        token -= 1
    for size in (1, 2, 4):  # врио; исполняющий обязанности; и . о .
        before = [fold(line.word(t)) for t in range(first - size, first)]
        if first >= size and ("".join(before) in _ACTING or (size == 2 and before[0].startswith("исполняющ"))):
            return first - size
    return first


def _right(line: Line, head: int) -> tuple[int, list[int], int | None]:
    """The last token of the office, the mentions in it, and the person named right after it."""
    token, last, preposition, opened = head + 1, head, False, False
    mentions: list[int] = []
    plural = is_plural(line.word(head), line.tokens[head].feats, "ru") if line.language == "ru" else False
    words = table(line.language, "roles_prepositions")
    while token < len(line.tokens) and token - head < _FAR:
        text = line.word(token)
        if (person := line.person_at(token)) is not None:
            return last, mentions, person
        if token in line.mention:
            if _elsewhere(line, head, token, mentions):
                break
            mentions.append(line.mention[token])
            token = line.after(token)
            last = token - 1
            preposition = False
        elif fold(text) in ("из", "aus") and line.type(token + 1) == "LOC":
            token = line.after(token + 1)  # «депутат из Варшавы»: where someone is from is not of the office
        elif text == "(":
            close = next((i for i in range(token + 1, min(token + 8, len(line.tokens))) if line.word(i) == ")"), None)
            if close is None:
                break
            inside = [i for i in range(token + 1, close) if line.type(i) == "PER"]
            if inside and fold(line.word(token + 1)) not in table(line.language, "roles_honorifics"):
                return last, mentions, line.mention[inside[0]]
            if line.person_at(close + 1) is None and line.word(close + 1) not in (",", *_DASHES):
                break
            token = close + 1
        elif text and text in _CLOSE and opened:
            last, opened = token, False
            token += 1
        elif text and text in _OPEN:
            opened = True
            if line.type(token + 1) in (None, "PER") and not (line.word(token + 1)[:1].isupper()):
                break
            token += 1
        elif text and text in _CLOSE:
            token += 1
        elif text == "," or text in _DASHES or fold(text) in ("и", "und", "sowie"):
            person = line.person_at(token + 1)
            if person is not None and (text in _DASHES or text == ","):
                return last, mentions, person
            next_office = _next_office(line, token + 1)
            if next_office is not None and not plural:
                return last, mentions, _right(line, next_office)[2]
            if text in _DASHES or (text == "," and not _list_goes_on(line, token)):
                break
            if fold(text) in ("и", "und", "sowie") and not _may_go_on(line, token + 1, preposition):
                break
            token += 1
        else:
            if not may_follow(text, line.language, preposition) or (
                office(text, line.language) == "job" and line.language == "ru"
            ):
                break
            preposition = fold(text) in words or (preposition and text[:1].islower())
            if fold(text) not in words:
                last = token
            elif not _may_go_on(line, token + 1, True):
                break
            token += 1
    return last, mentions, None


def _elsewhere(line: Line, head: int, token: int, mentions: list[int]) -> bool:
    """Whether a place after a body only says where: „Direktorin der Zone „Saryarka“ im Gebiet Karaganda“."""
    if not mentions or line.type(token) != "LOC" or office(line.word(head), line.language) == "diplomat":
        return False
    return any(fold(line.word(t)) in ("in", "im", "aus", "в", "во", "на") for t in (token - 1, token - 2) if t > head)


def _next_office(line: Line, token: int) -> int | None:
    """The head of another office that begins at a token, past its adjectives."""
    for i in range(token, min(token + 4, len(line.tokens))):
        if i in line.mention:
            return None
        if office(line.word(i), line.language):
            return i
        if adjective(line.word(i), line.language) is None and fold(line.word(i)) not in (
            "der",
            "die",
            "den",
            "dem",
            "des",
        ):
            return None
    return None


def _may_go_on(line: Line, token: int, preposition: bool) -> bool:
    if token >= len(line.tokens):
        return False
    return (
        line.type(token) in ("ORG", "LOC", "EVENT")
        or may_follow(line.word(token), line.language, preposition)
        or line.word(token) in _OPEN
    )


def _list_goes_on(line: Line, comma: int) -> bool:
    """«транспорта, связи и высоких технологий»: a list after an office, closed by «и»."""
    for i in range(comma + 1, min(comma + 9, len(line.tokens))):
        text = fold(line.word(i))
        if text in ("и", "und"):
            return i > comma + 1
        if text != "," and (i in line.mention or not may_follow(line.word(i), line.language, False)):
            return False
    return False


def _shared(line: Line, found: list[Found]) -> list[Found]:
    """«президент и премьер-министр Казахстана Токаев и Бектенов»: as many offices as people, one for each."""
    for one, two in itertools.pairwise(found):
        if one.persons == two.persons and len(one.persons) == 1 and not one.mentions:
            extra = also(line, one.persons[0])
            if len(extra) == 1 and one.rule == two.rule == "role.before-name":
                two.persons = extra
    return found
