"""What the rules of this room look at: a document's sentences and tables, and the marks they leave on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from resorb.reading.misprints import speaks_of_misprint
from resorb.reading.sentences import sentences
from resorb.reading.times.dates import day_first
from resorb.values.documents import Block, BlockKind, Document, Passage, Table
from resorb.values.findings import FactRef, Finding, Verdict

_TELLS = re.compile(r"[^\W\d_]|\d\D+\d")
"""A letter, or two numbers."""
LONG = 1000
"""Characters of a sentence that no person wrote as one: a run of cells, or a list without a stop."""
_CUT = 2000
_SHORT = 15
_PROSE = (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.NOTE, BlockKind.HEADING)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a passage; what is too long to be one is cut at a blank, so that no rule meets its whole."""
    for begin, end in sentences(text):
        start = begin
        while end - start > _CUT:
            blank = text.rfind(" ", start + _CUT // 2, start + _CUT)
            at = blank + 1 if blank > 0 else start + _CUT
            yield start, at
            start = at
        yield start, end


@dataclass(frozen=True)
class Mark:
    """A finding and the stretch it is about: ``passage.text[start:end]``. The block is where a page shows it."""

    finding: Finding
    passage: Passage
    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Stretch:
    """Some characters of the document, ready to be marked: of a sentence, or of a cell of a table."""

    passage: Passage
    start: int
    end: int
    block: int
    name: str

    def mark(self, check: str, verdict: Verdict, message: str, **more: Any) -> Mark:
        """A finding about this stretch; ``more`` are further fields of a finding, such as ``suggestion``."""
        place = self.passage.place(self.name, self.start, self.end)
        about = FactRef(self.name, "text", f"{place.line}:{place.column}")
        printed = more.pop("printed", None) or self.passage.text[self.start : self.end]
        finding = Finding(check, verdict, message, about, place, printed, **more)
        return Mark(finding, self.passage, self.start, self.end, self.block)


@dataclass(frozen=True)
class Sentence:
    """One sentence. ``start`` is its place in the passage of its block; ``number`` its place in the document."""

    text: str
    start: int
    passage: Passage
    block: Block
    block_number: int
    number: int
    name: str

    @property
    def section(self) -> str:
        """The heading it stands under, in lower case."""
        return self.block.section

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be a sentence: what tells by its words how its numbers belong together skips it."""
        return len(self.text) > LONG

    def at(self, start: int, end: int) -> Stretch:
        """The stretch ``text[start:end]`` of this sentence."""
        return Stretch(self.passage, self.start + start, self.start + end, self.block_number, self.name)


@dataclass(frozen=True, eq=False)
class Scanned:
    """A document under scan. Sentences of the list of references are left out: nothing there is judged.

    Two scans are never equal, so that what several rules share of one can be kept by it.
    """

    document: Document

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of paragraphs, captions, headings and notes, in reading order.

        Those that speak of a misprint are left out: what they quote is wrong, and said to be. So are rows of signs, and
        a number alone. A run of cells or signs without an end comes in pieces.
        """
        found: list[Sentence] = []
        for number, block in enumerate(self.document.blocks):
            if block.kind not in _PROSE:
                continue
            text = block.passage.text
            for start, end in _cut(text):
                said = text[start:end]
                if _TELLS.search(said) and not speaks_of_misprint(said):
                    found.append(Sentence(said, start, block.passage, block, number, len(found), self.document.name))
        return tuple(found)

    @property
    def is_short(self) -> bool:
        """Whether it is a passage rather than a document: all its numbers stand near each other."""
        return len(self.sentences) <= _SHORT

    @cached_property
    def tables(self) -> tuple[tuple[int, Table], ...]:
        """Each table with the number of its block."""
        return tuple((n, b.table) for n, b in enumerate(self.document.blocks) if b.table is not None)

    def holding(self, pattern: re.Pattern[str]) -> frozenset[int]:
        """The numbers of the sentences that hold a pattern, which is looked for once in a document."""
        if pattern not in self._held:
            self._held[pattern] = frozenset(s.number for s in self.sentences if pattern.search(s.text))
        return self._held[pattern]

    @cached_property
    def _held(self) -> dict[re.Pattern[str], frozenset[int]]:
        return {}

    @cached_property
    def day_first(self) -> bool | None:
        """Whether its dates in digits print the day first; None when it does not tell."""
        return day_first(sentence.text for sentence in self.sentences)

    def before(self, sentence: Sentence, most: int = 1) -> Iterator[Sentence]:
        """The sentences of the same block before this one, nearest first."""
        for number in range(sentence.number - 1, max(-1, sentence.number - 1 - most), -1):
            if self.sentences[number].block_number != sentence.block_number:
                return
            yield self.sentences[number]

    def cell(self, block: int, cell: Passage, start: int = 0, end: int | None = None) -> Stretch:
        """A stretch of a cell of the table in ``block``; the whole cell without ``start`` and ``end``."""
        return Stretch(cell, start, len(cell.text) if end is None else end, block, self.document.name)
