"""What was dispensed against how long it keeps, and against how much the schedule uses."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.plausibility.said import said
from resorb.checks.registry import check
from resorb.tables.schema import Course, Dispense, Product
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.ranges import Range
from resorb.values.units import same_dimension


@check(
    "used-within-shelf-life",
    doc="What is dispensed is used before it expires.",
    source="printed shelf life against printed supplies",
)
def used_within_shelf_life(study: Study) -> Iterator[Finding]:
    """Shelf life against the days a supply is to last, or against the whole course when supplies are not listed."""
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        if product is None or product.keeps is None:
            continue
        keeps = Range(*product.keeps.days())
        supplies = list(study.of(Dispense, course.study, course=course.id))
        trace = (ref_of(product, "keeps"), ref_of(course, "span"))
        for supply in supplies:
            if supply.days_supply is None or keeps.high is None:
                continue
            late = supply.days_supply > keeps.high
            message = f"A supply for {supply.days_supply} days; the product keeps {product.keeps.printed}."
            verdict = Verdict.FAILS if late else Verdict.HOLDS
            yield said("used-within-shelf-life", verdict, supply, "days_supply", message, trace=trace[:1])
        if not supplies and course.span is not None:
            yield from _whole_course(course, product, keeps)


def _whole_course(course: Course, product: Product, keeps: Range) -> Iterator[Finding]:
    if course.span is None or product.keeps is None:
        return
    span = Range(*course.span.days())
    longer = keeps.is_before(span)
    printed = f"{course.span.printed}; keeps {product.keeps.printed}"
    trace = (ref_of(product, "keeps"), ref_of(course, "span"))
    if longer is None and keeps != span:
        return
    if longer:
        yield said(
            "used-within-shelf-life", Verdict.ASSUMES, course, "span",
            "The course is longer than one supply keeps; the dates of dispensing are not on file.",
            printed=printed, assumption="that it was dispensed more than once", trace=trace,
        )  # fmt: skip
    else:
        message = "The course is no longer than one supply keeps."
        yield said("used-within-shelf-life", Verdict.HOLDS, course, "span", message, printed=printed, trace=trace)


@check(
    "supply-covers-schedule",
    doc="What was dispensed is enough for the amount per application, the schedule and the length of the course.",
    source="amount × frequency × span against the supply",
)
def supply_covers_schedule(study: Study) -> Iterator[Finding]:
    """Product needed for the schedule against product dispensed, where all four are printed."""
    for course in study.rows(Course):
        if course.applied is None or course.schedule is None or course.span is None or course.dispensed is None:
            continue
        if not same_dimension(course.dispensed.unit, "g"):
            message = "Whether the supply was enough needs the grams in what was dispensed."
            yield said("supply-covers-schedule", Verdict.UNJUDGED, course, "dispensed", message)
            continue
        each, supplied = Range(*course.applied.to("g")), Range(*course.dispensed.to("g"))
        needed = each * Range(*course.schedule.per_day()) * Range(*course.span.days())
        short = supplied.is_before(needed)
        if short is None and supplied != needed:
            continue
        arithmetic = (
            f"{course.applied.printed} × {course.schedule.printed} × {course.span.printed} = {needed} g; "
            f"dispensed {course.dispensed.printed}"
        )
        columns = ("applied", "schedule", "span", "dispensed")
        trace = tuple(ref_of(course, column) for column in columns)
        printed = course.dispensed.printed
        if short:
            yield said(
                "supply-covers-schedule", Verdict.ASSUMES, course, "dispensed",
                "Less was dispensed than the schedule uses.", printed=printed, arithmetic=arithmetic, trace=trace,
                assumption="that less was applied than prescribed, or that more was dispensed than is printed",
            )  # fmt: skip
        else:
            yield said(
                "supply-covers-schedule", Verdict.HOLDS, course, "dispensed",
                "What was dispensed is enough for the schedule.", printed=printed, arithmetic=arithmetic, trace=trace,
            )  # fmt: skip
