"""Percentages in tables against their counts.

The whole is found first: of all that may be meant (the n of the head, of the caption, of a total row, another column,
the sum of the block), the one that most percentages of the column follow from. Only then a percentage that does not is
a slip, and only where no other whole of its own block explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import counts_giving, written
from resorb.reading.lazy import lazy
from resorb.reading.tables.cells import Cell, Kind
from resorb.reading.tables.grid import BlockOfRows, Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import SUBSET, grids, is_nested, may_miss_some, said
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to

_DECLARED = lazy(r"%|per\s?cent")
_STATISTICS = lazy(r"\b(?:mean|median|sd|iqr|range)\b|±")
_MOST_ROWS = 400
_ENOUGH = 2
"""So many percentages that fit, and one more, show what the brackets of a column with medians hold."""
Whole = Callable[["Share"], int | None]


@dataclass(frozen=True)
class Share:
    """A count with its percentage, the cell that is printed in (``place``) and the rows it stands among."""

    row: Row
    column: int
    count: int
    percent: PrintedNumber
    place: Cell
    block: BlockOfRows
    signed: bool
    own: int | None

    def fits(self, whole: int | None, *, any_rule: bool = True) -> bool:
        """Whether the percentage follows from the count and a whole."""
        if not whole or whole < self.count:
            return False
        rules = self.rules(whole)
        return bool(rules) if any_rule else Rounding.HALF_UP in rules

    def rules(self, whole: int) -> tuple[Rounding, ...]:
        """The rules of rounding by which count and whole give the percentage."""
        return self.percent.rules_giving(Fraction(100 * self.count, whole))


@dataclass(frozen=True)
class Denominator:
    """One answer to "percent of what?" for a whole column."""

    name: str
    of: Whole


@rule(
    "table-percent",
    kind="table",
    doc="A percentage in a table follows from its count and the whole that the other percentages of its column are of.",
    source="exact fractions; half-up rounding holds, half-even and cutting off are named as assumptions",
)
def table_percents(text: Scanned) -> Iterator[Mark]:
    """Percentages of every column, and those that print their own whole."""
    for block, grid in grids(text):
        shares = list(_shares(grid))
        for share in shares:
            if share.own is not None:
                yield from _own(text, block, grid, share, shares)
        for column in dict.fromkeys(s.column for s in shares):
            here = [s for s in shares if s.column == column and s.own is None]
            yield from _column(text, block, grid, here, shares)


def _shares(grid: Grid) -> Iterator[Share]:
    pairs = dict(_percent_columns(grid))
    for block in grid.blocks:
        for row in block.rows[:_MOST_ROWS]:
            if not row.counts:
                continue
            for c, cell in enumerate(row.cells):
                count = cell.count
                if count is None:
                    continue
                if cell.percent is not None:
                    yield Share(row, c, count, cell.percent, cell, block, cell.has_sign, cell.whole)
                elif c in pairs and (percent := _as_percent(row.cells[pairs[c]])) is not None:
                    yield Share(row, c, count, percent, row.cells[pairs[c]], block, True, cell.whole)


def _percent_columns(grid: Grid) -> Iterator[tuple[int, int]]:
    """Each column of counts with the column of percentages next to it."""
    for c, column in enumerate(grid.columns):
        if not column.is_percent:
            continue
        for other in (c - 1, c + 1):
            if 0 <= other < len(grid.columns) and grid.columns[other].counts and not grid.columns[other].is_percent:
                yield other, c
                break


def _as_percent(cell: Cell) -> PrintedNumber | None:
    if cell.percent is not None:
        return cell.percent
    if cell.number is None or cell.number < 0 or cell.kind not in (Kind.COUNT, Kind.VALUE):
        return None
    return PrintedNumber(as_text(cell.number, cell.decimals), cell.number, cell.decimals)


def _column(text: Scanned, block: int, grid: Grid, shares: Sequence[Share], every: Sequence[Share]) -> Iterator[Mark]:
    """Find what the percentages of a column are of, then judge those that do not follow."""
    best = _denominator(grid, shares)
    if best is None:
        yield from _alone(text, block, grid, shares, every)
        return
    fitting = [s for s in shares if s.fits(best.of(s))]
    telling = [s for s in fitting if s.count]
    off = [s for s in shares if not s.fits(best.of(s)) and best.of(s)]
    if best.name == "block":
        yield from _other_whole(text, block, grid, shares)
    unexplained = [s for s in off if not _explained(grid, s, shares)]
    if len(unexplained) * (1 if best.name == "printed" else 2) > len(telling):
        return
    declared = bool(_DECLARED.search(f"{grid.said} {grid.heads}"))
    for share in shares:
        whole = best.of(share)
        if whole is None or (share.row.kind is not RowKind.VALUES and share.count == whole):
            continue
        if share in fitting:
            yield _fitting(text, block, share, whole, [s for s in shares if s.block is share.block])
        elif share in unexplained and _is_percentage(grid, share, every, declared, len(telling)):
            yield _failing(text, block, share, whole, [s for s in shares if s.block is share.block])


def _alone(text: Scanned, block: int, grid: Grid, shares: Sequence[Share], every: Sequence[Share]) -> Iterator[Mark]:
    """The only percentage of a column whose head prints the number: judged as the one beside it, which is right."""
    whole = grid.columns[shares[0].column].whole if len(shares) == 1 else None
    for share in shares if whole else ():
        beside = [s for s in every if s.row is share.row and s.column != share.column and s.count]
        if any(s.fits(grid.columns[s.column].whole) for s in beside) and not share.fits(whole):
            yield _failing(text, block, share, whole or 0, shares)


def _denominator(grid: Grid, shares: Sequence[Share]) -> Denominator | None:
    scored = []
    for order, one in enumerate(_denominators(grid, shares)):
        fits = sum(s.fits(one.of(s)) for s in shares if s.count)
        fails = sum(not s.fits(one.of(s)) for s in shares if s.count)
        scored.append((fits, -fails, -order, one))
    if not scored:
        return None
    fits, fails, _, best = max(scored, key=lambda s: s[:3])
    # A whole that is printed as such needs less to speak for it than one that only may be meant.
    return best if fits and fits >= -fails * (1 if best.name == "printed" else 2) else None


def _denominators(grid: Grid, shares: Sequence[Share]) -> Iterator[Denominator]:
    column = shares[0].column if shares else 0
    totals = [r.cells[column].count for r in grid.rows if r.kind is RowKind.TOTAL]
    said_so = [*grid.wholes(column), *(t for t in totals if t)]
    if grid.whole:
        said_so.append(grid.whole)
    for whole in dict.fromkeys(said_so):
        yield Denominator("printed", lambda _, n=whole: n)  # type: ignore[misc]
    for c, other in enumerate(grid.columns):
        if c != column and other.counts and not other.is_percent:
            yield Denominator("column", lambda s, c=c: s.row.cells[c].count)  # type: ignore[misc]
    yield Denominator("row", lambda s: s.row.whole or (s.block.heading.whole if s.block.heading else None))
    if len(shares) > 2:
        yield Denominator("block", lambda s: _block_sum(s, shares))


def _block_sum(share: Share, shares: Sequence[Share]) -> int:
    return sum(s.count for s in shares if s.block is share.block and s.row.kind is RowKind.VALUES)


def _explained(grid: Grid, share: Share, shares: Sequence[Share]) -> bool:
    """Whether a percentage may be of another whole: that of its block, of the row above, of those with data."""
    block = [s for s in shares if s.block is share.block and s.row.kind is RowKind.VALUES]
    if len(block) > 1 and all(s.fits(_block_sum(share, shares)) for s in block):
        return True
    heading = share.block.heading
    if share.fits(share.row.whole) or (heading is not None and share.fits(heading.whole)):
        return True
    if any(_is_of_row(share.row, r) for r in grid.rows if r.number < share.row.number):
        return True
    above = [s for s in block if s.row.number < share.row.number]
    if is_nested(share.row, grid):
        outer = [s for s in above if s.row.indent < share.row.indent] or above[-1:]
        if outer and share.fits(outer[-1].count):
            return True
    if heading is not None and SUBSET.search(heading.label) and above:
        return True
    if may_miss_some(f"{grid.said} {grid.heads}"):
        whole = max((w for w in (*grid.wholes(share.column), grid.whole or 0)), default=0)
        return any(share.fits(n) for n in range(max(share.count, whole // 2), whole))
    return False


def _is_of_row(row: Row, above: Row) -> bool:
    """Whether all shares of a row are of the counts of one above: "Deposits | 24 | 15" and "Gone | 6 (25) | 3 (20)"."""
    wholes = [(cell, w.count) for cell, w in zip(row.cells, above.cells, strict=True) if cell.count and cell.percent]
    return len(wholes) > 1 and all(
        whole and cell.percent and cell.percent.rules_giving(Fraction(100 * (cell.count or 0), whole))
        for cell, whole in wholes
    )


def _is_percentage(grid: Grid, share: Share, every: Sequence[Share], declared: bool, telling: int) -> bool:
    """Whether the number in brackets is a percentage at all: "51 (14)" may be a mean with its spread."""
    if share.signed:
        return True
    statistics = bool(_STATISTICS.search(f"{grid.said} {grid.heads}")) or any(not r.counts for r in grid.rows)
    if _DECLARED.search(share.row.passage.text) or (declared and not statistics):
        return True
    beside = [s for s in every if s.row is share.row and s.column != share.column]
    if any(s.fits(w) and s.count for s in beside for w in grid.wholes(s.column)):
        return True
    if declared and share.percent.decimals and telling > _ENOUGH - (not statistics):
        # A mean has no fewer decimals than its spread; and all other brackets of the column are percentages.
        return all(s.percent.decimals == share.percent.decimals for s in every if s.column == share.column)
    return not statistics and telling > 1


def _own(text: Scanned, block: int, grid: Grid, share: Share, every: Sequence[Share]) -> Iterator[Mark]:
    """A cell such as "17/28 (61%)" says itself what its percentage is of."""
    whole = share.own or 0
    if not whole:
        return
    others = sum(s.fits(s.own) for s in every if s.own and s.count and s is not share)
    declared = _DECLARED.search(f"{grid.said} {grid.heads}") or others > _ENOUGH
    if not (share.signed or declared or share.fits(whole)):
        return
    if share.fits(whole):
        yield _fitting(text, block, share, whole, [])
    else:
        yield _failing(text, block, share, whole, [])


def _expected(share: Share, whole: int) -> str:
    exact = Fraction(100 * share.count, whole)
    return as_text(round_to(exact, share.percent.step, Rounding.HALF_UP), share.percent.decimals)


def _arithmetic(share: Share, whole: int) -> str:
    return f"{share.count} / {whole} = {written(Fraction(100 * share.count, whole))} %"


def _fitting(text: Scanned, block: int, share: Share, whole: int, beside: Sequence[Share]) -> Mark:
    expected = _expected(share, whole)
    place = share.place
    at = text.cell(block, place.passage, *(place.span if place.percent is None else place.percent_span))
    more = {"printed": share.place.text, "computed": f"{expected} %", "arithmetic": _arithmetic(share, whole)}
    if share.fits(whole, any_rule=False):
        return at.mark("table-percent", Verdict.HOLDS, f"{share.count} of {whole} is {expected} %.", **more)
    how = "to the nearest even digit" if Rounding.HALF_EVEN in share.rules(whole) else "by cutting off"
    others = [s for s in beside if Rounding.HALF_UP in s.rules(whole) and Rounding.TRUNCATED not in s.rules(whole)]
    usual = " Others of this block are rounded half up." if others else ""
    return at.mark(
        "table-percent", Verdict.ASSUMES,
        f"{said(share.row)}: {share.count} of {whole} is {expected} %, printed is {share.percent.text}.{usual}",
        suggestion=f"{expected} %", assumption=f"it was rounded {how}", **more,
    )  # fmt: skip


def _failing(text: Scanned, block: int, share: Share, whole: int, beside: Sequence[Share]) -> Mark:
    expected = _expected(share, whole)
    possible = counts_giving(share.percent, whole)
    place = share.place
    span = place.percent_span if place.percent is not None else place.span
    if len(possible) and _closes_with(possible, share, whole, beside):
        place = share.row.cells[share.column]
        span = place.span
    other = f", or {_these(possible)} of {whole} for {share.percent.text} %" if len(possible) else ""
    values = [s for s in beside if s.row.kind is RowKind.VALUES]
    adjusted = (
        len(values) > 1
        and sum(s.percent.value for s in values) == 100
        and abs(share.percent.value - Fraction(expected)) <= share.percent.step
        and sum(s.count for s in values) == whole
    )
    return text.cell(block, place.passage, *span).mark(
        "table-percent",
        Verdict.ASSUMES if adjusted else Verdict.FAILS,
        f"{said(share.row)}: {share.count} of {whole} is {expected} %, not {share.percent.text} %.",
        printed=place.text,
        computed=f"{expected} %",
        arithmetic=_arithmetic(share, whole),
        suggestion=f"{expected} %{other}",
        assumption="it was changed so that the percentages add up to 100" if adjusted else None,
    )


def _closes_with(possible: range, share: Share, whole: int, beside: Sequence[Share]) -> bool:
    """Whether the rows make the whole with a count that the percentage allows, and not with the one printed."""
    rest = sum(s.count for s in beside if s.row.kind is RowKind.VALUES and s is not share)
    return rest + share.count != whole and whole - rest in possible


def _these(counts: range) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _other_whole(text: Scanned, block: int, grid: Grid, shares: Sequence[Share]) -> Iterator[Mark]:
    """All percentages of a column are of the sum of its rows, and that is not the number the column says it has."""
    column = shares[0].column
    rows = [r for r in grid.whole_rows if r.cells[column].count]
    values = [s for s in shares if s.row.kind is RowKind.VALUES]
    if (
        len(rows) != 1
        or len(values) < 3
        or len({id(s.block) for s in values}) != 1
        or may_miss_some(f"{grid.said} {grid.heads}")
    ):
        return
    total = sum(s.count for s in values)
    cell = rows[0].cells[column]
    printed = cell.count or 0
    if total == printed or not all(s.fits(total) for s in values) or all(s.fits(printed) for s in values):
        return
    yield text.cell(block, cell.passage, *cell.span).mark(
        "table-percent", Verdict.FAILS if total > printed else Verdict.ASSUMES,
        f"The percentages of this column are of {total}, the sum of its rows, not of the {printed} printed here.",
        computed=str(total), arithmetic="; ".join(_arithmetic(s, total) for s in values[:6]),
        suggestion=str(total),
        assumption=None if total > printed else f"{printed - total} of the {printed} are in no row",
    )  # fmt: skip
