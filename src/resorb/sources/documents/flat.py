"""Tables that lie flat: one cell a line below their caption, as text out of PDF, web pages and repositories has them.

A cell by itself is a label, a value, either, or blank. A table of so many columns has rows that are a label with all
its values; between them stand headings, and heads again. It is one only if every line has its place in such a row:
a value too many or too few, and nothing is a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from resorb.reading.lazy import lazy

MOST_COLUMNS = 13
LONGEST_CELL = 110
"""A longer line is prose."""
MOST_LINES = 3_000
_HALF = 25
"""A shorter label is whole."""
Cell = tuple[int, ...]
"""The lines of a cell; a blank one may have none."""

_NOTE = re.compile(r"\*(?!\*)|[†‡§¶#]|(?i:abbreviations?\b|notes?[:.\s]|values are\b|data are\b)|[a-z]\s[A-Z]|#{1,6}\s")
_SENTENCE = re.compile(r".{30,}[a-z)\]]\.(?:\s?\[[\d,–-]{1,9}\])?$")
_BEGINS = re.compile(r"(?:[pP]\s?(?=[=<>≤]))?[(\[]?\s?[<>≤≥~≈=±Δ+−–-]{0,3}\s?[.·]?\d")
_NOTHING = lazy(r"[-–—−.…?+/]{1,3}|n\.?\s?/?\s?[asdr]\.?|not\s(?:significant|applicable|available|done)", re.IGNORECASE)
_WORDS = re.compile(r"(?<![\d)%†‡*])[^\W\d_]+|[^\W\d_]{2,}")
"""Words; a letter right behind a number is a footnote's."""
_LITTLE = frozenset(("to", "of", "CI", "SD", "SE", "SEM", "IQR", "p", "P", "vs", "×", "and"))
_BAND = re.compile(r"\d{1,3}\s?[-–—]\s?\d{1,3}|[<>≤≥]\s?\d{1,3}|(?:19|20)\d\d(?:[-–]\d{2,4})?|\d{1,3}\+")
_SIZE = re.compile(r"\b[nN]\s?=")


class Sort(StrEnum):
    """What a cell may be by itself."""

    BLANK = "blank"
    LABEL = "label"
    VALUE = "value"
    EITHER = "either"
    """A value with words, or a label that begins with a number: "12 boys", "65–74 years"."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat table: its rows of cells, and the line after its last. ``goes_on``: another one begins there."""

    rows: tuple[tuple[Cell, ...], ...]
    end: int
    goes_on: bool = False


