"""A protocol finds the same on every server as in a folder: rows that engines think differently of, one by one.

Each test makes a clinic as Parquet files, lays the same rows into the server's tables (in the server's own awkward
types where the test says so), and compares what the steps left behind on both.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from resorb.values.findings import BadInput
from tests.omop import PROTOCOL, Clinic, find, treated
from tests.servers import PostgreSQL, Server, Spark, Types

# ruff: noqa: S608 - statements of our own
NUMBER = count(1)
OF_FOUND = "WHERE person_id IN (SELECT person_id FROM found) ORDER BY ALL"
LEFT_BEHIND = {
    "found": "SELECT * FROM found ORDER BY ALL",
    "conditions": f"SELECT key, person_id, day, id, printed FROM condition_hit {OF_FOUND}",
    "supplies": f"SELECT * EXCLUDE kind FROM supply {OF_FOUND}",
    "courses": f"SELECT * FROM course {OF_FOUND}",
    "underlying": f"SELECT * FROM underlying {OF_FOUND}",
    "statements": f"SELECT * FROM statement {OF_FOUND}",
    "births": f"SELECT * FROM birth {OF_FOUND}",
    "leaves": f"SELECT * FROM leaves {OF_FOUND}",
    "flow": "SELECT * FROM flow ORDER BY ALL",
    "labs": f"SELECT * FROM cdm_measurement {OF_FOUND}",
    "periods": f"SELECT * FROM cdm_observation_period {OF_FOUND}",
    "concepts": "SELECT * FROM cdm_concept SEMI JOIN set_concept USING (concept_id) ORDER BY ALL",
}
ANY_ROUTE = "".join(line for line in PROTOCOL.splitlines(keepends=True) if not line.startswith("routes:"))
STEPS = """
exclusions:
  - {code: no-actd, reason: no underlying ACTD, rule: no underlying condition}
  - {code: young, reason: too young, rule: age, years from: 18}
  - {code: lost, reason: no follow-up, kind: not followed, rule: no follow-up}
"""
IDS = {
    "person": {"person_id"},
    "condition_occurrence": {"condition_occurrence_id", "person_id", "condition_concept_id"},
    "drug_exposure": {"drug_exposure_id", "person_id", "drug_concept_id"},
    "note": {"note_id", "person_id"},
}


def ids_as(kind: str) -> dict[str, dict[str, str]]:
    """All ids of these tables in another type of the server."""
    return {table: dict.fromkeys(columns, kind) for table, columns in IDS.items()}


def same(
    clinic: Clinic,
    server: Server,
    folder: Path,
    types: Types | None = None,
    protocol: str = ANY_ROUTE + STEPS,
    files: dict[str, dict[str, Any]] | None = None,
) -> dict[str, list[tuple[Any, ...]]]:
    """What the steps left behind in the folder, once the server has left the same."""
    clinic.write(folder / "omop", **(files or {}))
    url = server.load(folder / "omop", f"clinic{next(NUMBER)}", types)
    here, there = find(folder / "omop", protocol, **LEFT_BEHIND), find(url, protocol, **LEFT_BEHIND)
    assert there.attrition == here.attrition
    assert there.rows == here.rows
    assert there.products == here.products
    return here.rows


def persons(rows: dict[str, list[tuple[Any, ...]]]) -> list[int]:
    """Who was found."""
    return [row[0] for row in rows["found"]]


def type_of(server: Server, postgresql: str, spark: str) -> str:
    """A type by the server's own name."""
    return spark if isinstance(server, Spark) else postgresql


WRITTEN = [
    ("SODIUM THIOSULFATE 25% OINT", True),
    ("sodium   thiosulfate", True),
    ("(Sodium Thiosulfate)", True),
    ("sodium\tthiosulfate\ncream", True),
    ("\u017fodium thio\u017fulfate", True),  # the long s is an s in another case
    ("sodium thiosulfate\u00e4", False),  # followed by a letter: another word
    ("\u00e4sodium thiosulfate", False),
    ("xsodium thiosulfate", False),
    ("sodium thiosulfate2", False),
    ("sodium_thiosulfate", False),
    ("sodium thiosulfate_", True),  # no letter, no digit
    ("sodium thiosulfate\u0301", True),  # nor is a combining accent
    ("sodium th\u0130osulfate", False),  # I with a dot is no i
    ("SODIUM TH\u0131OSULFATE", False),
    ("sodium thiosulfate with metabisulfite", False),
    ("", False),
    ("   ", False),
]


