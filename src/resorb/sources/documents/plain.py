"""Plain text and Markdown."""

from __future__ import annotations

from resorb.sources.documents.blocks import Line, blocks_of
from resorb.values.documents import Document


def read_plain(text: str, name: str, first_line: int = 1) -> Document:
    """A document from text; ``first_line`` is the number of its first line in the file."""
    lines = (Line(line, number) for number, line in enumerate(text.split("\n"), first_line))
    return Document(name, blocks_of(lines))
