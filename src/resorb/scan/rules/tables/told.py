"""What caption and notes say of single cells: a number for each column, "of the 12 on cream", how many are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resorb.checks.arithmetic.near_miss import near_count
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.reading.sentences import sentences
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.notes import words_of
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import first_head, grids, said, whole_number
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_N = rf"\d{{1,5}}|{WORD}"
_OF = r"(?:\s(?:out\s)?of\s(?:the\s)?\d{1,5}|\s?\(\s?\d{1,3}(?:\.\d)?\s?%\s?\))?"
_ROW = lazy(
    rf"(?<![\w.,/–-])(?P<first>{_N}){_OF}(?P<more>(?:,\s(?:and\s)?(?:{_N}){_OF}){{0,3}}),?\s(?:and|versus|vs\.?|against)\s"
    rf"(?P<last>{_N}){_OF}\b(?![.,]\d|\s?%|[-–/]\d)",
    re.IGNORECASE,
)
_EACH = lazy(rf"(?<![\w.,/–-])(?P<k>{_N})\b{_OF}", re.IGNORECASE)
_DEFINITE = lazy(
    rf"\bof\s(?:the|these|those|all|our)\s(?P<k>{_N})\s(?P<words>(?:(?!who\b|that\b|with\b)[a-z][a-z-]+[\s,.;)]){{1,4}})",
    re.IGNORECASE,
)
_LEFT_OUT = lazy(
    rf"\b(?:unknown|missing|unrecorded|unavailable|not\s(?:known|recorded|available|given|stated))\s(?:in|for)\s(?P<k>{_N})\b",
    re.IGNORECASE,
)
_IN_EACH = lazy(
    rf"(?<![\w.,/–-])(?P<k>{_N})\s(?:[a-z]+\s)?(?:in|on|per|from|for)\s(?:each|either|both|every)\s(?:of\sthe\s)?"
    r"(?:groups?|arms?|columns?|treatments?|cohorts?|sides?|periods?|cent(?:re|er)s?)\b",
    re.IGNORECASE,
)
_UNKNOWN = lazy(r"unknown|missing|not\s|unrecorded|no\s(?:data|answer|record)|other|n/?a\b", re.IGNORECASE)
_OTHER = lazy(
    r"\b(?:of\s(?:these|them|whom|which)|before|earlier|previous\w*|again|twice|later|planned|except|excluded|withdr\w+|"
    r"added|other|only|alone|weeks?|months?|days?|years?|aged?)\b",
    re.IGNORECASE,
)
_LONGEST = 600


@rule(
    "table-told",
    kind="table",
    doc="What caption and notes say of a row or column of their table stands in its cells.",
    source="counting; judged where the words of one row or column stand beside the number, and it looks like a slip",
)
def told(text: Scanned) -> Iterator[Mark]:
    """Every sentence of captions and notes."""
    for number, grid in grids(text):
        for passage in filter(None, (grid.caption, *grid.notes)):
            block = next((n for n, b in enumerate(text.document.blocks) if b.passage is passage), number)
            for start, end in sentences(passage.text[:_LONGEST]):
                for at, right, what in _sentence(grid, first_head(text, number), passage, (start, end)):
                    yield Stretch(passage, *at, block, text.document.name).mark(
                        "table-told", Verdict.ASSUMES,
                        f"{passage.text[at[0] : at[1]]} is said of {what}, the table has {right}.", computed=right,
                        arithmetic=f"{passage.text[at[0] : at[1]]} ≠ {right}", suggestion=right,
                        assumption="the note speaks of all that are counted there",
                    )  # fmt: skip


Fault = tuple[tuple[int, int], str, str]
"""The stretch that is wrong, what would be right, and of what it is said."""


def _sentence(grid: Grid, corner: str, passage: Passage, where: tuple[int, int]) -> Iterator[Fault]:
    sentence = passage.text[where[0] : where[1]]
    columns = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
    found = list(_definite(grid, columns, sentence))
    if not _OTHER.search(sentence):
        found += _by_row(grid, columns, sentence)
    found += _in_each(grid, columns, passage, sentence)
    found += _left_out(grid, columns, f"{corner} {grid.caption.text if grid.caption else ''}", sentence)
    for (start, end), right, what in found[:1]:
        yield (where[0] + start, where[0] + end), right, what


def _named(grid: Grid, words: str) -> list[Row]:
    """Rows whose whole label stands in a phrase."""
    wanted = words_of(words)
    rows = [r for r in grid.rows if r.kind is RowKind.VALUES and r.counts]
    found = [r for r in rows if (stems := words_of(r.label)) and stems <= wanted]
    literal = [r for r in found if r.label.lower() in words.lower()]
    return literal if len(found) > 1 and literal else found


def _counts(row: Row, columns: Sequence[int]) -> list[int]:
    return [n for c in columns if (n := row.cells[c].count) is not None]


def _definite(grid: Grid, columns: Sequence[int], sentence: str) -> Iterator[Fault]:
    """The number of those in a row or a column: "four of the 12 on cream"."""
    for match in _DEFINITE.finditer(sentence):
        value, wanted = whole_number(match["k"]), words_of(match["words"])
        known = [(said(r), _counts(r, columns)) for r in _named(grid, match["words"])]
        for c in columns:
            label = words_of(grid.columns[c].label)
            if label and label <= wanted:
                known.append((f"“{grid.columns[c].label}”", [*grid.wholes(c), *_all(grid, c)]))
        if value is None or len(known) != 1 or not known[0][1]:
            continue
        what, counts = known[0]
        if value not in (*counts, sum(counts)) and near_count(value, counts[0]):
            yield match.span("k"), str(counts[0]), what


def _all(grid: Grid, column: int) -> Iterator[int]:
    yield from (n for r in grid.rows if (n := r.cells[column].count) is not None)


def _by_row(grid: Grid, columns: Sequence[int], sentence: str) -> Iterator[Fault]:
    """One number for each column, all but one as in the row that is named: "9 and 14 patients had none"."""
    for match in _ROW.finditer(sentence):
        rows = _named(grid, re.split(r"[;:]", sentence[match.end() : match.end() + 80])[0])
        numbers = [(whole_number(m["k"]), m.span("k")) for m in _EACH.finditer(sentence, match.start(), match.end())]
        if len(rows) != 1 or len(columns) < 2 or len(numbers) != len(columns):
            continue
        cells = _counts(rows[0], columns)
        if len(cells) == len(numbers) and sorted(cells) != sorted(v or 0 for v, _ in numbers):
            off = [(span, cell) for (value, span), cell in zip(numbers, cells, strict=True) if value != cell]
            if len(off) == 1 and (
                near_count(whole_number(sentence[slice(*off[0][0])]) or 0, off[0][1]) or len(cells) > 2
            ):
                yield off[0][0], str(off[0][1]), said(rows[0])


def _in_each(grid: Grid, columns: Sequence[int], passage: Passage, sentence: str) -> Iterator[Fault]:
    """The same number in each group, of the row that the note names, or whose sign it bears."""
    match = _IN_EACH.search(sentence)
    value = whole_number(match["k"]) if match else None
    columns = [c for c in columns if not grid.columns[c].is_total]
    if match is None or value is None or len(columns) < 2:
        return
    signs = {m.text for m in passage.markers} | set(re.findall(r"^[*†‡§¶#]{1,3}", sentence))
    signed = [r for r in grid.rows if r.counts and (r.passage.text.rstrip()[-1:] in signs
              or any(m.text in signs for m in r.passage.markers))]  # fmt: skip
    rows = _named(grid, sentence[: match.start()]) or signed
    cells = _counts(rows[0], columns) if len(rows) == 1 else []
    if len(cells) == len(columns) and value not in cells[1:] and set(cells) != {value}:
        yield match.span(), " and ".join(map(str, cells)), said(rows[0])


def _left_out(grid: Grid, columns: Sequence[int], title: str, sentence: str) -> Iterator[Fault]:
    """Some are said to be missing where the rows of that very thing already hold everybody."""
    match = _LEFT_OUT.search(sentence)
    value = whole_number(match["k"]) if match else None
    if match is None or not value or not words_of(title) & words_of(sentence[: match.start()]):
        return
    for block in grid.blocks:
        rows = [r for r in block.values if r.counts]
        if len(rows) < 2 or len(grid.blocks) > 1 or any(_UNKNOWN.match(r.label) for r in rows):
            continue
        for c in columns:
            counts = _counts_of(rows, c)
            if len(counts) == len(rows) and set(grid.wholes(c)) == {sum(counts)}:
                yield match.span("k"), "nobody left", f"those missing from all {sum(counts)}"
                return


def _counts_of(rows: Sequence[Row], column: int) -> list[int]:
    return [n for r in rows if (n := r.cells[column].count) is not None]
