"""Blocks of a document from its lines: paragraphs, headings, captions, tables with their footnotes, references.

Readers that get lines (text, Markdown, PDF) begin with :func:`blocks_of`; those that know their blocks (HTML, DOCX)
make drafts of them and end with :func:`arranged`, as the others do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resorb.sources.documents.clean import Fragment, clean, glued
from resorb.sources.documents.grids import rows_of
from resorb.sources.documents.headings import CAPTION, REFERENCE_HEADINGS, label_of, run_in_heading
from resorb.sources.documents.lines import Group, Line, LineKind, groups_of, has_ended, is_open
from resorb.values.documents import Block, BlockKind, Passage, Table

_NUMBER = r"(?:-\s*)?(?:\[\d{1,3}\]|\d{1,3}[.)]?)\s+"
_AUTHOR = r"[A-Z][\w'’-]+,?\s+[A-Z]{1,3}(?:\s(?:Jr|Sr))?"
_REFERENCE = re.compile(rf"{_NUMBER}(?:{_AUTHOR}(?:[,.;:]|\s(?:and|et|&)\s)|[A-Z][\w'’-]+,?\s+(?:et al|[A-Z]\.))")
_TWO_AUTHORS = re.compile(rf"{_NUMBER}{_AUTHOR}(?:,|\sand|\s&)\s{_AUTHOR}[,.]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOTE_START = re.compile(
    r"(?:[*†‡§¶#]|[a-z]\s?[A-Z]|[A-Z]\w{0,2}[A-Z][\w/-]{0,7},\s[a-z]"
    r"|(?i:abbreviations?\b|notes?[:.\s]|values are\b|data are\b)|n,|[A-Z]{2,8}\s?[=:])"
)
_ADDRESS = re.compile(r"doi\b|https?:|www\.|e-?mail\b", re.IGNORECASE)
_LEAD = re.compile(r"\s*(?:#{1,6}|[-*•‣◦▪●–])\s+|\s+")
_MOST_CUTS = 8
"""No paragraph is cut more often: joining stays linear."""
_FARTHEST = 16
"""A paragraph cut in two goes on after at most so many blocks (captions, a table, a footer)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its surroundings are known. ``begins``: it is no second half of a paragraph, whatever it says."""

    block: Block
    begins: bool = False


def blocks_of(lines: Iterable[Line], *, markup: bool = True) -> tuple[Block, ...]:
    """The blocks of a document given as lines; blank lines part them."""
    return arranged([_draft(group, markup=markup) for group in groups_of(lines)])


def arranged(drafts: Sequence[Draft]) -> tuple[Block, ...]:
    """Blocks in their surroundings: halves joined, tables with captions and notes, everything under its heading."""
    return in_sections(attach_notes(_rejoined(drafts)))


def _draft(group: Group, *, markup: bool) -> Draft:
    path = group.lines[0].path
    if group.rows:
        return Draft(_flat_table(group, path, markup=markup), begins=True)
    if group.kind in (LineKind.TABS, LineKind.PIPES, LineKind.COLUMNS) and len(group.lines) > 1:
        return Draft(_table(group, path, markup=markup), begins=True)
    passage = clean(_fragments(group.lines), path, markup=markup)
    if group.kind is LineKind.HEADING:
        return Draft(Block(BlockKind.HEADING, passage), begins=True)
    return Draft(block_of(passage), begins=group.kind is LineKind.ITEM)


def block_of(passage: Passage) -> Block:
    """A block of prose: a caption, an entry of the list of references or a paragraph, by how it begins."""
    if CAPTION.match(passage.text):
        return Block(BlockKind.CAPTION, passage)
    kind = BlockKind.REFERENCE if _is_reference(passage.text) else BlockKind.PARAGRAPH
    return Block(kind, passage)


def _is_reference(text: str) -> bool:
    return bool((_REFERENCE.match(text) and _YEAR.search(text[:1000])) or _TWO_AUTHORS.match(text))


def _fragments(lines: Iterable[Line]) -> list[Fragment]:
    fragments = []
    for line in lines:
        lead = _LEAD.match(line.text)
        cut = lead.end() if lead else 0
        fragments.append((line.text[cut:], line.number, line.column + cut))
    return fragments


def _table(group: Group, path: str, *, markup: bool) -> Block:
    rows = []
    for line, cells in zip(group.lines, rows_of(group.kind, [line.text for line in group.lines]), strict=True):
        if cells is not None:
            made = [clean([(text, line.number, line.column + at)], path, markup=markup) for text, at in cells]
            rows.append(tuple(made))
    whole = clean(_fragments(group.lines[:1]), path, markup=markup)
    return Block(BlockKind.TABLE, whole, table=Table(tuple(rows)))


def _flat_table(group: Group, path: str, *, markup: bool) -> Block:
    rows = [
        tuple(clean([(line.text, line.number, line.column) for line in cell], path, markup=markup) for cell in row)
        for row in group.rows
    ]
    first = next(line for line in group.lines if line.text.strip())
    return Block(BlockKind.TABLE, clean(_fragments([first]), path, markup=markup), table=Table(tuple(rows)))


def _rejoined(drafts: Sequence[Draft]) -> list[Block]:
    """Paragraphs that a page, a column, a table or a caption cut in the middle of a sentence, put together again."""
    joined: list[Block] = []
    cuts: list[int] = []
    waiting: list[int] = []
    for draft in drafts:
        block = draft.block
        waiting = [at for at in waiting if len(joined) - at <= _FARTHEST and block.kind is not BlockKind.HEADING]
        ends = (at for at in reversed(waiting) if not draft.begins and _goes_on(joined[at], block, len(joined) - at))
        half = next(ends, None)
        if half is None:
            half = len(joined)
            joined.append(block)
            cuts.append(0)
        else:
            joined[half] = replace(joined[half], passage=glued(joined[half].passage, block.passage))
            cuts[half] += 1
            waiting.remove(half)
        if cuts[half] < _MOST_CUTS and _stays_open(joined[half]):
            waiting.append(half)
    return joined


def _stays_open(block: Block) -> bool:
    text = block.passage.text
    if block.kind in (BlockKind.CAPTION, BlockKind.NOTE):
        return is_open(text)
    return block.kind is BlockKind.PARAGRAPH and (is_open(text) or (len(text) > 40 and not has_ended(text)))


def _goes_on(before: Block, block: Block, distance: int) -> bool:
    """Whether a block is the second half of the open one ``distance`` blocks before it."""
    text = block.passage.text
    if block.kind is not BlockKind.PARAGRAPH or not text or _ADDRESS.match(text) or _begins_with_mark(block.passage):
        return False
    if distance > 1 and (before.kind is not BlockKind.PARAGRAPH or _NOTE_START.match(text)):
        return False
    said = before.passage.text
    if said.rfind("(") > said.rfind(")"):
        return 0 <= text[:40].find(")") < (text.find("(") % (len(text) + 1))
    more = is_open(said) and len(text) > 40 and text[0].isalnum() and not run_in_heading(text)
    return text[0].islower() or more


def _begins_with_mark(passage: Passage) -> bool:
    """Whether a raised mark comes first, as before a footnote."""
    return bool(passage.markers) and not passage.markers[0].offset


def attach_notes(blocks: list[Block]) -> list[Block]:
    """Tables with the caption above (or right below) them and the notes that follow."""
    done: list[Block] = []
    notes: list[Passage] = []
    table_at: int | None = None
    for block in blocks:
        made = block
        if block.table is not None:
            before = done[-1] if done else None
            if before is not None and block.table.caption is None and _stands_over(before, block):
                done[-1] = replace(before, kind=BlockKind.CAPTION)
                made = _captioned(block, before.passage)
            elif before is not None and before.table is not None and before.table.caption is not None:
                # The second part of a flat table, with a head of its own.
                made = _captioned(block, before.table.caption) if _touches(before.table, block) else block
            _give_notes(done, table_at, notes)
            table_at = len(done)
        elif table_at is not None and _is_note(block):
            made = replace(block, kind=BlockKind.NOTE)
            notes.append(block.passage)
        elif block.kind is BlockKind.CAPTION and done and table_at == len(done) - 1 and _unlabelled(done[-1]):
            if label_of(block.passage.text).startswith("Table"):
                done[-1] = _captioned(done[-1], block.passage)
        else:
            _give_notes(done, table_at, notes)
            table_at = None
        done.append(made)
    _give_notes(done, table_at, notes)
    return done


LONGEST_TITLE = 160


def _stands_over(block: Block, table: Block) -> bool:
    """Whether a block is the caption of the table below it: it says so, or is a short title on the line above."""
    if block.kind is BlockKind.CAPTION:
        return True
    text = block.passage.text
    last, _ = block.passage.line_and_column(len(text) - 1)
    first, _ = table.passage.line_and_column(0)
    short = len(text) <= LONGEST_TITLE and not text.endswith((".", ":", ";", ","))
    return block.kind is BlockKind.PARAGRAPH and short and last + 1 == first and not block.passage.path


def _touches(table: Table, below: Block) -> bool:
    """Whether a block begins on the line right below a table."""
    last, _ = table.rows[-1][-1].line_and_column(0) if table.rows and table.rows[-1] else (0, 0)
    return below.passage.line_and_column(0)[0] - 2 <= last < below.passage.line_and_column(0)[0]


def _is_note(block: Block) -> bool:
    stated = block.kind is BlockKind.NOTE
    return stated or (block.kind is BlockKind.PARAGRAPH and _NOTE_START.match(block.passage.text) is not None)


def _give_notes(done: list[Block], table_at: int | None, notes: list[Passage]) -> None:
    if table_at is not None and notes:
        table = done[table_at].table or Table(())
        done[table_at] = replace(done[table_at], table=replace(table, notes=(*table.notes, *notes)))
    notes.clear()


def _captioned(block: Block, caption: Passage) -> Block:
    table = block.table or Table(())
    return replace(block, table=replace(table, caption=caption, label=label_of(caption.text)))


def _unlabelled(block: Block) -> bool:
    return block.table is not None and block.table.caption is None


def in_sections(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Each block with the heading it stands under; everything under *References* is a reference."""
    section = ""
    placed = []
    for block in blocks:
        text = block.passage.text
        if block.kind is BlockKind.HEADING:
            section = re.sub(r"^(?:\d+(?:\.\d+)*\.?\s+)", "", text).strip(" .:#").lower()
        elif block.kind is BlockKind.PARAGRAPH:
            section = run_in_heading(text) or section
        kind = block.kind
        if section in REFERENCE_HEADINGS and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.REFERENCE
        placed.append(replace(block, kind=kind, section=section))
    return tuple(placed)
