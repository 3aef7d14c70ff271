"""Values of patients on file as a sample: the column a claim names, as ranges, for exact means and medians."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.claims.facts import patients_of, unjudged
from resorb.checks.registry import Judgement
from resorb.tables.schema import Claim
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused
from resorb.values.quantities import Quantity
from resorb.values.spans import Span, days_per

_COLUMNS = {"age": "year", "weight": "kg", "body_surface": "m2", "followed": "month"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Exact printed values of one column, one per patient, in ``unit``."""

    values: tuple[Fraction, ...]
    unit: str
    trace: tuple[FactRef, ...]


def sample_of(study: Study, claim: Claim) -> Sample | Judgement:
    """The values of the column named by ``with``, or what is missing for them."""
    word = (claim.arguments[0] if claim.arguments else "age").replace(" ", "_")
    if word not in _COLUMNS:
        return unjudged(f"`with` names one of {', '.join(_COLUMNS)}, not {word[:40]!r}")
    patients, unit = patients_of(study, claim), _COLUMNS[word]
    if not patients:
        return unjudged("it needs patients on file")
    values: list[Fraction] = []
    for patient in patients:
        value = _exact(getattr(patient, word), unit)
        if value is None:
            return unjudged(f"it needs the {word.replace('_', ' ')} of {patient.id} as one number")
        values.append(value)
    return Sample(tuple(values), unit, tuple(ref_of(p, word) for p in patients))


def _exact(value: Quantity | Span | None, unit: str) -> Fraction | None:
    if value is None or value.low is None or value.low != value.high:
        return None
    if isinstance(value, Quantity):
        try:
            return value.to(unit)[0]
        except Refused:
            return None
    return value.low * days_per(value.unit) / days_per(unit)


def median_of(values: tuple[Fraction, ...]) -> Fraction:
    """The middle value, or the mean of the two middle ones."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread_of(values: tuple[Fraction, ...]) -> Fraction:
    """The variance with n - 1 below; needs two values."""
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((v - mean) ** 2 for v in values), Fraction(0)) / (len(values) - 1)
