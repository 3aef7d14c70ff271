"""The sentences and table rows of a document, read for doses, each with the context before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from resorb.codes.knowledge import Knowledge, knowledge
from resorb.codes.plausible import Plausibility, judge_amount
from resorb.reading.doses.drug_names import abbreviations, drug_names
from resorb.reading.doses.judging import DEFAULT_DRUG
from resorb.reading.doses.mention_words import BEFORE_NAME
from resorb.reading.doses.mentions import Context, DoseText, read_doses
from resorb.reading.doses.terms import Term, terms
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.scan.material import Scanned, Sentence, Stretch
from resorb.values.documents import BlockKind, Passage, Table
from resorb.values.ranges import Range

MOST_CHARACTERS = 4000
"""A longer sentence is none: nothing is read in it."""
_SHORT_TEXT = 30
"""Sentences; a longer text that is about a drug names it."""
_SHORT = 90
"""Characters of a line of a list."""
_CARD = 2
"""Columns of a table that describes one thing: a property in the first, its value in the second."""
_SAYS_WHICH = lazy(
    r"\W*(?:active\s+)?(?:substance|ingredient|drug|product|agent|medic(?:ation|ine)|preparation|name|item|treatment|therapy|route)\b",
    re.IGNORECASE,
)
"""A property that says what the rows after it are about."""
_CELLS = " | "
_QUOTED = lazy(
    r"\bmis-?(?:print|prescri|typ|read|quot|transcri|calcul|label)\w*"
    r"|\bshould (?:have )?(?:been |be )?read\b|\btypo\w*"
    r"|\berrat\w+|\bcorrigend\w+|\bin error\b|\berroneous\w*|\bmistake\w*|\bwrong(?:ly)?\b|\bincorrect(?:ly)?\b"
    r"|\b(?:printed|typed|entered|written) (?:as|for)\b|\bintercept\w*|\[sic\]"
    r"|(?<![a-z]-)(?<!calcium )(?<!calcium \()(?<!Ca )\bcorrect(?:ed|ion)\b"
    r"(?!\s(?:for\s|serum\s|total\s|plasma\s|(?:Ca|calcium|QTc?|albumin|age|anion|count|GFR|p|alpha)\b|\d))"
    r"|\b(?:prescri\w+|dosing|medication|order\w*|transcription|printing|decimal|unit) errors?\b"
    r"|\bthousand-?fold\b|\bpresum\w+ (?:to be |meant |for )?[\d\"“]|\bpresumably meant\b"
    r"|\b(?:was|were|is|are) meant\b|\b(?:over|under)dos\w+"
    r"|\banother reading\b|\bimplausib\w+|\b(?:dose|amount|value|figure|number|unit)s?\b[^.;]{0,30}\bimpossibl\w+"
    r"|\bimpossibl\w+ (?:dose|amount|value|figure|number|unit)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """A row of a table as one text; ``starts`` are the places of its cells in it."""

    document: Scanned
    block: int
    cells: tuple[Passage, ...]
    starts: tuple[int, ...]
    head: tuple[str, ...]

    def head_of(self, start: int) -> str:
        """The head over the cell that holds ``start``; empty where there is none."""
        number = max(0, bisect_right(self.starts, start) - 1)
        return self.head[number] if number < len(self.head) else ""

    def at(self, start: int, end: int) -> Stretch:
        """The stretch of the cell that holds ``start``."""
        number = max(0, bisect_right(self.starts, start) - 1)
        cell, begin = self.cells[number], self.starts[number]
        return self.document.cell(self.block, cell, start - begin, min(len(cell.text), end - begin))


@dataclass(frozen=True)
class Doses:
    """A sentence or row read for doses. ``where`` makes its stretches; ``near`` is it with its neighbours."""

    read: DoseText
    where: Sentence | Row
    near: str
    earlier: tuple[Doses, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return isinstance(self.where, Row)


class Placed(Protocol):
    """What stands at a place of a sentence."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


@lru_cache(maxsize=1)
def doses_of(text: Scanned) -> tuple[Doses, ...]:
    """Everything in a document that may hold a dose of a listed drug, in reading order; empty without such a drug."""
    short = abbreviations(s.text for s in text.sentences)
    named = {n.key for s in _texts(text) for n in drug_names(s, short) if not n.is_weak}
    blank = Context(short=short)
    start = blank if named or len(text.sentences) > _SHORT_TEXT else replace(blank, drug=DEFAULT_DRUG)
    return tuple(sorted([*_sentences(text, start), *_rows(text, start)], key=_order))


