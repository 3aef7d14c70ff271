"""One assessment under one criteria: does it count, and which class does it mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from resorb.codes.rules import Bands, Criteria, ResponseClass
from resorb.response.followup import Followup, Seen
from resorb.tables.schema import Lesion
from resorb.tables.study import ref_of
from resorb.values.findings import FactRef
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention
from resorb.values.units import same_dimension

SIZE = "lesion size"
"""The measure that a lesion's own ``size`` is the baseline of."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The class an assessment means, in words ``why``; ``change`` in per cent when measured; the facts used."""

    response: ResponseClass
    why: str
    change: Range = OPEN
    facts: tuple[FactRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value that later ones are compared with."""

    value: Quantity
    fact: FactRef


def judge(
    rule: Criteria, seen: Seen, followup: Followup, lesion: Lesion | None, month: MonthConvention
) -> Judgement | None:
    """The class of one follow-up assessment; None when these criteria do not look at it.

    A measured change goes before the word for it. Without either the subject was assessed and the source does not
    say what was seen: unknown.
    """
    row = seen.assessment
    if not _counts(rule, seen):
        return None
    late = _late_enough(rule, seen, month)
    if late is False:
        return None
    measured = _by_measure(rule, seen, followup, lesion)
    worded = _by_finding(rule, seen)
    reported = any(cell is not None for cell in (row.change, row.value, row.finding))
    silent = Judgement(ResponseClass.UNKNOWN, "assessed, but the source does not say what was seen")
    found = next((j for j in (measured, worded) if j and j.response is not ResponseClass.UNKNOWN), None)
    found = found or measured or worded or (None if reported else silent)
    if found is not None and late is None and rule.earliest is not None:
        why = f"cannot be told whether it was seen {rule.earliest.printed} or more after the start"
        return Judgement(ResponseClass.UNKNOWN, why, found.change, found.facts)
    return found


def _counts(rule: Criteria, seen: Seen) -> bool:
    """Whether method and measure fit. A finding with no measure named is of the lesion itself."""
    row = seen.assessment
    measure = row.measure or "lesion presence"
    return (not rule.methods or row.by in rule.methods) and (not rule.measures or measure in rule.measures)


def _late_enough(rule: Criteria, seen: Seen, month: MonthConvention) -> bool | None:
    """Whether it was seen late enough to count; None when the dates cannot tell."""
    if rule.earliest is None:
        return True
    soonest = rule.earliest.days(month)[0]
    if soonest is None or (seen.since.low is not None and seen.since.low >= soonest):
        return True
    return False if seen.since.high is not None and seen.since.high < soonest else None


def _by_finding(rule: Criteria, seen: Seen) -> Judgement | None:
    finding = seen.assessment.finding
    if finding is None or not rule.by_finding:
        return None
    if finding in rule.by_finding:
        return Judgement(rule.by_finding[finding], f"finding {finding!r} is {rule.by_finding[finding]}")
    if seen.direction == "unknown":
        return Judgement(ResponseClass.UNKNOWN, f"finding {finding!r} does not say how it changed")
    return None


def _by_measure(rule: Criteria, seen: Seen, followup: Followup, lesion: Lesion | None) -> Judgement | None:
    row = seen.assessment
    if not rule.by_change and not rule.by_points:
        return None
    if row.change is not None and rule.by_change:
        response = rule.class_at(rule.by_change, row.change.value)
        return Judgement(response, f"a change of {row.change.text} % is {response}", Range.point(row.change.value))
    if row.value is None:
        return None
    base = _baseline(seen, followup, lesion)
    if base is None:
        return Judgement(ResponseClass.UNKNOWN, f"measured as {row.value.printed}, but no baseline value is on file")
    before, now = Range(*base.value.to(row.value.unit)), Range(row.value.low, row.value.high)
    percent = Range.point(-100) + (now / before).times(100)
    if rule.by_points and row.value.unit == "point":
        response = _one_class(rule, rule.by_points, now - before)
    else:
        response = _one_class(rule, rule.by_change, percent)
    shown = as_text(percent.low) if percent.low is not None and percent.is_point else "between two ends"
    why = f"from {base.value.printed} to {row.value.printed} ({shown} %) is {response}"
    return Judgement(response, why, percent, (base.fact,))


def _baseline(seen: Seen, followup: Followup, lesion: Lesion | None) -> Baseline | None:
    """The last value of the same measure before the first course; for size, the lesion's own size stands in."""
    row = seen.assessment
    for one in reversed(followup.baseline):
        value = one.assessment.value
        if value is None or row.value is None or one.assessment.measure != row.measure:
            continue
        if same_dimension(value.unit, row.value.unit):
            return Baseline(value, ref_of(one.assessment, "value"))
    sized = lesion is not None and lesion.size is not None and row.measure in (None, SIZE)
    if sized and lesion and lesion.size and row.value and same_dimension(lesion.size.unit, row.value.unit):
        return Baseline(lesion.size, ref_of(lesion, "size"))
    return None


def _one_class(rule: Criteria, bands: Bands, change: Range) -> ResponseClass:
    """The class of a change known as a range: unknown unless all of the range is in one class."""
    if change.low is None or change.high is None:
        return ResponseClass.UNKNOWN
    edges = {edge for _, band in bands for edge in (band.low, band.high) if edge is not None and edge in change}
    points = sorted({change.low, change.high, *edges})
    between = {(one + other) / 2 for one, other in pairwise(points)}
    found = {rule.class_at(bands, point) for point in {*points, *between}}
    return found.pop() if len(found) == 1 else ResponseClass.UNKNOWN
