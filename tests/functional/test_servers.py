"""`resorb cohort` and `resorb store` with a server's URL: what is said, and what is never shown."""

import json
import socket
from pathlib import Path

import pytest

from tests.functional.test_commands import resorb
from tests.omop import PROTOCOL, treated
from tests.servers import PostgreSQL

CANARY = "not-to-be-shown"


@pytest.fixture
def clinic(postgres: PostgreSQL, tmp_path: Path) -> tuple[Path, str]:
    """A folder to work in, and the URL of a schema with one patient."""
    schema = f"f{abs(hash(tmp_path.as_posix()))}"
    url = postgres.load(treated(1).write(tmp_path / "omop"), schema)
    (tmp_path / "small.yaml").write_text(PROTOCOL, encoding="utf-8")
    return tmp_path, url


def every_byte(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"".join(f.read_bytes() for f in folder.rglob("*") if f.is_file())


def test_a_study_comes_out_and_the_password_stays_in(clinic: tuple[Path, str], postgres: PostgreSQL) -> None:
    folder, url = clinic
    said = resorb("cohort", "small.yaml", "--from", url, "-o", "study", "--json", cwd=folder)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["attrition"][-1]["left"] == 1
    assert "fetched 5 records of 1 persons" in said.stderr
    shown = said.stdout + said.stderr
    assert postgres.password not in shown
    assert "postgres:" not in shown
    assert postgres.password.encode() not in every_byte(folder / "study")
    checked = resorb("check", "study", "--fail-on", "fails", cwd=folder)
    assert checked.returncode == 0, checked.stdout


def test_a_store_is_built_and_appended(clinic: tuple[Path, str], postgres: PostgreSQL, tmp_path: Path) -> None:
    folder, url = clinic
    built = resorb("store", "build", url, "-o", "clinic.duckdb", "--json", cwd=folder)
    assert built.returncode == 0, built.stderr
    assert {t["table"]: t["rows"] for t in json.loads(built.stdout)["tables"]}["drug_exposure"] == 1
    assert postgres.password.encode() not in every_byte(folder)
    more = postgres.load(treated(9).write(tmp_path / "more"), f"m{abs(hash(tmp_path.as_posix()))}")
    appended = resorb("store", "append", more, "-o", "clinic.duckdb", "--json", cwd=folder)
    counts = {t["table"]: (t["rows"], t["there_before"]) for t in json.loads(appended.stdout)["tables"]}
    assert counts["person"] == (1, 0)


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://postgres:{secret}@127.0.0.1:{port}/postgres", "the password is wrong"),
        ("postgresql://nobody:{secret}@127.0.0.1:{port}/postgres", "the password is wrong"),
        ("postgresql://postgres:{password}@127.0.0.1:{port}/no_such", "there is no such database"),
        ("postgresql://postgres:{password}@127.0.0.1:{port}/postgres?schema=nowhere", "there is no schema 'nowhere'"),
        ("postgresql://postgres:{password}@127.0.0.1:{port}/template1", "person: the table is missing"),
        ("postgresql://postgres:{secret}@127.0.0.1:{closed}/postgres", "no server answers there"),
        ("postgresql://u:{secret}@no-such-host.invalid/x", "there is no such host"),
        ("postgresql://u:{secret}/@127.0.0.1/x", "is a URL that cannot be taken apart"),
        ("postgresql://u:{secret}@127.0.0.1:port/x", "is a URL that cannot be taken apart"),
        ("postgresql://u:{secret}@127.0.0.1:{port}/x?password={secret}&bogus=1", "does not understand"),
        ("postgresql://u:%zz{secret}@127.0.0.1:{port}/x", "does not understand"),
        ("mysql://u:{secret}@127.0.0.1/x", "is no kind of server that is known"),
        ("sc://127.0.0.1:{closed}/;token={secret}", "source"),
    ],
)
def test_what_cannot_be_opened_is_one_line_without_a_secret(
    url: str, says: str, postgres: PostgreSQL, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(PROTOCOL, encoding="utf-8")
    given = url.format(secret=CANARY, port=postgres.port, password=postgres.password, closed=closed_port())
    said = resorb("cohort", "small.yaml", "--from", given, "-o", "study", cwd=tmp_path)
    assert said.returncode == 2, said.stdout + said.stderr
    shown = said.stdout + said.stderr
    assert says in shown
    assert CANARY not in shown
    assert postgres.password not in shown
    assert "Traceback" not in shown
    assert len([line for line in shown.splitlines() if line.startswith(("postgresql", "mysql", "sc"))]) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["small.yaml"]


def test_reading_is_enough_and_nothing_is_written(clinic: tuple[Path, str], postgres: PostgreSQL) -> None:
    folder, url = clinic
    schema = url.partition("schema=")[2]
    role = f"r{schema}"
    postgres.run(
        f"CREATE ROLE {role} LOGIN PASSWORD '{CANARY}'",
        "REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON {schema}.person, {schema}.condition_occurrence, {schema}.drug_exposure TO {role}",
    )
    as_reader = url.replace(f"postgres:{postgres.password}", f"{role}:{CANARY}")
    refused = resorb("cohort", "small.yaml", "--from", as_reader, "-o", "study", cwd=folder)
    assert refused.returncode == 2
    assert f"{schema}.note:1:1: note: the table may not be read; grant SELECT on it to this user" in refused.stderr
    postgres.run(f"GRANT SELECT (note_id, person_id, note_date, note_text) ON {schema}.note TO {role}")
    found = resorb("cohort", "small.yaml", "--from", as_reader, "-o", "study", "--json", cwd=folder)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["attrition"][-1]["left"] == 1
    postgres.run(f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_several_schemas_with_persons_must_be_told_apart(clinic: tuple[Path, str], postgres: PostgreSQL) -> None:
    folder, url = clinic
    postgres.run("CREATE SCHEMA IF NOT EXISTS another", "CREATE TABLE IF NOT EXISTS another.person (person_id int)")
    said = resorb("cohort", "small.yaml", "--from", url.partition("?")[0], "-o", "study", cwd=folder)
    assert said.returncode == 2
    assert "several schemas hold persons; name one, ?schema=…" in said.stdout + said.stderr
