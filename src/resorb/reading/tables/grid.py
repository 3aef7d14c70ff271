"""A table read as numbers: what its columns hold, which rows are headings and totals, how many there are in all.

A *block* is the run of rows under a heading without numbers (or under the head of the table). The *whole* of a column
is the number of those it counts: printed in its head ("Cream (n = 17)"), in a row ("Overall", "Number of patients"), or
for the whole table in its caption ("28 patients", "N = 28").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from resorb.reading.counts.counted import NOUN
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral
from resorb.reading.tables.cells import Cell, Kind, read_cell
from resorb.values.documents import Passage, Table

MOST_CELLS = 6000
"""Larger tables are data, not a summary; they are left alone."""
_SAMPLE = lazy(r"(?:\b[nN]\s?=\s?|\(\s?%\s?\)\s+of\s+)(\d{1,6})(?![\d.])")
_STRENGTH = lazy(r"\b\d+(?:\.\d+)?\s?%\s*")
"""A strength in the head of a column ("25% ointment") is no percentage of patients."""
_CAPTION_LABEL = lazy(r"^.{0,30}?\b[A-Z]?\d{1,2}[A-Z]?\b\s*[.:|–—-]?\s*")
_PEOPLE = (
    rf"(?:(?<![\w.,/–-])(?P<n>\d{{1,5}}|{WORD})(?![\w.,/–-]\d|[–-])\s+(?:[^\W\d][\w'’-]*\s+){{0,4}}?{NOUN}"
    rf"|\ball\s+(?P<who>\d{{1,5}}|{WORD})\s+who\b)"
)
_CAPTION_WHOLE = lazy(_PEOPLE, re.IGNORECASE)
_TOTAL = lazy(
    r"(?:grand\s+|sub-?)?(?:total|sum|all|altogether|overall|"
    r"combined)s?(?:\s*,?\s*\(?n(?:o\.?)?\s?(?:\(?\s?%\s?\)?)?\)?)?"
    r"|both\s(?:sides|arms|groups|sexes|limbs|together)(?:\s*,?\s*\(?(?:sum|total)\)?)?|"
    r"(?:[\w-]+\s){1,3}total|sub-?totals?\b.{0,30}|"
    r"sum\s+of\s+[\w\s-]{2,25}|Σ"
    r"|(?:all|total)\s+(?!of\b|other\b|others\b|cause\b)[a-z]{3,}(?:\s+[a-z]{3,})?|[\w\s-]{3,30}?,?\s(?:in\s+all|"
    r"in\s+total|together)",
    re.IGNORECASE,
)
_WHOLE = lazy(
    r"n|number|(?:total\s+)?(?:n|no\.?|number)\s+of\s+(?:patients|participants|subjects|children|people|persons|"
    r"cases|lesions|ulcers|wounds)"
    r"|(?:patients|participants|subjects|children|lesions|ulcers|wounds|cohort)(?:\s?,?\s?\(?n\)?)?|"
    r"(?:total\s+)?n\s?\(%\)",
    re.IGNORECASE,
)
_MEASURE = lazy(
    r"\b(?:means?|medians?|sd|s\.d\.?|s\.e\.?m?\.?|iqr|ranges?|scores?|average|ages?|years?|yrs?|months?|weeks?|"
    r"days?|hours?|minutes?|time|"
    r"duration|size|areas?|diameter|volume|weight|height|bmi|levels?|doses?|dosage|dosing|rate|ratio|odds|hazard|"
    r"index|p|p[\s-]?values?|mg|g|kg|ml|mL|cm|"
    r"mm|l|dl|mmol|µg|pg|points?|year|date|percentage|change|difference|ci|%|hr|or|rr|interval|cost|price|statistic|"
    r"deviation|per|each|daily)\b|%|±|\bt½",
    re.IGNORECASE,
)
_NOT_ADDED = lazy(
    r"\b(?:means?|medians?|sd|s\.d\.?|s\.e\.?m?\.?|iqr|ranges?|scores?|average|age|rate|ratio|odds|hazard|index|p|"
    r"p[\s-]?values?|year|date|ci|hr|or|rr|"
    r"each|per|daily|weekly|strength|concentration|level|change|difference|cumulative|bmi|size|interval)\b|%|±|"
    r"^\w{1,12}\s?[:/]\s?\w{1,12}$",
    re.IGNORECASE,
)
_ROW_MEASURE = lazy(
    r"\b(?:means?|medians?|sd|s\.d\.?|iqr|ranges?|scores?|average|ages?|duration|bmi|levels?|weight|height|"
    r"time\s+(?:to|from|since)|(?:rates?\s+)?per\s+[\d,]+|(?-i:OR|HR|RR|CI))\b|±"
    r"|(?:,|\(|\bin\s)\s*(?:years?|yrs?|y|months?|mo|weeks?|wk|days?|d|h|hours?|min|minutes?|mg|g|kg|m?L|dL|cm|mm|"
    r"cm²|cm2|mm²|points?|%|[mµnp]?g/[md]?L|[mµnp]mol/L|[A-Za-z]{1,4}/[A-Za-z]{1,4})\.?\)?\s*$",
    re.IGNORECASE,
)
_GROUPED = lazy(r"[<>≤≥]|\d\s?(?:-|–|—|to)\s?\d|\bor (?:more|less|older|younger)\b|\bn\s?\(%\)", re.IGNORECASE)
_COUNTED = lazy(r"\bn\s?\(\s?%|\bn\s?,\s?%|\bno\.?\s?\(\s?%|\bn/N\b|\bnumber\b|\bpatients\b|^n$", re.IGNORECASE)
_TITLE = lazy(r"(?:19|20)\d\d|n\s?=\s?\d{1,6}", re.IGNORECASE)
"""Years and "n = 30" over columns of numbers are heads too."""
_FIGURES = lazy(r"\d[\d.,]*\s?(?:[(\[±]|\+/|[-–—]\s?\d)")
"""Cells such as "33.8 (6.6)" or "2–9": figures, though no single number."""
_SUFFIX = lazy(r",?\s*(?:\(\s?)?\b(?:n|no\.?)(?:\s?\(\s?%\s?\)|,\s?%|\s\))\)?$", re.IGNORECASE)
"""What a label says of its cells: "Women, n (%)"."""
_NUMBERED = lazy(r"[A-Za-z]\d$")


class RowKind(StrEnum):
    """What a row is."""

    HEADING = "heading"
    VALUES = "values"
    TOTAL = "total"
    """The sum of rows above it: "Total", "All sites"."""
    WHOLE = "whole"
    """How many there are: "Number of patients", or "Overall" above everything."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the one with the row labels. ``whole`` is the n of its head."""

    label: str
    whole: int | None
    is_total: bool
    is_percent: bool
    counts: bool
    """Whether its numbers are counts, not measurements."""
    adds: bool
    """Whether its numbers can be added up."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its label, how far it is indented, and its cells, one for each column."""

    number: int
    label: str
    passage: Passage
    indent: int
    cells: tuple[Cell, ...]
    kind: RowKind
    counts: bool
    """Whether its numbers are counts, not measurements."""
    whole: int | None = None
    """The n printed in its label."""


