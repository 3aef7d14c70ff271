"""Numbers of a table that cannot be larger than others: parts than their whole, outcomes than those treated.

One place breaks what all others of the table keep, and nothing says that something else is counted there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.cells import Cell
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import first_head, grids, is_nested, number_of, said
from resorb.values.findings import Verdict

_ANY = lazy(
    r"(?:(?:patients?|those|number)?\s?(?:with|of)?\s?)(?:any|at\sleast\sone|one\sor\smore|≥\s?1)\b", re.IGNORECASE
)
_OTHER = lazy(
    r"(?:none|neither|no\b|not\b|never|without|unknown|missing|all\b|total|patients?$|n$|number\sof|placebo)|.*\bany\b|.*\b"
    r"(?:episodes|occurrences|reports|counts?|in\sall|per)\b",
    re.IGNORECASE,
)
"""Rows beside "Any" that need not be within it."""
_TAKEN = lazy(
    r"\b(?:treated|injected|infused|enrolled|randomi[sz]ed|included|screened|tested|examined|assessed|analy[sz]ed|"
    r"evaluated|exposed|sent|asked|invited|dispensed|started|allocated|at\srisk|patients|participants|lesions|ulcers|"
    r"wounds|cases|persons|total|n|no\.?|number)\b",
    re.IGNORECASE,
)
_AMONG = lazy(
    r"\b(?:regressed|healed|responded|responders?|improved|died|deaths|dead|resolved|cleared|completed|withdr\w+|lost|"
    r"positive|affected|finished|recurred|relapsed|recurrences?|worsened|worse|stopped|returned|answered|cured|"
    r"survived|alive|discontinued|closed|eligible|enrolled|randomi[sz]ed|analy[sz]ed|treated|failed|softened|better|"
    r"shrank|vanished|disappeared|complete\sresponses?|of\s(?:them|whom|these|which))\b",
    re.IGNORECASE,
)
_SHARE = lazy(r",?\s?\(?\bn\s?\(\s?%.*", re.IGNORECASE)
_UNIT = lazy(
    r"\b(patient|participant|lesion|ulcer|wound|session|infusion|injection|event|episode|dose|case|child)",
    re.IGNORECASE,
)
_WORST = lazy(r"\b(?:serious|severe|grades?|≥|related|leading)\b|≥", re.IGNORECASE)
"""What narrows an "Any" row: the rows below it need not say so, and may count milder events."""
_ONE_EACH = lazy(
    r"(?:patient|pt|case|child|subject|participant|sibling|person|lesion|site|centre|center|unit|study|group|arm|id|no)\b",
    re.IGNORECASE,
)
"""The head of rows that are of different persons or things, of which no running total is kept."""
_GROWS = lazy(r"\bcumulative\b|\brunning\stotal\b", re.IGNORECASE)
_SHRINKS = lazy(r"\b(?:at\srisk|still\s(?:in|on|open|alive)|remaining\s(?:in|on)|left\sin)\b", re.IGNORECASE)
_LEAST, _FAR = 2, 5


@dataclass(frozen=True)
class Bound:
    """A cell that must not be larger than another."""

    cell: Cell
    limit: Cell
    words: str

    @property
    def broken(self) -> bool:
        """Whether it is larger."""
        return (number_of(self.cell) or Fraction(0)) > (number_of(self.limit) or Fraction(0))

    @property
    def is_far(self) -> bool:
        """Whether it is so much larger that it counts something else, or holds a raised figure that was lost."""
        return (number_of(self.cell) or Fraction(0)) > _FAR * ((number_of(self.limit) or Fraction(0)) + 1)


@rule(
    "table-within",
    kind="table",
    doc="Parts are not larger than their whole, and outcomes not more than those treated, in every row and column.",
    source="counting; judged where one cell breaks what the others of the table keep",
)
def table_within(text: Scanned) -> Iterator[Mark]:
    """Every family of bounds that one cell breaks."""
    for number, grid in grids(text):
        for family in (*_of_any(grid), *_nested(grid), *_outcomes(grid), *_running(text, number, grid), *_own(grid)):
            broken = [b for b in family if b.broken]
            if len(broken) == 1 and len(family) > _LEAST and not broken[0].is_far:
                yield _marked(text, number, broken[0])


def _known(cell: Cell, limit: Cell) -> bool:
    return cell.count is not None and limit.count is not None


def _columns(grid: Grid) -> list[int]:
    return [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]


def _of_any(grid: Grid) -> Iterator[list[Bound]]:
    """Whoever is in a row below "Any" is in it too."""
    for block in grid.blocks:
        rows = [r for r in block.rows if r.counts and r.kind in (RowKind.VALUES, RowKind.TOTAL)]
        starts = [n for n, r in enumerate(rows) if _ANY.match(r.label) and not r.label.endswith("?")]
        for start, end in pairwise([*starts, len(rows)]):
            within = [r for r in rows[start + 1 : end] if not _OTHER.match(r.label)]
            narrow = _WORST.search(rows[start].label)
            if narrow and narrow[0].lower() not in grid.said.lower():
                within = [r for r in within if is_nested(r, grid)]
            yield [
                Bound(r.cells[c], rows[start].cells[c], f"{said(r)} is part of {said(rows[start])}")
                for c in _columns(grid)
                for r in within
                if _known(r.cells[c], rows[start].cells[c])
            ]


def _nested(grid: Grid) -> Iterator[list[Bound]]:
    """Rows that say that they are part of the one above them."""
    found: list[Bound] = []
    outer: Row | None = None
    for row in (r for r in grid.rows if r.counts):
        if row.kind is RowKind.HEADING or not is_nested(row, grid):
            outer = row if row.kind is not RowKind.HEADING else None
        elif outer is not None and _same_unit(row.label, outer.label):
            found += [
                Bound(row.cells[c], outer.cells[c], f"{said(row)} is part of {said(outer)}")
                for c in _columns(grid)
                if _known(row.cells[c], outer.cells[c])
            ]
    yield found


def _outcomes(grid: Grid) -> Iterator[list[Bound]]:
    """Those healed are among those treated, by the heads of two columns."""
    at: int | None = None  # the nearest column before that counts those it is of
    for c in _columns(grid):
        head = grid.columns[c].label
        among = _AMONG.search(head) if not _OTHER.match(head) else None
        if at is not None and among and _same_unit(head, of := grid.columns[at].label):
            yield [
                Bound(r.cells[c], r.cells[at], f"{said(r)}: “{head}” are among “{of}”")
                for r in grid.rows
                if r.kind is RowKind.VALUES and r.counts and _known(r.cells[c], r.cells[at])
            ]
        at = c if _TAKEN.search(_SHARE.sub("", head)) else at


def _running(text: Scanned, number: int, grid: Grid) -> Iterator[list[Bound]]:
    """Running totals do not fall, numbers at risk do not rise; not from one patient to the next."""
    if _ONE_EACH.match(first_head(text, number)):
        return
    rows = [r for r in grid.rows if r.kind is RowKind.VALUES]
    for c, column in enumerate(grid.columns):
        grows = _GROWS.search(column.label)
        if (grows or _SHRINKS.search(column.label)) and not column.is_percent:
            cells = [r.cells[c] for r in rows if number_of(r.cells[c]) is not None]
            name = f"“{column.label}”"
            yield [
                Bound(one, other, f"{name} does not fall") if grows else Bound(other, one, f"{name} does not rise")
                for one, other in pairwise(cells)
            ]


def _own(grid: Grid) -> Iterator[list[Bound]]:
    """Cells such as "17/20" that share their second number with another cell of their column."""
    for c in range(len(grid.columns)):
        cells = [r.cells[c] for r in grid.rows if r.cells[c].whole and r.cells[c].percent is None]
        wholes = [cell.whole for cell in cells]
        yield [
            Bound(cell, replace(cell, number=Fraction(cell.whole or 0)), "a part of all there are")
            for cell in cells
            if wholes.count(cell.whole) > 1
        ]


def _same_unit(one: str, other: str) -> bool:
    """Whether nothing says that two labels count different things."""
    here, there = (set(map(str.lower, _UNIT.findall(label))) for label in (one, other))
    return not here or not there or bool(here & there)


def _marked(text: Scanned, number: int, bound: Bound) -> Mark:
    value, limit = (number_of(c) or Fraction(0) for c in (bound.cell, bound.limit))
    return text.cell(number, bound.cell.passage, *bound.cell.span).mark(
        "table-within", Verdict.ASSUMES,
        f"{bound.words[0].upper()}{bound.words[1:]}, but {written(value)} is more than {written(limit)}.",
        computed=f"at most {written(limit)}", arithmetic=f"{written(value)} > {written(limit)}",
        suggestion=f"at most {written(limit)}, or at least {written(value)} in the other cell",
        assumption="both cells count the same kind of thing, each once",
    )  # fmt: skip
