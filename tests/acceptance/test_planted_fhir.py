"""A cohort planted in a FHIR export comes back exact, and as the same study that its OMOP twin gives.

2,000 persons here; RESORB_PLANTED_FHIR says how many otherwise.
"""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from resorb.records.simulate import Settings, simulate
from resorb.records.store import build_store
from resorb.tables.folder import read_folder
from resorb.tables.schema import TABLES
from resorb.tables.study import Study
from resorb.workflow.cohort import CohortResult, cohort

PERSONS = int(os.environ.get("RESORB_PLANTED_FHIR", "2000"))
STEPS = {
    "no ACTD": "no-actd", "intravenous": "intravenous", "no follow-up": "no-follow-up",
    "not as prescribed": "not-as-prescribed",
}  # fmt: skip
Found = tuple[CohortResult, Study, Path]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for form in ("omop", "fhir"):
        simulate(Settings(persons=PERSONS, seed=5, lean=True), folder / form, form)
    return folder


@pytest.fixture(scope="module", params=["files", "store"])
def found(request: pytest.FixtureRequest, clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("found")
    source = clinic / "fhir"
    if request.param == "store":
        build_store(source, folder / "clinic.duckdb")
        source = folder / "clinic.duckdb"
    result = cohort("mayo-topical", source, folder / "study")
    return result, read_folder(folder / "study"), clinic


@pytest.fixture(scope="module")
def twin(clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("twin") / "study"
    cohort("mayo-topical", clinic / "omop", folder)
    return read_folder(folder)


def test_every_step_leaves_out_as_many_as_planted(found: Found) -> None:
    result, _, clinic = found
    truth = json.loads((clinic / "fhir" / "truth.json").read_text(encoding="utf-8"))
    planted = [(STEPS.get(s["step"], ""), s["out"], s["left"]) for s in truth["attrition"]]
    assert [(s.code, s.persons_out, s.persons_left) for s in result.attrition] == planted


def _rows(study: Study, table: str) -> list[Any]:
    """The rows; results of one day come in no order, so theirs is made, and their numbers go."""
    rows: list[Any] = list(study.tables[table])
    if table == "studies":
        return [replace(r, note=None) for r in rows]
    return sorted((replace(r, id="") for r in rows), key=repr) if table == "labs" else rows


def test_the_study_is_that_of_the_omop_twin(found: Found, twin: Study) -> None:
    _, study, _ = found
    assert study.tables["dispenses"]
    for declared in TABLES:
        assert _rows(study, declared.name) == _rows(twin, declared.name), declared.name


def test_a_person_of_a_bundle_is_there_as_well(clinic: Path) -> None:
    bundle = json.loads((clinic / "fhir" / "bundle.json").read_text(encoding="utf-8"))
    patients = [e["resource"]["id"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient"]
    lines = (clinic / "fhir" / "Patient.ndjson").read_text(encoding="utf-8").splitlines()
    assert len(lines) == PERSONS - 1
    assert not {json.loads(line)["id"] for line in lines} & set(patients)
