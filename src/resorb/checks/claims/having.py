"""Which rows a claim counts: a table of the study, narrowed by ``in`` and by ``having: column = value``.

``having: sex = female`` asks a column of the row itself; ``having: conditions.condition = HFTC`` asks for at least one
row below it; conditions joined by ``and`` must all hold. A blank cell is unknown: neither yes nor no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resorb.codes import conditions
from resorb.tables.cells import read_cell
from resorb.tables.columns import Column, Kind, Row, Table
from resorb.tables.schema import PARENT_COLUMN, TABLES, Claim, Condition, Patient, table
from resorb.tables.study import Study
from resorb.values.findings import Refused


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that meet the condition, and rows of which it cannot be told."""

    yes: tuple[Row, ...]
    unknown: tuple[Row, ...]


def table_named(word: str) -> Table | None:
    """The table of that name, as code or as a study file writes it."""
    return next((t for t in TABLES if word.strip().lower() in (t.name, t.file_key)), None)


def select(study: Study, claim: Claim, rows: tuple[Row, ...]) -> Selection:
    """The rows that ``having`` keeps.

    Raises:
        Refused: when the condition is not of the form ``column = value`` or names no column.
    """
    if not claim.having:
        return Selection(rows, ())
    tests = [part.strip() for part in claim.having.split(" and ")]
    answers = {row.id: [_meets(study, row, one) for one in tests] for row in rows}
    yes = tuple(r for r in rows if all(a is True for a in answers[r.id]))
    unknown = tuple(r for r in rows if None in answers[r.id] and False not in answers[r.id])
    return Selection(yes, unknown)


def rows_to_count(study: Study, claim: Claim) -> tuple[Row, ...]:
    """Without ``of``: rows of the table that ``with`` names (patients when it names none), within ``in``.

    Raises:
        Refused: when there is no such table.
    """
    word = claim.arguments[0] if claim.arguments else "patients"
    declared = table_named(word)
    if declared is None:
        raise Refused(f"{word[:40]!r} is not a table", f"use one of: {', '.join(t.file_key for t in TABLES)}")
    rows = [r for r in study.tables.get(declared.name, ()) if r.study == claim.study]
    return tuple(r for r in rows if claim.within is None or _within(study, r, claim.within))


def _within(study: Study, row: Row, whole: str) -> bool:
    owners = {getattr(row, name, None) for name in (*PARENT_COLUMN.values(), "lesion")}
    patient = study.row(Patient, row.study, getattr(row, "patient", None) or row.id)
    return whole in owners or (patient is not None and patient.group == whole)


def _meets(study: Study, row: Row, condition: str) -> bool | None:
    left, equals, wanted = condition.partition("=")
    if not equals or not wanted.strip():
        raise Refused(f"{condition[:60]!r} is no condition", "write it as `column = value`, for example sex = female")
    child, _, name = left.strip().rpartition(".")
    if not child:
        return _cell_is(row, _column(table(row.table), name), wanted.strip())
    below = table_named(child)
    if below is None or row.table not in PARENT_COLUMN:
        raise Refused(f"{child[:40]!r} is no table below {row.table}", "write it as `conditions.condition = value`")
    children = [c for c in study.tables.get(below.name, ()) if c.study == row.study and _parent(c, row)]
    present = [c for c in children if not (isinstance(c, Condition) and c.status == "ruled out")]
    return any(_cell_is(c, _column(below, name), wanted.strip()) for c in present)


def _parent(child: Row, row: Row) -> bool:
    return getattr(child, PARENT_COLUMN[row.table], None) == row.id


def _column(declared: Table, name: str) -> Column:
    word = name.strip()
    found = next((c for c in declared.columns if word in (c.name, c.key)), None)
    if found is None:
        keys = ", ".join(c.key for c in declared.columns if c.kind is not Kind.PARENT)
        raise Refused(f"{word[:40]!r} is no column of {declared.name}", f"use one of: {keys}")
    return found


def _cell_is(row: Row, column: Column, wanted: str) -> bool | None:
    value = getattr(row, column.name)
    if value is None or value == "not reported":
        return None if wanted != "not reported" else value == wanted
    meant = read_cell(column, wanted)
    if isinstance(value, tuple):
        return any(_same(column, item, meant) for item in value)
    return _same(column, value, meant)


def _same(column: Column, value: Any, meant: Any) -> bool:
    if column.vocabulary == "conditions":
        return meant in _kinds_of(value)
    if isinstance(value, str) and isinstance(meant, str):
        return value.casefold() == meant.casefold()
    return bool(getattr(value, "printed", value) == getattr(meant, "printed", meant))


def _kinds_of(condition: str) -> list[str]:
    """A condition and the wider ones it is a kind of."""
    known, found = conditions(), [condition]
    while found[-1] in known and known[found[-1]].parent and known[found[-1]].parent not in found:
        found.append(known[found[-1]].parent)
    return found
