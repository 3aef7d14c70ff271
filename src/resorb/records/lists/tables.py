"""OMOP-shaped tables being filled from lists: rows are staged with where they stand, and numbered when all are there.

A row's id is made from what the row says, and from how many equal rows stand before it: the same row of next month's
export has the same id, so that a store can be added to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from resorb.records.lists.remarks import SHOWN_LINES, Remarks
from resorb.records.local_ids import local_concept, stable_number
from resorb.records.omop import CONCEPT, DEATH, OMOP_TABLES, PERSON, OmopTable
from resorb.records.statements import insert

NUMBERED = ("condition_occurrence", "drug_exposure", "measurement", "note")
_AT_ONCE = 20_000
_TABLES = {t.name: t for t in OMOP_TABLES}
_ICD = re.compile(r"ICD(9|10)")
_NUMBER_IN_ID = re.compile(r"[A-Za-z]{0,8}[-_ ]?0*([1-9]\d{0,14})", re.ASCII)


def _columns(table: OmopTable) -> tuple[tuple[str, str], ...]:
    """Columns as staged: what may be a text in place of a number stays text until the views are laid."""
    own = table.columns[1:] if table.name in NUMBERED else table.columns
    return tuple((c.name, "VARCHAR" if c.printed else c.type) for c in own)


@dataclass
class Tables:
    """The tables of one source."""

    connection: duckdb.DuckDBPyConnection
    remarks: Remarks
    by_text: bool = False
    files: list[str] = field(default_factory=list)
    _staged: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _persons: dict[str, int] = field(default_factory=dict)
    _texts: dict[int, str] = field(default_factory=dict)
    _concepts: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*NUMBERED, PERSON.name, DEATH.name):
            declared = (*self._places(), *_columns(_TABLES[name]))
            self._staged[name] = []
            self._names[name] = [n for n, _ in declared]
            listed = ", ".join(f"{n} {kind}" for n, kind in declared)
            self.connection.execute(f"CREATE TEMP TABLE staged_{name} ({listed})")

    @staticmethod
    def _places() -> tuple[tuple[str, str], ...]:
        return (("content", "BIGINT"), ("file", "INTEGER"), ("line", "BIGINT"))

    def person(self, text: str, file: str, line: int, column: str) -> int:
        """The number of a person by the id on a list; two ids that would have one number are refused."""
        known = self._persons.get(text)
        if known is not None:
            return known
        match = None if self.by_text else _NUMBER_IN_ID.fullmatch(text)
        number = int(match[1]) if match else stable_number("person", text)
        other = self._texts.setdefault(number, text)
        if other != text:
            rule = f"two different ids would both be person {number}"
            self.remarks.refuse(file, line, column, rule, "say `persons: by text` in lists.yaml")
        self._persons[text] = number
        return number

    def concept(self, vocabulary: str, code: str) -> int:
        """The local concept of a code, noted."""
        written = _dotted(vocabulary, code)
        number = local_concept(vocabulary, written)
        self._concepts[number] = (vocabulary, written)
        return number

    def add(self, table: str, file: int, line: int, content: str, cells: Mapping[str, Any]) -> None:
        """Stage one row; ``content`` is what makes equal rows equal."""
        rows = self._staged[table]
        head = (stable_number(table, content), file, line)
        rows.append((*head, *(cells.get(name) for name in self._names[table][3:])))
        if len(rows) >= _AT_ONCE:
            self._flush(table)

    def _flush(self, table: str) -> None:
        declared = (*self._places(), *_columns(_TABLES[table]))
        insert(self.connection, f"staged_{table}", declared, self._staged[table])
        self._staged[table].clear()

    def finish(self) -> None:
        """Make the tables from what was staged; equal rows, and persons listed twice or nowhere, are said."""
        for name in self._staged:
            self._flush(name)
        for name in NUMBERED:
            own = _TABLES[name].columns[0].name
            listed = ", ".join(self._names[name][3:])
            self.connection.execute(
                f"CREATE TABLE {name} AS SELECT content + row_number() OVER (PARTITION BY content ORDER BY file, line) "  # noqa: S608
                f"- 1 AS {own}, {listed}, file AS list_file, line AS list_line FROM staged_{name}"
            )
            self._say_doubles(
                name, "content", "stands there more than once, alike", "all are kept; equal supplies count once"
            )
        self._say_doubles(PERSON.name, "person_id", "lists a person again", "the first row counts")
        self._persons_table()
        columns = ", ".join(f"{n} {k}" for n, k in _columns(CONCEPT))
        self.connection.execute(f"CREATE TABLE concept ({columns})")
        rows = [(number, code, vocabulary, code) for number, (vocabulary, code) in self._concepts.items()]
        insert(self.connection, "concept", _columns(CONCEPT), rows)
        for name in self._staged:
            self.connection.execute(f"DROP TABLE staged_{name}")
        self._origins()

    def _origins(self) -> None:
        """Which list and line each row was made from, and what each person is called in the lists."""
        columns = (("number", "INTEGER"), ("file", "VARCHAR"))
        self.connection.execute("CREATE TABLE list_name (number INTEGER, file VARCHAR)")
        insert(self.connection, "list_name", columns, [(n, Path(f).name) for n, f in enumerate(self.files)])
        places = " UNION ALL ".join(
            f"SELECT '{name}' AS table_name, {_TABLES[name].columns[0].name} AS id, l.file, r.list_line AS line, "  # noqa: S608
            f"l.file || ' line ' || r.list_line AS name FROM {name} AS r JOIN list_name AS l ON l.number = r.list_file"
            for name in NUMBERED
        )
        self.connection.execute(f"CREATE VIEW record_origin AS {places}")
        self.connection.execute("CREATE TABLE person_key (person_id BIGINT, key VARCHAR)")
        keys = (("person_id", "BIGINT"), ("key", "VARCHAR"))
        insert(self.connection, "person_key", keys, [(number, text) for text, number in self._persons.items()])

    def _say_doubles(self, table: str, key: str, rule: str, remedy: str) -> None:
        found = self.connection.execute(
            f"SELECT file, list(line ORDER BY line)[:{SHOWN_LINES}], count(*) FROM (SELECT file, line, row_number() "  # noqa: S608
            f"OVER (PARTITION BY {key} ORDER BY file, line) AS copy FROM staged_{table}) WHERE copy > 1 GROUP BY file"
        ).fetchall()
        for file, lines, count in found:
            for line in lines:
                self.remarks.note(self.files[file], line, "row", rule, remedy, count if line == lines[0] else 0)

    def _persons_table(self) -> None:
        listed = ", ".join(self._names[PERSON.name][3:])
        self.connection.execute(
            f"CREATE TABLE person AS SELECT {listed} FROM staged_person "  # noqa: S608
            "QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY file, line) = 1"
        )
        everywhere = " UNION ".join(f"SELECT person_id FROM {name}" for name in NUMBERED)  # noqa: S608
        row = self.connection.execute(
            f"INSERT INTO person BY NAME SELECT person_id FROM ({everywhere}) ANTI JOIN person USING (person_id)"  # noqa: S608
        ).fetchone()
        added = int(row[0]) if row else 0
        held = self.connection.execute("SELECT count(*) FROM person").fetchone()
        if added and held and held[0] > added:
            rule = f"lacks {added:,} persons whom other lists name"
            self.remarks.note(self.files[0], 1, "persons", rule, "they are kept, of unknown age and sex")
        self.connection.execute(
            "CREATE TABLE death AS SELECT person_id, min(death_date) AS death_date FROM staged_death GROUP BY person_id"
        )


def _dotted(vocabulary: str, code: str) -> str:
    """An ICD code with its point, as vocabularies write it; other codes as they come."""
    if not _ICD.match(vocabulary):
        return code
    bare = code.upper().replace(".", "").replace(" ", "")
    head = 4 if vocabulary == "ICD9CM" and bare.startswith("E") else 3
    return f"{bare[:head]}.{bare[head:]}" if len(bare) > head else bare
