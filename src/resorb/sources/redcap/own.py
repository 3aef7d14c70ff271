"""An export of our own project, raw or with labels, back into a study; everything at fault is told at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from resorb.sources.implied import implied_claims
from resorb.sources.links import check_links, resolved
from resorb.sources.redcap.export import Export, ExportRow
from resorb.sources.redcap.fields import KIND, OWNERS, Field, fields, fields_of, prefix, repeats
from resorb.sources.redcap.format import RECORD
from resorb.tables.cells import read_cell
from resorb.tables.columns import Kind, Row, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES
from resorb.tables.study import Input, Origin, Study
from resorb.values.findings import BadInput, FactRef, Fault, Refused
from resorb.values.identifiers import IDENTIFIER

_ROW_ID = re.compile(r"[^\s\x00-\x1f](?:[^\x00-\x1f]{0,298}[^\s\x00-\x1f])?")
_TICKED = ("1", "checked", "yes", "true")
_CHOICE_LABEL = re.compile(r"(.*) \(choice=(.*)\)", re.DOTALL)


def is_ours(export: Export) -> bool:
    """Whether an export is of our own project, by its variables or their labels."""
    known = {KIND, *(f.label for f in fields() if f.name == KIND)}
    return any(v in known for v in export.variables)


def study_of_export(export: Export) -> Study:
    """The study of an export of our own project.

    Raises:
        BadInput: with every fault of the export.
    """
    reader = _Reader(export)
    reader.read()
    study = Study({t.name: tuple(reader.rows_of(t)) for t in TABLES}, reader.origins)
    reader.faults.extend(replace(fault, rule=_without_text(fault.rule)) for fault in check_links(study))
    if reader.faults:
        raise BadInput(reader.faults)
    study = resolved(study)
    claims = [] if reader.written_by_us else implied_claims(study)
    origins = study.origins | {ref: origin for _, ref, origin in claims}
    tables = study.tables | {"claims": study.tables["claims"] + tuple(c for c, _, _ in claims)}
    return Study(tables, origins, (Input(export.file, hashlib.sha256(export.content).hexdigest()),))


class _Reader:
    def __init__(self, export: Export) -> None:
        self.export = export
        self.faults: list[Fault] = []
        self.origins: dict[FactRef, Origin] = {}
        self.found: dict[str, list[tuple[int, Row]]] = {t.name: [] for t in TABLES}
        self.written_by_us = False
        self.kinds: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.seen: dict[tuple[str, str], int] = {}
        self.variable = _variables(export)
        self.forms = {form: t for t in TABLES for form in (t.name, t.name.replace("_", " "))}
        self.studies: list[str] = []

    def fault(self, row: ExportRow, field: str, rule: str, remedy: str) -> None:
        self.faults.append(Fault(self.export.place(row, field), field, rule, remedy))

    def read(self) -> None:
        rows = [(row, self._named(row)) for row in self.export.rows]
        for row, cells in rows:
            if not row.record:
                self.fault(row, RECORD, "is empty", "give each record its id")
            elif not row.instrument:
                self._kind(row, cells)
        for row, cells in rows:
            if row.record and not row.instrument:
                self._owner(row, cells)
        for row, cells in rows:
            if row.record and row.instrument:
                self._repeated(row, cells)

    def _named(self, row: ExportRow) -> dict[str, str]:
        """The filled cells by variable; ticked choices as ``variable___code``."""
        return {self.variable[name]: text for name, text in row.cells.items() if text != "" and name in self.variable}

    def _kind(self, row: ExportRow, cells: dict[str, str]) -> None:
        kind = cells.get(KIND, "").strip().lower()
        if not kind:
            return
        if kind not in OWNERS.values():
            self.fault(row, KIND, "is no kind of record", f"one of {', '.join(OWNERS.values())}")
            return
        self.kinds[row.record] = kind
        if kind == "study":
            self.studies.append(self._study_id(row, cells))

    def _study_id(self, row: ExportRow, cells: dict[str, str]) -> str:
        name = cells.get("stud_id", "").strip() or row.record
        if not IDENTIFIER.fullmatch(name):
            self.fault(row, "stud_id", "cannot be the name of a study", "letters, digits, - and _ only")
        return name

    def _address(self, row: ExportRow) -> tuple[str, str] | None:
        """The study a record belongs to, and the id of its patient or group (the study's own: its name)."""
        study, dot, rest = row.record.partition(".")
        kind = self.kinds.get(row.record)
        if kind is None:
            self.fault(row, KIND, "is not told of this record", f"say whether it is {', '.join(OWNERS.values())}")
            self.kinds[row.record] = ""
            return None
        if not kind:
            return None
        if kind == "study":
            return (self.ids.get(row.record, row.record),) * 2
        if not dot or study not in self.studies:
            if len(self.studies) != 1:
                remedy = "have one record of the kind study, or name records study.patient"
                self.fault(row, RECORD, "does not tell of which study it is", remedy)
                return None
            study, rest = self.studies[0], row.record
        return study, self.ids.get(row.record) or rest

    def _owner(self, row: ExportRow, cells: dict[str, str]) -> None:
        kind = self.kinds.get(row.record)
        if not kind:
            if cells:
                self._address(row)
            return
        declared = next(t for t in TABLES if OWNERS.get(t.name) == kind)
        mine = {f.name for f in fields_of(declared)}
        if not any(name.partition("___")[0] in mine for name in cells) and KIND not in cells:
            return
        given = cells.get(f"{fields_of(declared)[0].name}", "").strip()
        if kind == "study":
            self.ids[row.record] = self._study_id(row, cells) if given else row.record
        elif given:
            self.ids[row.record] = given
        elif not IDENTIFIER.fullmatch(row.record.partition(".")[2] or row.record):
            self.ids[row.record] = "P" + re.sub(r"[^A-Za-z0-9_-]+", "-", row.record)
        address = self._address(row)
        if address is not None:
            self._row(declared, row, cells, address[0], address[1], {})

    def _repeated(self, row: ExportRow, cells: dict[str, str]) -> None:
        declared = self.forms.get(row.instrument.strip().lower())
        if declared is None or not repeats(declared):
            self.fault(row, "redcap_repeat_instrument", "is no form of this project that repeats", "use our dictionary")
            return
        address = self._address(row)
        if address is None:
            return
        study, owner = address
        kind = self.kinds[row.record]
        parent = next((c for t, c in PARENT_COLUMN.items() if OWNERS.get(t) == kind and t in declared.under), None)
        preset = {parent: owner} if parent else {}
        start = f"{owner}." if parent or kind != "study" else ""
        given = cells.get(fields_of(declared)[0].name, "").strip()
        number = row.instance if row.instance.isdecimal() else str(len(self.found[declared.name]) + 1)
        name = f"{declared.name[:2]}{number}" if declared.named else f"{declared.name}.{number}"
        if given and start and "." not in given and declared.under:
            given = f"{start}{given}"
        self._row(declared, row, cells, study, given or f"{start}{name}", preset)

    def _row(
        self, declared: Table, row: ExportRow, cells: dict[str, str], study: str, row_id: str, preset: dict[str, Any]
    ) -> None:
        if not _ROW_ID.fullmatch(row_id):
            self.fault(row, fields_of(declared)[0].name, "cannot be the name of a row", "letters, digits, - and _ only")
            return
        if (study, row_id) in self.seen:
            rule = f"is the name of two rows (the other in line {self.seen[study, row_id]})"
            self.fault(row, fields_of(declared)[0].name, rule, "give each row its own")
            return
        self.seen[study, row_id] = row.line
        values, kept = dict(preset), {}
        order, where, wheres = 0, "", {}
        for field in fields_of(declared):
            text = cells.get(field.name, "").strip()
            match field.role:
                case "where":
                    where = " ".join(text.split())[:200]
                case "order":
                    order = int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0
                case "wheres":
                    wheres = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line)
                case "column" if field.column is not None:
                    value = self._value(field, row, cells)
                    if value is not None:
                        values[field.column.name] = value
                        kept[field.column.name] = field.name
        if self._lacks(declared, row, values):
            return
        self.written_by_us = self.written_by_us or (declared.name == "studies" and bool(order))
        self.found[declared.name].append((order, declared.row(study=study, id=row_id, **values)))
        self.origins[FactRef(study, declared.name, row_id)] = Origin(self.export.place(row), where)
        for column_name, name in kept.items():
            told = Origin(self.export.place(row, name), wheres.get(column_name, where))
            self.origins[FactRef(study, declared.name, row_id, column_name)] = told

    def _lacks(self, declared: Table, row: ExportRow, values: dict[str, Any]) -> bool:
        """Whether a row lacks what it must have; said unless the cell itself was at fault."""
        missing = [c.name for c in declared.columns if c.required and c.name not in values]
        for name in missing:
            at = f"{prefix(declared)}_{name}"
            if not any(f.place.line == row.line and f.field == at for f in self.faults):
                self.fault(row, at, "is missing", "fill it in; `not reported` where the source is silent")
        return bool(missing)

    def _value(self, field: Field, row: ExportRow, cells: dict[str, str]) -> Any:
        column = field.column
        if column is None:
            return None
        if column.kind is Kind.CHOICES:
            return self._ticked(field, cells)
        text = cells.get(field.name, "")
        if not text.strip():
            return None
        if column.kind is Kind.PARENT:
            return self._parent(text.strip(), row)
        try:
            if column.kind in (Kind.TEXTS, Kind.REFS):
                return tuple(_unescaped(line) for line in re.split(r"\r?\n", text) if line.strip())
            word = dict(field.choices).get(text.strip(), text)
            return read_cell(column, word)
        except Refused as refused:
            self.fault(row, field.name, _without_text(refused.rule), refused.remedy)
            return None

    def _parent(self, text: str, row: ExportRow) -> str:
        address = self._address(row)
        return text if "." in text or address is None else f"{address[1]}.{text}"

    @staticmethod
    def _ticked(field: Field, cells: dict[str, str]) -> tuple[str, ...] | None:
        ticked = tuple(
            label for code, label in field.choices if cells.get(f"{field.name}___{code}", "").strip().lower() in _TICKED
        )
        listed = tuple(w for w in re.split(r"\r?\n", cells.get(f"{field.name}_list", "")) if w)
        if set(listed) == set(ticked) and listed:
            return listed
        return ticked or None

    def rows_of(self, declared: Table) -> Iterator[Row]:
        """Rows of one table in their order: those that have a place by it, the others as they come."""
        for _, row in sorted(self.found[declared.name], key=lambda one: one[0] or 1_000_000_000):
            yield row


def _variables(export: Export) -> dict[str, str]:
    """The variable of each column, whether it is headed by its name or by its label."""
    found: dict[str, str] = {}
    labels = {f.label: f.name for f in fields()}
    ticks = {
        (f.label, label): f"{f.name}___{code}" for f in fields() if f.type == "checkbox" for code, label in f.choices
    }
    known = {c for f in fields() for c in f.exported()}
    for column in export.variables:
        if column in known:
            found[column] = column
        elif column in labels:
            found[column] = labels[column]
        elif (match := _CHOICE_LABEL.fullmatch(column)) and (match[1], match[2]) in ticks:
            found[column] = ticks[match[1], match[2]]
    return found


def _unescaped(line: str) -> str:
    return re.sub(r"\\([nr\\])", lambda m: {"n": "\n", "r": "\r", "\\": "\\"}[m[1]], line)


def _without_text(rule: str) -> str:
    """A rule without the cell's text in it: a record's cells may hold names, whatever their column."""
    return re.sub(r"""^(['"]).*\1(?= )""", "the text", rule, flags=re.DOTALL)
