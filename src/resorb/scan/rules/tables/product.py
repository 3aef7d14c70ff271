"""Columns of a table that multiply: how many, how much each, how much in all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import Grid, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import grids, number_of, said
from resorb.values.findings import Verdict

_EACH = lazy(r"\b(?:each|per\s(?!cent|patient)|every|a piece|apiece|strength|weight)", re.IGNORECASE)
_IN_ALL = lazy(r"\b(?:total|cumulative|product|in all|sum|altogether|overall)\b", re.IGNORECASE)
_LEAST_ROWS = 2


@rule(
    "table-product",
    kind="table",
    doc="Where a table prints how many, how much each and how much in all, the last is the product of the others.",
    source="multiplication; judged where it holds in most rows of the table",
)
def table_products(text: Scanned) -> Iterator[Mark]:
    """Rows whose product is not the printed one."""
    for block, grid in grids(text):
        for number, each, product in _triples(grid):
            yield from _rows(text, block, grid, (number, each, product))


def _triples(grid: Grid) -> Iterator[tuple[int, int, int]]:
    """Columns of number, amount each, and amount in all."""
    places = range(min(len(grid.columns), 12))
    eaches = [c for c in places if _EACH.search(grid.columns[c].label)]
    totals = [c for c in places if _IN_ALL.search(grid.columns[c].label) and c not in eaches]
    if len(eaches) == 1 and len(totals) == 1:
        for number in places:
            if number not in (eaches[0], totals[0]):
                yield number, eaches[0], totals[0]


def _rows(text: Scanned, block: int, grid: Grid, columns: tuple[int, int, int]) -> Iterator[Mark]:
    read = []
    for row in grid.rows:
        numbers = [number_of(row.cells[c]) for c in columns]
        if row.kind is RowKind.VALUES and all(n is not None and n > 0 for n in numbers):
            read.append((row, [n for n in numbers if n is not None]))
    off = [(row, numbers) for row, numbers in read if not _multiplies(numbers, row.cells[columns[2]].decimals)]
    right = len(read) - len(off)
    if right < _LEAST_ROWS or len(off) * 2 > right:
        return
    for row, (number, each, product) in off:
        cell = row.cells[columns[2]]
        yield text.cell(block, cell.passage, *cell.span).mark(
            "table-product",
            Verdict.FAILS,
            f"{said(row)}: {written(number)} × {written(each)} is {written(number * each)}, not {written(product)}.",
            computed=written(number * each),
            arithmetic=f"{written(number)} × {written(each)} = {written(number * each)}",
            suggestion=f"{written(number * each)}, as in the other rows",
        )


def _multiplies(numbers: list[Fraction], decimals: int) -> bool:
    number, each, product = numbers
    return abs(number * each - product) <= Fraction(1, 10**decimals)
