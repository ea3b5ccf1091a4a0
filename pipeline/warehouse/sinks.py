"""Where tables can be put, and as what."""

from __future__ import annotations

from pathlib import Path

from pipeline import records as R
from pipeline.warehouse import Done, WarehouseError, export, partition, source
from pipeline.warehouse.folder import STATE

SINKS = ("parquet", "delta", "postgres")
WORK = Path(STATE) / "tables"  # below an output folder that is no plain one: where `extract` keeps its own files


def put(
    out: Path, to: str, sink: str = "parquet", by: str = "", target: str = export.TARGET, memory: str = source.MEMORY
) -> Done:
    """Put the tables of `out` somewhere else. Raises WarehouseError, OSError."""
    names = partition.parse(by)
    if sink == "parquet":
        if "://" in to:
            raise WarehouseError(f"--to {to}: parquet goes into a folder; delta knows URIs")
        return export.export(out, Path(to), names, target, memory)
    if target != export.TARGET:
        raise WarehouseError(f"--target-file-size is for parquet, not for {sink}")
    if sink == "delta":
        from pipeline.warehouse import delta

        return delta.upsert(out, to, names, memory)
    if names:
        raise WarehouseError(f"--partition-by is for parquet and delta, not for {sink}")
    from pipeline.warehouse import postgres

    return postgres.load(out, to, memory)


def check_plain(out: Path) -> None:
    """Raises WarehouseError where `out` holds tables in partitions, or Delta tables: `extract` would add to them."""
    for table in R.TABLES:
        if (out / table / export.STATE).is_file() or (out / table / "_delta_log").is_dir():
            raise WarehouseError(
                f"{out} was laid out with --partition-by, --target-file-size or --sink; say so again, or name another "
                "--out"
            )
