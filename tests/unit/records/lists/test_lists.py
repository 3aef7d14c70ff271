"""Lists as clinics and pharmacies export them: taken with findings, refused where somebody must decide."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from resorb.records.source import open_source
from resorb.records.store import append_store, build_store
from resorb.values.findings import BadInput
from tests.unit.records.lists.made import csv_file, opened, workbook

DRUGS = (
    "SELECT person_id, drug_exposure_start_date, quantity, quantity_printed, days_supply, drug_source_value, "
    "dose_unit_source_value, route_source_value FROM cdm_drug_exposure ORDER BY ALL"
)
HEADER = "Patient ID,Fill Date,Drug Name,Strength,Qty,Unit,Days Supply,Route,Sig\n"
ROW = "MRN17,2015-03-04,SODIUM THIOSULFATE OINT,25%,60,g,30,TOP,apply daily\n"
TAKEN = (17, date(2015, 3, 4), 60.0, None, 30.0, "SODIUM THIOSULFATE OINT 25%", "g", "TOP")


def refused(path: Path) -> list[str]:
    with pytest.raises(BadInput) as bad, open_source(path):
        pass
    return [str(f) for f in bad.value.faults]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_dispensing_list_is_read_whatever_parts_its_cells(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = (HEADER + ROW.replace("daily", "täglich")).replace(",", delimiter)
    rows, findings = opened(csv_file(tmp_path / "list.csv", text, encoding), DRUGS)
    assert rows == [TAKEN]
    assert any("is not UTF-8" in f or "is UTF-16" in f for f in findings) is (encoding in ("cp1252", "utf-16"))


def test_a_packed_list_is_read_and_a_bomb_refused(tmp_path: Path) -> None:
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + ROW).encode()))
    assert opened(packed, DRUGS)[0] == [TAKEN]
    packed.write_bytes(gzip.compress(b"a" * 10_000_000))
    assert "is longer than" in refused(packed)[0] or "no row among" in refused(packed)[0]


def test_what_is_dirty_is_taken_with_a_finding_and_never_put_right(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "abgabe.csv", """Apotheke;;;;;
Patienten-Nr.;Abgabedatum;Präparat;Menge;Reichweite;Name;Farbe
17;03.04.2015;STS OINT;8,75 g;-3;Meier;rot
17;25.04.2015;STS OINT;1.250,5 g;30 Tage;Meier;rot
17;25.04.2015;STS OINT;1.250,5 g;30 Tage;Meier;rot
18;99.04.2015;STS OINT;60;30;Meier;rot
18;20.04.2015;STS OINT;1 op - 8.75 cm x 1 m (e);;Meier;rot
19;20.04.2015;STS OINT;NaN;x;Meier;rot
19;19.04.2015;STS OINT;3;5;Meier;rot;blau
;19.04.2015;STS OINT;3;5;Meier;rot
Summe;;;1234;;;
""", "cp1252")  # fmt: skip
    rows, findings = opened(path, DRUGS)
    assert [r[:5] for r in rows] == [
        (17, date(2015, 4, 3), None, "8.75 g", -3.0),
        (17, date(2015, 4, 25), None, "1250.5 g", 30.0),
        (17, date(2015, 4, 25), None, "1250.5 g", 30.0),
        (18, date(2015, 4, 20), None, "1 op - 8.75 cm x 1 m (e)", None),
        (19, date(2015, 4, 20), None, "NaN (as printed)", None),
    ]
    said = [f.removeprefix(f"{path}:") for f in findings]
    for line, part in [
        (1, "header: has its header in line 2"),
        (2, "column 7: has a header that is not understood"),
        (2, "header: has 1 columns that tell who somebody is"),
        (2, "Menge: has decimal commas"),
        (3, "Abgabedatum: is read as day first"),
        (3, "Reichweite: is not above zero"),
        (5, "row: stands there more than once"),
        (6, "Abgabedatum: is no date that can be read"),
        (7, "Menge: is no number that can be read in one way only"),
        (8, "Reichweite: is no number"),
        (9, "header: a row has more cells than the header"),
        (10, "Patienten-Nr.: is empty"),
        (11, "header: looks like a row of totals"),
    ]:
        assert [f for f in said if f.startswith(f"{line}:") and part in f], (line, part)
    assert not [f for f in said if "Meier" in f]


def test_a_date_that_can_be_two_days_is_refused_until_somebody_decides(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", "patient,date,drug\n1,03/04/2015,x\n")
    assert "can be day or month first" in refused(path)[0]
    assert refused(path)[0].startswith(f"{path}:2:1: date: ")
    csv_file(tmp_path / "list.lists.yaml", "lists: [{file: list.csv, dates: month first}]\n")
    assert opened(path, DRUGS)[0][0][1] == date(2015, 3, 4)


def test_a_mapping_names_columns_and_its_faults_come_with_their_places(tmp_path: Path) -> None:
    csv_file(tmp_path / "pharmacy.csv", "Kunde,Wann,Was,Wieviel\n7,2015-03-04,STS OINT,60 g\n")
    assert "no row among the first ones" in refused(tmp_path)[0]
    mapping = tmp_path / "lists.yaml"
    columns = "columns: {person: Kunde, date: Wann, product: Was, quantity: Wieviel}"
    mapping.write_text(f"lists:\n  - {{file: pharm*.csv, is: dispensings, {columns}}}\n")
    assert opened(tmp_path, DRUGS)[0][0][:4] == (7, date(2015, 3, 4), None, "60 g")
    mapping.write_text("lists:\n  - {file: pharm*.csv, is: dispensings, colums: {person: Kunde}}\n")
    assert refused(tmp_path) == [f"{mapping}:2:41: lists.1.colums: is not a known key here; did you mean 'columns'?"]
    mapping.write_text("lists:\n  - {file: pharm*.csv, is: dispensings, columns: {person: Nobody, date: Wann}}\n")
    assert "no row of the list has the columns that are named here" in refused(tmp_path)[0]
    mapping.write_text("lists:\n  - {file: pharm*.csv, is: notes, columns: {sig: Was}}\n")
    assert "is no column of notes" in refused(tmp_path)[0]


def test_a_workbook_gives_a_list_a_sheet_and_formulas_are_not_evaluated(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {
        "Rx": [["Report"], ["MRN", "Fill Date", "Drug", "Qty", "Unit", "Days Supply"],
               ["A1", ("date", 42067), "STS OINT", 1.125, "g", ("formula", 30)]],
        "Pts": [["MRN", "Sex", "DOB"], ["A1", "F", ("date", 21917)]],
    })  # fmt: skip
    rows, findings = opened(path, DRUGS)
    assert rows[0][:5] == (1, date(2015, 3, 4), 1.125, None, 30.0)
    assert any("[Rx]:3:1: cell: holds a formula; the value stored with it is taken" in f for f in findings)
    people, _ = opened(path, "SELECT person_id, gender_concept_id, birth_datetime FROM cdm_person")
    assert people == [(1, 8532, date(1960, 1, 2))]


@pytest.mark.parametrize("sheet", [
    '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>', "<worksheet><sheetData><row><c></row></worksheet>", "", "\x00",
])  # fmt: skip
def test_a_broken_workbook_is_refused(tmp_path: Path, sheet: str) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Rx": [["MRN"]]}, **{"xl/worksheets/sheet1.xml": sheet})
    assert all(str(path) in fault for fault in refused(path))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Rx": [["MRN"]]}, **{"xl/other.xml": " " * (70 << 20)})
    assert "more than a list needs" in refused(path)[0]


def test_patients_diagnoses_notes_and_results_stand_in_lists_of_their_own(tmp_path: Path) -> None:
    csv_file(tmp_path / "dispensing.csv", HEADER + ROW)
    csv_file(tmp_path / "patients.csv", "patient,sex,date of birth,date of death\nMRN17,female,1960-01-02,2018-01-01\n")
    csv_file(tmp_path / "diagnoses.csv", "patient,date,icd10cm\nMRN17,2014-01-01,L942\n")
    csv_file(tmp_path / "notes.csv", 'patient,note date,note text\nMRN17,2015-06-01,"The calcinosis\nis smaller."\n')
    csv_file(tmp_path / "labs.csv", "patient,date,loinc,value,unit\nMRN17,2015-06-01,17861-6,9.4,mg/dL\n")
    with open_source(tmp_path) as source:
        ask = source.connection.execute
        assert ask("SELECT person_id, gender_concept_id FROM cdm_person").fetchall() == [(17, 8532)]
        assert ask("SELECT death_date FROM cdm_death").fetchall() == [(date(2018, 1, 1),)]
        code = "SELECT c.vocabulary_id, c.concept_code, r.condition_source_value FROM cdm_condition_occurrence AS r "
        joined = ask(f"{code} JOIN cdm_concept AS c ON c.concept_id = r.condition_source_concept_id").fetchall()
        assert joined == [("ICD10CM", "L94.2", "L942")]
        assert ask("SELECT note_text FROM cdm_note").fetchall() == [("The calcinosis\nis smaller.",)]
        assert ask("SELECT value_as_number, unit_source_value FROM cdm_measurement").fetchall() == [(9.4, "mg/dL")]


def test_two_ids_that_would_be_one_person_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", "patient,date,drug\nA7,2015-01-01,x\nB7,2015-01-01,x\n")
    assert refused(path) == [
        f"{path}:3:1: patient: two different ids would both be person 7; say `persons: by text` in lists.yaml"
    ]
    csv_file(tmp_path / "list.lists.yaml", "persons: by text\n")
    people, _ = opened(path, "SELECT count(*) FROM cdm_person")
    assert people == [(2,)]


def test_next_months_list_adds_to_a_store_what_is_new(tmp_path: Path) -> None:
    first = csv_file(tmp_path / "january.csv", HEADER + ROW + ROW)
    second = csv_file(tmp_path / "february.csv", HEADER + ROW + ROW + ROW.replace("2015-03-04", "2015-04-04"))
    build_store(first, tmp_path / "clinic.duckdb")
    added = {w.table: (w.rows, w.there_before) for w in append_store(second, tmp_path / "clinic.duckdb")}
    assert added["drug_exposure"] == (1, 2)
    assert added["person"] == (0, 1)


def test_omop_tables_may_be_csv(tmp_path: Path) -> None:
    csv_file(tmp_path / "person.csv", "person_id,gender_concept_id,year_of_birth\n1,8532,1960\n2.0,0,\n3.7,0,\n")
    header = "drug_exposure_id;person_id;drug_concept_id;drug_exposure_start_date;quantity;drug_source_value\n"
    text = header + '7;1;0;2015-03-04;"1 op";STS\n8;1;0;2015-03-05;60;STS\n9;1;0;2015-03-05;60;STS;x;y\n'
    packed = tmp_path / "drug_exposure.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    csv_file(tmp_path / "other.csv", "a,b\n1,2\n")
    rows, findings = opened(tmp_path, DRUGS)
    assert [r[:4] for r in rows] == [(1, date(2015, 3, 4), None, "1 op"), (1, date(2015, 3, 5), 60.0, None)]
    assert any("drug_exposure.csv.gz:4:1: row" in f for f in findings)
    assert any("other.csv" in f and "no OMOP table" in f for f in findings)
    assert any("person.csv:1:1: person_id: is empty or cannot be read as BIGINT in 1 rows" in f for f in findings)
    assert opened(tmp_path, "SELECT person_id FROM cdm_person ORDER BY 1")[0] == [(1,), (2,), (None,)]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"\xff\xfe", b"patient,date,drug\n"])
def test_what_is_no_list_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    faults = refused(path)
    assert faults
    assert all(str(path) in fault for fault in faults)
