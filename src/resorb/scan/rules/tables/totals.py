"""Totals of tables: rows across to their total, rows down to theirs.

A total is judged only where the table itself shows that it is one: it is called so, and most of its sums are right. Of
the cells in sums that do not close, the one is marked whose change would close them and leave all else as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_count
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.tables.cells import Cell, Kind
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.words import said_once
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, added, grids, is_nested, number_of, said
from resorb.values.findings import Verdict

_PEOPLE = lazy(r"patient|participant|subject|child|people|person|case|wom[ae]n|m[ae]n\b", re.IGNORECASE)
_NOBODY = lazy(r"(?:none|nil|no\b|never)", re.IGNORECASE)
"""Labels of rows that a total of symptoms or drugs does not count."""
_TWICE = lazy(r"[^.;:]{0,80}\b(?:both|twice|two|also|several)\b", re.IGNORECASE)
_WORDS = lazy(r"\w+")
_STOCK = lazy(
    r"\b(?:balance|(?:in )?stock|on hand|in hand|cumulative|running|to date|carried|at (?:the )?end|on the shelf)\b",
    re.IGNORECASE,
)
"""Heads of columns that hold what there is after each row, not what each row adds."""
_ONLY = lazy(r"\b(?:only|alone|not both)\b", re.IGNORECASE)
_LEAST_PARTS = 2
_MOST_PARTS = 80
Spot = tuple[int, int]
"""Place of a cell: index of its row in the grid, and its column."""


@dataclass(frozen=True)
class Sum:
    """Cells that should add up to a total. ``across`` when they stand in one row."""

    total: Spot
    parts: tuple[Spot, ...]
    across: bool

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All its cells."""
        return (self.total, *self.parts)


