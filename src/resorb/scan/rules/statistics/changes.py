"""A change against the two values it lies between."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.arithmetic.rounding import written
from resorb.reading.statistics.changes import Change, changes
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

_NEAR = 60
"""Characters: value and change so near each other are underlined together, for either may be wrong."""


@rule(
    "change-between",
    kind="statistic",
    doc="A change is the value afterwards less the value before; so is a mean change in the same patients.",
    source="subtraction; each number stands for what rounds to it",
)
def changes_between(text: Scanned) -> Iterator[Mark]:
    """Each change that is told with both its values."""
    for sentence in text.sentences:
        for one in changes(sentence.text):
            mark = _judged(sentence, one)
            if mark is not None:
                yield mark


def _judged(sentence: Sentence, one: Change) -> Mark | None:
    true = one.last.value - one.first.value
    room = 0 if one.exact else (one.first.step + one.last.step + one.by.step) / 2
    if abs(abs(true) - abs(one.by.value)) <= room:
        return None
    sure = one.of_the_same or not one.of_means
    by = written(abs(true))
    near = one.start - one.last_start <= _NEAR
    return sentence.at(one.last_start if near else one.start, one.end).mark(
        "change-between", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"From {one.first.text} to {one.last.text} it is {by}, not {one.by.text.lstrip('-')}.",
        computed=by, arithmetic=f"{one.last.text} - {one.first.text} = {written(true)}",
        suggestion=by, assumption=None if sure else "the means are of different patients",
    )  # fmt: skip
