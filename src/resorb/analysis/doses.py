"""Exposure of each course as estimates: per administration, per day, per week and in total, under each reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resorb.analysis.estimates import Estimate
from resorb.exposure.exposures import Exposure
from resorb.values.ranges import Range

_MEASURES = (
    ("dose per administration", "per_administration_mg", "mg"),
    ("administrations", "administrations", "1"),
    ("dose per day", "mg_per_day", "mg/day"),
    ("dose per week", "mg_per_week", "mg/week"),
    ("total dose", "mg_total", "mg"),
    ("duration", "days", "day"),
)


def estimate_doses(exposures: Iterable[Exposure]) -> Iterator[Estimate]:
    """One estimate a course and measure that the facts allow; a range where a factor is a range."""
    for exposure in exposures:
        for measure, column, unit in _MEASURES:
            value: Range = getattr(exposure, column)
            if not value.is_open:
                yield _estimate(exposure, measure, value, unit)


def _estimate(exposure: Exposure, measure: str, value: Range, unit: str) -> Estimate:
    low, high = (None if end is None else float(end) for end in (value.low, value.high))
    about = {"course": exposure.course, "product": exposure.product, "reading": exposure.reading, "salt": exposure.salt}
    if exposure.month is not None:
        about["month"] = exposure.month.value
    notes = [exposure.arithmetic, exposure.basis_assumption or ""]
    slug = f"{measure.replace(' ', '-')}.{exposure.reading.replace(' ', '-')}"
    return Estimate(
        id=f"{exposure.study}.{exposure.course}.{slug}",
        study=exposure.study,
        measure=measure,
        group=about,
        value=low if value.is_point else None,
        low=low,
        high=high,
        unit=unit,
        method=exposure.method,
        note="; ".join(n for n in notes if n),
        trace=exposure.trace,
    )
