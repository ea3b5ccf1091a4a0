"""What an agreement is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.document import Annotation, Money
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.terms import before

WORTH = ("contract", "investment", "loan", "aid", "other")
_NEVER = ("trade", "export", "import", "wage", "revenue", "budget", "fine")


def value(
    line: Line, clauses: Iterable[int], mention: Mention | None, after: int, opens: frozenset[str] = frozenset()
) -> Annotation[Money] | None:
    """The amount an agreement is for: beside its name, or by a word of value in a later line."""
    units, where = line.units, set(clauses)
    for i, u in enumerate(units):
        if u.money is None or u.clause not in where or i >= after:
            continue
        amount = u.money.value
        words = {x.slot for x in (*units[max(0, i - 7) : i], *_up_to_comma(units, i + 1))}
        words |= {x.slot for x in units[:3]} if opens and not any(x.text == ";" for x in units[:i]) else set()
        beside = mention is not None and i == mention.last + 1 and _before_fn(units, i) == "about"
        if "not_value" in words or (amount.kind in _NEVER and not beside) or _rate(units, i):
            continue
        if mention is not None and mention.plural and _shared_out(line, i):
            continue
        if (
            mention is not None
            and mention.about is not None
            and i < mention.first
            and not opens
            and _before_fn(units, i) != "about"
        ):
            continue
        if mention is not None and not opens:
            if (
                i > mention.at
                and (i - mention.last <= 9 or words & {"value", "sum", "worth"})
                and amount.kind != "price"
            ):
                return u.money
            if i > mention.at and (words & {"value", "sum", "worth"} or units[i - 1].text == ":"):
                return u.money
            if i < mention.first and _before_fn(units, i) == "about" and amount.kind in WORTH and mention.first - i < 6:
                return u.money
        elif words & opens and amount.kind in (*WORTH, "price"):
            return _summed(units, i) or u.money
    return None


def _shared_out(line: Line, i: int) -> bool:
    """«два договора: на 100 млн — на дороги, на 50 млн — …»: the amount of one of several."""
    clause = line.units[i].clause
    listed = line.clauses[clause].kind == "list"
    return listed and sum(u.money is not None for _, u in line.of(clause)) > 1


def _summed(units: Sequence[Unit], i: int) -> Annotation[Money] | None:
    """„jährlich 400.000 Euro, zusammen also 1,2 Millionen“: the sum of what is told in parts."""
    ahead = units[i + 1 : i + 7]
    total = next((k for k, x in enumerate(ahead) if k and x.slot == "sum" and ahead[k - 1].text == ","), None)
    return next((x.money for x in ahead[total:] if x.money is not None), None) if total is not None else None


def _up_to_comma(units: Sequence[Unit], i: int) -> Sequence[Unit]:
    """The few words behind an amount that still speak of it."""
    stop = next((k for k in range(i, min(len(units), i + 5)) if units[k].text in (",", ";", ".")), i + 5)
    return units[i:stop]


def _before_fn(units: Sequence[Unit], i: int) -> str:
    governor = before(units, i)
    return governor.fn if governor is not None else ""


def _rate(units: Sequence[Unit], i: int) -> bool:
    """«по 12 тенге за кВт·ч», „je Hektar“: the price of one of them."""
    before = units[i - 1].low if i else ""
    after = units[i + 1].low if i + 1 < len(units) else ""
    return before in ("по", "je") or after in ("за", "je", "pro")
