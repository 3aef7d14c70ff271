"""Columns that run: what was left before, what came in and what went out make what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import grids, number_of, said
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_RUNS = lazy(
    r"\bcumul|\bleft\b|\bstock|\bbalance|\bremain|\bso far|\brunning|\bin all\b|\bat (?:the )?end|\brest\b|\btotal",
    re.IGNORECASE,
)
_MOST_COLUMNS, _MOST_ROWS, _LEAST = 6, 60, 2


@dataclass(frozen=True)
class Step:
    """One row of a running column: what stood before, what came and went, what is printed."""

    row: Row
    before: Fraction
    moves: tuple[Fraction, ...]
    printed: Fraction

    @property
    def true(self) -> Fraction:
        """What should stand here."""
        return self.before + sum(self.moves, Fraction(0))


@rule(
    "table-running",
    kind="table",
    doc="A column that carries on from row to row (stock left, cumulative cases) does so in every row.",
    source="addition and subtraction; the columns that come in and go out are found from the rows in which it holds",
)
def table_running(text: Scanned) -> Iterator[Mark]:
    """The first running column of each table that one cell breaks."""
    for number, grid in grids(text):
        rows = [r for r in grid.rows if r.kind is RowKind.VALUES]
        heads = list(enumerate(grid.columns[:_MOST_COLUMNS]))
        columns = [c for c, head in heads if head.adds or (_RUNS.search(head.label) and not head.is_percent)]
        if not _LEAST < len(rows) <= _MOST_ROWS or len(columns) < _LEAST:
            continue
        for target in reversed(columns):
            found = _broken(grid, rows, target, [c for c in columns if c != target])
            if found is not None:
                yield _marked(text, number, grid, target, found)
                break


def _broken(grid: Grid, rows: Sequence[Row], target: int, others: Sequence[int]) -> Step | None:
    """The step of a running column that one number breaks; None when none does, or when the column does not run."""
    named = _RUNS.search(grid.columns[target].label)
    moves: list[tuple[tuple[int, int], ...]] = [((c, sign),) for sign in (1, -1) for c in others]
    moves += [((a, 1), (b, -1)) for a, b in product(others, others) if a != b]
    for signs in moves:
        steps = list(_steps(rows, target, signs))
        off = [n for n, step in enumerate(steps) if step.true != step.printed]
        held = sum(any(step.moves) for n, step in enumerate(steps) if n not in off)
        if not off:
            if held > _LEAST:
                return None
            continue
        one = steps[off[0]]
        is_cell = len(off) == 1 or (len(off) == 2 and off[1] == off[0] + 1 and _mends(steps, off))
        if held >= (_LEAST if named or len(signs) > 1 else _LEAST + 1) and is_cell and _is_slip(one, target):
            return one
    return None


def _steps(rows: Sequence[Row], target: int, signs: Sequence[tuple[int, int]]) -> Iterator[Step]:
    before: Fraction | None = None
    for row in rows:
        numbers = [number_of(row.cells[c]) for c, _ in signs]
        printed = number_of(row.cells[target])
        if printed is None or None in numbers:
            before = None
            continue
        moves = tuple(sign * (n or Fraction(0)) for (_, sign), n in zip(signs, numbers, strict=True))
        if before is not None:
            yield Step(row, before, moves, printed)
        elif row is rows[0] and sum(moves) == printed and printed:
            yield Step(row, Fraction(0), moves, printed)
        before = printed


def _mends(steps: Sequence[Step], off: Sequence[int]) -> bool:
    """Whether the number that the first step needs mends the second too."""
    first, second = (steps[n] for n in off)
    return first.true + sum(second.moves, Fraction(0)) == second.printed


def _is_slip(step: Step, target: int) -> bool:
    """Whether what is printed, or what came or went, looks like a slip of what it should be."""
    missing = step.printed - step.true
    pairs = [(step.printed, step.true), *((abs(m), abs(m + missing)) for m in step.moves)]
    decimals = step.row.cells[target].decimals
    return any(near_miss(PrintedNumber(as_text(a, decimals), a, decimals), b, off_by=3) for a, b in pairs)


def _marked(text: Scanned, number: int, grid: Grid, target: int, step: Step) -> Mark:
    cell = step.row.cells[target]
    how = " ".join([written(step.before), *(f"{'−' if m < 0 else '+'} {written(abs(m))}" for m in step.moves)])
    label = grid.columns[target].label
    return text.cell(number, cell.passage, *cell.span).mark(
        "table-running", Verdict.ASSUMES,
        f"{said(step.row)}: {how} is {written(step.true)}, not {written(step.printed)}; the other rows carry on.",
        computed=written(step.true), arithmetic=f"{how} = {written(step.true)}", suggestion=written(step.true),
        assumption=f"“{label}” carries on from row to row as it does in the others",
    )  # fmt: skip
