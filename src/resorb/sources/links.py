"""References of a study file: each must name a row that exists; times must name courses that exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from resorb.codes import drugs
from resorb.tables.cells import read_cell
from resorb.tables.columns import NOT_REPORTED, Column, Kind, Row
from resorb.tables.schema import TABLES, Claim, Course, Dispense, Product, Proposal, table
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Fault, Place, Refused
from resorb.values.times import ANCHORS, When


def check_links(study: Study) -> list[Fault]:
    """Faults of all references, time anchors and proposals of a study."""
    faults: list[Fault] = []
    for declared in TABLES:
        for row in study.tables.get(declared.name, ()):
            for column in declared.columns:
                value = getattr(row, column.name)
                if column.kind in (Kind.REF, Kind.REFS) and value:
                    faults.extend(_missing(study, row, column, value))
                elif isinstance(value, When):
                    faults.extend(_anchor(study, row, column, value))
    faults.extend(f for p in study.rows(Proposal) for f in _proposal(study, p))
    faults.extend(f for p in study.rows(Product) for f in _salt(study, p))
    return faults


def resolved(study: Study) -> Study:
    """The study with every reference written as the full id of its row (``elbow`` becomes ``P1.elbow``)."""
    return replace(
        study, tables={name: tuple(_resolved(study, r) for r in rows) for name, rows in study.tables.items()}
    )


def _resolved(study: Study, row: Row) -> Row:
    full: dict[str, Any] = {}
    for column in table(row.table).columns:
        value = getattr(row, column.name)
        if column.kind is Kind.REF and value:
            full[column.name] = _full_id(study, row, value, column)
        elif column.kind is Kind.REFS and value:
            full[column.name] = tuple(_full_id(study, row, v, column) for v in value)
    if isinstance(row, Proposal):
        full["column"] = _proposed_column(study, row)
    return replace(row, **full) if full else row


def _proposed_column(study: Study, proposal: Proposal) -> str:
    """The name of the proposal's column, which its writer may have called by its key in a study file."""
    row = study.find(proposal.study, proposal.of)
    column = table(row.table).column_called(proposal.column) if row else None
    return column.name if column else proposal.column


def _full_id(study: Study, row: Row, name: str, column: Column) -> str:
    found = resolve(study, row, name, column.to)
    if found is None:
        return name
    return found.id if found.study == row.study else f"{found.study}/{found.id}"


def resolve(study: Study, row: Row, name: str, to: tuple[str, ...]) -> Row | None:
    """The row that ``name`` means, seen from ``row``: its own patient's rows first, then the study's."""
    owner = getattr(row, "patient", None) or getattr(row, "group", None)
    candidates = [f"{owner}.{name}"] if owner else []
    for candidate in [*candidates, name]:
        found = study.find(row.study, candidate, *(() if "*" in to else to))
        if found is not None:
            return found
    return None


def _missing(study: Study, row: Row, column: Column, value: str | tuple[str, ...]) -> Iterator[Fault]:
    for name in (value,) if isinstance(value, str) else value:
        if resolve(study, row, name, column.to) is None:
            known = [r.id for rows in study.tables.values() for r in rows if r.study == row.study]
            near = get_close_matches(name, known, n=1)
            what = "row" if "*" in column.to else " or ".join(t.rstrip("s") for t in column.to)
            remedy = f"did you mean {near[0]!r}?" if near else f"name a {what} of this study"
            yield Fault(
                _place(study, row, column), _field(study, row, column), f"{name[:60]!r} names no {what}", remedy
            )


def _anchor(study: Study, row: Row, column: Column, when: When) -> Iterator[Fault]:
    course = when.anchor.removeprefix("start of ").removeprefix("stop of ").removeprefix("during ")
    if course in (*ANCHORS, "date", "unknown"):
        return
    if not any(study.row(Course, row.study, f"{owner}.{course}") for owner in _owners(study, row)):
        rule = f"{course[:60]!r} names no course here"
        yield Fault(_place(study, row, column), _field(study, row, column), rule, "name a course of the same patient")


def _owners(study: Study, row: Row) -> list[str]:
    """Whose courses a row may name: its own, its patient's, its group's, or those of whom a claim is about."""
    if isinstance(row, Claim):
        return [row.of[0].partition(".")[0]] if row.of else []
    if isinstance(row, Dispense):
        course = study.row(Course, row.study, row.course)
        return _owners(study, course) if course else []
    return [owner for owner in (row.id, getattr(row, "patient", None), getattr(row, "group", None)) if owner]


def _salt(study: Study, product: Product) -> Iterator[Fault]:
    """A salt is one of its drug's."""
    known = [*(s.key for s in drugs()[product.drug].salts), NOT_REPORTED]
    if product.salt is not None and product.salt not in known:
        origin = study.origins[ref_of(product, "salt")]
        rule = f"{product.salt[:40]!r} is no salt of {product.drug} on file"
        yield Fault(origin.place, origin.place.path, rule, f"use one of: {', '.join(known)}")


def _proposal(study: Study, proposal: Proposal) -> Iterator[Fault]:
    row = study.find(proposal.study, proposal.of)
    if row is None:
        return
    place = study.origins[ref_of(proposal)].place
    if isinstance(row, Proposal):
        yield Fault(place, f"{place.path}.of", "is a proposal itself", "name the row whose value is read otherwise")
        return
    column = table(row.table).column_called(proposal.column)
    if column is None:
        yield Fault(place, f"{place.path}.column", f"{proposal.column[:40]!r} is no column of {row.table}", "name one")
        return
    try:
        read_cell(column, proposal.read)
    except Refused as refused:
        yield Fault(place, f"{place.path}.read", refused.rule, refused.remedy)
        return
    if column.kind in (Kind.REF, Kind.REFS) and study.find(proposal.study, proposal.read) is None:
        yield Fault(place, f"{place.path}.read", f"{proposal.read[:60]!r} names no row", "write the full id of a row")


def _place(study: Study, row: Row, column: Column) -> Place:
    origin = study.origin(ref_of(row, column.name))
    return origin.place if origin else Place(row.study)


def _field(study: Study, row: Row, column: Column) -> str:
    origin = study.origins.get(ref_of(row, column.name))
    return origin.place.path if origin else f"{row.id}.{column.key}"
