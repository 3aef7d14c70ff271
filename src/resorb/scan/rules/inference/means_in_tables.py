"""P values of rows against the means, standard deviations and sizes of their two groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.statistics.group_means import SPREAD_WORD, GroupMean
from resorb.reading.statistics.summary_cells import read_cell, read_p_cell
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.inference.means import NO_T_TEST, Said, judged_means
from resorb.scan.rules.statistics.tables import heads_of
from resorb.values.documents import Passage

_SIZE = re.compile(r"\b[nN]\s?=\s?(?P<n>\d{1,5})(?!\d)")
_P_HEAD = lazy(r"\s*[pP](?:[\s-]?[vV]alues?)?\s*[*†‡§a-d]?\s*")
_SD = lazy(rf"(?:±|[(\[,/]|\bwith)\s?(?:±\s?)?{SPREAD_WORD}(?!\w)")
_ALL = lazy(r"\b(?:all|total|overall|whole|entire|both)\b", re.IGNORECASE)


@rule(
    "means-and-p-in-table",
    kind="inference",
    doc="The p value of a row is one that a t test of the means, standard deviations and sizes of its groups can give.",
    source="t tests of Student and Welch over all values that round to the printed ones; scipy",
)
def rows(text: Scanned) -> Iterator[Mark]:
    """Each row with two means ± SD, under heads that print the sizes of two groups, and a p value."""
    for number, table in text.tables:
        heads = heads_of(table)
        p_column = next((i for i, head in enumerate(heads) if _P_HEAD.fullmatch(head)), None)
        groups = [(i, int(m["n"])) for i, h in enumerate(heads) if (m := _SIZE.search(h)) and not _ALL.search(h)]
        if p_column is None or len(groups) != 2:
            continue
        caption = table.caption.text if table.caption else ""
        for row in table.rows[1:]:
            if p_column < len(row):
                yield from _judged(text, number, row, groups, p_column, f"{caption} {heads[0]}")


def _judged(
    text: Scanned, number: int, row: tuple[Passage, ...], groups: list[tuple[int, int]], p_column: int, said: str
) -> Iterator[Mark]:
    words = f"{row[0].text} {said}"
    found = [
        GroupMean(0, 0, cell.centre, cell.spread.low, "", "±" if "±" in row[at].text else "sd", size)
        for at, size in groups
        if at < len(row) and (cell := read_cell(row[at].text)) and cell.centre is not None and cell.spread is not None
    ]
    p = read_p_cell(row[p_column].text)
    called = _SD.search(words) is not None
    if p is None or len(found) != 2 or NO_T_TEST.search(words) or not (called or all(f.kind == "±" for f in found)):
        return
    stretch = text.cell(number, row[p_column], p.start, p.end)
    mark = judged_means(text, stretch, found, p, Said(called=called, here=True, t_test=False))
    if mark is not None:
        yield mark
