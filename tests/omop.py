"""A tiny clinic as a folder of OMOP Parquet files, written row by row in tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from resorb.records.cohort import Cohort, find_cohort
from resorb.records.omop import DAY, ID, NUMBER, OMOP_TABLES
from resorb.records.protocol_file import read_protocol
from resorb.records.source import open_source

_TYPES: dict[str, Any] = {ID: pl.Int64, NUMBER: pl.Float64, DAY: pl.Date, "VARCHAR": pl.String}

STS = "SODIUM THIOSULFATE 25% IN ZINC OXIDE OINT 60 G"
PROTOCOL = """
protocol: small
period: {start: 2012-01-01, stop: 2017-06-27}
target: {is: calcinosis cutis, codes: {ICD10CM: [L94.2]}}
underlying: [{is: systemic sclerosis, codes: {ICD10CM: [M34*]}}]
drug: {is: sodium thiosulfate, names: [sodium thiosulfate], not names: [metabisulfite]}
routes: [topical, intravenous]
notes: {target: [calcinosis], drug: [sodium thiosulfate]}
"""


class Clinic:
    """Rows by table; ids are given by hand or counted."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **cells: Any) -> Clinic:
        """Add a row; the table's own id is the next number unless given."""
        own = next(t for t in OMOP_TABLES if t.name == table).columns[0].name
        rows = self.rows.setdefault(table, [])
        rows.append({own: len(rows) + 1} | cells if own.removesuffix("_id") == table else cells)
        return self

    def person(self, person: int, born: int = 1960, **cells: Any) -> Clinic:
        """A woman born in that year."""
        return self.add("person", person_id=person, gender_concept_id=8532, year_of_birth=born, **cells)

    def code(self, person: int, day: str, code: str = "L94.2", **cells: Any) -> Clinic:
        """A diagnosis by the code as the source wrote it."""
        when = {"condition_start_date": date.fromisoformat(day), "condition_source_value": code}
        return self.add("condition_occurrence", person_id=person, **({"condition_concept_id": 0} | when | cells))

    def supply(self, person: int, day: str, grams: float | None = 60, days: float | None = 30, **cells: Any) -> Clinic:
        """A supply of the ointment."""
        row = {
            "drug_concept_id": 0, "drug_exposure_start_date": date.fromisoformat(day), "quantity": grams,
            "days_supply": days, "drug_source_value": STS, "dose_unit_source_value": "g",
        }  # fmt: skip
        return self.add("drug_exposure", person_id=person, **(row | cells))

    def note(self, person: int, day: str, text: str) -> Clinic:
        """A note."""
        return self.add("note", person_id=person, note_date=date.fromisoformat(day), note_text=text)

    def write(self, folder: Path, **types: dict[str, Any]) -> Path:
        """The folder; ``types`` replaces the types of a table's columns, as a dirty export would have them."""
        folder.mkdir(parents=True, exist_ok=True)
        for table in OMOP_TABLES:
            if table.name in self.rows:
                schema = {c.name: _TYPES[c.type] for c in table.columns} | types.get(table.name, {})
                rows = [{name: row.get(name) for name in schema} for row in self.rows[table.name]]
                pl.DataFrame(rows, schema=schema).write_parquet(folder / f"{table.name}.parquet")
        return folder


def treated(person: int = 1) -> Clinic:
    """One patient who meets the protocol, with a supply of 30 days from 1 March 2014 and a note that tells of it."""
    clinic = Clinic().person(person).code(person, "2014-02-01").code(person, "2010-01-01", "M34.9")
    return clinic.supply(person, "2014-03-01").note(person, "2014-05-01", "The calcinosis of the hand is smaller.")


class Found:
    """A cohort found, as plain rows that outlive the connection."""

    def __init__(self, cohort: Cohort, asked: dict[str, str]) -> None:
        connection: duckdb.DuckDBPyConnection = cohort.source.connection
        self.attrition = [(s.code or "found", s.persons_out, s.persons_left) for s in cohort.attrition]
        self.rows = {name: connection.execute(query).fetchall() for name, query in asked.items()}
        self.products = cohort.products


def find(source: Path | str, protocol: str = PROTOCOL, **asked: str) -> Found:
    """Run a protocol on a source; ``asked`` are queries on the tables of the steps."""
    with open_source(source) as opened:
        return Found(find_cohort(read_protocol(protocol, "protocol.yaml"), opened), asked)