@pytest.mark.parametrize("column", ["drug_source_value", "sig"])
def test_a_name_is_found_as_whole_words_in_any_case(column: str, server: Server, tmp_path: Path) -> None:
    clinic = Clinic()
    for person, (text, _) in enumerate(WRITTEN, start=1):
        clinic.person(person).code(person, "2014-02-01")
        cells: dict[str, Any] = {"drug_source_value": "OINT", column: text}
        clinic.supply(person, "2014-03-01", **cells)
    expected = [person for person, (_, is_found) in enumerate(WRITTEN, start=1) if is_found]
    assert persons(same(clinic, server, tmp_path)) == expected


@pytest.mark.parametrize(
    "name", ["Gr\u00fcne Salbe", "GRO\u00dfE \u0130KONE", "\u041d\u0430\u0442\u0440\u0438\u0439", "100%_a'b\\c"]
)
def test_names_beyond_ascii_and_signs_of_sql_are_data(name: str, server: Server, tmp_path: Path) -> None:
    clinic = treated(1).person(2).code(2, "2014-02-01")
    clinic.supply(2, "2014-03-01", drug_source_value="OINT", sig=f"apply {name} daily")
    clinic.person(3).code(3, "2014-02-01").supply(3, "2014-03-01", drug_source_value=name.upper())
    quoted = name.replace("'", "''")
    protocol = ANY_ROUTE.replace("names: [sodium thiosulfate]", f"names: ['{quoted}']")
    assert protocol != ANY_ROUTE
    assert 2 in persons(same(clinic, server, tmp_path, protocol=protocol))


def test_codes_with_blanks_dots_and_case(server: Server, tmp_path: Path) -> None:
    clinic = Clinic()
    written = ["L94.2", "l942", " L94.2 ", "L94.20", "L94", "L94.2'; DROP TABLE person; --", "", None]
    for person, code in enumerate(written, start=1):
        clinic.person(person).code(person, "2014-02-01", code)  # type: ignore[arg-type]
        clinic.supply(person, "2014-03-01")
    assert persons(same(clinic, server, tmp_path)) == [1, 2, 3]


def test_codes_kept_in_columns_of_fixed_width(server: Server, tmp_path: Path) -> None:
    clinic = treated(1).add(
        "concept", concept_id=2_000_000_001, concept_name="calcinosis", vocabulary_id="ICD10CM", concept_code="L94.2"
    )
    clinic.person(2).code(2, "2014-02-01", "local", condition_source_concept_id=2_000_000_001)
    clinic.supply(2, "2014-03-01")
    width = type_of(server, "char(40)", "CHAR(40)")
    types = {
        "condition_occurrence": {"condition_source_value": width},
        "concept": {"concept_code": width, "vocabulary_id": width},
    }
    assert persons(same(clinic, server, tmp_path, types)) == [1, 2]


def test_descendants_and_prefixes_of_the_vocabulary(server: Server, tmp_path: Path) -> None:
    clinic = treated(1)
    for number, code in enumerate(["M34", "M34.1", "M35", "m34.9"], start=10):
        clinic.add("concept", concept_id=number, concept_name="c", vocabulary_id="ICD10CM", concept_code=code)
    clinic.add("concept_ancestor", ancestor_concept_id=11, descendant_concept_id=20)
    clinic.add("concept_ancestor", ancestor_concept_id=12, descendant_concept_id=21)
    for person, concept in enumerate([10, 11, 12, 13, 20, 21], start=2):
        clinic.person(person).code(person, "2014-02-01").supply(person, "2014-03-01")
        clinic.code(person, "2013-01-01", "x", condition_concept_id=concept)
    rows = same(clinic, server, tmp_path)
    assert [row[0] for row in rows["underlying"]] == [1, 2, 3, 6]


@pytest.mark.parametrize(
    ("postgresql", "spark"),
    [("double precision", "DOUBLE"), ("numeric(38, 4)", "DECIMAL(30, 4)"), ("text", "STRING"), ("int", "INT")],
)
def test_ids_of_any_type(postgresql: str, spark: str, server: Server, tmp_path: Path) -> None:
    clinic = treated(7).person(2_147_483_000).code(2_147_483_000, "2014-02-01").supply(2_147_483_000, "2014-03-01")
    rows = same(clinic, server, tmp_path, ids_as(type_of(server, postgresql, spark)))
    assert persons(rows) == [7, 2_147_483_000]


def test_ids_that_differ_from_table_to_table(server: Server, tmp_path: Path) -> None:
    double, text = type_of(server, "double precision", "DOUBLE"), type_of(server, "text", "STRING")
    types = {"note": {"person_id": text}, "drug_exposure": {"person_id": double, "drug_concept_id": double}}
    assert persons(same(treated(5), server, tmp_path, types)) == [5]


