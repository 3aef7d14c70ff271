"""The steps of a sample in their order: taken, received, reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_STEPS = tuple(
    lazy(rf"\b(?:{words})(?!\w)[^.;\d,]{{0,25}}$", _I)
    for words in (
        r"taken|collected|drawn|sampled|collection(?:\s+date)?|biops(?:y|ied)(?!\s+report)",
        r"received|arrived|arrival|receipt",
        r"analy[sz]ed|reported|authori[sz]ed|measured|run|result(?:s|ed)?|reported\s+on|report(?:\s+date)?",
    )
)
"""What happens to a sample, in order, told before the date of each step."""
_GOES_ON = lazy(
    r"[\s,;:()|/–—-]*(?:(?:and|was|were|then|it|had|been|finally|only|on|in|the|laboratory|lab)[\s,:]+)*", _I
)
"""Between the date of one step and the next: the same sample."""


@rule(
    "sample-in-order",
    kind="time",
    doc="A sample is taken before it is received, and received before it is reported.",
    source="comparison of the calendar dates of one sentence",
)
def sample_in_order(text: Scanned) -> Iterator[Mark]:
    """Taken 22/11/2022, received 21/11/2022; the biopsy of 14 May was reported on 9 May."""
    for sentence in readable(text):
        said = sentence.text
        held = [d for d in dates(said, text.day_first) if d.day and not d.fault]
        if len(held) < 2 or QUOTED.search(said):
            continue
        placed: list[tuple[int, Dated]] = []
        at = 0
        for one in held:
            begin = max(at, one.start - 45)
            head = said[begin : one.start]
            step = max(((m.start(), n) for n, p in enumerate(_STEPS) if (m := p.search(head))), default=None)
            if step is None or (at and not _GOES_ON.fullmatch(said, at, begin + step[0])):
                placed = []
            placed += [(step[1], one)] if step else []
            at = one.end
        for (a, one), (b, two) in combinations(placed, 2):
            early, late = (one, two) if a < b else (two, one)
            if a != b and len({n for n, _ in placed}) == len(placed) and _is_after(early, late):
                yield sentence.at(two.start, two.end).mark(
                    "sample-in-order", Verdict.FAILS,
                    f"{written_date(late)} lies before {written_date(early)}, though it comes later.",
                    computed=f"{written_date(late)} < {written_date(early)}",
                    arithmetic=f"{written_date(late)} < {written_date(early)}",
                    suggestion="correct one of the two dates",
                )  # fmt: skip
                break


def _alike(one: Dated, two: Dated) -> list[tuple[int, int]]:
    """The days two dates are, both with the day first or both with the month first."""
    pairs = [(one, two)]
    if one.swapped is not None or two.swapped is not None:
        pairs.append((one.swapped or one, two.swapped or two))
    return [(replace(a, swapped=None).ordinal, replace(b, swapped=None).ordinal) for a, b in pairs]


def _is_after(one: Dated, two: Dated) -> bool:
    """Whether a date is surely after another; without a year, so little after it that no year lies between."""
    if one.is_whole and two.is_whole:
        return all(a > b for a, b in _alike(one, two))
    months = (one.month or 0) - (two.month or 0)
    near = months in (1, 2) or (months == 0 and (one.day or 0) > (two.day or 0))
    return one.year is None and two.year is None and near