def terms_of(doses: Doses) -> tuple[Term, ...]:
    """The terms of a sentence or row with what its doses are read as."""
    return terms(doses.read.text, tuple(m.quantity for m in doses.read.mentions))


def names_no_drug(every: tuple[Doses, ...]) -> bool:
    """Whether a document names no drug at all: then the one judged by default is assumed."""
    return not any(not name.is_weak for doses in every for name in doses.read.names)


def judged(drug: str, route: str, measure: str, value: Range, population: str = "adult") -> Plausibility:
    """What the dose windows say of a value; the same dose stands many times in a text, and is judged once."""
    return _judged(knowledge(), drug, route, measure, value, population)


@lru_cache(maxsize=1024)
def _judged(_: Knowledge, drug: str, route: str, measure: str, value: Range, population: str) -> Plausibility:
    return judge_amount(drug, route, measure, value, population)


def is_quoted(doses: Doses) -> bool:
    """Whether a slip is spoken of: then a printed dose is not said to be given."""
    return _speaks_of_a_slip(doses.near)


@kept
def _speaks_of_a_slip(text: str) -> bool:
    return _QUOTED.search(text) is not None


def of_another_drug(doses: Doses, target: Placed, term: Placed) -> bool:
    """Whether two quantities of a sentence belong to different drugs."""
    one, other = name_of(doses, target), name_of(doses, term)
    return one is not None and other is not None and one != other


def name_of(doses: Doses, term: Placed) -> str | None:
    """The drug whose name stands right behind a term, else the nearest before it."""
    found = None
    for name in doses.read.names:
        if name.is_weak:
            continue
        if name.end <= term.start:
            found = name.key or name.text.lower()
        elif name.start >= term.end and BEFORE_NAME.fullmatch(doses.read.text, term.end, name.start):
            return name.key or name.text.lower()
    return found


def _texts(text: Scanned) -> Iterator[str]:
    yield from (s.text for s in text.sentences if len(s.text) <= MOST_CHARACTERS)
    yield from (c.text for _, t in text.tables for row in t.rows for c in row if len(c.text) <= MOST_CHARACTERS)


def _order(doses: Doses) -> tuple[int, int]:
    where = doses.where
    return (where.block, 0) if isinstance(where, Row) else (where.block_number, where.number)


def _sentences(text: Scanned, blank: Context) -> Iterator[Doses]:
    context, block = blank, -1
    earlier: tuple[Doses, ...] = ()
    for number, sentence in enumerate(text.sentences):
        if sentence.block_number != block:
            after_heading = number and text.sentences[number - 1].block.kind is BlockKind.HEADING
            context = context if after_heading else blank
            block = sentence.block_number
            earlier = earlier if number and _goes_on(text.sentences[number - 1].text) else ()
        if len(sentence.text) > MOST_CHARACTERS:
            continue
        read = read_doses(sentence.text, context)
        context = read.after
        found = Doses(read, sentence, _near(text, number), earlier)
        earlier = (replace(found, earlier=()), *earlier)[:3]
        yield found


def _goes_on(line: str) -> bool:
    """Whether a block is a line of a list, so that the next one belongs to it."""
    return len(line) <= _SHORT and not line.rstrip().endswith((".", ":", "?"))


def _near(text: Scanned, number: int) -> str:
    here = text.sentences[number]
    around = text.sentences[max(0, number - 1) : number + 2]
    return " ".join(s.text[:MOST_CHARACTERS] for s in around if s.block_number == here.block_number)


def _rows(text: Scanned, blank: Context) -> Iterator[Doses]:
    for block, table in text.tables:
        caption = _caption(table)
        head = tuple(c.text for c in table.rows[0]) if table.rows else ()
        told = f"{caption} {' '.join(head)}" if head and not any(c.isdigit() for c in "".join(head)) else caption
        context = read_doses(told[:MOST_CHARACTERS], blank).after
        for row in table.rows:
            starts, at = [], 0
            for cell in row:
                starts.append(at)
                at += len(cell.text) + len(_CELLS)
            joined = _CELLS.join(c.text for c in row)
            if len(joined) <= MOST_CHARACTERS:
                where = Row(text, block, row, tuple(starts), head)
                read = read_doses(joined, context)
                yield Doses(read, where, f"{caption} {' '.join(head)} {joined}")
                if len(row) == _CARD and _SAYS_WHICH.match(row[0].text):
                    context = read.after


def _caption(table: Table) -> str:
    return table.caption.text if table.caption is not None else ""