def test_nothing_on_record_is_no_empty_text(server: Server, tmp_path: Path) -> None:
    clinic = treated(1)
    for person, (text, sig) in enumerate([(None, "sodium thiosulfate"), ("", "sodium thiosulfate"), (None, None)], 2):
        clinic.person(person).code(person, "2014-02-01")
        clinic.supply(person, "2014-03-01", drug_source_value=text, sig=sig, route_source_value="")
    clinic.rows["condition_occurrence"][0]["condition_source_concept_id"] = None
    assert persons(same(clinic, server, tmp_path)) == [1, 2, 3]


def test_missing_values_stand_last_and_equal_days_go_by_id(server: Server, tmp_path: Path) -> None:
    clinic = treated(1)
    for own, days in ((95, 30), (94, None), (93, 0), (92, -5), (91, 30.5)):
        clinic.supply(1, "2014-03-01", days=days, drug_exposure_id=own, drug_exposure_end_date=None)
    for own in (52, 51, 53):
        clinic.code(1, "2010-01-01", "M34.9", condition_occurrence_id=own)
    clinic.add("person", person_id=1, gender_concept_id=8507, year_of_birth=None)
    rows = same(clinic, server, tmp_path)
    assert rows["underlying"][0][3] == 2  # the lowest id of the first day


def test_halves_are_not_rounded_on_the_way(server: Server, tmp_path: Path) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01")
    for day, grams in enumerate((0.5, 1.5, 2.5, 0.1, 1e-7, 8.75, 1234567.125), start=1):
        clinic.supply(1, f"2014-03-{day:02}", grams=grams, days=day + 0.5)
    same(clinic, server, tmp_path)
    decimal = type_of(server, "numeric", "DECIMAL(30, 10)")
    rows = same(clinic, server, tmp_path / "decimal", {"drug_exposure": {"quantity": decimal, "days_supply": decimal}})
    assert len(rows["supplies"]) == 7


def test_days_before_1970_and_far_ones(server: Server, tmp_path: Path) -> None:
    clinic = Clinic().person(1, 1899, birth_datetime=date(1899, 12, 31)).code(1, "1969-12-31")
    clinic.code(1, "1900-02-28", "M34.1").supply(1, "1969-12-31").supply(1, "1970-01-01")
    clinic.supply(1, "2099-12-31").note(1, "1970-02-01", "The calcinosis of the hand is smaller.")
    clinic.add("observation_period", person_id=1, observation_period_start_date=date(1800, 1, 1),
               observation_period_end_date=date(9999, 12, 31))  # fmt: skip
    protocol = ANY_ROUTE.replace("{start: 2012-01-01, stop: 2017-06-27}", "{start: 1969-01-01, stop: 1971-01-01}")
    assert persons(same(clinic, server, tmp_path, protocol=protocol + STEPS)) == [1]


@pytest.mark.parametrize("zoned", [False, True])
def test_instants_count_by_their_day_in_universal_time(zoned: bool, server: Server, tmp_path: Path) -> None:
    clinic = treated(1)
    late = datetime(2014, 3, 31, 23, 59, 59, 999999, tzinfo=UTC if zoned else None)
    clinic.supply(1, "2014-03-31").rows["drug_exposure"][-1]["drug_exposure_start_date"] = late
    clinic.rows["drug_exposure"][0]["drug_exposure_start_date"] = late.replace(day=1, hour=0, minute=0)
    kind = pl.Datetime("us", "UTC" if zoned else None)
    rows = same(clinic, server, tmp_path, files={"drug_exposure": {"drug_exposure_start_date": kind}})
    assert [row[1] for row in rows["supplies"]] == [date(2014, 3, 1), date(2014, 3, 31)]


def test_days_and_numbers_kept_as_text(server: Server, tmp_path: Path) -> None:
    clinic = treated(1).supply(1, "2014-05-01")
    drug = clinic.rows["drug_exposure"]
    for row, day, amount in zip(drug, ("2014-03-01", "not known"), ("60", "2 tubes"), strict=True):
        row |= {"drug_exposure_start_date": day, "quantity": amount, "days_supply": "thirty"}
    kinds = {"drug_exposure_start_date": pl.String, "quantity": pl.String, "days_supply": pl.String}
    assert len(same(clinic, server, tmp_path, files={"drug_exposure": kinds})["supplies"]) == 1


def test_columns_of_nothing_and_rows_twice(server: Server, tmp_path: Path) -> None:
    clinic = treated(1).supply(1, "2014-03-01", drug_exposure_id=1).note(1, "2014-06-01", "STS")
    same(clinic, server, tmp_path, files={"drug_exposure": {"sig": pl.Boolean, "route_source_value": pl.Boolean}})


