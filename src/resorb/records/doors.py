"""The doors that records come in by: each knows what its records look like on disk and turns them into OMOP tables.

A door says whether it is the one for a path, and fills an empty in-memory database with OMOP-shaped tables.
Parquet folders and DuckDB files need none; they are read as they lie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from resorb.records.fhir.files import holds_fhir
from resorb.records.lists.door import fill_from_lists, holds_lists
from resorb.values.findings import Fault


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of records.

    Attributes:
        knows: whether a path holds such records; looks at names, and at first bytes where names do not tell.
        fill: creates the OMOP tables there are in a database, and returns what could not be taken as it stands.
    """

    name: str
    knows: Callable[[Path], bool]
    fill: Callable[[duckdb.DuckDBPyConnection, Path], list[Fault]]


def _fill_from_fhir(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    from resorb.records.fhir.fill import fill

    return fill(connection, path)


DOORS: tuple[Door, ...] = (
    Door("fhir", holds_fhir, _fill_from_fhir),
    Door("lists", holds_lists, fill_from_lists),
)
"""Every door, in the order in which they are tried."""


def door_of(path: Path) -> Door | None:
    """The door for a path, or None where tables are read as they lie."""
    return next((door for door in DOORS if door.knows(path)), None)
