"""Columns that follow from others: sums, differences, products, rates and percentages that hold in all rows but one.

No head need name the relation: that three rows and more follow from the same columns is proof enough; two are where the
head of the column says that it is worked out ("%", "difference").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
from resorb.scan.rules.tables.formula_kinds import BY_UNITS, CARRIED, FORMULAS, SYMMETRIC, Formula, Numbers, ratio
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to

_WORKED_OUT = lazy(
    r"(?<!\d)(?<!\d\s)%|\bper\s?cent|\bper\b|/|\btotal|\bcumul|\bdiffer|\bchange|\bsum\b|\ball\b|\bproduct|\brate|\bend\b|"
    r"\bleft\b|\bremain|\bdelta|Δ|\breduc|\bdecreas|\bfall\b|\bshrink|\bgain|\bloss|\boverall|\bdose\b.*\bweek|"
    r"\bin all\b|^any$|\bused\b|\bnet\b|\bboth\b",
    re.IGNORECASE,
)
_RUNS = lazy(
    r"\bcumul|\bleft\b|\bstock|\bbalance|\bremain|\bso far|\brunning|\bin all\b|\bat (?:the )?end|\brest\b|\btotal|"
    r"\bclos(?:ing|ed)\b|\bin care\b|\bat risk\b|\bkept\b|\bheld\b",
    re.IGNORECASE,
)
"""Heads of columns that carry on from row to row."""
_OPENS = lazy(r"\b(?:open(?:ing|ed)?|start|begin\w*|brought|carried|before|initial\w*)\b", re.IGNORECASE)
_CLOSES = lazy(r"\b(?:clos(?:ing|ed)|end|left|carried|remain\w*|after|final)\b", re.IGNORECASE)
_EITHER = lazy(r"\beither\b[^.;]{0,40}\bor\b")
_NOT_WORKED_OUT = lazy(r"\b(?:no\.?|year|date|age|p|id|ref\w*|patient|case|rank|order)\b", re.IGNORECASE)
_MOST_COLUMNS, _MOST_ROWS, _LEAST_ROWS, _MOST_OFF, _TEN = 7, 60, 3, 2, 10


_WHOLE = lazy(r"(?<![\d.,])\d{1,5}(?![\d.,])")
_RATIO = lazy(r"(?<![\d.,])\d{1,4}(?:\.\d{1,3})?(?=\s?(?:[kmµ]?g|m?L|IU|€|\$|min)\b)", re.IGNORECASE)
_SIZE = lazy(r"(?<![\w.,-])(\d{1,4}(?:\.\d{1,3})?)[\s-]?(k?g|mg|µg|mL|L|cm|min|h|units?|IU|mmol|days?|weeks?)\b")
Known = tuple[Row, list[Fraction], PrintedNumber]


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the number of each cell, and as a float to tell early what is far off; None where there is none."""

    row: Row
    printed: Sequence[PrintedNumber | None]
    rough: Sequence[float | None]


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
        lines = [_line(row) for row in rows]
        columns = [c for c in range(min(len(grid.columns), 12)) if _filled(lines, c) >= _LEAST_ROWS][:_MOST_COLUMNS]
        if all(len({line.rough[c] for line in lines}) == 1 for c in columns):
            continue  # rows that are all alike
        targets = [c for c in columns if not _NOT_WORKED_OUT.fullmatch(grid.columns[c].label.strip())]
        # What is worked out stands last as a rule: where only two rows prove it, the last column is doubted first.
        for target, loose in (*((c, False) for c in targets), *((c, True) for c in reversed(targets))):
            others = [c for c in columns if c != target]
            mark = _of_column(text, block, grid, lines, (target, others), loose=loose)
            if mark is not None:
                yield mark
                break


def _filled(lines: Sequence[Line], column: int) -> int:
    return sum(line.printed[column] is not None for line in lines)


def _line(row: Row) -> Line:
    printed = [_printed(cell) for cell in row.cells]
    return Line(row, printed, [None if number is None else float(number.value) for number in printed])


def _printed(cell: Cell) -> PrintedNumber | None:
    if cell.percent is not None and cell.number is None:
        return cell.percent
    value = number_of(cell)
    return None if value is None else PrintedNumber(as_text(value, cell.decimals), value, cell.decimals)


