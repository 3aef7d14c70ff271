"""Open a record store: OMOP Parquet files, a DuckDB file with OMOP tables, our own store, or what a door turns into it.

Whatever it is, the tables read are laid over it as temporary views ``cdm_<table>`` with the names and types of
:mod:`resorb.records.omop`. Nothing is ever written to a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from resorb.records.doors import door_of
from resorb.records.omop import DAY, ID, NOTE, NUMBER, OMOP_TABLES, OmopColumn, OmopTable
from resorb.records.origins import ORIGIN_TABLES
from resorb.records.servers.address import is_server
from resorb.values.findings import BadInput, Fault, Place

if TYPE_CHECKING:
    from resorb.records.servers.fetch import Remote

MEMORY = "2GB"
STORE_MARK = "resorb_store"
NOTES_FIRST = "lies_first"
_OF_A_STORE = ("kind", NOTES_FIRST)
"""Columns that only our own store has."""
_NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", "HUGEINT", "UHUGEINT", "UBIGINT")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "false",
}


@dataclass
class Source:
    """An open record store.

    Attributes:
        is_store: whether it is our own.
        has_kinds: whether it lists the kinds of its records.
        has_notes_first: whether the notes of those whom a protocol is likely to find lie first in it.
        findings: what of its records could not be taken as it stands.
        remote: the server behind it, whose rows are yet to be fetched; None where they are here.
        landed: the tables that a door has made of it; None where they are read as they lie.
    """

    name: str
    connection: duckdb.DuckDBPyConnection
    is_store: bool = False
    has_kinds: bool = False
    has_notes_first: bool = False
    findings: tuple[Fault, ...] = ()
    remote: Remote | None = None
    landed: dict[str, Raw] | None = None


@contextmanager
def open_source(
    path: Path | str, memory: str = MEMORY, scratch: Path | None = None, *, writes: bool = False
) -> Iterator[Source]:
    """Open a source for reading and lay the views over it.

    Args:
        path: a folder of ``<table>.parquet`` files (or folders of them), a DuckDB file, what a door knows,
            or the URL of a server.
        memory: how much memory DuckDB may take.
        scratch: where it may put what does not fit into memory.
        writes: whether the caller writes to another file by it, and tells of disk errors itself.

    Raises:
        BadInput: when it cannot be opened, or lacks what every protocol needs.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {**_SETTINGS, "memory_limit": memory}
    if scratch is not None:
        settings["temp_directory"] = str(scratch)
    if isinstance(path, str) and is_server(path):
        from resorb.records.servers.fetch import open_server

        with open_server(path, settings) as source:
            yield source
        return
    path = Path(path)
    if not path.exists():
        raise _refused(path, "there is no such file or folder", "give OMOP Parquet, FHIR, lists, DuckDB or a store")
    door = door_of(path)
    findings: list[Fault] = []
    try:
        if door is not None:
            connection = duckdb.connect(":memory:", config=settings)
            findings = door.fill(connection, path)
            raw, _ = _file_tables(connection, path)
        elif path.is_dir():
            connection = duckdb.connect(":memory:", config=settings)
            raw, findings = _parquet_tables(connection, path)
        else:
            connection = duckdb.connect(str(path), read_only=True, config=settings)
            raw, findings = _file_tables(connection, path)
    except duckdb.Error as error:
        raise _refused(path, _first_line(error), "give OMOP Parquet, FHIR, lists, DuckDB or a store") from None
    is_store = STORE_MARK in raw
    source = Source(path.name, connection, is_store=is_store, has_kinds=is_store, findings=tuple(findings))
    source.has_notes_first = is_store and NOTES_FIRST in raw[NOTE.name].types
    source.landed = None if door is None else raw
    try:
        lay_views(path, source, raw)
        yield source
    except duckdb.OutOfMemoryException:
        raise _refused(path, f"needs more than {memory} of memory", "allow more with --memory") from None
    except duckdb.IOException as error:
        if writes:
            raise
        raise _refused(path, _first_line(error), "see that it is whole and can be read") from None
    finally:
        connection.close()


@contextmanager
def open_again(opened: Source, path: Path | str, memory: str = MEMORY, scratch: Path | None = None) -> Iterator[Source]:
    """Open a source that is open once more, for other steps.

    What was fetched from a server is not fetched again, and what a door has made of files is not made again.
    """
    raw = opened.landed if opened.remote is None else opened.remote.raw
    if raw is None:
        with open_source(path, memory, scratch) as fresh:
            yield fresh
        return
    fresh = Source(opened.name, opened.connection.cursor())
    try:
        lay_views(opened.name, fresh, raw)
        yield fresh
    finally:
        fresh.connection.close()


def _refused(path: Path, rule: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(str(path)), "source", rule, remedy)])


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["cannot be read"])[0][:200]


@dataclass(frozen=True, slots=True)
class Raw:
    """A table as it stands in the source: how SQL calls it, and its columns' types by lower-case name."""

    called: str
    types: dict[str, str]


def _parquet_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[dict[str, Raw], list[Fault]]:
    found: dict[str, Raw] = {}
    unread: dict[str, int] = {}
    wanted = {t.name for t in OMOP_TABLES}
    connection.execute("SET parquet_metadata_cache = true")
    for entry in sorted(folder.iterdir()):
        name = entry.name.lower().removesuffix(".parquet")
        files = sorted(str(p) for p in entry.rglob("*.parquet")) if entry.is_dir() else [str(entry)]
        if name in found or not files or not (entry.is_dir() or entry.suffix.lower() == ".parquet"):
            continue
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        relation = connection.read_parquet(files, union_by_name=True)
        if name in wanted:
            found[name] = Raw(f"read_parquet([{listed}], union_by_name = true)", _types(relation))
        else:
            unread[name] = _count(relation)
    return found, _told_unread(folder, unread)


