"""Columns of the OMOP CDM 5.4 tables that are written, and the frames made of planted rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

_KINDS = {"i": pl.Int64(), "d": pl.Date(), "t": pl.Datetime("us"), "s": pl.String(), "f": pl.Float64()}


def _columns(words: str) -> dict[str, pl.DataType]:
    """From ``name:kind`` words; the kind is i (whole number) where none is named."""
    pairs = (word.partition(":") for word in words.split())
    return {name: _KINDS[kind or "i"] for name, _, kind in pairs}


SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "person": _columns(
        "person_id gender_concept_id year_of_birth month_of_birth day_of_birth birth_datetime:t race_concept_id "
        "ethnicity_concept_id location_id provider_id care_site_id person_source_value:s gender_source_value:s "
        "gender_source_concept_id race_source_value:s race_source_concept_id ethnicity_source_value:s "
        "ethnicity_source_concept_id"
    ),
    "observation_period": _columns(
        "observation_period_id person_id observation_period_start_date:d observation_period_end_date:d "
        "period_type_concept_id"
    ),
    "visit_occurrence": _columns(
        "visit_occurrence_id person_id visit_concept_id visit_start_date:d visit_start_datetime:t visit_end_date:d "
        "visit_end_datetime:t visit_type_concept_id provider_id care_site_id visit_source_value:s "
        "visit_source_concept_id admitted_from_concept_id admitted_from_source_value:s discharged_to_concept_id "
        "discharged_to_source_value:s preceding_visit_occurrence_id"
    ),
    "condition_occurrence": _columns(
        "condition_occurrence_id person_id condition_concept_id condition_start_date:d condition_start_datetime:t "
        "condition_end_date:d condition_end_datetime:t condition_type_concept_id condition_status_concept_id "
        "stop_reason:s provider_id visit_occurrence_id visit_detail_id condition_source_value:s "
        "condition_source_concept_id condition_status_source_value:s"
    ),
    "drug_exposure": _columns(
        "drug_exposure_id person_id drug_concept_id drug_exposure_start_date:d drug_exposure_start_datetime:t "
        "drug_exposure_end_date:d drug_exposure_end_datetime:t verbatim_end_date:d drug_type_concept_id "
        "stop_reason:s refills quantity:f days_supply sig:s route_concept_id lot_number:s provider_id "
        "visit_occurrence_id visit_detail_id drug_source_value:s drug_source_concept_id route_source_value:s "
        "dose_unit_source_value:s"
    ),
    "measurement": _columns(
        "measurement_id person_id measurement_concept_id measurement_date:d measurement_datetime:t "
        "measurement_time:s measurement_type_concept_id operator_concept_id value_as_number:f value_as_concept_id "
        "unit_concept_id range_low:f range_high:f provider_id visit_occurrence_id visit_detail_id "
        "measurement_source_value:s measurement_source_concept_id unit_source_value:s unit_source_concept_id "
        "value_source_value:s measurement_event_id meas_event_field_concept_id"
    ),
    "note": _columns(
        "note_id person_id note_date:d note_datetime:t note_type_concept_id note_class_concept_id note_title:s "
        "note_text:s encoding_concept_id language_concept_id provider_id visit_occurrence_id visit_detail_id "
        "note_source_value:s note_event_id note_event_field_concept_id"
    ),
    "death": _columns(
        "person_id death_date:d death_datetime:t death_type_concept_id cause_concept_id cause_source_value:s "
        "cause_source_concept_id"
    ),
    "concept": _columns(
        "concept_id concept_name:s domain_id:s vocabulary_id:s concept_class_id:s standard_concept:s concept_code:s "
        "valid_start_date:d valid_end_date:d invalid_reason:s"
    ),
    "concept_ancestor": _columns(
        "ancestor_concept_id descendant_concept_id min_levels_of_separation max_levels_of_separation"
    ),
    "drug_strength": _columns(
        "drug_concept_id ingredient_concept_id amount_value:f amount_unit_concept_id numerator_value:f "
        "numerator_unit_concept_id denominator_value:f denominator_unit_concept_id box_size valid_start_date:d "
        "valid_end_date:d invalid_reason:s"
    ),
}
"""Every table, with its columns in the order of the CDM. Ids that a table leaves out are empty."""

ROW_ID = {
    "observation_period": "observation_period_id",
    "visit_occurrence": "visit_occurrence_id",
    "condition_occurrence": "condition_occurrence_id",
    "drug_exposure": "drug_exposure_id",
    "measurement": "measurement_id",
    "note": "note_id",
}
"""Tables whose rows are numbered as they are written, and the column of the number."""


def frame(table: str, columns: Mapping[str, Any], height: int) -> pl.DataFrame:
    """A frame of ``height`` rows with every column of the table; what is not given is empty."""
    schema = SCHEMAS[table]
    return pl.DataFrame(
        [
            pl.Series(name, columns[name], dtype=kind)
            if name in columns
            else pl.Series(name, [None], dtype=kind).new_from_index(0, height)
            for name, kind in schema.items()
        ]
    )


def rows_frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of planted rows, each a map of the columns that are not empty."""
    return pl.DataFrame(list(rows), schema=SCHEMAS[table], orient="row", strict=False)


def with_double_ids(data: pl.DataFrame) -> pl.DataFrame:
    """The same rows with every whole number as floating-point number."""
    return data.with_columns(pl.col(pl.Int64).cast(pl.Float64))


def schema_of(table: str, *, double_ids: bool) -> dict[str, pl.DataType]:
    """The columns as written."""
    return {name: pl.Float64() if double_ids and kind == pl.Int64 else kind for name, kind in SCHEMAS[table].items()}
