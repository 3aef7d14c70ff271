"""Which doses are plausible, by drug, route, population and measure; and the slips that explain those which are not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.codes.bands import Band, clash, gap, ordered
from resorb.codes.entries import Entry
from resorb.codes.forms import Form
from resorb.values.units import convert, same_dimension

BANDS = ("usual", "unusual", "error likely")
POPULATIONS = ("adult", "child", "any")
DOSE_MEASURES = {
    "amount per administration": "mg",
    "amount per m2": "mg/m2",
    "amount per kg": "mg/kg",
    "amount per day": "mg/day",
    "amount per week": "mg/week",
    "strength": "%",
    "concentration": "mg/mL",
    "volume per administration": "mL",
    "infusion time": "min",
    "supply": "g",
    "supply per day": "g/day",
    "administrations per week": "1/week",
    "length of course": "day",
}
"""What a window may judge, and a unit of its dimension ("1/week" is a plain number: times per week)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseWindow(Entry):
    """Bands of plausibility of one measure of a drug.

    ``bands`` run from low to high without hole or overlap over all positive numbers, in ``unit`` ("" for times per
    week). ``reason`` is a sentence for a reader. ``routes`` are the keys of the routes it judges.
    """

    drug: str
    routes: tuple[str, ...]
    population: str
    measure: str
    unit: str
    bands: tuple[tuple[str, Band], ...]
    reason: str

    def band(self, value: Fraction, unit: str | None = None) -> str:
        """``usual``, ``unusual`` or ``error likely``.

        Args:
            value: a positive number.
            unit: its unit; the window's own when left out.

        Raises:
            Refused: when the unit does not measure this.
        """
        here = value if unit is None or not self.unit else convert(value, unit, self.unit)
        return next((name for name, one in self.bands if one.holds(here)), "error likely")

    def usual(self) -> tuple[Band, ...]:
        """The usual ranges, for a message."""
        return tuple(one for name, one in self.bands if name == "usual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(Entry):
    """A way in which a printed number goes wrong: the value meant is the printed one times ``factor``.

    ``measures`` are the dose measures it is tried on; none means all.
    """

    factor: Fraction
    measures: tuple[str, ...] = ()


def read_window(form: Form) -> DoseWindow:
    """Read one entry of dose_windows.yaml."""
    drug, routes = form.refers("drug", "drugs", needed=True), form.refers("route", "routes", needed=True)
    measure = form.choice("measure", tuple(DOSE_MEASURES))
    named: dict[str, tuple[Band, ...]] = {}
    units: set[str] = set()
    for band in BANDS:
        ranges, unit = form.bands(band)
        named[band] = ranges
        units |= {unit} if ranges else set()
    _check_unit(form, measure, units)
    bands = ordered(named)
    if all(named[band] or not form.has(band) for band in BANDS):
        _check_bands(form, bands)
    return DoseWindow(
        **form.basics(),
        drug=drug[0] if drug else "",
        routes=routes,
        population=form.choice("population", POPULATIONS),
        measure=measure,
        unit=next(iter(sorted(units)), ""),
        bands=bands,
        reason=form.text("reason"),
    )


def read_slip(form: Form) -> Slip:
    """Read one entry under ``slips`` of dose_windows.yaml."""
    times, over = form.number("times"), form.number("divided by")
    if (times is None) == (over is None) or times == 0 or over == 0:
        form.fault("times", "a slip has one factor, not zero", "write either `times: 1000` or `divided by: 10`")
    factor = times if times else 1 / over if over else Fraction(1)
    measures = form.texts("measures")
    for measure in measures:
        if measure not in DOSE_MEASURES:
            form.fault("measures", f"{measure!r} is not a dose measure", f"use: {', '.join(DOSE_MEASURES)}")
    return Slip(**form.basics(), factor=factor, measures=measures)


def _check_unit(form: Form, measure: str, units: set[str]) -> None:
    wanted = DOSE_MEASURES.get(measure, "")
    if len(units) > 1:
        form.fault("usual", f"bands are in {' and '.join(sorted(units))}", "write all bands in one unit")
        return
    for unit in units:
        plain = wanted == "1/week"
        if (plain and unit) or (not plain and (not unit or not same_dimension(unit, wanted))):
            remedy = "write plain numbers (times per week)" if plain else f"write it in a unit like {wanted}"
            form.fault("usual", f"{unit or 'no unit'} does not measure the {measure}", remedy)


def _check_bands(form: Form, bands: tuple[tuple[str, Band], ...]) -> None:
    if not any(name == "usual" for name, _ in bands):
        form.fault("usual", "is missing", "say which values are usual")
        return
    for wrong in (clash(bands), gap(bands)):
        if wrong:
            form.fault("usual", wrong, "let each number lie in exactly one band")
    if bands[-1][1].high is not None:
        form.fault("error likely", f"nothing covers what lies above {bands[-1][1]}", "add `over ...` to a band")
    first = bands[0][1]
    if first.low is not None and not (first.low == 0 and not first.low_in):
        form.fault("error likely", f"nothing covers what lies below {first}", "add `under ...` to a band")
    if any(name == after for (name, one), (after, other) in pairwise(bands) if one.high == other.low):
        form.fault("usual", "two neighbouring ranges bear the same band", "join them")
