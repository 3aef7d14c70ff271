"""The JSON Schema of study files, made from the table declarations: an editor completes and checks as one types."""

from __future__ import annotations

from typing import Any

from resorb.codes import names
from resorb.tables.columns import LISTS, Column, Kind, Table
from resorb.tables.schema import TABLES, table

Schema = dict[str, Any]
_EXAMPLES = {
    Kind.QUANTITY: ["12.5 g", "150-250 mg/mL", "< 5 mm"],
    Kind.STRENGTH: ["25 % w/w", "250 mg/mL", "12.5 g/50 mL"],
    Kind.SPAN: ["13.4 months", "several years"],
    Kind.WHEN: ["7 months", "at diagnosis", "3 months after stop of c1", "age 6.5 years", "unknown"],
    Kind.SCHEDULE: ["3 times weekly", "once daily", "2 doses 3 weeks apart"],
    Kind.NUMBER: ["68", "3.5"],
}


def study_file_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of one study file."""
    top = [t for t in TABLES if not t.under and t.name != "studies"]
    study = _row_schema(table("studies"), {t.file_key: {"$ref": f"#/$defs/{t.name}"} for t in top})
    study["properties"]["cited"] = {
        "type": "object",
        "description": "studies this source only cites, read second-hand",
        "additionalProperties": {"$ref": "#/$defs/studies"},
    }
    cited = {**study, "required": [k for k in study["required"] if k != "read"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "resorb study file",
        **study,
        "properties": {"study": {"type": "string", "description": "id of the study"}, **study["properties"]},
        "required": ["study", *study["required"]],
        "$defs": {"studies": cited} | {t.name: _table_schema(t) for t in TABLES if t.name != "studies"},
    }


def _table_schema(declared: Table) -> Schema:
    children = {t.file_key: {"$ref": f"#/$defs/{t.name}"} for t in TABLES if declared.name in t.under}
    row = _row_schema(declared, children)
    if declared.named:
        return {"type": "object", "description": f"each entry is {declared.grain}", "additionalProperties": row}
    rows: Schema = {"type": "array", "description": f"each item is {declared.grain}", "items": row}
    if declared.compact:
        return {
            "anyOf": [rows, {"type": "object", "additionalProperties": _cell(declared.column(declared.compact[1]))}]
        }
    return rows


def _row_schema(declared: Table, children: dict[str, Schema]) -> Schema:
    columns = [c for c in declared.columns if c.kind is not Kind.PARENT]
    properties = {c.key: _column(c) for c in columns} | children
    properties["where"] = {"type": "string", "description": "where it stands in the source"}
    return {
        "type": "object",
        "properties": properties,
        "required": [c.key for c in columns if c.required],
        "additionalProperties": False,
    }


def _column(column: Column) -> Schema:
    if column.kind in LISTS:
        cell = _cell(column)
        return {"description": column.doc, "anyOf": [cell, {"type": "array", "items": cell}]}
    elsewhere = {
        "type": "object",
        "properties": {"printed": _cell(column), "where": {"type": "string"}},
        "required": ["printed"],
        "additionalProperties": False,
    }
    return {"description": column.doc, "anyOf": [_cell(column), elsewhere]}


def _cell(column: Column) -> Schema:
    match column.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return {"enum": list(column.choices)}
        case Kind.TERM:
            # synonyms are read too, so the keys only help to complete
            return {"type": "string", "examples": list(names(column.vocabulary))}
        case Kind.COUNT:
            return {"type": "integer", "minimum": 0}
        case Kind.TEXT | Kind.TEXTS | Kind.REF | Kind.REFS:
            return {"type": ["string", "number", "boolean"]}
        case _:
            return {"type": ["string", "number"], "examples": _EXAMPLES[column.kind]}
