"""Columns of "9/27": the total row has the sums of what stands above the strokes and below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resorb.reading.tables.cells import Cell
from resorb.reading.tables.grid import Grid, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, grids, is_nested
from resorb.values.findings import Verdict

_LEAST, _MOST_COLUMNS = 2, 12


@rule(
    "fractions-sum",
    kind="table",
    doc="In a column of parts of wholes, such as 9/27, the total adds up the parts and the wholes.",
    source="addition; judged where the wholes, or the parts, do add up",
)
def fractions_sum(text: Scanned) -> Iterator[Mark]:
    """The last row of totals of every table."""
    for block, grid in grids(text):
        totals = [r for r in grid.rows if r.kind is RowKind.TOTAL]
        rows = [r for r in grid.rows if r.kind is RowKind.VALUES]
        if len(totals) != 1 or OVERLAP.search(f"{grid.said} {grid.heads}") or any(is_nested(r, grid) for r in rows):
            continue
        for column in range(min(len(grid.columns), _MOST_COLUMNS)):
            total, parts = totals[0].cells[column], [r.cells[column] for r in rows]
            mark = _judged(text, block, total, parts, others=_closing(grid, column))
            if mark is not None:
                yield mark


def _sums(total: Cell, parts: Sequence[Cell]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Parts and wholes of the total as printed, and as added up; None where a cell has no whole."""
    printed = [(c.count, c.whole) for c in (total, *parts)]
    known = [(count, whole) for count, whole in printed if count is not None and whole is not None]
    if len(known) != len(printed) or len(parts) < _LEAST:
        return None
    return known[0], (sum(c for c, _ in known[1:]), sum(w for _, w in known[1:]))


def _closing(grid: Grid, column: int) -> bool:
    """Whether another column of such cells adds up in both."""
    total = next(r for r in grid.rows if r.kind is RowKind.TOTAL)
    rows = [r for r in grid.rows if r.kind is RowKind.VALUES]
    for other in range(min(len(grid.columns), _MOST_COLUMNS)):
        sums = _sums(total.cells[other], [r.cells[other] for r in rows]) if other != column else None
        if sums is not None and sums[0] == sums[1]:
            return True
    return False


def _judged(text: Scanned, block: int, total: Cell, parts: Sequence[Cell], *, others: bool) -> Mark | None:
    sums = _sums(total, parts)
    if sums is None:
        return None
    (count, whole), (count_sum, whole_sum) = sums
    off = [(printed, added) for printed, added in ((count, count_sum), (whole, whole_sum)) if printed != added]
    if len(off) != 1 or 2 * abs(off[0][0] - off[0][1]) > off[0][1]:
        return None
    (printed, added), of_parts = off[0], count != count_sum
    numbers = [(c.count if of_parts else c.whole) or 0 for c in parts]
    side = "above" if of_parts else "below"
    return text.cell(block, total.passage, *total.span).mark(
        "fractions-sum", Verdict.FAILS if others else Verdict.ASSUMES,
        f"The numbers {side} the strokes add up to {added}, not {printed}.",
        computed=str(added), arithmetic=f"{' + '.join(map(str, numbers))} = {added}, not {printed}",
        suggestion=f"{added} in the total, or another number in a row",
        assumption=None if others else "the last row adds up the others",
    )  # fmt: skip
