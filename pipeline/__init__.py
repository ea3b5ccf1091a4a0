"""depesche: raw Russian and German news into tables.

from pipeline import extract

found = extract("Астана и Минск подписали меморандум на $5 млн.")
found.money[0].amount_min, found.frame("mentions")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.library import Tables as Tables
    from pipeline.library import extract as extract

__all__ = ["Tables", "__version__", "extract"]


def __getattr__(name: str) -> Any:  # loaded when first used: the command must start at once
    if name in ("Tables", "extract"):
        from pipeline import library

        return getattr(library, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
