"""Where tables can be put, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline import records as R
from pipeline.output import STATE
from pipeline.warehouse import LAYOUT, MEMORY, TARGET, Done, WarehouseError, partition
from pipeline.warehouse.folder import check_free

SINKS = ("parquet", "delta", "postgres")
WORK = Path(STATE) / "tables"  # below an output folder that is no plain one: where `extract` keeps its own files


def put(out: Path, to: str, sink: str = "parquet", by: str = "", target: str = TARGET, memory: str = MEMORY) -> Done:
    """Put the tables of `out` somewhere else. Raises WarehouseError, OSError."""
    names = partition.parse(by)
    if sink == "parquet":
        if "://" in to:
            raise WarehouseError(f"--to {to}: parquet goes into a folder; delta knows URIs")
        from pipeline.warehouse import export

        return export.export(out, Path(to), names, target, memory)
    if target != TARGET:
        raise WarehouseError(f"--target-file-size is for parquet, not for {sink}")
    if sink == "delta":
        from pipeline.warehouse import delta

        return delta.upsert(out, to, names, memory)
    if names:
        raise WarehouseError(f"--partition-by is for parquet and delta, not for {sink}")
    from pipeline.warehouse import postgres

    return postgres.load(out, to, memory)


@dataclass(frozen=True, slots=True)
class Layout:
    """How `extract` is to leave its output folder: plain, or in partitions, files of a size, or Delta tables.

    Where it is not plain, `extract` keeps its own files in `work`, below the folder, and `finish` brings the tables to
    what these hold.

    Raises WarehouseError, before any work, where the folder was laid out another way.
    """

    out: Path
    sink: str | None = None
    by: str | None = None
    target: str | None = None

    def __post_init__(self) -> None:
        partition.parse(self.by or "")
        partition.size(self.target or TARGET)
        if self.sink == "delta" and self.target:
            raise WarehouseError("--target-file-size is for parquet, not for delta")
        if self.plain:
            for table in R.TABLES:
                if (self.out / table / LAYOUT).is_file() or (self.out / table / "_delta_log").is_dir():
                    raise WarehouseError(
                        f"{self.out} was laid out with --partition-by, --target-file-size or --sink: "
                        "say so again, or name another --out"
                    )
        else:
            check_free(self.out, "_delta_log" if self.sink == "delta" else LAYOUT)

    @property
    def plain(self) -> bool:
        return self.sink in (None, "parquet") and not self.by and not self.target

    @property
    def work(self) -> Path:
        """Where `extract` writes."""
        return self.out if self.plain else self.out / WORK

    def finish(self) -> None:
        """Bring the tables of the folder to what `work` holds. Raises WarehouseError, OSError."""
        if not self.plain:
            put(self.work, str(self.out), self.sink or "parquet", self.by or "", self.target or TARGET)
