"""Values as words for a reader: cells as printed, doses, times, percentages and intervals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from resorb.values.numbers import as_text
from resorb.values.ranges import Range

if TYPE_CHECKING:
    from resorb.analysis.estimates import Estimate

UNKNOWN = "not known"
NBSP = "\N{NO-BREAK SPACE}"
DAYS_PER_MONTH = Fraction("30.4375")


def printed_text(value: object) -> str:
    """A cell as it stands in the study file."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(printed_text(v) for v in value)
    for name in ("printed", "text"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return str(value)


def range_text(value: Range, unit: str = "") -> str:
    """A range with its unit: ``370 mg/day``, ``12.5 to 25 g``, ``at least 5 days``, ``not known``."""
    unit = f" {unit}" if unit else ""
    if value.is_open:
        return UNKNOWN
    if value.low is None:
        return f"at most {_short(value.high)}{unit}"
    if value.high is None:
        return f"at least {_short(value.low)}{unit}"
    low, high = _short(value.low), _short(value.high)
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def mass_text(value: Range, per: str = "") -> str:
    """An amount given in mg, in the unit that reads best (g from 1000 mg on); ``per`` such as ``/day``."""
    ends = [end for end in (value.low, value.high) if end is not None]
    if ends and max(ends) >= 1000:
        return range_text(value.times(Fraction(1, 1000)), f"g{per}")
    return range_text(value, f"mg{per}")


def months_text(days: Range) -> str:
    """A length of time in days, told in days below two months, else in months of 30.4375 days."""
    ends = [end for end in (days.low, days.high) if end is not None]
    if ends and max(ends) < 2 * DAYS_PER_MONTH:
        return range_text(days, "days")
    return range_text(days.times(1 / DAYS_PER_MONTH), "months")


def percent_text(share: float) -> str:
    """A share of the whole as a percentage with one decimal; whole ones without."""
    text = f"{100 * share:.1f}"
    return f"{text.removesuffix('.0')}{NBSP}%"


def estimate_text(estimate: Estimate) -> str:
    """The headline of an estimate: ``19/28, 67.9 % (95 % interval 47.6 to 84.1 %)``."""
    if estimate.unit != "proportion":
        ends = [None if e is None else Fraction(str(e)) for e in (estimate.low, estimate.high)]
        low, high = ends if estimate.value is None else [Fraction(str(estimate.value))] * 2
        return range_text(Range(low, high), "" if estimate.unit == "1" else estimate.unit)
    counted = f"{estimate.n}/{estimate.N}"
    if estimate.value is None:
        return counted
    return f"{counted}, {percent_text(estimate.value)} ({interval_text(estimate)})"


def interval_text(estimate: Estimate) -> str:
    """The interval of a proportion, with its level: ``95 % interval 47.6 to 84.1 %``."""
    if estimate.low is None or estimate.high is None or estimate.level is None:
        return "no interval"
    low = percent_text(estimate.low).removesuffix(f"{NBSP}%")
    return f"{percent_text(estimate.level)}{NBSP}interval {low} to {percent_text(estimate.high)}"


def plural(number: int, one: str, many: str = "") -> str:
    """The noun that fits the number, without the number."""
    return one if number == 1 else many or f"{one}s"


def _short(value: Fraction | None) -> str:
    """Four significant digits at most, integers whole: enough for a reader; exact values are in results.json."""
    if value is None:
        return ""
    if value.denominator == 1 or abs(value) >= 1000:
        return as_text(value, 0)
    for decimals in range(3):
        text = as_text(value, decimals)
        if Fraction(text) == value:
            return text
    if abs(value) < 1:
        places = next((n for n in range(1, 16) if abs(value) * 10**n >= 1), 16)
        return as_text(value, places + 1)
    return as_text(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)
