"""Documents of decimal commas are judged with points, and shown as they were printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resorb.reading.commas import has_decimal_commas, with_points
from resorb.scan.material import Mark
from resorb.values.documents import Block, Document, Passage, Table


def pointed(document: Document) -> Document:
    """The document with decimal points, every sign where it stood; itself where its decimals are no commas."""
    texts = [p.text for block in document.blocks for p in _passages(block)]
    if not has_decimal_commas(texts):
        return document
    return replace(document, blocks=tuple(_block(block) for block in document.blocks))


def as_printed(marks: Iterable[Mark], read: Document, document: Document) -> Iterator[Mark]:
    """Marks on what was read, put back on the document as it is printed."""
    printed = {
        id(new): old
        for there, here in zip(read.blocks, document.blocks, strict=True)
        for new, old in zip(_passages(there), _passages(here), strict=True)
    }
    for mark in marks:
        passage = printed.get(id(mark.passage), mark.passage)
        is_quoted = mark.finding.printed == mark.passage.text[mark.start : mark.end]
        said = passage.text[mark.start : mark.end] if is_quoted else mark.finding.printed
        yield replace(mark, passage=passage, finding=replace(mark.finding, printed=said))


def _passages(block: Block) -> Iterator[Passage]:
    yield block.passage
    if block.table is not None:
        yield from (cell for row in block.table.rows for cell in row)
        yield from (block.table.caption,) if block.table.caption is not None else ()
        yield from block.table.notes


def _block(block: Block) -> Block:
    table = block.table
    if table is not None:
        rows = tuple(tuple(_passage(cell) for cell in row) for row in table.rows)
        caption = _passage(table.caption) if table.caption is not None else None
        table = Table(rows, table.label, caption, tuple(map(_passage, table.notes)))
    return replace(block, passage=_passage(block.passage), table=table)


def _passage(passage: Passage) -> Passage:
    return replace(passage, text=with_points(passage.text))
