"""Agreements: who agreed what with whom, when, where, for how long, for how much, and does it hold."""

from pipeline.extractors.agreements.stage import agreements

__all__ = ["agreements"]
