"""Columns that follow from others: sums, differences, products, rates and percentages that hold in all rows but one.

No head need name the relation: that three rows and more follow from the same columns is proof enough; two are where the
head of the column says that it is worked out ("%", "difference").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import permutations

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.tables.cells import Cell
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import grids, number_of, said
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to

Numbers = Sequence[Fraction]
_WORKED_OUT = lazy(
    r"%|\bper\s?cent|\bper\b|/|\btotal|\bcumul|\bdiffer|\bchange|\bsum\b|\ball\b|\bproduct|\brate|\bend\b|"
    r"\bleft\b|\bremain|\bdelta|Δ|"
    r"\bgain|\bloss|\boverall|\bdose\b.*\bweek|\bin all\b",
    re.IGNORECASE,
)
_NOT_WORKED_OUT = lazy(r"\b(?:no\.?|year|date|age|p|id|ref\w*|patient|case|rank|order)\b", re.IGNORECASE)
_MOST_COLUMNS, _MOST_ROWS, _LEAST_ROWS, _TEN = 7, 60, 3, 10


@dataclass(frozen=True)
class Formula:
    """How a number follows from others. ``sign`` writes it down."""

    takes: int
    of: Callable[[Numbers], Fraction | None]
    sign: str
    worked_out: bool = False
    """Whether only a head that tells so makes it believable."""


def _ratio(top: Fraction, bottom: Fraction) -> Fraction | None:
    return top / bottom if bottom else None


_FORMULAS = (
    Formula(2, lambda n: n[0] + n[1], "{0} + {1}"),
    Formula(2, lambda n: n[0] - n[1], "{0} - {1}"),
    Formula(2, lambda n: n[0] * n[1], "{0} × {1}"),
    Formula(2, lambda n: _ratio(100 * n[0], n[1]), "100 × {0} / {1}"),
    Formula(2, lambda n: _ratio(100 * n[0], n[0] + n[1]), "100 × {0} / ({0} + {1})"),
    Formula(2, lambda n: _ratio(100 * (n[1] - n[0]), n[0]), "100 × ({1} - {0}) / {0}"),
    Formula(2, lambda n: _ratio(n[0], n[1]), "{0} / {1}", worked_out=True),
    Formula(3, lambda n: n[0] + n[1] + n[2], "{0} + {1} + {2}"),
    Formula(3, lambda n: n[0] - n[1] - n[2], "{0} - {1} - {2}"),
    Formula(3, lambda n: n[0] * n[1] * n[2], "{0} × {1} × {2}", worked_out=True),
    Formula(3, lambda n: _ratio(n[0] * n[1], n[2]), "{0} × {1} / {2}", worked_out=True),
    Formula(3, lambda n: _ratio(n[0] * n[1], 100 * n[2]), "{0} × {1} / 100 / {2}", worked_out=True),
)
_SYMMETRIC = tuple(f.sign for f in _FORMULAS if f.sign.startswith(("{0} + {1}", "{0} × {1}")))
_WHOLE = lazy(r"(?<![\d.,])\d{1,5}(?![\d.,])")
_SIZE = lazy(r"(?<![\w.,-])(\d{1,4}(?:\.\d{1,3})?)[\s-]?(k?g|mg|µg|mL|L|cm|min|h|units?|IU|mmol|days?|weeks?)\b")
Known = tuple[Row, list[Fraction], PrintedNumber]


@rule(
    "table-formula",
    kind="table",
    doc="A column that follows from others in most rows (sum, difference, product, rate, percentage) does so in all.",
    source="arithmetic; the formula is found from the rows in which it holds",
)
def table_formulas(text: Scanned) -> Iterator[Mark]:
    """The first formula of each table that one row breaks."""
    for block, grid in grids(text):
        rows = [r for r in grid.rows if r.kind is not RowKind.HEADING]
        if not _LEAST_ROWS <= len(rows) <= _MOST_ROWS or len(grid.columns) < 2:
            continue
        columns = [c for c in range(min(len(grid.columns), 12)) if _filled(rows, c) >= _LEAST_ROWS][:_MOST_COLUMNS]
        targets = [c for c in columns if not _NOT_WORKED_OUT.fullmatch(grid.columns[c].label.strip())]
        # What is worked out stands last as a rule: where only two rows prove it, the last column is doubted first.
        for target, loose in (*((c, False) for c in targets), *((c, True) for c in reversed(targets))):
            others = [c for c in columns if c != target]
            mark = _of_column(text, block, grid, rows, (target, others), loose=loose)
            if mark is not None:
                yield mark
                break


def _filled(rows: Sequence[Row], column: int) -> int:
    return sum(_number(r.cells[column]) is not None for r in rows)


def _number(cell: Cell) -> Fraction | None:
    if cell.percent is not None and cell.number is None:
        return cell.percent.value
    return number_of(cell)


def _printed(cell: Cell) -> PrintedNumber | None:
    if cell.percent is not None and cell.number is None:
        return cell.percent
    value = number_of(cell)
    return None if value is None else PrintedNumber(as_text(value, cell.decimals), value, cell.decimals)


def _of_column(
    text: Scanned, block: int, grid: Grid, rows: Sequence[Row], columns: tuple[int, Sequence[int]], *, loose: bool
) -> Mark | None:
    """The row that breaks what the others prove. ``loose``: two rows are proof where the third looks like a slip."""
    target, others = columns
    told = _WORKED_OUT.search(grid.columns[target].label) is not None or grid.columns[target].is_percent
    percents = sum(_is_percent(r.cells[target]) for r in rows) * 2 > len(rows)
    rows = [r for r in rows if _is_percent(r.cells[target]) == percents]
    ratios = [] if grid.columns[target].is_percent else list(_ratios(rows, target, others))
    weighted = _weighted(grid, others) if told else []
    for formula, chosen in (*_choices(others, told=told), *_shares(grid, others, told=told), *weighted, *ratios):
        whole = list(_known(rows, chosen, target))
        held = [w for w in whole if _holds(formula, w[1], w[2]) and _telling(formula, w[1], w[2])]
        off = [w for w in whole if not _holds(formula, w[1], w[2], rounded=True)]
        adds = not {"×", "/"} & set(formula.sign)
        if adds and any(grid.columns[c].is_total for c in (target, *chosen)):
            continue  # totals by name are judged by another rule
        if len(held) < 2 or len(off) != 1:
            continue
        row, numbers, printed = off[0]
        true = formula.of(numbers)
        if true is None:
            continue
        plain = formula.sign == "{0} × {1}" or _all_count(grid, (target, *chosen))
        slip = loose and plain and _is_slip(formula, printed, numbers)
        if len(held) < _LEAST_ROWS and not told and not slip:
            continue
        if row.kind is not RowKind.VALUES and formula.sign not in ("{0} + {1}", "{0} - {1}"):
            continue
        how = formula.sign.format(*map(written, numbers))
        return _marked(text, block, (row, target), how, (printed, true), len(held))
    return None


def _is_percent(cell: Cell) -> bool:
    return cell.percent is not None and cell.number is None


def _known(rows: Sequence[Row], chosen: Sequence[int], target: int) -> Iterator[Known]:
    """The rows that print all these numbers."""
    for row in rows:
        printed = _printed(row.cells[target])
        numbers = [n for c in chosen if (n := _number(row.cells[c])) is not None]
        if printed is not None and len(numbers) == len(chosen):
            yield row, numbers, printed


def _choices(others: Sequence[int], *, told: bool) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    for formula in _FORMULAS:
        if formula.worked_out and not told:
            continue
        for chosen in permutations(others, formula.takes):
            if formula.sign in _SYMMETRIC and list(chosen[:2]) != sorted(chosen[:2]):
                continue
            if formula.takes == 3 and "+" in formula.sign and list(chosen) != sorted(chosen):
                continue
            yield formula, chosen


def _ratios(rows: Sequence[Row], target: int, others: Sequence[int]) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """So many times the same amount: a ratio that three rows share, and that one misses by what looks like a slip."""
    for other in (c for c in others if c < target):
        known = [(r, n[0], p) for r, n, p in _known(rows, (other,), target) if n[0] and p.value]
        counted = Counter(p.value / n for _, n, p in known)
        ratio, held = counted.most_common(1)[0] if counted else (Fraction(0), 0)
        # A last row that is off may be a total, which another rule judges.
        off = [(n, p) for r, n, p in known if p.value / n != ratio and r is not rows[-1]]
        if held >= _LEAST_ROWS and ratio != 1 and len(off) == 1 and near_miss(off[0][1], off[0][0] * ratio):
            yield Formula(1, partial(_times, ratio), f"{{0}} × {written(ratio)}"), (other,)


def _times(ratio: Fraction, numbers: Numbers) -> Fraction:
    return numbers[0] * ratio


def _shares(grid: Grid, others: Sequence[int], *, told: bool) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """Percentages of a number that head, caption or notes print."""
    if told:
        for printed in dict.fromkeys(_WHOLE.findall(f"{grid.heads} {grid.said}")[:12]):
            if int(printed) > 1:
                formula = Formula(1, partial(_share, int(printed)), f"100 × {{0}} / {printed}")
                yield from ((formula, (c,)) for c in others)


def _weighted(grid: Grid, others: Sequence[int]) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """Numbers of what the heads give the size of: "Doses of 12.5 g", "Doses of 25 g"."""
    sized = [(c, found) for c in others if len(found := _SIZE.findall(grid.columns[c].label)) == 1]
    for unit in dict.fromkeys(found[0][1] for _, found in sized):
        of = [(c, Fraction(found[0][0])) for c, found in sized if found[0][1] == unit]
        sign = " + ".join(f"{{{n}}} × {written(size)}" for n, (_, size) in enumerate(of))
        yield Formula(len(of), partial(_sized, [size for _, size in of]), sign), tuple(c for c, _ in of)


def _sized(sizes: Sequence[Fraction], numbers: Numbers) -> Fraction:
    return sum((a * b for a, b in zip(sizes, numbers, strict=True)), Fraction(0))


def _all_count(grid: Grid, columns: Sequence[int]) -> bool:
    return all(grid.columns[c].counts and grid.columns[c].adds for c in columns)


def _is_slip(formula: Formula, printed: PrintedNumber, numbers: Numbers) -> bool:
    """Whether two columns and two rows are enough: one number of the third row, of two digits, is a likely slip."""
    if formula.takes != 2 or "/" in formula.sign or printed.value < _TEN:
        return False
    a, b = numbers
    true = formula.of(numbers)
    wanted: list[tuple[Fraction, Fraction | None]] = [(printed.value, true)]
    if "×" in formula.sign:
        wanted += [(a, _ratio(printed.value, b)), (b, _ratio(printed.value, a))]
    elif "+" in formula.sign:
        wanted += [(a, printed.value - b), (b, printed.value - a)]
    else:
        wanted += [(a, printed.value + b), (b, a - printed.value)]
    return any(
        right is not None and right >= 1 and not (right * 100) % 1 and near_miss(_as_printed(one), right, off_by=0)
        for one, right in wanted
    )


def _as_printed(value: Fraction) -> PrintedNumber:
    text = written(value)
    return PrintedNumber(text, value, len(text.partition(".")[2]))


def _share(whole: int, numbers: Numbers) -> Fraction:
    return 100 * numbers[0] / whole


def _holds(formula: Formula, numbers: Numbers, printed: PrintedNumber, *, rounded: bool = False) -> bool:
    """Whether a row follows; ``rounded`` when the terms of a sum of decimals may be rounded as its result is."""
    true = formula.of(numbers)
    if true is None:
        return False
    if printed.value < 0 < true or true < 0 < printed.value:
        return False
    room = formula.takes if rounded and printed.decimals and not {"×", "/"} & set(formula.sign) else 0
    return abs(true - printed.value) <= printed.step * (1 + room) / 2 + Fraction(1, 10**9)


def _telling(formula: Formula, numbers: Numbers, printed: PrintedNumber) -> bool:
    """Whether the row proves anything: zeros, ones and equal numbers follow from each other by chance."""
    if not printed.value and "/" in formula.sign:
        return False
    return sum(n not in (0, 1) for n in (*numbers, printed.value)) >= 2 and len({*numbers, printed.value}) > len(
        numbers
    )


def _marked(
    text: Scanned, block: int, where: tuple[Row, int], how: str, numbers: tuple[PrintedNumber, Fraction], held: int
) -> Mark:
    row, target = where
    printed, true = numbers
    cell = row.cells[target]
    right = as_text(round_to(true, printed.step, Rounding.HALF_UP), printed.decimals)
    span = cell.span if cell.number is not None else cell.percent_span
    return text.cell(block, cell.passage, *span).mark(
        "table-formula", Verdict.FAILS if held > 2 else Verdict.ASSUMES,
        f"{said(row)}: {how} is {right}, not {printed.text}; the other rows follow.",
        printed=cell.text, computed=right, arithmetic=f"{how} = {written(true)}", suggestion=right,
        assumption=None if held > 2 else "this column follows from the others as it does in the other rows",
    )  # fmt: skip
