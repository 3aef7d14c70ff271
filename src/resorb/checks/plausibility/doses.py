"""Printed doses against what is ever given: by drug, route, age and measure, with the readings a slip explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.plausibility.dose_facts import (
    Dose,
    amounts_of,
    claimed_doses,
    derived_of,
    others_of,
    printed_amounts,
    printed_strengths,
)
from resorb.checks.plausibility.said import both_readings, cited, said
from resorb.checks.registry import check
from resorb.exposure import Exposure, derive_exposures
from resorb.tables.schema import Claim, Course, Product, StudyInfo
from resorb.tables.study import Study
from resorb.values.findings import Finding, Verdict

THOUSAND = (Fraction(1000), Fraction(1, 1000))
"""Factors between mg and g: the slips of a unit."""


@check(
    "dose-unit",
    doc="A printed dose or concentration is not a thousand times off: mg where g is meant, or g for mg.",
    source="dose windows and slips of resorb.codes, each with its source",
)
def dose_unit(study: Study) -> Iterator[Finding]:
    """Doses that only a slip between mg and g explains, with the reading meant."""
    for dose in (*printed_strengths(study), *printed_amounts(study), *claimed_doses(study)):
        found = dose.judge()
        slip = next(((factor, words) for factor, words in found.proposals if factor in THOUSAND), None)
        both = both_readings(study, dose.row, dose.column)
        if slip is not None:
            factor, meant = slip
            message = f"The {dose.words} is far from what is given; {meant} would be usual: {found.reason}."
            yield said(
                "dose-unit", Verdict.FAILS, dose.row, dose.column, f"{message}{both}{cited(found.source)}",
                printed=dose.printed, computed=meant, suggestion=_meant(dose.printed, meant),
                arithmetic=f"{dose.value} {dose.unit} {'× 1000' if factor > 1 else '/ 1000'} = {meant}",
            )  # fmt: skip
        elif found.band in ("usual", "unusual") and not isinstance(dose.row, Claim):
            # A claim that is no slip is judged against the facts, elsewhere.
            message = f"The {dose.words} is of the size that is given: usual is {found.usual}.{both}"
            yield said("dose-unit", Verdict.HOLDS, dose.row, dose.column, message, printed=dose.printed)


@check(
    "dose-plausible",
    doc="Doses, times of infusion, weekly totals and supplies lie where labels and reports do.",
    source="dose windows of resorb.codes, each with its source",
)
def dose_plausible(study: Study) -> Iterator[Finding]:
    """Every measure of a dose that the facts give, against the window of its drug, route and population."""
    exposures = {(e.study, e.course): e for e in derive_exposures(study)}
    strengths = list(printed_strengths(study))
    slipped = {(dose.row.study, dose.row.id) for dose in strengths if dose.judge().is_error_likely}
    for dose in strengths:
        yield from _plausible(study, dose)
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        if product is None:
            continue
        printed = list(amounts_of(study, course, product))
        wrong = any(d.judge().is_error_likely for d in printed)
        for dose in (*printed, *others_of(study, course, product)):
            yield from _plausible(study, dose)
        # What follows from a slip repeats it; the slip itself is found above.
        if not wrong and (product.study, product.id) not in slipped:
            for dose in derived_of(study, course, product, exposures[course.study, course.id]):
                yield from _plausible(study, dose)
        yield from _unsaid(study, course, exposures[course.study, course.id])


def _unsaid(study: Study, course: Course, exposure: Exposure) -> Iterator[Finding]:
    """A course that does not say how much was given, in a study that was read itself."""
    info = study.row(StudyInfo, course.study, course.study)
    amounts = (course.amount, course.volume, course.dispensed, course.applied)
    if any(a is not None for a in amounts) or (info is not None and info.read == "second-hand"):
        return
    needs = ", ".join(exposure.missing) or "the amount per administration"
    message = f"How much was given is not on file; judging it needs: {needs}."
    yield said("dose-plausible", Verdict.UNJUDGED, course, "", message)


def _plausible(study: Study, dose: Dose) -> Iterator[Finding]:
    found = dose.judge()
    if found.band == "unjudged" or any(factor in THOUSAND for factor, _ in found.proposals):
        return
    how = dose.arithmetic or None
    verdict_words = "most likely an error" if found.is_error_likely else found.band
    message = f"The {dose.words} is {verdict_words}: {found.reason}.{cited(found.source)}"
    if found.band == "usual":
        yield said(
            "dose-plausible", Verdict.HOLDS, dose.row, dose.column, message, printed=dose.printed, arithmetic=how
        )
    elif found.band == "unusual":
        yield said(
            "dose-plausible", Verdict.ASSUMES, dose.row, dose.column, message, printed=dose.printed, arithmetic=how,
            assumption=f"that it is meant as printed; usual is {found.usual}",
        )  # fmt: skip
    else:
        readings = [f"{words} ({why})" for (_, words), why in zip(found.proposals, found.because, strict=True)]
        yield said(
            "dose-plausible", Verdict.FAILS, dose.row, dose.column,
            message + both_readings(study, dose.row, dose.column), printed=dose.printed, arithmetic=how,
            suggestion=" or ".join(readings) or f"check the number and its unit; usual is {found.usual}",
        )  # fmt: skip


def _meant(printed: str, value: str) -> str:
    """The printed words with mg and g exchanged, and the value that gives."""
    other = {"mg": "g", "g": "mg"}
    words = re.sub(r"(?<=\d)\s*(mg|g)\b", lambda m: f" {other[m[1]]}", printed, count=1)
    return value if words in (printed, value) else f"{words} ({value})"
