"""Columns that share out everybody (present, absent, unknown), and rows from those screened to those included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.table_grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables_common import added, grids, number_of, said
from resorb.values.findings import Verdict

_SHARES = lazy(
    r"present|absent|unknown|yes|no|missing|not (?:recorded|known|reported|assessed)|improved|better|unchanged|"
    r"stable|worse(?:ned)?|same|complete|partial|none|cr|pr|nr|ur|sd|pd|alive|dead|died|male|female|men|women|positive|negative|left|right",
    re.IGNORECASE,
)
_OPPOSED = lazy(
    r"absent|no|negative|none|nr|worse(?:ned)?|unchanged|dead|died|female|women|unknown|missing|not \w+", re.IGNORECASE
)
_FOUND = lazy(
    r"(?:\w+\s+)?(?:screened|assessed|identified|found|approached|referred|eligible|records|reports|considered|"
    r"registered|consented)\b",
    re.IGNORECASE,
)
_OUT = lazy(
    r"(?:not\b|non-?|ex?cluded|declined|refused|died|death|lost|withdr|ineligible|no\b|without|missing|other|duplicate|"
    r"did not|failed|moved|outside|under|wrong|less than|too)",
    re.IGNORECASE,
)
_LEFT = lazy(
    r"(?:\w+\s+)?(?:randomi[sz]ed|included|enrol+ed|analy[sz]ed|treated|remaining|left|evaluable|completed|"
    r"in the study|studied)\b",
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
        if len(parts) < 2 or not opposed or any(grid.columns[c].whole for c in parts):
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


@rule(
    "table-flow",
    kind="table",
    doc="Those screened, less those left out for each reason, are those included.",
    source="subtraction, in tables that begin with those found and end with those left",
)
def table_flow(text: Scanned) -> Iterator[Mark]:
    """Participant flows of one column."""
    for block, grid in grids(text):
        rows = [row for row in grid.rows if row.kind is not RowKind.HEADING]
        if not 3 <= len(rows) <= 20 or len(grid.columns) != 1:
            continue
        # Reasons that are indented are told of the row above them.
        rows = [row for row in rows if row.indent <= rows[0].indent and not row.passage.text.startswith(" ")]
        if len(rows) < 3:
            continue
        first, last, middle = rows[0], rows[-1], rows[1:-1]
        named = _FOUND.match(first.label) and _LEFT.match(last.label) and all(_OUT.match(r.label) for r in middle)
        values = [number_of(row.cells[0]) for row in rows]
        if not named or any(v is None for v in values):
            continue
        found, *out, left = [v for v in values if v is not None]
        rest = found - sum(out, Fraction(0))
        arithmetic = " − ".join(written(v) for v in (found, *out)) + f" = {written(rest)}"
        cell = last.cells[0]
        holds = rest == left
        message = f"{written(found)} less those left out are {written(rest)}" + (
            ", as printed." if holds else f", not {written(left)}."
        )
        yield text.cell(block, cell.passage, *cell.span).mark(
            "table-flow", Verdict.HOLDS if holds else Verdict.FAILS, message, computed=written(rest),
            arithmetic=arithmetic, suggestion=None if holds else f"{written(rest)}, or another count left out",
        )  # fmt: skip
