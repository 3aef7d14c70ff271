"""Our REDCap project, made from the study tables: one form a table, one field a column; nothing is declared twice.

A record is a study, a patient or a printed group. Forms of tables that hang below one repeat within its record. Beside
its columns each form has the row's name, where it stands in the source, and hidden fields that keep what a form cannot
show: the row's place in its table, cells that stand elsewhere than their row, and the order of ticked choices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from resorb.codes import names
from resorb.sources.redcap.format import RECORD, dictionary_columns, write_choices
from resorb.tables.columns import Column, Kind, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES

KIND = "record_kind"
OWNERS = {"studies": "study", "patients": "patient", "groups": "group"}
"""Tables whose row is a record, and what that record is called."""
HIDDEN = "@HIDDEN"
_EXAMPLES = {
    Kind.QUANTITY: "number and unit, for example 12.5 g or 150-250 mg/mL",
    Kind.STRENGTH: "with its basis, for example 25 % w/w or 250 mg/mL",
    Kind.SPAN: "for example 13.4 months",
    Kind.WHEN: "for example 7 months, at diagnosis, 2015-03-04, unknown",
    Kind.SCHEDULE: "for example 3 times weekly",
    Kind.TEXTS: "one a line",
    Kind.REFS: "names of rows, one a line",
    Kind.REF: "name of a row",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One variable.

    Attributes:
        table: the table it belongs to; None for those of the record itself.
        role: ``column``, or what else it keeps: ``id``, ``where``, ``order``, ``wheres``, ``ticks``.
        column: its column, where it has one.
        choices: labels by code; the labels are the study's own words.
    """

    name: str
    form: str
    type: str
    label: str
    table: Table | None = None
    role: str = "column"
    column: Column | None = None
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    validation: str = ""
    lowest: str = ""
    branching: str = ""
    required: bool = False
    annotation: str = ""

    def row(self) -> list[str]:
        """The field as a row of the data dictionary."""
        cells = {
            "Variable / Field Name": self.name,
            "Form Name": self.form,
            "Field Type": self.type,
            "Field Label": self.label,
            "Choices, Calculations, OR Slider Labels": write_choices(dict(self.choices)),
            "Field Note": self.note,
            "Text Validation Type OR Show Slider Number": self.validation,
            "Text Validation Min": self.lowest,
            "Branching Logic (Show field only if...)": self.branching,
            "Required Field?": "y" if self.required else "",
            "Field Annotation": self.annotation,
        }
        return [cells.get(name, "") for name in dictionary_columns()]

    def exported(self) -> list[str]:
        """Its columns in an export: one, or one a choice."""
        if self.type == "checkbox":
            return [f"{self.name}___{code}" for code, _ in self.choices]
        return [self.name]

    def code_of(self, word: str) -> str:
        """The code of one of its choices."""
        return next(code for code, label in self.choices if label == word)


def prefix(table: Table) -> str:
    """What the variables of a table begin with."""
    return table.name[:4].rstrip("_")


def repeats(table: Table) -> bool:
    """Whether a record holds many rows of it."""
    return table.name not in OWNERS


@cache
def fields() -> tuple[Field, ...]:
    """Every field of the project, form by form."""
    kinds = tuple((word, word) for word in OWNERS.values())
    found = [
        Field(RECORD, "record", "text", "Record", note="study, or study.patient, for example clinic-2026.P1"),
        Field(KIND, "record", "radio", "What the record is", choices=kinds, required=True),
    ]
    for table in TABLES:
        found += _of_table(table)
    return tuple(found)


@cache
def fields_of(table: Table) -> tuple[Field, ...]:
    """The fields of one table's form."""
    return tuple(f for f in fields() if f.table is not None and f.table.name == table.name)


def _of_table(table: Table) -> list[Field]:
    start, branching = prefix(table), "" if repeats(table) else f"[{KIND}] = '{OWNERS[table.name]}'"
    title = table.name.replace("_", " ")

    def field(role: str, name: str, label: str, note: str = "", annotation: str = "", kind: str = "text") -> Field:
        return Field(
            f"{start}_{name}", table.name, kind, f"{title}: {label}", table, role,
            note=note, annotation=annotation, branching=branching,
        )  # fmt: skip

    found = [field("id", "id", "name of the row", "letters, digits, - and _; left empty: numbered")]
    for column in table.columns:
        if column.kind is Kind.PARENT and column.name in (PARENT_COLUMN["patients"], PARENT_COLUMN["groups"]):
            continue  # the record it is in tells
        found.append(_of_column(table, column, branching))
        if column.kind is Kind.CHOICES:
            found.append(field("ticks", f"{column.name}_list", f"{column.key}, as listed", annotation=HIDDEN))
    found.append(field("where", "where", "where it stands in the source"))
    found.append(field("order", "order", "place in its table", annotation=HIDDEN))
    found.append(field("wheres", "wheres", "cells that stand elsewhere", annotation=HIDDEN, kind="notes"))
    return found


def _of_column(table: Table, column: Column, branching: str) -> Field:
    kind, choices, validation = "text", tuple[tuple[str, str], ...](), ""
    match column.kind:
        case Kind.CHOICE:
            kind, choices = "radio", _codes(column.choices)
        case Kind.CHOICES:
            kind, choices = "checkbox", _codes(column.choices)
        case Kind.TERM:
            kind, choices = "dropdown", _codes(names(column.vocabulary))
            if not choices:
                kind = "text"
        case Kind.TEXTS | Kind.REFS:
            kind = "notes"
        case Kind.COUNT:
            validation = "integer"
    if column.name == "note":
        kind = "notes"
    return Field(
        f"{prefix(table)}_{column.name}", table.name, kind, f"{table.name.replace('_', ' ')}: {column.key}", table,
        column=column, choices=choices, note=f"{column.doc}{_example(column)}", validation=validation,
        lowest="0" if validation else "", branching=branching, required=column.required,
    )  # fmt: skip


def _example(column: Column) -> str:
    example = _EXAMPLES.get(column.kind)
    return f" ({example})" if example else ""


def _codes(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A code for each word, made from it: codes do not change when a word is added."""
    found: dict[str, str] = {}
    for word in words:
        code = re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") or "x"
        number = 2
        unique = code
        while unique in found:
            unique, number = f"{code}_{number}", number + 1
        found[unique] = word
    return tuple(found.items())
