"""The doors that records come in by: each knows what its records look like on disk and turns them into OMOP tables.

A door says whether it is the one for a path, and fills an empty in-memory database with OMOP-shaped tables.
Parquet folders and DuckDB files need none; they are read as they lie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resorb.values.findings import Fault

if TYPE_CHECKING:
    import duckdb


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


def _holds_fhir(path: Path) -> bool:
    from resorb.records.fhir.files import holds_fhir

    return holds_fhir(path)


def _fill_from_fhir(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    from resorb.records.fhir.fill import fill

    return fill(connection, path)


def _holds_lists(path: Path) -> bool:
    from resorb.records.lists.door import holds_lists

    return holds_lists(path)


def _fill_from_lists(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    from resorb.records.lists.door import fill_from_lists

    return fill_from_lists(connection, path)


DOORS: tuple[Door, ...] = (
    Door("fhir", _holds_fhir, _fill_from_fhir),
    Door("lists", _holds_lists, _fill_from_lists),
)
"""Every door, in the order in which they are tried."""


def door_of(path: Path) -> Door | None:
    """The door for a path, or None where tables are read as they lie."""
    # The common cases are told by their names, and no door's code is imported for them.
    if (path / "person.parquet").is_file() or (path.suffix.lower() == ".duckdb" and path.is_file()):
        return None
    return next((door for door in DOORS if door.knows(path)), None)
