"""What was read of a document, as a study file for a person to finish.

Only what was read stands in it, each value with its place as a comment. A key that every row needs and nobody read
stands as a comment that says what to write; a fact whose patient cannot be told stands as a comment at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from resorb.codes import names
from resorb.reading.lazy import lazy
from resorb.scan.drafting.counted import counted, steps
from resorb.scan.drafting.facts import MOST_ROWS, Fact, Row, one_line, put, shortened
from resorb.scan.drafting.front import front
from resorb.scan.drafting.given import given
from resorb.scan.drafting.persons import People
from resorb.scan.drafting.seen import diagnoses, labs
from resorb.scan.material import Scanned
from resorb.scan.pointed import pointed
from resorb.tables.columns import Column, Kind
from resorb.tables.schema import table
from resorb.values.documents import Document

NEEDED = "needed: "
"""How a comment begins that says what to write for a key that nobody read."""
_PLAIN = lazy(r"[A-Za-z0-9](?:[A-Za-z0-9 ./()%<>=+-]*[A-Za-z0-9.)%])?")
_WIDTH = 44
_HEAD = """\
# What resorb read in {file}, as a study file to finish. For study, not for prescribing.
# Behind each value stands its place and, where it differs, what is printed there. Nothing is here that was not read;
# reading errs, so look at each line beside the paper, and delete what you do not need.
# Where a line says "needed", write a value and take its first # away. Then: resorb check THIS-FILE
"""
_LEFT = """\

# Read, but the words do not tell of which patient or group. Move what you need to its place.
"""


def as_draft(documents: Sequence[Document]) -> str:
    """The text of a study file with the facts read, each with where it stands; nothing that was not read.

    Args:
        documents: one document, or the parts of a long one in order.
    """
    if not documents:
        return ""
    text = Scanned(pointed(Document(documents[0].name, tuple(b for one in documents for b in one.blocks))))
    people = People(text)
    groups, losses = counted(text), steps(text)
    read = given(text, people)
    left: dict[str, list[Row]] = {}
    for of, row in [*read.courses, *labs(text, people), *diagnoses(text, people)]:
        if of is None:
            put(left.setdefault(row.table, []), row)
        else:
            of.add(row)
    patients = people.rows()
    _number(patients)
    lines = _HEAD.format(file=shortened(one_line(Path(text.document.name).name))).splitlines()
    lines += ["", f"# study: {' ' * 8}  # {NEEDED}a name of your own, for example smith-2026"]
    lines += _facts("studies", front(text), "")
    for name, rows in (("products", read.products), ("patients", patients), ("groups", groups), ("attrition", losses)):
        lines += ["", *_table(name, rows, "")] if rows else []
    if left:
        lines += _LEFT.splitlines()
        for name, rows in left.items():
            lines += ["#", *(f"# {line}" for line in _table(name, rows, ""))]
    return "\n".join(lines) + "\n"


def _number(patients: Iterable[Row]) -> None:
    for patient in patients:
        for number, course in enumerate(patient.under.get("courses", ()), 1):
            course.name = f"c{number}"


def _table(name: str, rows: Sequence[Row], indent: str) -> Iterator[str]:
    """A table: a map of named rows or a list, as the schema has it."""
    declared = table(name)
    yield f"{indent}{declared.file_key}:"
    inner = f"{indent}  "
    for number, row in enumerate(rows[:MOST_ROWS], 1):
        if declared.named:
            yield f"{inner}{row.name or f'{name[0]}{number}'}:"
            yield from _row(row, f"{inner}  ")
        else:
            first, *rest = _row(row, f"{inner}  ")
            yield f"{inner}- {first.lstrip()}"
            yield from rest
    if len(rows) > MOST_ROWS:
        yield f"{inner}# more were read and are not written"


def _row(row: Row, indent: str) -> Iterator[str]:
    if row.facts:
        yield f"{indent}where: {_scalar(row.facts[0].at.rpartition(', column')[0])}"
    yield from _facts(row.table, row.facts, indent)
    for name, rows in row.under.items():
        yield from _table(name, rows, indent)


def _facts(of: str, facts: Sequence[Fact], indent: str) -> list[str]:
    """The facts of a row in the order of the schema; what is needed and was not read as a comment."""
    lines: list[str] = []
    for column in table(of).columns:
        here = [one for one in facts if one.key == column.key]
        taken = [one for one in here if not one.refused]
        if column.kind in (Kind.TEXTS, Kind.REFS, Kind.CHOICES) and taken:
            lines.append(f"{indent}{column.key}:")
            lines += [_line(f"{indent}  - {_scalar(one.value)}", one) for one in taken]
        else:
            lines += [_line(f"{indent}{column.key}: {_scalar(one.value)}", one) for one in taken[:1]]
        lines += [
            _line(f"{indent}# {column.key}: {_scalar(one.value)}", one, f"; not taken: {one_line(one.refused)}")
            for one in here
            if one.refused
        ]
        if column.required and not taken and column.kind is not Kind.PARENT:
            lines.append(f"{indent}# {column.key}:".ljust(18) + f"  # {NEEDED}{_wanted(column)}")
    return lines


def _line(start: str, one: Fact, more: str = "") -> str:
    said = "" if one.printed == shortened(one.value) else f": {one.printed}"
    return f"{start.ljust(_WIDTH)}  # {one.at}{said}{more}"


def _wanted(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    if column.vocabulary:
        known = names(column.vocabulary)
        return f"{column.doc}: {', '.join(known)}" if len(known) <= 10 else f"{column.doc}, of the {column.vocabulary}"
    return f"{column.doc}: the name of one of the {column.to[0]}" if column.to else column.doc


def _scalar(text: str) -> str:
    """A value as YAML writes it: plain where that is safe, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
