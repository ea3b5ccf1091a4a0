"""A run on a Ray cluster of three nodes, one of which is killed: the same rows as in one process.

`make test-ray` runs this in an environment of its own; without Ray it is skipped.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import engines
from pipeline import records as R
from pipeline.settings import Settings

ray = pytest.importorskip("ray")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(Path(__file__).parent.parent.parent / "bench"))
    import generate

    path = tmp_path_factory.mktemp("in") / "articles.jsonl"
    generate.write(120, path, sentences=2)
    return path


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of a run in this process."""
    out = tmp_path_factory.mktemp("alone")
    engines.extract([source], out, Settings(shard_size=8))
    return files(out)


@pytest.fixture
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": 100_000_000})
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def files(out: Path) -> dict[str, bytes]:
    found = {}
    for table in (t for t in R.TABLES if t != "runs"):
        for path in (out / table).rglob("*"):
            found[path.relative_to(out).as_posix()] = path.read_bytes()
    return found


def node(cluster: Any) -> Any:
    return cluster.add_node(num_cpus=1, object_store_memory=100_000_000)


def on_ray(cluster: Any, workers: int) -> Settings:
    return Settings(shard_size=8, workers=workers, engine="ray", address=cluster.address)


def manifests(out: Path) -> int:
    return len(list((out / ".depesche").glob("part-*.json")))


def test_a_node_killed_mid_run_changes_nothing(
    cluster: Any, source: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    nodes = [node(cluster), node(cluster)]
    killed_at: list[int] = []

    def kill() -> None:
        while manifests(tmp_path) < 6:
            time.sleep(0.02)
        cluster.remove_node(nodes[0], allow_graceful=False)
        killed_at.append(manifests(tmp_path))

    killer = threading.Thread(target=kill)
    killer.start()
    summary = engines.extract([source], tmp_path, on_ray(cluster, 2))
    killer.join()
    assert killed_at[0] < summary.shards and summary.rows["quarantine"] == 0
    assert files(tmp_path) == alone


def test_a_cluster_that_is_not_there_is_told(source: Path, tmp_path: Path) -> None:
    with pytest.raises(engines.EngineError, match="no Ray cluster"):
        engines.extract([source], tmp_path, Settings(engine="ray", address="127.0.0.1:1"))