@dataclass(slots=True)
class _Reading:
    """Lines read as rows of ``width`` cells, of which the first ``labels`` hold words."""

    cells: Sequence[str]
    sorts: Sequence[Sort]
    width: int
    labels: int
    rows: list[list[Cell]] = field(default_factory=list)
    valued: int = 0
    kept: int = 0
    """How many of its rows stand above its last values."""
    headings: int = 0
    """How many headings stand in a line of their own, without blanks for the other cells."""
    loose: int = 0
    """How many lines do not fill their row: such headings, and blanks between rows."""
    settled: tuple[int, int] = (0, 0)
    """Headings and loose lines above its last values."""
    end: int = 0
    goes_on: bool = False

    def body(self, at: int) -> bool:
        """Whether the lines from here on are rows up to where prose follows; they are kept."""
        self.end = at
        while at < len(self.sorts):
            step = self._row(at)
            if not step:
                # Nothing but words may follow: prose.
                return self.valued > 0 and (self.goes_on or Sort.VALUE not in self.sorts[at:])
            at += step
        return True

    def is_sure(self) -> bool:
        """Whether rows of values are most of what was read; with words in two columns nothing may be left over."""
        alone = self.settled[0]
        whole = self.labels == 1 or self.goes_on or not any(self.cells[self.end :])
        return self.valued > 1 and (not alone or 2 * alone <= self.valued > alone + 1) and whole

    def table(self, head: list[list[Cell]]) -> Flat:
        """The table with its head, without empty rows, and without empty columns at its right."""
        rows = [row for row in (*head, *self.rows[: self.kept]) if any(self.cells[n] for cell in row for n in cell)]
        used = 1 + max(at for row in rows for at, cell in enumerate(row) if any(self.cells[n] for n in cell))
        return Flat(tuple(tuple(row[:used]) for row in rows), self.end, self.goes_on)

    def _row(self, at: int) -> int:
        """How many lines the row that begins here takes; 0 where none does."""
        width, window = self.width, self.sorts[at : at + self.width]
        whole = len(window) == width
        if all(one is Sort.BLANK for one in window):
            return len(window)
        words, rest = window[: self.labels], window[self.labels :]
        filled = [one for one in rest if one is not Sort.BLANK]
        named = Sort.VALUE not in words and (self.labels == 1 or any(one is not Sort.BLANK for one in words))
        if whole and named and filled and Sort.LABEL not in filled:
            if window[0] is Sort.BLANK and self.labels == 1 and self._goes_on(at):
                return width
            return self._keep(self._plain(at), valued=True)
        if window[0] is Sort.BLANK:
            self.loose += 1
            return 1
        if window[0] is Sort.VALUE or not named:
            return 0
        if whole and not filled:
            return self._keep(self._plain(at))
        return self._words(at)

    def _words(self, at: int) -> int:
        """Rows without values: one heading or two, the first line of a label, or another head."""
        run = at
        while run < len(self.sorts) and self.sorts[run] is Sort.LABEL and run - at <= self.width + 1:
            run += 1
        below = self.sorts[run] if run < len(self.sorts) else Sort.BLANK
        long = run - at - (below is Sort.VALUE or (below is Sort.EITHER and self._is_row(run - 1)))
        if long == 1 and self._is_row(at + 1) and _is_halved(self.cells, at):
            return 1 + self._keep([(at, at + 1), *self._plain(at + 1)[1:]], valued=True)
        if long in (1, 2):
            for n in range(at, at + long):
                self._keep([(n,), *((),) * (self.width - 1)])
            self.loose += long
            self.headings += long
            return long
        if long != self.width:
            return 0
        if any(_SIZE.search(cell) for cell in self.cells[at : at + long]):
            self.goes_on = self.valued > 1
            return 0
        return self._keep(self._plain(at))

    def _plain(self, at: int) -> list[Cell]:
        return [(n,) for n in range(at, at + self.width)]

    def _is_row(self, at: int) -> bool:
        window = self.sorts[at : at + self.width]
        values = [one for one in window[1:] if one is not Sort.BLANK]
        return len(window) == self.width and bool(values) and Sort.LABEL not in values and self.labels == 1

    def _goes_on(self, at: int) -> bool:
        """Whether the row here holds the second halves of the cells above it; they are put together."""
        if not self.valued:
            return False
        made = self.rows[-1][:1]
        for cell, n in zip(self.rows[-1][1:], range(at + 1, at + self.width), strict=True):
            said, half = " ".join(self.cells[m] for m in cell), self.cells[n]
            opens = half[:1] in ("(", "[") and said != "" and not {"(", "["} & set(said)
            if half and not opens and not (said.count("(") > said.count(")") and half.endswith(")")):
                return False
            made.append((*cell, n) if half else cell)
        self.rows[-1] = made
        self.end = at + self.width
        return True

    def _keep(self, row: list[Cell], *, valued: bool = False) -> int:
        self.rows.append(row)
        if valued:
            self.valued += 1
            self.kept, self.settled = len(self.rows), (self.headings, self.loose)
            self.end = row[-1][-1] + 1
        return self.width


def sort_of(cell: str) -> Sort:
    """What a cell may be by itself."""
    if not cell:
        return Sort.BLANK
    if _NOTHING.fullmatch(cell):
        return Sort.VALUE
    if not _BEGINS.match(cell):
        return Sort.LABEL
    worded = _BAND.fullmatch(cell) or any(word not in _LITTLE for word in _WORDS.findall(cell))
    return Sort.EITHER if worded else Sort.VALUE


def flat_table(lines: Sequence[str]) -> Flat | None:
    """The flat table that these lines, right below its caption, begin with; None where they are none."""
    cells = _cells(lines)
    sorts = [sort_of(cell) for cell in cells]
    first = next((n for n, sort in enumerate(sorts) if sort is Sort.VALUE), None)
    if first is None or first > 5 * MOST_COLUMNS or sorts.count(Sort.VALUE) < 2:
        return None
    best: tuple[int, Flat] | None = None
    for labels in (1, 2):
        for width in range(labels + 1, MOST_COLUMNS + 1):
            for begin in _first_rows(cells, sorts, first, width, labels):
                read = _Reading(cells, sorts, width, labels)
                if not read.body(begin) or not read.is_sure() or (best and best[0] <= read.settled[1]):
                    continue
                head = head_rows(cells[:begin], width, labels, headed=read.settled[0] > 0)
                if head is not None:
                    best = read.settled[1], read.table(head)
    return best[1] if best else None