def _file_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, Raw], list[Fault]]:
    rows = connection.execute(
        "SELECT table_schema, table_name FROM information_schema.tables "
        "WHERE table_catalog = current_database() ORDER BY table_schema <> 'main', table_schema, table_name"
    ).fetchall()
    wanted = {t.name for t in (*OMOP_TABLES, *ORIGIN_TABLES)} | {STORE_MARK}
    found: dict[str, Raw] = {}
    unread: dict[str, str] = {}
    for schema, name in rows:
        called = f"{_quoted(schema)}.{_quoted(name)}"
        if name.lower() not in wanted:
            unread[name] = called
        elif name.lower() not in found:
            found[name.lower()] = Raw(called, _types(connection.table(called)))
    if STORE_MARK in found:
        return found, []
    return found, _told_unread(path, {name: _count(connection.table(called)) for name, called in unread.items()})


def _count(relation: duckdb.DuckDBPyRelation) -> int:
    (n,) = relation.count("*").fetchall()[0]
    return int(n)


def _told_unread(path: Path, rows: dict[str, int]) -> list[Fault]:
    """One finding that names the tables that hold rows and that no protocol asks for."""
    listed = ", ".join(f"{name} ({n:,})" for name, n in rows.items() if n)
    if not listed:
        return []
    rule = f"are not read, with so many rows: {listed}"
    return [Fault(Place(str(path)), "tables", rule, "nothing: no protocol asks for them")]


def _types(relation: duckdb.DuckDBPyRelation) -> dict[str, str]:
    return {c.lower(): str(t) for c, t in zip(relation.columns, relation.types, strict=True)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def lay_views(path: Path | str, source: Source, raw: dict[str, Raw]) -> None:
    """Lay the views over a source's raw tables; a table that is missing counts as empty.

    Raises:
        BadInput: with every table and column that is missing and needed.
    """
    faults: list[Fault] = []
    # What day an instant with a zone lies on must not hang on the zone of the machine that asks.
    source.connection.execute("SET TimeZone = 'UTC'")
    for table in (*OMOP_TABLES, *ORIGIN_TABLES):
        there = raw.get(table.name)
        if there is None:
            if table.required:
                faults.append(Fault(Place(str(path)), table.name, "the table is missing", "add it to the source"))
            source.connection.execute(empty_view(table))
            continue
        lacking = [c.name for c in table.columns if c.required and c.name not in there.types]
        at = Place(f"{path}/{table.name}")
        faults += [Fault(at, name, "the column is missing", "add it to the table") for name in lacking]
        if not lacking:
            columns = ", ".join(expressions(table, there.types, clean=source.is_store))
            source.connection.execute(
                f"CREATE TEMP VIEW cdm_{table.name} AS SELECT {columns} FROM {there.called}"  # noqa: S608 - our own names
            )
    if faults:
        raise BadInput(faults)


def empty_view(table: OmopTable) -> str:
    """The statement that lays the view of a table that is missing."""
    columns = ", ".join(f"NULL::{t} AS {n}" for n, t in typed_columns(table))
    return f"CREATE TEMP VIEW cdm_{table.name} AS SELECT {columns} WHERE false"


def typed_columns(table: OmopTable) -> list[tuple[str, str]]:
    """Names and types of the columns of a view, texts as printed included."""
    found = []
    for column in table.columns:
        found.append((column.name, column.type))
        if column.printed:
            found.append((f"{column.name}_printed", "VARCHAR"))
    return found


def expressions(table: OmopTable, types: dict[str, str], *, clean: bool) -> list[str]:
    """One SQL expression a column of the view; ``types`` are those of the source's columns, by lower-case name.

    With ``clean`` the source is our own store: its columns are typed already and are taken as they are.
    """
    if clean:
        return [name for name, _ in typed_columns(table)] + [name for name in _OF_A_STORE if name in types]
    found = []
    for column in table.columns:
        raw = types.get(column.name, "BOOLEAN")
        found.append(f"{typed(column, raw)} AS {column.name}")
        if column.printed:
            words = f"CASE WHEN TRY_CAST({column.name} AS DOUBLE) IS NULL THEN {column.name} END"
            found.append(f"{words if raw == 'VARCHAR' else 'NULL::VARCHAR'} AS {column.name}_printed")
    return found


def typed(column: OmopColumn, raw: str) -> str:
    """The expression that casts a column of type ``raw`` to the type it is read as."""
    name = column.name
    if raw == "BOOLEAN":  # how a column that is NULL throughout is often typed; also stands for a missing one
        value = f"NULL::{column.type}"
    elif column.type == ID and raw in _WHOLE:
        value = f"CAST({name} AS BIGINT)"
    elif column.type == ID and raw.startswith(_NUMBERS):
        value = f"CASE WHEN {name} = trunc({name}) THEN TRY_CAST({name} AS BIGINT) END"
    elif column.type in (ID, DAY, NUMBER):
        value = f"TRY_CAST({name} AS {column.type})"
    else:
        value = f"CAST({name} AS VARCHAR)"
    return f"COALESCE({value}, 0)" if name.endswith("concept_id") else value
