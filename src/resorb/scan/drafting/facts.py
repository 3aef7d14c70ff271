"""Facts as they were read: a key of the study file, a value that its reader takes, and where it is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from resorb.scan.material import Stretch
from resorb.tables.cells import read_cell
from resorb.tables.schema import table
from resorb.values.findings import Refused

MOST_ROWS = 400
"""Rows of one table in one draft; more are not written, and that is said."""
_MOST_PRINTED = 60
_LATELY = 40
"""Rows back to which one that says the same is looked for."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value. ``at`` is where it stands, ``printed`` its number or words as printed, never a whole sentence.

    ``refused`` says why the reader of study files would not take the value; empty when it takes it.
    """

    key: str
    value: str
    at: str
    printed: str
    refused: str = ""


@dataclass
class Row:
    """One row of a table, with the rows nested under it by table. ``name`` is its id in a table with names."""

    table: str
    facts: list[Fact]
    name: str = ""
    under: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Nest a row, unless one that says as much is there."""
        rows = self.under.setdefault(row.table, [])
        put(rows, row)

    def values(self) -> set[tuple[str, str]]:
        """Keys with their values."""
        return {(fact.key, fact.value) for fact in self.facts}


def put(rows: list[Row], row: Row, *, whole: bool = False) -> None:
    """Add a row, unless one that says as much is there; one that says less gives way, and lends its name.

    With ``whole`` only a row that says the same is left out.
    """
    if len(rows) > MOST_ROWS or not row.facts:
        return
    new = row.values()
    for number, known in enumerate(rows[-_LATELY:], max(0, len(rows) - _LATELY)):
        old = known.values()
        if new == old or (new < old and not whole):
            return
        if old < new and not whole:
            row.name, row.under = known.name or row.name, known.under or row.under
            rows[number] = row
            return
    rows.append(row)


def fact(of: str, column: str, stretch: Stretch, value: str | None = None, *others: str) -> Fact:
    """A fact for a column of a table; of several ways to write its value the first that the reader takes.

    Args:
        of: the table.
        column: the name of the column.
        stretch: where it is printed.
        value: how it is written; as printed when not given.
        others: other ways to write the same.
    """
    declared = table(of).column(column)
    printed = one_line(stretch.passage.text[stretch.start : stretch.end])
    ways = [one_line(way) for way in (value if value is not None else printed, *others) if way]
    refused = ""
    for way in ways:
        try:
            read_cell(declared, way)
        except Refused as error:
            refused = refused or error.rule
            continue
        return Fact(declared.key, way, where(stretch), shortened(printed))
    return Fact(declared.key, ways[0] if ways else printed, where(stretch), shortened(printed), refused or "is empty")


def where(stretch: Stretch) -> str:
    """Where a stretch stands: page if any, line and column."""
    place = stretch.passage.place(stretch.name, stretch.start, stretch.end)
    parts = [place.path, f"line {place.line}", f"column {place.column}"]
    return ", ".join(one_line(part) for part in parts if part)


def one_line(text: str) -> str:
    """Text without line breaks, and without signs that cannot stand in a study file or steer how it is shown."""
    kept = (" " if unicodedata.category(c)[0] in "ZC" else c for c in text)
    return " ".join("".join(kept).split())


def shortened(text: str) -> str:
    """The begin of a text that is longer than a fact."""
    return text if len(text) <= _MOST_PRINTED else text[: _MOST_PRINTED - 1] + "…"


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """Facts with different values, each the first time it is printed."""
    found: dict[str, Fact] = {}
    for one in facts:
        found.setdefault(one.value, one)
    return list(found.values())
