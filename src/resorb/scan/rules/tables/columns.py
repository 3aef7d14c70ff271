"""Columns that share out everybody: present, absent, unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import added, grids, number_of, said
from resorb.values.findings import Verdict

_SHARES = lazy(
    r"present|absent|unknown|yes|no|missing|not \w+|unclear|don[’']?t know|improved|better|unchanged|"
    r"stable|worse(?:ned)?|same|complete|partial|none|cr|pr|nr|ur|sd|pd|alive|dead|died|male|female|men|women|"
    r"positive|negative|left|right",
    re.IGNORECASE,
)
_OPPOSED = lazy(
    r"absent|no|negative|none|nr|worse(?:ned)?|unchanged|dead|died|female|women|unknown|missing|"
    r"not \w+",
    re.IGNORECASE,
)


@rule(
    "table-columns",
    kind="table",
    doc="Columns that part the patients (present, absent, unknown) hold all of them in every row.",
    source="addition; only where other rows of the same table do close",
)
def table_columns(text: Scanned) -> Iterator[Mark]:
    """Rows whose columns exclude each other, against the whole that the other rows show."""
    for block, grid in grids(text):
        parts = [c for c, column in enumerate(grid.columns) if _SHARES.fullmatch(column.label.strip()) and column.adds]
        opposed = any(_OPPOSED.fullmatch(grid.columns[c].label.strip()) for c in parts)
        held = any(c.is_total for c in grid.columns) or any(grid.columns[c].whole for c in parts)
        if len(parts) < 2 or not opposed or held:
            continue
        sums = [(row, _sum(row, parts)) for row in grid.rows if row.kind is RowKind.VALUES and row.counts]
        totals = [total for _, total in sums if total is not None]
        whole = max(set(totals), key=totals.count, default=None)
        wrong = [(row, total) for row, total in sums if total is not None and total != whole]
        if whole is None or totals.count(whole) < 2 or len(wrong) != 1:
            continue
        ((row, total),) = wrong
        values = [number_of(row.cells[c]) or Fraction(0) for c in parts]
        cell = row.cells[parts[max(range(len(parts)), key=lambda n: values[n])]]
        yield text.cell(block, cell.passage, *cell.span).mark(
            "table-columns",
            Verdict.FAILS if _is_said(grid, whole) else Verdict.ASSUMES,
            f"{said(row)[0].upper()}{said(row)[1:]} adds up to {written(total)}; every other row to {written(whole)}.",
            computed=written(whole),
            arithmetic=f"{added(values)} ≠ {written(whole)}",
            suggestion=f"one of its counts {'lower' if total > whole else 'higher'} by {written(abs(total - whole))}",
            assumption=None if _is_said(grid, whole) else "not everybody was looked at for it",
        )


def _sum(row: Row, parts: list[int]) -> Fraction | None:
    values = [number_of(row.cells[c]) for c in parts]
    return None if any(v is None for v in values) else sum((v for v in values if v is not None), Fraction(0))


def _is_said(grid: Grid, whole: Fraction) -> bool:
    """Whether head or caption print the whole too."""
    return grid.whole == whole or re.search(rf"\bn\s?=\s?{whole}\b", grid.heads) is not None
