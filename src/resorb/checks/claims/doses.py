"""Judges of doses: a printed amount against exposure, under each length of a month and each rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.checks.arithmetic.ways import roundings
from resorb.checks.claims.derived import derived_from
from resorb.checks.claims.facts import figures, rows_of, unjudged
from resorb.checks.registry import Judgement, judges
from resorb.exposure.exposures import Exposure
from resorb.tables.schema import Claim, Course
from resorb.tables.study import Study
from resorb.values.findings import Refused, Verdict
from resorb.values.numbers import PrintedNumber, Rounding
from resorb.values.quantities import read_quantity
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention
from resorb.values.units import convert

_SOURCE = "exact arithmetic under months of 28, 30, 30.4375, 365/12 and 31 days, rounded to 1, 5, 10 or 2 digits"


@dataclass(frozen=True, slots=True)
class _Try:
    """The amount as computed by one method under one length of a month, in the printed unit."""

    month: MonthConvention
    value: Range
    exposure: Exposure

    @property
    def days(self) -> str:
        """The length of the month, when it was needed."""
        return f"a month of {self.month}" if self.exposure.month is not None else ""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which the printed figure comes about: length of a month, rounding to a step, rules that do it."""

    days: str
    step: str
    rules: tuple[Rounding, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the figure was only rounded to the nearest in its last printed place."""
        return not self.step and Rounding.HALF_UP in self.rules

    def __str__(self) -> str:
        rules = "" if self.is_plain else f" ({', '.join(self.rules)})"
        return " and ".join(part for part in (self.days, f"{self.step or 'plain rounding'}{rules}") if part)


@judges("dose per administration", doc="Drug per administration follows from what was given.", source=_SOURCE)
def per_administration(study: Study, claim: Claim) -> Judgement:
    """Printed dose, or strength times amount, or supply over applications."""
    return _judged(study, claim, "per_administration_mg", "mg")


@judges("daily dose", doc="Drug per day follows from supply and span, or from dose and schedule.", source=_SOURCE)
def daily(study: Study, claim: Claim) -> Judgement:
    """Tried under every convention; the pairs that give the printed figure are named."""
    return _judged(study, claim, "mg_per_day", "mg/day")


@judges("weekly dose", doc="Drug per week follows from dose and schedule.", source=_SOURCE)
def weekly(study: Study, claim: Claim) -> Judgement:
    """Seven times the daily dose."""
    return _judged(study, claim, "mg_per_week", "mg/week")


@judges("total dose", doc="Drug in all follows from dose, schedule and span.", source=_SOURCE)
def total(study: Study, claim: Claim) -> Judgement:
    """Over the whole course."""
    return _judged(study, claim, "mg_total", "mg")


@judges("drug mass", doc="Drug in what was dispensed follows from its strength.", source=_SOURCE)
def drug_mass(study: Study, claim: Claim) -> Judgement:
    """Strength times grams or millilitres dispensed."""
    return _judged(study, claim, "mg_total", "mg", method="dispensed")


@judges("administrations", doc="The number of administrations follows from schedule and span.", source=_SOURCE)
def administrations(study: Study, claim: Claim) -> Judgement:
    """Frequency times length of the course, or the number its schedule states."""
    return _judged(study, claim, "administrations", "")


def _judged(study: Study, claim: Claim, column: str, unit: str, method: str | None = None) -> Judgement:
    course = next((r for r in rows_of(study, claim) if isinstance(r, Course)), None)
    if course is None:
        return unjudged("it needs a course")
    read = _printed(claim, unit)
    if isinstance(read, str):
        return unjudged(read)
    number, printed, shown_unit = read
    tries = list(_tries(study, course, column, (unit, shown_unit), method))
    known = [t for t in tries if not t.value.is_open]
    if not known:
        lacking = dict.fromkeys(m for t in tries for m in t.exposure.missing)
        return unjudged(
            f"it needs {', '.join(lacking) or 'what was dispensed, or a dose and a schedule'} of {course.id}"
        )
    best = known[0].exposure
    ways = [w for t in known for w in _ways(number, printed, t, counted=not unit)]
    said = Judgement(
        Verdict.FAILS, "", _span(known[0].value, shown_unit), best.arithmetic, best.basis_assumption, trace=best.trace
    )
    if not ways:
        open_end = any(not t.value.is_known and printed.meets(t.value) for t in known)
        return (
            unjudged(f"it needs {', '.join(best.missing)} of {course.id}") if open_end else _fails(said, claim, known)
        )
    return _by_ways(said, claim, known, ways)


def _by_ways(said: Judgement, claim: Claim, known: list[_Try], ways: list[_Way]) -> Judgement:
    plain = {w.days for w in ways if w.is_plain}
    every = {t.days for t in known}
    if plain >= every or "" in plain:
        verdict = Verdict.ASSUMES if said.assumption else Verdict.HOLDS
        return replace(said, verdict=verdict, message=f"{claim.printed} follows: {said.arithmetic}.")
    # A plain rounding under one length of a month explains more than a coarse or odd one under another.
    ways = sorted(ways, key=lambda w: (not w.is_plain, Rounding.HALF_UP not in w.rules))
    named = list(dict.fromkeys(str(w) for w in ways))
    first = named[0]
    shown = first if not said.assumption else f"{first}; {said.assumption}"
    computed = "; ".join(dict.fromkeys(f"{_span(t.value)} with {t.days or 'no month'}" for t in known))
    more = [n for n in named if n != first]
    message = f"{claim.printed} comes about with {first}" + (f"; also with {'; '.join(more)}." if more else ".")
    return replace(said, verdict=Verdict.ASSUMES, message=message, computed=computed, assumption=shown)


def _fails(said: Judgement, claim: Claim, known: list[_Try]) -> Judgement:
    results = list(dict.fromkeys(_span(t.value) + (f" with {t.days}" if t.days else "") for t in known))
    number = next(iter(figures(claim.printed)), None)
    point = known[0].value.low
    hint = None
    if number is not None and point:
        thousand = [f for f in (1000, Fraction(1, 1000)) if number.rules_giving(point * f)]
        hint = "the printed figure is off by a factor of 1000: mg for g, or g for mg?" if thousand else None
    message = f"{claim.printed} is not what follows: {'; '.join(results)} ({said.arithmetic})."
    return replace(said, message=message, suggestion=hint)


def _printed(claim: Claim, unit: str) -> tuple[PrintedNumber, Range, str] | str:
    """The first number printed, the range printed, and the unit; or what is wrong with the text."""
    numbers = figures(claim.printed)
    if not numbers:
        return "the printed text holds no number"
    if not unit:
        return numbers[0], Range.point(numbers[0].value), ""
    try:
        quantity = read_quantity(claim.printed, unit)
    except Refused as refused:
        return f"{refused.rule}; {refused.remedy}"
    return numbers[0], Range(quantity.low, quantity.high), quantity.unit


def _tries(study: Study, course: Course, column: str, units: tuple[str, str], method: str | None) -> Iterator[_Try]:
    scale = convert(Fraction(1), *units) if units[0] else Fraction(1)
    seen: set[tuple[Range, str]] = set()
    for month, exposures in derived_from(study).exposures.items():
        exposure = exposures.get((course.study, course.id))
        for one in (exposure, *exposure.alternatives) if exposure else ():
            if method is not None and one.method != method:
                continue
            value: Range = getattr(one, column)
            attempt = _Try(month, value.times(scale), one)
            if (attempt.value, attempt.days) not in seen:
                seen.add((attempt.value, attempt.days))
                yield attempt


def _ways(number: PrintedNumber, printed: Range, attempt: _Try, *, counted: bool) -> Iterator[_Way]:
    """How the printed figure comes from one computed amount; a printed range must lie in the computed one.

    What is ``counted`` is rounded to whole numbers only.
    """
    if not attempt.value.is_known:
        return
    low, high = attempt.value.low, attempt.value.high
    if low is None or high is None:
        return
    if low != high or printed.low != printed.high:
        inside = printed.low is not None and printed.high is not None and low <= printed.low and printed.high <= high
        if inside:
            yield _Way(attempt.days, "", tuple(Rounding))
        return
    for words, rules in roundings(number, low, counted=counted):
        yield _Way(attempt.days, words, rules)


def _span(value: Range, unit: str = "") -> str:
    ends = dict.fromkeys("?" if end is None else written(end) for end in (value.low, value.high))
    return f"{'-'.join(ends)} {unit}".strip()
