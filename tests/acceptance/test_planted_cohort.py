"""A cohort planted among decoys comes back exact: every person, step, gram a day, days covered, class, harm.

10,000 persons here; `make planted` does it with a million.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from resorb.exposure.adherence import adherences
from resorb.exposure.derive import derive_exposures
from resorb.records.simulate import Settings, simulate
from resorb.records.store import build_store
from resorb.response.derive import derive_responses
from resorb.tables.folder import read_folder
from resorb.tables.schema import AdverseEvent, Patient
from resorb.tables.study import Study
from resorb.values.ranges import Range
from resorb.workflow.cohort import CohortResult, cohort

PERSONS = int(os.environ.get("RESORB_PLANTED", "10000"))
CLASSES = {"complete": "CR", "partial": "PR", "none": "NR", "worse": "NR", "unknown": "UR"}
STEPS = {
    "no ACTD": "no-actd", "intravenous": "intravenous", "no follow-up": "no-follow-up",
    "not as prescribed": "not-as-prescribed",
}  # fmt: skip


@pytest.fixture(scope="module", params=[False, True], ids=["whole ids", "DOUBLE ids"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("planted") / "omop"
    simulate(
        Settings(persons=PERSONS, seed=int(request.param), lean=PERSONS <= 10_000, double_ids=request.param), folder
    )
    return folder, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["Parquet", "store"])
def found(
    request: pytest.FixtureRequest, clinic: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[CohortResult, Study, dict[str, Any]]:
    source, truth = clinic
    folder = tmp_path_factory.mktemp("found")
    if request.param == "store":
        build_store(source, folder / "clinic.duckdb")
        source = folder / "clinic.duckdb"
    result = cohort("mayo-topical", source, folder / "study")
    return result, read_folder(folder / "study"), truth


Result = tuple[CohortResult, Study, dict[str, Any]]


def test_every_step_leaves_out_as_many_as_planted(found: Result) -> None:
    result, _, truth = found
    planted = [(STEPS.get(s["step"], ""), s["out"], s["left"]) for s in truth["attrition"]]
    assert [(s.code, s.persons_out, s.persons_left) for s in result.attrition] == planted


def test_nobody_is_in_who_should_be_out_nor_out_who_should_be_in(found: Result) -> None:
    _, study, truth = found
    assert {p.id for p in study.rows(Patient)} == {f"P{t['person_id']}" for t in truth["included"]}


def _point(value: Range) -> float | None:
    return float(value.low) if value.is_point and value.low is not None else None


def test_exposure_is_what_was_dispensed(found: Result) -> None:
    _, study, truth = found
    covered = {a.course: a.covered_days for a in adherences(study)}
    mine: dict[str | None, list[Any]] = {}
    for e in derive_exposures(study):
        days = covered[e.course]
        mine.setdefault(e.patient, []).append(
            (_point(e.mg_total), _point(e.mg_per_day), _point(e.days), None if days is None else int(days))
        )
    for person in truth["included"]:
        planted = [
            (c["drug_mg"], c["g_per_day"] and pytest.approx(1000 * c["g_per_day"]), c["days"], c["days_covered"])
            for c in person["exposure"]["courses"]
        ]
        assert mine[f"P{person['person_id']}"] == planted, person["variant"]


def test_response_and_harm_are_what_the_notes_say(found: Result) -> None:
    _, study, truth = found
    classes = {
        r.patient: CLASSES[str(r.best)]
        for r in derive_responses(study)
        if r.criteria == "mayo-chart" and r.level == "patient"
    }
    assert classes == {f"P{t['person_id']}": t["response"] for t in truth["included"]}
    harms = Counter((a.patient, a.event) for a in study.rows(AdverseEvent))
    assert harms == Counter((f"P{t['person_id']}", e) for t in truth["included"] for e in t["adverse_events"])


def test_every_row_has_the_record_it_came_from(found: Result) -> None:
    _, study, _ = found
    for table in ("patients", "conditions", "lesions", "courses", "dispenses", "assessments", "labs", "adverse_events"):
        assert study.tables[table], table
        for row in study.tables[table]:
            origin = next(o for f, o in study.origins.items() if (f.table, f.row) == (table, row.id))
            assert origin.where
