"""A cohort planted in a clinic's lists comes back exact, and as the study that its OMOP twin gives.

2,000 persons here; RESORB_PLANTED_LISTS says how many otherwise. Lists have no concepts, no laboratory results and no
days of birth; nothing else may differ.
"""

import csv
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from resorb.records.simulate import Settings, simulate
from resorb.tables.schema import Dispense, Patient, StudyInfo
from resorb.tables.study import Study
from tests.acceptance.planted import Found, find_planted, planted_steps

PERSONS = int(os.environ.get("RESORB_PLANTED_LISTS", "2000"))
TABLES = ("lesions", "products", "courses", "dispenses", "assessments", "adverse_events", "attrition")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for form in ("omop", "csv"):
        simulate(Settings(persons=PERSONS, seed=4, lean=True), folder / form, form)
    dirty = folder / "dirty"
    dirty.mkdir()
    for name in ("persons", "dispensing", "chart"):
        _spoil(folder / "csv" / f"{name}.csv", dirty / f"{name}.csv")
    return folder


def _spoil(clean: Path, dirty: Path) -> None:
    """The same list as another system would export it: semicolons, days first, Windows letters, a title and totals."""
    with clean.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    days = [i for i, name in enumerate(header) if name in ("date", "last_day", "death_date")]
    for row in rows:
        for i in days:
            row[i] = ".".join(reversed(row[i].split("-")))
    with dirty.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Bericht für die Klinik"])
        writer.writerows([header, *rows])
        writer.writerow(["Summe", str(len(rows))])


@pytest.fixture(scope="module", params=["lists", "dirty lists", "store"])
def found(request: pytest.FixtureRequest, clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    source = clinic / ("dirty" if request.param == "dirty lists" else "csv")
    return find_planted(source, tmp_path_factory.mktemp("found"), in_store=request.param == "store")


@pytest.fixture(scope="module")
def twin(clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return find_planted(clinic / "omop", tmp_path_factory.mktemp("twin")).study


def test_every_step_leaves_out_as_many_as_planted(found: Found, clinic: Path) -> None:
    assert found.steps == planted_steps(clinic / "csv")
    truth = json.loads((clinic / "csv" / "truth.json").read_text(encoding="utf-8"))
    assert {p.id for p in found.study.rows(Patient)} == {f"P{t['person_id']}" for t in truth["included"]}


def _rows(study: Study, table: str) -> list[Any]:
    """The rows in an order of their own; those that are only numbered, without their number."""
    rows: list[Any] = list(study.tables[table])
    return sorted((replace(r, id="") if table not in ("lesions", "products", "courses") else r for r in rows), key=repr)


@pytest.mark.parametrize("table", TABLES)
def test_the_study_is_that_of_the_omop_twin(found: Found, twin: Study, table: str) -> None:
    assert twin.tables[table]
    assert _rows(found.study, table) == _rows(twin, table)


def test_diagnoses_are_those_of_the_twin_but_for_the_wider_concept(found: Found, twin: Study) -> None:
    """A list holds no vocabulary: no code of it is also found by an ancestor."""
    mine, other = _rows(found.study, "conditions"), _rows(twin, "conditions")
    assert mine
    assert [r for r in mine if r not in other] == []
    assert {r.condition for r in other if r not in mine} == {"ACTD"}


def test_every_row_leads_to_its_list_and_line(found: Found, clinic: Path) -> None:
    study = found.study
    with (clinic / "csv" / "dispensing.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    above = str(study.rows(StudyInfo)[0].note).startswith("found in dirty ")  # has a title above its header
    assert study.tables["dispenses"]
    for row in study.rows(Dispense):
        origin = next(o for f, o in study.origins.items() if (f.table, f.row) == ("dispenses", row.id))
        assert origin.place.file == "dispensing.csv"
        assert origin.where == f"dispensing.csv line {origin.place.line}"
        person, day = lines[origin.place.line - 1 - above][:2]
        assert f"P{person.removeprefix('MRN')}" == row.id.partition(".")[0]
        assert row.at is not None
        assert row.at.printed == day