def _cells(lines: Sequence[str]) -> list[str]:
    """The lines that may be cells, up to prose, a note or another caption."""
    cells: list[str] = []
    for line in lines[:MOST_LINES]:
        cell = line.strip()
        ends = len(cell) > LONGEST_CELL or _SENTENCE.fullmatch(cell) or (_NOTE.match(cell) and not _BEGINS.match(cell))
        if ends and not _NOTHING.fullmatch(cell):
            break
        cells.append(cell.strip("*_") if cell.startswith(("**", "__")) else cell)
    return cells


def _is_halved(cells: Sequence[str], at: int) -> bool:
    """Whether the label that begins here goes on in the next line."""
    return len(cells[at]) > _HALF and cells[at + 1][:1].islower() and cells[at][-1] not in ":."


def _first_rows(cells: Sequence[str], sorts: Sequence[Sort], value: int, width: int, labels: int) -> list[int]:
    """Where the row of the first value may begin: at the label before it, or at the band ("40–59") nearer to it."""
    at = value - 1
    found = []
    while at >= 0 and sorts[at] is not Sort.LABEL:
        if sorts[at] is Sort.EITHER and labels == 1:
            found.append(at)
        at -= 1
    if labels == 2 and at > 0 and value - at < width - 1 and sorts[at - 1] is Sort.LABEL:
        at -= 1
    if labels == 1 and at > 0 and sorts[at - 1] is Sort.LABEL and _is_halved(cells, at - 1):
        found.insert(0, at - 1)
    return [n for n in (*found[:1], at, *found[1:3]) if n >= 0 and value - n <= width]


def head_rows(cells: Sequence[str], width: int, labels: int, *, headed: bool) -> list[list[Cell]] | None:
    """The rows that the lines above the first values fill: heads, and the headings below them. None where they do not.

    ``headed``: headings of the body stand in a line of their own.
    """
    end = len(cells)
    below: list[list[Cell]] = []
    blank: list[Cell] = [()] * (width - 1)
    while end and not cells[end - 1]:
        row = cells[max(0, end - width) : end]
        if len(row) == width and row[0] and not any(row[1:]):
            below.insert(0, [(end - width,), *blank])
        end -= 1 if len(row) < width or any(row[1:]) else width
    begin = end
    while begin and cells[begin - 1]:
        begin -= 1
    if begin == end:
        return below
    heading = end == len(cells) and not below and _ends_in_heading(cells[:end], begin, width, headed=headed)
    if heading is None:
        return None
    if heading:
        end -= 1
        below = [[(end,), *blank]]
    bottom: list[Cell] = [(n,) for n in range(begin, end)]
    missing = width - len(bottom)
    if not bottom:
        return below
    if missing in (0, labels) or (missing == 1 and (begin or labels == 1)):
        bottom = [*((),) * missing, *bottom]
    else:
        begin = len(cells) - width
        if below or begin < 0 or cells[begin] or 2 * sum(map(bool, cells[begin:])) < width:
            return None
        bottom = [(n,) for n in range(begin, len(cells))]
    top = _top(cells, begin, width, labels)
    return None if top is None else [*top, bottom, *below]


def _ends_in_heading(cells: Sequence[str], begin: int, width: int, *, headed: bool) -> bool | None:
    """Whether the last of the lines from ``begin`` on is a heading below the head; None where it may be either."""
    run, sizes = len(cells) - begin, [bool(_SIZE.search(cell)) for cell in cells[begin:]]
    if run != width:
        return run == width + 1 or (run == 1 and headed and not begin)
    if sizes[-1]:
        return False
    if not begin:
        # The first head may stand over the first values, with a heading below it.
        return width > 2 and all(sizes[:-1])
    return None if headed and begin % width > 1 else begin % width == 1


def _top(cells: Sequence[str], end: int, width: int, labels: int) -> list[list[Cell]] | None:
    """The heads above the lowest: full rows, or one whose cells span several columns each."""
    said = [n for n in range(end) if cells[n]]
    if not said:
        return []
    for first in (0, 1):
        full = (end - first) // width
        if (end - first) % width < 2 and full and not any(cells[:first]) and cells[first + full * width - 1]:
            return [[(n,) for n in range(at, at + width)] for at in range(first, first + full * width, width)]
    spanned = width - labels
    spans = said[labels:] if cells[0] else said
    if spans and spanned % len(spans) == 0 and said == list(range(said[0], said[-1] + 1)):
        corner = said[:labels] if cells[0] else []
        top = [*((n,) for n in corner), *((),) * (labels - len(corner))]
        return [[*top, *((n,) for n in spans for _ in range(spanned // len(spans)))]]
    return None if any(_SIZE.search(cells[n]) for n in said) else []
