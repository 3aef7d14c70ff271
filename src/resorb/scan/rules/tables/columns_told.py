"""A table of single patients against what the text says of one of its columns: mean, median, least and greatest.

That the two are of the same patients is shown by what agrees: a mean to its last place, or one end of the range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.numerals import numerals
from resorb.reading.papers.statement_words import GROUP, words_of
from resorb.reading.statistics.summaries import Summary, summaries
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import is_of_others, times_printed
from resorb.scan.rules.tables.lists import column_of_numbers, listing_of
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_UNITS = lazy(r"\([^()]*\)|\[[^\[\]]*\]|,.*$")


@dataclass(frozen=True, slots=True)
class _Column:
    """The numbers of a column, and the words of its head."""

    head: str
    words: frozenset[str]
    values: Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class _Said:
    """One number of a summary, what the column gives for it, and its name."""

    number: PrintedNumber
    span: tuple[int, int]
    true: Fraction
    name: str

    @property
    def holds(self) -> bool:
        return abs(self.number.value - self.true) <= self.number.step / 2


@rule(
    "column-told",
    kind="table",
    doc="Mean, median and range that the text gives of patients listed one by one are those of their column.",
    source="arithmetic; judged where the rest of the summary agrees with the column",
)
def columns_told(text: Scanned) -> Iterator[Mark]:
    """Each summary in the text with the column that it names."""
    columns = list(_columns(text))
    for sentence in text.sentences if columns else ():
        if sentence.is_long or is_of_others(sentence):
            continue
        for summary in summaries(sentence.text):
            yield from _judged(sentence, summary, columns)


def _columns(text: Scanned) -> Iterator[_Column]:
    printed = times_printed(text)
    for _, table in text.tables:
        listing = listing_of(table)
        if listing is None or not printed[Fraction(len(listing.rows))]:
            continue
        for at, head in enumerate(listing.heads):
            values = column_of_numbers(listing, at) if at else None
            words = words_of(_UNITS.sub(" ", head))
            if values and words and len(set(values)) > 2:
                yield _Column(head, words, values)


def _judged(sentence: Sentence, summary: Summary, columns: Sequence[_Column]) -> Iterator[Mark]:
    centre = summary.mean or summary.median
    phrase = centre.phrase if centre else ""
    around = phrase or sentence.text[max(0, summary.start - 40) : summary.start]
    named = [c for c in columns if c.words & words_of(around)]
    if len(named) != 1 or GROUP.search(around) or any(n.value != len(named[0].values) for n in numerals(phrase)):
        return
    told = list(_told(summary, named[0].values))
    wrong = [one for one in told if not one.holds]
    if len(wrong) == 1 and len(told) > 1:
        one = wrong[0]
        right = written(Fraction(round(one.true * 10**one.number.decimals), 10**one.number.decimals))
        yield sentence.at(*one.span).mark(
            "column-told", Verdict.ASSUMES,
            f"The column “{named[0].head}” has the {one.name} {right}, not {one.number.text}.",
            computed=right, arithmetic=f"{one.name} of {len(named[0].values)} rows: {right}", suggestion=right,
            assumption="the text speaks of all rows of this table",
        )  # fmt: skip


def _told(summary: Summary, values: Sequence[Fraction]) -> Iterator[_Said]:
    """Each number of a summary beside what the values give."""
    for part, piece in summary.parts.items():
        if part in (Part.MEAN, Part.PLUS_MINUS):
            yield _Said(piece.low, (piece.start, piece.end), Fraction(mean(values)), "mean")
        elif part is Part.MEDIAN:
            yield _Said(piece.low, (piece.start, piece.end), Fraction(median(values)), "median")
        elif part in (Part.RANGE, Part.BRACKET, Part.FROM) and piece.high is not None:
            yield from _ends(piece, piece.high, values)


def _ends(piece: Piece, high: PrintedNumber, values: Sequence[Fraction]) -> Iterator[_Said]:
    span = piece.start, piece.end
    ends = (_Said(piece.low, span, min(values), "least value"), _Said(high, span, max(values), "greatest value"))
    if piece.part is Part.RANGE or any(one.holds for one in ends):  # else quartiles, or an interval
        yield from ends
