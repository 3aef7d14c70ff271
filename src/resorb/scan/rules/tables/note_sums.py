"""Counts that a note or caption gives to one row or several together, against their cells.

"8 patients had nausea or vomiting, never both" is the sum of two rows; without the last words it lies between the
larger row and the sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.sentences import sentences
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.notes import words_of
from resorb.reading.tables.words import said_once
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import added, grids, said
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_N = rf"\d{{1,5}}|{WORD}"
_SAID = lazy(
    rf"(?<![\w.,/–-])(?P<k>{_N})(?:\s(?:out\s)?of\s(?:the\s|all\s|these\s|our\s)?(?:{_N}))?(?![\w%.,/–-]\d|\s?%|"
    rf"-)\s+(?P<words>[^.;:()\d]{{3,140}})",
    re.IGNORECASE,
)
_JOINED = lazy(r"\b(?:or|and/or|either)\b|,\s", re.IGNORECASE)
_BOTH = lazy(r"\band\b|\bboth\b|\bplus\b|\btogether\b|\bin all\b", re.IGNORECASE)
_QUALIFIED = lazy(
    r"\b(?:of (?:these|them|whom|which)|severe|serious|mild|twice|again|also|only|alone|both|without|not|no\b|"
    r"at\b|after|before|during|within|"
    r"later|grade|mg|g\b|who|among|under|over|than|neither|but|in one|per)\b",
    re.IGNORECASE,
)
_LONGEST = 500


@rule(
    "table-note-sum",
    kind="table",
    doc="A count that a note gives to a row, or to several rows together, agrees with their cells.",
    source="counting: together they are at least the largest row and at most the sum, the sum when nobody is in two",
)
def note_sums(text: Scanned) -> Iterator[Mark]:
    """Every count of caption and notes that names rows."""
    for number, grid in grids(text):
        columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
        totals = [c for c in columns if grid.columns[c].is_total]
        chosen = totals if len(totals) == 1 else columns
        if len(chosen) != 1:
            continue
        for passage in filter(None, (grid.caption, *grid.notes)):
            for start, end in sentences(passage.text[:_LONGEST]):
                yield from _sentence(text, (number, grid, chosen[0]), passage, (start, end))


def _sentence(text: Scanned, table: tuple[int, Grid, int], passage: Passage, where: tuple[int, int]) -> Iterator[Mark]:
    number, grid, column = table
    start, end = where
    for match in _SAID.finditer(passage.text, start, end):
        value = read_numeral(match["k"])
        rows = _named(grid, match["words"])
        counts = [r.cells[column].count for r in rows]
        if value is None or value.decimals or not rows or None in counts:
            continue
        told, cells = int(value.value), [c for c in counts if c is not None]
        once = said_once(passage.text)
        fault = _fault(told, cells, match["words"], once=once)
        if fault is None:
            continue
        sure, right = fault
        block = next((n for n, b in enumerate(text.document.blocks) if b.passage is passage), number)
        names = " and ".join(said(r) for r in rows)
        yield Stretch(passage, match.start("k"), match.end("k"), block, text.document.name).mark(
            "table-note-sum", Verdict.FAILS if sure else Verdict.ASSUMES,
            f"The note counts {told}; the table has {right} for {names}.",
            printed=passage.text[match.start() : match.end()].strip(), computed=right,
            arithmetic=added([Fraction(c) for c in cells]) if len(cells) > 1 else f"{told} ≠ {cells[0]}",
            suggestion=right, assumption=None if sure else "the note speaks of all in these rows",
        )  # fmt: skip


def _named(grid: Grid, words: str) -> list[Row]:
    """The rows whose whole label stands in a phrase."""
    wanted = words_of(words)
    rows = [r for r in grid.rows if r.kind is RowKind.VALUES and r.counts]
    return [r for r in rows if (stems := words_of(r.label)) and stems <= wanted]


def _fault(told: int, cells: list[int], words: str, *, once: bool) -> tuple[bool, str] | None:
    """Whether the count is surely wrong, and what would be right; None when it may be right."""
    total, most = sum(cells), max(cells)
    if len(cells) == 1:
        if told == total or _QUALIFIED.search(words) or not near_count(told, total) or min(told, total) < 2:
            return None
        return False, str(total)
    if len(cells) > 3:
        return None
    if once and _JOINED.search(words):
        return None if told == total else (True, str(total))
    if re.search(r"\bor\b", words) and not _QUALIFIED.search(words) and not most <= told <= total:
        return True, f"{most} to {total}"
    if _BOTH.search(words) and re.search(r"\bboth\b", words) and told > min(cells):
        return True, f"at most {min(cells)}"
    return None
