"""What is derived of a course: its exposure, every amount a range, with the arithmetic and the facts used."""

from __future__ import annotations

from dataclasses import dataclass

from resorb.values.findings import FactRef
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention

SALT_UNKNOWN = "not reported"
METHODS = ("dispensed", "scheduled", "administrations", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How much drug one course amounts to. Grain: one course of one patient, or of one (typical) patient of a group.

    Every amount is mg of the salt named by ``salt`` and a range: a point when all factors are points, open (None) at
    an end that some unknown factor leaves open. Unknown is never zero.

    Attributes:
        reading: ``as printed`` or ``as proposed``, as the study it was derived from.
        month: the convention that turned months into days; None when none was needed.
        salt: ``pentahydrate``, ``anhydrous`` or ``not reported``: what the mg are mg of.
        per_administration_mg: drug in one administration or application.
        per_administration_mg_per_m2: the amount per body surface, when it was printed so.
        per_administration_mg_per_kg: the amount per body weight, when it was printed so.
        administrations: their number over the course; a frequency times a span need not be whole.
        days: length of the course.
        method: ``dispensed`` (strength × supplied ÷ span), ``scheduled`` (amount × schedule × span),
            ``administrations`` (amount × their printed number), or ``none`` (no rate and no total can be derived).
        basis_assumption: what had to be assumed, such as a percentage without basis read as w/w.
        arithmetic: the calculation written out.
        missing: what would be needed to close the open amounts.
        trace: every cell used.
        alternatives: the same course by another method, when the facts allow several.
    """

    study: str
    course: str
    patient: str | None
    group: str | None
    product: str
    drug: str
    route: str
    reading: str = "as printed"
    month: MonthConvention | None = None
    salt: str = SALT_UNKNOWN
    per_administration_mg: Range = OPEN
    per_administration_mg_per_m2: Range = OPEN
    per_administration_mg_per_kg: Range = OPEN
    administrations: Range = OPEN
    mg_per_day: Range = OPEN
    mg_per_week: Range = OPEN
    mg_total: Range = OPEN
    days: Range = OPEN
    method: str = "none"
    basis_assumption: str | None = None
    arithmetic: str = ""
    missing: tuple[str, ...] = ()
    trace: tuple[FactRef, ...] = ()
    alternatives: tuple[Exposure, ...] = ()
