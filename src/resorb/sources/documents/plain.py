"""Plain text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.sources.documents.blocks import blocks_of
from resorb.sources.documents.lines import Line, without_furniture
from resorb.sources.documents.streams import LINE_END
from resorb.values.documents import Document


def read_plain(text: str, name: str, first_line: int = 1, first_column: int = 1) -> Document:
    """A document from text that begins at ``first_line`` and ``first_column`` of its file."""
    pages: list[list[Line]] = [[]]
    for line in _lines(text, first_line, first_column):
        at = 0
        # A form feed begins a page, wherever it stands in a line.
        for piece in line.text.split("\f"):
            if at:
                pages.append([])
            pages[-1].append(Line(piece, line.number, line.column + at))
            at += len(piece) + 1
    return Document(name, blocks_of(without_furniture(pages) if len(pages) > 1 else pages[0]))


def _lines(text: str, first_line: int, first_column: int) -> Iterator[Line]:
    for number, line in enumerate(LINE_END.split(text), first_line):
        yield Line(line, number, first_column if number == first_line else 1)
