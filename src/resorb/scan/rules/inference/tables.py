"""Intervals in cells of tables: against their estimates, and against the p value of their row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resorb.checks.arithmetic.significance import box
from resorb.reading.lazy import lazy
from resorb.reading.statistics.estimates import Estimate, Scale, scale_named
from resorb.reading.statistics.figures import read_figure
from resorb.reading.statistics.intervals import Interval, Kind, intervals
from resorb.reading.statistics.summary_cells import P_HEAD, Cell, legend_of, read_cell, read_p_cell
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.inference.intervals import against_p, interval_holds, interval_order
from resorb.scan.rules.statistics.tables import as_sentence, heads_of, worded_cells
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_LEVEL = lazy(r"(?P<level>\d{2}(?:\.\d)?)\s?%\s?(?:CI|C\.I\.|confidence)", re.IGNORECASE)
_COUNTS = lazy(r"\d\s?/\s?\d")
"""In two cells of a row: its p value is of a test of counts, with which an interval need not agree."""
_ONE_ROW = "the p value is of this row alone"


@rule(
    "interval-in-table",
    kind="inference",
    doc="Intervals in cells of a table, judged by the checks of intervals, estimates and p values.",
    source="order of printed numbers under rounding; normal theory on the scale of the estimate",
)
def cells(text: Scanned) -> Iterator[Mark]:
    """Each cell "estimate (low–high)" that its column, row or caption says holds an interval."""
    for number, table in text.tables:
        heads = heads_of(table)
        caption = table.caption.text if table.caption else ""
        p_column = next((i for i, head in enumerate(heads) if P_HEAD.fullmatch(head)), None)
        for row in table.rows[1:]:
            yield from _by_columns(text, number, row, heads, (caption, p_column))
            for column, cell in enumerate(row[1:], 1):
                head = heads[column] if column < len(heads) else ""
                read = read_cell(cell.text)
                if read is None or read.pair is None or read.centre is None or read.pair.high is None:
                    continue
                legend = legend_of(head, row[0].text, caption)
                if legend is None or legend.bracket != "interval":
                    continue
                p_cell = row[p_column] if p_column is not None and p_column == column + 1 < len(row) else None
                p_cell = None if sum(_COUNTS.search(one.text) is not None for one in row) > 1 else p_cell
                words = " ".join((caption, row[0].text, head))
                yield from _judged(text, number, (cell, p_cell), _interval(cell.text, read, words, head, caption))

    for cell_, heads_ in worded_cells(text):
        yield from _worded(cell_, heads_)


def _worded(cell: Sentence, heads: str) -> Iterator[Mark]:
    """Intervals of a cell that also says its p value, or whose interval is labelled in it."""
    if read_cell(cell.text) is not None:
        return
    legend = legend_of(heads)
    named = legend is not None and legend.bracket == "interval"
    scale = scale_named(heads)
    for one in intervals(cell.text, said_before=named):
        told = one if one.scale is not None else replace(one, scale=None if scale is Scale.CHANGE else scale)
        mark = interval_order(cell, told) or interval_holds(cell, told)
        if mark is not None and mark.finding.verdict is not Verdict.HOLDS:
            yield mark
        elif (found := against_p(cell, told)) is not None:
            yield found


def _by_columns(
    text: Scanned, number: int, row: tuple[Passage, ...], heads: list[str], said: tuple[str, int | None]
) -> Iterator[Mark]:
    """An estimate, its interval and its p value in columns of their own."""
    caption, p_column = said
    for at, head in enumerate(heads[1:], 1):
        legend = legend_of(head) if at < len(row) else None
        if legend is None or legend.bracket != "interval" or legend.centre is not None:
            continue
        here, before = read_cell(row[at].text), read_cell(row[at - 1].text) if at > 1 else None
        if here is None or here.pair is None or here.centre is not None or here.pair.high is None:
            continue
        pair, level = here.pair, _LEVEL.search(f"{head} {caption}")
        scale = scale_named(heads[at - 1]) or scale_named(head) or scale_named(caption)
        low, high = pair.low, here.pair.high
        scale = None if scale is Scale.CHANGE else scale
        one = Interval(pair.start, pair.end, Kind.CONFIDENCE, low, high, False,
                       read_figure(level["level"]) if level else None, None, scale, None)  # fmt: skip
        centre = before.centre if before is not None and before.pair is None and before.spread is None else None
        alike = centre is not None and centre.decimals in (low.decimals, high.decimals) and "%" not in heads[at - 1]
        if centre is not None and alike and low.value < high.value:
            own, bottom, top = box(centre), box(low), box(high)
            if own.high <= bottom.low or top.high <= own.low:
                yield text.cell(number, row[at], pair.start, pair.end).mark(
                    "interval-in-table", Verdict.FAILS,
                    f"The estimate {centre.text} of this row lies outside {low.text} to {high.text}.",
                    computed=f"{low.text} to {high.text}", suggestion="another interval, or another estimate",
                    arithmetic=f"{centre.text} {'<' if own.high <= bottom.low else '>'} "
                    f"{low.text if own.high <= bottom.low else high.text}",
                )  # fmt: skip
                continue
        p_cell = row[p_column] if p_column is not None and p_column < len(row) else None
        yield from _judged(text, number, (row[at], p_cell), one)


def _interval(text: str, read: Cell, words: str, head: str, caption: str) -> Interval:
    pair = read.pair
    if pair is None or pair.high is None or read.centre is None:
        raise ValueError("a cell without an interval")
    said = _LEVEL.search(f"{head} {caption}")
    percent = "%" in text or "%" in re.sub(r"\d\d\s?%\s?C", "", words)
    estimate = Estimate(read.start, read.centre_end, read.centre, percent, sure=True)
    scale = scale_named(head) or scale_named(caption)
    if scale is Scale.CHANGE:
        scale = None
    level = read_figure(said["level"]) if said else None
    return Interval(pair.start, pair.end, Kind.CONFIDENCE, pair.low, pair.high, percent, level, estimate, scale, None)


def _judged(text: Scanned, block: int, cells_: tuple[Passage, Passage | None], one: Interval) -> Iterator[Mark]:
    sentence = as_sentence(text, block, cells_[0])
    mark = interval_order(sentence, one) or interval_holds(sentence, one)
    if mark is not None:
        yield mark
    p_cell = cells_[1]
    p = read_p_cell(p_cell.text) if p_cell is not None else None
    if p_cell is None or p is None or one.scale is None or (mark and mark.finding.verdict is not Verdict.HOLDS):
        return
    found = against_p(as_sentence(text, block, p_cell), replace(one, p=p))
    if found is not None:
        finding = found.finding
        if finding.verdict is Verdict.FAILS:
            finding = replace(finding, verdict=Verdict.ASSUMES, assumption=_ONE_ROW)
        yield replace(found, finding=finding)
