"""Printed doses against what is ever given: by drug, route, age and measure, with the readings a slip explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.plausibility.ages import population
from resorb.checks.plausibility.said import both_readings, cited, said
from resorb.checks.registry import check
from resorb.codes.plausible import Plausibility, judge_amount
from resorb.codes.windows import DOSE_MEASURES
from resorb.exposure import Exposure, derive_exposures
from resorb.tables.columns import Row
from resorb.tables.schema import Course, Product, StudyInfo
from resorb.tables.study import Study
from resorb.values.findings import Finding, Verdict
from resorb.values.quantities import Quantity
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH
from resorb.values.units import same_dimension

THOUSAND = (Fraction(1000), Fraction(1, 1000))
"""Factors between mg and g: the slips of a unit."""
_AMOUNTS = {"mg": "amount per administration", "mg/m2": "amount per m2", "mg/kg": "amount per kg"}


@dataclass(frozen=True, slots=True)
class Dose:
    """One measure of a dose to be judged: where it stands, its value, and the arithmetic when it was not printed."""

    row: Row
    column: str
    printed: str
    product: Product
    measure: str
    value: Range
    population: str
    arithmetic: str = ""

    def judge(self) -> Plausibility:
        """What the dose windows say of it."""
        return judge_amount(self.product.drug, self.product.route, self.measure, self.value, self.population)

    @property
    def words(self) -> str:
        """Measure and value for a message: as printed, unless it was computed."""
        unit, value = DOSE_MEASURES[self.measure], self.value
        if unit.startswith("mg/") and unit != "mg/mL" and value.low is not None and value.low >= 1000:
            unit, value = unit.removeprefix("m"), value.times(Fraction(1, 1000))
        shown = f"{value} {unit}" if unit != "1/week" else f"{value} times per week"
        return (
            f"{self.measure}, {shown if self.arithmetic else self.printed} ({self.product.drug}, {self.product.route}),"
        )


@check(
    "dose-unit",
    doc="A printed dose or concentration is not a thousand times off: mg where g is meant, or g for mg.",
    source="dose windows and slips of resorb.codes, each with its source",
)
def dose_unit(study: Study) -> Iterator[Finding]:
    """Doses that only a slip between mg and g explains, with the reading meant."""
    for dose in (*_printed_strengths(study), *_printed_amounts(study)):
        found = dose.judge()
        if found.band == "unjudged":
            continue
        meant = [words for factor, words in found.proposals if factor in THOUSAND]
        both = both_readings(study, dose.row, dose.column)
        if found.is_error_likely and meant:
            message = f"The {dose.words} is far from what is given; {meant[0]} would be usual: {found.reason}."
            factor = "× 1000" if found.proposals[0][0] == THOUSAND[0] else "/ 1000"
            yield said(
                "dose-unit", Verdict.FAILS, dose.row, dose.column, f"{message}{both}{cited(found.source)}",
                printed=dose.printed, computed=meant[0], suggestion=_meant(dose.printed, meant[0]),
                arithmetic=f"{dose.value} {DOSE_MEASURES[dose.measure]} {factor} = {meant[0]}",
            )  # fmt: skip
        elif not found.is_error_likely:
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
    strengths = list(_printed_strengths(study))
    slipped = {dose.row.id for dose in strengths if dose.judge().is_error_likely}
    for dose in strengths:
        yield from _plausible(study, dose)
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        if product is None:
            continue
        printed = list(_amounts_of(study, course, product))
        wrong = any(d.judge().is_error_likely for d in printed)
        for dose in (*printed, *_others_of(study, course, product)):
            yield from _plausible(study, dose)
        # What follows from a slip repeats it; the slip itself is found above.
        if not wrong and product.id not in slipped:
            for dose in _derived_of(study, course, product, exposures[course.study, course.id]):
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


def _printed_strengths(study: Study) -> Iterator[Dose]:
    """Strength of each product: as a concentration when it is one, else as a percentage."""
    for product in study.rows(Product):
        strength = product.strength
        if strength is None:
            continue
        low, high = strength.percent()
        tries = [Dose(product, "strength", strength.printed, product, "strength", Range(low, high), "any")]
        if strength.basis != "w/w":
            # A percentage of a solution is w/v: 25 % is 250 mg/mL.
            value = Range(strength.low, strength.high)
            tries.insert(0, Dose(product, "strength", strength.printed, product, "concentration", value, "any"))
        yield next((d for d in tries if d.judge().band != "unjudged"), tries[-1])


def _printed_amounts(study: Study) -> Iterator[Dose]:
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        if product is not None:
            yield from _amounts_of(study, course, product)


def _amounts_of(study: Study, course: Course, product: Product) -> Iterator[Dose]:
    """The amount per administration as printed: absolute, per m2 or per kg."""
    if course.amount is not None:
        for unit, measure in _AMOUNTS.items():
            if same_dimension(course.amount.unit, unit):
                yield Dose(
                    course, "amount", course.amount.printed, product, measure, Range(*course.amount.to(unit)),
                    population(study, course),
                )  # fmt: skip


def _others_of(study: Study, course: Course, product: Product) -> Iterator[Dose]:
    """What else is printed of a course: volume, time of infusion, frequency, supply, length."""
    people = population(study, course)
    printed: list[tuple[str, str, Quantity | None, str]] = [
        ("volume", "volume per administration", course.volume, "mL"),
        ("dispensed", "supply", course.dispensed, "g"),
    ]
    for column, measure, quantity, unit in printed:
        if quantity is not None and same_dimension(quantity.unit, unit):
            value = Range(*quantity.to(unit))
            yield Dose(course, column, quantity.printed, product, measure, value, people)
    if course.infused_over is not None:
        value = Range(*course.infused_over.days()).times(1440)
        yield Dose(course, "infused_over", course.infused_over.printed, product, "infusion time", value, people)
    if course.schedule is not None:
        value = Range(*course.schedule.per_day()).times(7)
        yield Dose(course, "schedule", course.schedule.printed, product, "administrations per week", value, people)
    if course.span is not None:
        value = Range(*course.span.days(DEFAULT_MONTH))
        yield Dose(course, "span", course.span.printed, product, "length of course", value, people)


def _derived_of(study: Study, course: Course, product: Product, exposure: Exposure) -> Iterator[Dose]:
    """What follows from the printed numbers: drug per administration, per day and per week, product per day."""
    people, how = population(study, course), exposure.arithmetic
    derived = [("amount", "amount per week", exposure.mg_per_week)]
    if exposure.method == "dispensed":
        derived = [("dispensed", "amount per day", exposure.mg_per_day)]
    elif course.amount is None:
        derived.append(("volume", "amount per administration", exposure.per_administration_mg))
    # Two doses three weeks apart are no weekly dose.
    if course.schedule is not None and course.schedule.administrations is not None:
        derived = [d for d in derived if d[1] != "amount per week"]
    for column, measure, value in derived:
        cell = getattr(course, column, None)
        if not value.is_open:
            yield Dose(course, column, cell.printed if cell else "", product, measure, value, people, how)
    yield from _supplied_of(course, product, people)


def _supplied_of(course: Course, product: Product, people: str) -> Iterator[Dose]:
    if course.dispensed is None or course.span is None or not same_dimension(course.dispensed.unit, "g"):
        return
    grams, days = Range(*course.dispensed.to("g")), Range(*course.span.days(DEFAULT_MONTH))
    per_day = grams / days
    how = f"{course.dispensed.printed} / {days} days = {per_day} g/day"
    yield Dose(course, "dispensed", course.dispensed.printed, product, "supply per day", per_day, people, how)


def _meant(printed: str, value: str) -> str:
    """The printed words with mg and g exchanged, and the value that gives."""
    other = {"mg": "g", "g": "mg"}
    words = re.sub(r"(?<=\d)\s*(mg|g)\b", lambda m: f" {other[m[1]]}", printed, count=1)
    return value if words in (printed, value) else f"{words} ({value})"
