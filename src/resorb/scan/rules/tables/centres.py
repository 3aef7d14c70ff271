"""Rows "Mean", "Median", "Minimum" and "Range" below the values that a table lists, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summary_cells import read_cell
from resorb.reading.tables.cells import Cell, Kind
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import added, grids, number_of, said
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_CENTRE = lazy(r"(?P<mean>mean|average)\b.{0,24}|(?P<median>median)\b.{0,24}", re.IGNORECASE)
_ENDS = lazy(r"(?:(?:full\s)?range|min(?:imum)?\.?\s?[-–/,&]\s?max(?:imum)?\.?)\b.{0,12}", re.IGNORECASE)
_SUMMARY = lazy(
    r"(?:mean|average|median|sd|s\.d\.|se\b|sem\b|iqr|range|min|max|total|sum|all|overall|p\b|quartile|n$|change|diff"
    r"|pooled|lowest|highest)",
    re.IGNORECASE,
)
_LISTED = lazy(
    r"(?:(?:patient|case|pt|p|no|lesion|wound|child|batch|tube|sample|run|reader|week|month|day|visit|session|dose)\.?\s?)?"
    r"(?:\d{1,3}[A-Za-z]?|[A-Z]|[IVX]{1,5})\.?",
    re.IGNORECASE,
)
_LEAST, _MOST = 3, 60


@rule(
    "table-centre",
    kind="table",
    doc="A row of means, medians or ranges is that of the values listed above it.",
    source="exact arithmetic; judged where rows are numbered one by one, or another column of the row holds",
)
def table_centres(text: Scanned) -> Iterator[Mark]:
    """Every row of means, medians and ranges below a list of values, and such rows against each other."""
    for number, grid in grids(text):
        rows = [r for r in grid.rows if r.kind is not RowKind.HEADING]
        for at, row in enumerate(rows):
            found = _CENTRE.fullmatch(row.label)
            if found is None:
                continue
            ends = next((r for r in rows[at + 1 : at + 5] if _ENDS.fullmatch(r.label)), None)
            if ends is not None:
                yield from _within(text, number, row, ends)
            values = rows[:at]
            while values and _SUMMARY.match(values[-1].label):
                values.pop()
            if _LEAST <= len(values) <= _MOST and not any(_SUMMARY.match(r.label) for r in values):
                yield from _of_rows(text, (number, grid), row, values, is_mean=found["mean"] is not None)


def _printed(cell: Cell) -> PrintedNumber | None:
    value = number_of(cell)
    return None if value is None else PrintedNumber(as_text(value, cell.decimals), value, cell.decimals)


def _of_rows(
    text: Scanned, table: tuple[int, Grid], row: Row, values: Sequence[Row], *, is_mean: bool
) -> Iterator[Mark]:
    number, grid = table
    off: list[tuple[Cell, PrintedNumber, list[Fraction], Fraction]] = []
    held = 0
    for c in range(len(grid.columns)):
        printed, cells = _printed(row.cells[c]), [r.cells[c] for r in values]
        numbers = [n for cell in cells if (n := number_of(cell)) is not None]
        if printed is None or len(numbers) != len(cells) or any(cell.whole for cell in cells):
            continue
        exact = sum(numbers, Fraction(0)) / len(numbers) if is_mean else _median(sorted(numbers))
        room = max(cell.decimals for cell in cells)
        if rule_for(exact, printed) is not None or abs(exact - printed.value) <= Fraction(1, 2 * 10**room):
            held += 1
        else:
            off.append((row.cells[c], printed, numbers, exact))
    numbered = all(_LISTED.fullmatch(r.label) for r in values)
    if len(off) != 1 or not (held or numbered):
        return
    cell, printed, numbers, exact = off[0]
    outside = not min(numbers) <= printed.value <= max(numbers)
    if not (numbered or outside or near_miss(printed, exact, off_by=0, factors=()) == "two digits swapped"):
        return  # centres and studies may be weighed by their size
    how = f"({added(numbers).partition(' = ')[0]})/{len(numbers)}" if is_mean else f"middle of {len(numbers)} values"
    sure = outside or (held > 0 and numbered)
    yield text.cell(number, cell.passage, *cell.span).mark(
        "table-centre", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The {said(row)} of this column is {written(exact)}, not {printed.text}.",
        computed=written(exact), arithmetic=f"{how} = {written(exact)}", suggestion=written(exact),
        assumption=None if sure else "each row counts once, and all are listed",
    )  # fmt: skip


def _median(numbers: Sequence[Fraction]) -> Fraction:
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def _within(text: Scanned, number: int, row: Row, ends: Row) -> Iterator[Mark]:
    """A row of means or medians above one of ranges: each lies within the range of its column."""
    for cell, span in zip(row.cells, ends.cells, strict=True):
        one, other = read_cell(cell.text), read_cell(span.text)
        if cell.kind is Kind.BLANK or one is None or one.centre is None or other is None or other.pair is None:
            continue
        low, high, centre = other.pair.low, other.pair.high, one.centre
        if high is None or other.centre is not None or low.value >= high.value:
            continue
        least, most = low.value - low.step / 2, high.value + high.step / 2
        if centre.value + centre.step / 2 < least or centre.value - centre.step / 2 > most:
            beyond, sign, end = ("above", ">", high) if centre.value > most else ("below", "<", low)
            yield text.cell(number, cell.passage, one.start, one.centre_end).mark(
                "table-centre", Verdict.FAILS,
                f"A {row.label.lower()} of {centre.text} lies {beyond} its range {low.text} to {high.text}.",
                computed=f"{low.text} to {high.text}", arithmetic=f"{centre.text} {sign} {end.text}",
                suggestion=f"a number within {low.text} to {high.text}, or another range",
            )  # fmt: skip
