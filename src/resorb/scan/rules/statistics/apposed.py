"""Means and medians in rows of a table above their range."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.summary_cells import read_cell
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber

_MEAN_ROW = lazy(r"\s*(?P<word>mean|average)\b(?!\s+(?:change|diff|age\b.*\bof\b)).{0,24}", re.IGNORECASE)
_MEDIAN_ROW = lazy(r"\s*(?P<word>median)\b(?!\s+(?:change|diff)).{0,24}", re.IGNORECASE)
_RANGE_ROW = lazy(
    r"\s*(?:min(?:imum)?\.?\s?(?:-|–|—|to|,|/|and)\s?max(?:imum)?\.?|(?:full\s+)?range)\s*(?:\([^)]{0,20}\))?\s*",
    re.IGNORECASE,
)
_MOST = 4000


@rule(
    "centre-within-range",
    kind="statistic",
    doc="A mean or median lies within the range in the next rows of its column.",
    source="order statistics",
)
def centres(text: Scanned) -> Iterator[Mark]:
    """Rows of means and medians above a row of ranges."""
    for block, table in text.tables:
        yield from _rows(text, block, table)


def _judged(at: Stretch, word: str, centre: PrintedNumber, low: PrintedNumber, high: PrintedNumber) -> Iterator[Mark]:
    least, most = low.value - low.step / 2, high.value + high.step / 2
    if least <= centre.value + centre.step / 2 and centre.value - centre.step / 2 <= most:
        return
    beyond, sign, end = ("above", ">", high) if centre.value > most else ("below", "<", low)
    span = f"{low.text} to {high.text}"
    yield at.mark(
        "centre-within-range", Verdict.FAILS, f"A {word} of {centre.text} lies {beyond} its range {span}.",
        computed=span, arithmetic=f"{centre.text} {sign} {end.text}",
        suggestion=f"a {word} within {span}, or another range",
    )  # fmt: skip


def _rows(text: Scanned, block: int, table: Table) -> Iterator[Mark]:
    """Rows "Mean (SD)", "Median" and "Min – Max" of one characteristic, column by column."""
    if sum(len(row) for row in table.rows) > _MOST:
        return
    waiting: list[tuple[str, tuple[Passage, ...]]] = []
    for row in table.rows:
        label = row[0].text if row else ""
        if len(label) > 60:
            waiting = []
        elif match := (_MEAN_ROW.fullmatch(label) or _MEDIAN_ROW.fullmatch(label)):
            waiting = [w for w in waiting if w[0] != match["word"].lower()]
            waiting.append((match["word"].lower(), row))
        elif _RANGE_ROW.fullmatch(label):
            for word, above in waiting:
                yield from _columns(text, block, word, above, row)
            waiting = []
        elif not re.fullmatch(r"\s*(?:SDs?|SE|SEM|IQR|Q1.*|n|standard deviation)\s*", label, re.IGNORECASE):
            waiting = []


def _columns(
    text: Scanned, block: int, word: str, above: tuple[Passage, ...], ranges: tuple[Passage, ...]
) -> Iterator[Mark]:
    for cell, span in zip(above[1:], ranges[1:], strict=False):
        one, other = read_cell(cell.text), read_cell(span.text)
        if one is None or other is None or one.centre is None or other.pair is None or other.centre is not None:
            continue
        low, high = other.pair.low, other.pair.high
        if high is not None and low.value < high.value:
            yield from _judged(text.cell(block, cell, one.start, one.centre_end), word, one.centre, low, high)
