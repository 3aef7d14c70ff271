"""What others get: each form validated by its own library where there is one, and read back where it can be."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from google.protobuf.json_format import Parse
from hypothesis import HealthCheck, given, settings
from phenopackets import Phenopacket

from resorb.exports.crate import crate
from resorb.exports.forms import FORMS
from resorb.exports.material import Carried, Material
from resorb.exports.terms import Term, duration, own, ucum
from resorb.sources.bundled import read_bundled
from resorb.tables.schema import Course, Dispense, Lab, Patient
from resorb.tables.study import Input, Study
from tests.spec.exports.clinic import clinic
from tests.strategies import studies

DAY = date(2026, 11, 21)


def made(form: str, study: Study) -> Carried:
    return FORMS[form](Material(study, DAY))


def packet(study: Study, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made("phenopackets", study).files[name])
    return found


def sheet(study: Study, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made("adam", study).files[name], newline="")))


def test_a_phenopacket_tells_course_response_and_harm_as_medical_actions() -> None:
    """180 g of 25 % w/w were supplied for 92 days of two applications: 45 g / 184 = 244.565 mg each."""
    found = packet(clinic(), "own.P2.json")
    (action,) = found["medicalActions"]
    treatment = action["treatment"]
    assert treatment["agent"] == {"id": "UNII:HX1032V43M", "label": "sodium thiosulfate pentahydrate, Na2S2O3·5H2O"}
    (interval,) = treatment["doseIntervals"]
    assert interval["quantity"]["unit"] == {"id": "UCUM:mg", "label": "milligram"}
    assert interval["quantity"]["value"] == pytest.approx(45_000 / 184)
    assert interval["interval"] == {"start": "2015-03-02T00:00:00Z", "end": "2015-06-02T00:00:00Z"}
    assert interval["scheduleFrequency"]["label"] == "twice daily"
    assert action["responseToTreatment"]["label"] == "partial"
    assert action["treatmentTarget"]["label"] == "calcinosis cutis"
    assert [e["label"] for e in action["adverseEvents"]] == ["skin irritation"]
    assert found["measurements"][0]["value"]["quantity"]["referenceRange"]["low"] == 8.5
    assert found["diseases"][1]["onset"] == {"timestamp": "2012-03-04T00:00:00Z"}


def test_every_vocabulary_used_is_among_the_resources() -> None:
    for text in made("phenopackets", clinic()).files.values():
        found = json.loads(text)
        declared = {r["namespacePrefix"] for r in found["metaData"]["resources"]}
        used = {part.split('"')[0].partition(":")[0] for part in text.split('"id": "')[1:] if ":" in part.split('"')[0]}
        assert used <= declared


def test_what_has_no_place_is_counted() -> None:
    lost = made("phenopackets", clinic()).lost
    assert lost["attrition"] == 4
    assert lost["outcome counts"] == 3


@pytest.mark.parametrize("study", ["hftc-topical-2016", "dystrophic-calcinosis-iv", "nonuremic-calciphylaxis-iv"])
def test_bundled_studies_are_valid_to_the_libraries_of_the_forms(study: str) -> None:
    read = read_bundled(study)
    assert read is not None
    for text in made("phenopackets", read).files.values():
        Parse(text, Phenopacket())
    for text in made("fhir", read).files.values():
        assert Bundle.model_validate_json(text).entry


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(studies())
def test_any_study_is_valid_to_the_libraries_of_the_forms(study: Study) -> None:
    for text in made("phenopackets", study).files.values():
        Parse(text, Phenopacket())
    for text in made("fhir", study).files.values():
        Bundle.model_validate_json(text)
    subjects = sheet(study, "ADSL.csv")
    assert len(subjects) == len(study.rows(Patient))


def test_a_bundle_holds_each_row_once_and_every_reference_leads_to_one() -> None:
    text = made("fhir", clinic()).files["own.fhir.json"]
    entries = json.loads(text)["entry"]
    urls = [e["fullUrl"] for e in entries]
    assert len(set(urls)) == len(urls)
    pointed = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    assert pointed <= set(urls)
    kinds = [e["resource"]["resourceType"] for e in entries]
    study = clinic()
    assert kinds.count("MedicationStatement") == len(study.rows(Course))
    assert kinds.count("MedicationDispense") == len(study.rows(Dispense))
    assert kinds.count("Patient") == 12
    labs = [e["resource"] for e in entries if '"laboratory"' in json.dumps(e)]
    assert len(labs) == len(study.rows(Lab))
    assert labs[0]["valueQuantity"]["code"] == "mg/dL"


def test_a_course_is_told_as_fhir_tells_a_dosage() -> None:
    entries = json.loads(made("fhir", clinic()).files["own.fhir.json"])["entry"]
    course = next(e["resource"] for e in entries if e["resource"]["resourceType"] == "MedicationStatement")
    (dosage,) = course["dosage"]
    assert dosage["timing"]["repeat"] == {"frequency": 2, "period": 1, "periodUnit": "d"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == 1
    assert course["effectivePeriod"] == {"start": "2015-03-01", "end": "2015-06-01"}
    assert course["status"] == "completed"


def test_analysis_data_sets_count_days_from_the_first_dose_as_day_1() -> None:
    """P2 started on 2 March: that is day 1, 1 April day 31. 180 g of 25 % in 2 x 92 applications are 244.6 mg each."""
    study = clinic()
    (lab,) = [r for r in sheet(study, "ADLB.csv") if r["SUBJID"] == "P2"]
    assert [lab[c] for c in ("PARAM", "AVAL", "AVALU", "ADY", "ANRHI")] == ["calcium", "9.4", "mg/dL", "1", "10.5"]
    (harm,) = [r for r in sheet(study, "ADAE.csv") if r["SUBJID"] == "P2"]
    assert (harm["AEDECOD"], harm["AETOXGR"], harm["ASTDY"]) == ("skin irritation", "1", "31")
    doses = {r["PARAMCD"]: r["AVAL"] for r in sheet(study, "ADEX.csv") if r["SUBJID"] == "P2"}
    assert doses["DOSE"] == f"{180_000 * 0.25 / 184:.10g}"
    (supply,) = [r for r in sheet(study, "ADDS.csv") if r["SUBJID"] == "P2"]
    assert (supply["AVAL"], supply["AVALU"], supply["DSUPPLY"]) == ("180", "g", "90")
    responses = {(r["RSLVL"], r["PARAMCD"]): r["AVALC"] for r in sheet(study, "ADRS.csv") if r["SUBJID"] == "P2"}
    assert responses["lesion", "BOR"] == "partial"


def test_every_column_of_the_analysis_data_sets_is_defined() -> None:
    files = made("adam", clinic()).files
    defined = {(r["data set"], r["column"]) for r in csv.DictReader(io.StringIO(files["define.csv"], newline=""))}
    for name, text in files.items():
        if name != "define.csv":
            header = next(csv.reader(io.StringIO(text, newline="")))
            assert {(name.removesuffix(".csv"), column) for column in header} <= defined


def test_cells_that_a_spreadsheet_would_run_are_text() -> None:
    study = clinic()
    rows = tuple(replace(p, race="=1+1") for p in study.rows(Patient))
    changed = Study({**study.tables, "patients": rows})
    assert {r["RACE"] for r in sheet(changed, "ADSL.csv")} == {"'=1+1"}


def test_a_crate_names_every_file_with_its_hash_and_how_it_came_about() -> None:
    text = crate("a run", {"a.csv": b"1"}, [Input("in.yaml", "ab" * 32)], "resorb report in.yaml", DAY)
    graph = {e["@id"]: e for e in json.loads(text)["@graph"]}
    assert graph["ro-crate-metadata.json"]["conformsTo"]["@id"].endswith("/crate/1.1")
    assert graph["./"]["hasPart"] == [{"@id": "a.csv"}]
    assert graph["a.csv"]["sha256"] == hashlib.sha256(b"1").hexdigest()
    assert graph["#run"]["instrument"] == {"@id": "#resorb"}
    assert graph["#run"]["object"] == [{"@id": f"#sha256-{'ab' * 32}"}]


def test_units_are_written_as_ucum_writes_them() -> None:
    assert [ucum(u) for u in ("mg/dL", "mL/min/1.73 m2", "U/L", "year", "mmHg", "point", "ug")] == [
        "mg/dL", "mL/min/1.73.m2", "[IU]/L", "a", "mm[Hg]", "{score}", "ug",
    ]  # fmt: skip


def test_terms_without_a_code_stand_under_our_own_prefix() -> None:
    assert own("route", "into the lesion").curie == "resorb:route-into-the-lesion"
    assert Term("hpo", "0002018", "nausea").curie == "HP:0002018"


def test_ages_are_iso_durations() -> None:
    assert [duration(Fraction(a)) for a in ("54", "6.5", "0.25")] == ["P54Y", "P6Y6M", "P0Y3M"]
