"""The factors of an exposure, each read from the cells of a course: range, words, trace, what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from resorb.exposure.course_facts import CourseFacts
from resorb.tables.schema import Course, Patient, Product
from resorb.tables.study import ref_of
from resorb.values.findings import FactRef
from resorb.values.numbers import as_text
from resorb.values.quantities import Quantity
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention
from resorb.values.units import same_dimension

MG = "mg"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its ``value``, the ``words`` that show where it came from, and what it rests on."""

    value: Range = OPEN
    words: str = ""
    trace: tuple[FactRef, ...] = ()
    missing: tuple[str, ...] = ()
    assumption: str | None = None
    needs_month: bool = False


def lacking(what: str, value: Range) -> tuple[str, ...]:
    """What would close the range, in words; nothing when both ends are known."""
    if value.is_known:
        return ()
    if value.is_open:
        return (what,)
    return (f"lower end of the {what}" if value.low is None else f"upper end of the {what}",)


def days_of(facts: CourseFacts, month: MonthConvention) -> Factor:
    """Length of the course in days: its span, else the time from start to stop on the patient's axis.

    A span names its length whether the last day counts or not; start and stop are subtracted, so the last day does
    not count.
    """
    course = facts.course
    if course.span is not None:
        value = Range(*course.span.days(month))
        words = course.span.printed
        if course.span.unit != "day" and value.is_known:
            words += f" = {value} days" + (
                f" ({as_text(month.days)}-day months)" if course.span.needs_convention else ""
            )
        return Factor(
            value, words, (ref_of(course, "span"),), lacking("duration of the course", value), None,
            course.span.needs_convention,
        )  # fmt: skip
    if course.stop is None:
        return Factor(missing=("duration of the course",))

    def between(convention: MonthConvention) -> Range:
        axis = facts.axis(convention)
        return axis.stop(course) - axis.start(course)

    value = between(month)
    if value.high is not None and value.high < 0:
        return Factor(missing=("duration of the course (it stops before it starts)",))
    if value.low is not None and value.low < 0:
        value = Range(Fraction(0), value.high)
    columns = [name for name in ("start", "stop") if getattr(course, name) is not None]
    start = course.start.printed if course.start is not None else "first dose"
    words = f"from {start} to {course.stop.printed} = {value} days" if not value.is_open else ""
    trace = tuple(ref_of(course, name) for name in columns)
    return Factor(value, words, trace, lacking("duration of the course", value), None, _varies(between))


def frequency_of(course: Course, month: MonthConvention) -> Factor:
    """Administrations per day."""
    schedule = course.schedule
    if schedule is None:
        return Factor(missing=("how often it was given",))
    value = Range(*schedule.per_day(month))
    missing = lacking("how often it was given", value)
    if schedule.event is not None and missing:
        missing = (f"how often there was {schedule.event}",)
    words = schedule.printed if not value.is_open else ""
    return Factor(value, words, (ref_of(course, "schedule"),), missing, None, schedule.needs_convention)


def number_of(course: Course) -> Factor:
    """The printed number of administrations: the course's own, else the one its schedule states."""
    if course.administrations is not None:
        number, column = course.administrations, "administrations"
    elif course.schedule is not None and course.schedule.administrations is not None:
        number, column = course.schedule.administrations, "schedule"
    else:
        return Factor(missing=("number of administrations",))
    return Factor(Range.point(number), f"{number} administrations", (ref_of(course, column),))


def drug_in(quantity: Quantity, source: FactRef, product: Product | None) -> Factor:
    """The drug (mg) in a quantity of product (g, mL or packs), by the product's strength.

    A percentage without basis is read as w/w of grams and as w/v of millilitres, and the assumption is named.
    """
    if product is None or product.strength is None:
        return Factor(trace=(source,), missing=("strength of the product",))
    strength = product.strength
    trace: tuple[FactRef, ...] = (source, ref_of(product, "strength"))
    counted = quantity
    packs = ""
    if quantity.unit == "tube":
        if product.pack is None:
            return Factor(trace=(source,), missing=("content of one tube",))
        counted, packs = product.pack, f"{quantity.printed} × "
        trace = (*trace, ref_of(product, "pack"))
    by_mass = same_dimension(counted.unit, "g")
    if not by_mass and not same_dimension(counted.unit, "mL"):
        return Factor(trace=(source,), missing=(f"content of one {counted.unit}",))
    if (strength.basis == "w/v") is by_mass and strength.basis != "percent":
        return Factor(trace=trace, missing=("density of the product (strength and amount differ in basis)",))
    amount = Range(*counted.to("g" if by_mass else "mL"))
    if quantity.unit == "tube":
        amount = amount * Range(quantity.low, quantity.high)
    value = amount * Range(strength.low, strength.high)
    assumption = None
    if strength.basis == "percent":
        assumption = f"{strength.printed} read as {'w/w' if by_mass else 'w/v'}"
    words = f"{packs}{counted.printed} × {strength.printed} = {value} mg"
    return Factor(value, words, trace, lacking("amount of product", value), assumption)


@dataclass(frozen=True, slots=True)
class Amount:
    """The drug in one administration, and the amount per body size it was printed as (open when not)."""

    mg: Factor
    mg_per_m2: Range = OPEN
    mg_per_kg: Range = OPEN


def amounts_of(course: Course, product: Product | None, patient: Patient | None) -> tuple[Amount, ...]:
    """The drug per administration by every way the facts allow: as printed, from the volume, from what was applied."""
    found = []
    if course.amount is not None:
        found.append(_printed_amount(course, course.amount, patient))
    for column in ("volume", "applied"):
        quantity: Quantity | None = getattr(course, column)
        if quantity is not None:
            found.append(Amount(drug_in(quantity, ref_of(course, column), product)))
    return tuple(found) or (Amount(Factor(missing=("amount per administration",))),)


def _printed_amount(course: Course, amount: Quantity, patient: Patient | None) -> Amount:
    source = ref_of(course, "amount")
    if same_dimension(amount.unit, MG):
        value = Range(*amount.to(MG))
        return Amount(Factor(value, amount.printed, (source,), lacking("amount per administration", value)))
    by_surface = same_dimension(amount.unit, "mg/m2")
    unit, column, size_unit = ("mg/m2", "body_surface", "m2") if by_surface else ("mg/kg", "weight", "kg")
    per_size = Range(*amount.to(unit))
    size: Quantity | None = getattr(patient, column) if patient is not None else None
    if patient is None or size is None:
        wanted = "body surface" if by_surface else "body weight"
        factor = Factor(trace=(source,), missing=(f"{wanted} of the patient",), words=amount.printed)
    else:
        value = per_size * Range(*size.to(size_unit))
        words = f"{amount.printed} × {size.printed} = {value} mg"
        trace = (source, ref_of(patient, column))
        factor = Factor(value, words, trace, lacking("amount per administration", value))
    return Amount(factor, per_size if by_surface else OPEN, OPEN if by_surface else per_size)


def _varies(value: Callable[[MonthConvention], Range]) -> bool:
    """Whether a value depends on the length of a month."""
    return value(MonthConvention.DAYS_28) != value(MonthConvention.DAYS_31)
