"""Rows on their way into the database: gathered in batches, with where each came from, then settled as OMOP tables.

References that lead to a name (``urn:uuid:…``, an identifier) instead of a type and id, medications that stand in a
resource of their own and texts in a Binary are looked up when everything has been read, by joins, so that the order of
files and lines does not matter and memory stays bounded.
"""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from resorb.records.fhir.codes import Code
from resorb.records.fhir.references import Target, person_number
from resorb.records.fhir.resource import Resource
from resorb.records.local_ids import stable_number
from resorb.records.omop import ID, OMOP_TABLES

OMOP = {t.name: t for t in OMOP_TABLES}
BATCH = 20_000
_BATCH_CHARS = 16 << 20
"""Characters of text after which a batch is written, however few its rows."""
_ORIGIN: dict[str, Any] = {"file": pl.String(), "line": pl.Int64(), "name": pl.String(), "updated": pl.String(),
                           "person_ref": pl.String()}  # fmt: skip
_EXTRA: dict[str, dict[str, Any]] = {
    "drug_exposure": {"medication": pl.String(), "tells_of": pl.String()},
    "note": {"held_in": pl.String()},
}
TABLES = (
    "person", "observation_period", "visit_occurrence", "condition_occurrence", "drug_exposure", "measurement", "note",
    "death",
)  # fmt: skip
_SIDE: dict[str, dict[str, Any]] = {
    "person_key": {"person_id": pl.Int64(), "key": pl.String()},
    "alias": {"alias": pl.String(), "kind": pl.String(), "key": pl.String()},
    "medication": {"key": pl.String(), "text": pl.String(), "drug_concept_id": pl.Int64(),
                   "drug_source_concept_id": pl.Int64()},
    "binary": {"key": pl.String(), "text": pl.String()},
    "gone": {"name": pl.String(), "updated": pl.String(), "file": pl.String(), "line": pl.Int64()},
    "concept_ancestor": {"ancestor_concept_id": pl.Int64(), "descendant_concept_id": pl.Int64()},
}  # fmt: skip


def schema_of(table: str) -> dict[str, Any]:
    """The columns of a table on its way: numbers and days are texts, so that they keep how they were written."""
    if table in _SIDE:
        return _SIDE[table]
    columns = {c.name: pl.Int64() if c.type == ID else pl.String() for c in OMOP[table].columns}
    return columns | _ORIGIN | _EXTRA.get(table, {})


class Landing:
    """The database being filled.

    Attributes:
        filled: tables that got rows; of those of OMOP, only these and ``person`` are there in the end.
        by_name: those of them with rows that name their person otherwise than by type and id.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._schemas = {t: schema_of(t) for t in (*TABLES, *_SIDE)}
        self._rows: dict[str, list[dict[str, Any]]] = {t: [] for t in self._schemas}
        self._chars = 0
        self.filled: set[str] = set()
        self.by_name: set[str] = set()
        self.concepts: dict[int, tuple[str, str, str | None]] = {}
        self._laid: set[str] = set()
        for table in ("person", *_SIDE):
            self._lay(table)

    def add(self, table: str, resource: Resource, person: Target | None, part: str = "", **cells: Any) -> None:
        """Add a row made from a resource; its id is made from the resource's, and ``part`` where it makes several."""
        row, at = cells, resource.place
        own = OMOP[table].columns[0].name
        if own != "person_id":
            key = resource.name if resource.id else f"{at.file}:{at.line}:{at.path}"
            row[own] = stable_number(table, key, part)
        if person is not None:
            if person.alias:
                row["person_ref"] = person.alias
                self.by_name.add(table)
            else:
                row["person_id"] = person_number(person.id)
        row["file"], row["line"], row["name"], row["updated"] = at.file, at.line, resource.name, resource.updated
        self.side(table, **row)

    def withdrawn(self, resource: Resource) -> None:
        """Keep in mind that a resource is not taken, so that no earlier version of it is."""
        at = resource.place
        self.side("gone", name=resource.name, updated=resource.updated, file=at.file, line=at.line)

    def side(self, table: str, **row: Any) -> None:
        """Add a row to a table of any kind."""
        rows = self._rows[table]
        rows.append(row)
        self.filled.add(table)
        if (text := row.get("note_text") or row.get("text")) is not None:
            self._chars += len(text)
        if len(rows) >= BATCH:
            self._write(table)
        if self._chars >= _BATCH_CHARS:
            for one in ("note", "binary", "medication"):
                self._write(one)
            self._chars = 0

    def concept(self, code: Code | None) -> int:
        """The concept of a code, kept in the vocabulary."""
        if code is None or (number := code.concept) == 0:
            return 0
        known = self.concepts.get(number)
        if known is None or (known[2] is None and code.display):
            self.concepts[number] = (code.vocabulary, code.code, code.display)
        return number

    def write_all(self) -> None:
        """Write what is still held."""
        for table in self._rows:
            self._write(table)
        listed = sorted(self.concepts.items())
        data = pl.DataFrame(
            [(n, d or c, v, c) for n, (v, c, d) in listed],
            schema={"concept_id": pl.Int64, "concept_name": pl.String, "vocabulary_id": pl.String,
                    "concept_code": pl.String},
            orient="row",
        )  # fmt: skip
        self.connection.register("held", _Stream(data))
        self.connection.execute("CREATE TABLE concept AS SELECT * FROM held")
        self.connection.unregister("held")

    def _lay(self, table: str) -> None:
        """Make a table that is not there yet."""
        if table not in self._laid:
            schema = self._schemas[table].items()
            columns = ", ".join(f"{name} {'BIGINT' if kind == pl.Int64() else 'VARCHAR'}" for name, kind in schema)
            self.connection.execute(f"CREATE TABLE land_{table} ({columns})")
            self._laid.add(table)

    def _write(self, table: str) -> None:
        rows = self._rows[table]
        if not rows:
            return
        self._lay(table)
        # Registering takes the place of what was registered before; what is last is let go in `write_all`.
        self.connection.register("held", _Stream(pl.DataFrame(rows, schema=self._schemas[table], orient="row")))
        self.connection.execute(f"INSERT INTO land_{table} SELECT * FROM held")  # noqa: S608 - our own names
        rows.clear()


class _Stream:
    """A frame as a stream of Arrow batches, which the database reads without any other package."""

    def __init__(self, data: pl.DataFrame) -> None:
        self.data = data

    def __arrow_c_stream__(self, requested: object = None) -> object:
        return self.data.__arrow_c_stream__(requested)
