"""Rows of study tables from records: every cell read by its column's grammar, every row with its record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from resorb.tables.cells import read_cell
from resorb.tables.columns import Kind, Row
from resorb.tables.schema import PARENT_COLUMN, TABLES, table
from resorb.tables.study import Origin
from resorb.values.findings import FactRef, Place, Refused

_TAKEN = (Kind.TEXTS, Kind.CHOICES, Kind.REFS, Kind.PARENT)


@dataclass(frozen=True, slots=True)
class Record:
    """The record a row came from: OMOP table and id, and in a note the characters it stands at."""

    table: str
    id: int
    start: int | None = None
    stop: int | None = None

    @property
    def where(self) -> str:
        """In words: "note 55, characters 120-180"."""
        return self.called(f"{self.table} {self.id}")

    def called(self, name: str) -> str:
        """In words, by another name than table and id."""
        return name if self.start is None else f"{name}, characters {self.start}-{self.stop}"


@dataclass
class Rows:
    """Rows and origins of one study being made; ``notices`` says what of the records could not be taken."""

    study: str
    source: str
    tables: dict[str, list[Row]] = field(default_factory=lambda: {t.name: [] for t in TABLES})
    origins: dict[FactRef, Origin] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    records: dict[FactRef, Record] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, name: str, row_id: str, record: Record | None, **cells: Any) -> str:
        """Add a row; texts are read by their column's grammar, and what does not fit is left out with a notice."""
        declared = table(name)
        values: dict[str, Any] = {}
        for column, cell in cells.items():
            if cell is None or cell == "":
                continue
            kind = declared.column(column).kind
            if not isinstance(cell, str) or kind in _TAKEN:
                values[column] = cell
                continue
            try:
                values[column] = read_cell(declared.column(column), cell)
            except Refused as refused:
                at = record.where if record else row_id
                self.notices.append(f"{at}: {column.replace('_', ' ')}: {refused.rule}; left out")
        self.tables[name].append(declared.row(study=self.study, id=row_id, **values))
        if record is not None:
            place = Place(f"{self.source}/{record.table}", path=f"{record.table}/{record.id}")
            fact = FactRef(self.study, name, row_id)
            self.origins[fact], self.records[fact] = Origin(place, record.where), record
        return row_id

    def lead_to(self, places: dict[tuple[str, int], tuple[str, int, str]]) -> None:
        """Let origins lead to the file and line their record was made from: ``places`` by table and id."""
        for fact, record in self.records.items():
            if (place := places.get((record.table, record.id))) is not None:
                file, line, name = place
                self.origins[fact] = Origin(Place(file, line, path=name), record.called(name))

    def below(self, name: str, parent_table: str, parent: str, record: Record | None, **cells: Any) -> str:
        """Add a row under another one, with the next number as its name."""
        number = self._numbers[parent, name] = self._numbers.get((parent, name), 0) + 1
        cells[PARENT_COLUMN[parent_table]] = parent
        return self.add(name, f"{parent}.{name}.{number}", record, **cells)


def day_text(day: date | None) -> str | None:
    """A day as study tables write it."""
    return None if day is None else day.isoformat()
