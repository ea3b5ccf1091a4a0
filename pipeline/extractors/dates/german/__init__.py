"""The rules of German, the more special first."""

from __future__ import annotations

from pipeline.extractors.dates.german import absolute, relative

RULES = (*absolute.RULES, *relative.RULES)