def test_names_only_in_notes(server: Server, tmp_path: Path) -> None:
    clinic = Clinic()
    texts = [
        "She applies sodium thiosulfate daily.",
        "No sodium thiosulfate.",
        "SODIUM\n THIOSULFATE was started.",
        "n",
    ]
    for person, text in enumerate(texts, start=1):
        clinic.person(person).code(person, "2014-02-01").note(person, "2014-03-01", text)
    protocol = ANY_ROUTE.replace("not names: [metabisulfite]", "names in: [source value, sig, note]")
    assert persons(same(clinic, server, tmp_path, protocol=protocol)) == [1, 3]


def test_only_a_target_and_only_a_drug(server: Server, tmp_path: Path) -> None:
    lines = PROTOCOL.splitlines(keepends=True)
    clinic = treated(1).person(2).code(2, "2014-02-01").person(3).supply(3, "2014-03-01").person(4)
    without_drug = "".join(line for line in lines if not line.startswith(("drug:", "routes:")))
    assert persons(same(clinic, server, tmp_path, protocol=without_drug)) == [1, 2]
    without_target = "".join(line for line in lines if not line.startswith("target:"))
    assert persons(same(clinic, server, tmp_path / "drug", protocol=without_target)) == [1, 3]


def test_tables_may_be_missing_but_persons_may_not(server: Server, tmp_path: Path) -> None:
    clinic = Clinic().person(1).code(1, "2014-02-01").supply(1, "2014-03-01")
    assert persons(same(clinic, server, tmp_path)) == [1]
    (tmp_path / "omop" / "person.parquet").unlink()
    note = pl.DataFrame({"note_id": [1], "person_id": [1], "note_date": [date(2014, 1, 1)]})
    note.write_parquet(tmp_path / "omop" / "note.parquet")
    url = server.load(tmp_path / "omop", f"clinic{next(NUMBER)}")
    with pytest.raises(BadInput) as told:
        find(url)
    assert sorted((f.field, f.rule) for f in told.value.faults) == [
        ("note_text", "the column is missing"),
        ("person", "the table is missing"),
    ]


def test_postgresql_names_in_capitals_and_quotes(postgres: PostgreSQL, tmp_path: Path) -> None:
    postgres.load(treated(1).write(tmp_path / "omop"), 'Clinic "one"'.replace('"', ""))
    postgres.run(
        'ALTER SCHEMA "Clinic one" RENAME TO "Cli""nic; --"',
        'ALTER TABLE "Cli""nic; --".person RENAME TO "PERSON"',
        'ALTER TABLE "Cli""nic; --"."PERSON" RENAME person_id TO "PERSON_ID"',
        'ALTER TABLE "Cli""nic; --".drug_exposure RENAME TO "Drug_Exposure"',
        'ALTER TABLE "Cli""nic; --"."Drug_Exposure" RENAME drug_source_value TO "Drug_Source_Value"',
    )
    found = find(f"{postgres.url}?schema=Cli%22nic;%20--", **LEFT_BEHIND)
    assert persons(found.rows) == [1]


def test_postgresql_days_without_end_and_types_of_its_own(postgres: PostgreSQL, tmp_path: Path) -> None:
    schema = f"clinic{next(NUMBER)}"
    clinic = treated(1).add("observation_period", person_id=1, observation_period_start_date=date(2000, 1, 1),
                            observation_period_end_date=date(2020, 1, 1))  # fmt: skip
    url = postgres.load(clinic.write(tmp_path / "omop"), schema)
    postgres.run(
        f"UPDATE {schema}.observation_period SET observation_period_end_date = 'infinity'",
        f"CREATE DOMAIN {schema}.id AS bigint",
        f"CREATE TYPE {schema}.code AS ENUM ('L94.2', 'M34.9')",
        f"ALTER TABLE {schema}.person ALTER person_id TYPE {schema}.id",
        f"ALTER TABLE {schema}.condition_occurrence ALTER condition_source_value "
        f"TYPE {schema}.code USING condition_source_value::{schema}.code",
        f"ALTER TABLE {schema}.note RENAME TO note_kept",
        f"CREATE MATERIALIZED VIEW {schema}.note AS SELECT * FROM {schema}.note_kept",
        f"ALTER TABLE {schema}.concept RENAME TO c"
        if (tmp_path / "omop" / "concept.parquet").exists()
        else f"CREATE VIEW {schema}.death AS SELECT 1 AS person_id, timestamptz '-infinity' AS death_date",
    )
    found = find(url, **LEFT_BEHIND)
    assert persons(found.rows) == [1]
    assert found.rows["periods"] == [(1, 1, date(2000, 1, 1), None)]
    assert len(found.rows["statements"]) > 0
