"""The period that an amount is for: the date of its clause, or one carried over within its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.document import Annotation, Date
from pipeline.extractors.money.inherit import Found
from pipeline.extractors.money.kind import per_unit
from pipeline.extractors.money.tokens import Tokens
from pipeline.extractors.money.words import kind_of
from pipeline.lang import table

_FLOWS = frozenset(("trade", "export", "import", "revenue", "budget", "wage"))  # what is counted over a time
_SPENT = frozenset(("investment", "aid", "loan"))  # only where it is said to be for a time
_SHORTEST, _LONGEST = 27, 3000  # days that a period has; a decade is too vague to be one
_BETWEEN = frozenset(("(", "jahr", "jahre", "jahren", "den", "dem", "der", "das", "весь", "первые"))  # before a date

Period = tuple[date | None, date | None]
NO_PERIOD: Period = (None, None)


def periods(amounts: Sequence[tuple[Found, str]], dates: Sequence[Annotation[Date]], text: str) -> list[Period]:
    """The periods of the amounts of one sentence, with their kinds; `dates` are those of the sentence."""
    usable = [d for d in dates if _is_period(d)]
    days = [d for d in dates if d.value.type == "DATE" and d.value.begins == d.value.ends]  # days, and «сейчас»
    if not usable:
        return [NO_PERIOD] * len(amounts)
    owned: dict[int, int] = {}  # index of a date -> amount right before it
    for n, (one, _) in enumerate(amounts):
        after = _right_after(one, usable, amounts[n + 1][0].start if n + 1 < len(amounts) else len(text), text)
        if after is not None:
            owned.setdefault(after, n)
    return [_period(n, one, kind, usable, owned, days) for n, (one, kind) in enumerate(amounts)]


def _is_period(d: Annotation[Date]) -> bool:
    v = d.value
    if v.type != "DATE" or v.begins is None or v.ends is None or v.modifier in ("start", "mid", "end"):
        return False
    return _SHORTEST <= (v.ends - v.begins).days <= _LONGEST


def _lead(t: Tokens, at: int) -> str:
    """What the word before a date makes of it: `since`, `until`, `than` (a comparison), `for` or nothing."""
    leads = table(t.language, "money_date_leads")
    k = _token_before(t, at)
    for step in range(3):
        word = t.word(k - step)
        if (sort := leads.get(word)) is not None:
            return "than" if "than" in (leads.get(t.word(k - step - 1)), leads.get(t.word(k - step - 2))) else sort
        if word not in _BETWEEN:
            break
    return ""


def _token_before(t: Tokens, at: int) -> int:
    low, high = 0, t.count
    while low < high:
        middle = (low + high) // 2
        if t.ends[middle] <= at:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _right_after(one: Found, dates: Sequence[Annotation[Date]], until: int, text: str) -> int | None:
    """The date that follows an amount with nothing but small words between («298,4 млн годом ранее»)."""
    t = one.tokens
    for k, d in enumerate(dates):
        if one.end <= d.start < until:
            between = t.words[one.amount.end : _token_before(t, d.start) + 1]
            leads = table(t.language, "money_date_leads")
            fine = len(between) <= 3 and all(w in leads or w in _BETWEEN for w in between)
            fine = fine and not text[d.end : d.end + 2].lstrip().startswith(":")  # „(2024: 4,6 Mrd.)“
            return k if fine and _lead(t, d.start) not in ("since", "until", "than") else None
    return None


def _period(
    n: int,
    one: Found,
    kind: str,
    dates: Sequence[Annotation[Date]],
    owned: dict[int, int],
    days: Sequence[Annotation[Date]],
) -> Period:
    t = one.tokens
    if kind in ("contract", "fine"):
        return NO_PERIOD
    mine = next((k for k, m in owned.items() if m == n), None)
    if mine is None:
        before = [k for k, d in enumerate(dates) if d.end <= one.start and owned.get(k, n) == n]
        before = [k for k in before if _lead(t, dates[k].start) not in ("since", "than")]
        mine = before[-1] if before else None
    if mine is None and one.partner is None and kind in _FLOWS:
        after = [k for k, d in enumerate(dates) if d.start >= one.end and k not in owned]
        after = [k for k in after if _lead(t, dates[k].start) in ("", "for", "in") and not _breaks(t, one, dates[k])]
        mine = after[0] if after else None
    if mine is None:
        return NO_PERIOD
    chosen = dates[mine]
    lead = _lead(t, chosen.start)
    if lead == "until" and kind not in ("trade", "export", "import", "revenue", "budget"):
        return NO_PERIOD
    if any(chosen.end <= day.start and day.end <= one.start for day in days):
        return NO_PERIOD  # «…, из которых на 1 мая освоено 100 млн»
    if not _fits(one, kind, chosen, lead, mine in owned):
        return NO_PERIOD
    return chosen.value.begins, chosen.value.ends


def _fits(one: Found, kind: str, d: Annotation[Date], lead: str, owned: bool) -> bool:
    assert d.value.begins is not None and d.value.ends is not None
    days = (d.value.ends - d.value.begins).days
    if kind in _FLOWS:
        return True
    clause = owned or not _breaks(one.tokens, one, d)
    if kind == "price":
        return clause and days >= 360
    if kind == "investment" and _priced(one):
        return False
    if kind in _SPENT:
        return days >= 360 if lead == "for" else lead == "in" and (days > 400 or (kind == "investment" and clause))
    return owned or (not per_unit(one.tokens, one.amount.end) and one.tokens.word(one.amount.end) != "je")


def _priced(one: Found) -> bool:
    """«завод стоимостью 12 млрд»: what a thing costs is for no period."""
    t, first = one.tokens, one.amount.start
    near = (kind_of(t.words[k], t.language, t.original(k)[0].isupper()) for k in range(max(0, first - 4), first))
    return any(told is not None and told[0] == "price" for told in near)


def _breaks(t: Tokens, one: Found, d: Annotation[Date]) -> bool:
    """Does a mark stand between an amount and a date?"""
    a, b = sorted(((one.amount.start, one.amount.end), (_token_before(t, d.start) + 1, _token_before(t, d.end) + 1)))
    return any(t.words[k] in ",;:()" for k in range(a[1], b[0]))
