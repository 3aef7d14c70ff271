"""Columns that share out everybody (present, absent, unknown; attended, missed): each row makes the same number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_count
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.cells import Kind
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.words import shares_out
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import added, first_head, grids, may_miss_some, number_of, said
from resorb.values.findings import Verdict

_OPPOSED = lazy(
    r"absent|no|negative|none|nr|worse(?:ned)?|unchanged|dead|died|female|women|unknown|missing|missed|not \w+",
    re.IGNORECASE,
)
_LEAST, _MANY = 2, 3
_HUNDRED, _LEAST_SHARES = Fraction(100), 3


@rule(
    "table-columns",
    kind="table",
    doc="Columns that part the patients hold all of them in every row; columns of shares that make 100 % all do.",
    source="addition; only where other rows of the same table do close",
)
def table_columns(text: Scanned) -> Iterator[Mark]:
    """Rows whose columns exclude each other, against the whole that the other rows show."""
    for block, grid in grids(text):
        yield from _shares(text, block, grid)
        if may_miss_some(grid.said) or any(c.is_total for c in grid.columns):
            continue
        parts = [c for c, column in enumerate(grid.columns) if column.adds and column.counts]
        if len(parts) < _LEAST or all(grid.columns[c].whole for c in parts):
            continue
        sums = [(row, _sum(row, parts)) for row in grid.rows if row.kind is RowKind.VALUES and row.counts]
        known = [(row, total) for row, total in sums if total is not None]
        if len(known) != len(sums) or len(known) <= _LEAST:
            continue
        whole, held = Counter(total for _, total in known).most_common(1)[0]
        wrong = [(row, total) for row, total in known if total != whole]
        told = _is_said(grid, first_head(text, block), whole)
        opposed = any(_OPPOSED.fullmatch(grid.columns[c].label.strip()) for c in parts)
        alike = len({tuple(r.cells[c].count for c in parts) for r, total in known if total == whole}) < _LEAST
        if len(wrong) != 1 or alike or held < _LEAST:
            continue
        (row, total), *_ = wrong
        slip = [near_count(n, n + int(whole - total)) for c in parts if (n := row.cells[c].count) and n + whole > total]
        typed = any(word in ("two digits swapped", "one digit") for word in slip)
        near = near_count(int(total), int(whole)) or abs(total - whole) * 4 <= whole
        if told or (opposed and typed) or (near and held >= (_MANY if opposed else _MANY + 1)):
            yield _marked(text, block, (row, parts), (total, whole), told=told)


def _sum(row: Row, parts: Sequence[int]) -> Fraction | None:
    values = [number_of(row.cells[c]) for c in parts]
    whole = all(v is not None and row.cells[c].whole is None for v, c in zip(values, parts, strict=True))
    return sum((v for v in values if v is not None), Fraction(0)) if whole else None


def _is_said(grid: Grid, corner: str, whole: Fraction) -> bool:
    """Whether head or caption print the whole too."""
    printed = rf"(?<![\d.,])(?:n\s?=\s?|\bof\s(?:the\s|all\s)?)?{whole}(?![\d%]|[.,]\d|\s?(?:mg|g|mL|weeks?|months?)\b)"
    return grid.whole == whole or re.search(printed, f"{corner.lower()} {grid.heads} {grid.said[:400]}") is not None


def _marked(
    text: Scanned, block: int, where: tuple[Row, Sequence[int]], sums: tuple[Fraction, Fraction], *, told: bool
) -> Mark:
    (row, parts), (total, whole) = where, sums
    values = [number_of(row.cells[c]) or Fraction(0) for c in parts]
    cell = row.cells[parts[max(range(len(parts)), key=lambda n: values[n])]]
    return text.cell(block, cell.passage, *cell.span).mark(
        "table-columns",
        Verdict.FAILS if told else Verdict.ASSUMES,
        f"{said(row)[0].upper()}{said(row)[1:]} adds up to {written(total)}; every other row to {written(whole)}.",
        computed=written(whole),
        arithmetic=f"{added(values)} ≠ {written(whole)}",
        suggestion=f"one of its counts {'lower' if total > whole else 'higher'} by {written(abs(total - whole))}",
        assumption=None if told else "not everybody was looked at for it",
    )


def _shares(text: Scanned, block: int, grid: Grid) -> Iterator[Mark]:
    """Columns of percentages alone that make 100 in every column but one."""
    rows = [r for r in grid.rows if r.kind is RowKind.VALUES]
    columns = [c for c in range(len(grid.columns)) if rows and all(r.cells[c].kind is Kind.PERCENT for r in rows)]
    if len(rows) < _LEAST_SHARES or len(columns) < _LEAST or len(rows) != len(grid.rows):
        return
    sums = []
    for c in columns:
        percents = [p for r in rows if (p := r.cells[c].percent) is not None]
        room = sum((p.step for p in percents), Fraction(0)) / 2
        sums.append((c, sum((p.value for p in percents), Fraction(0)), room))
    off = [(c, total) for c, total, room in sums if abs(total - _HUNDRED) > room]
    if len(off) == 1 and (len(columns) > _LEAST or shares_out("", "", [r.label for r in rows])):
        ((c, total),) = off
        # The part that may be wrong is the last; which one it is cannot be told.
        cell = rows[-1].cells[c]
        yield text.cell(block, cell.passage, *cell.percent_span).mark(
            "table-columns", Verdict.ASSUMES,
            f"The shares of “{grid.columns[c].label}” make {written(total)} %; those beside them make 100.",
            computed="100 %", arithmetic=f"{added([r.cells[c].percent.value for r in rows])} ≠ 100",  # type: ignore[union-attr]
            suggestion=f"one of the shares {'lower' if total > _HUNDRED else 'higher'} by "
            f"{written(abs(total - _HUNDRED))}",
            assumption="its rows share out all, as those of the other columns do",
        )  # fmt: skip
