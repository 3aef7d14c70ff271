"""What becomes of FHIR resources: rows of OMOP tables, and findings for what cannot be taken."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from resorb.values.findings import BadInput
from tests.unit.records.fhir.made import ICD, ME, PATIENT, STS, Read, coded, condition, dispense, export, note


def read(tmp_path: Path, *resources: dict[str, Any]) -> Read:
    """These resources of the patient, read."""
    return Read(export(tmp_path / "export", PATIENT, *resources))


@pytest.mark.parametrize(
    ("written", "year", "month", "day"),
    [("1960-05-04", 1960, 5, 4), ("1960-05", 1960, 5, None), ("1960", 1960, None, None), ("60", None, None, None)],
)
def test_birth_is_kept_as_far_as_it_is_told(
    tmp_path: Path, written: str, year: int | None, month: int | None, day: int | None
) -> None:
    person = Read(export(tmp_path / "x", PATIENT | {"birthDate": written})).one("person")
    assert (person["year_of_birth"], person["month_of_birth"], person["day_of_birth"]) == (year, month, day)


def test_a_day_that_is_not_told_is_not_made_up(tmp_path: Path) -> None:
    found = read(
        tmp_path, condition(onsetDateTime="2014-02"), condition(id="e", onsetDateTime="2014", recordedDate="2014-02-09")
    )
    assert found.one("condition_occurrence")["condition_start_date"] == date(2014, 2, 9)
    assert found.said("Condition.onsetDateTime") == [
        "names no day, only month or year; no day is made up (n = 2, first here)"
    ]
    assert found.said("Condition.onset[x]") == [
        "has no whole day; dated by recordedDate (n = 1, first here)",
        "no whole day of onset or record; left out (n = 1, first here)",
    ]


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
def test_refuted_conditions_are_counted_and_left_out(tmp_path: Path, status: str) -> None:
    found = read(tmp_path, condition(verificationStatus={"coding": [{"code": status}]}))
    assert not found.rows["condition_occurrence"]
    assert found.said("Condition.verificationStatus") == [f"is {status}; left out (n = 1, first here)"]


def test_codes_stand_as_omop_has_them(tmp_path: Path) -> None:
    codings = coded("http://snomed.info/sct", "201048003", "Calcinosis")["coding"] + coded(ICD, "l942")["coding"]
    found = read(tmp_path, condition(code={"coding": codings}))
    row = found.one("condition_occurrence")
    concepts = {c["concept_id"]: (c["vocabulary_id"], c["concept_code"]) for c in found.rows["concept"]}
    assert concepts[row["condition_concept_id"]] == ("SNOMED", "201048003")
    assert concepts[row["condition_source_concept_id"]] == ("ICD10CM", "L94.2")
    assert row["condition_source_value"] == "l942"
    assert min(concepts) >= 2_000_000_001


def test_a_code_beyond_two_is_a_row_of_its_own(tmp_path: Path) -> None:
    codings = [{"system": s, "code": "1"} for s in ("http://snomed.info/sct", ICD, "http://hl7.org/fhir/sid/icd-9-cm")]
    assert len(read(tmp_path, condition(code={"coding": codings})).rows["condition_occurrence"]) == 2


@pytest.mark.parametrize(
    "reference",
    [
        {"reference": "Patient/a"},
        {"reference": "Patient/a/_history/2"},
        {"reference": "https://clinic.example/fhir/Patient/a"},
        {"reference": "urn:uuid:a"},
        {"reference": "Patient?identifier=urn:mrn|17"},
        {"identifier": {"system": "urn:mrn", "value": "17"}},
    ],
)
def test_references_lead_to_the_patient(tmp_path: Path, reference: dict[str, Any]) -> None:
    me = PATIENT | {"identifier": [{"system": "urn:mrn", "value": "17"}]}
    found = Read(export(tmp_path / "x", condition(subject=reference), me))
    assert found.one("condition_occurrence")["person_id"] == found.one("person")["person_id"]


def test_references_that_lead_nowhere_are_counted(tmp_path: Path) -> None:
    found = read(
        tmp_path, condition(subject={"reference": "#p"}), condition(id="e", subject={"reference": "urn:uuid:z"})
    )
    assert not found.rows["condition_occurrence"]
    assert found.said("Condition.subject") == ["leads to no Patient; left out (n = 1, first here)"]
    assert found.said("subject") == [
        "leads to a Patient that is not there, or to several; left out (n = 1, first here)"
    ]


def test_a_patient_only_referred_to_is_taken_and_told(tmp_path: Path) -> None:
    found = Read(export(tmp_path / "x", condition()))
    assert (found.one("person")["year_of_birth"], found.one("person")["gender_concept_id"]) == (None, 0)
    assert found.said("subject") == [
        "leads to a Patient that is not in the data; taken, sex and birth unknown (n = 1, first here)"
    ]


def test_a_dispense_is_a_supply(tmp_path: Path) -> None:
    given = dispense(
        quantity={"value": 60, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g"},
        daysSupply={"value": 4, "unit": "weeks", "code": "wk"},
        dosageInstruction=[{"text": "APPLY BID", "route": {"text": "TOP"}}],
    )
    row = read(tmp_path, given).one("drug_exposure")
    assert (row["quantity"], row["dose_unit_source_value"], row["days_supply"]) == (60.0, "g", 28.0)
    assert (row["drug_source_value"], row["route_source_value"], row["sig"]) == (STS["text"], "TOP", "APPLY BID")
    assert row["drug_exposure_start_date"] == date(2014, 3, 1)


def test_a_request_that_was_dispensed_counts_once(tmp_path: Path) -> None:
    request = {"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": ME,
               "medicationCodeableConcept": STS, "authoredOn": "2014-02-27"}  # fmt: skip
    by_itself = read(tmp_path, request).one("drug_exposure")
    assert by_itself["drug_exposure_start_date"] == date(2014, 2, 27)
    told = Read(
        export(
            tmp_path / "y", PATIENT, request, dispense(authorizingPrescription=[{"reference": "MedicationRequest/r"}])
        )
    )
    assert told.one("drug_exposure")["drug_exposure_start_date"] == date(2014, 3, 1)
    assert told.said("MedicationRequest")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("MedicationRequest", {"status": "cancelled"}),
        ("MedicationRequest", {"status": "draft"}),
        ("MedicationRequest", {"status": "on-hold"}),
        ("MedicationRequest", {"status": "active", "doNotPerform": True}),
        ("MedicationRequest", {"status": "active", "intent": "plan"}),
        ("MedicationDispense", {"status": "declined"}),
        ("MedicationAdministration", {"status": "not-done"}),
        ("MedicationStatement", {"status": "not-taken"}),
        ("MedicationStatement", {"status": "entered-in-error"}),
        ("MedicationStatement", {"status": "active", "modifierExtension": [{"url": "x"}]}),
    ],
)
def test_what_was_not_given_is_counted_and_left_out(tmp_path: Path, kind: str, fields: dict[str, Any]) -> None:
    days = {"authoredOn": "2014-03-01", "whenHandedOver": "2014-03-01", "effectiveDateTime": "2014-03-01"}
    found = read(
        tmp_path, {"resourceType": kind, "id": "m", "subject": ME, "medicationCodeableConcept": STS} | days | fields
    )
    assert not found.rows["drug_exposure"]
    assert sum(f.rule.endswith("left out (n = 1, first here)") for f in found.findings) == 1


def test_a_medication_is_told_by_its_ingredients_wherever_it_stands(tmp_path: Path) -> None:
    strength = {"numerator": {"value": 250, "unit": "mg"}, "denominator": {"value": 1, "unit": "g"}}
    amount = {"numerator": {"value": 60, "unit": "g"}, "denominator": {"value": 1, "unit": "tube"}}
    ingredient = {"itemCodeableConcept": {"text": "sodium thiosulfate"}, "strength": strength}
    held = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "ointment"},
        "ingredient": [ingredient],
        "amount": amount,
    }
    contained = dispense(medicationReference={"reference": "#m"}, contained=[held])
    elsewhere = dispense(id="e", medicationReference={"reference": "Medication/m"})
    for one in (contained, elsewhere):
        del one["medicationCodeableConcept"]
    texts = {r["drug_source_value"] for r in read(tmp_path, contained, elsewhere, held).rows["drug_exposure"]}
    assert texts == {"ointment; sodium thiosulfate 250 mg/g, 60 g"}


def test_a_result_keeps_unit_range_and_limit(tmp_path: Path) -> None:
    lab = {
        "resourceType": "Observation", "id": "o", "status": "final", "subject": ME,
        "effectiveDateTime": "2014-04-01T23:30:00-05:00",
        "code": coded("http://loinc.org", "17861-6", "Calcium"), "valueQuantity": {"value": 9.1, "unit": "mg/dL"},
        "referenceRange": [{"low": {"value": 8.5, "unit": "mg/dL"}, "high": {"value": 10.5, "unit": "mg/dL"}}],
    }  # fmt: skip
    low = lab | {
        "id": "p",
        "valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/dL"},
        "effectiveDateTime": "2014-04-02",
    }
    whole, limit = sorted(read(tmp_path, lab, low).rows["measurement"], key=lambda r: r["measurement_date"])
    assert (whole["value_as_number"], whole["unit_source_value"]) == (9.1, "mg/dL")
    assert (whole["range_low"], whole["range_high"], whole["measurement_date"]) == (8.5, 10.5, date(2014, 4, 1))
    assert (limit["value_as_number"], limit["value_as_number_printed"]) == (None, "<5")


def test_components_are_results_of_their_own(tmp_path: Path) -> None:
    parts = [{"code": {"text": t}, "valueQuantity": {"value": v, "unit": "mm[Hg]"}} for t, v in (("a", 120), ("b", 80))]
    whole = {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "pressure"}, "subject": ME,
             "effectiveDateTime": "2014-04-01", "component": parts}  # fmt: skip
    rows = read(tmp_path, whole).rows["measurement"]
    assert sorted((r["measurement_source_value"], r["value_as_number"]) for r in rows) == [("a", 120.0), ("b", 80.0)]


def test_notes_come_inline_from_files_and_from_binaries_but_never_from_outside(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "n.html").write_text("<p>The knee<br>is smaller.</p><script>x</script>", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")

    def linked(name: str, url: str, kind: str = "text/plain") -> dict[str, Any]:
        return note("", id=name, content=[{"attachment": {"contentType": kind, "url": url}}])

    held = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "aW4gYSBCaW5hcnk="}
    outside = [linked("x", "../outside.txt"), linked("y", "https://a.example/n.txt"), linked("z", "file:///etc/hosts")]
    found = Read(export(
        folder, PATIENT, note("inline"), linked("f", "n.html", "text/html"), linked("g", "Binary/b"), held, *outside
    ))  # fmt: skip
    assert sorted(r["note_text"] for r in found.rows["note"]) == ["The knee\nis smaller.", "in a Binary", "inline"]
    assert found.said("DocumentReference.content.attachment.url") == [
        "leads out of the folder; not followed (n = 3, first here)"
    ]


def test_a_remark_leads_to_the_first_of_all_it_is_said_of(tmp_path: Path) -> None:
    """The note comes on lines 2 and 5, the condition, whose table is settled first, on lines 3 and 4."""
    found = read(tmp_path, note("Calcinosis."), condition(), condition(), note("Calcinosis."))
    (twice,) = [f for f in found.findings if f.field == "id"]
    assert "(n = 2, first here)" in twice.rule
    assert twice.place.line == 2


def test_the_last_version_of_a_resource_counts(tmp_path: Path) -> None:
    later = condition(onsetDateTime="2015-01-01", meta={"lastUpdated": "2020-02-02T00:00:00Z"})
    earlier = condition(meta={"lastUpdated": "2020-01-01T00:00:00Z"})
    found = read(tmp_path, later, earlier)
    assert found.one("condition_occurrence")["condition_start_date"] == date(2015, 1, 1)
    withdrawn = later | {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    assert not Read(export(tmp_path / "y", PATIENT, withdrawn, earlier)).rows["condition_occurrence"]


def test_types_and_fields_that_are_not_read_are_counted(tmp_path: Path) -> None:
    procedures = [{"resourceType": "Procedure", "id": str(n), "subject": ME} for n in range(3)]
    found = read(tmp_path, condition(severity={"text": "x"}), *procedures, {"resourceType": "Nonsense"}, {"no": "type"})
    assert found.said("Procedure") == ["is a type of resource that is not understood; counted (n = 3, first here)"]
    assert found.said("Condition.severity") == ["is not read (n = 1, first here)"]
    assert [(f.place.line, f.field) for f in found.findings if "Procedure" in f.field] == [(3, "Procedure")]
    assert len(found.said("resourceType")) == 2


def test_a_broken_line_stops_nothing_and_is_told_with_its_place(tmp_path: Path) -> None:
    folder = export(tmp_path / "x", PATIENT)
    with (folder / "all.ndjson").open("ab") as file:
        file.write(b'{"resourceType":\n\xff\n' + b"[" * 100_000 + b"\n" + json.dumps(condition()).encode() + b"\n")
        file.write(b'{"resourceType": "Patient", "id": "b", "n": NaN}\n')
    found = Read(folder)
    assert len(found.rows["condition_occurrence"]) == 1
    broken = [(f.place.line, f.rule) for f in found.findings]
    assert broken == [
        (2, "is no JSON: Expecting value"), (3, "is not UTF-8"), (4, "is nested too deep"),
        (6, "holds a number that is none"),
    ]  # fmt: skip
    assert all(f.place.file == str(folder / "all.ndjson") and f.remedy for f in found.findings)


def test_halves_of_signs_and_odd_charsets_are_told_and_break_nothing(tmp_path: Path) -> None:
    odd = note("a\\ud800", id="z")
    odd["content"][0]["attachment"]["contentType"] = "text/plain; charset=unicode_escape"
    entries = [{"fullUrl": "\ud800", "resource": r} for r in (PATIENT, condition(code={"text": "half \ud800"}), odd)]
    folder = export(tmp_path / "x", {"resourceType": "Bundle", "entry": entries}, name="b.json")
    found = Read(folder)
    assert found.one("condition_occurrence")["condition_source_value"] == "half ?"
    assert not found.rows["note"]
    assert [f.rule for f in found.findings if "halves" in f.rule or "charset" in f.rule] == [
        "is in a charset that is not known; not read (n = 1, first here)",
        "holds halves of signs; each is read as a question mark (n = 1, first here)",
    ]


def test_nothing_left_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "a.ndjson").write_bytes(b'{"resourceType":\n{"resourceType":"Procedure"}\n')
    with pytest.raises(BadInput) as refused:
        Read(folder)
    assert {f.field for f in refused.value.faults} == {"line", "Procedure", "source"}


@pytest.mark.parametrize("form", ["file", "line", "gzip", "pretty", "single file"])
def test_bundles_and_packed_files_are_read_like_lines(tmp_path: Path, form: str) -> None:
    plain = Read(export(tmp_path / "plain", PATIENT, condition(), dispense(), note("a")))
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in (PATIENT, condition(), dispense(), note("a"))]
    bundle = {"resourceType": "Bundle", "type": "searchset", "link": [{"url": "x"}], "entry": entries}
    folder = tmp_path / "bundle"
    folder.mkdir()
    text = json.dumps(bundle, indent=1 if form == "pretty" else None)
    name = {"line": "b.ndjson", "gzip": "b.json.gz"}.get(form, "b.json")
    (folder / name).write_bytes(gzip.compress(text.encode()) if form == "gzip" else text.encode())
    found = Read(folder / name if form == "single file" else folder)
    for table in ("person", "condition_occurrence", "drug_exposure", "note", "person_key"):
        assert found.rows[table] == plain.rows[table], table
    if form == "pretty":
        lines = {r["table_name"]: r["line"] for r in found.rows["record_origin"]}
        assert text.splitlines()[lines["note"] :][1].strip() == '"resource": {'


def test_a_person_is_the_same_in_every_export(tmp_path: Path) -> None:
    one = Read(export(tmp_path / "x", PATIENT)).one("person_key")
    both = Read(export(tmp_path / "y", PATIENT | {"id": "17"}, PATIENT)).rows["person_key"]
    assert one in both
    assert {"person_id": 17, "key": "17"} in both


def test_a_file_named_like_a_person_is_told_by_its_number(tmp_path: Path) -> None:
    """Bulk exports name files by resource type; an export of one file a patient may call it by the patient's name."""
    folder = export(tmp_path / "x", PATIENT, name="Patient.000.ndjson")
    for name in ("Anna_Ohm_1.json", "Bert_Ohm_2.json"):
        (folder / name).write_text("{", encoding="utf-8")
    (folder / "Carl_Ohm_3.xml").write_text("<Bundle/>", encoding="utf-8")
    (folder / "Patient.001.ndjson").write_text("{\n", encoding="utf-8")
    told = {(f.place.file.removeprefix(f"{tmp_path}/"), f.field) for f in Read(folder).findings}
    assert ("x/file 1 of 4, by name.json", "file") in told
    assert ("x/file 2 of 4, by name.json", "file") in told
    assert ("x/Patient.001.ndjson", "line") in told
    assert ("x", ".xml file") in told
    assert not any("Ohm" in file + field for file, field in told)
