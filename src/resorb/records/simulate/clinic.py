"""The same persons as a small clinic would export them: persons, a pharmacy dispensing list and a chart, as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from resorb.records.simulate.tables import Tables
from resorb.records.simulate.vocabulary import INTRALESIONAL, INTRAVENOUS, ORAL, TOPICAL

# A clinic's chart has no concepts: what an OMOP table tells by one of ours is written as the code a clinic would use.
_CODES = {
    "SIM101": "L94.2",
    "SIM102": "L94.2",
    "CALCINOSIS CUTIS DYSTROPHIC": "L94.2",
    "SIM103": "E83.59",
    "SIM110": "M35.1",
    "SIM111": "M34.9",
    "SIM112": "M33.10",
    "SIM113": "M35.1",
    "200936003": "M32.9",
    "69896004": "M06.9",
}
_ROUTES = {TOPICAL: "topical", INTRAVENOUS: "intravenous", ORAL: "oral", INTRALESIONAL: "intralesional"}


def write_clinic(tables: Tables, folder: Path, say: Callable[[str], None]) -> None:
    """Write ``persons.csv``, ``dispensing.csv`` and ``chart.csv``."""
    made = {"persons.csv": _persons, "dispensing.csv": _dispensing, "chart.csv": _chart}
    for name, frames in made.items():
        say(f"writing {name}")
        with (folder / name).open("wb") as file:
            for i, data in enumerate(frames(tables)):
                data.write_csv(file, include_header=i == 0, line_terminator="\n")


def _mrn() -> pl.Expr:
    return pl.format("MRN{}", "person_id").alias("mrn")


def _persons(tables: Tables) -> Iterator[pl.DataFrame]:
    for data, died in zip(tables.frames("person"), tables.frames("death"), strict=True):
        yield data.join(
            died.select("person_id", "death_date"), on="person_id", how="left", maintain_order="left"
        ).select(
            _mrn(),
            pl.col("gender_source_value").alias("sex"),
            "year_of_birth",
            pl.col("race_source_value").alias("race"),
            "death_date",
        )


def _dispensing(tables: Tables) -> Iterator[pl.DataFrame]:
    """One line per supply, quantity as words: ``180 g``, ``3 tube``, ``2 vial``, a bare number, or nothing."""
    number = pl.col("quantity").cast(pl.String).str.strip_suffix(".0")
    unit = pl.col("dose_unit_source_value")
    route = pl.col("route_source_value").fill_null(pl.col("route_concept_id").replace_strict(_ROUTES, default=None))
    for data in tables.frames("drug_exposure"):
        yield data.select(
            _mrn(),
            pl.col("drug_exposure_start_date").alias("date"),
            pl.col("drug_exposure_end_date").alias("last_day"),
            pl.col("drug_source_value").alias("product"),
            pl.when(unit.is_null())
            .then(number)
            .otherwise(pl.concat_str(number, unit, separator=" "))
            .alias("quantity"),
            "days_supply",
            "refills",
            route.alias("route"),
            "sig",
        )


def _chart(tables: Tables) -> Iterator[pl.DataFrame]:
    """Diagnoses and notes, one line each, by patient and day."""
    for coded, noted in zip(tables.frames("condition_occurrence"), tables.frames("note"), strict=True):
        diagnoses = coded.select(
            "person_id",
            pl.col("condition_start_date").alias("date"),
            pl.lit("diagnosis").alias("entry"),
            pl.col("condition_source_value").replace(_CODES).alias("code"),
            pl.lit(None, pl.String).alias("text"),
        )
        notes = noted.select(
            "person_id",
            pl.col("note_date").alias("date"),
            pl.lit("note").alias("entry"),
            pl.lit(None, pl.String).alias("code"),
            pl.col("note_text").alias("text"),
        )
        both = pl.concat([diagnoses, notes]).sort("person_id", "date", maintain_order=True)
        yield both.select(_mrn(), "date", "entry", "code", "text")
