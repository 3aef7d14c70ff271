"""Where records came from, beyond their table and id: the file, line and name they have in the source behind.

A door that reads files keeps two tables beside those of OMOP: ``record_origin`` says of each row which file and line it
was made from and what it is called there, ``person_key`` what each person is called. A store keeps them as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from resorb.records.omop import ID, TEXT, OmopColumn, OmopTable

if TYPE_CHECKING:
    from resorb.records.source import Source

RECORD_ORIGIN = OmopTable(
    "record_origin",
    (
        OmopColumn("table_name", TEXT, required=True),
        OmopColumn("id", ID, required=True),
        OmopColumn("file", TEXT),
        OmopColumn("line", ID),
        OmopColumn("name", TEXT),
    ),
    ("table_name", "id"),
)
PERSON_KEY = OmopTable(
    "person_key", (OmopColumn("person_id", ID, required=True), OmopColumn("key", TEXT)), ("person_id",)
)
ORIGIN_TABLES = (RECORD_ORIGIN, PERSON_KEY)
Address = tuple[str, int]
"""Table and id of a record."""
_NAMED = re.compile(r"\b(person|condition_occurrence|drug_exposure|measurement|note) (\d+)")


def person_called(source: Source, name: str) -> int | None:
    """The person id of somebody by what the source calls them (``Patient/abc``, ``abc``), else by the number itself."""
    key = name.strip().removeprefix("Patient/")
    row = source.connection.execute("SELECT min(person_id) FROM cdm_person_key WHERE key = ?", [key]).fetchone()
    if row and row[0] is not None:
        return int(row[0])
    return int(key) if re.fullmatch(r"[0-9]{1,18}", key) else None


def places_of(source: Source, records: Iterable[Address]) -> dict[Address, tuple[str, int, str]]:
    """File, line and name of records, of those that have them."""
    asked = sorted(set(records))
    if not asked:
        return {}
    rows = source.connection.execute(
        "SELECT o.table_name, o.id, o.file, o.line, o.name FROM cdm_record_origin AS o "
        "JOIN (SELECT unnest(?::VARCHAR[]) AS table_name, unnest(?::BIGINT[]) AS id) AS a USING (table_name, id)",
        [[table for table, _ in asked], [number for _, number in asked]],
    ).fetchall()
    return {(table, number): (file, line, name) for table, number, file, line, name in rows}


def as_called(source: Source, lines: Iterable[str]) -> tuple[str, ...]:
    """Lines that name records by table and id, with the names the source has for them, where it has any."""
    told = tuple(lines)
    places = places_of(source, ((m[1], int(m[2])) for line in told for m in _NAMED.finditer(line) if len(m[2]) < 19))

    def called(match: re.Match[str]) -> str:
        place = places.get((match[1], int(match[2])))
        return match[0] if place is None else place[2]

    return tuple(_NAMED.sub(called, line) for line in told)
