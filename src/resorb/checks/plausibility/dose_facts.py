"""The doses of a study as things to be judged: what is printed, what follows from it, and what claims say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from resorb.checks.plausibility.ages import population
from resorb.codes.plausible import Plausibility, judge_amount
from resorb.codes.windows import DOSE_MEASURES
from resorb.exposure import Exposure
from resorb.tables.columns import Row
from resorb.tables.schema import Claim, Course, Product
from resorb.tables.study import Study
from resorb.values.findings import Refused
from resorb.values.quantities import Quantity, read_quantity
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH
from resorb.values.strengths import Strength, read_strength
from resorb.values.units import same_dimension

T = TypeVar("T")

_AMOUNTS = {"mg": "amount per administration", "mg/m2": "amount per m2", "mg/kg": "amount per kg"}
_RATES = {"mg/day": "amount per day", "mg/week": "amount per week"}
_DOSE_CLAIMS = ("dose per administration", "daily dose", "weekly dose")


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
    def unit(self) -> str:
        """Unit of ``value``."""
        return DOSE_MEASURES[self.measure]

    @property
    def words(self) -> str:
        """Measure and value for a message: as printed, unless it was computed."""
        unit, value = self.unit, self.value
        if unit.startswith("mg/") and unit != "mg/mL" and value.low is not None and value.low >= 1000:
            unit, value = unit.removeprefix("m"), value.times(Fraction(1, 1000))
        shown = f"{value} {unit}" if unit != "1/week" else f"{value} times per week"
        return (
            f"{self.measure}, {shown if self.arithmetic else self.printed} ({self.product.drug}, {self.product.route}),"
        )


def printed_strengths(study: Study) -> Iterator[Dose]:
    """Strength of each product."""
    for product in study.rows(Product):
        if product.strength is not None:
            yield _strength(product, "strength", product.strength, product)


def _strength(row: Row, column: str, strength: Strength, product: Product) -> Dose:
    """A strength as a concentration when there is a window for that, else as a percentage."""
    percent = Dose(row, column, strength.printed, product, "strength", Range(*strength.percent()), "any")
    if strength.basis == "w/w":
        return percent
    # A percentage of a solution is w/v: 25 % is 250 mg/mL.
    value = Range(strength.low, strength.high)
    concentration = Dose(row, column, strength.printed, product, "concentration", value, "any")
    return percent if concentration.judge().band == "unjudged" else concentration


def claimed_doses(study: Study) -> Iterator[Dose]:
    """Amounts and strengths that claims print of a course or product, where their words are plain quantities.

    A claim that repeats its cell is left out: the cell is judged itself.
    """
    for claim in study.rows(Claim):
        for row in (study.find(claim.study, name) for name in claim.of):
            if isinstance(row, Product) and (claim.claim == "concentration" or "strength" in claim.arguments):
                strength, own = _read(read_strength, claim.printed), row.strength
                if strength is not None and (own is None or (strength.low, strength.high) != (own.low, own.high)):
                    yield _strength(claim, "printed", strength, row)
            elif isinstance(row, Course) and (claim.claim in _DOSE_CLAIMS or "amount" in claim.arguments):
                yield from _claimed_amount(study, claim, row)


def _claimed_amount(study: Study, claim: Claim, course: Course) -> Iterator[Dose]:
    product = study.row(Product, course.study, course.product)
    amount = _read(read_quantity, claim.printed)
    if product is None or amount is None:
        return
    own = course.amount
    if own is not None and (own.low, own.high, own.unit) == (amount.low, amount.high, amount.unit):
        return
    for unit, measure in (_AMOUNTS | _RATES).items():
        if same_dimension(amount.unit, unit):
            value = Range(*amount.to(unit))
            yield Dose(claim, "printed", claim.printed, product, measure, value, population(study, course))


def _read(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except Refused:
        return None


def printed_amounts(study: Study) -> Iterator[Dose]:
    """The amount per administration of each course."""
    for course in study.rows(Course):
        product = study.row(Product, course.study, course.product)
        if product is not None:
            yield from amounts_of(study, course, product)


def amounts_of(study: Study, course: Course, product: Product) -> Iterator[Dose]:
    """The amount per administration as printed: absolute, per m2 or per kg."""
    if course.amount is not None:
        for unit, measure in _AMOUNTS.items():
            if same_dimension(course.amount.unit, unit):
                yield Dose(
                    course, "amount", course.amount.printed, product, measure, Range(*course.amount.to(unit)),
                    population(study, course),
                )  # fmt: skip


def others_of(study: Study, course: Course, product: Product) -> Iterator[Dose]:
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


def derived_of(study: Study, course: Course, product: Product, exposure: Exposure) -> Iterator[Dose]:
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