@dataclass(frozen=True)
class BlockOfRows:
    """The rows under a heading, up to the next one; totals among them."""

    heading: Row | None
    rows: tuple[Row, ...]

    @property
    def values(self) -> tuple[Row, ...]:
        """Its rows of values."""
        return tuple(row for row in self.rows if row.kind is RowKind.VALUES)


@dataclass(frozen=True)
class Grid:
    """A table as numbers. ``whole`` is the one the caption (or a note) prints, for all columns without their own."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: int | None
    said: str
    """Caption and notes in lower case, for words such as "several answers"."""
    heads: str = ""
    """The words of the head in lower case."""
    notes: tuple[Passage, ...] = field(default=())
    caption: Passage | None = None

    @cached_property
    def blocks(self) -> tuple[BlockOfRows, ...]:
        """Blocks in order."""
        found: list[tuple[Row | None, list[Row]]] = [(None, [])]
        for row in self.rows:
            if row.kind is RowKind.HEADING:
                found.append((row, []))
            else:
                found[-1][1].append(row)
        return tuple(BlockOfRows(heading, tuple(rows)) for heading, rows in found if rows)

    @cached_property
    def margin(self) -> int:
        """How far the outermost rows are set in."""
        return min((r.indent for r in self.rows if r.kind is not RowKind.HEADING), default=0)

    def cells(self, column: int) -> Iterator[tuple[Row, Cell]]:
        """The rows with their cell of a column."""
        for row in self.rows:
            yield row, row.cells[column]

    @cached_property
    def whole_rows(self) -> tuple[Row, ...]:
        """Rows that print how many there are in each column."""
        return tuple(row for row in self.rows if row.kind is RowKind.WHOLE)

    def wholes(self, column: int) -> tuple[int, ...]:
        """How many there are in a column, by everything that says so, the nearest first."""
        head = self.columns[column]
        said = [head.whole, *(row.cells[column].count for row in self.whole_rows)]
        if head.is_total or sum(c.counts and not c.is_percent for c in self.columns) == 1 or not any(said):
            said.append(self.whole if head.is_total or not self._is_split else None)
        return tuple(dict.fromkeys(n for n in said if n))

    @cached_property
    def _is_split(self) -> bool:
        """Whether the columns part the patients among them, so that no column holds them all but the total."""
        return any(c.is_total or c.whole for c in self.columns)


def read_grid(table: Table, remark: Passage | None = None) -> Grid | None:
    """The table as numbers; None when there are none, or it is too large or too ragged to be sure.

    ``remark`` is a line right below the table that was not seen to be its footnote.
    """
    if remark is not None:
        table = replace(table, notes=(*table.notes, remark))
    rows = [row for row in table.rows if row]
    if not rows or sum(map(len, rows)) > MOST_CELLS:
        return None
    width = max(len(row) for row in rows)
    if width < 2:
        return None
    read = _of_one_unit([[read_cell(cell) for cell in row[1:]] for row in rows], width)
    heads = _heads(read)
    said = _said(table)
    words = " ".join(cell.text for row in rows[:heads] for cell in row).lower()
    columns = tuple(_column(rows[:heads], c, [r[c - 1] for r in read[heads:] if len(r) >= c]) for c in range(1, width))
    if any(_NUMBERED.search(cell.text) for row in rows[:heads] for cell in row[1:]):
        # Heads such as "n1" bear raised figures that were lost: so may the numbers.
        return None
    made = tuple(
        _row(n, row, cells, width) for n, (row, cells) in enumerate(zip(rows, read, strict=True)) if n >= heads
    )
    return Grid(columns, _kinds_by_place(made), _whole_of(table), said, words, table.notes, table.caption)


def _of_one_unit(read: list[list[Cell]], width: int) -> list[list[Cell]]:
    """The cells, where those of a column that bear different units are words."""
    for c in range(width - 1):
        column = [row[c] for row in read if c < len(row)]
        if len({cell.unit for cell in column if cell.unit}) > 1:
            for row in read:
                if c < len(row) and row[c].unit:
                    row[c] = Cell(row[c].passage, Kind.TEXT)
    return read


def _heads(read: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top are heads: rows of words over the numbers."""
    heads = 0
    for at, cells in enumerate(read[:3]):
        titles = at == 0 and len(read) > 2 and all(_TITLE.fullmatch(c.text.strip()) for c in cells)
        words = [c for c in cells if titles or c.kind is Kind.TEXT]
        numbers = [] if titles else [c for c in cells if c.number is not None or c.percent is not None]
        if numbers or not words or (at and any(_FIGURES.match(c.text.strip()) for c in words)):
            break
        heads += 1
    return heads