class _Numbers:
    """The numbers of a grid by place."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    def cell(self, spot: Spot) -> Cell:
        return self.grid.rows[spot[0]].cells[spot[1]]

    def row(self, spot: Spot) -> Row:
        return self.grid.rows[spot[0]]

    def at(self, spot: Spot) -> Fraction:
        return number_of(self.cell(spot)) or Fraction(0)

    def known(self, spots: Iterable[Spot]) -> bool:
        return all(number_of(self.cell(s)) is not None for s in spots)

    def missing(self, one: Sum) -> Fraction:
        """By how much the total is larger than its parts."""
        return self.at(one.total) - sum((self.at(s) for s in one.parts), Fraction(0))

    def closes(self, one: Sum) -> bool:
        """Whether the parts make the total, as far as printed decimals can tell."""
        printed = [self.cell(s).decimals for s in one.spots]
        steps = (Fraction(1, 10 ** (n or max(printed))) for n in printed)
        return abs(self.missing(one)) <= (sum(steps, Fraction(0)) / 2 if any(printed) else 0)

    def is_pooled(self, one: Sum) -> bool:
        """Whether the last number is no sum: what all parts are too, or a decimal among them, as a rate of all is."""
        parts = [self.at(s) for s in one.parts]
        is_among = min(parts) <= self.at(one.total) <= max(parts)
        return is_among and (self.cell(one.total).decimals > 0 or len(set(parts)) == 1)

    def is_telling(self, one: Sum) -> bool:
        """Whether it is more than zeros: at least two parts are not."""
        return sum(self.at(s) != 0 for s in one.parts) >= _LEAST_PARTS


@rule(
    "table-sum",
    kind="table",
    doc="Rows and columns of a table add up to the totals it prints.",
    source="addition; of the cells of sums that fail, the one whose change would mend them is marked",
)
def table_sums(text: Scanned) -> Iterator[Mark]:
    """Totals of every table."""
    for block, grid in grids(text):
        numbers = _Numbers(grid)
        right, wrong = _judged(grid, numbers)
        wrong = [one for one in wrong if not _overlaps(numbers, one)]
        for one in right:
            yield _holds(text, block, numbers, one)
        while wrong:
            blamed, value = _blamed(numbers, wrong, right)
            mended = [one for one in wrong if blamed in one.spots and _fixes(numbers, one, blamed, value)]
            yield _marked(text, block, numbers, blamed, mended)
            wrong = [one for one in wrong if one not in mended]


def _judged(grid: Grid, numbers: _Numbers) -> tuple[list[Sum], list[Sum]]:
    """Sums that close and sums that should but do not."""
    right: list[Sum] = []
    wrong: list[Sum] = []
    for family in (_across(grid, numbers), _down(grid, numbers)):
        for closed, open_ in family:
            right += closed
            wrong += open_
    return right, wrong


Judged = Iterator[tuple[list[Sum], list[Sum]]]


def _across(grid: Grid, numbers: _Numbers) -> Judged:
    """Each row to the cell of its total column."""
    for total, parts in _total_columns(grid):
        sums = []
        for at, row in enumerate(grid.rows):
            one = Sum((at, total), tuple((at, p) for p in parts), across=True)
            if row.kind is not RowKind.HEADING and row.counts and numbers.known(one.spots):
                sums.append(one)
        closed = [one for one in sums if numbers.closes(one)]
        open_ = [one for one in sums if not numbers.closes(one)]
        telling = sum(numbers.is_telling(one) for one in closed)
        named = grid.columns[total].is_total
        heads = [grid.columns[p].whole for p in (total, *parts)]
        said_so = all(heads) and heads[0] == sum(n or 0 for n in heads[1:])
        evidence = telling + (2 if said_so else 0) + (1 if named and len(parts) > 2 and telling else 0)
        if (named and evidence >= 2 and len(open_) <= max(telling, 1)) or (telling >= 3 and len(open_) == 1):
            yield closed if named else [], open_
        elif named:
            yield closed, []


def _total_columns(grid: Grid) -> Iterator[tuple[int, list[int]]]:
    """Columns of totals with those they add up: named so, or the last column when nothing is named."""
    adding = [c for c, column in enumerate(grid.columns) if column.adds and column.counts]
    named = [c for c in adding if grid.columns[c].is_total]
    for total in named:
        before = [c for c in adding if c < total and c not in named and not any(total > n > c for n in named)]
        after = [c for c in adding if c > total and c not in named]
        parts = before or after
        if len(parts) >= _LEAST_PARTS:
            yield total, parts
    if not named and len(adding) > _LEAST_PARTS and adding == list(range(adding[0], adding[-1] + 1)):
        yield adding[-1], adding[:-1]


def _down(grid: Grid, numbers: _Numbers) -> Judged:
    """The rows above each total, in every column."""
    columns = [
        c for c, column in enumerate(grid.columns)
        if column.adds and not column.is_percent and not _STOCK.search(column.label)
    ]  # fmt: skip
    for at, row in enumerate(grid.rows):
        if row.kind is not RowKind.TOTAL or not row.counts:
            continue
        here = [c for c in columns if number_of(row.cells[c]) is not None and row.cells[c].whole is None]
        best: tuple[list[Sum], list[Sum]] = ([], [])
        for above in _sets_above(grid, at):
            sums = [Sum((at, c), tuple((r, c) for r in above), across=False) for c in here]
            sums = [one for one in sums if numbers.known(one.spots)]
            closed = [one for one in sums if numbers.closes(one)]
            open_ = [one for one in sums if not numbers.closes(one) and not numbers.is_pooled(one)]
            if (len(closed), -len(open_)) > (len(best[0]), -len(best[1])) or not (best[0] or best[1]):
                best = closed, open_
        closed, open_ = best
        if open_ and not closed and (len(open_) > 1 or not _may_judge(grid, numbers, open_[0])):
            open_ = []
        if len(open_) > len(closed) and closed:
            open_ = []
        yield closed, open_


def _sets_above(grid: Grid, at: int) -> Iterator[list[int]]:
    """Rows that a total may add up: of its block, since the last total, the outer ones of these, or the subtotals."""
    start = max((n + 1 for n in range(at) if grid.rows[n].kind is RowKind.TOTAL), default=0)
    block = max((n + 1 for n in range(at) if grid.rows[n].kind is RowKind.HEADING), default=0)
    values = [n for n in range(at) if grid.rows[n].kind is RowKind.VALUES and grid.rows[n].counts]
    subtotals = [n for n in range(at) if grid.rows[n].kind is RowKind.TOTAL]
    for first in dict.fromkeys((max(start, block), start, 0)):
        rows = [n for n in values if n >= first]
        outer = [n for n in rows if not is_nested(grid.rows[n], grid)]
        counted = [n for n in outer if not _NOBODY.match(grid.rows[n].label)]
        for chosen in (outer, rows, counted):
            if _LEAST_PARTS <= len(chosen) <= _MOST_PARTS:
                yield chosen
    if _LEAST_PARTS <= len(subtotals) <= _MOST_PARTS:
        yield subtotals


def _may_judge(grid: Grid, numbers: _Numbers, one: Sum) -> bool:
    """A single sum that does not close is told only where nothing says that rows overlap or are a choice of many."""
    if OVERLAP.search(f"{grid.said} {grid.heads}") or any(is_nested(grid.rows[r], grid) for r, _ in one.parts):
        return False
    if numbers.missing(one) < 0 and _PEOPLE.search(numbers.row(one.total).label) and not _is_swapped(numbers, one):
        # More than "Total patients" in the rows: then patients stand in several of them.
        return False
    parts, total = numbers.at(one.total) - numbers.missing(one), numbers.at(one.total)
    near = total > 0 and (Fraction(1, 2) < parts / total < Fraction(3, 2) or _is_swapped(numbers, one))
    return near and not _has_any(grid, one)


def _has_any(grid: Grid, one: Sum) -> bool:
    labels = [grid.rows[r].label for r, _ in one.parts]
    alone = said_once(grid.said) or sum(bool(_ONLY.search(label)) for label in labels) > 1
    return any(re.match(r"any\b|≥|at least" + ("" if alone else r"|both\b"), x, re.IGNORECASE) for x in labels)


def _overlaps(numbers: _Numbers, one: Sum) -> bool:
    """Whether some stand in several rows: so many are said to, or far more patients stand there than there are."""
    twice = _TWICE.search(numbers.grid.said)
    if twice and any(n and n.value == -numbers.missing(one) for n in map(read_numeral, _WORDS.findall(twice[0]))):
        return True
    people = _PEOPLE.search(f"{numbers.grid.columns[one.total[1]].label} {numbers.row(one.total).label}")
    if _is_swapped(numbers, one):
        return False
    return not one.across and bool(people) and -numbers.missing(one) > max(numbers.at(one.total) / 10, Fraction(2))


def _is_swapped(numbers: _Numbers, one: Sum) -> bool:
    """Whether two digits that changed places in one cell explain it all."""
    cells = [(numbers.cell(s).count, _needed(numbers, one, s)) for s in one.spots]
    return any(
        count is not None and near_count(count, int(right)) == "two digits swapped"
        for count, right in cells
        if right > 0
    )


def _fixes(numbers: _Numbers, one: Sum, spot: Spot, value: Fraction) -> bool:
    missing = numbers.missing(one)
    change = value - numbers.at(spot)
    return missing + change == 0 if spot == one.total else missing - change == 0


def _needed(numbers: _Numbers, one: Sum, spot: Spot) -> Fraction:
    """The number that would close a sum if it stood at ``spot``."""
    missing = numbers.missing(one)
    return numbers.at(spot) - missing if spot == one.total else numbers.at(spot) + missing


def _blamed(numbers: _Numbers, wrong: Sequence[Sum], right: Sequence[Sum]) -> tuple[Spot, Fraction]:
    """The cell whose change mends most, and the number it would need."""
    first = wrong[0]
    scored = []
    for order, spot in enumerate((*first.parts, first.total)):
        value = _needed(numbers, first, spot)
        mends = sum(_fixes(numbers, one, spot, value) for one in wrong if spot in one.spots)
        breaks = sum(spot in one.spots for one in right)
        own = _own(numbers, spot, value)
        usual = Fraction(1, 2) if spot == first.total else Fraction(0)
        scored.append((2 * mends - 2 * breaks + own + usual - (9 if value < 0 else 0), order, spot, value))
    _, _, spot, value = max(scored)
    return spot, value


def _own(numbers: _Numbers, spot: Spot, value: Fraction) -> int:
    """What its own percentage, and other places that print the same number, say for or against a change."""
    cell, grid = numbers.cell(spot), numbers.grid
    wholes = grid.wholes(spot[1]) or tuple(
        int(n) for r in grid.rows if r.kind is RowKind.TOTAL and (n := number_of(r.cells[spot[1]]))
    )
    if numbers.row(spot).kind is RowKind.TOTAL and grid.whole is not None and numbers.at(spot) == grid.whole:
        return -2
    if cell.percent is None or not wholes or cell.kind is not Kind.COUNT:
        return 0
    fits = [bool(cell.percent.rules_giving(100 * n / wholes[0])) for n in (numbers.at(spot), value)]
    return -1 if fits[0] else 3 if fits[1] else 0


def _marked(text: Scanned, block: int, numbers: _Numbers, spot: Spot, sums: Sequence[Sum]) -> Mark:
    cell = numbers.cell(spot)
    lines, words = [], []
    for one in sums:
        parts = [numbers.at(s) for s in one.parts]
        lines.append(f"{added(parts)}, not {written(numbers.at(one.total))}")
        where = said(numbers.row(one.total)) if one.across else _column_words(numbers.grid, one.total[1])
        words.append(
            f"{where} adds up to {written(sum(parts, Fraction(0)))}, its total is {written(numbers.at(one.total))}"
        )
    needed = _needed(numbers, sums[0], spot)
    others = "it closes" if len(sums) == 1 else "they close"
    is_total = spot == sums[0].total
    at_fault = "the total" if is_total else said(numbers.row(spot))
    suggestion = f"{others} if {at_fault} is {written(needed)}"
    people = len(sums) == 1 and not sums[0].across and numbers.missing(sums[0]) < 0
    overlapping = people and bool(_PEOPLE.search(numbers.grid.columns[spot[1]].label))
    message = f"{'; '.join(words)}."
    return text.cell(block, cell.passage, *cell.span).mark(
        "table-sum",
        Verdict.ASSUMES if overlapping else Verdict.FAILS,
        message[0].upper() + message[1:],
        printed=cell.text,
        computed=written(needed),
        arithmetic="; ".join(lines),
        suggestion=suggestion,
        assumption="some patients are counted in more than one row" if overlapping else None,
    )


def _column_words(grid: Grid, column: int) -> str:
    label = grid.columns[column].label
    return f"the column “{label}”" if label else "the column"


def _holds(text: Scanned, block: int, numbers: _Numbers, one: Sum) -> Mark:
    cell = numbers.cell(one.total)
    arithmetic = added([numbers.at(s) for s in one.parts])
    return text.cell(block, cell.passage, *cell.span).mark(
        "table-sum",
        Verdict.HOLDS,
        f"The total follows: {arithmetic}.",
        computed=written(numbers.at(one.total)),
        arithmetic=arithmetic,
    )
