"""A seeded sample of the fuzzer of records in every test run; ``make fuzz-records`` is the long one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from resorb.values.findings import BadInput, Fault, Place
from tests.fuzz import records as fuzz
from tests.fuzz.made_lists import CANARY
from tests.fuzz.one_engine import one_engine

_EXACT = (".csv", ".tsv", ".json", ".yaml")
"""Archives hold the time they were made at."""


def test_inputs_are_the_same_on_every_run(tmp_path: Path) -> None:
    for number in range(8):
        folders = [tmp_path / f"{name}{number}" for name in "ab"]
        for folder in folders:
            folder.mkdir()
        first, second = (fuzz.made(1, number, folder) for folder in folders)
        assert first[0] == second[0]
        contents = [{p.name: p.read_bytes() for p in sorted(f.rglob("*")) if p.suffix in _EXACT} for f in folders]
        assert contents[0] == contents[1]


def test_broken_records_are_read_or_refused_with_a_reason() -> None:
    tally = fuzz.try_all(seed=1, first=0, n=60)
    assert [line for line in tally.wrong if " s for " not in line] == []
    for name in fuzz.KINDS:
        assert tally.seen[f"{name} read"] > 0
        assert tally.seen[f"{name} refused"] > 0


def test_inputs_share_an_engine_and_nothing_else() -> None:
    with one_engine():
        for _ in range(3):
            own = duckdb.connect(":memory:", config={"memory_limit": "100MB"})
            assert own.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
            own.execute("CREATE TABLE person AS SELECT 1 AS id")
            own.execute("CREATE TEMP VIEW cdm_person AS FROM person")
            assert own.execute("FROM cdm_person").fetchall() == [(1,)]
            own.close()


@pytest.mark.parametrize("kind", ["traceback", "poor", "ours", "name"])
def test_the_fuzzer_sees_what_goes_wrong(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> list[Fault]:
        if kind == "traceback":
            raise ZeroDivisionError
        if kind == "poor":
            raise BadInput([Fault(Place("elsewhere"), "x", "rule", "remedy")])
        if kind == "ours":
            raise BadInput([Fault(Place(str(path)), "source", "Binder Error: no such column", "remedy")])
        return [Fault(Place(str(path)), "x", f"holds {CANARY}", "remedy")]

    monkeypatch.setitem(fuzz.KINDS, "lists", fuzz.Kind(fuzz.KINDS["lists"].make, broken))
    tally = fuzz.Tally()
    fuzz.try_one(7, "lists", tmp_path / "list.csv", tally)
    assert len(tally.wrong) == 1
    assert tally.wrong[0].startswith("7: lists: ")
