"""An export of records as REDCap writes it, flat, as CSV or JSON: rows with their place, by record, event and form."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resorb.sources.redcap.format import EVENT, INSTANCE, INSTRUMENT, RECORD, export_columns, unguarded
from resorb.values.findings import BadInput, Fault, Place

MAX_BYTES = 200_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 10_000
MAX_FAULTS = 20
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
    """A whole export; ``variables`` are its columns that are not REDCap's own, ``said`` what was passed over."""

    file: str
    content: bytes
    variables: tuple[str, ...]
    rows: tuple[ExportRow, ...]
    id_column: str = RECORD
    said: list[Fault] = field(default_factory=list)

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
    said: list[Fault] = []
    blocks = _from_json(text, file) if text.lstrip()[:1] in ("[", "{") else _from_csv(text, file, said)
    rows: list[ExportRow] = []
    variables: dict[str, None] = {}
    for number, block in enumerate(blocks, start=1):
        columns = _columns(block.header, file)
        variables.update(dict.fromkeys(c for c in columns if c and c not in export_columns()))
        rows += _rows(block, columns, f"table_{number}" if number > 1 else "")
    return Export(file, content, tuple(variables), tuple(rows), _columns(blocks[0].header, file)[0], said)


def _bad(file: str, line: int, field_name: str, rule: str, remedy: str = _FIX) -> BadInput:
    return BadInput([Fault(Place(file, max(line, 1)), field_name, rule, remedy)])


@dataclass(frozen=True, slots=True)
class _Block:
    """One table of a file: most have one; some exports stack several, each below a header of its own."""

    header: list[str]
    lines: list[tuple[int, list[str]]]


def _from_csv(text: str, file: str, said: list[Fault]) -> list[_Block]:
    csv.field_size_limit(MAX_BYTES)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[tuple[int, list[str]]] = []
    last = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
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
    blocks = _blocks(rows, file, said)
    _judge_widths(blocks, file)
    return blocks


def _blocks(rows: list[tuple[int, list[str]]], file: str, said: list[Fault]) -> list[_Block]:
    """A row that begins as the header does heads another table; in such files lines with # are remarks."""
    mark = rows[0][1][0].strip()
    stacked = sum(cells[0].strip() == mark for _, cells in rows) > 1
    blocks: list[_Block] = []
    remarks: list[int] = []
    for line, cells in rows:
        if not blocks or (stacked and cells[0].strip() == mark):
            header = [c.strip() for c in cells]
            while header and not header[-1]:
                header.pop()
            blocks.append(_Block(header, []))
        elif stacked and cells[0].lstrip().startswith("#"):
            remarks.append(line)
        else:
            blocks[-1].lines.append((line, cells))
    if stacked:
        rule = f"holds {len(blocks)} tables, one below the other"
        said.append(
            Fault(Place(file, blocks[1].lines[0][0] if blocks[1].lines else 1), "file", rule, "read one by one")
        )
    if remarks:
        rule = f"{len(remarks)} lines begin with # between the tables"
        said.append(Fault(Place(file, remarks[0]), "line", rule, "passed over as remarks"))
    return blocks


def _judge_widths(blocks: list[_Block], file: str) -> None:
    faults = []
    for block in blocks:
        width = len(block.header)
        for line, cells in block.lines:
            if len(cells) < width or any(c.strip() for c in cells[width:]):
                rule = f"has {len(cells)} cells where the header has {width}"
                faults.append(Fault(Place(file, line), "row", rule, "see that quotes are closed; export anew"))
    if faults:
        raise BadInput(faults[:MAX_FAULTS])


def _from_json(text: str, file: str) -> list[_Block]:
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
    lines = [(number, [_as_text(row.get(key)) for key in header]) for number, row in enumerate(data, start=1)]
    return [_Block(header, lines)]


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)


def _columns(header: list[str], file: str) -> list[str]:
    """The header with REDCap's own columns by their names, whether it is of names or of labels."""
    if not header or len(header) > MAX_COLUMNS:
        raise _bad(file, 1, "header", f"has no column, or more than {MAX_COLUMNS:,}")
    names = {label.lower(): name for name, label in export_columns().items()}
    columns = [names.get(c.lower(), c) for c in header]
    doubles = len(columns) - len(set(columns)) - max(columns.count("") - 1, 0)
    if doubles:
        raise _bad(file, 1, "header", f"has {doubles} columns with the name of another")
    return columns


def _rows(block: _Block, columns: list[str], form: str) -> list[ExportRow]:
    rows = []
    counts: Counter[str] = Counter()
    for line, cells in block.lines:
        by_name = {name: unguarded(text) for name, text in zip(columns, cells, strict=False) if name}
        record = by_name.get(columns[0], "").strip()
        event, told, number = (by_name.pop(name, "").strip() for name in (EVENT, INSTRUMENT, INSTANCE))
        counts[record] += 1
        rows.append(
            ExportRow(line, record, event, told or form, number or (str(counts[record]) if form else ""), by_name)
        )
    return rows
