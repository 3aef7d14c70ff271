"""What follows from the quantities read: drug per administration, per day, per week, in total; phases added up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from resorb.reading.doses.readings import MORE_QUANTITIES, QUANTITIES, DoseReading
from resorb.values.ranges import OPEN, Range


def with_derived(reading: DoseReading, drug_mg: Range, basis: str, *, is_mixed: bool = False) -> DoseReading:
    """The reading with everything that follows from it.

    Args:
        reading: quantities as read.
        drug_mg: drug in a supply, when printed beside it.
        basis: ``w/w``, ``w/v`` or empty, of a percentage.
        is_mixed: the product was mixed with something else, so that volume × concentration is not the drug given.
    """
    lines: list[str] = []
    conventions = dict(reading.conventions)
    strength = reading.strength_percent
    if strength.is_open and not drug_mg.is_open and not reading.supply_g.is_open:
        strength = drug_mg / reading.supply_g.times(10)
        lines.append(f"{drug_mg} mg in {reading.supply_g} g = {strength} %")
    amount = reading.amount_mg if is_mixed else _amount(reading, strength, basis, lines, conventions)
    times, days = reading.times_per_week, reading.days
    per_week, per_day = reading.mg_per_week, reading.mg_per_day
    number = reading.administrations
    total = reading.mg_total
    if per_week.is_open and not per_day.is_open:
        per_week = per_day.times(7)
    elif per_day.is_open and not per_week.is_open:
        per_day = per_week / Range.point(7)
    if per_week.is_open and not (amount * times).is_open:
        per_week, per_day = amount * times, amount * times / Range.point(7)
        lines.append(f"{amount} mg × {times} per week = {per_week} mg/week")
    if total.is_open and not (amount * number).is_open:
        total = amount * number
        lines.append(f"{amount} mg × {number} administrations = {total} mg")
    if total.is_open and not (per_day * days).is_open:
        total = per_day * days
        lines.append(f"{per_day} mg/day × {days} days = {total} mg")
    if total.is_open:
        total = _supplied(reading, strength, drug_mg, basis, lines, conventions)
    if per_day.is_open and not (total / days).is_open:
        per_day, per_week = total / days, (total / days).times(7)
        lines.append(f"{total} mg / {days} days = {per_day} mg/day")
    return replace(
        reading,
        amount_mg=amount,
        strength_percent=strength,
        mg_per_day=per_day,
        mg_per_week=per_week,
        mg_total=total,
        conventions=conventions,
        arithmetic=tuple(lines),
    )


def _amount(reading: DoseReading, strength: Range, basis: str, lines: list[str], conventions: dict[str, str]) -> Range:
    """Drug per administration: as printed, else volume × concentration, else product applied × strength."""
    if not reading.amount_mg.is_open:
        return reading.amount_mg
    concentration = reading.concentration_mg_per_ml
    if not (reading.volume_ml * concentration).is_open:
        amount = reading.volume_ml * concentration
        lines.append(f"{reading.volume_ml} mL × {concentration} mg/mL = {amount} mg")
    elif not (reading.volume_ml * strength).is_open and basis != "w/w":
        amount = reading.volume_ml * strength.times(10)
        if not basis:
            conventions["strength"] = f"{strength} % read as w/v ({strength.times(10)} mg/mL)"
        lines.append(f"{reading.volume_ml} mL × {strength} % = {amount} mg")
    elif not (reading.applied_g * strength).is_open and basis != "w/v":
        amount = reading.applied_g * strength.times(10)
        if not basis:
            conventions["strength"] = f"{strength} % read as w/w ({strength.times(10)} mg/g)"
        lines.append(f"{reading.applied_g} g × {strength} % = {amount} mg")
    else:
        return OPEN
    return amount


def _supplied(
    reading: DoseReading, strength: Range, drug_mg: Range, basis: str, lines: list[str], conventions: dict[str, str]
) -> Range:
    """Drug in what was supplied."""
    if not drug_mg.is_open:
        return drug_mg
    if basis == "w/v" or (reading.supply_g * strength).is_open:
        return OPEN
    if not basis:
        conventions["strength"] = f"{strength} % read as w/w ({strength.times(10)} mg/g)"
    total = reading.supply_g * strength.times(10)
    lines.append(f"{reading.supply_g} g × {strength} % = {total} mg")
    return total


def combined(text: str, phases: tuple[DoseReading, ...]) -> DoseReading:
    """Several phases as one reading: what all share, their days and totals added up; rates differ and stay open."""
    first = phases[0]
    shared: dict[str, Any] = {}
    for name in (*QUANTITIES, *MORE_QUANTITIES):
        values = {getattr(phase, name) for phase in phases}
        shared[name] = values.pop() if len(values) == 1 else OPEN
    for name in ("days", "mg_total", "administrations"):
        shared[name] = _sum([getattr(phase, name) for phase in phases])
    conventions = {k: v for phase in phases for k, v in phase.conventions.items() if "carried over" not in v}
    total = shared["mg_total"]
    lines = [] if total.is_open else [f"{' + '.join(str(p.mg_total) for p in phases)} = {total} mg"]
    return DoseReading(
        input=text,
        drug=_same([p.drug for p in phases]),
        route=_same([p.route for p in phases]),
        salt=_same([p.salt for p in phases]),
        event=first.event,
        conventions=conventions,
        arithmetic=tuple(lines),
        unread=tuple(u for phase in phases for u in phase.unread),
        findings=tuple(f for phase in phases for f in phase.findings),
        phases=phases,
        **shared,
    )


def _sum(values: list[Range]) -> Range:
    total = Range.point(0)
    for value in values:
        total += value
    return total


def _same(values: list[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None