def _said(table: Table) -> str:
    parts = [table.caption.text if table.caption else "", *(note.text for note in table.notes)]
    return " ".join(parts).lower()


def _column(heads: Sequence[Sequence[Passage]], at: int, cells: Sequence[Cell]) -> Column:
    label = " ".join(row[at].text for row in heads if at < len(row)).strip()
    sample = _SAMPLE.search(label)
    plain = re.sub(r"[(\[]?\s*[nN]\s?=\s?\d+\s*[)\]]?", " ", label)
    plain = re.sub(r"\s+", " ", plain).strip(" ,;:")
    counted = bool(_COUNTED.search(plain)) or bool(sample)
    name = re.sub(r",?\s*\(?\b(?:n|no\.?)\b\s?(?:\(\s?%\s?\)|,\s?%)?\)?\s*$|\(%\)", "", plain).strip(" ,;:()")
    numbers = [c for c in cells if c.number is not None or c.percent is not None]
    signs = sum(c.kind is Kind.PERCENT for c in numbers)
    is_percent = (name.lower() in ("%", "percent", "per cent", "percentage") or plain.startswith("%")) or (
        signs * 2 > len(numbers)
    )
    measures = bool(_MEASURE.search(_STRENGTH.sub("", name))) and not counted
    decimals = sum(c.kind is Kind.VALUE for c in numbers)
    return Column(
        plain,
        int(sample[1]) if sample else None,
        bool(_TOTAL.fullmatch(name)) and not name.lower().startswith("sub"),
        is_percent,
        not measures and not is_percent and decimals * 2 <= len(numbers),
        not _NOT_ADDED.search(_STRENGTH.sub("", name)) and not is_percent,
    )


