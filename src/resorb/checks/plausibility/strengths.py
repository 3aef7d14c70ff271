"""Strengths against amounts and volumes of the same course: a product is not weaker than what was drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.plausibility.said import both_readings, said
from resorb.checks.registry import check
from resorb.tables.schema import Course, Product
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.ranges import Range
from resorb.values.units import same_dimension


@check(
    "strength-agrees",
    doc="Amount, volume and strength of one administration agree: amount = volume × strength.",
    source="mass = volume × concentration",
)
def strength_agrees(study: Study) -> Iterator[Finding]:
    """The concentration that amount and volume give, against the strength of the product."""
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        strength = product.strength if product is not None else None
        if course.amount is None or course.volume is None or product is None or strength is None:
            continue
        if strength.basis == "w/w" or not same_dimension(course.amount.unit, "mg"):
            continue
        given = Range(*course.amount.to("mg")) / Range(*course.volume.to("mL"))
        labelled = Range(strength.low, strength.high)
        arithmetic = (
            f"{course.amount.printed} / {course.volume.printed} = {given} mg/mL "
            f"({given.times(Fraction(1, 10))} % w/v); "
            f"{strength.printed} is {labelled} mg/mL"
        )
        yield from _compared(study, course, product, given, labelled, arithmetic)


def _compared(
    study: Study, course: Course, product: Product, given: Range, labelled: Range, arithmetic: str
) -> Iterator[Finding]:
    printed = f"{course.amount.printed if course.amount else ''} in {course.volume.printed if course.volume else ''}"
    trace = (ref_of(course, "amount"), ref_of(course, "volume"), ref_of(product, "strength"))
    both = both_readings(study, product, "strength") or both_readings(study, course, "amount")
    if given.meets(labelled):
        message = "Amount and volume give the strength of the product."
        yield said("strength-agrees", Verdict.HOLDS, course, "volume", message, printed=printed,
                   arithmetic=arithmetic, trace=trace)  # fmt: skip
    elif labelled.is_before(given):
        message = f"More drug is in the volume than the product can hold.{both}"
        yield said("strength-agrees", Verdict.FAILS, course, "volume", message, printed=printed,
                   arithmetic=arithmetic, suggestion="check amount, volume and strength", trace=trace)  # fmt: skip
    else:
        message = f"The volume holds less drug than the product does.{both}"
        yield said("strength-agrees", Verdict.ASSUMES, course, "volume", message, printed=printed,
                   arithmetic=arithmetic, assumption="that it was diluted, or the strength is misprinted",
                   trace=trace)  # fmt: skip
