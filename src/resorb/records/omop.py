"""What is read of OMOP CDM 5.3 and 5.4: tables, columns, types, and what may be missing.

Records come dirty: ids stored as DOUBLE, columns that are NULL throughout and typed BOOLEAN, dates as text or
timestamps, quantities as free text. Each column is cast to the type below; a value that does not fit becomes NULL and,
for a number, stays on record as text in ``<name>_printed``. Nothing else is changed.
"""

from __future__ import annotations

from dataclasses import dataclass

ID = "BIGINT"
NUMBER = "DOUBLE"
DAY = "DATE"
TEXT = "VARCHAR"


@dataclass(frozen=True, slots=True)
class OmopColumn:
    """One column read.

    Attributes:
        type: the type it is cast to; ids may come as any number type.
        required: the table cannot be used without it; any other column may be missing and is then NULL.
        printed: whether what is no number is kept beside it as text, in ``<name>_printed``.
    """

    name: str
    type: str
    required: bool = False
    printed: bool = False


@dataclass(frozen=True, slots=True)
class OmopTable:
    """One table read. ``order`` is how our store clusters it; a missing table that is not required counts as empty."""

    name: str
    columns: tuple[OmopColumn, ...]
    order: tuple[str, ...]
    required: bool = False


def _id(name: str, *, required: bool = False) -> OmopColumn:
    return OmopColumn(name, ID, required)


def _day(name: str, *, required: bool = False) -> OmopColumn:
    return OmopColumn(name, DAY, required)


def _text(name: str, *, required: bool = False) -> OmopColumn:
    return OmopColumn(name, TEXT, required)


def _number(name: str) -> OmopColumn:
    return OmopColumn(name, NUMBER, printed=True)


PERSON = OmopTable(
    "person",
    (
        _id("person_id", required=True),
        _id("gender_concept_id"),
        _id("year_of_birth"),
        _id("month_of_birth"),
        _id("day_of_birth"),
        _day("birth_datetime"),
        _text("gender_source_value"),
        _text("race_source_value"),
    ),
    ("person_id",),
    required=True,
)
OBSERVATION_PERIOD = OmopTable(
    "observation_period",
    (
        _id("observation_period_id"),
        _id("person_id", required=True),
        _day("observation_period_start_date", required=True),
        _day("observation_period_end_date", required=True),
    ),
    ("person_id", "observation_period_start_date"),
)
VISIT = OmopTable(
    "visit_occurrence",
    (
        _id("visit_occurrence_id", required=True),
        _id("person_id", required=True),
        _id("visit_concept_id"),
        _day("visit_start_date", required=True),
        _day("visit_end_date"),
    ),
    ("person_id", "visit_start_date"),
)
CONDITION = OmopTable(
    "condition_occurrence",
    (
        _id("condition_occurrence_id", required=True),
        _id("person_id", required=True),
        _id("condition_concept_id", required=True),
        _day("condition_start_date", required=True),
        _id("condition_source_concept_id"),
        _text("condition_source_value"),
    ),
    ("condition_concept_id", "person_id"),
)
DRUG = OmopTable(
    "drug_exposure",
    (
        _id("drug_exposure_id", required=True),
        _id("person_id", required=True),
        _id("drug_concept_id", required=True),
        _day("drug_exposure_start_date", required=True),
        _day("drug_exposure_end_date"),
        _number("quantity"),
        _number("days_supply"),
        _id("route_concept_id"),
        _id("drug_source_concept_id"),
        _text("drug_source_value"),
        _text("route_source_value"),
        _text("dose_unit_source_value"),
        _text("sig"),
    ),
    ("drug_concept_id", "person_id"),
)
MEASUREMENT = OmopTable(
    "measurement",
    (
        _id("measurement_id", required=True),
        _id("person_id", required=True),
        _id("measurement_concept_id", required=True),
        _day("measurement_date", required=True),
        _number("value_as_number"),
        _number("range_low"),
        _number("range_high"),
        _id("unit_concept_id"),
        _text("unit_source_value"),
        _id("measurement_source_concept_id"),
        _text("measurement_source_value"),
    ),
    ("measurement_concept_id", "person_id"),
)
NOTE = OmopTable(
    "note",
    (
        _id("note_id", required=True),
        _id("person_id", required=True),
        _day("note_date", required=True),
        _text("note_title"),
        _text("note_text", required=True),
    ),
    ("person_id", "note_date"),
)
DEATH = OmopTable("death", (_id("person_id", required=True), _day("death_date", required=True)), ("person_id",))
CONCEPT = OmopTable(
    "concept",
    (
        _id("concept_id", required=True),
        _text("concept_name", required=True),
        _text("vocabulary_id", required=True),
        _text("concept_code", required=True),
    ),
    ("vocabulary_id", "concept_code"),
)
ANCESTOR = OmopTable(
    "concept_ancestor",
    (_id("ancestor_concept_id", required=True), _id("descendant_concept_id", required=True)),
    ("ancestor_concept_id",),
)

OMOP_TABLES: tuple[OmopTable, ...] = (
    PERSON, OBSERVATION_PERIOD, VISIT, CONDITION, DRUG, MEASUREMENT, NOTE, DEATH, CONCEPT, ANCESTOR,
)  # fmt: skip
"""Every table read. A source must hold person; any other one may be missing or empty."""
