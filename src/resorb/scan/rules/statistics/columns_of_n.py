"""Rows of a table whose heads print the sizes of the groups: means of counts, women and men, p values of counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.means import grim
from resorb.checks.arithmetic.rounding import rule_for, written
from resorb.reading.counts.counted import THINGS
from resorb.reading.counts.two_groups import Events
from resorb.reading.lazy import lazy
from resorb.reading.statistics.summary_cells import read_cell, read_p_cell
from resorb.reading.statistics.whole_values import NOT_WHOLE
from resorb.reading.tables.grid import Grid, Row
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.inference.two_groups import is_plain, judged_p
from resorb.scan.rules.statistics.tables import as_sentence
from resorb.scan.rules.tables.common import grids, may_miss_some
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_ONE = Fraction(1)
_COUNTS = lazy(
    rf"(?:numbers?\s+of\s+|no\.?\s+of\s+)?(?:[a-z-]+\s+){{0,2}}?{THINGS}(?:\s+[a-z-]+){{0,2}}?"
    r"(?:\s+(?:per|in\s+each)\s+[a-z]+)?\s*[,;:(]?\s*\(?(?:mean|average)(?:\s+(?:number|no\.?|n))?\s*(?:$|[,;(±])",
    _I,
)
"""A row of means of what can only be counted: "Lesions per participant, mean"."""
_F, _M = r"(?:wom[ae]n|females?|girls?|f)", r"(?:m[ae]n|males?|boys?|m)"
_SEXES = lazy(rf"(?:sex\b\W*)?(?:{_F}\s?[/:]\s?{_M}|{_M}\s?[/:]\s?{_F})\b(?:\W*(?:n|no)?\W*)", _I)
_PAIR = lazy(r"\s*(?P<a>\d{1,4})\s?[/:]\s?(?P<b>\d{1,4})\s*")
_P_HEAD = lazy(r"\s*p\b(?![\s-]*(?:for\s+)?(?:trend|interaction))", _I)


@rule(
    "grim-in-table",
    "pair-in-table",
    "groups-and-p-in-table",
    kind="table",
    doc="Means of counts, women and men, and p values of counts are such as the group sizes in the heads allow.",
    source="GRIM: Brown and Heathers 2017; exact sums; Fisher 1935, Yates 1934, Pearson 1900",
)
def columns_of_n(text: Scanned) -> Iterator[Mark]:
    """Each row of a table in which a head prints a size."""
    for block, grid in grids(text):
        sized = [(at, column.whole) for at, column in enumerate(grid.columns) if column.whole]
        p_at = next((at for at, column in enumerate(grid.columns) if _P_HEAD.match(column.label)), None)
        for row in grid.rows if sized and not may_miss_some(f"{grid.said} {grid.heads}") else ():
            for at, size in sized:
                yield from _mean(text, block, row, at, size)
            if _SEXES.fullmatch(row.label):
                yield from _pair(text, block, row, sized)
            groups = [one for one in sized if not grid.columns[one[0]].is_total]
            if p_at is not None and len(groups) == 2:
                yield from _p_value(text, block, (grid, row), groups, p_at)


def _mean(text: Scanned, block: int, row: Row, at: int, size: int) -> Iterator[Mark]:
    """A mean of whole numbers that so many of them cannot have."""
    if not _COUNTS.match(row.label) or NOT_WHOLE.search(row.label):
        return
    passage = row.cells[at].passage
    read = read_cell(passage.text)
    number = read.centre if read is not None else None
    if read is None or number is None or not number.decimals or number.value < 0:
        return
    answer = grim(number, size, _ONE)
    if answer.totals or not answer.testable:
        return
    near = " or ".join(f"{float(one):.{number.decimals}f}" for one in answer.nearest)
    yield text.cell(block, passage, read.start, read.start + len(number.text)).mark(
        "grim-in-table", Verdict.ASSUMES, f"No sum of {size} whole numbers gives a mean of {number.text}.",
        computed=near, arithmetic=f"{number.text} × {size} = {written(number.value * size)}", suggestion=near,
        assumption="some of the column were not counted",
    )  # fmt: skip


def _pair(text: Scanned, block: int, row: Row, sized: list[tuple[int, int]]) -> Iterator[Mark]:
    """Women and men who are more or fewer than the column."""
    for at, size in sized:
        match = _PAIR.fullmatch(row.cells[at].text)
        total = int(match["a"]) + int(match["b"]) if match else size
        if match is None or total == size or abs(total - size) * 3 > size:
            continue
        over = total > size
        yield text.cell(block, row.cells[at].passage, match.start("a"), match.end("b")).mark(
            "pair-in-table", Verdict.FAILS if over else Verdict.ASSUMES, f"{match['a']} and {match['b']} are {total}, "
            f"not the {size} of the column.", computed=str(total),
            arithmetic=f"{match['a']} + {match['b']} = {total}, not {size}",
            suggestion=f"{max(0, size - int(match['a']))} beside {match['a']}, or another size in the head",
            assumption=None if over else f"of {size - total} it is not known",
        )  # fmt: skip


def _p_value(
    text: Scanned, block: int, at: tuple[Grid, Row], groups: list[tuple[int, int]], p_at: int
) -> Iterator[Mark]:
    """The p value of a row of counts, each with its percentage of the size in the head."""
    row = at[1]
    p = read_p_cell(row.cells[p_at].text)
    events = []
    for column, size in groups:
        cell = row.cells[column]
        if cell.count is None or cell.count > size or cell.percent is None or cell.whole not in (None, size):
            return
        if rule_for(Fraction(100 * cell.count, size), cell.percent) is None:
            return
        events.append(Events(0, 0, cell.count, size, size, is_told=True))
    if p is None:
        return
    sentence = as_sentence(text, block, row.cells[p_at].passage)
    mark = judged_p(sentence, (events[0], events[1]), p, f"{at[0].said} {at[0].heads}", "groups-and-p-in-table")
    if mark is not None and is_plain(text, sentence, mark):
        yield mark
