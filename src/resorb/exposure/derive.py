"""Exposure of every course of a study: by what was dispensed, by amount and schedule, or by the number given.

strength × dispensed ÷ span, and amount × schedule × span. All arithmetic is exact; each result keeps the month
convention, the salt its mg are mg of, the cells it used and what it would need to be closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from resorb.exposure.course_facts import CourseFacts, course_facts
from resorb.exposure.exposures import SALT_UNKNOWN, Exposure
from resorb.exposure.factors import Amount, Factor, amounts_of, days_of, drug_in, frequency_of, number_of
from resorb.tables.schema import Course
from resorb.tables.study import Study, ref_of
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention

T = TypeVar("T")


def derive_exposures(study: Study, month: MonthConvention = DEFAULT_MONTH) -> tuple[Exposure, ...]:
    """One exposure per course, in the order of the courses.

    A course of a group is derived like that of one patient: what is printed of it is taken as given to each.

    Args:
        study: one study or several; its ``reading`` is passed on.
        month: how many days a month has, where a factor is printed in months or years.
    """
    return tuple(_derived(facts, study.reading, month) for facts in course_facts(study))


def derive_exposure(study: Study, course: Course, month: MonthConvention = DEFAULT_MONTH) -> Exposure:
    """The exposure of one course of the study (of a whole study, :func:`derive_exposures` is faster)."""
    facts = next(f for f in course_facts(study) if (f.course.study, f.course.id) == (course.study, course.id))
    return _derived(facts, study.reading, month)


def _derived(facts: CourseFacts, reading: str, month: MonthConvention) -> Exposure:
    """By the best method the facts allow; other methods stand in ``alternatives``."""
    course, product = facts.course, facts.product
    blank = Exposure(
        study=course.study,
        course=course.id,
        patient=course.patient,
        group=course.group,
        product=course.product,
        drug=product.drug if product is not None else "",
        route=product.route if product is not None else "",
        reading=reading,
        salt=(product.salt if product is not None else None) or SALT_UNKNOWN,
    )
    time = _Time(days_of(facts, month), frequency_of(course, month), number_of(course), month)
    supplied = _supplied(facts)
    found = [_by_supply(blank, supplied, time)] if supplied is not None else []
    found += [_by_amount(blank, amount, time) for amount in amounts_of(course, product, facts.patient)]
    # The sort is stable: among methods that lead somewhere, what was dispensed comes first.
    best, *others = sorted(found, key=lambda e: e.method == "none")
    if best.method == "none":
        return replace(best, missing=_unique(m for e in found for m in e.missing))
    return replace(best, alternatives=tuple(e for e in others if e.method != "none"))


class _Time:
    """The factors of time of one course."""

    def __init__(self, days: Factor, frequency: Factor, number: Factor, month: MonthConvention) -> None:
        self.days, self.frequency, self.number, self.month = days, frequency, number, month

    def administrations(self) -> tuple[Range, tuple[Factor, ...]]:
        """How often the drug was given over the course, and the factors that say so."""
        if not self.number.value.is_open:
            return self.number.value, (self.number,)
        return self.frequency.value * self.days.value, (self.frequency, self.days)

    def convention(self, used: tuple[Factor, ...]) -> MonthConvention | None:
        """The month convention, when one of the factors used rests on it."""
        return self.month if any(f.needs_month and not f.value.is_open for f in used) else None


def _supplied(facts: CourseFacts) -> Factor | None:
    """The drug (mg) in what was dispensed in all; None when nothing is said of it."""
    course, product, rows = facts.course, facts.product, facts.dispenses
    if course.dispensed is not None:
        return drug_in(course.dispensed, ref_of(course, "dispensed"), product)
    if not rows:
        return None
    parts = [
        drug_in(row.quantity, ref_of(row, "quantity"), product)
        if row.quantity is not None
        else Factor(missing=(f"quantity of {row.id}",))
        for row in rows
    ]
    lows = [p.value.low for p in parts if p.value.low is not None]
    highs = [p.value.high for p in parts if p.value.high is not None]
    # A supply of unknown size adds something, never less than nothing: the others are its lower end.
    value = Range(
        sum(lows, start=Fraction(0)) if lows else None,
        sum(highs, start=Fraction(0)) if len(highs) == len(parts) else None,
    )
    words = [p.words for p in parts if not p.value.is_open]
    return Factor(
        value,
        "; ".join([*words, *([f"in all {value} mg"] if len(words) > 1 else [])]),
        _unique(f for p in parts for f in p.trace),
        _unique(m for p in parts for m in p.missing),
        next((p.assumption for p in parts if p.assumption), None),
    )


def _by_supply(blank: Exposure, supplied: Factor, time: _Time) -> Exposure:
    """From strength × dispensed ÷ span; with a schedule also the drug per application."""
    total, days = supplied.value, time.days
    per_day = total / days.value
    times, by = time.administrations()
    per_time = total / times
    used = (supplied, days, *(() if times.is_open else by))
    lines = [supplied.words, days.words]
    if not per_day.is_open:
        lines.append(f"{total} mg / {days.value} days = {per_day} mg/day")
    if not per_time.is_open:
        lines.append(f"{total} mg / {times} administrations = {per_time} mg each")
    return replace(
        blank,
        month=time.convention(used),
        per_administration_mg=per_time,
        administrations=times,
        mg_per_day=per_day,
        mg_per_week=per_day.times(7),
        mg_total=total,
        days=days.value,
        method="none" if total.is_open else "dispensed",
        basis_assumption=supplied.assumption,
        arithmetic="; ".join(line for line in lines if line),
        missing=_unique([*supplied.missing, *days.missing]),
        trace=_unique(f for factor in used for f in factor.trace),
    )


def _by_amount(blank: Exposure, amount: Amount, time: _Time) -> Exposure:
    """From amount × schedule × span, or amount × the printed number of administrations."""
    each, frequency, days = amount.mg, time.frequency, time.days
    counted = not time.number.value.is_open
    times, by = time.administrations()
    total = each.value * times
    per_day, rate_by = each.value * frequency.value, (frequency,)
    if frequency.value.is_open and counted:
        per_day, rate_by = total / days.value, (days,)
    lines = [each.words]
    if not (each.value * frequency.value).is_open:
        lines.append(f"{each.value} mg {frequency.words} = {per_day.times(7)} mg/week")
    lines.append(days.words)
    if not total.is_open:
        lines.append(f"{each.value} mg × {times} administrations = {total} mg")
    used = (each, frequency, days, *([time.number] if counted else []))
    return replace(
        blank,
        month=time.convention((*by, *rate_by, days)),
        per_administration_mg=each.value,
        per_administration_mg_per_m2=amount.mg_per_m2,
        per_administration_mg_per_kg=amount.mg_per_kg,
        administrations=times,
        mg_per_day=per_day,
        mg_per_week=per_day.times(7),
        mg_total=total,
        days=days.value,
        method="none" if per_day.is_open and total.is_open else "administrations" if counted else "scheduled",
        basis_assumption=each.assumption,
        arithmetic="; ".join(line for line in lines if line),
        missing=_unique([*each.missing, *_time_missing(time, per_day)]),
        trace=_unique(f for factor in used for f in factor.trace),
    )


def _time_missing(time: _Time, per_day: Range) -> tuple[str, ...]:
    """What is lacking of the factors of time; a single administration has no rate to ask for."""
    if time.number.value == Range.point(1):
        return ()
    counted = not time.number.value.is_open
    missing = () if counted and per_day.is_known else time.frequency.missing
    if not counted or (time.frequency.value.is_open and not per_day.is_known):
        missing += time.days.missing
    return missing


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
