"""Summaries in cells of tables, judged as those of sentences are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from resorb.reading.lazy import lazy
from resorb.reading.statistics.summaries import Summary, summaries
from resorb.reading.statistics.summary_cells import Cell, Legend, legend_of, read_cell, role_of
from resorb.reading.statistics.summary_parts import Part, Piece
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.statistics.spread import judged_spread
from resorb.scan.rules.statistics.summaries import judged_centre, range_order
from resorb.values.documents import Passage, Table
from resorb.values.findings import Verdict

_KINDS = {"range": Part.RANGE, "quartiles": Part.QUARTILES}
_MOST_COLUMNS = 40


@rule(
    "summary-in-table",
    kind="statistic",
    doc="Summaries in cells of a table, judged by the checks of means, medians, ranges and standard deviations.",
    source="order statistics; Bhatia and Davis 2000",
)
def cells(text: Scanned) -> Iterator[Mark]:
    """Each cell with a summary, and each row whose columns make one."""
    for number, table in text.tables:
        heads = heads_of(table)
        caption = table.caption.text if table.caption else ""
        roles = [role_of(head) for head in heads[:_MOST_COLUMNS]]
        for row in table.rows:
            yield from _row(text, number, row, (heads, caption))
            if sum(role is not None for role in roles) >= 2:
                yield from _across(text, number, row, roles)


def heads_of(table: Table) -> list[str]:
    """The heads of the columns; empty for one that holds numbers itself."""
    first = table.rows[0] if table.rows else ()
    return ["" if read_cell(cell.text) is not None else cell.text for cell in first]


def as_sentence(text: Scanned, block: int, cell: Passage) -> Sentence:
    """A cell as the rules of sentences take it."""
    return Sentence(cell.text, 0, cell, text.document.blocks[block], block, -1, text.document.name)


def worded_cells(text: Scanned) -> Iterator[tuple[Sentence, str]]:
    """Cells that say in words or signs what their numbers are ("difference 17 (95% CI 5 to 29), p = 0.007").

    With each the heads of its row and column.
    """
    for block, table in text.tables:
        heads = heads_of(table)
        for row in table.rows[1:]:
            for column, cell in enumerate(row[1:], 1):
                if _WORDED[0] <= len(cell.text) <= _WORDED[1] and _TELLS.search(cell.text):
                    yield (
                        as_sentence(text, block, cell),
                        f"{row[0].text} {heads[column] if column < len(heads) else ''}",
                    )


_WORDED = (10, 300)
_TELLS = lazy(r"\bC\.?I\b|[pP]\s?[=<>]")


def _row(text: Scanned, block: int, row: tuple[Passage, ...], said: tuple[list[str], str]) -> Iterator[Mark]:
    heads, caption = said
    for column, cell in enumerate(row):
        sentence = as_sentence(text, block, cell)
        read = read_cell(cell.text)
        if read is None:
            if len(cell.text) <= 200 and any(map(str.isdigit, cell.text)):
                for one in summaries(cell.text):
                    one.label = row[0].text
                    yield from _judged(sentence, one)
            continue
        if read.pair is None or column == 0:
            continue
        head = heads[column] if column < len(heads) else ""
        legend = legend_of(row[0].text, head, heads[0] if heads else "", caption)
        if legend is not None:
            yield from _judged(sentence, _summary(read, legend, row[0].text))


def _summary(read: Cell, legend: Legend, label: str) -> Summary:
    one = Summary(label=label)
    part = _KINDS.get(legend.bracket)
    if part is not None and read.pair is not None:
        one.parts[part] = replace(read.pair, part=part)
        if read.centre is not None and legend.centre is not None:
            one.parts[legend.centre] = Piece(legend.centre, read.start, read.start, read.centre_end, read.centre)
    return one


def _judged(sentence: Sentence, one: Summary) -> Iterator[Mark]:
    if one.parts:
        mark = range_order(sentence, one) or judged_centre(sentence, one)
        if mark is not None:
            yield mark


def _across(text: Scanned, block: int, row: tuple[Passage, ...], roles: list[Part | None]) -> Iterator[Mark]:
    """One summary from several columns. What is wrong is shown in the cell of the centre, or of the SD."""
    one, where = _collected(row, roles)
    for part in (Part.RANGE, Part.QUARTILES):
        if part in one.parts:
            alone = range_order(as_sentence(text, block, where[part]), Summary({part: one.parts[part]}))
            if alone is not None:
                yield alone
                return
    shown = next((where[p] for p in (Part.MEAN, Part.MEDIAN, Part.QUARTILES) if p in where), None)
    if shown is None:
        return
    mark = judged_centre(as_sentence(text, block, shown), _placed(one, len(shown.text)))
    if mark is not None and mark.finding.verdict is not Verdict.HOLDS:
        yield mark
    elif Part.SD in where:
        cell = where[Part.SD]
        spread = judged_spread(text, as_sentence(text, block, cell), _placed(one, len(cell.text)))
        if spread is not None:
            yield spread


def _collected(row: tuple[Passage, ...], roles: list[Part | None]) -> tuple[Summary, dict[Part, Passage]]:
    """The pieces in the columns of a row, and the cell of each."""
    one = Summary(label=row[0].text)
    where: dict[Part, Passage] = {}
    for role, cell in zip(roles, row, strict=False):
        read = read_cell(cell.text) if role is not None else None
        if role is None or read is None or role in one.parts:
            continue
        if role in (Part.RANGE, Part.QUARTILES):
            if read.pair is not None and read.centre is None:
                one.parts[role], where[role] = replace(read.pair, part=role), cell
        elif read.centre is not None and read.pair is None and (read.spread is None or role is Part.MEAN):
            one.parts[role], where[role] = Piece(role, read.start, read.start, read.end, read.centre), cell
    return one, where


def _placed(one: Summary, end: int) -> Summary:
    """Every piece placed on the cell shown, so that a finding underlines that cell and nothing beside it."""
    return Summary({part: replace(piece, said=0, start=0, end=end) for part, piece in one.parts.items()}, one.label)
