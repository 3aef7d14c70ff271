"""The size of the whole group: "we studied 56 patients" in the summary, "fifty-eight were included" in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.scan.material import Scanned, Sentence
from resorb.scan.rules.consistency.alike import PERSONS, clash, nouns_meet
from resorb.scan.rules.consistency.common import TAKEN_IN, summing_up
from resorb.scan.rules.consistency.told import Told, told_in

Place = tuple[Sentence, tuple[int, int]]
_LEAST, _QUARTER = 5, 4
_DEGREES = lazy(r"\s?(?:df|d\.f\.|degrees\sof\sfreedom)\b", re.IGNORECASE)
_IN_CELL = lazy(r"^\s*(?P<n>\d{1,5})(?![\d.,])|\b[nN]\s?=\s?(?P<size>\d{1,5})(?![\d.,])")
"""A count at the beginning of a cell, or the size of a group."""


def sizes_that_differ(text: Scanned) -> Iterator[tuple[Place, Place]]:
    """The size that the summary gives and the body never prints, beside the one that the body gives again and again.

    Nobody may have been lost between the two: the body does not count so many as they are apart.
    """
    summaries = summing_up(text)
    sizes = [t for t in told_in(text) if t.is_size and t.said.noun in PERSONS and t.said.value >= _LEAST]
    ours = [t for t in sizes if t.sentence.block_number in summaries]
    theirs = [t for t in sizes if t.sentence.block_number not in summaries]
    if len({t.said.value for t in ours}) != 1 or len({t.said.value for t in theirs}) != 1:
        return
    one, other = ours[0], theirs[0]
    rest = abs(one.said.value - other.said.value)
    if not rest or _QUARTER * rest > max(one.said.value, other.said.value) or not _are_of_one(one, other):
        return
    if _counts(text, summaries, one.said.value, inside=False) or _counts(
        text, summaries, other.said.value, inside=True
    ):
        return
    again = _counts(text, summaries, other.said.value, inside=False)
    if not _is_lost(text, rest) and (again > 1 or _is_sum(other)):
        yield (one.sentence, (one.said.start, one.said.end)), (other.sentence, (other.said.start, other.said.end))


def _are_of_one(one: Told, other: Told) -> bool:
    a, b = one.said, other.said
    return nouns_meet(a, b) and not clash(a, b) and a.steps | b.steps <= TAKEN_IN


def _counts(text: Scanned, summaries: frozenset[int], value: Fraction, *, inside: bool) -> int:
    """How often something is counted so many times in the summaries, or in all the rest with its tables."""
    found = sum(
        t.said.value == value
        and (t.sentence.block_number in summaries) == inside
        and t.said.kind == "count"
        and not _DEGREES.match(t.sentence.text, t.said.end)
        for t in told_in(text)
        if not t.is_cell
    )
    if inside:
        return found
    cells = (cell.text for _, table in text.tables for row in table.rows for cell in row)
    return found + sum(Fraction(m["n"] or m["size"]) == value for cell in cells for m in _IN_CELL.finditer(cell))


def _is_lost(text: Scanned, rest: Fraction) -> bool:
    """Whether so many are told of as lost, excluded or added anywhere."""
    return any(t.said.value == rest and t.said.kind == "count" and not t.is_cell and t.said.noun in (*PERSONS, "")
               for t in told_in(text))  # fmt: skip


def _is_sum(told: Told) -> bool:
    """Whether two other numbers of its sentence add up to it: "58 patients, 33 on diltiazem and 25 on pamidronate"."""
    numbers = [n.value for n in numerals(told.sentence.text)]
    return any(a + b == told.said.value for at, a in enumerate(numbers) for b in numbers[at + 1 :])
