"""One key for one agreement over documents and languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

_ALIKE = {"contract": "agreement", "treaty": "agreement"}


def key(
    kind: str, status: str, parties: Iterable[str], signed: date | None, valid: date | None, published: date | None
) -> str | None:
    """The key, or None where too little is told: fewer than two parties known by name, or no time.

    The time is the month of signing; for one just signed on a day that is not told, that of publication; for any other
    the year of its term, or else of publication.
    """
    known = sorted(set(parties))
    day = signed or (published if status == "signed" else None)
    year = valid or published
    when = day.isoformat()[:7] if day else str(year.year) if year else None
    if len(known) < 2 or when is None:
        return None
    words = "|".join((_ALIKE.get(kind, kind), *known, when))
    return "g" + blake2b(words.encode(), digest_size=10).hexdigest()
