"""Tables into a real PostgreSQL server, which the tests start for themselves in a folder of their own.

`make test-postgres` runs them; they need PostgreSQL's programs (Debian: apt-get install postgresql) and psycopg.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline import cli, tables
from pipeline import records as R
from pipeline.warehouse import WarehouseError, sql
from pipeline.warehouse.keys import KEYS
from pipeline.warehouse.postgres import load

from small_output import DE, RU, rewrite, write

psycopg = pytest.importorskip("psycopg")


def program(name: str) -> str | None:
    """The newest of PostgreSQL's programs of this name: on the path, or where Debian keeps them."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[4]), reverse=True)
    return shutil.which(name) or next(map(str, newest), None)


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A server on a socket in a folder of its own, run by an ordinary user, gone with the tests."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL's programs are not here")
    folder = Path(tempfile.mkdtemp(prefix="depesche-pg-", dir="/tmp"))  # a socket's path is at most 107 bytes
    data, user = folder / "data", "nobody" if os.geteuid() == 0 else None  # the server refuses root
    if user:
        shutil.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd="/", timeout=120)

    run(initdb, "-D", str(data), "-U", "depesche", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    run(pg_ctl, "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield folder
    finally:
        run(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def uri(server: Path, request: pytest.FixtureRequest) -> str:
    """A database of the test's own."""
    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(f"postgresql://depesche@/postgres?host={server}", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://depesche@/{name}?host={server}"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "out")


def query(uri: str, text: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(uri) as connection:
        found: list[tuple[Any, ...]] = connection.execute(text).fetchall()
        return found


def test_every_value_arrives(out: Path, uri: str) -> None:
    done = load(out, uri)
    assert set(done.changed) == set(R.TABLES)
    for table, record in R.TABLES.items():
        names = [c.name for c in tables.columns(record)]
        wanted = sorted(
            (tuple(row[n] for n in names) for row in tables.read(out, table).to_pylist()), key=lambda r: str(r[:3])
        )
        listed = ", ".join(map(sql.name, names))
        assert sorted(query(uri, f"SELECT {listed} FROM {table}"), key=lambda r: str(r[:3])) == wanted, table


def test_types_keys_references_and_comments(out: Path, uri: str) -> None:
    load(out, uri)
    typed = dict(query(
        uri, "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'money'",
    ))  # fmt: skip
    assert typed["amount_min"] == "numeric" and typed["period_start"] == "date" and typed["start"] == "integer"
    assert query(uri, "SELECT obj_description('money'::regclass)") == [("One row for each amount of money.",)]
    (comment,) = query(uri, "SELECT col_description('dates'::regclass, 9)")[0]
    assert "one of explicit, published, context, none" in comment
    ours = "contype = 'p' AND connamespace = 'public'::regnamespace"
    keyed = {t for (t,) in query(uri, f"SELECT conrelid::regclass::text FROM pg_constraint WHERE {ours}")}
    assert keyed == {t for t, key in KEYS.items() if key}
    with pytest.raises(psycopg.errors.ForeignKeyViolation), psycopg.connect(uri) as connection:
        connection.execute("DELETE FROM documents")


def test_a_second_load_touches_no_row(out: Path, uri: str) -> None:
    load(out, uri)
    before = {t: query(uri, f"SELECT xmin, ctid FROM {t} ORDER BY ctid") for t in R.TABLES}
    done = load(out, uri)
    assert done.changed == () and set(done.took.values()) == {0}
    assert {t: query(uri, f"SELECT xmin, ctid FROM {t} ORDER BY ctid") for t in R.TABLES} == before


def test_rows_of_documents_that_are_gone_go_and_changed_ones_change(out: Path, uri: str) -> None:
    load(out, uri)
    write(out, without=["aa11"])
    rewrite(out, "money", lambda row: {**row, "amount_max": Decimal("9000000.25"), "period_end": date(2026, 1, 1)})
    done = load(out, uri)
    assert done.rows["documents"] == 2 and "runs" not in done.changed and "quarantine" not in done.changed
    assert query(uri, "SELECT doc_id, amount_max, period_end FROM money") == [
        ("bb22", Decimal("9000000.2500"), date(2026, 1, 1))
    ]
    assert query(uri, "SELECT count(*) FROM agreement_parties") == [(0,)]
    write(out)
    load(out, uri)
    assert query(uri, "SELECT count(*) FROM documents") == [(3,)]


def test_offsets_prove_in_sql_even_with_nul_characters(out: Path, uri: str) -> None:
    def with_nul(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "text": row["text"].replace("😀", "\0"), "authors": ['O\'Neil "Bob" \\ {x}', "b,c\0", ""]}

    rewrite(out, "documents", with_nul)
    load(out, uri)
    wrong = query(
        uri,
        "SELECT count(*) FROM mentions m JOIN documents d USING (doc_id) "
        'WHERE substr(d.text, m.start + 1, m."end" - m.start) <> m.text',
    )
    assert wrong == [(0,)]
    texts = dict(query(uri, "SELECT doc_id, text FROM documents"))
    assert texts["aa11"] == RU.replace("😀", "\ufffd") and texts["bb22"] == DE.replace("😀", "\ufffd")
    assert query(uri, "SELECT DISTINCT authors FROM documents") == [(['O\'Neil "Bob" \\ {x}', "b,c\ufffd", ""],)]
    assert load(out, uri).changed == ()


def test_a_load_that_fails_leaves_everything_as_it_was(out: Path, uri: str) -> None:
    load(out, uri)
    rewrite(out, "money", lambda row: {**row, "currency": "CHF"})
    rewrite(out, "mentions", lambda row: {**row, "entity_id": "loc:nowhere"})
    with pytest.raises(WarehouseError, match="foreign key"):
        load(out, uri)
    assert query(uri, "SELECT DISTINCT currency FROM money ORDER BY 1") == [("EUR",), ("USD",)]


def test_tables_of_an_older_contract_get_the_new_columns(out: Path, uri: str) -> None:
    load(out, uri)
    with psycopg.connect(uri) as connection:
        connection.execute("ALTER TABLE agreements DROP COLUMN agreement_group")
    load(out, uri)
    assert query(uri, "SELECT agreement_group FROM agreements") == [(None,)]


def test_the_script_for_psql_runs_twice(out: Path, uri: str) -> None:
    psql = program("psql")
    if not psql:
        pytest.skip("psql is not here")
    for _ in range(2):
        done = subprocess.run(
            [psql, "-v", "ON_ERROR_STOP=1", "-q", uri], input=sql.script(), text=True, capture_output=True
        )
        assert done.returncode == 0, done.stderr
    assert set(load(out, uri).changed) == set(R.TABLES)


def test_the_recipe_by_hand(out: Path, uri: str, tmp_path: Path) -> None:
    psql = program("psql")
    if not psql:
        pytest.skip("psql is not here")
    page = Path(__file__).parent.parent.parent / "docs" / "how-to" / "postgres.md"
    shell = page.read_text(encoding="utf-8").split("```sh no-test\n")[1].split("```")[0]
    copy, script = shell.split('"')[1], shell.split("<<'SQL'\n")[1].split("SQL\n")[0]
    load(out, uri)
    before = query(uri, "SELECT * FROM money ORDER BY doc_id")
    for change in (
        "DELETE FROM money WHERE start = 38",
        "UPDATE money SET start = 0",
        "UPDATE money SET currency = NULL",
    ):
        with psycopg.connect(uri) as connection:
            connection.execute(change)
        duckdb.sql(copy.replace("tables/", f"{out}/").replace("money.csv", f"{tmp_path}/money.csv"))
        script = script.replace("FROM money.csv", f"FROM {tmp_path}/money.csv")
        done = subprocess.run([psql, "-v", "ON_ERROR_STOP=1", "-q", uri], input=script, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert query(uri, "SELECT * FROM money ORDER BY doc_id") == before


def test_the_command(out: Path, uri: str, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: object) -> int:
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        return int(stopped.value.code or 0)

    assert run("export", out, "--to", uri, "--sink", "postgres") == 0
    assert "10 of 10 tables changed" in capsys.readouterr().out
    assert run("export", out, "--to", uri, "--sink", "postgres") == 0
    assert "nothing changed" in capsys.readouterr().out
    assert run("export", out, "--to", "postgresql:///x?host=/nowhere", "--sink", "postgres") == 1
    said = capsys.readouterr().err
    assert "PostgreSQL: " in said and "Traceback" not in said
