"""FHIR exports as a user gives them to `resorb`: store, cohort, why; and that no name and no note is told anywhere."""

import json
import logging
from pathlib import Path

import pytest

from resorb.records.source import open_source
from resorb.values.findings import BadInput
from tests.functional.test_commands import resorb
from tests.unit.records.fhir.made import ICD, ME, PATIENT, coded, condition, dispense, export, note

CANARY = "Nachtigall"
NOTE = f"{CANARY}: the calcinosis of the hand is smaller."
PROTOCOL = """
protocol: small
period: {start: 2012-01-01, stop: 2017-06-27}
target: {is: calcinosis cutis, codes: {ICD10CM: [L94.2]}}
underlying: [{is: systemic sclerosis, codes: {ICD10CM: [M34*]}}]
drug: {is: sodium thiosulfate, names: [sodium thiosulfate]}
routes: [topical]
labs: [calcium]
notes: {target: [calcinosis], drug: [sodium thiosulfate]}
exclusions: [{code: lost, reason: no follow-up, kind: not followed, rule: no follow-up}]
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """One patient who stays, whose names and texts are canaries; some of what is there is broken."""
    me = PATIENT | {
        "name": [{"family": CANARY, "given": [CANARY]}], "telecom": [{"value": CANARY}], "text": {"div": CANARY},
        "address": [{"text": CANARY}], "identifier": [{"system": "urn:mrn", "value": CANARY}], CANARY: CANARY,
        "gender": CANARY, "birthDate": CANARY,
    }  # fmt: skip
    given = dispense(
        quantity={"value": 60, "unit": "g"}, daysSupply={"value": 30, "code": "d"},
        subject=ME | {"display": CANARY}, note=[{"text": CANARY}], status=CANARY,
        dosageInstruction=[{"text": f"apply twice daily, {CANARY}", "route": {"text": "topical"}, CANARY: 1}],
    )  # fmt: skip
    lab = {
        "resourceType": "Observation", "id": "o", "status": "final", "subject": ME, "effectiveDateTime": "2014-04-01",
        "code": coded("http://loinc.org", "17861-6", "Calcium"), "valueString": CANARY,
    }  # fmt: skip
    lost = condition(id="x", onsetDateTime=CANARY, recordedDate=CANARY)
    folder = export(
        tmp_path / "fhir", me, condition(), condition(id="s", code=coded(ICD, "M34.9")), given, lab, lost,
        note(NOTE), note(CANARY, id="e", subject={"reference": CANARY}),
        {"resourceType": CANARY}, {CANARY: CANARY}, {"resourceType": "Procedure", "subject": {"display": CANARY}},
    )  # fmt: skip
    with (folder / "all.ndjson").open("a", encoding="utf-8") as file:
        file.write('{"resourceType": "Patient", "name": "' + CANARY + "\n" + CANARY + "\n")
        file.write(json.dumps(note("", id="b", content=[{"attachment": {"data": f"={CANARY}"}}])) + "\n")
    (folder / f"{CANARY}_Anna.json").write_text('{"resourceType": "Bundle", "entry": [{"resource": ', encoding="utf-8")
    (folder / f"{CANARY}_Bert.xml").write_text("<Bundle/>", encoding="utf-8")
    (tmp_path / "small.yaml").write_text(PROTOCOL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("store", "build", "fhir", "-o", "clinic.duckdb", "--json"),
        ("store", "build", "fhir", "-o", "clinic.duckdb"),
        ("cohort", "small.yaml", "--from", "fhir", "-o", "study", "--json"),
        ("cohort", "small.yaml", "--from", "fhir", "-o", "study"),
        ("cohort", "small.yaml", "--from", "fhir", "--why", "Patient/a"),
        ("cohort", "small.yaml", "--from", "fhir/all.ndjson", "--why", "b", "--json"),
    ],
)
def test_no_name_and_no_note_reaches_the_terminal(clinic: Path, arguments: tuple[str, ...]) -> None:
    said = resorb(*arguments, cwd=clinic)
    assert said.returncode == 0, said.stderr
    assert CANARY.lower() not in (said.stdout + said.stderr).lower()


def test_no_name_and_no_note_reaches_logs_or_exceptions(clinic: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with open_source(clinic / "fhir") as source:
        assert source.findings
        assert not any(CANARY in str(f) for f in source.findings)
    (clinic / "fhir" / "all.ndjson").write_text(f'{{"resourceType": "Patient", "{CANARY}\n', encoding="utf-8")
    with pytest.raises(BadInput) as refused, open_source(clinic / "fhir"):
        pass
    assert CANARY not in str(refused.value)
    assert CANARY not in caplog.text


def test_a_study_leads_back_to_file_line_and_resource(clinic: Path) -> None:
    said = resorb("cohort", "small.yaml", "--from", "fhir", "-o", "study", "--json", cwd=clinic)
    told = json.loads(said.stdout)
    assert [s["left"] for s in told["attrition"]] == [1, 1]
    assert {f["field"] for f in told["findings"]} >= {"line", "Procedure", "MedicationDispense.status"}
    unread = [f for f in told["findings"] if f["field"] == ".xml file"]
    assert [f["file"] for f in unread] == ["fhir"]
    files = {"fhir/all.ndjson", "fhir/file 1 of 2, by name.json"}
    assert all(f["file"] in files and f["line"] >= 1 and f["remedy"] for f in told["findings"] if f not in unread)

    from resorb.tables.folder import read_folder

    origins = read_folder(clinic / "study").origins.values()
    assert {(o.place.file, o.place.line, o.where) for o in origins} >= {
        ("fhir/all.ndjson", 1, "Patient/a"), ("fhir/all.ndjson", 4, "MedicationDispense/d"),
        ("fhir/all.ndjson", 7, f"DocumentReference/n, characters 0-{len(NOTE)}"),
    }  # fmt: skip


def test_a_store_remembers_and_takes_more(clinic: Path) -> None:
    built = resorb("store", "build", "fhir", "-o", "clinic.duckdb", "--json", cwd=clinic)
    findings = json.loads(built.stdout)["findings"]
    assert len(findings) == len({(f["line"], f["field"], f["rule"]) for f in findings}) > 5
    more = export(
        clinic / "more",
        PATIENT | {"id": "b"},
        PATIENT,
        condition(),
        condition(id="z", subject={"reference": "Patient/b"}),
    )
    added = json.loads(resorb("store", "append", more.name, "-o", "clinic.duckdb", "--json", cwd=clinic).stdout)
    rows = {t["table"]: (t["rows"], t["there_before"]) for t in added["tables"]}
    assert (rows["person"], rows["condition_occurrence"]) == ((1, 1), (1, 1))
    for person, words in (("Patient/a", "included"), ("b", "not found")):
        said = resorb("cohort", "small.yaml", "--from", "clinic.duckdb", "--why", person, cwd=clinic)
        assert said.stdout.startswith(f"Patient/{person.removeprefix('Patient/')}: {words}"), said.stdout
    assert (
        "(MedicationDispense/d)"
        in resorb("cohort", "small.yaml", "--from", "clinic.duckdb", "--why", "a", cwd=clinic).stdout
    )


def test_what_holds_no_patient_is_refused_with_everything_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "x.ndjson").write_text('{"resourceType": "Procedure"}\n{"resourceType"\n', encoding="utf-8")
    said = resorb("store", "build", "x.ndjson", "-o", "clinic.duckdb", "--json", cwd=tmp_path)
    assert said.returncode == 2
    assert [(e["line"], e["field"]) for e in json.loads(said.stdout)["errors"]] == [
        (1, "Procedure"), (1, "source"), (2, "line"),
    ]  # fmt: skip
    assert not (tmp_path / "clinic.duckdb").exists()
