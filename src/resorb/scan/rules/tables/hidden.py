"""Totals that nothing names: a last row or a last column that adds up everywhere but in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.cells import Cell
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.words import said_once, shares_out
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, added, first_head, grids, number_of, said
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_LEAST = 3
"""Parts that must add up exactly somewhere before a row or column passes for a total."""
_PERIOD = lazy(
    r"(?:whole\s|full\s)?(?:year|quarter|half-?year|season|month|week|trimester|semester|decade|period|ward|"
    r"clinic|both|altogether)",
    re.IGNORECASE,
)
_WITHIN = lazy(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|Q[1-4]\b|(?:19|20)\d\d\b|(?:mon|tues?|wed|"
    r"thurs?|fri|sat|sun)[a-z]*\b|"
    r"(?:week|month|day|quarter|year|ward|room)\s[\dA-Z]+|(?:first|second|third|fourth|1st|2nd|3rd|4th)\b|"
    r"spring|summer|autumn|winter|fall",
    re.IGNORECASE,
)
_EACH = lazy(
    r"\s*(?P<what>[a-z][a-z ]{2,25}?)s?\s+(?:per|in each|of each|for each)\s+(?P<of>[a-z]{3,15})\s*$", re.IGNORECASE
)
_IN_ALL = lazy(
    r"(?:all|total|sum of|number of)\s+(?P<what>[a-z ]{3,25}?)s?(?:\s+(?:in all|in total|together))?", re.IGNORECASE
)


@rule(
    "table-hidden-sum",
    kind="table",
    doc="A last row or column that adds up all others in most places does so in all.",
    source="addition; judged where at least three parts make their total elsewhere in the same row or column",
)
def hidden_sums(text: Scanned) -> Iterator[Mark]:
    """Unnamed totals, and totals of how many times how much."""
    for number, grid in grids(text):
        if not OVERLAP.search(f"{grid.said} {grid.heads}"):
            yield from _last_row(text, number, grid)
            yield from _last_column(text, number, grid)
        yield from _weighted(text, number, grid)


def _last_row(text: Scanned, number: int, grid: Grid) -> Iterator[Mark]:
    rows = [r for r in grid.rows if r.kind is not RowKind.HEADING]
    if len(rows) < _LEAST or not _may_add(grid, rows) or any(r.kind is not RowKind.VALUES for r in rows):
        return
    *parts, last = rows
    heads = {grid.columns[c].label.lower().rstrip("s") for c in range(len(grid.columns))} - {""}
    period = last.label.lower().rstrip("s") in heads or (
        _PERIOD.fullmatch(last.label) and all(_WITHIN.match(r.label) for r in parts)
    )
    if not period and len(rows) <= _LEAST:
        return
    columns = [c for c, column in enumerate(grid.columns) if not column.is_percent and column.adds]
    sums = [(last.cells[c], [r.cells[c] for r in parts]) for c in columns]
    yield from _odd(text, number, [(total, cells, said(last)) for total, cells in sums], is_sum=bool(period))


def _may_add(grid: Grid, rows: Sequence[Row]) -> bool:
    """Whether a last row "Any" may be a sum: where rows are grades of which each has one."""
    if not re.match(r"any\b|at least|≥", rows[-1].label, re.IGNORECASE):
        return True
    title = f"{grid.said} {grid.heads}"
    return said_once(title) or shares_out(title, "", [r.label for r in rows[:-1]]) >= _LEAST


def _last_column(text: Scanned, number: int, grid: Grid) -> Iterator[Mark]:
    columns = [c for c, column in enumerate(grid.columns) if column.adds and not column.is_percent]
    if len(columns) <= 2 or any(grid.columns[c].is_total for c in columns):
        return
    rows = [r for r in grid.rows if r.kind is not RowKind.HEADING]
    yield from _odd(text, number, [(r.cells[columns[-1]], [r.cells[c] for c in columns[:-1]], said(r)) for r in rows])


def _odd(
    text: Scanned, number: int, sums: Sequence[tuple[Cell, list[Cell], str]], *, is_sum: bool = False
) -> Iterator[Mark]:
    """The one sum of several that does not close, when what it prints looks like a slip."""
    known = [
        (total, [n for c in cells if (n := number_of(c)) is not None], where)
        for total, cells, where in sums
        if number_of(total) is not None and all(number_of(c) is not None for c in cells)
    ]
    closed = [s for s in known if sum(s[1], Fraction(0)) == number_of(s[0])]
    open_ = [s for s in known if s not in closed]
    telling = sum(sum(n != 0 for n in parts) for _, parts, _ in closed if sum(n != 0 for n in parts) > 1)
    if len(open_) != 1 or (telling < _LEAST and not is_sum):
        return
    total, parts, where = open_[0]
    printed = number_of(total)
    true = sum(parts, Fraction(0))
    if printed is None or (len(closed) < 2 and not is_sum and not near_miss(_printed(total), true, off_by=3)):
        return
    if total.decimals and abs(printed - true) <= Fraction(len(parts) + 1, 2 * 10**total.decimals):
        return  # each part is rounded
    reach = Fraction(5, 4) if is_sum and not closed else Fraction(2)
    if not 1 / reach < (printed / true if true else Fraction(0)) < reach:
        return
    yield text.cell(number, total.passage, *total.span).mark(
        "table-hidden-sum", Verdict.FAILS if len(closed) > 1 or len(parts) > _LEAST else Verdict.ASSUMES,
        f"Elsewhere {where} adds up the others; here they make {written(true)}, not {written(printed)}.",
        computed=written(true), arithmetic=f"{added(parts)}, not {written(printed)}", suggestion=written(true),
        assumption=None if len(closed) > 1 or len(parts) > _LEAST else "it is a total",
    )  # fmt: skip


def _printed(cell: Cell) -> PrintedNumber:
    value = number_of(cell) or Fraction(0)
    return PrintedNumber(as_text(value, cell.decimals), value, cell.decimals)


def _weighted(text: Scanned, number: int, grid: Grid) -> Iterator[Mark]:
    """Rows "so many each": "Injections per lesion" 1, 2, 3 over the number of lesions, with all injections below."""
    each = _EACH.match(grid.heads.split("\t")[0]) if grid.heads else None
    first = next((r for r in grid.rows if r.kind is RowKind.VALUES), None)
    if first is None or len(grid.columns) != 1:
        return
    each = each or _EACH.match(first_head(text, number))
    if each is None:
        return
    steps: list[tuple[int, int]] = []
    last: Row | None = None
    for row in grid.rows:
        count = row.cells[0].count
        if re.fullmatch(r"\d{1,3}", row.label) and count is not None:
            steps.append((int(row.label), count))
        else:
            named = _IN_ALL.fullmatch(row.label)
            if named and named["what"].lower().rstrip("s") == each["what"].lower().rstrip("s"):
                last = row
    if last is None or len(steps) < 2 or last.cells[0].count is None:
        return
    true = sum(a * b for a, b in steps)
    if true != last.cells[0].count:
        cell = last.cells[0]
        yield text.cell(number, cell.passage, *cell.span).mark(
            "table-hidden-sum", Verdict.FAILS, f"{said(last)}: the rows make {true}, not {cell.count}.",
            computed=str(true), arithmetic=" + ".join(f"{a} × {b}" for a, b in steps) + f" = {true}",
            suggestion=str(true),
        )  # fmt: skip
