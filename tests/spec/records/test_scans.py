"""How often the steps read the tables of a source: each pass over foreign files is time, so they are counted."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resorb.records.cohort import find_cohort
from resorb.records.protocol_file import read_protocol, read_protocol_file
from resorb.records.simulate import Settings, simulate
from resorb.records.source import open_source
from resorb.records.why import explain
from resorb.workflow.cohort import protocols
from tests.omop import PROTOCOL, Clinic, treated


class Counting:
    """A connection that counts, of every statement, which tables of Parquet files its plan reads, told by columns."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.scans = Counter[str]()

    def execute(self, statement: str, *given: Any) -> Any:
        ((_, plan),) = self.connection.execute(f"EXPLAIN (FORMAT json) {statement}", *given).fetchall()
        for node in _nodes(json.loads(plan)):
            if node["name"].strip() in ("PARQUET_SCAN", "READ_PARQUET"):
                columns = str(node["extra_info"])
                self.scans.update(
                    {word for word in ("condition_", "drug_", "note_", "measurement_") if word in columns}
                )
        return self.connection.execute(statement, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def _nodes(plan: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in plan:
        yield node
        yield from _nodes(node["children"])


def test_no_table_is_read_more_often_than_is_counted_here(tmp_path: Path) -> None:
    simulate(Settings(1_000, lean=True), tmp_path / "omop")
    with open_source(tmp_path / "omop") as opened:
        counting = opened.connection = Counting(opened.connection)  # type: ignore[assignment]
        found = find_cohort(read_protocol_file(protocols()["mayo-topical"]), opened)
    assert [s.persons_left for s in found.attrition] == [87, 84, 41, 29, 28]
    # Of conditions the texts, a pass by each of concept, source concept and text for the persons, and their records; of
    # drugs the texts and the records of those persons; of notes those of the persons found.
    assert counting.scans == {"condition_": 5, "drug_": 2, "note_": 1}


@pytest.mark.parametrize("asked", [2, 3])
def test_whoever_is_asked_for_is_explained_without_the_target_as_well(tmp_path: Path, asked: int) -> None:
    """Only those with the target are looked at, and whoever is asked for."""
    clinic: Clinic = treated().person(2).code(2, "2014-02-01", "M34.1").supply(2, "2014-03-01")
    clinic.person(3).code(3, "2014-02-01", "M34.1").supply(3, "2014-03-01")
    folder = clinic.write(tmp_path)
    with open_source(folder) as opened:
        lines = explain(find_cohort(read_protocol(PROTOCOL, "protocol.yaml"), opened, also=(asked,)), asked)
    assert lines[0] == f"person {asked}: not found"
    assert any("systemic sclerosis: 1 on record" in line for line in lines)
    assert any(line.startswith("supplied 2014-03-01") for line in lines)
    assert not any("sodium thiosulfate: supplied on 0" in line for line in lines)
