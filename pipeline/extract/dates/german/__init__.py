"""The rules of German, the more special first."""

from __future__ import annotations

from pipeline.extract.dates.german import absolute, relative

RULES = (*absolute.RULES, *relative.RULES)
