"""The mapping of somebody else's REDCap project: which field is which column of a study table, and its codes.

A YAML file with two keys, ``study`` (the study's own columns) and ``fields`` (a map of REDCap fields), and where a
project wants it ``tables`` (what is true of every row made for a table) and ``dictionary`` (its data dictionary).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from resorb.tables.cells import read_cell
from resorb.tables.columns import Column, Kind, Table
from resorb.tables.schema import TABLES, table
from resorb.values.findings import BadInput, Fault, Place, Refused
from resorb.values.identifiers import IDENTIFIER
from resorb.values.tree import Node, read_bytes, read_tree

BESIDE = ".redcap.yaml"
TARGETS = tuple(t for t in TABLES if t.name == "patients" or "patients" in t.under)
"""Tables that rows of a foreign project may go to: the patient's own, and those that hang below a patient."""
_KEYS = ("study", "fields", "tables", "dictionary")
_FIELD_KEYS = ("to", "choices", "unit", "with")
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field goes.

    Attributes:
        choices: texts by code; a code that is not there is said and not taken.
        unit: put behind a number; ``[field]`` is what stands in another field.
        constants: columns of a row of its own; without them it shares a row with the form's other fields.
    """

    table: Table
    column: Column
    choices: dict[str, str] | None = None
    unit: str = ""
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectMapping:
    """A mapping file, read. ``place`` is its own."""

    study: str
    place: Place
    columns: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, FieldRule] = field(default_factory=dict)
    constants: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    dictionary: str | None = None


def mapping_beside(export: Path) -> Path | None:
    """The mapping that lies beside an export, by its name."""
    place = export.with_name(f"{export.stem}{BESIDE}")
    return place if place.is_file() else None


def project_mapping_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a mapping file."""
    targets = [f"{t.name}.{c.name}" for t in TARGETS for c in t.columns if c.kind is not Kind.PARENT]
    texts = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "resorb mapping of a REDCap project",
        "type": "object",
        "required": ["study", "fields"],
        "additionalProperties": False,
        "properties": {
            "study": {**texts, "description": "id, and columns of the table studies: design, report, read, title"},
            "dictionary": {"type": "string", "description": "data dictionary of the project, beside this file"},
            "tables": {
                "type": "object", "description": "columns that every row of a table has",
                "additionalProperties": texts,
            },
            "fields": {
                "type": "object",
                "additionalProperties": {
                    "type": "object", "required": ["to"], "additionalProperties": False,
                    "properties": {
                        "to": {"enum": targets, "description": "table and column"},
                        "choices": {**texts, "description": "the text each code stands for"},
                        "unit": {"type": "string", "description": "unit of a number, or the [field] that holds it"},
                        "with": {**texts, "description": "columns of a row of its own"},
                    },
                },
            },
        },
    }  # fmt: skip


def read_project_mapping(path: Path) -> ProjectMapping:
    """Read a mapping file.

    Raises:
        BadInput: with every fault of the file.
    """
    return parse_mapping(read_bytes(path, "mapping", "give the path of a mapping file"), str(path))


