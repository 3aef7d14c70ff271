"""Our data dictionary, the list of forms that repeat, and a study as records to import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from resorb.sources.redcap.fields import KIND, OWNERS, Field, fields, fields_of, repeats
from resorb.sources.redcap.format import INSTANCE, INSTRUMENT, RECORD, dictionary_columns, guarded, rules
from resorb.tables.columns import Kind, Row, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES, Course
from resorb.tables.study import Study, ref_of

_PRINTED = {Kind.QUANTITY, Kind.STRENGTH, Kind.SPAN, Kind.WHEN, Kind.SCHEDULE}
_LABELS = {"patients": "[pati_id]", "products": "[prod_id]"}


def redcap_files(study: Study | None) -> dict[str, str]:
    """The files to write, by name: the project, and the study's records when there is one."""
    texts = {
        "dictionary.csv": _csv(dictionary_columns(), (f.row() for f in fields())),
        "repeating.csv": _csv(rules()["repeating"]["columns"], _repeating()),
    }
    if study is not None:
        header, rows = records(study)
        texts["records.csv"] = _csv(header, rows)
    return texts


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _repeating() -> Iterable[list[str]]:
    for table in TABLES:
        if repeats(table):
            yield [table.name, f"[{fields_of(table)[0].name}]"]


def records(study: Study) -> tuple[list[str], list[list[str]]]:
    """A study as an import file: the header, and one row a record or a row of a form that repeats."""
    forms = ["record", *(t.name for t in TABLES)]
    columns = [c for f in fields() for c in f.exported()]
    header = [RECORD, INSTRUMENT, INSTANCE, *columns[1:], *(f"{form}_complete" for form in forms)]
    owners: dict[str, dict[str, str]] = {}
    repeated: list[dict[str, str]] = []
    counts: dict[tuple[str, str], int] = {}
    for table in TABLES:
        for order, row in enumerate(study.tables.get(table.name, ()), start=1):
            record = _record(study, table, row)
            cells = {RECORD: record, f"{table.name}_complete": "2", **_cells(study, table, row, order)}
            if repeats(table):
                number = counts[record, table.name] = counts.get((record, table.name), 0) + 1
                repeated.append(cells | {INSTRUMENT: table.name, INSTANCE: str(number)})
            else:
                owners[record] = cells | {KIND: OWNERS[table.name], "record_complete": "2"}
    repeated.sort(key=lambda cells: list(owners).index(cells[RECORD]) if cells[RECORD] in owners else len(owners))
    return header, [[cells.get(name, "") for name in header] for cells in (*owners.values(), *repeated)]


def _record(study: Study, table: Table, row: Row) -> str:
    """The record a row belongs to: its patient's, its group's, or the study's."""
    if table.name == "studies":
        return row.study
    if table.name in OWNERS:
        return f"{row.study}.{row.id}"
    holder = row
    course = getattr(row, PARENT_COLUMN["courses"], None) if "courses" in table.under else None
    if course is not None:
        holder = study.row(Course, row.study, course) or row
    owner = getattr(holder, "patient", None) or getattr(holder, "group", None) if table.under else None
    return f"{row.study}.{owner}" if owner else row.study


def _cells(study: Study, table: Table, row: Row, order: int) -> dict[str, str]:
    origin = study.origins.get(ref_of(row))
    where = origin.where if origin else ""
    found: dict[str, str] = {}
    for field in fields_of(table):
        match field.role:
            case "id":
                found[field.name] = row.id
            case "where":
                found[field.name] = where
            case "order":
                found[field.name] = str(order)
            case "wheres":
                found[field.name] = _wheres(study, table, row, where)
            case "column":
                found.update(_cell(field, getattr(row, field.column.name) if field.column else None))
    return found


def _wheres(study: Study, table: Table, row: Row, where: str) -> str:
    """The cells that stand elsewhere than their row, one a line."""
    lines = []
    for column in table.columns:
        origin = study.origins.get(ref_of(row, column.name))
        if origin is not None and origin.where != where:
            lines.append(f"{column.name}: {origin.where}")
    return "\n".join(lines)


def _cell(field: Field, value: Any) -> dict[str, str]:
    column = field.column
    if value is None or value == () or column is None:
        return {}
    if column.kind is Kind.CHOICES:
        return _ticks(field, value)
    if column.kind in (Kind.TEXTS, Kind.REFS):
        return {field.name: "\n".join(escaped(item) for item in value)}
    if column.kind in _PRINTED:
        return {field.name: value.printed}
    if column.kind is Kind.NUMBER:
        return {field.name: value.text}
    if field.choices:
        return {field.name: field.code_of(value)}
    return {field.name: str(value)}


def _ticks(field: Field, value: tuple[str, ...]) -> dict[str, str]:
    """One cell a choice, and the list itself where its order is not that of the choices."""
    ticked = {f"{field.name}___{code}": "1" if label in value else "0" for code, label in field.choices}
    if value != tuple(label for _, label in field.choices if label in value):
        ticked[f"{field.name}_list"] = "\n".join(value)
    return ticked


def escaped(item: str) -> str:
    """One item of a list as one line."""
    return item.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
