"""Spans of time as printed, and the conventions by which a month becomes days.

A month is a convention: any span turned into days names the one used, and a claim is tried under each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from resorb.values.findings import Refused
from resorb.values.quantities import read_quantity


class MonthConvention(StrEnum):
    """How many days a month is taken to have."""

    DAYS_30 = "30 days"
    DAYS_30_4375 = "30.4375 days"
    DAYS_365_12 = "365/12 days"
    DAYS_28 = "28 days"
    DAYS_31 = "31 days"

    @property
    def days(self) -> Fraction:
        """Length of one month in days, exact."""
        return _DAYS_PER_MONTH[self]


_DAYS_PER_MONTH = {
    MonthConvention.DAYS_30: Fraction(30),
    MonthConvention.DAYS_30_4375: Fraction("30.4375"),
    MonthConvention.DAYS_365_12: Fraction(365, 12),
    MonthConvention.DAYS_28: Fraction(28),
    MonthConvention.DAYS_31: Fraction(31),
}
DEFAULT_MONTH = MonthConvention.DAYS_30_4375
"""Used where a number must be shown and the source names no convention."""

_VAGUE = re.compile(r"(?P<word>several|some|a few|many|few|unknown)\s+(?P<unit>\w+)", re.IGNORECASE)
_UNITS = ("min", "h", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as printed: ``low`` and ``high`` in ``unit``; None where the words leave it open.

    "several months" has a unit and no numbers; "at least 5 months" has no upper end.
    """

    printed: str
    low: Fraction | None
    high: Fraction | None
    unit: str
    decimals: int = 0
    about: bool = False

    @property
    def needs_convention(self) -> bool:
        """Whether turning the span into days depends on the length of a month."""
        return self.unit in ("month", "year")

    def days(self, month: MonthConvention = DEFAULT_MONTH) -> tuple[Fraction | None, Fraction | None]:
        """Both ends in days under the named convention (a year has twelve of its months)."""
        factor = days_per(self.unit, month)
        return (None if self.low is None else self.low * factor), (None if self.high is None else self.high * factor)


def days_per(unit: str, month: MonthConvention = DEFAULT_MONTH) -> Fraction:
    """Days in one unit of time; a year is twelve months of the convention."""
    fixed = {"min": Fraction(1, 1440), "h": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}
    if unit in fixed:
        return fixed[unit]
    return month.days * (12 if unit == "year" else 1)


def read_span(text: str) -> Span:
    """Read a span such as ``13.4 months``, ``3-4 weeks``, ``at least 10 years`` or ``several weeks``.

    Raises:
        Refused: when it is not a length of time.
    """
    vague = _VAGUE.fullmatch(text.strip())
    if vague:
        unit = read_quantity(f"1 {vague['unit']}").unit
        if unit in _UNITS:
            return Span(text.strip(), None, None, unit)
    quantity = read_quantity(text, None)
    if quantity.unit not in _UNITS or quantity.across is not None:
        raise Refused(f"{text[:40]!r} is not a span of time", "write days, weeks, months or years, e.g. 13.4 months")
    if quantity.low is not None and quantity.low < 0:
        raise Refused(f"{text[:40]!r} is a negative span", "write how long it lasted, as a positive number")
    return Span(text.strip(), quantity.low, quantity.high, quantity.unit, quantity.decimals, quantity.about)
