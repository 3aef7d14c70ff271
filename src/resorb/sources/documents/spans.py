"""Tables of HTML and DOCX: cells that span columns and rows, captions, and notes in the foot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from resorb.sources.documents.clean import Fragment, clean_pieces
from resorb.sources.documents.markup import Tag
from resorb.values.documents import Passage, Table


@dataclass
class Cell:
    """A cell as its text comes in."""

    head: bool
    columns: int
    rows: int
    foot: bool
    line: int
    column: int
    pieces: list[Fragment] = field(default_factory=list)
    path: str = ""


class Grid:
    """A table as its tags come in. ``layout``: it only arranges a page, so that its cells are prose."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.caption: list[Fragment] = []
        self.cell: Cell | None = None
        self.layout = False
        self.part = ""

    def tag(self, tag: Tag) -> None:
        """What a tag inside the table begins or ends."""
        self.cell = None
        if tag.name in ("thead", "tbody", "tfoot"):
            self.part = "" if tag.closes else tag.name
        elif tag.closes:
            return
        elif tag.name == "tr":
            self.rows.append([])
        elif tag.name == "caption":
            self.cell = Cell(False, 1, 1, False, tag.line, tag.column, self.caption)
        else:
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        if not self.rows:
            self.rows.append([])
        stated = tag.attributes() if "span" in tag.inside.lower() else {}
        columns, rows = (_span(stated.get(name, "")) for name in ("colspan", "rowspan"))
        head = tag.name == "th" or self.part == "thead"
        self.cell = Cell(head, columns, rows, self.part == "tfoot", tag.line, tag.column)
        self.rows[-1].append(self.cell)

    def opened_up(self) -> list[Cell]:
        """A table stands in this one, which is therefore layout: its cells so far."""
        cells = [cell for row in self.rows for cell in row]
        self.layout = True
        self.rows = []
        self.cell = None
        return cells


def table_of(rows: list[list[Cell]]) -> tuple[Table, list[Passage]]:
    """The table, rectangular where spans fill it, and the notes that stand in its last rows."""
    rows = [row for row in rows if row]
    widest = max((sum(cell.columns for cell in row) for row in rows), default=0)
    notes: list[Passage] = []
    while len(rows) > 1 and len(rows[-1]) == 1 and (rows[-1][0].foot or rows[-1][0].columns >= max(2, widest)):
        note = _passage(rows.pop()[0])
        notes = [note, *notes] if note.text else notes
    return Table(tuple(map(tuple, _filled(rows)))), notes


def _span(text: str) -> int:
    return min(int(text), 100) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) else 1


def _passage(cell: Cell) -> Passage:
    passage = clean_pieces(cell.pieces, cell.path)
    if passage.text:
        return passage
    return replace(passage, anchors=(replace(passage.anchors[0], line=cell.line, column=cell.column),))


def _filled(rows: list[list[Cell]]) -> list[list[Passage]]:
    """Each cell in every column it spans. A head is repeated in all of them; a value stands only in the first."""
    # Spans that only blow the table up are not followed.
    room = 10 * sum(map(len, rows)) + 1_000
    nothing = Passage("")
    filled: list[list[Passage]] = []
    hanging: dict[int, tuple[int, Passage]] = {}
    for row in rows:
        made: list[Passage] = []
        below: dict[int, tuple[int, Passage]] = {}
        coming = list(reversed(row))
        last = max(hanging, default=-1)
        while coming or len(made) <= last:
            at = len(made)
            if at in hanging:
                left, passage = hanging[at]
                made.append(passage)
                if left > 1:
                    below[at] = (left - 1, passage)
            elif coming:
                _place(coming.pop(), made, below)
            else:
                made.append(nothing)
        room -= len(made)
        hanging = below if room > 0 else {}
        filled.append(made)
    return filled


def _place(cell: Cell, made: list[Passage], below: dict[int, tuple[int, Passage]]) -> None:
    passage = _passage(cell)
    empty = replace(passage, text="", markers=())
    for nth in range(cell.columns):
        shown = passage if cell.head or not nth else empty
        if cell.rows > 1:
            below[len(made)] = (cell.rows - 1, passage if cell.head else empty)
        made.append(shown)
