"""The size of a study in its summary against that in its body, where one of the two makes sums and the other none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from resorb.reading.counts.counted import Count, Ratio
from resorb.reading.counts.multiplied import multiplied
from resorb.reading.counts.proportions import tokens
from resorb.reading.counts.taken_in import TakenIn, taken_in, tells_of_losses
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.consistency.common import differs, is_of_others, parts
from resorb.scan.rules.consistency.sizes import sizes_that_differ
from resorb.scan.rules.tables.common import grids

_DEGREES = lazy(r"\s*(?:df|d\.f\.|degrees)\b", re.IGNORECASE)
_MOST_SENTENCES, _FEW = 3000, 8
Told = tuple[Sentence, TakenIn]


@rule(
    "study-size",
    kind="consistency",
    doc="As many were included, or randomised, in the summary of a paper as in its body.",
    source="a number printed once, against one that its arms, a table or other sentences bear out",
)
def study_size(text: Scanned) -> Iterator[Mark]:
    """The two sizes of one step that a document states in two parts."""
    if len(text.sentences) > _MOST_SENTENCES:
        return
    told = [
        (s, one) for s in text.sentences if not s.is_long and not is_of_others(s) for one in taken_in(s.text)
    ]  # fmt: skip
    if len({one.size for _, one in told}) != 2:
        return
    part = parts(text)
    first, second = sorted(
        {o.size for _, o in told}, key=lambda n: (_is_borne_out(text, told, n), times_counted(text, n))
    )
    odd = [t for t in told if t[1].size == first]
    others = [t for t in told if t[1].size == second]
    if len(odd) != 1 or times_counted(text, first) != 1 or _is_borne_out(text, odd, first):
        return
    (sentence, one), (there, other) = odd[0], others[0]
    near = abs(first - second) * 4 <= max(first, second)
    if one.is_drawn != other.is_drawn or part[sentence.block_number] == part[there.block_number] or not near:
        return
    if any(here.number == sentence.number for (here, _), _ in sizes_that_differ(text)):
        return  # told by the rule on counts
    if _is_borne_out(text, others, second) and not _is_explained(text, abs(first - second)):
        yield differs(
            "study-size", sentence, (one.start, one.end), "the size of the study", (there, (other.start, other.end)),
            "not the same persons are counted",
        )  # fmt: skip


def times_counted(text: Scanned, size: int) -> int:
    """How often a number counts somebody or something in the document, in sentences and in tables."""
    found = [(s, t) for s in text.sentences for t in tokens(s.text) if isinstance(t, Count | Ratio)]
    said = sum(
        size in ((t.value,) if isinstance(t, Count) else (t.part, t.whole)) and not _DEGREES.match(s.text, t.end)
        for s, t in found
    )
    return said + sum(cell.count == size for _, grid in grids(text) for row in grid.rows for cell in row.cells)


def _is_borne_out(text: Scanned, told: list[Told], size: int) -> bool:
    """Whether a table is of so many, or the sentence that tells it counts parts that make it, or so many in an arm."""
    heads = [[c.whole for c in grid.columns if c.whole] for _, grid in grids(text)]
    if any(size in wholes or sum(wholes) == size for wholes in heads) or any(g.whole == size for _, g in grids(text)):
        return True
    for sentence, one in told:
        if one.size != size:
            continue
        numbers = [t.value for t in tokens(sentence.text) if isinstance(t, Count) and t.start != one.start][:_FEW]
        numbers += [t.part for t in tokens(sentence.text) if isinstance(t, Ratio)][:_FEW]
        if any(a + b == size for a, b in combinations(numbers, 2)) or 2 * max(numbers, default=0) == size:
            return True
        if any(m.total == size for m in multiplied(sentence.text)) or (len(numbers) > 2 and sum(numbers) == size):
            return True
    return False


def _is_explained(text: Scanned, rest: int) -> bool:
    """Whether a sentence on those left out, or who came later, counts as many as the two sizes differ by."""
    return any(
        isinstance(t, Count) and t.value == rest
        for s in text.sentences if tells_of_losses(s.text) for t in tokens(s.text)
    )  # fmt: skip
