"""A store keeps the notes of those first whom a protocol of the field can find; it leaves nobody else's out."""

from pathlib import Path

import duckdb
import pytest

from resorb.records.cohort import find_cohort
from resorb.records.protocol_file import read_protocol
from resorb.records.source import open_source
from resorb.records.store import append_store, build_store
from tests.omop import PROTOCOL, Clinic

OF_ANOTHER_FIELD = PROTOCOL.replace("calcinosis cutis, codes: {ICD10CM: [L94.2]}", "ACTD, codes: {ICD10CM: [M34*]}")
"""Finds persons 1 and 2, of whom a store expects the first only."""
Said = list[tuple[object, ...]]


def clinic() -> Clinic:
    """Person 1 has calcinosis and scleroderma, person 2 scleroderma only; each has the ointment and a note."""
    made = Clinic().person(1).person(2).code(1, "2014-01-01")
    for person in (1, 2):
        made.code(person, "2014-02-01", "M34.1").supply(person, "2014-03-01")
        made.note(person, "2014-04-01", f"The calcinosis of {person} resolved.")
    return made


def later() -> Clinic:
    """A later note of each."""
    made = clinic()
    for person in (1, 2):
        made.note(person, "2014-05-01", f"The calcinosis of {person} recurred.")
    return made


def said(source: Path) -> Said:
    with open_source(source) as opened:
        find_cohort(read_protocol(OF_ANOTHER_FIELD, "protocol.yaml"), opened)
        return opened.connection.execute(
            "SELECT person_id, day, value FROM statement WHERE kind = 'outcome' ORDER BY ALL"
        ).fetchall()


def forget(store: Path) -> None:
    """Make a store one of an earlier version, which lists nobody."""
    with duckdb.connect(str(store)) as connection:
        connection.execute("ALTER TABLE note DROP COLUMN lies_first")
        connection.execute("DROP TABLE notes_first")


def test_the_notes_of_those_with_calcinosis_lie_first(tmp_path: Path) -> None:
    build_store(clinic().person(0).note(0, "2014-01-01", "Well.").write(tmp_path), tmp_path / "store.duckdb")
    with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT person_id, lies_first FROM note ORDER BY rowid").fetchall() == [
            (1, True), (0, False), (2, False),
        ]  # fmt: skip


@pytest.mark.parametrize("earlier_version", [False, True])
def test_notes_that_do_not_lie_first_are_read_too_and_so_are_notes_that_come_later(
    tmp_path: Path, *, earlier_version: bool
) -> None:
    store = tmp_path / "store.duckdb"
    build_store(clinic().write(tmp_path / "before"), store)
    if earlier_version:
        forget(store)
    before = said(tmp_path / "before")
    assert [(person, value) for person, _, value in before] == [(1, "resolved"), (2, "resolved")]
    assert said(store) == before
    append_store(later().write(tmp_path / "after"), store)
    assert len(said(tmp_path / "after")) == 4
    assert said(store) == said(tmp_path / "after")


def test_a_store_made_of_a_store_lists_anew(tmp_path: Path) -> None:
    """Whoever got the diagnosis by an append is listed in a store built of that one."""
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    build_store(clinic().write(tmp_path / "before"), first)
    append_store(later().code(2, "2014-01-02").write(tmp_path / "after"), first)
    build_store(first, second)
    for store, listed in ((first, [(1,)]), (second, [(1,), (2,)])):
        with duckdb.connect(str(store), read_only=True) as connection:
            assert connection.execute("FROM notes_first").fetchall() == listed
        assert said(store) == said(tmp_path / "after")
