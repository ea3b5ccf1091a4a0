"""Does an output folder keep the contract? Files by their schemas, rows by the rules, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records as R
from pipeline import tables
from pipeline.warehouse import MEMORY, folder, proofs, source
from pipeline.warehouse.proofs import EXAMPLES, Broken
from pipeline.warehouse.rules import Rule, all_rules

EXAMPLE_LENGTH = 200  # characters


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold: a table, the rule, how many rows (or files) break it, and the first of them by name."""

    table: str
    rule: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found; `ok` where that is nothing."""

    out: Path
    rows: dict[str, int]
    files: int
    rules: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def asdict(self) -> dict[str, Any]:
        return {**asdict(self), "out": str(self.out), "ok": self.ok, "contract": R.CONTRACT_VERSION}


def validate(out: Path, memory: str = MEMORY) -> Report:
    """Check every table of an output folder; DuckDB holds at most `memory` and spills the rest to disk.

    A rule that needs a table whose files are broken is left out: the broken file is the finding.

    Raises WarehouseError where there are no tables, or the size is none.
    """
    source.check(out)
    with folder.read(out):
        return _validate(out, memory)


def _validate(out: Path, memory: str) -> Report:
    paths = {table: source.files(out, table) for table in R.TABLES}
    findings: list[Finding] = []
    broken: set[str] = set()
    older = _older(paths["documents"])
    for table in R.TABLES:
        found = list(_files(out, table, paths[table], older))
        findings += found
        if found:
            broken.add(table)
    rows: dict[str, int] = {}
    with source.connect(memory) as connection:
        for table in R.TABLES:
            if table not in broken:
                source.view(connection, out, table, paths[table])
                try:
                    rows[table] = _read_through(connection, table)
                except duckdb.Error as error:
                    findings.append(Finding(table, "rows can be read", 1, (_line(error),)))
                    broken.add(table)
        rules = [rule for rule in all_rules() if not broken.intersection(rule.needs)]
        broken_rules = _broken(connection, [rule for rule in rules if not rule.proves])
        broken_rules.update(proofs.broken(connection, [rule for rule in rules if rule.proves], _broken))
        findings += [Finding(rule.table, rule.name, *found) for rule, found in broken_rules.items() if found[0]]
    order = list(R.TABLES)
    findings.sort(key=lambda f: order.index(f.table))
    return Report(out, rows, sum(map(len, paths.values())), len(rules), tuple(findings))


def _read_through(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows there are, after every value of every one was read."""
    count, _ = source.one(connection, f"SELECT count(*), bit_xor(hash(s)) FROM {table} s")
    return int(count)


def _broken(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> Broken:
    """How many rows break each rule, and the first of them; rules over one source in one pass over it."""
    found: Broken = {}
    for _, same in groupby(rules, key=lambda rule: (rule.table, rule.source)):
        together = list(same)
        counts = ", ".join(
            f"count(*) FILTER (WHERE {r.broken}), "
            f"min(left({r.example}, {EXAMPLE_LENGTH}), {EXAMPLES}) FILTER (WHERE {r.broken})"
            for r in together
        )
        values = source.one(connection, f"SELECT {counts} FROM {together[0].source}")
        for rule, count, examples in zip(together, values[::2], values[1::2], strict=True):
            found[rule] = (count, tuple(examples or ()))
    return found


def _files(out: Path, table: str, paths: list[Path], older: bool) -> Iterator[Finding]:
    """What is wrong with the files of a table: missing, unreadable, other columns or types, another contract."""
    if not (out / table).is_dir():
        if older:  # the table came since
            return
        yield Finding(table, "the table is there", 1, (str(out / table),))
        return
    wrong: dict[str, list[str]] = {}
    for path in paths:
        name = path.relative_to(out).as_posix()
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException) as error:
            wrong.setdefault("the file can be read", []).append(f"{name}: {_line(error)}")
            continue
        for rule, detail in _schema(table, schema, source.partitions(out, table, path)):
            wrong.setdefault(rule, []).append(f"{name}: {detail}")
    for rule, examples in wrong.items():
        shown = tuple(e[:EXAMPLE_LENGTH] for e in examples[:EXAMPLES])
        yield Finding(table, rule, len(examples), shown)


def _schema(table: str, schema: pa.Schema, partitions: list[str]) -> Iterator[tuple[str, str]]:
    try:
        older = tables.version_of(schema) != R.CONTRACT_VERSION
    except tables.ContractError as error:
        yield "the contract is one that this version reads", str(error)
        return
    known = {c.name: c for c in tables.columns(R.TABLES[table])}
    for c in known.values():
        if c.name in schema.names:
            found = schema.field(c.name).type
            if _plain(found) != c.arrow:
                yield "columns have the contract's types", f"{c.name} is {found}, not {c.arrow}"
        elif c.name not in partitions and not (older and c.nullable):
            yield "columns are the contract's", f"{c.name} is missing"
    if not older:
        for name in schema.names:
            if name not in known:
                yield "columns are the contract's", f"{name} is not in the contract"


def _older(paths: list[Path]) -> bool:
    """Whether an older contract wrote these files."""
    try:
        return bool(paths) and tables.version_of(pq.read_schema(paths[0])) != R.CONTRACT_VERSION
    except (OSError, pa.ArrowException, tables.ContractError):
        return False


def _plain(found: pa.DataType) -> pa.DataType:
    """A type without what only tells how Arrow lays it out in memory; Delta writes `string_view` for `string`."""
    if pa.types.is_large_string(found) or pa.types.is_string_view(found):
        return pa.string()
    if pa.types.is_struct(found):
        return pa.struct([f.with_type(_plain(f.type)).with_nullable(False) for f in found])
    if pa.types.is_list(found) or pa.types.is_large_list(found) or pa.types.is_list_view(found):
        return pa.list_(_plain(found.value_type))
    return found


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:EXAMPLE_LENGTH]


def lines(report: Report) -> list[str]:
    """The report for a terminal."""
    found = []
    for f in report.findings:
        found.append(f"{f.table}: {f.rule}: {f.count} {'breaks' if f.count == 1 else 'break'} it")
        found += [f"    {example}" for example in f.examples]
        if f.count > len(f.examples):
            found.append(f"    … and {f.count - len(f.examples)} more")
    total = sum(report.rows.values())
    checked = f"{len(report.rows)} tables, {report.files} files, {total} rows, {report.rules} rules"
    outcome = "all hold" if report.ok else f"{len(report.findings)} do not hold"
    return [*found, f"{checked}: {outcome}"]
