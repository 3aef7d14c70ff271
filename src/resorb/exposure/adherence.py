"""How much of a course the recorded supplies cover: proportion of days covered, with the gaps.

Each supply covers its days' supply from its date on. A supply fetched early is used after the one before it ends, so
no day counts twice. The period runs from the first supply to the course's stop, or to the end of the last supply when
no stop is known. Days' supply is used as recorded, never computed (Themis convention of the OMOP community).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.exposure.course_facts import CourseFacts, course_facts
from resorb.tables.schema import Dispense
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention


@dataclass(frozen=True, slots=True)
class Adherence:
    """Supplies against time. Grain: one course with supplies on record.

    ``covered`` is the proportion of days covered (0 to 1), None when it cannot be judged; ``gaps`` are stretches
    without drug as (days after the first supply, length in days). ``missing`` says what would be needed.
    """

    study: str
    course: str
    covered: Fraction | None
    covered_days: Fraction | None
    period_days: Fraction | None
    gaps: tuple[tuple[Fraction, Fraction], ...]
    arithmetic: str
    missing: tuple[str, ...]
    trace: tuple[FactRef, ...]


def adherences(study: Study, month: MonthConvention = DEFAULT_MONTH) -> tuple[Adherence, ...]:
    """Adherence of every course that has supplies on record."""
    return tuple(a for facts in course_facts(study) if (a := adherence_of(facts, month)) is not None)


def adherence_of(facts: CourseFacts, month: MonthConvention = DEFAULT_MONTH) -> Adherence | None:
    """Adherence over one course; None when it has no supplies on record."""
    rows, course = facts.dispenses, facts.course
    if not rows:
        return None
    trace = tuple(ref_of(row, name) for row in rows for name in ("at", "days_supply") if getattr(row, name) is not None)
    placed = [(row, _day(row, facts, month)) for row in rows]
    missing = [f"exact date of {row.id}" for row, day in placed if day is None]
    missing += [f"days' supply of {row.id}" for row in rows if row.days_supply is None]
    if missing:
        return Adherence(course.study, course.id, None, None, None, (), "", tuple(missing), trace)
    supplies = sorted((day, Fraction(row.days_supply or 0)) for row, day in placed if day is not None)
    first = supplies[0][0]
    stretches = list(_stretches(supplies))
    stop = _stop(facts, month)
    end = max(stop if stop is not None else stretches[-1][1], first)
    inside = [(start, min(until, end)) for start, until in stretches if start < end]
    covered = sum((until - start for start, until in inside), start=Fraction(0))
    period = end - first
    gaps = _gaps(inside, first, end)
    if stop is not None:
        trace += tuple(ref_of(course, n) for n in ("start", "stop", "span") if getattr(course, n) is not None)
    words = f"{Range.point(covered)} of {Range.point(period)} days covered"
    share = covered / period if period else None
    lacks = () if period else ("a period longer than no day",)
    return Adherence(course.study, course.id, share, covered, period, gaps, words, lacks, trace)


def _day(row: Dispense, facts: CourseFacts, month: MonthConvention) -> Fraction | None:
    """The day of a supply: its calendar day, or its day on the patient's axis; None when it is not one day."""
    if row.at is None:
        return None
    if all(r.at is not None and r.at.anchor == "date" for r in facts.dispenses):
        return row.at.low if row.at.low == row.at.high else None
    place = facts.axis(month).place(row.at)
    return place.low if place.is_point else None


def _stop(facts: CourseFacts, month: MonthConvention) -> Fraction | None:
    """The course's stop on the clock of its supplies; None when it is not one day."""
    course = facts.course
    if all(r.at is not None and r.at.anchor == "date" for r in facts.dispenses):
        dated = course.stop if course.stop is not None and course.stop.anchor == "date" else None
        if dated is not None:
            return dated.low if dated.low == dated.high else None
        if course.start is None or course.start.anchor != "date" or course.span is None:
            return None
        stop = Range(*course.start.days(month)) + Range(*course.span.days(month))
    else:
        stop = facts.axis(month).stop(course)
    return stop.low if stop.is_point else None


def _stretches(supplies: list[tuple[Fraction, Fraction]]) -> Iterator[tuple[Fraction, Fraction]]:
    """From and until which day each supply lasts, early ones carried forward."""
    used_up: Fraction | None = None
    for day, lasts in supplies:
        start = day if used_up is None else max(day, used_up)
        used_up = start + lasts
        yield start, used_up


def _gaps(
    stretches: list[tuple[Fraction, Fraction]], first: Fraction, end: Fraction
) -> tuple[tuple[Fraction, Fraction], ...]:
    found, until = [], first
    for start, stop in [*stretches, (end, end)]:
        if start > until:
            found.append((until - first, start - until))
        until = max(until, stop)
    return tuple(found)
