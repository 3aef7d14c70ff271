"""An export of records as REDCap writes it, flat, as CSV or JSON: rows with their place, by record, event and form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resorb.sources.redcap.format import EVENT, INSTANCE, INSTRUMENT, RECORD, export_columns, unguarded
from resorb.values.findings import BadInput, Fault, Place

MAX_BYTES = 200_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 10_000
_FIX = "export the records anew from REDCap, as CSV (raw data) or JSON, flat"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row: a record's own (``instrument`` empty) or one instance of a form that repeats."""

    line: int
    record: str
    event: str
    instrument: str
    instance: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Export:
    """A whole export; ``variables`` are its columns that are no columns of REDCap's own."""

    file: str
    content: bytes
    variables: tuple[str, ...]
    rows: tuple[ExportRow, ...]
    id_column: str = RECORD
    faults: list[Fault] = field(default_factory=list)

    def place(self, row: ExportRow, variable: str = "") -> Place:
        """Where a cell stands."""
        return Place(self.file, row.line, path=variable)


def looks_like_export(path: Path) -> bool:
    """Whether a file may be an export, by its name."""
    return path.suffix.lower() in (".csv", ".json") and path.is_file()


def read_export(path: Path) -> Export:
    """Read an export.

    Raises:
        BadInput: when it is none, with every fault that can be told.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _bad(str(path), 1, "file", f"is larger than {MAX_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise BadInput([Fault(Place(str(path)), "file", reason, "give the path of an export")]) from None
    return parse_export(content, str(path))


def parse_export(content: bytes, file: str) -> Export:
    """Read the content of an export; JSON begins with a bracket.

    Raises:
        BadInput: when it is none.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(file, line, "encoding", "is not UTF-8") from None
    table = _from_json(text, file) if text.lstrip()[:1] in ("[", "{") else _from_csv(text, file)
    return _export(table, content, file)


def _bad(file: str, line: int, field_name: str, rule: str, remedy: str = _FIX) -> BadInput:
    return BadInput([Fault(Place(file, max(line, 1)), field_name, rule, remedy)])


_Table = tuple[list[str], list[tuple[int, list[str]]]]


def _from_csv(text: str, file: str) -> _Table:
    csv.field_size_limit(MAX_BYTES)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    last = 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if any(c.strip() for c in cells):
                rows.append((line, cells))
            if len(rows) > MAX_ROWS:
                raise _bad(file, line, "rows", f"has more than {MAX_ROWS:,} rows")
    except csv.Error:
        raise _bad(file, last + 1, "row", "cannot be read as CSV") from None
    if not rows:
        raise _bad(file, 1, "file", "is empty")
    header = [c.strip() for c in rows[0][1]]
    faults = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            rule = f"has {len(cells)} cells where the header has {len(header)}"
            faults.append(Fault(Place(file, line), "row", rule, "see that quotes are closed; export anew"))
    if faults:
        raise BadInput(faults[:100])
    return header, rows[1:]


def _from_json(text: str, file: str) -> _Table:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise _bad(file, line, "file", "is not JSON that can be read") from None
    if not isinstance(data, list) or not all(isinstance(r, dict) for r in data):
        raise _bad(file, 1, "file", "is no list of records")
    if len(data) > MAX_ROWS:
        raise _bad(file, 1, "rows", f"has more than {MAX_ROWS:,} rows")
    header = list(dict.fromkeys(key for row in data for key in row))
    return header, [(number, [_as_text(row.get(key)) for key in header]) for number, row in enumerate(data, start=1)]


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)


def _export(table: _Table, content: bytes, file: str) -> Export:
    header, lines = table
    names = {label.lower(): name for name, label in export_columns().items()}
    columns = [names.get(c.lower(), c) for c in header]
    doubles = sorted({c for c in columns if c and columns.count(c) > 1}) if len(columns) < MAX_COLUMNS else []
    if len(columns) >= MAX_COLUMNS:
        raise _bad(file, 1, "header", f"has more than {MAX_COLUMNS:,} columns")
    if doubles:
        raise BadInput([Fault(Place(file, 1), "header", f"has {len(doubles)} columns of one name", _FIX)])
    rows = []
    for line, cells in lines:
        by_name = {name: unguarded(text) for name, text in zip(columns, cells, strict=True)}
        record = by_name.get(columns[0], "").strip()
        event, form, number = (by_name.pop(name, "").strip() for name in (EVENT, INSTRUMENT, INSTANCE))
        rows.append(ExportRow(line, record, event, form, number, by_name))
    own = set(export_columns())
    return Export(file, content, tuple(c for c in columns if c and c not in own), tuple(rows), columns[0])
