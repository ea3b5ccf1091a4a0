"""One page of a whole output: overview, timeline, network, every table, and each find in its article.

The page stands by itself: data, libraries and styles are in it, and it asks nothing of any network.
"""

from __future__ import annotations

from pipeline.report.page import Page, ReportError, write

__all__ = ["Page", "ReportError", "write"]
