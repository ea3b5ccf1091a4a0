"""What an amount is: trade, loan, price, … by the words of its sentence, else by the amounts around it.

Each word that tells a kind (money_kinds.tsv) weighs what the table says, less what lies between it and the amount;
the heaviest wins. Where none weighs enough, an amount is what the same sum is elsewhere, or what the one before is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from pipeline.document import Span
from pipeline.extractors.money.features import best, features
from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.tokens import DASHES, FAR, LINE, Tokens
from pipeline.extractors.money.words import kind_of, telling
from pipeline.lang import table

_REACH = 40  # tokens each way
_STEP = 0.06  # what a token of distance costs
_CLAUSE = 0.35  # what a comma, dash or bracket between costs
_ENOUGH = 0.15
_FAR = 2.5  # where even the heaviest word counts no more
_WEAK = 1.0  # a word of this weight counts only where nothing else tells
_PER_UNIT = 1.9
_NO_WAGE = 10**9
_TOPIC = 1.5  # what a word of the sentence before has to weigh
_CARRIED = 4  # sentences over which an amount is what the one before is


def kinds_of(
    amounts: Sequence[Found], sentence: Callable[[Found], Span], names: Sequence[Span], topic: Sequence[str]
) -> list[str]:
    """One of records.AMOUNT_KINDS for each amount. `sentence` gives the tokens of its sentence; `names` are the
    spans of organisations and events, whose words tell nothing (but a bank lends); `topic`: features.topics."""
    rules, told = by_rules(amounts, sentence, names)
    return by_model(amounts, sentence, rules, told, topic)


def by_model(
    amounts: Sequence[Found],
    sentence: Callable[[Found], Span],
    rules: Sequence[str],
    told: Sequence[str | None],
    topic: Sequence[str],
) -> list[str]:
    """The kinds that the linear model gives, for which what the rules say is evidence among other."""
    out: list[str] = []
    for k, one in enumerate(amounts):
        before = amounts[k - 1] if k else None
        found = set(features(one, before, sentence(one), rules[k], told[k], out[-1] if out else "none", topic))
        out.append(best(found, one.tokens.language) or rules[k])
    return out


def by_rules(
    amounts: Sequence[Found], sentence: Callable[[Found], Span], names: Sequence[Span]
) -> tuple[list[str], list[str | None]]:
    """The kinds by words and neighbours alone, and what words of the amount's own sentence tell."""
    told: list[str | None] = []
    weak: list[str | None] = []
    unit: list[bool] = []
    for one in amounts:
        strong, feeble = _told(one, sentence(one), names)
        told.append("other" if strong == "wage" and one.high >= _NO_WAGE else strong)  # a firm earns, too
        weak.append(feeble)
        unit.append(per_unit(one.tokens, one.amount.end))
    by_sum = {(one.low, one.high, one.currency): kind for one, kind in zip(amounts, told, strict=True) if kind}
    out: list[str] = []
    for k, one in enumerate(amounts):
        if (
            k
            and (one.aside or one.rule == "money.inherited" or (one.rule == "money.linked" and one.partner))
            and not unit[k]
        ):
            out.append(out[k - 1])
            continue
        same = by_sum.get((one.low, one.high, one.currency))
        carried = _carried(k, amounts, out, unit)
        if not told[k] and not same and (carried is None or one.sentence - amounts[k - 1].sentence > 1):
            carried = _topic(one, sentence(one)[0], names) or carried
        out.append(told[k] or same or carried or _ahead(k, amounts, told) or weak[k] or "other")
    return out, told


def _ahead(k: int, amounts: Sequence[Found], told: Sequence[str | None]) -> str | None:
    """The kind of the next amount of the sentence that tells one («$60 млн: 45 млн — грант»)."""
    for j in range(k + 1, min(len(amounts), k + 4)):
        if amounts[j].sentence != amounts[k].sentence or told[j]:
            return told[j] if amounts[j].sentence == amounts[k].sentence else None
    return None


