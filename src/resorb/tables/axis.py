"""A patient's axis of time: days from the first dose, every point an interval, open ends None.

A time whose anchor is not tied to the first dose by any fact stays open on both sides; nothing is guessed.
"""

from __future__ import annotations

import re
from fractions import Fraction

from resorb.tables.schema import Course, Patient
from resorb.tables.study import Study
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, days_per, read_span
from resorb.values.times import When


class Axis:
    """The axis of one patient (or of one group that has courses of its own)."""

    def __init__(self, study: Study, study_id: str, subject: str, month: MonthConvention = DEFAULT_MONTH) -> None:
        self.month = month
        patient = study.row(Patient, study_id, subject)
        self.patient = patient
        self.courses = tuple(c for c in study.of(Course, study_id) if subject in (c.patient, c.group))
        self._prefix = f"{subject}."
        self._resolving: set[str] = set()

    def place(self, when: When | None) -> Range:
        """Where a time lies on the axis."""
        if when is None or when.anchor == "unknown":
            return OPEN
        offset = Range(*when.days(self.month))
        anchor = when.anchor
        if anchor == "first dose":
            return offset
        if anchor == "last dose" and self.courses:
            return self.stop(self.courses[-1]) + offset
        if anchor == "birth":
            return self._by_age(when)
        if anchor == "date":
            return self._by_date(offset)
        if anchor == "death" and self.patient is not None and self.patient.death is not None:
            return self._guarded("death", self.patient.death) + offset
        kind, _, name = anchor.rpartition(" ")
        course = next((c for c in self.courses if name in (c.id, c.id.removeprefix(self._prefix))), None)
        if course is None:
            return OPEN
        if kind == "during":
            return Range(self.start(course).low, self.stop(course).high)
        edge = self.start(course) if kind == "start of" else self.stop(course)
        return edge + offset

    def start(self, course: Course) -> Range:
        """When a course started: as stated, else day 0 for the first one, else not before the one before it stopped."""
        first = not self.courses or course.id == self.courses[0].id
        if course.start is not None and course.start.anchor == "date":
            return Range.point(0) if first else self._guarded(course.id, course.start)
        if course.start is not None:
            return self._guarded(course.id, course.start)
        if first:
            return Range.point(0)
        before = self.courses[[c.id for c in self.courses].index(course.id) - 1]
        return Range(self.stop(before).low, None)

    def stop(self, course: Course) -> Range:
        """When a course stopped: as stated, else start plus span, else open after its start."""
        if course.stop is not None:
            return self._guarded(f"{course.id} stop", course.stop)
        start = self.start(course)
        if course.span is None:
            return Range(start.low, None)
        low, high = course.span.days(self.month)
        return start + Range(low if low is not None else Fraction(0), high)

    def _guarded(self, key: str, when: When) -> Range:
        """Follow an anchor, unless it leads back to itself (a circle of anchors says nothing)."""
        if key in self._resolving:
            return OPEN
        self._resolving.add(key)
        try:
            return self.place(when)
        finally:
            self._resolving.discard(key)

    def _by_age(self, when: When) -> Range:
        """An age, placed by the age at a time that is on the axis; both ages last as long as their last digit."""
        patient = self.patient
        if patient is None or patient.age is None or patient.age_at is None or patient.age_at.anchor == "birth":
            return OPEN
        known = self._guarded("age", patient.age_at)
        year = self.month.days * 12
        low, high = patient.age.to("year")
        age = Range(low, None if high is None else high + Fraction(1, 10**patient.age.decimals)).times(year)
        then = Range(*when.days(self.month))
        if then.high is not None and (told := re.fullmatch(r"(?:at )?age (.+)", when.printed)):
            step = Fraction(1, 10 ** read_span(told[1]).decimals) * days_per(when.unit, self.month)
            then = Range(then.low, then.high + step)
        return known + (then - age)

    def _by_date(self, day: Range) -> Range:
        first = self.courses[0] if self.courses else None
        if first is None or first.start is None or first.start.anchor != "date":
            return OPEN
        return day - Range(*first.start.days(self.month))
