"""A range of exact numbers with open ends, and its arithmetic: a point is a range whose ends are equal.

None is an open end (nothing is known on that side), never zero. Used for doses, days and times alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from resorb.values.numbers import as_text

End = Fraction | None


@dataclass(frozen=True, slots=True)
class Range:
    """All values from ``low`` to ``high``, both included."""

    low: End = None
    high: End = None

    @classmethod
    def point(cls, value: Fraction | int) -> Range:
        """The range of one value."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_known(self) -> bool:
        """Whether both ends are closed."""
        return self.low is not None and self.high is not None

    @property
    def is_open(self) -> bool:
        """Whether nothing is known at all."""
        return self.low is None and self.high is None

    @property
    def is_point(self) -> bool:
        """Whether it is one value."""
        return self.low is not None and self.low == self.high

    def __add__(self, other: Range) -> Range:
        return Range(_both(self.low, other.low, 1), _both(self.high, other.high, 1))

    def __sub__(self, other: Range) -> Range:
        return Range(_both(self.low, other.high, -1), _both(self.high, other.low, -1))

    def times(self, factor: Fraction | int) -> Range:
        """Each end times an exact factor of zero or more."""
        return Range(None if self.low is None else self.low * factor, None if self.high is None else self.high * factor)

    def __mul__(self, other: Range) -> Range:
        """The product of two ranges of values of zero or more."""
        return Range(_product(self.low, other.low), _product(self.high, other.high))

    def __truediv__(self, other: Range) -> Range:
        """The quotient of two ranges of values of zero or more; an end divided by zero is open."""
        return Range(_quotient(self.low, other.high), _quotient(self.high, other.low))

    def __str__(self) -> str:
        """For a reader: ``12.5``, ``12.5-25``, ``at least 5``, ``at most 75`` or ``unknown``."""
        if self.low is None:
            return "unknown" if self.high is None else f"at most {as_text(self.high)}"
        if self.high is None:
            return f"at least {as_text(self.low)}"
        return as_text(self.low) if self.is_point else f"{as_text(self.low)}-{as_text(self.high)}"

    def __contains__(self, value: Fraction | int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meets(self, other: Range) -> bool:
        """Whether some value may lie in both."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)

    def is_before(self, other: Range) -> bool | None:
        """Whether every value lies strictly before every value of ``other``; None when it cannot be told."""
        if self.high is not None and other.low is not None and self.high < other.low:
            return True
        if self.low is not None and other.high is not None and self.low >= other.high:
            return False
        return None


OPEN = Range()
"""The range of which nothing is known."""


def _both(one: End, other: End, sign: int) -> End:
    return None if one is None or other is None else one + sign * other


def _product(one: End, other: End) -> End:
    return None if one is None or other is None else one * other


def _quotient(one: End, other: End) -> End:
    return None if one is None or other is None or other == 0 else one / other
