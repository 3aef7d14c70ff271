"""Tables from lines: cells parted by tabs, by pipes, or by columns of blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_RULE_LINE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$|\s*\+[-=+:]+\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_WIDEST = 400

Piece = tuple[str, int]
"""Text of a cell and how many characters of the line stand before it."""


def tab_cells(line: str) -> list[Piece]:
    """The cells of a line parted by tabs."""
    return _cut(line, [match.span() for match in re.finditer(r"\t", line)], 0, len(line))


def pipe_cells(line: str) -> list[Piece] | None:
    """The cells of a line parted by pipes; None for the rule under the head."""
    if _RULE_LINE.match(line[:_WIDEST]):
        return None
    start = len(line) - len(line.lstrip())
    stop = len(line.rstrip())
    start += line[start : start + 1] == "|"
    stop -= stop > start and line[stop - 1] == "|" and line[stop - 2 : stop - 1] != "\\"
    return _cut(line, [match.span() for match in _PIPE.finditer(line, start, stop)], start, stop)


def _cut(line: str, separators: Sequence[tuple[int, int]], start: int, stop: int) -> list[Piece]:
    cells = []
    for begin, end in separators:
        cells.append((line[start:begin], start))
        start = end
    return [*cells, (line[start:stop], start)]


def column_cells(lines: Sequence[str]) -> list[list[Piece]]:
    """The cells of lines whose words stand in columns, parted where two blanks stand in every line."""
    edges = _edges(lines)
    return [[(line[start:stop].rstrip(), start) for start, stop in edges] for line in lines]


def _edges(lines: Sequence[str]) -> list[tuple[int, int]]:
    widest = min(_WIDEST, max(map(len, lines)))
    filled = [any(line[at : at + 1].strip() for line in lines) for at in range(widest)]
    starts = [
        at for at in range(widest) if filled[at] and not any(filled[max(0, at - 2) : at]) and (at != 1 or not filled[0])
    ]
    return list(pairwise([*starts, max(map(len, lines))]))


def is_grid(lines: Sequence[str]) -> bool:
    """Whether lines are clearly a table: two columns or more, short cells, many of them numbers."""
    if any("\t" in line or len(line) > _WIDEST for line in lines) or len(lines) > 200:
        return False
    edges = _edges(lines)
    if len(edges) < 2:
        return False
    rows = [[line[start:stop].strip() for start, stop in edges] for line in lines]
    right = [cell for row in rows for cell in row[1:] if cell]
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    return (
        full >= 0.7 * len(rows)
        and sum(len(cell) <= 18 for cell in right) >= 0.8 * len(right)
        and sum(any(map(str.isdigit, cell)) for cell in right) >= 0.4 * len(right)
    )


def rows_of(kind: str, lines: Sequence[str]) -> Iterator[list[Piece] | None]:
    """The cells of each line of a table whose cells are parted by ``tabs``, ``pipes`` or ``columns``."""
    if kind == "columns":
        yield from column_cells(lines)
    else:
        yield from (tab_cells(line) if kind == "tabs" else pipe_cells(line) for line in lines)
