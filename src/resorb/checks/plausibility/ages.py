"""How old a patient was when something was done, as far as the facts tell; windows and normal ranges ask for it."""

from __future__ import annotations

from fractions import Fraction

from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import Patient
from resorb.tables.study import Study
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import DEFAULT_MONTH
from resorb.values.times import When

OF_AGE = 18
"""Years from which a person is judged as an adult: a convention, not a fact of pharmacology."""
FIRST_DOSE = When("first dose", "first dose", Fraction(0), Fraction(0))


def age_then(study: Study, row: Row, when: When = FIRST_DOSE) -> Range:
    """Age in years at a time, of the patient whose ``row`` this is; open ends where the facts do not tell."""
    patient = study.row(Patient, row.study, getattr(row, "patient", None))
    if patient is None or patient.age is None:
        return OPEN
    low, high = patient.age.to("year")
    # An age of 10 years lasts until the next birthday.
    step = Fraction(1, 10**patient.age.decimals)
    age, known_at = Range(low, None if high is None else high + step), patient.age_at
    if known_at is None:
        return OPEN
    if (known_at.anchor, known_at.low, known_at.high, known_at.unit) == (when.anchor, when.low, when.high, when.unit):
        return age
    axis = Axis(study, row.study, patient.id)
    return age + (axis.place(when) - axis.place(known_at)).times(1 / (DEFAULT_MONTH.days * 12))


def population(study: Study, row: Row, when: When = FIRST_DOSE) -> str:
    """``adult``, ``child``, or ``any`` when the age then is not known well enough.

    An adult when described is taken to be one throughout; a child then may have grown up.
    """
    patient = study.row(Patient, row.study, getattr(row, "patient", None))
    if patient is not None and patient.age is not None:
        low = patient.age.to("year")[0]
        if low is not None and low >= OF_AGE:
            return "adult"
    years = age_then(study, row, when)
    return "child" if years.high is not None and years.high <= OF_AGE else "any"
