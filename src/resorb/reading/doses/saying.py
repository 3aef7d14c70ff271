"""A reading said: as the command line's JSON, and as lines for a person."""

from __future__ import annotations

from typing import Any

from resorb.reading.doses.readings import MORE_QUANTITIES, QUANTITIES, DoseFinding, DoseReading
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention

NOTICE = "For study, not for prescribing."
_LABELS = {
    "amount_mg": ("per administration", "mg"),
    "amount_mg_per_m2": ("per body surface", "mg/m2"),
    "amount_mg_per_kg": ("per body weight", "mg/kg"),
    "concentration_mg_per_ml": ("concentration", "mg/mL"),
    "volume_ml": ("volume", "mL"),
    "strength_percent": ("strength", "%"),
    "supply_g": ("supplied", "g"),
    "applied_g": ("applied each time", "g"),
    "times_per_week": ("how often", "times per week"),
    "administrations": ("administrations", "in all"),
    "days": ("length", "days"),
    "infusion_minutes": ("infused over", "min"),
    "contact_minutes": ("left on for", "min"),
    "mg_per_day": ("per day", "mg"),
    "mg_per_week": ("per week", "mg"),
    "mg_per_m2_per_day": ("per body surface and day", "mg/m2"),
    "mg_per_kg_per_day": ("per body weight and day", "mg/kg"),
    "mg_total": ("in total", "mg"),
}


def dose_as_json(reading: DoseReading) -> dict[str, Any]:
    """The reading in the shape of the command line's contract; quantities are ``{low, high}`` in floats, or null.

    An end is null where the words leave it open ("up to 25 g"). Lines and columns count from 1, ends exclusive.
    """
    said: dict[str, Any] = {"input": reading.input, "drug": reading.drug, "route": reading.route}
    for name in QUANTITIES:
        said[name] = _quantity(getattr(reading, name))
    for name in MORE_QUANTITIES:
        said[name] = _quantity(getattr(reading, name))
    said["salt"], said["event"] = reading.salt, reading.event
    said["conventions"] = dict(reading.conventions)
    said["arithmetic"] = list(reading.arithmetic)
    said["unread"] = [one.text for one in reading.unread]
    said["findings"] = [_finding(one) for one in reading.findings]
    if reading.phases:
        said["phases"] = [dose_as_json(phase) for phase in reading.phases]
    return said


def _quantity(value: Range) -> dict[str, float | None] | None:
    if value.is_open:
        return None
    return {
        "low": None if value.low is None else float(value.low),
        "high": None if value.high is None else float(value.high),
    }


def _finding(one: DoseFinding) -> dict[str, Any]:
    where = {"file": None, "line": 1, "column": one.start + 1, "end_line": 1, "end_column": one.end + 1, "path": ""}
    return {
        "check": one.check,
        "verdict": str(one.verdict),
        "where": where,
        "printed": one.printed,
        "computed": one.computed,
        "message": one.message,
        "suggestion": one.suggestion,
        "assumption": one.assumption,
    }


def dose_as_lines(reading: DoseReading) -> list[str]:
    """The reading for a person: what was read, the arithmetic, what was assumed, what was not read, what is odd."""
    lines = [f"Read: {reading.input.strip()}"]
    if reading.phases:
        for number, phase in enumerate(reading.phases, start=1):
            lines += [f"Phase {number}: {phase.input.strip(' ,;')}", *(f"  {line}" for line in _body(phase))]
        lines.append("All phases:")
    lines += [f"  {line}" for line in _body(reading)]
    lines += [f"  convention: {name}: {words}" for name, words in reading.conventions.items()]
    lines += [f"  under months of {month}: {total} in total" for month, total in _under_each_month(reading)]
    lines += [f"  not read: {one.text!r}" + (f" ({one.hint})" if one.hint else "") for one in reading.unread]
    for one in reading.findings:
        if one.verdict is Verdict.HOLDS or (one.check == "dose-read" and one.message.startswith("Not read")):
            continue
        lines.append(f"  {one.verdict}: {one.message}" + (f" Meant: {one.suggestion}" if one.suggestion else ""))
        if one.assumption:
            lines.append(f"    holds only if {one.assumption}")
    return [*lines, NOTICE]


def _body(reading: DoseReading) -> list[str]:
    lines = []
    names = [("drug", reading.drug), ("salt", reading.salt), ("route", reading.route), ("with each", reading.event)]
    lines += [f"{label}: {value}" for label, value in names if value]
    for name, (label, unit) in _LABELS.items():
        value: Range = getattr(reading, name)
        if not value.is_open:
            lines.append(f"{label}: {_amount(value, unit)}")
    return [*lines, *(f"= {line}" for line in reading.arithmetic)]


def _amount(value: Range, unit: str) -> str:
    """With grams beside large amounts in mg."""
    large = unit == "mg" and any(end is not None and end >= 1000 for end in (value.low, value.high))
    return f"{value} {unit}" + (f" ({value / Range.point(1000)} g)" if large else "")


def _under_each_month(reading: DoseReading) -> list[tuple[str, str]]:
    """The total under the other conventions, when it rests on one."""
    used = reading.conventions.get("month")
    if used is None or reading.phases or reading.mg_total.is_open or reading.days.is_open:
        return []
    if "mg_total" in reading.printed or not reading.supply_g.is_open or not reading.administrations.is_open:
        return []
    here = MonthConvention(used).days
    others = [m for m in MonthConvention if str(m) != used]
    return [(m.value, _amount(reading.mg_total.times(m.days / here), "mg")) for m in others]
