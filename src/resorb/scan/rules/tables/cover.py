"""Blocks of a table that must hold everybody.

A block with a row "None" covers everybody: whoever is in none of its rows is in that one. Rows may overlap, so together
they may reach more than the whole, never less. Rows that exclude each other (Yes and No; "each patient once"; the same
rows elsewhere in the table close exactly) must reach it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.reading.lazy import lazy
from resorb.reading.tables.grid import BlockOfRows, Grid, Row, RowKind
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, added, grids, is_nested, may_miss_some, said
from resorb.values.findings import Verdict

_NONE = lazy(
    r"(?:none|neither|nil|no\s+one|never|none of (?:these|the above|them)|"
    r"no(?:t)?\s+(?:any\s+)?(?:such\s+)?(?:treatment|therapy|medications?|drugs?|"
    r"agents?|use|surgery|variants?|mutations?|reactions?|events?|adverse events?|symptoms?|concurrent|concomitant|"
    r"comorbidit\w+|complications?|"
    r"prior|previous|response|immunosuppress\w+|anticoagula\w+|ulcers?|ulceration|growth|involvement|"
    r"disease)(?:\s+(?:treatment|therapy|found|used|given|identified|"
    r"reported|detected|medications?|drugs?))?)",
    re.IGNORECASE,
)
_SOME = lazy(r"(?:any|at\sleast\sone|one\sor\smore|≥\s?1)\b", re.IGNORECASE)
_UNKNOWN = lazy(
    r"(?:unknown|missing|not (?:recorded|known|available|reported|stated|done|assessed|applicable)|na|n/a|no data|"
    r"unspecified|uncertain|undetermined)(?:\s.{0,20})?",
    re.IGNORECASE,
)
_PAIRS = tuple(
    (lazy(a, re.IGNORECASE), lazy(b, re.IGNORECASE))
    for a, b in (
        (r"yes", r"no"),
        (r"(?:females?|wom[ae]n|girls|f)(?: sex)?", r"(?:males?|m[ae]n|boys|m)(?: sex)?"),
        (r"present", r"absent"),
        (r"positive", r"negative"),
    )
)
"""Labels of two rows that part everybody wherever they stand next to each other."""
_OPPOSITE = lazy(r"(?:not|non-?|no|without)\s?(?P<word>[\w -]+)", re.IGNORECASE)
_ONCE = lazy(
    r"\b(?:(?:each|every|no)\s+(?:patient|child|lesion|wound|ulcer|participant|case|subject|infant|person|eye|"
    r"hand)\s+(?:was\s+|is\s+|had\s+|has\s+|appears?\s+|stands?\s+|counted\s+|is\s+counted\s+|gave\s+|chose\s+|"
    r"contributed\s+)?(?:only\s+)?(?:\w+\s+){0,2}?(?:once|"
    r"one|a single|in one|more than one)|mutually exclusive|"
    r"one\s+(?:\w+\s+)?(?:\w+\s+)?(?:each|per (?:patient|child|lesion|participant|wound))|(?:highest|worst|primary|"
    r"principal|main|most severe|leading)\s+(?:\w+\s+){0,3}?(?:per|for each|of each|each)|"
    r"(?:rows|categories|groups)\s+(?:do not overlap|exclude each other))\b",
    re.IGNORECASE,
)
_GRADED = lazy(
    r"(?:one|two|three|single|once|twice|[1-5])\b|(?:≥|>)\s?\d|\d or more|(?:two|three|four|more) or more|mild|"
    r"moderate|severe",
    re.IGNORECASE,
)
_OF_SOME = lazy(
    r"^(?:if|when|where)\b|\b(?:among|amongst|of (?:those|these|whom|which|them)|in (?:those|these|patients|"
    r"women|men)|"
    r"for (?:those|these)|(?:patients|those|lesions) (?:who|with|that|in whom)|thereof)\b",
    re.IGNORECASE,
)
"""Headings of blocks that hold only some of the patients."""
_EXCLUSIVE = lazy(
    r"(?:complete|partial|minor|major|minimal|stable|progressive|no|none|unknown|full|"
    r"nil)(?:\s+(?:clinical\s+)?(?:response|responders?|"
    r"remission|healing|disease|improvement|resolution|clearance|regression|change))?|non-?responders?|better|worse|"
    r"same|"
    r"unchanged|unknown response|not assessable|not evaluable",
    re.IGNORECASE,
)
"""Labels of classes of response: nobody is in two of them."""
_SHARE_OF_WHOLE = Fraction(2, 3)


@dataclass(frozen=True)
class Cover:
    """Rows of a block that are to hold the whole of a column. ``exact`` when they exclude each other."""

    rows: tuple[Row, ...]
    exact: bool
    last: Row
    """The row to mark: "None", or the last one."""

    def sum(self, column: int) -> int | None:
        """What the rows add up to; None when a cell cannot be read."""
        counts = [row.cells[column].count for row in self.rows]
        return sum(c for c in counts if c is not None) if None not in counts else None


@rule(
    "table-cover",
    kind="table",
    doc="Rows that between them must hold everybody (a row “None”, Yes and No) reach the number of their column.",
    source="counting: groups that may overlap reach at least the whole, groups that exclude each other exactly",
)
def table_covers(text: Scanned) -> Iterator[Mark]:
    """Every block that must hold everybody."""
    for number, grid in grids(text):
        found = [(block, cover) for block in grid.blocks for cover in _covers(grid, block)]
        for block, cover in found:
            yield from _judged(text, number, grid, block, cover, [c for _, c in found])


def _covers(grid: Grid, block: BlockOfRows) -> Iterator[Cover]:
    """The rows of a block that must hold everybody: pairs such as Yes and No, and blocks with a row "None"."""
    values = [r for r in block.values if r.counts]
    heading = block.heading
    if heading is not None and heading.whole is None and _OF_SOME.search(heading.label):
        return
    outer = [r for r in values if not is_nested(r, grid)] or values
    paired: list[Row] = []
    for at, (one, other) in enumerate(pairwise(outer)):
        third = outer[at + 2].label if at + 2 < len(outer) else ""
        pair = _is_pair(one.label, other.label) or (len(outer) == 2 and _is_opposite(one.label, other.label))
        if one not in paired and pair and not _UNKNOWN.fullmatch(third):
            paired += [one, other]
            yield Cover((one, other), True, other)
    none = next((r for r in values if _NONE.fullmatch(r.label)), None)
    rest = [r for r in values if r not in paired]
    some = next((r for r in rest if _SOME.match(r.label)), None)
    if none is not None and some is not None:
        last = max(none, some, key=lambda r: r.number)
        yield Cover((none, some, *(r for r in rest if _UNKNOWN.fullmatch(r.label))), True, last)
    elif none is not None and none not in paired and len(rest) > 1:
        exact = bool(_ONCE.search(grid.said)) or all(
            r is none or _GRADED.match(r.label) or _EXCLUSIVE.fullmatch(r.label) for r in rest
        )
        yield Cover(tuple(r for r in rest if not exact or r in outer), exact, rest[-1] if none is rest[0] else none)
    elif (
        not paired
        and len(outer) > 1
        and (
            _ONCE.search(f"{grid.said} {heading.label.lower() if heading else ''}")
            or (len(outer) > 2 and all(_EXCLUSIVE.fullmatch(r.label) for r in outer))
        )
    ):
        yield Cover(tuple(outer), True, outer[-1])


def _is_pair(one: str, other: str) -> bool:
    pairs = ((one, other), (other, one))
    return any(a.fullmatch(first) and b.fullmatch(second) for a, b in _PAIRS for first, second in pairs)


def _is_opposite(one: str, other: str) -> bool:
    """Whether one label is the other with "not" before it: parting everybody where there are no other rows."""
    for first, second in ((one, other), (other, one)):
        match = _OPPOSITE.fullmatch(second)
        if match and first.lower().removeprefix("with ") == match["word"].lower():
            return True
    return False


def _judged(
    text: Scanned, number: int, grid: Grid, block: BlockOfRows, cover: Cover, all_covers: Sequence[Cover]
) -> Iterator[Mark]:
    columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
    known = [(c, w, s) for c in columns if (w := _whole(grid, block, cover, c)) and (s := cover.sum(c)) is not None]
    exact = cover.exact or _closes_elsewhere(cover, known, all_covers)
    for column, whole, reached in known:
        others = [(w, s) for c, w, s in known if c != column]
        backed = any(s >= w for w, s in others) and sum(s < w for w, s in others) == 0
        if reached < whole:
            if (
                any(r.kind is RowKind.TOTAL and r.number > cover.last.number for r in grid.rows)
                or reached < whole * _SHARE_OF_WHOLE
                or may_miss_some(f"{grid.said} {grid.heads}")
                or _percents_of_sum(cover, column, reached, whole)
            ):
                continue
            yield _short(text, number, grid, cover, column, (whole, reached), backed=backed)
        elif reached > whole and exact and not (OVERLAP.search(f"{grid.said} {grid.heads}") and not cover.exact):
            yield _over(text, number, grid, cover, column, (whole, reached))
        else:
            yield _enough(text, number, grid, cover, column, (whole, reached))


def _whole(grid: Grid, block: BlockOfRows, cover: Cover, column: int) -> int | None:
    """The one number that these rows must reach; None when several are printed or none is."""
    if block.heading is not None and block.heading.whole:
        return block.heading.whole
    totals = [r.cells[column].count for r in block.rows if r.kind is RowKind.TOTAL and r.number > cover.last.number]
    wholes = {n for n in (*grid.wholes(column), *totals) if n}
    return wholes.pop() if len(wholes) == 1 else None


def _closes_elsewhere(cover: Cover, known: Sequence[tuple[int, int, int]], others: Sequence[Cover]) -> bool:
    """Whether rows of the same names close exactly, in most other columns here or in another block."""
    labels = [r.label.lower() for r in cover.rows]
    same = [o for o in others if o is not cover and [r.label.lower() for r in o.rows] == labels]
    for other in same:
        sums = [(other.sum(c), w) for c, w, _ in known]
        if sums and all(s == w for s, w in sums):
            return True
    here = sum(s == w for _, w, s in known)
    return here > 1 and here * 2 > len(known)


def _percents_of_sum(cover: Cover, column: int, reached: int, whole: int) -> bool:
    """Whether the percentages are of those counted, so that the others are known to be missing."""
    cells = [r.cells[column] for r in cover.rows]
    shares = [(c.count or 0, c.percent) for c in cells if c.percent is not None]
    of_sum = [p.rules_giving(Fraction(100 * n, reached)) for n, p in shares if reached]
    of_whole = [p.rules_giving(Fraction(100 * n, whole)) for n, p in shares]
    return bool(shares) and all(of_sum) and not all(of_whole)


def _sum_words(cover: Cover, column: int) -> str:
    return added([Fraction(row.cells[column].count or 0) for row in cover.rows])


def _where(grid: Grid, column: int) -> str:
    label = grid.columns[column].label
    return f" in the column “{label}”" if label else ""


def _short(
    text: Scanned, number: int, grid: Grid, cover: Cover, column: int, sums: tuple[int, int], *, backed: bool
) -> Mark:
    whole, reached = sums
    cell = cover.last.cells[column]
    left = whole - reached
    verb = "is" if left == 1 else "are"
    sure = backed and cover.exact
    unknown = f"{left} of the {whole} {verb} not known, or not in a row that is printed"
    return text.cell(number, cell.passage, *cell.span).mark(
        "table-cover",
        Verdict.FAILS if sure else Verdict.ASSUMES,
        f"The rows {_labels(cover)} reach at most {reached} of {whole}{_where(grid, column)}: {left} {verb} left out.",
        printed=cell.text,
        computed=str(reached),
        arithmetic=f"{_sum_words(cover, column)} < {whole}",
        suggestion=f"one of the counts larger by {left}, or a row for those not known",
        assumption=None if sure else unknown,
    )


def _over(text: Scanned, number: int, grid: Grid, cover: Cover, column: int, sums: tuple[int, int]) -> Mark:
    whole, reached = sums
    cell = cover.last.cells[column]
    return text.cell(number, cell.passage, *cell.span).mark(
        "table-cover",
        Verdict.FAILS,
        f"The rows {_labels(cover)} exclude each other, but hold {reached} of {whole}{_where(grid, column)}.",
        printed=cell.text,
        computed=str(reached),
        arithmetic=f"{_sum_words(cover, column)} > {whole}",
        suggestion=f"one of the counts is too large by {reached - whole}",
    )


def _enough(text: Scanned, number: int, grid: Grid, cover: Cover, column: int, sums: tuple[int, int]) -> Mark:
    cell = cover.last.cells[column]
    return text.cell(number, cell.passage, *cell.span).mark(
        "table-cover",
        Verdict.HOLDS,
        f"The rows {_labels(cover)} reach {sums[1]} of {sums[0]}{_where(grid, column)}.",
        computed=str(sums[1]),
        arithmetic=_sum_words(cover, column),
    )


def _labels(cover: Cover) -> str:
    names = [said(row) for row in cover.rows]
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) < 6 else f"{names[0]} to {names[-1]}"
