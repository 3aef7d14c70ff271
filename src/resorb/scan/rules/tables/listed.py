"""Small tables printed as a line: the parts of a list against its total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.listed import Item, Listed, listed
from resorb.scan.material import Mark, Scanned, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.tables.common import OVERLAP, added
from resorb.values.documents import Block, BlockKind, Passage
from resorb.values.findings import Verdict

_READ = (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.NOTE)


@rule(
    "list-sum",
    kind="table",
    doc="The parts of a list add up to the total it ends with.",
    source="addition",
)
def lists(text: Scanned) -> Iterator[Mark]:
    """Every list after a title and a colon."""
    for number, block in enumerate(text.document.blocks):
        if block.kind in _READ:
            found = list(listed(block.passage.text))
            # A total that another list of the same lines reaches too is not the number to doubt.
            sure = {total.value for one in found for total, _, right in _totals(one) if right}
            for one in found:
                yield from _sums(text, number, block, one, sure)


def _at(text: Scanned, number: int, passage: Passage, start: int, end: int) -> Stretch:
    return Stretch(passage, start, end, number, text.document.name)


def _totals(one: Listed) -> Iterator[tuple[Item, list[Item], bool]]:
    """Each number of the total with its parts, and whether they make it."""
    for total in one.total:
        parts = [next((i for i in row if i.unit == total.unit), None) for row in one.rows]
        known = [p for p in parts if p is not None]
        if len(known) == len(parts):
            yield total, known, sum((p.value for p in known), Fraction(0)) == total.value


def _sums(text: Scanned, number: int, block: Block, one: Listed, sure: set[Fraction]) -> Iterator[Mark]:
    overlaps = bool(OVERLAP.search(block.passage.text.lower()))
    for total, items, right in _totals(one):
        doubtful = items[-1] if not right and total.value in sure else total
        parts = [i.value for i in items]
        at = _at(text, number, block.passage, doubtful.start, doubtful.end)
        more = {"computed": written(sum(parts, Fraction(0))), "arithmetic": added(parts)}
        if right:
            yield at.mark("list-sum", Verdict.HOLDS, f"The parts make {written(total.value)}.", **more)
            continue
        near = Fraction(1, 2) < sum(parts, Fraction(0)) / total.value < Fraction(3, 2) if total.value else False
        if near and not overlaps:
            yield at.mark(
                "list-sum", Verdict.FAILS,
                f"The parts of this list make {more['computed']}, not {written(total.value)}.",
                suggestion=f"{more['computed']}, or another number in one of the parts", **more,
            )  # fmt: skip
