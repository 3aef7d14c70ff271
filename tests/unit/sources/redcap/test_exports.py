"""Exports filled in by hand, and those of other projects: what is at fault or not taken is told, with its place."""

import json
from pathlib import Path

import pytest

from resorb.sources.redcap.export import MAX_FAULTS, parse_export
from resorb.sources.redcap.foreign import holdings, listing, study_of_project
from resorb.sources.redcap.mapping import parse_mapping, project_mapping_schema
from resorb.sources.redcap.own import study_of_export
from resorb.tables.schema import Assessment, Condition, Lab, Lesion, Patient, StudyInfo
from resorb.values.findings import BadInput, FactRef
from resorb.workflow.redcap import open_export

STUDY = "clinic,,,study,cohort,cohort,own records,,,,\n"
HEADER = (
    "record_id,redcap_repeat_instrument,redcap_repeat_instance,record_kind,stud_design,stud_report,stud_read,pati_sex,"
    "lesi_site,asse_at,asse_lesion\n"
)
NAME = "Kanarienvogel"


def refused(text: str) -> list[str]:
    with pytest.raises(BadInput) as bad:
        study_of_export(parse_export(text.encode(), "r.csv"))
    return [str(f) for f in bad.value.faults]


def test_records_entered_by_hand_need_no_names_of_rows() -> None:
    text = (
        f"{HEADER}{STUDY}7,,,patient,,,,female,,,\n7,lesions,1,,,,,,left elbow,,\n7,assessments,1,,,,,,,7 months,le1\n"
    )
    study = study_of_export(parse_export(text.encode(), "r.csv"))
    assert [s.id for s in study.rows(StudyInfo)] == ["clinic"]
    assert [(p.id, p.sex) for p in study.rows(Patient)] == [("7", "female")]
    assert [(r.id, r.patient, r.site) for r in study.rows(Lesion)] == [("7.le1", "7", "left elbow")]
    assert [(r.id, r.lesion) for r in study.rows(Assessment)] == [("7.assessments.1", "7.le1")]
    assert study.origins[FactRef("clinic", "patients", "7", "sex")].place.line == 3


def test_every_fault_comes_at_once_with_line_and_field_and_without_the_cells_text() -> None:
    text = (
        f"{HEADER}{STUDY}clinic.P1,,,patient,,,,{NAME},,,\nclinic.P1,lesions,1,,,,,,,,\n"
        f"clinic.P1,{NAME},1,,,,,,,,\nclinic.P2,lesions,1,,,,,,x,,\n,,,patient,,,,,,,\nclinic.P3,,,{NAME},,,,,,,\n"
        f"clinic.P1,assessments,1,,,,,,,{NAME},\n"
    )
    faults = refused(text)
    for start in (
        "r.csv:3:1: pati_sex: the text is not a choice",
        "r.csv:4:1: lesi_site: is missing",
        "r.csv:5:1: redcap_repeat_instrument: is no form",
        "r.csv:6:1: record_kind: is not told of this record",
        "r.csv:7:1: record_id: is empty",
        "r.csv:8:1: record_kind: is no kind of record",
        "r.csv:9:1: asse_at: the text",
    ):
        assert [f for f in faults if f.startswith(start)], (start, faults)
    assert NAME not in "".join(faults)


