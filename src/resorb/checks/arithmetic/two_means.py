"""What a t test of two means can give: p values over everything that rounds to the printed means and deviations.

Student's t with a common variance and Welch's without are both reckoned, for papers seldom say which was used.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import inf, sqrt

from resorb.checks.arithmetic.significance import Distribution, Ends, box, p_of
from resorb.values.numbers import PrintedNumber


@dataclass(frozen=True, slots=True)
class Sample:
    """A mean with its standard deviation (``is_error``: with its standard error) of ``size`` values."""

    mean: PrintedNumber
    spread: PrintedNumber
    size: int
    is_error: bool = False

    def variances(self) -> tuple[float, float]:
        """Least and largest variance of the mean that the digits leave."""
        low, high = (max(0.0, end) for end in (box(self.spread).low, box(self.spread).high))
        below = 1 if self.is_error else self.size
        return low * low / below, high * high / below


def p_of_means(first: Sample, last: Sample) -> Ends | None:
    """The two-sided p values of both t tests, least and most; None when a group is too small, or nothing varies."""
    if min(first.size, last.size) < 2:
        return None
    a, b = box(first.mean), box(last.mean)
    near, far = max(0.0, a.low - b.high, b.low - a.high), max(a.high - b.low, b.high - a.low)
    found: list[float] = []
    for difference, one, other in product((near, far), first.variances(), last.variances()):
        for t, df in _tests(difference, one, other, first.size, last.size):
            found.append(p_of(Distribution.T, t, df))
    return Ends(min(found), max(found)) if found else None


def _tests(difference: float, one: float, other: float, n: int, m: int) -> list[tuple[float, float]]:
    """Statistic and degrees of freedom: Welch's, then Student's. ``one`` and ``other`` are variances of the means."""
    if one + other <= 0:
        return []
    welch = (one + other) ** 2 / ((one * one / (n - 1) + other * other / (m - 1)) or inf)
    common = ((n - 1) * one * n + (m - 1) * other * m) / (n + m - 2)
    return [(difference / sqrt(one + other), welch), (difference / sqrt(common * (1 / n + 1 / m)), n + m - 2)]
