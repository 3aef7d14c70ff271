"""What judges share: counts of rows, the figures of a printed text, and judgements that say little."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resorb.checks.registry import Judgement
from resorb.tables.columns import Row
from resorb.tables.schema import Attrition, Claim, Course, EndpointCount, Group, OutcomeCount, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Verdict
from resorb.values.numbers import MAX_DIGITS, PrintedNumber, read_number
from resorb.values.schedules import NUMBER_WORDS

_FIGURE = re.compile(r"(?<![\w.])[+\-\N{MINUS SIGN}]?\d+(?:\.\d+)?(?![\w.]*\d)", re.ASCII)
_NONE = ("none", "no", "nobody")


def rows_of(study: Study, claim: Claim) -> tuple[Row, ...]:
    """The rows a claim is about; the reader has seen to it that each exists."""
    return tuple(row for row_id in claim.of if (row := study.find(claim.study, row_id)) is not None)


def count_of(row: Row) -> int | None:
    """The count a row prints: n of a group or cell, those left out by a step of attrition, patients of a course."""
    if isinstance(row, Attrition):
        return row.out if row.out is not None else row.left
    if isinstance(row, Course):
        return row.patients
    found: int | None = getattr(row, "n", None)
    return found


def whole_of(study: Study, row: Row) -> int | None:
    """The whole that a row stands for: its count; for an endpoint, the number among whom it is counted."""
    if isinstance(row, EndpointCount):
        group = study.row(Group, row.study, row.group)
        return row.of if row.of is not None else group.n if group else None
    return count_of(row)


def count_column(row: Row) -> str:
    """The column :func:`count_of` read."""
    if isinstance(row, Attrition):
        return "out" if row.out is not None else "left"
    return "patients" if isinstance(row, Course) else "n"


def name_of(study: Study, row: Row) -> str:
    """What a reader calls a row: a group by its label, a cell by group and class, others by id."""
    if isinstance(row, Group):
        return row.label
    if isinstance(row, OutcomeCount):
        group = study.row(Group, row.study, row.group)
        return f"{group.label if group else row.group} {row.response_class}"
    if isinstance(row, EndpointCount):
        return row.label or row.endpoint
    if isinstance(row, Attrition):
        return row.reason
    return row.id


def patients_of(study: Study, claim: Claim) -> tuple[Patient, ...]:
    """Patients a claim is about: those named, those counted in a named group, or all of the study."""
    rows = rows_of(study, claim)
    if not rows:
        return tuple(study.of(Patient, claim.study))
    groups = {r.id for r in rows if isinstance(r, Group)}
    named = {r.id for r in rows if isinstance(r, Patient)}
    return tuple(p for p in study.of(Patient, claim.study) if p.id in named or p.group in groups)


def figures(text: str) -> tuple[PrintedNumber, ...]:
    """The plain numbers that stand in a printed text, digits kept ("1/28" has two)."""
    return tuple(read_number(m) for m in _FIGURE.findall(text) if len(m) <= MAX_DIGITS)


def printed_count(claim: Claim) -> tuple[int | None, int | None]:
    """The printed count and, for "n/N" or "n of N", the whole; words up to twelve are read too."""
    found = [f for f in figures(claim.printed) if not f.decimals]
    if found:
        return int(found[0].value), int(found[1].value) if len(found) > 1 else None
    words = claim.printed.lower().replace("-", " ").split()
    spoken = [NUMBER_WORDS.get(w, 0 if w in _NONE else None) for w in words]
    known = [n for n in spoken if n is not None]
    return (known[0] if known else None), (known[1] if len(known) > 1 else None)


def whole_number(claim: Claim) -> int | None:
    """The printed count alone."""
    return printed_count(claim)[0]


def unjudged(needs: str, trace: Iterable[FactRef] = ()) -> Judgement:
    """A judgement that the facts on file cannot decide; ``needs`` says what would."""
    return Judgement(Verdict.UNJUDGED, f"Cannot be judged: {needs}.", trace=tuple(trace))


def verdict(*, holds: bool) -> Verdict:
    """Holds or fails."""
    return Verdict.HOLDS if holds else Verdict.FAILS


def refs(rows: Iterable[Row], column: str = "") -> tuple[FactRef, ...]:
    """Addresses of one column of several rows."""
    return tuple(ref_of(row, column) for row in rows)
