"""Footnotes of a table against its cells.

A note that parts a group by two features says how many had each. The group is found among the columns: those whose
numbers together make it. When no choice of columns agrees with the note, it is wrong; when exchanging two of its counts
makes it agree, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from resorb.reading.sentences import sentences
from resorb.reading.tables.grid import Grid, Row, RowKind
from resorb.reading.tables.notes import FourParts, Marked, Said, counted_as, four_parts, marked_parts, words_of
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import grids, said
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

_MOST_COLUMNS = 8
_SHORTEST_LABEL = 4


@dataclass(frozen=True)
class Features:
    """The two rows a note speaks of, and the row "None" beside them when there is one."""

    first: Row
    second: Row
    none: Row | None


@rule(
    "table-note",
    kind="table",
    doc="A footnote that counts the patients of a table agrees with its cells.",
    source="counting: with one feature are those with both and those with it alone; exchanges of two counts are tried",
)
def table_notes(text: Scanned) -> Iterator[Mark]:
    """Every footnote, against the table it belongs to and the parts of that table before it."""
    place = {id(block.passage): number for number, block in enumerate(text.document.blocks)}
    parts: dict[str, list[tuple[int, Grid]]] = {}
    for number, grid in grids(text):
        table = text.document.blocks[number].table
        label = (table.label if table else "") or f"#{number}"
        parts.setdefault(label, []).append((number, grid))
        here = [g for _, g in parts[label]]
        for note in grid.notes:
            at = place.get(id(note), number)
            yield from _named(text, at, note, here)
            for part in marked_parts(note):
                yield from _parted(text, at, note, part, here)


def _stretch(text: Scanned, block: int, note: Passage, start: int, end: int) -> Stretch:
    return Stretch(note, start, end, block, text.document.name)


def _named(text: Scanned, at: int, note: Passage, here: Sequence[Grid]) -> Iterator[Mark]:
    """Counts that a note gives to one row by its name."""
    rows = [(grid, row) for grid in here for row in grid.rows if row.kind is RowKind.VALUES and row.counts]
    labels = [row.label.lower() for _, row in rows]
    lower = note.text.lower()
    for grid, row in rows:
        name = row.label.lower()
        if len(name) < _SHORTEST_LABEL or name not in lower or labels.count(name) > 1:
            continue
        counts = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
        totals = [c for c in counts if grid.columns[c].is_total] or counts
        printed = row.cells[totals[0]].count if len(totals) == 1 else None
        for one in counted_as(note.text, row.label):
            if printed is None:
                continue
            right = one.value == printed
            yield _stretch(text, at, note, one.start, one.end).mark(
                "table-note",
                Verdict.HOLDS if right else Verdict.FAILS,
                f"The note counts {one.value} for {said(row)}, the table {printed}.",
                computed=str(printed),
                arithmetic=f"{one.value} {'=' if right else '≠'} {printed}",
                suggestion=None if right else f"{printed}, or {one.value} in the table",
            )


def _parted(text: Scanned, at: int, note: Passage, part: Marked, here: Sequence[Grid]) -> Iterator[Mark]:
    """Sentences that part a group by two features which are rows of the table."""
    body = note.text[part.start : part.end]
    for start, end in sentences(body):
        four = four_parts(body[start:end])
        if four is None:
            continue
        for grid in here:
            features = _features(grid, four, part.sign)
            if features is not None:
                offset = part.start + start
                yield from _judged(text, (at, note, offset), grid, features, four)
                break


def _features(grid: Grid, four: FourParts, sign: str) -> Features | None:
    """The rows that the two features are: of the block whose heading bears the sign, or of any with both."""
    marked = [b for b in grid.blocks if b.heading and any(m.text == sign for m in b.heading.passage.markers)]
    for block in marked or grid.blocks:
        rows = [r for r in block.values if r.counts]
        none = next((r for r in rows if r.label.lower() in ("none", "neither", "no", "none of these")), None)
        left = [r for r in rows if r is not none]
        found = [_closest(left, words) for words, _ in four.only]
        if found[0] is not None and found[1] is not None and found[0] is not found[1]:
            return Features(found[0], found[1], none)
    return None


def _closest(rows: Sequence[Row], words: str) -> Row | None:
    """The row whose label shares most words with a phrase; None when two do, or none does."""
    wanted = words_of(words)
    scored = sorted(((len(wanted & words_of(r.label)), n) for n, r in enumerate(rows)), reverse=True)
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return rows[scored[0][1]]


def _judged(
    text: Scanned, where: tuple[int, Passage, int], grid: Grid, features: Features, four: FourParts
) -> Iterator[Mark]:
    at, note, offset = where
    counts = {"both": four.both.value, "first": four.only[0][1].value, "second": four.only[1][1].value}
    counts["neither"] = four.neither.value if four.neither else four.whole - sum(counts.values())
    if sum(counts.values()) != four.whole:
        return
    choices = list(_column_choices(grid, features, four.whole))
    if not choices:
        return
    if any(_agrees(counts, choice) for choice in choices):
        yield _stretch(text, at, note, offset + four.both.start, offset + four.both.end).mark(
            "table-note", Verdict.HOLDS, f"The note agrees with {said(features.first)} and {said(features.second)}."
        )
        return
    exchanges = [
        (pair, choice)
        for choice in choices
        for pair in combinations(counts, 2)
        if counts[pair[0]] != counts[pair[1]] and _agrees(_exchanged(counts, pair), choice)
    ]
    spots = {"both": four.both, "first": four.only[0][1], "second": four.only[1][1], "neither": four.neither}
    pair, choice = exchanges[0] if len({p for p, _ in exchanges}) == 1 else (None, choices[0])
    one, other = (spots[name] for name in pair) if pair else (four.both, four.only[1][1])
    if one is None or other is None:
        return
    yield _finding(
        text, where, (one, other), features, (counts, choice), sure=len(choices) == 1 or pair is not None, pair=pair
    )


Choice = tuple[int, int, int | None]
"""What some columns hold together: with the first feature, with the second, with none."""


def _column_choices(grid: Grid, features: Features, whole: int) -> Iterator[Choice]:
    """Every set of columns whose numbers together make the group, as what it holds in the rows of the note."""
    every = [c for c, column in enumerate(grid.columns) if column.counts and not column.is_percent]
    totals = [c for c in every if grid.columns[c].is_total]
    parts = [c for c in every if c not in totals][:_MOST_COLUMNS]
    sets = [[c] for c in totals] + [list(s) for size in range(1, len(parts) + 1) for s in combinations(parts, size)]
    for chosen in sets:
        wholes = [grid.wholes(c) for c in chosen]
        if not all(len(w) == 1 for w in wholes) or sum(w[0] for w in wholes) != whole:
            continue
        first, second = (_sum(row, chosen) for row in (features.first, features.second))
        if first is not None and second is not None:
            yield first, second, _sum(features.none, chosen) if features.none else None


def _sum(row: Row, columns: Sequence[int]) -> int | None:
    counts = [row.cells[c].count for c in columns]
    known = [c for c in counts if c is not None]
    return sum(known) if len(known) == len(counts) else None


def _agrees(counts: dict[str, int], choice: Choice) -> bool:
    first, second, none = choice
    return (
        counts["both"] + counts["first"] == first
        and counts["both"] + counts["second"] == second
        and none in (None, counts["neither"])
    )


def _exchanged(counts: dict[str, int], pair: tuple[str, str]) -> dict[str, int]:
    return counts | {pair[0]: counts[pair[1]], pair[1]: counts[pair[0]]}


def _finding(
    text: Scanned,
    where: tuple[int, Passage, int],
    spots: tuple[Said, Said],
    features: Features,
    numbers: tuple[dict[str, int], Choice],
    *,
    sure: bool,
    pair: tuple[str, str] | None,
) -> Mark:
    at, note, offset = where
    counts, (first, second, _) = numbers
    sums = [(features.first, counts["both"] + counts["first"], counts["first"], first),
            (features.second, counts["both"] + counts["second"], counts["second"], second)]  # fmt: skip
    lines = [
        f"{said(row)}: {counts['both']} + {only} = {total}, the table has {cell}" for row, total, only, cell in sums
    ]
    one, other = spots
    exchanged = (
        f"the counts {one.value} and {other.value} are exchanged: with {other.value} before “{_short(one)}” and "
    )
    exchanged += f"{one.value} before “{_short(other)}” the note agrees with the table"
    start, end = min(one.start, other.start), max(one.end, other.end)
    return _stretch(text, at, note, offset + start, offset + end).mark(
        "table-note",
        Verdict.FAILS if sure else Verdict.ASSUMES,
        f"This note does not agree with the rows {said(features.first)} and {said(features.second)} of its table.",
        computed="; ".join(f"{said(row)} {cell}" for row, _, _, cell in sums),
        arithmetic="; ".join(lines),
        suggestion=exchanged if pair else "; ".join(f"{cell} for {said(row)}" for row, _, _, cell in sums),
        assumption=None if sure else "the note counts other patients than these columns do",
    )


def _short(one: Said) -> str:
    words = one.words.removesuffix(" and").rstrip(" ,;").split()
    return " ".join(words[:9]) + (" …" if len(words) > 9 else "")
