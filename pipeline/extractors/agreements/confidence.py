"""How sure a find is: the chance that it is an agreement of this type, by what the text tells of it.

A logistic over five features. Its weights were fitted (L2, lambda 1) on 235 finds: those on the gold that may be tuned
on, and 44 in news and court sentences that no rule had seen, judged by hand. Of these the tenth with the lowest scores
is right in 62 of 100, the next two in 92, all above in 100. `tests/test_agreements_gold.py` holds it to the gold.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from pipeline.document import Annotation
from pipeline.extractors.agreements.parties import Found

# rules that find a side beside the act, rather than take over one told elsewhere
_BESIDE = frozenset({
    "party.between", "party.with", "party.subject", "party.agent", "party.office", "party.taker", "party.hired",
    "party.explained", "party.genitive", "party.member",
})  # fmt: skip
_BASE, _TWO_BESIDE, _TWO, _NONE, _SUBJECT, _SLOT = 0.83, 0.88, 1.0, -0.52, 1.06, 1.43


def score(parties: Sequence[Found], subject: str | None, told: Sequence[Annotation[str]], people: int) -> float:
    """Between 0 and 1. `told` are the words of its slots, `people` how many sign, look on or mediate."""
    beside = {a.entity for a, rule in parties if rule in _BESIDE and a.entity}
    slots = len({t.value for t in told} - {"status", "term"}) + (people > 0)
    sure = _BASE + _SLOT * min(2, slots)
    sure += _TWO_BESIDE if len(beside) >= 2 else 0
    sure += _TWO if len(parties) >= 2 else 0 if parties else _NONE
    sure += _SUBJECT if subject is not None else 0
    return round(1 / (1 + exp(-sure)), 2)
