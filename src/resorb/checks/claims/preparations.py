"""Judges of concentrations and infusion rates: what is in a millilitre, and what ran in per hour."""

from __future__ import annotations

from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.checks.claims.facts import rows_of, unjudged, verdict
from resorb.checks.registry import Judgement, judges
from resorb.tables.schema import Claim, Course, Product
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused, Verdict
from resorb.values.quantities import Quantity, read_quantity
from resorb.values.ranges import Range
from resorb.values.spans import Span, days_per
from resorb.values.strengths import Strength, read_strength
from resorb.values.units import same_dimension

_EXACT = "exact arithmetic"


@judges("concentration", doc="A printed concentration is the strength, or amount over volume.", source=_EXACT)
def concentration(study: Study, claim: Claim) -> Judgement:
    """Compared per mL or per gram; a percentage without a basis is compared under an assumption."""
    row = next(iter(rows_of(study, claim)), None)
    try:
        printed = read_strength(claim.printed)
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    if isinstance(row, Product) and row.strength is not None:
        words = f"the strength on file is {row.strength.printed}"
        return _same_strength(printed, row.strength, words, (ref_of(row, "strength"),))
    if isinstance(row, Course) and row.amount is not None and row.volume is not None:
        amount, volume = _range(row.amount, "mg"), _range(row.volume, "mL")
        if amount is not None and volume is not None and amount.is_known and (volume.low or 0) > 0:
            per = amount / volume
            low, high = per.low or Fraction(0), per.high or Fraction(0)
            arithmetic = f"{row.amount.printed} / {row.volume.printed} = {written(low)} mg/mL"
            trace = (ref_of(row, "amount"), ref_of(row, "volume"))
            return _same_strength(printed, Strength(arithmetic, low, high, "w/v"), arithmetic, trace)
    return unjudged("it needs the strength of a product, or amount and volume of a course")


def _same_strength(printed: Strength, known: Strength, words: str, trace: tuple[FactRef, ...]) -> Judgement:
    computed = f"{'-'.join(dict.fromkeys(written(v) for v in (known.low, known.high)))} {known.unit}"
    equal = (printed.low, printed.high) == (known.low, known.high)
    bases = {printed.basis, known.basis}
    arithmetic = f"{printed.printed} = {written(printed.low)} {printed.unit}; {words} = {computed}"
    if equal and len(bases) > 1:
        assumption = (
            "1 mL weighs 1 g"
            if bases == {"w/w", "w/v"}
            else f"the percentage is {' and '.join(sorted(bases - {'percent'}))}"
        )
        message = f"{printed.printed} is {computed} if {assumption}."
        return Judgement(Verdict.ASSUMES, message, computed, arithmetic, assumption, trace=trace)
    hint = None
    if not equal and known.low:
        ratio = printed.low / known.low
        if ratio in (1000, Fraction(1, 1000)):
            hint = "off by a factor of 1000: g printed for mg, or mg for g?"
    message = f"{printed.printed} is {written(printed.low)} {printed.unit}; {words}" + (
        "." if equal else ", which differs."
    )
    return Judgement(verdict(holds=equal), message, computed, arithmetic, suggestion=hint, trace=trace)


@judges("infusion rate", doc="A printed rate is the amount or volume of one infusion over its time.", source=_EXACT)
def infusion_rate(study: Study, claim: Claim) -> Judgement:
    """Drug or fluid per hour, from the course."""
    course = next((r for r in rows_of(study, claim) if isinstance(r, Course)), None)
    if course is None or course.infused_over is None:
        return unjudged("it needs a course and how long one infusion ran")
    try:
        printed = read_quantity(claim.printed)
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    for column, unit in (("amount", "mg/h"), ("volume", "mL/h")):
        given: Quantity | None = getattr(course, column)
        if given is None or not same_dimension(printed.unit, unit):
            continue
        of_one, hours = _range(given, unit.split("/")[0]), _hours(course.infused_over)
        if of_one is None or hours is None:
            continue
        rate, wanted = of_one / hours, Range(*printed.to(unit))
        fits = wanted.meets(rate) and not (rate.is_open or wanted.is_open)
        ends = "-".join(dict.fromkeys("?" if e is None else written(e) for e in (rate.low, rate.high)))
        arithmetic = f"{given.printed} / {course.infused_over.printed} = {ends} {unit}"
        printed_rate = written(wanted.low if wanted.low is not None else Fraction(0))
        message = f"{arithmetic}; printed: {claim.printed} = {printed_rate} {unit}."
        ratio = None if not rate.low or not wanted.low else wanted.low / rate.low
        off = ratio in (Fraction(1000), Fraction(1, 1000))
        hint = "off by a factor of 1000: mg for g, or g for mg?" if off and not fits else None
        trace = (ref_of(course, column), ref_of(course, "infused_over"))
        return Judgement(verdict(holds=fits), message, f"{ends} {unit}", arithmetic, suggestion=hint, trace=trace)
    return unjudged(f"it needs the amount or volume of one infusion of {course.id}, in the kind of unit printed")


def _range(quantity: Quantity, unit: str) -> Range | None:
    try:
        return Range(*quantity.to(unit))
    except Refused:
        return None


def _hours(span: Span) -> Range | None:
    if span.low is None or span.low <= 0:
        return None
    return Range(span.low, span.high).times(days_per(span.unit) * 24)