def parse_mapping(content: bytes | str, file: str) -> ProjectMapping:
    """Read the content of a mapping file.

    Raises:
        BadInput: with every fault of the file.
    """
    reader = _Reader()
    mapping = reader.read(read_tree(content, file))
    if reader.faults:
        raise BadInput(reader.faults)
    return mapping


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, path: str, rule: str, remedy: str) -> None:
        self.faults.append(Fault(node.place, path[:200] or "mapping", rule, remedy))

    def map(self, node: Node | None, path: str, known: tuple[str, ...] = ()) -> dict[str, Node]:
        """The entries of a map; other keys than those known are faults."""
        if node is None:
            return {}
        if node.entries is None:
            self.fault(node, path, "is not a map of keys", "write `key: value` lines")
            return {}
        for name in node.entries if known else ():
            if name not in known:
                near = get_close_matches(name, known, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
                self.fault(node.keys[name], f"{path}.{name}".lstrip("."), "is not a known key here", remedy)
        return {k: v for k, v in node.entries.items() if not known or k in known}

    def text(self, node: Node, path: str) -> str:
        if node.text is None or not node.text.strip() or len(node.text) > 300:
            self.fault(node, path, "is no short text", "write one value")
            return ""
        return node.text.strip()

    def read(self, root: Node) -> ProjectMapping:
        entries = self.map(root, "", _KEYS)
        for name in ("study", "fields"):
            if name not in entries and root.entries is not None:
                self.fault(root, name, "is missing", f"add `{name}:`")
        study, columns = self._study(entries.get("study"))
        constants = {
            name: self._cells(node, name, f"tables.{name}")
            for name, node in self.map(entries.get("tables"), "tables", tuple(t.name for t in TARGETS)).items()
        }
        fields = {}
        for name, node in self.map(entries.get("fields"), "fields").items():
            rule = self._field(node, f"fields.{name}")
            if rule is not None:
                fields[name] = rule
        dictionary = entries.get("dictionary")
        told = self.text(dictionary, "dictionary") if dictionary is not None else None
        return ProjectMapping(study, root.place, columns, fields, constants, told)

    def _study(self, node: Node | None) -> tuple[str, dict[str, Any]]:
        entries = self.map(node, "study")
        name, columns = "", {}
        for key, child in entries.items():
            if key == "id":
                name = self.text(child, "study.id")
                if name and not IDENTIFIER.fullmatch(name):
                    self.fault(child, "study.id", "cannot be a name", "use letters, digits, - and _ only")
                continue
            read = self._cell(child, table("studies"), key, f"study.{key}")
            if read is not None:
                columns[read[0].name] = read[1]
        if node is not None and node.entries is not None:
            if not name:
                self.fault(node, "study.id", "is missing", "add `id:`")
            for column in table("studies").columns:
                if column.required and column.name not in columns and column.key not in entries:
                    self.fault(node, f"study.{column.key}", "is missing", f"add `{column.key}:`")
        return name, columns

    def _cell(self, node: Node, declared: Table, key: str, path: str) -> tuple[Column, Any] | None:
        """A column and a value of it as read by its grammar; lists hold one item."""
        column = declared.column_called(key)
        if column is None:
            near = get_close_matches(key, [c.key for c in declared.columns], n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"columns: {', '.join(c.key for c in declared.columns)}"
            self.fault(node, path, f"is no column of {declared.name}", remedy)
            return None
        text = self.text(node, path)
        if not text:
            return None
        try:
            value = read_cell(column, text)
        except Refused as refused:
            self.fault(node, path, refused.rule, refused.remedy)
            return None
        return column, (value,) if column.kind in (Kind.TEXTS, Kind.CHOICES, Kind.REFS) else value

    def _cells(self, node: Node, name: str, path: str) -> tuple[tuple[str, str], ...]:
        """Columns by name with their texts, each of which its grammar reads."""
        found = []
        for key, child in self.map(node, path).items():
            read = self._cell(child, table(name), key, f"{path}.{key}")
            if read is not None and child.text is not None:
                found.append((read[0].name, child.text.strip()))
        return tuple(found)

    def _field(self, node: Node, path: str) -> FieldRule | None:
        entries = self.map(node, path, _FIELD_KEYS)
        target = entries.get("to")
        if target is None:
            if node.entries is not None:
                self.fault(node, f"{path}.to", "is missing", "say `to: table.column`")
            return None
        name, _, key = self.text(target, f"{path}.to").partition(".")
        declared = next((t for t in TARGETS if t.name == name), None)
        column = declared.column_called(key) if declared is not None else None
        if declared is None or column is None or column.kind is Kind.PARENT:
            tables = ", ".join(t.name for t in TARGETS)
            self.fault(target, f"{path}.to", "is no table and column", f"write table.column; tables: {tables}")
            return None
        choices = None
        if "choices" in entries:
            listed = self.map(entries["choices"], f"{path}.choices")
            choices = {code: self.text(child, f"{path}.choices.{code}") for code, child in listed.items()}
            for code, child in listed.items():
                self._cell(child, declared, column.key, f"{path}.choices.{code}")
        unit = self.text(entries["unit"], f"{path}.unit") if "unit" in entries else ""
        constants = self._cells(entries["with"], name, f"{path}.with") if "with" in entries else ()
        return FieldRule(declared, column, choices, unit, constants)
