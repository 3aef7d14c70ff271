"""A change told in a summary and again in the body: one end the same, the other not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.portions import days_meet
from resorb.reading.numerals import numerals
from resorb.reading.papers.statement_words import CASE, GROUP, NOT, PLANNED, words_of
from resorb.reading.statistics.moved import Moved, moves
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.consistency.common import is_of_others, summing_up
from resorb.scan.rules.consistency.told import titles

Place = tuple[Sentence, tuple[int, int]]
_MOST = 200
"""Changes in a document beyond which it tells of many patients."""


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: Sentence
    moved: Moved
    is_summary: bool
    scope: frozenset[str]

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        return self.moved.first.value, self.moved.last.value

    def place(self, end: int) -> Place:
        """Where one of the two values stands."""
        return self.sentence, self.moved.spans[end]


def changes_that_differ(text: Scanned) -> Iterator[tuple[Place, Place]]:
    """Each change of a summary beside the one of the body that shares one end with it, and only one."""
    summaries, under = summing_up(text), titles(text)
    told = [
        _Told(sentence, one, sentence.block_number in summaries, _scope(one.clause, under[sentence.block_number]))
        for sentence in text.sentences
        if not is_of_others(sentence)
        for one in moves(sentence.text)
    ]
    if len(told) > _MOST:
        return
    for one in told:
        same = [o for o in told if one.is_summary and not o.is_summary and _is_of_one(one, o)]
        for end in (1, 0):
            near = [o for o in same if o.ends[1 - end] == one.ends[1 - end]]
            if len({o.ends[end] for o in near}) != 1 or near[0].ends[end] == one.ends[end]:
                continue
            if not _is_known(text, one, near[0], end):
                yield one.place(end), near[0].place(end)
                break


def _scope(clause: str, title: str) -> frozenset[str]:
    """What narrows a change: a group, one patient, also by the heading it stands under, a plan."""
    found = [m for pattern in (GROUP, CASE, NOT, PLANNED) for m in pattern.finditer(clause)]
    return frozenset(m[0].lower() for m in (*found, *CASE.finditer(title)))


def _is_of_one(one: _Told, other: _Told) -> bool:
    a, b = one.moved, other.moved
    shared = a.what & b.what
    if 2 * len(shared) < min(len(a.what), len(b.what)) or one.scope != other.scope:
        return False
    return (a.unit == b.unit or not a.unit or not b.unit) and days_meet(a.days, b.days) is not False


def _is_known(text: Scanned, one: _Told, other: _Told, end: int) -> bool:
    """Whether either side tells the other's number too, of the same measure, in a sentence or a table."""
    what, summaries = one.moved.what & other.moved.what, summing_up(text)
    for told, is_summary in ((one, False), (other, True)):
        there = (s.text for s in text.sentences if (s.block_number in summaries) == is_summary)
        if any(what & words_of(s) and any(n.value == told.ends[end] for n in numerals(s)) for s in there):
            return True
    return any(_holds(row, one.ends[end], what, heads) for heads, row in _rows(text))


def _rows(text: Scanned) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for _, table in text.tables:
        heads = [cell.text for cell in table.rows[0]] if table.rows else []
        for row in table.rows[1:]:
            yield heads, [cell.text for cell in row]


def _holds(row: Sequence[str], value: Fraction, what: frozenset[str], heads: Sequence[str]) -> bool:
    """Whether a row has the value under words for the measure; a value with decimals under any words."""
    for at, cell in enumerate(row[1:], 1):
        words = words_of(f"{row[0]} {heads[at] if at < len(heads) else ''}")
        if (what & words or value.denominator > 1) and any(n.value == value for n in numerals(cell)):
            return True
    return False
