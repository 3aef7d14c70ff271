"""Percentages in a row of which the text says that they leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.checks.arithmetic.near_miss import near_miss
from resorb.checks.arithmetic.rounding import written
from resorb.reading.counts.balance import is_whole_said
from resorb.reading.counts.shares import percentages
from resorb.reading.counts.whole_lists import COMPARED, HEDGED, MOST_PARTS
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.counts.parts import judged_parts
from resorb.scan.rules.counts.scope import Scope
from resorb.values.findings import Verdict

_GAP = 60
_THE_OTHER = lazy(r"\bthe\s+(?:other|others,|remaining|rest,)\s+$", re.IGNORECASE)
_FAR = 25
"""Points by which a sum may miss a hundred for a slip to be likelier than another meaning."""


@rule(
    "percents-in-a-row",
    kind="count",
    doc="Percentages in a row that are said to leave nothing out add up to 100.",
    source="exact sum, within the rounding of each",
)
def percents_in_a_row(text: Scanned) -> Iterator[Mark]:
    """All percentages of a sentence, three or more side by side, when it or one beside it says that each has one."""
    scope = Scope(text)
    for sentence in text.sentences:
        if sentence.text.count("%") > 2 and not (HEDGED.search(sentence.text) or COMPARED.search(sentence.text)):
            yield from _judged(sentence, text, scope)


@rule(
    "percents-complement",
    kind="percent",
    doc="Of two percentages of which one is that of “the other” or “the remaining”, both make 100.",
    source="exact sum, within the rounding of each",
)
def percents_complement(text: Scanned) -> Iterator[Mark]:
    """The only two percentages of a sentence, the last said to be that of all others."""
    for sentence in text.sentences:
        if sentence.text.count("%") != 2 or sentence.is_long:
            continue
        shares = [s for s in percentages(sentence.text) if not s.manner]
        if len(shares) != 2 or not _THE_OTHER.search(sentence.text, max(0, shares[1].start - 24), shares[1].start):
            continue
        one, other = shares
        total, room = one.points + other.points, (one.number.step + other.number.step) / 2
        if abs(total - 100) > room and near_miss(other.number, 100 - one.points):
            yield sentence.at(other.number_start, other.end).mark(
                "percents-complement", Verdict.ASSUMES,
                f"All others than {one.number.text} % are {written(100 - one.points)} %, not {other.number.text} %.",
                computed=f"{written(100 - one.points)} %",
                arithmetic=f"100 − {one.number.text} = {written(100 - one.points)}, not {other.number.text}",
                suggestion=f"{written(100 - one.points)} %",
                assumption="both are not of one whole, or some of it is in neither",
            )  # fmt: skip


def _judged(sentence: Sentence, text: Scanned, scope: Scope) -> Iterator[Mark]:
    shares = list(percentages(sentence.text))
    gaps = [b.start - a.end for a, b in pairwise(shares)]
    if not 2 < len(shares) <= MOST_PARTS or max(gaps) > _GAP or any(s.manner for s in shares):
        return
    if sentence.text.count("%") != len(shares) or len({s.number.decimals for s in shares}) > 1:
        return
    said = " ".join(one.text for one in (*text.before(sentence, 1), sentence))
    total = sum((s.points for s in shares), Fraction(0))
    room = shares[0].number.step * len(shares) / 2
    if (
        abs(total - 100) <= room
        or abs(total - 100) > _FAR
        or not is_whole_said(said)
        or list(judged_parts(sentence, scope))
    ):
        return
    yield sentence.at(shares[0].number_start, shares[-1].end).mark(
        "percents-in-a-row", Verdict.ASSUMES, f"These percentages add up to {written(total)} %, not 100 %.",
        computed=f"{written(total)} %", arithmetic=f"{' + '.join(s.number.text for s in shares)} = {written(total)}",
        suggestion=f"one of them is {written(abs(total - 100))} points too {'high' if total > 100 else 'low'}",
        assumption="they are not of one whole, or some of it is in two parts or in none",
    )  # fmt: skip