def _carried(k: int, amounts: Sequence[Found], out: Sequence[str], unit: Sequence[bool]) -> str | None:
    """The kind of the last amount before that was none per unit, if it is not far off."""
    for j in range(k - 1, max(-1, k - 6), -1):
        if amounts[k].sentence - amounts[j].sentence > _CARRIED:
            return None
        if not unit[j] or j == 0:
            return out[j]
    return None


def per_unit(t: Tokens, at: int) -> bool:
    """«за тонну», „je Quadratmeter“, „/kWh“ after an amount."""
    units = table(t.language, "money_per")
    word, following = t.word(at), t.word(at + 1)
    if word in ("je", "pro"):
        return following not in table("de", "money_no_unit")
    if word == "/":
        return following in units
    if word in ("за", "на"):
        return following in units or (
            following in ("1", "один", "одну", "каждый", "каждую") and t.word(at + 2) in units
        )
    return False


def _told(one: Found, sentence: Span, names: Sequence[Span]) -> tuple[str | None, str | None]:
    """The kind that the sentence's words tell, and the one that its weak words do."""
    t, (start, end) = one.tokens, sentence
    first, after = one.amount.start, one.amount.end
    scores: dict[str, float] = {"price": _PER_UNIT} if per_unit(t, after) else {}
    feeble: dict[str, float] = {}
    for steps in (range(first - 1, max(start - 1, first - _REACH), -1), range(after, min(end, after + _REACH))):
        cost = 0.0
        for distance, k in enumerate(steps, 1):
            word = t.words[k]
            if not word[0].isalpha():
                cost += 0.1 if k == after and word in DASHES else _mark(t, k) * (2 if k >= after and word == "," else 1)
                if cost > _FAR:
                    break
                continue
            kind = _word(t, k, names)
            if kind is None:
                continue
            score = kind[1] - cost - _STEP * distance - (_handicap(t, k, after) if k >= after else 0.0)
            into = feeble if kind[1] <= _WEAK else scores
            into[kind[0]] = max(into.get(kind[0], 0.0), score)
    best = max(scores, key=lambda k: scores[k], default=None)
    if best is not None and scores[best] < _ENOUGH:
        best = None
    return best, max(feeble, key=lambda k: feeble[k], default=None)


def _topic(one: Found, start: int, names: Sequence[Span]) -> str | None:
    """What the sentence before is about («… подписали контракт. Он обойдётся в 5 млн»): its last telling word."""
    t = one.tokens
    for k in range(start - 1, max(-1, start - _REACH), -1):
        if t.glue[k + 1] == FAR or (t.glue[k + 1] == LINE and t.original(k + 1)[0].isupper()):
            return None
        kind = _word(t, k, names) if t.words[k][0].isalpha() else None
        if kind is not None and kind[1] >= _TOPIC:
            return kind[0]
    return None


def _handicap(t: Tokens, k: int, after: int) -> float:
    """What a word after the amount loses: nothing where it is a noun that follows at once («1,1 млрд руб. выручки»)."""
    if k == after:
        return -0.25 if t.language == "ru" or t.original(k)[0].isupper() else 0.1
    return 0.1 if k <= after + 2 else 0.3


def _mark(t: Tokens, k: int) -> float:
    word = t.words[k]
    if word == ";":
        return 2 * _CLAUSE
    if word in ",()" or (word in DASHES and t.glue[k] and t.near(k + 1)):
        return _CLAUSE
    return 0.05 if word[0].isdigit() else 0.0


def _word(t: Tokens, k: int, names: Sequence[Span]) -> tuple[str, float] | None:
    """What the word at token `k` tells; a price of a contract or a project is that of the whole («цена контракта»)."""
    kind = telling(t, k)
    if kind is None:
        return None
    if kind[0] == "price":
        behind = k + 1 + (t.word(k + 1) in ("des", "der", "von", "für"))
        whole = kind_of(t.word(behind), t.language, True) if t.near(k + 1) else None
        if whole is not None and whole[0] in ("contract", "investment") and whole[1] >= 1.5:
            return None
    if names and kind[0] not in ("loan", "budget"):
        n = bisect_right(names, (t.starts[k], len(t.text))) - 1
        if n >= 0 and names[n][1] > t.starts[k]:
            return None
    return kind
