"""Lines of a printed page from its characters: words, rows, columns, raised marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from resorb.sources.documents.clean import LOWERED, RAISED


class Sign(NamedTuple):
    """One character: its left and right edge, its baseline (from the foot of the page) and its height."""

    text: str
    left: float
    right: float
    base: float
    height: float


@dataclass(slots=True)
class Run:
    """Characters that follow each other on a line without a wide gap."""

    text: list[str]
    left: float
    right: float
    base: float
    height: float
    count: int = 0

    @property
    def shown(self) -> str:
        """Its text, without blanks at its ends."""
        return "".join(self.text).strip()


_GAP = 1.1
"""A gap this many times as wide as the letters are high parts columns and cells."""
_WORD_GAP = 0.18
_STEPS = 40
"""So many places are tried for the gutter between two columns."""


def lines_of(signs: Iterable[Sign]) -> list[str]:
    """The lines of a page in reading order; an empty line where the page leaves room or letters change size.

    Cells of one row are parted by a tab; a raised mark stands between two signs of no script.
    """
    runs = [run for run in _runs(signs) if run.shown]
    lines: list[str] = []
    for part in _in_order(runs):
        lines += ["", *_written(part)] if lines else _written(part)
    return lines


def _runs(signs: Iterable[Sign]) -> list[Run]:
    runs: list[Run] = []
    run: Run | None = None
    blank = False
    raised = False
    for sign in signs:
        if sign.text.isspace():
            blank = True
            continue
        if run is None or not _continues(run, sign):
            if run is not None and raised:
                run.text.append(LOWERED)
            run = Run([], sign.left, sign.right, sign.base, sign.height)
            runs.append(run)
            raised = False
        elif blank or sign.left - run.right > _WORD_GAP * run.height:
            run.text.append(LOWERED + " " if raised else " ")
            raised = False
        up = _is_raised(run, sign)
        if up != raised:
            run.text.append(RAISED if up else LOWERED)
        run.text.append(sign.text)
        run.right = max(run.right, sign.right)
        run.count += 1
        raised, blank = up, False
        if sign.height > run.height:
            # The first letters were the small ones: a note begins with its raised mark.
            if _is_raised(sign, run):
                run.text = [RAISED, *run.text[:-1], LOWERED, sign.text]
            run.base, run.height = sign.base, sign.height
    if run is not None and raised:
        run.text.append(LOWERED)
    return runs


def _continues(run: Run, sign: Sign) -> bool:
    height = max(run.height, sign.height)
    return abs(sign.base - run.base) < 0.6 * height and -0.6 * height < sign.left - run.right < _GAP * height


def _is_raised(main: Run | Sign, small: Run | Sign) -> bool:
    return small.height < 0.82 * main.height and small.base - main.base > 0.12 * main.height


def _in_order(runs: Sequence[Run], depth: int = 0) -> list[list[Run]]:
    """The parts of a page, each of one column, in reading order."""
    tabled = {id(run) for row in _rows(runs) if _is_table_row(row) for run in row}
    gutter = _gutter([run for run in runs if id(run) not in tabled]) if depth < 3 else None
    if gutter is None:
        return [list(runs)] if runs else []
    full = tabled | {id(run) for run in runs if run.left < gutter < run.right}
    parts: list[list[Run]] = []
    band: list[Run] = []
    across: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.base):
        if id(run) in full:
            parts += _columns(band, gutter, depth)
            band = []
            across.append(run)
        else:
            if across:
                parts.append(across)
                across = []
            band.append(run)
    return parts + ([across] if across else []) + _columns(band, gutter, depth)


def _columns(band: Sequence[Run], gutter: float, depth: int) -> list[list[Run]]:
    left = [run for run in band if run.right <= gutter]
    right = [run for run in band if run.right > gutter]
    return _in_order(left, depth + 1) + _in_order(right, depth + 1)


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where a page of two columns is parted: hardly a run crosses, and prose stands on both sides."""
    if len(runs) < 8:
        return None
    first, last = min(run.left for run in runs), max(run.right for run in runs)
    best: tuple[int, float, float] | None = None
    for step in range(_STEPS + 1):
        at = first + (last - first) * (0.15 + 0.7 * step / _STEPS)
        crossing = sum(run.left < at < run.right for run in runs)
        middle = abs(at - (first + last) / 2)
        if best is None or (crossing, middle) < best[:2]:
            best = (crossing, middle, at)
    if best is None or best[0] > 0.25 * len(runs):
        return None
    left = [run.count for run in runs if run.right <= best[2]]
    right = [run.count for run in runs if run.left >= best[2]]
    if min(len(left), len(right)) < 4 or min(median(left), median(right)) < 20:
        return None
    return best[2]


def _is_table_row(row: Sequence[Run]) -> bool:
    return len(row) > 2 and 2 * sum(run.count < 20 for run in row) >= len(row)


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs on one line, from the left; lines from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.base):
        last = rows[-1] if rows else None
        if last is not None and abs(last[0].base - run.base) < 0.45 * max(last[0].height, run.height):
            last.append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _written(runs: Sequence[Run]) -> list[str]:
    """The lines of one column."""
    rows = _rows(runs)
    pitches = [above[0].base - below[0].base for above, below in pairwise(rows)]
    pitch = median(pitches) if pitches else 0.0
    margin = min((row[0].left for row in rows), default=0.0)
    lines: list[str] = []
    before: list[Run] | None = None
    for row in rows:
        height = max(run.height for run in row)
        if before is not None:
            above = max(run.height for run in before)
            wide = before[0].base - row[0].base > max(1.35 * pitch, 1.05 * height)
            if wide or not 0.85 < height / max(above, 0.01) < 1.18:
                lines.append("")
        indented = row[0].left - margin > 0.6 * height
        lines.append(" " * indented + _row_text(row))
        before = row
    return lines


def _row_text(row: Sequence[Run]) -> str:
    text = ""
    last: Run | None = None
    tallest = max(row, key=lambda run: run.height)
    for run in row:
        shown = run.shown
        small = _is_raised(tallest, run)
        if last is not None:
            gap = run.left - last.right
            text += "\t" if gap > _GAP * tallest.height else " " * (gap > _WORD_GAP * tallest.height)
        text += f"{RAISED}{shown}{LOWERED}" if small and RAISED not in shown else shown
        last = run
    return text
