"""The rules of Russian, the more special first."""

from __future__ import annotations

from pipeline.extractors.dates.russian import absolute, relative

RULES = (*absolute.RULES, *relative.RULES)
