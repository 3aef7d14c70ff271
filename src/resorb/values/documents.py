"""A document as it is read: blocks of text in order, tables as tables, every character traceable to its source.

Readers of files make documents; recognisers and checks see only this. Text is cleaned (line breaks, hyphenation,
ligatures), and a passage knows for each of its characters where it stood.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from resorb.values.findings import Place


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    TABLE = "table"
    NOTE = "note"
    """Footnotes of the table before it."""
    REFERENCE = "reference"
    """An entry, or entries, of the list of references: never judged."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From the character ``offset`` of a passage on, text stands at ``line`` and ``column`` (from 1) of the source.

    ``path`` is set where a passage goes on in another part of the source, for example on the next page.
    """

    offset: int
    line: int
    column: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A raised mark (footnote or reference number) that stood before the character ``offset`` of the cleaned text."""

    offset: int
    text: str


@dataclass(frozen=True)
class Passage:
    """A stretch of cleaned text without line breaks. ``anchors`` are sorted; the first has offset 0."""

    text: str
    anchors: tuple[Anchor, ...] = (Anchor(0, 1, 1),)
    markers: tuple[Marker, ...] = ()
    path: str = ""
    """Where in the source beyond line and column, for example ``page 3``."""

    @cached_property
    def _offsets(self) -> list[int]:
        return [anchor.offset for anchor in self.anchors]

    def _anchor(self, offset: int) -> Anchor:
        return self.anchors[max(0, bisect_right(self._offsets, offset) - 1)]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where the character at ``offset`` stands in the source."""
        anchor = self._anchor(offset)
        return anchor.line, anchor.column + offset - anchor.offset

    def place(self, file: str, start: int, end: int) -> Place:
        """The place of ``text[start:end]`` in the source; the end is exclusive, as everywhere."""
        line, column = self.line_and_column(start)
        end_line, end_column = self.line_and_column(max(start, end - 1))
        return Place(file, line, column, end_line, end_column + (end > start), self._anchor(start).path or self.path)


@dataclass(frozen=True)
class Table:
    """A table: rows of cells (the first row is its head), with its caption and footnotes when they were found.

    ``label`` is how the text cites it, for example ``Table 2``.
    """

    rows: tuple[tuple[Passage, ...], ...]
    label: str = ""
    caption: Passage | None = None
    notes: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Block:
    """One block in reading order. ``section`` is the heading it stands under, in lower case without numbering."""

    kind: BlockKind
    passage: Passage
    section: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Document:
    """A document read whole. ``name`` is the file as it was given (``-`` for standard input)."""

    name: str
    blocks: tuple[Block, ...]
