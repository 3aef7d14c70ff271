"""OMOP tables as CSV files (``person.csv``, ``drug_exposure.csv.gz``, …): read as they lie, every column as text.

The views that are laid over them give the columns their types. A row that cannot be parted into columns is left out
and said.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from resorb.records.lists.grid import DELIMITERS, encoding_of, first_rows
from resorb.records.lists.remarks import Remarks
from resorb.records.omop import ID, OMOP_TABLES, PERSON, OmopTable

_ENCODINGS = {"utf-8-sig": "utf-8", "cp1252": "latin-1", "utf-16": "utf-16"}
_SHOWN = 1_000
_WHOLE = "CASE WHEN regexp_full_match(trim({0}), '[+-]?[0-9]+([.]0*)?') THEN trim({0}) END"
"""A cast would round 2.7 to an id."""


def is_omop_folder(files: list[Path]) -> bool:
    """Whether there is a CSV file of OMOP's table ``person`` among the files, by name and header."""
    return any(table_of(file) is PERSON and _delimiter(file, PERSON, "utf-8-sig") for file in files)


def table_of(file: Path) -> OmopTable | None:
    """The table that a file is named for."""
    stem = file.name.lower().split(".")[0]
    return next((t for t in OMOP_TABLES if t.name == stem), None) if not file.name.lower().endswith(".xlsx") else None


def fill_from_omop(connection: duckdb.DuckDBPyConnection, files: list[Path], remarks: Remarks) -> None:
    """Create the tables that files are named for; other files are said.

    Raises:
        BadInput: when a file is no text.
    """
    for file in files:
        table = table_of(file)
        if table is None:
            remarks.note(str(file), 1, "file", "is named for no OMOP table that is read", "passed over")
            continue
        encoding = encoding_of(file, remarks)
        delimiter = _delimiter(file, table, encoding) or ","
        rows = first_rows(file, delimiter, encoding)
        there = {c.strip().lower() for c in rows[0][1]} if rows else set()
        wanted = [c.name for c in table.columns if c.name in there]
        if wanted:
            _read(connection, file, table, (delimiter, _ENCODINGS[encoding]), wanted, remarks)


def _delimiter(file: Path, table: OmopTable, encoding: str) -> str | None:
    """The delimiter by which the header holds what the table needs."""
    needs = {c.name for c in table.columns if c.required}
    for delimiter in DELIMITERS.values():
        rows = first_rows(file, delimiter, encoding)
        if rows and needs <= {c.strip().lower() for c in rows[0][1]}:
            return delimiter
    return None


def _read(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    table: OmopTable,
    how: tuple[str, str],
    wanted: list[str],
    remarks: Remarks,
) -> None:
    ids = {c.name for c in table.columns if c.type == ID}
    listed = ", ".join(f"{_WHOLE.format(name) if name in ids else f'trim({name})'} AS {name}" for name in wanted)
    select = (
        f"SELECT {listed} FROM read_csv(?, delim = ?, encoding = ?, header = true, all_varchar = true, quote = '\"', "  # noqa: S608
        "normalize_names = true, null_padding = false, store_rejects = true, "
        "max_line_size = 4000000)"
    )
    connection.execute(f"CREATE TABLE {table.name} AS {select}", [str(file), *how])
    rejected = connection.execute("SELECT line, count(*) OVER () FROM reject_errors ORDER BY line LIMIT ?", [_SHOWN])
    for line, _ in rejected.fetchall():
        rule = "a row has not as many cells as the header"
        remarks.note(str(file), line, "row", rule, "it is left out; quote cells that hold the delimiter")
    _say_unusable(connection, file, table, wanted, remarks)
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")


def _say_unusable(
    connection: duckdb.DuckDBPyConnection, file: Path, table: OmopTable, wanted: list[str], remarks: Remarks
) -> None:
    """How many rows lack what the table needs, or have it in a form that its type does not read."""
    for column in table.columns:
        if column.required and column.name in wanted:
            query = f"SELECT count(*) FROM {table.name} WHERE TRY_CAST({column.name} AS {column.type}) IS NULL"  # noqa: S608
            row = connection.execute(query).fetchone()
            if row and row[0]:
                rule = f"is empty or cannot be read as {column.type} in {row[0]:,} rows"
                remarks.note(str(file), 1, column.name, rule, "steps that need it pass over those rows")
