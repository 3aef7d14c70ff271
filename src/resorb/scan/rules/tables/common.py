"""What the rules on tables share: the tables of a document as numbers, and words for their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import read_numeral
from resorb.reading.tables.cells import Cell, Kind
from resorb.reading.tables.grid import Grid, Row, read_grid
from resorb.scan.material import Scanned
from resorb.values.documents import BlockKind

OVERLAP = lazy(
    r"\b(?:several|multiple|more than one|two or more|overlap\w*|not (?:mutually )?exclusive|may (?:have|be|occur|"
    r"appear|add)|"
    r"could (?:have|be|choose|give)|some (?:patients|had)|concurrent\w*|combin\w+|in addition|more than once|"
    r"non-?exclusive|exceed\w*|do(?:es)? not add|"
    r"(?:each|every) (?:patient|lesion|child) (?:may|could|can)|sum to more|at least one)\b"
)
"""Words by which a table says that its rows overlap."""
MISSING = lazy(
    r"\b(?:missing|not (?:available|recorded|known|reported|assessed|determined|documented)|unavailable|available|"
    r"where known|with data|"
    r"with (?:known|available|complete)|denominators?|exclu(?:ded|ding)|unknown|lost to follow|"
    r"did not (?:attend|answer|complete)|responding|answered)\b"
)
"""Words by which a table says that not everybody is counted in every row."""
_NONE_MISSING = lazy(
    r"\b(?:no|none|nothing|nobody|never|without)\b[^.;]{0,25}\b(?:missing|unknown|excluded|lost)\b|"
    r"\bnothing was left out\b"
)
SUBSET = lazy(
    r"(?:(?:and\s+)?of (?:whom|which|these|those|them)\b|thereof\b|including\b|incl\.|among (?:these|those|them|"
    r"whom)\b|with(?:in)? (?:these|those)\b|hereof\b|"
    r"[–—•·>-]\s|\.\.\.|…)",
    re.IGNORECASE,
)
"""Words that begin the label of a row that is part of the one above it."""


def may_miss_some(said: str) -> bool:
    """Whether a table says that not everybody is counted in every row, and not that nobody is missing."""
    return MISSING.search(_NONE_MISSING.sub(" ", said)) is not None


@lru_cache(maxsize=1)
def grids(text: Scanned) -> tuple[tuple[int, Grid], ...]:
    """Every table that can be read as numbers, with the number of its block; all rules share the reading."""
    return tuple(_grids(text))


def _grids(text: Scanned) -> Iterator[tuple[int, Grid]]:
    blocks = text.document.blocks
    for number, table in text.tables:
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        remark = None
        if after is not None and after.kind is BlockKind.PARAGRAPH and len(after.passage.text) < 240:
            remark = after.passage
        grid = read_grid(table, remark)
        if grid is not None:
            yield number, grid


def number_of(cell: Cell) -> Fraction | None:
    """The number to add up; a percentage is none."""
    return cell.number if cell.kind in (Kind.COUNT, Kind.VALUE) else None


def is_nested(row: Row, grid: Grid) -> bool:
    """Whether a row says that it is part of one above it: by its words, or by being set further in than others."""
    return bool(SUBSET.match(row.passage.text)) or row.indent > grid.margin


def said(row: Row) -> str:
    """The label of a row for a message."""
    return f"“{row.label}”" if row.label else f"row {row.number}"


def added(numbers: list[Fraction]) -> str:
    """``21 + 14 = 35``; long sums keep their ends."""
    words = [written(n) for n in numbers]
    if len(words) > 14:
        words = [*words[:8], "…", *words[-3:]]
    return f"{' + '.join(words)} = {written(sum(numbers, Fraction(0)))}".replace("+ -", "− ")


def first_head(text: Scanned, number: int) -> str:
    """What stands in the first cell of the table in block ``number``; empty where there is none."""
    table = text.document.blocks[number].table
    return table.rows[0][0].text if table is not None and table.rows and table.rows[0] else ""


def whole_number(word: str) -> int | None:
    """A count in digits or words; None for what has decimals or is no number."""
    number = read_numeral(word)
    return int(number.value) if number is not None and not number.decimals else None
