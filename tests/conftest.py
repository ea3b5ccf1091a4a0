"""What the tests share: the folders, and one extraction of the seed corpus."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the seed corpus, extracted once."""
    from pipeline import engines
    from pipeline.settings import Settings

    out = tmp_path_factory.mktemp("seeds")
    engines.extract([ROOT / "data" / "raw"], out, Settings())
    return out