def _of_column(
    text: Scanned, block: int, grid: Grid, lines: Sequence[Line], columns: tuple[int, Sequence[int]], *, loose: bool
) -> Mark | None:
    """The row that breaks what the others prove. ``loose``: two rows are proof where the third looks like a slip."""
    target, others = columns
    by_units = list(_by_units(grid, target, others))
    told = bool(by_units or _WORKED_OUT.search(grid.columns[target].label) or grid.columns[target].is_percent)
    percents = sum(_is_percent(line.row.cells[target]) for line in lines) * 2 > len(lines)
    lines = [line for line in lines if _is_percent(line.row.cells[target]) == percents]
    filled = _filled(lines, target)
    ratios = [] if grid.columns[target].is_percent else list(_ratios(grid, lines, target, others))
    weighted = _weighted(grid, others) if told else []
    carried = list(_carried(grid, target, others))
    every = (*by_units, *_choices(others, told=told), *_shares(grid, others, told=told), *weighted, *ratios, *carried)
    found: Mark | None = None
    shared = any(line.row.cells[target].whole for line in lines)
    for formula, chosen in every:
        whole = _promising(formula, lines, chosen, target)
        held = [w for w in whole if _holds(formula, w[1], w[2]) and _telling(formula, w[1], w[2])]
        off = [w for w in whole if not _holds(formula, w[1], w[2], rounded=True)]
        every_row = not off and len(whole) + (min(chosen) < 0) == filled
        if every_row and held and len({(*n, p.value) for _, n, p in whole}) > 2:
            return None  # it follows from these everywhere
        if found is not None or not whole or len({(*n, p.value) for _, n, p in held}) < min(2, len(held)):
            continue
        runs, adds = min(chosen) < 0, not {"×", "/"} & set(formula.sign)
        if adds and not runs and any(grid.columns[c].is_total for c in (target, *chosen)):
            continue  # totals by name are judged by another rule
        if runs and len(off) == 2 and _mended(formula, whole, off):
            off = off[:1]
        # Rows with zeros and equal numbers prove little, yet something where others prove more.
        trivial = len(whole) - len(held) - len(off) if adds and held else 0
        if formula is CARRIED[1]:  # the first number of a running total is what came first
            first, came = lines[0].printed[target], lines[0].printed[chosen[1]]
            trivial += 2 * ((first and first.value) == (came and came.value))
        proof = len(held) + (trivial + bool(_EITHER.search(grid.said))) // 2
        least = 1 if formula is CARRIED[0] else _LEAST_ROWS if shared and formula.takes > 2 else 2
        if len(off) != 1 or proof < least:
            continue
        row, numbers, printed = off[0]
        true = formula.of(numbers)
        if true is None:
            continue
        plain = formula.sign == "{0} × {1}" or _all_count(grid, (target, *chosen))
        slip = loose and plain and _is_slip(formula, printed, numbers)
        rest = [c for c in others if adds and c not in chosen and ~c not in chosen]
        if (runs and not _looks_mistyped(off[0], true)) or _makes_up(lines, rest, row, abs(true - printed.value)):
            continue
        if proof < _LEAST_ROWS and formula.takes > 1 and not told and not slip and not runs:
            continue
        if row.kind is not RowKind.VALUES and (runs or formula.sign not in ("{0} + {1}", "{0} - {1}")):
            continue
        how = formula.sign.format(*map(written, numbers))
        found = _marked(text, block, (row, target), how, (printed, true), len(held))
    return found


def _makes_up(lines: Sequence[Line], others: Sequence[int], row: Row, missing: Fraction) -> bool:
    """Whether a column that is empty or 0 in the other rows is what this one lacks: one ampoule broken in one week."""
    own = next(line for line in lines if line.row is row)
    for column in others:
        one = own.printed[column]
        rest = [line.printed[column] for line in lines if line is not own]
        if one is not None and one.value == missing and not any(n is not None and n.value for n in rest):
            return True
    return False


def _is_far_off(formula: Formula, lines: Sequence[Line], chosen: Sequence[int], target: int) -> bool:
    """Whether three rows break a formula by more than floats can be wrong; what is near is judged exactly."""
    far = 0
    for at, line in enumerate(lines):
        printed, rough = line.printed[target], line.rough[target]
        if printed is None or rough is None or (not at and min(chosen) < 0):
            continue
        numbers = [line.rough[c] if c >= 0 else lines[at - 1].rough[~c] for c in chosen]
        if None in numbers:
            continue
        true = formula.of(numbers)  # type: ignore[arg-type]
        # A last place covers every rounding of up to three terms twice over; floats err by far less than a millionth.
        if true is None or abs(true - rough) > 4 * 10.0**-printed.decimals + 1e-6 * (1 + abs(true) + abs(rough)):
            far += 1
            if far > _MOST_OFF:
                return True
    return False


def _promising(formula: Formula, lines: Sequence[Line], chosen: Sequence[int], target: int) -> list[Known]:
    """The rows of a formula; none once three break it, so that large tables take no longer than they must."""
    rows, off = [], 0
    for one in () if _is_far_off(formula, lines, chosen, target) else _known(lines, chosen, target):
        rows.append(one)
        off += not _holds(formula, one[1], one[2], rounded=True)
        if off > _MOST_OFF:
            return []
    return rows


def _is_percent(cell: Cell) -> bool:
    return cell.percent is not None and cell.number is None


def _known(lines: Sequence[Line], chosen: Sequence[int], target: int) -> Iterator[Known]:
    """The rows that print all these numbers; ``~c`` is the column c of the row before."""
    before: Line | None = None
    for line in lines:
        printed = line.printed[target]
        found = [line.printed[c] if c >= 0 else before.printed[~c] if before is not None else None for c in chosen]
        numbers = [n.value for n in found if n is not None]
        before = line
        if printed is not None and len(numbers) == len(chosen):
            yield line.row, numbers, printed