def test_two_rows_of_one_name_and_links_to_nothing_are_told() -> None:
    base = f"{HEADER.strip()},lesi_id\n{STUDY.strip()},\nclinic.P1,,,patient,,,,male,,,,\n"
    twice = base + "clinic.P1,lesions,1,,,,,,arm,,,a\nclinic.P1,lesions,2,,,,,,leg,,,a\n"
    assert "r.csv:5:1: lesi_id: is the name of two rows (the other in line 4)" in refused(twice)[0]
    assert "names no lesion" in refused(base + f"clinic.P1,assessments,1,,,,,,,1 month,{NAME},\n")[0]


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[1]", b"{", b"[[[" * 9_000, b"a,a\n1,2\n", b"a,b\n1\n", b'a,b\n"1', b"\n\n"]
)
def test_what_is_no_export_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(BadInput) as bad:
        parse_export(content, "r.csv")
    assert 0 < len(bad.value.faults) <= MAX_FAULTS
    assert all(f.place.file == "r.csv" and f.rule and f.remedy for f in bad.value.faults)


KEYS = "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance"
FOREIGN = f"""{KEYS},name,sex,age,value,unit,day,seen___1,seen___2
1,first,,,{NAME},2,45,,,,1,0
1,first,labs,1,,,,2.66,mmol/L,2015-03-04,,
2,first,,,{NAME},9,x,,,,0,1
2,second,labs,1,,,,3,,,,
"""
MAPPING = """study: {id: registry, design: registry, report: registry, read: own records}
tables: {conditions: {role: target}}
fields:
  sex: {to: patients.sex, choices: {1: male, 2: female}}
  age: {to: patients.age, unit: years}
  value: {to: labs.value, unit: "[unit]", with: {analyte: calcium}}
  day: {to: labs.at}
  seen: {to: conditions.is, choices: {1: calcinosis cutis, 2: systemic sclerosis}}
"""


def test_everything_a_foreign_export_holds_is_listed_with_counts_and_no_cell() -> None:
    export = parse_export(FOREIGN.encode(), "f.csv")
    held = {(h.form, h.event, h.variable): h.filled for h in holdings(export)}
    assert held[("record", "first", "sex")] == 2
    assert held[("labs", "first", "value")] == 1
    assert held[("record", "first", "seen___1")] == 1
    said = [str(f) for f in listing(export)]
    assert any("labs at second: holds 1 rows" in line for line in said)
    assert NAME not in "".join(said)


def test_a_mapping_takes_what_it_names_and_says_what_it_does_not() -> None:
    study, said = study_of_project(parse_export(FOREIGN.encode(), "f.csv"), parse_mapping(MAPPING, "m.yaml"))
    assert [(p.id, p.sex, p.age and p.age.printed) for p in study.rows(Patient)] == [
        ("P1", "female", "45 years"), ("P2", None, None),
    ]  # fmt: skip
    labs = [(r.patient, r.analyte, r.value and r.value.printed, r.at and r.at.printed) for r in study.rows(Lab)]
    assert labs == [("P1", "calcium", "2.66 mmol/L", "2015-03-04")]
    assert [(c.patient, c.condition, c.role) for c in study.rows(Condition)] == [
        ("P1", "calcinosis cutis", "target"), ("P2", "systemic sclerosis", "target"),
    ]  # fmt: skip
    told = [str(f) for f in said]
    for line in ("f.csv:4:1: sex: has a code", "f.csv:4:1: age: cannot be read", "f.csv:5:1: value: cannot be read"):
        assert [t for t in told if t.startswith(line)], line
    assert any("record.name: is filled in 2 rows and not named" in t for t in told)
    assert NAME not in "".join(told)


def test_faults_of_a_mapping_come_at_once_with_their_places() -> None:
    text = (
        "study: {id: a b, design: registry}\nfield: {}\nfields:\n  sex: {to: patients.sexx}\n  x: {choices: {1: y}}\n"
    )
    with pytest.raises(BadInput) as bad:
        parse_mapping(text, "m.yaml")
    said = [str(f) for f in bad.value.faults]
    for part in (
        "m.yaml:1:13: study.id: cannot be a name", "study.report: is missing", "m.yaml:2:1: field: is not a known key",
        "m.yaml:4:13: fields.sex.to: is no table and column", "m.yaml:5:6: fields.x.to: is missing",
    ):  # fmt: skip
        assert [s for s in said if part in s], (part, said)
    targets = project_mapping_schema()["properties"]["fields"]["additionalProperties"]["properties"]["to"]["enum"]
    assert "labs.value" in targets
    assert "labs.patient" not in targets


def test_fields_that_are_not_there_and_a_missing_dictionary_are_told() -> None:
    export = parse_export(FOREIGN.encode(), "f.csv")
    for text, part in (
        (MAPPING + "  nothing: {to: patients.race}\n", "fields.nothing: is no field of the export"),
        (MAPPING + "dictionary: none.csv\n", "dictionary: "),
    ):
        with pytest.raises(BadInput) as bad:
            study_of_project(export, parse_mapping(text, "m.yaml"))
        assert part in str(bad.value.faults[0])


def test_tables_that_stand_below_one_another_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"id,sex\nA,F\n\nid,test,value\n# of {NAME}\nA,calcium,2.5 mmol/L\nA,calcium,2.6 mmol/L\n")
    with pytest.raises(BadInput) as bad:
        open_export(path)
    said = [str(f) for f in bad.value.faults]
    assert any("holds 2 tables, one below the other" in s for s in said)
    assert any("table_2: holds 2 rows" in s for s in said)
    assert NAME not in "".join(said)
    (tmp_path / "e.redcap.yaml").write_text(
        "study: {id: e, design: registry, report: registry, read: own records}\n"
        "fields:\n  sex: {to: patients.sex, choices: {F: female}}\n"
        "  test: {to: labs.analyte}\n  value: {to: labs.value}\n"
    )
    told: list[str] = []
    study = open_export(path, say=told.append)
    assert [r.value.printed for r in study.rows(Lab) if r.value] == ["2.5 mmol/L", "2.6 mmol/L"]
    assert any("1 lines begin with #" in t for t in told)


def test_json_records_are_rows_as_well() -> None:
    rows = [{"record_id": "1", "redcap_repeat_instrument": "", "redcap_repeat_instance": 1, "sex": 2, "x": None}]
    export = parse_export(json.dumps(rows).encode(), "f.json")
    assert [(r.record, r.instance, r.cells["sex"], r.cells["x"]) for r in export.rows] == [("1", "1", "2", "")]
