"""Somebody else's REDCap project: all that its export holds is listed; what a mapping names becomes a study."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resorb.sources.implied import implied_claims
from resorb.sources.links import check_links, resolved
from resorb.sources.redcap.export import Export, ExportRow
from resorb.sources.redcap.format import dictionary_columns, dictionary_faults, read_choices
from resorb.sources.redcap.mapping import FieldRule, ProjectMapping
from resorb.tables.cells import read_cell
from resorb.tables.columns import LISTS, Row, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES, table
from resorb.tables.study import Input, Origin, Study
from resorb.values.findings import BadInput, FactRef, Fault, Place, Refused

_RECORD_FORM = "record"
_SHOWN = 60
_IN_FIELD = re.compile(r"\[([A-Za-z]\w*)\]", re.ASCII)
_NUMBER = re.compile(r"[<>≤≥~]?\s*[+-]?\d+(\.\d+)?(\s*-\s*\d+(\.\d+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Held:
    """One field of an export: its form (``record``: it does not repeat), event, and in how many rows it is filled."""

    form: str
    event: str
    variable: str
    filled: int
    line: int


def holdings(export: Export, forms: dict[str, str] | None = None) -> tuple[Held, ...]:
    """Everything an export holds, by form, event and field; ``forms`` is what a dictionary tells of fields."""
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], int] = {}
    for row in export.rows:
        for name, text in row.cells.items():
            if text == "" or name == export.id_column or (text == "0" and "___" in name):
                continue
            form = row.instrument or (forms or {}).get(name.partition("___")[0], _RECORD_FORM)
            key = (form, row.event, name)
            counts[key] += 1
            first.setdefault(key, row.line)
    return tuple(Held(f, e, v, n, first[f, e, v]) for (f, e, v), n in sorted(counts.items()))


def listing(export: Export, forms: dict[str, str] | None = None) -> list[Fault]:
    """The holdings as findings: one a form, with its fields and counts. No cell's text is in them."""
    by_form: dict[tuple[str, str], list[Held]] = {}
    for held in holdings(export, forms):
        by_form.setdefault((held.form, held.event), []).append(held)
    found = list(export.said)
    for (form, event), fields in by_form.items():
        rows = sum(
            1
            for r in export.rows
            if r.event == event and (r.instrument == form or (not r.instrument and not _repeats(export, form)))
        )
        shown = ", ".join(f"{_name(h.variable)} ({h.filled})" for h in fields[:_SHOWN])
        more = f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else ""
        at = f"{_name(form)}{f' at {_name(event)}' if event else ''}"
        place = Place(export.file, min(h.line for h in fields), path=at)
        rule = f"holds {rows} rows; fields with how often they are filled: {shown}{more}"
        found.append(Fault(place, at, rule, "name its fields in a mapping file (docs/how-to/redcap.md)"))
    if not by_form:
        found.append(
            Fault(Place(export.file), "records", "hold no field that is filled", "export all records and forms")
        )
    return found


def _repeats(export: Export, form: str) -> bool:
    return any(r.instrument == form for r in export.rows)


def _name(text: str) -> str:
    """A name as REDCap has it, or with an underscore; any other header may be somebody's name, and is not repeated."""
    good = re.fullmatch(r"[a-z][a-z0-9_]{0,99}|[A-Za-z][A-Za-z0-9]{0,40}_[A-Za-z0-9_]{1,58}", text)
    return text if good else "(no name of a variable)"


