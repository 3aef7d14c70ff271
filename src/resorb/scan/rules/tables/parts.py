"""Rows that share everybody out, against every number that says how many there are.

What a caption, a head, a note or a row prints as a number of all is a candidate; rows are right when they make any of
them. When they make none, but come near one, that one or a row is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.counts.counted import NOUN
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.tables.grid import BlockOfRows, Grid, Row, RowKind
from resorb.reading.tables.words import shares_out
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, SUBSET, added, grids, is_nested, may_miss_some
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_NUMBER = rf"\d{{1,5}}|{WORD}"
_SAID = lazy(
    rf"\b[nN]\s?=\s?(?P<n>\d{{1,5}})(?![\d.])|(?<![\w.,/–-])(?P<k>{_NUMBER})\s(?:out\s)?of\s(?:the\s|all\s|"
    rf"these\s|our\s)?(?P<whole>{_NUMBER})\b"
    rf"|(?<![\w.,/–-])(?P<m>{_NUMBER})(?![\w.,/–-]\d|[–-])\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}\b|"
    rf"\ball\s(?P<all>{_NUMBER})\b"
    rf"|(?<![\w.,/–-])(?P<each>{_NUMBER})\s(?:in|per|for|at)\s(?:each|every|all)\b",
    re.IGNORECASE,
)
_SURE, _LIKELY, _PERHAPS = 4, 2, 1
_MOST_ROWS = 40


@dataclass(frozen=True)
class Whole:
    """A printed number of all, and where it stands."""

    value: int
    passage: Passage
    start: int
    end: int


@rule(
    "table-parts",
    kind="table",
    doc="Rows that share everybody out make the number of all that caption, head or note print.",
    source="addition; assumed only where labels and caption tell that rows exclude each other",
)
def table_parts(text: Scanned) -> Iterator[Mark]:
    """Every block whose rows share out."""
    for number, grid in grids(text):
        if OVERLAP.search(f"{grid.said} {grid.heads}") or may_miss_some(f"{grid.said} {grid.heads}"):
            continue
        if any(row.kind is RowKind.TOTAL for row in grid.rows):
            continue
        for block in grid.blocks:
            yield from _block(text, number, grid, block)
            yield from _across(text, number, grid, block)


def _across(text: Scanned, number: int, grid: Grid, block: BlockOfRows) -> Iterator[Mark]:
    """Columns that share everybody out in every row alike: each row makes the same number, and nothing prints it."""
    columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent and column.adds]
    rows = [r for r in block.values if r.counts]
    counts = [[r.cells[c].count for c in columns] for r in rows]
    if (
        len(columns) < 2
        or len(rows) < 2
        or any(None in row for row in counts)
        or any(grid.columns[c].whole for c in columns)
    ):
        return
    sums = {sum(n or 0 for n in row) for row in counts}
    wholes = list(_of_table(text, number, grid, block))
    if len(sums) != 1 or not wholes:
        return
    total = sums.pop()
    if not any(w.value == total for w in wholes) and len({tuple(row) for row in counts}) > 1:
        near = [w for w in wholes if near_count(w.value, total) and abs(w.value - total) * 4 <= total]
        if near:
            yield _marked(text, number, near[0], (total, [Fraction(n or 0) for n in counts[0]]), sure=True)


def _block(text: Scanned, number: int, grid: Grid, block: BlockOfRows) -> Iterator[Mark]:
    rows = [r for r in block.values if r.counts and not is_nested(r, grid)]
    if not 2 <= len(rows) <= _MOST_ROWS:
        return
    if any(SUBSET.match(r.label) or r.whole for r in block.values) or len(block.values) != len(rows):
        return
    columns = [
        c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent and not column.is_total
    ]
    columns = [c for c in columns if all(r.cells[c].count is not None and r.cells[c].whole is None for r in rows)]
    if not columns or (len(columns) > 1 and not all(grid.columns[c].adds for c in columns)):
        return
    title = " ".join(
        filter(
            None, (grid.caption.text if grid.caption else "", block.heading.label if block.heading else "", grid.heads)
        )
    )
    score = shares_out(title, " ".join(n.text for n in grid.notes), [r.label for r in rows])
    if score < _PERHAPS:
        return
    sums = {c: sum(r.cells[c].count or 0 for r in rows) for c in columns}
    for c in columns:
        wholes = _of_column(grid, c)
        if wholes:
            yield from _judged(text, number, (rows, [c]), sums[c], wholes, score)
    if not any(grid.columns[c].whole for c in columns) and not grid.whole_rows:
        wholes = list(_of_table(text, number, grid, block))
        if wholes and (len(columns) == 1 or _adds_across(grid, columns)):
            yield from _judged(text, number, (rows, columns), sum(sums.values()), wholes, score)


def _adds_across(grid: Grid, columns: Sequence[int]) -> bool:
    return not any(c.is_total for c in grid.columns) and len(columns) == sum(
        c.counts and not c.is_percent for c in grid.columns
    )


def _of_column(grid: Grid, column: int) -> list[Whole]:
    """The numbers that head or rows print for a column."""
    found = []
    for row in grid.whole_rows:
        cell = row.cells[column]
        if cell.count:
            found.append(Whole(cell.count, cell.passage, *cell.span))
    return found


def _of_table(text: Scanned, number: int, grid: Grid, block: BlockOfRows) -> Iterator[Whole]:
    """The numbers that caption, heading and notes print."""
    heading = block.heading.passage if block.heading else None
    table = text.document.blocks[number].table
    corner = table.rows[0][0] if table is not None and table.rows and table.rows[0] else None
    for passage in (heading, grid.caption, corner, *grid.notes[:3]):
        if passage is None:
            continue
        for match in _SAID.finditer(passage.text[:600]):
            for name in ("n", "k", "whole", "m", "all", "each"):
                value = read_numeral(match[name]) if match[name] else None
                if value is not None and not value.decimals and value.value > 1:
                    yield Whole(int(value.value), passage, *match.span(name))


def _judged(
    text: Scanned,
    number: int,
    table: tuple[list[Row], list[int]],
    total: int,
    wholes: Sequence[Whole],
    score: int,
) -> Iterator[Mark]:
    rows, columns = table
    if any(w.value == total for w in wholes):
        return
    parts = [r.cells[c].count or 0 for c in columns for r in rows]
    near = [w for w in wholes if _is_near(total, w.value, score) or _is_swapped(parts, total, w.value)]
    if (
        not near
        or (score < _SURE and _is_share(rows, columns, total))
        or any(_stacked(rows, columns, w.value) for w in wholes)
    ):
        return
    counts = [Fraction(r.cells[c].count or 0) for c in columns for r in rows]
    yield _marked(text, number, near[0], (total, counts), sure=score >= _SURE)


def _marked(text: Scanned, number: int, one: Whole, sums: tuple[int, list[Fraction]], *, sure: bool) -> Mark:
    total, counts = sums
    at = Stretch(one.passage, one.start, one.end, _block_of(text, number, one.passage), text.document.name)
    return at.mark(
        "table-parts", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The rows make {total}, not the {one.value} that is printed.",
        printed=one.passage.text[one.start : one.end], computed=str(total),
        arithmetic=f"{added(counts)}, not {one.value}",
        suggestion=f"{total}, or another count in one of the rows",
        assumption=None if sure else "each stands in one row, and all stand in one",
    )  # fmt: skip


def _stacked(rows: Sequence[Row], columns: Sequence[int], whole: int) -> bool:
    """Whether several sets of rows stand below each other, of which one makes the whole by itself."""
    reached, sets = 0, 0
    for row in rows:
        reached += sum(row.cells[c].count or 0 for c in columns)
        if reached == whole and row is not rows[-1]:
            reached, sets = 0, sets + 1
    return sets > 0


def _is_near(total: int, whole: int, score: int) -> bool:
    """Whether a sum may be meant to be the whole: the surer the rows share out, the farther apart they may be."""
    if score >= _SURE:
        return abs(total - whole) * 3 <= whole
    if score >= _LIKELY:
        return abs(total - whole) * 8 <= whole or (abs(total - whole) * 4 <= whole and bool(near_count(total, whole)))
    return total > whole and abs(total - whole) <= 1


def _is_swapped(parts: Sequence[int], total: int, whole: int) -> bool:
    """Whether two digits that changed places, in the whole or in one of its parts, explain it all."""
    needed = [(total, whole), *((part, part + whole - total) for part in parts)]
    return any(right > 0 and near_count(one, right) == "two digits swapped" for one, right in needed)


def _is_share(rows: Sequence[Row], columns: Sequence[int], total: int) -> bool:
    """Whether percentages are of the sum of the rows: then others are known to be missing."""
    cells = [r.cells[c] for r in rows for c in columns]
    shares = [(c.count or 0, c.percent) for c in cells if c.percent is not None]
    return len(shares) > 1 and total > 0 and all(p.rules_giving(Fraction(100 * n, total)) for n, p in shares)


def _block_of(text: Scanned, number: int, passage: Passage) -> int:
    return next((n for n, block in enumerate(text.document.blocks) if block.passage is passage), number)
