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
from resorb.tables.schema import TABLES
from resorb.tables.study import Study
from tests.acceptance.planted import Found, find_planted, planted_steps

PERSONS = int(os.environ.get("RESORB_PLANTED_FHIR", "2000"))


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for form in ("omop", "fhir"):
        simulate(Settings(persons=PERSONS, seed=5, lean=True), folder / form, form)
    return folder


@pytest.fixture(scope="module", params=["files", "store"])
def found(request: pytest.FixtureRequest, clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return find_planted(clinic / "fhir", tmp_path_factory.mktemp("found"), in_store=request.param == "store")


@pytest.fixture(scope="module")
def twin(clinic: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return find_planted(clinic / "omop", tmp_path_factory.mktemp("twin")).study


def test_every_step_leaves_out_as_many_as_planted(found: Found, clinic: Path) -> None:
    assert found.steps == planted_steps(clinic / "fhir")


def _rows(study: Study, table: str) -> list[Any]:
    """The rows; results of one day come in no order, so theirs is made, and their numbers go."""
    rows: list[Any] = list(study.tables[table])
    if table == "studies":
        return [replace(r, note=None) for r in rows]
    return sorted((replace(r, id="") for r in rows), key=repr) if table == "labs" else rows


def test_the_study_is_that_of_the_omop_twin(found: Found, twin: Study) -> None:
    assert found.study.tables["dispenses"]
    for declared in TABLES:
        assert _rows(found.study, declared.name) == _rows(twin, declared.name), declared.name


def test_a_person_of_a_bundle_is_there_as_well(clinic: Path) -> None:
    bundle = json.loads((clinic / "fhir" / "bundle.json").read_text(encoding="utf-8"))
    patients = [e["resource"]["id"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient"]
    lines = (clinic / "fhir" / "Patient.ndjson").read_text(encoding="utf-8").splitlines()
    assert len(lines) == PERSONS - 1
    assert not {json.loads(line)["id"] for line in lines} & set(patients)
