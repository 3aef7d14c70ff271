"""Rows from those screened to those who finished: at each station those before, less those who left, are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.words import said_once
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import grids, number_of
from resorb.values.findings import Verdict

_OUT = lazy(
    r"(?:[a-z]+\s+)?(?:not\b|non-?|ex?cluded|declin|refus|died|deaths?|dead\b|lost|withdr|dropp|drop-?out|"
    r"discontinu|stopped|ineligible|no\b|without|"
    r"missing|other|duplicate|did not|failed|moved|outside|under|wrong|less than|too|removed|transferred|"
    r"transplant|unwilling|crossed|never)",
    re.IGNORECASE,
)
_FOUND = lazy(
    r"(?:(?!not\b|non)\w+\s+)?(?:screened|assessed|identified|found|approached|referred|eligible|records|"
    r"reports|considered|registered|consented|"
    r"invited|asked)\b",
    re.IGNORECASE,
)
_LEFT = lazy(
    r"(?:(?!not\b|non|never)\w+\s+)?(?:randomi[sz]ed|included|enrol+ed|analy[sz]ed|treated|remaining|left|"
    r"evaluable|complete[dr]s?|finished|started|"
    r"in the (?:study|analysis)|studied|entered|allocated|alive|still (?:on|in)|ongoing|followed|available|"
    r"recruited|received)\b",
    re.IGNORECASE,
)
_MOST_ROWS = 20
_NEAR = Fraction(1, 4)


@dataclass(frozen=True)
class Step:
    """One subtraction: those before, those who left, those printed as left."""

    before: Row
    earlier: tuple[Row, ...]
    out: tuple[Row, ...]
    left: Row


@rule(
    "table-flow",
    kind="table",
    doc="Those before, less those who left for each reason, are those after.",
    source="subtraction, in tables whose rows are stations of a study and the ways out between them",
)
def table_flow(text: Scanned) -> Iterator[Mark]:
    """Every column of participant flows."""
    for block, grid in grids(text):
        rows = [row for row in grid.rows if row.kind is not RowKind.HEADING]
        if not 3 <= len(rows) <= _MOST_ROWS:
            continue
        # Reasons that are indented are told of the row above them.
        rows = [row for row in rows if row.indent <= rows[0].indent and not row.passage.text.startswith(" ")]
        known = all(_is_out(r) or _is_station(r) for r in rows)
        steps = list(_steps(rows)) if any(_is_out(r) for r in rows) else []
        for column, head in enumerate(grid.columns):
            counts = [row.cells[column].count for row in rows]
            parted = None not in counts and sum(n or 0 for n in counts) in grid.wholes(column)
            if head.counts and not head.is_percent and not parted:
                if not known and not any(_closes(step, column) for step in steps):
                    continue
                for step in steps:
                    mark = _judged(
                        text, block, grid, (column, step), sure=len(steps) == 1 and _is_whole(rows, steps[0])
                    )
                    if mark is not None:
                        yield mark


def _steps(rows: Sequence[Row]) -> Iterator[Step]:
    """Each run of ways out between two stations, or behind the last of several."""
    stations: list[Row] = []
    out: list[Row] = []
    for row in rows:
        if _is_out(row):
            out.append(row)
            continue
        if stations and out:
            yield Step(stations[-1], tuple(stations[:-1]), tuple(out), row)
        stations.append(row)
        out = []
    if out and len(stations) == 2 and not any(_is_out(r) for r in rows[:2]):
        yield Step(stations[0], (), tuple(out), stations[1])


def _closes(step: Step, column: int) -> bool:
    found, left, *out = (row.cells[column].count for row in (step.before, step.left, *step.out))
    return found is not None and left is not None and 0 < left < found and found - sum(n or 0 for n in out) == left


def _is_out(row: Row) -> bool:
    return _OUT.match(row.label) is not None


def _is_station(row: Row) -> bool:
    return _FOUND.match(row.label) is not None or _LEFT.match(row.label) is not None


def _is_whole(rows: Sequence[Row], step: Step) -> bool:
    """Whether the table is nothing but one way from those found to those included."""
    return rows[0] is step.before and rows[-1] is step.left and _FOUND.match(step.before.label) is not None


def _judged(text: Scanned, block: int, grid: Grid, where: tuple[int, Step], *, sure: bool) -> Mark | None:
    column, step = where
    numbers = [number_of(r.cells[column]) for r in (step.before, step.left, *step.out)]
    if any(n is None for n in numbers):
        return None
    found, left, *out = [n for n in numbers if n is not None]
    if len(out) > 2 and out[0] == sum(out[1:], Fraction(0)):
        out = out[:1]  # the others are its reasons
    rest = found - sum(out, Fraction(0))
    arithmetic = " − ".join(written(v) for v in (found, *out)) + f" = {written(rest)}"
    if any(number_of(r.cells[column]) == left + found - rest for r in step.earlier):
        return None  # those who left before the last station are told among the others
    holds = rest == left
    if not holds and not sure and abs(rest - left) > max(_NEAR * left, Fraction(2)):
        return None
    cell = step.left.cells[column] if step.left.number > step.out[-1].number else step.out[-1].cells[column]
    message = f"{written(found)} less those left out are {written(rest)}" + (
        ", as printed." if holds else f", not {written(left)}."
    )
    sure = sure or said_once(grid.said)
    return text.cell(block, cell.passage, *cell.span).mark(
        "table-flow", Verdict.HOLDS if holds else Verdict.FAILS if sure else Verdict.ASSUMES, message,
        computed=written(rest), arithmetic=arithmetic,
        suggestion=None if holds else f"{written(rest)}, or another count left out",
        assumption=None if holds or sure else "nobody left in another way",
    )  # fmt: skip
