"""One key for one agreement over documents and languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

_ALIKE = {"contract": "agreement", "treaty": "agreement"}


def key(
    kind: str, parties: Iterable[str], signed: date | None, valid: date | None, published: date | None
) -> str | None:
    """The key, or None where too little is told: fewer than two parties known by name, or no year.

    A day of signing outweighs the year of the term, and that the year of publication.
    """
    known = sorted(set(parties))
    if len(known) < 2:
        return None
    when = signed.isoformat()[:7] if signed else str((valid or published).year) if valid or published else None  # type: ignore[union-attr]
    if when is None:
        return None
    words = "|".join((_ALIKE.get(kind, kind), *known, when))
    return "g" + blake2b(words.encode(), digest_size=10).hexdigest()