def read_dictionary(content: bytes, file: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Form and choices of each field, from a data dictionary.

    Raises:
        BadInput: when it is none, or breaks REDCap's rules for it.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or [c.strip() for c in rows[0]][:4] != dictionary_columns()[:4]:
        fault = Fault(Place(file), "header", "is no data dictionary", "download it from the project's designer, as CSV")
        raise BadInput([fault])
    fields = [row for row in rows[1:] if any(row)]
    # A project's names may be longer than we allow ourselves; what matters here is that fields can be told apart.
    faults = [f for f in dictionary_faults(fields, file) if "two variables" in f.rule or "columns" in f.rule]
    if faults:
        raise BadInput(faults)
    return {r[0].strip(): r[1].strip() for r in fields}, {r[0].strip(): read_choices(r[5]) for r in fields}


def study_of_project(export: Export, mapping: ProjectMapping) -> tuple[Study, list[Fault]]:
    """The study that a mapping makes of an export, and what was not taken.

    Raises:
        BadInput: when the mapping names fields that the export does not have, or what it makes is no study.
    """
    forms: dict[str, str] = {}
    if mapping.dictionary is not None:
        path = Path(mapping.place.file).parent / mapping.dictionary
        try:
            forms, _ = read_dictionary(path.read_bytes(), str(path))
        except OSError as error:
            reason = error.strerror or "cannot be read"
            raise BadInput([Fault(mapping.place, "dictionary", reason, "give its name beside the mapping")]) from None
    there = {v.partition("___")[0] for v in export.variables} | set(export.variables)
    unknown = [name for name in mapping.fields if name not in there]
    if unknown:
        remedy = "see the fields that the export holds with `resorb convert` and no mapping"
        raise BadInput([Fault(mapping.place, f"fields.{n[:60]}", "is no field of the export", remedy) for n in unknown])
    maker = _Maker(export, mapping)
    maker.read()
    study = Study({t.name: tuple(maker.tables[t.name]) for t in TABLES}, maker.origins)
    faults = check_links(study)
    if faults:
        raise BadInput(faults)
    study = resolved(study)
    claims = implied_claims(study)
    tables = study.tables | {"claims": study.tables["claims"] + tuple(c for c, _, _ in claims)}
    origins = study.origins | {ref: origin for _, ref, origin in claims}
    inputs = (Input(export.file, hashlib.sha256(export.content).hexdigest()),)
    return Study(tables, origins, inputs), [*export.said, *maker.said(), *_not_named(export, mapping, forms)]


def _not_named(export: Export, mapping: ProjectMapping, forms: dict[str, str]) -> list[Fault]:
    """Fields that hold something and are not named in the mapping."""
    found = []
    units = (_IN_FIELD.fullmatch(rule.unit) for rule in mapping.fields.values())
    named = {*mapping.fields, *(told[1] for told in units if told)}
    for held in holdings(export, forms):
        if held.variable.partition("___")[0] not in named and not held.variable.endswith("_complete"):
            at = f"{_name(held.form)}.{_name(held.variable)}"
            rule = f"is filled in {held.filled} rows and not named in the mapping"
            found.append(Fault(Place(export.file, held.line, path=at), at, rule, "not taken; name it if it matters"))
    return found


class _Maker:
    def __init__(self, export: Export, mapping: ProjectMapping) -> None:
        self.export, self.mapping = export, mapping
        self.tables: dict[str, list[Row]] = {t.name: [] for t in TABLES}
        self.origins: dict[FactRef, Origin] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.patients: dict[str, str] = {}
        self.not_taken: dict[tuple[str, str, str], list[int]] = {}

    def read(self) -> None:
        info = table("studies").row(study=self.mapping.study, id=self.mapping.study, **self.mapping.columns)
        self.tables["studies"].append(info)
        self.origins[FactRef(self.mapping.study, "studies", self.mapping.study)] = Origin(self.mapping.place)
        own: dict[str, dict[str, Any]] = {}
        places: dict[str, ExportRow] = {}
        for row in self.export.rows:
            if not row.record:
                self._skip(row, "record", "has no record id", "the row is left out")
                continue
            places.setdefault(row.record, row)
            own.setdefault(row.record, dict(self._constants("patients"))).update(self._patient_cells(row))
        for record, cells in own.items():
            name = self._patient(record)
            self._keep("patients", name, places[record], cells)
        for row in self.export.rows:
            if row.record:
                self._rows(row, self.patients[row.record])

    def _patient(self, record: str) -> str:
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", record).strip("-")[:60]
        name = f"P{name}" if not name[:1].isalpha() else name
        while name in self.patients.values():
            name += "x"
        self.patients[record] = name
        return name

    def _patient_cells(self, row: ExportRow) -> dict[str, Any]:
        found = {}
        for name, rule in self.mapping.fields.items():
            if rule.table.name == "patients" and (value := self._value(row, name, rule)) is not None:
                found[rule.column.name] = value
        return found

    def _rows(self, row: ExportRow, patient: str) -> None:
        """The rows that one row of the export makes: one a table, or one for each field with columns of its own.

        The latter share what the other fields say of the same table, such as the date.
        """
        shared: dict[str, dict[str, Any]] = {}
        own: dict[str, list[dict[str, Any]]] = {}
        for name, rule in self.mapping.fields.items():
            if rule.table.name == "patients" or (value := self._value(row, name, rule)) is None:
                continue
            if rule.constants:
                cells = {**self._texts(rule.table, rule.constants), rule.column.name: value}
                own.setdefault(rule.table.name, []).append(cells)
            else:
                shared.setdefault(rule.table.name, {})[rule.column.name] = value
        for declared in TABLES:
            common = {**self._constants(declared.name), **shared.get(declared.name, {})}
            for cells in own.get(declared.name, []):
                self._below(declared, patient, row, {**common, **cells})
            if declared.name in shared and not any(r.constants and r.table is declared for r in self._rules):
                self._below(declared, patient, row, common)

    @property
    def _rules(self) -> Iterable[FieldRule]:
        return self.mapping.fields.values()

    def _constants(self, name: str) -> dict[str, Any]:
        return self._texts(table(name), self.mapping.constants.get(name, ()))

    @staticmethod
    def _texts(declared: Table, constants: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        found = {}
        for name, text in constants:
            column = declared.column(name)
            value = read_cell(column, text)
            found[name] = (value,) if column.kind in LISTS else value
        return found

    def _below(self, declared: Table, patient: str, row: ExportRow, cells: dict[str, Any]) -> None:
        lacking = [c.key for c in declared.columns if c.required and c.name not in cells]
        if lacking:
            rule = f"makes no row of {declared.name}: {', '.join(lacking)} is missing"
            self._skip(row, declared.name, rule, "not taken; name a field or a constant for it")
            return
        self.counts[patient, declared.name] += 1
        number = self.counts[patient, declared.name]
        name = f"{declared.name[:2]}{number}" if declared.named else f"{declared.name}.{number}"
        self._keep(declared.name, f"{patient}.{name}", row, {PARENT_COLUMN["patients"]: patient, **cells})

    def _keep(self, name: str, row_id: str, row: ExportRow, cells: dict[str, Any]) -> None:
        study = self.mapping.study
        self.tables[name].append(table(name).row(study=study, id=row_id, **cells))
        where = f"{row.instrument} {row.instance}".strip() or _RECORD_FORM
        self.origins[FactRef(study, name, row_id)] = Origin(self.export.place(row), where[:100])

    def _value(self, row: ExportRow, name: str, rule: FieldRule) -> Any:
        """The value of a field in one row; None where it is empty or cannot be taken, which is said."""
        if name in row.cells:
            return self._read(row, name, rule, row.cells[name].strip())
        ticked = [
            key.partition("___")[2] for key, text in row.cells.items() if key.startswith(f"{name}___") and text == "1"
        ]
        read = [v for code in ticked if (v := self._read(row, name, rule, code)) is not None]
        if rule.column.kind in LISTS:
            return tuple(item for several in read for item in several) or None
        if len(read) > 1:
            self._skip(row, name, "has several choices ticked where one value belongs", "not taken")
        return read[0] if len(read) == 1 else None

    def _read(self, row: ExportRow, name: str, rule: FieldRule, text: str) -> Any:
        if not text:
            return None
        if rule.choices is not None:
            if text not in rule.choices:
                self._skip(row, name, "has a code that the mapping does not name", "not taken; add it to `choices`")
                return None
            text = rule.choices[text]
        elif rule.unit and _NUMBER.fullmatch(text):
            told = _IN_FIELD.fullmatch(rule.unit)
            text = f"{text} {row.cells.get(told[1], '') if told else rule.unit}".strip()
        try:
            value = read_cell(rule.column, text)
        except Refused:
            remedy = f"not taken; {rule.column.key} of {rule.table.name} is a {rule.column.kind.value}"
            self._skip(row, name, "cannot be read", remedy)
            return None
        return (value,) if rule.column.kind in LISTS else value

    def _skip(self, row: ExportRow, at: str, rule: str, remedy: str) -> None:
        self.not_taken.setdefault((at, rule, remedy), []).append(row.line)

    def said(self) -> list[Fault]:
        """What was not taken, once a field and rule, at its first row."""
        found = []
        for (at, rule, remedy), lines in self.not_taken.items():
            times = f" ({len(lines)} rows)" if len(lines) > 1 else ""
            found.append(Fault(Place(self.export.file, lines[0], path=at), at, f"{rule}{times}", remedy))
        return found