def _row(number: int, row: Sequence[Passage], cells: Sequence[Cell], width: int) -> Row:
    passage = row[0]
    label = passage.text.strip(" *†‡§¶#")
    sample = _SAMPLE.search(label)
    plain = re.sub(r"\s+", " ", re.sub(r"[(\[]?\s*[nN]\s?=\s?\d+\s*[)\]]?", " ", label)).strip(" ,;:*_.")
    plain = re.sub(r"^[-–—•·>]\s+", "", plain)
    padded = (*cells, *(Cell(passage, Kind.BLANK) for _ in range(width - 1 - len(cells))))
    numbers = [c for c in padded if c.number is not None or c.percent is not None]
    if not numbers:
        said_something = any(
            c.kind is Kind.UNKNOWN or any(map(str.isdigit, c.text)) for c in padded if c.passage != passage
        )
        kind = RowKind.VALUES if said_something else RowKind.HEADING
    elif _WHOLE.fullmatch(plain):
        kind = RowKind.WHOLE
    elif _TOTAL.fullmatch(plain):
        kind = RowKind.TOTAL
    else:
        kind = RowKind.VALUES
    measures = bool(_ROW_MEASURE.search(plain)) and not _GROUPED.search(plain) and not _COUNTED.search(plain)
    counted = [c for c in numbers if c.count is not None]
    if counted and all(c.has_sign and c.percent is not None for c in counted):
        measures = False  # "24 (73%)" counts whatever the row is called
    indent = passage.anchors[0].column - 1
    plain = _SUFFIX.sub("", plain) or plain
    return Row(number, plain, passage, indent, padded, kind, not measures, int(sample[1]) if sample else None)


def _kinds_by_place(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """A total above all that it could add up is the number of those in the table."""
    done: list[Row] = []
    adds_up = False
    for row in rows:
        made = row
        if row.kind is RowKind.TOTAL and not adds_up:
            made = replace(row, kind=RowKind.WHOLE)
        elif row.kind is RowKind.HEADING and not row.label:
            continue
        done.append(made)
        adds_up = adds_up or made.kind is RowKind.VALUES
    return tuple(done)


def _whole_of(table: Table) -> int | None:
    """The one number of patients (or lesions) that caption and notes print; None when there are several."""
    caption = table.caption.text if table.caption else ""
    found = whole_said(_CAPTION_LABEL.sub("", caption, count=1) if table.label else caption)
    return found if found is not None or not table.notes else _equals(" ".join(n.text for n in table.notes[:3])[:600])


def whole_said(text: str) -> int | None:
    """How many a caption says there are: "28 patients", "N = 28"; None when it says several numbers, or none."""
    sample = _equals(text)
    if sample is not None or _SAMPLE.search(text):
        return sample
    found = {read_numeral(m["n"] or m["who"]) for m in _CAPTION_WHOLE.finditer(text[:600])}
    values = {int(n.value) for n in found if n is not None and n.decimals == 0}
    return values.pop() if len(values) == 1 else None


def _equals(text: str) -> int | None:
    samples = {int(m[1]) for m in _SAMPLE.finditer(text)}
    return samples.pop() if len(samples) == 1 else None