def _carried(grid: Grid, target: int, others: Sequence[int]) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """What carries on from the row before: a stock, a running total, an opening balance."""
    label = grid.columns[target].label
    if _OPENS.search(label):
        yield from ((CARRIED[0], (~c,)) for c in others if _CLOSES.search(grid.columns[c].label))
    if _RUNS.search(label) and not grid.columns[target].is_percent:
        for formula in CARRIED[1:]:
            yield from ((formula, (~target, *more)) for more in permutations(others, formula.takes - 1))


def _mended(formula: Formula, rows: Sequence[Known], off: Sequence[Known]) -> bool:
    """Whether the number that the first of two rows needs, one after the other, mends the second too."""
    places = [n for n, known in enumerate(rows) for one in off if known is one]
    true, after = formula.of(off[0][1]), off[1]
    return (
        true is not None
        and places[1] == places[0] + 1
        and after[1][0] == off[0][2].value
        and _holds(formula, [true, *after[1][1:]], after[2])
    )


def _looks_mistyped(known: Known, true: Fraction) -> bool:
    """Whether a number that runs on, or one that came or went, looks like a slip of what it should be."""
    _, numbers, printed = known
    missing = printed.value - true
    pairs = [(printed, true), *((_as_printed(n), n + sign * missing) for n in numbers[1:] for sign in (1, -1))]
    return any(b >= 0 and near_miss(a, b, off_by=3) for a, b in pairs)


def _choices(others: Sequence[int], *, told: bool) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    for formula in FORMULAS:
        if formula.worked_out and not told:
            continue
        for chosen in permutations(others, formula.takes):
            if formula.sign in SYMMETRIC and list(chosen[:2]) != sorted(chosen[:2]):
                continue
            if formula.takes > 2 and "+" in formula.sign and list(chosen) != sorted(chosen):
                continue
            yield formula, chosen


def _ratios(
    grid: Grid, lines: Sequence[Line], target: int, others: Sequence[int]
) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """So many times the same amount: a ratio that three rows share, and that one misses by what looks like a slip.

    Where caption or head print the ratio ("250 mg/mL"), nothing need look so.
    """
    printed = set(_RATIO.findall(f"{grid.said} {grid.heads}"))
    for other in (c for c in others if c < target):
        known = [(r, n[0], p) for r, n, p in _known(lines, (other,), target) if n[0] and p.value]
        counted = Counter(p.value / n for _, n, p in known)
        ratio, held = counted.most_common(1)[0] if counted else (Fraction(0), 0)
        # A last row that is off may be a total, which another rule judges; one that stays the same does not follow.
        off = [(n, p) for r, n, p in known if p.value not in (n * ratio, n) and r is not lines[-1].row]
        told = written(ratio) in printed or bool(ratio and written(1 / ratio) in printed)
        slip = len(off) == 1 and (told or near_miss(off[0][1], off[0][0] * ratio))
        if held >= _LEAST_ROWS - told and ratio != 1 and slip:
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


def _by_units(grid: Grid, target: int, others: Sequence[int]) -> Iterator[tuple[Formula, tuple[int, ...]]]:
    """A time in minutes from a volume and a rate; a body mass index from weight and height."""
    for (head, *terms), formula in BY_UNITS:
        found = [[c for c in others if term.search(grid.columns[c].label)] for term in terms]
        if head.search(grid.columns[target].label) and all(len(of) == 1 for of in found):
            yield formula, tuple(of[0] for of in found)


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
        wanted += [(a, ratio(printed.value, b)), (b, ratio(printed.value, a))]
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
    if "/" in formula.sign and printed.value < _TEN and not printed.decimals:
        return False
    if not {"×", "/"} & set(formula.sign) and not printed.decimals and any(n.denominator > 1 for n in numbers):
        return False  # whole numbers that sums of decimals round to are counts of something else
    if formula is CARRIED[0]:
        return printed.value not in (0, 1)
    return sum(n not in (0, 1) for n in (*numbers, printed.value)) >= 2 and len({*numbers, printed.value}) > len(
        numbers
    )


def _marked(
    text: Scanned, block: int, where: tuple[Row, int], how: str, numbers: tuple[PrintedNumber, Fraction], held: int
) -> Mark:
    (row, target), (printed, true) = where, numbers
    cell = row.cells[target]
    right = as_text(round_to(true, printed.step, Rounding.HALF_UP), printed.decimals)
    span = cell.span if cell.number is not None else cell.percent_span
    cut = "100 ×" in how and printed.decimals and printed.value == round_to(true, printed.step, Rounding.TRUNCATED)
    # Measured values come close to a formula that nobody meant: of seven such findings on unread texts five were wrong.
    sure = held > 2 and not cut and true.denominator == 1 and not printed.decimals and "." not in how
    return text.cell(block, cell.passage, *span).mark(
        "table-formula", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"{said(row)}: {how} is {right}, not {printed.text}; the other rows follow.",
        printed=cell.text, computed=right, arithmetic=f"{how} = {written(true)}", suggestion=right,
        assumption=None if sure else "it was rounded as the other rows were, not cut off" if cut
        else "this column follows from the others as it does in the other rows",
    )  # fmt: skip
