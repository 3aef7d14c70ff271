"""What a mean can be: GRIM, and the bounds that n, minimum, median and maximum leave.

GRIM: Brown and Heathers 2017, Soc Psychol Personal Sci 8:363. The mean of n values in steps of g is a whole number of
g/n; exact fractions are used, and the printed text with its trailing zeros. The bounds are those of order statistics.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from resorb.values.numbers import PrintedNumber
from resorb.values.ranges import Range


@dataclass(frozen=True, slots=True)
class Grim:
    """Answer of GRIM. ``totals`` are the sums, in steps, that print as the mean; ``nearest`` the two means around it.

    ``testable`` is False when n is so large that every mean of these decimals is possible.
    """

    totals: tuple[int, ...]
    nearest: tuple[Fraction, Fraction]
    testable: bool


def grim(mean: PrintedNumber, n: int, step: Fraction) -> Grim:
    """Which sums of ``n`` values in steps of ``step`` print as ``mean``, under any rounding rule."""
    exact = mean.value * n / step
    reach = mean.step * n / step
    low, high = floor(exact - reach), ceil(exact + reach)
    totals = tuple(s for s in range(low, high + 1) if mean.rules_giving(s * step / n))
    nearest = (floor(exact) * step / n, ceil(exact) * step / n)
    return Grim(totals, nearest, testable=step / n > mean.step)


def mean_bounds(
    n: int, low: Range, high: Range, median: Range | None = None, *, ends_are_members: bool = True
) -> Range | None:
    """All means that ``n`` values can have with this minimum, maximum and (if given) median.

    Each argument is the range a printed number stands for. None when no such values exist (the order is violated).

    Args:
        n: number of values, at least 1.
        low: the minimum.
        high: the maximum.
        median: the median; None when it was not printed.
        ends_are_members: whether minimum and maximum are values that occur, not mere limits.
    """
    if any(first.is_before(then) for first, then in _backwards(low, median, high)):
        return None
    least = _least_sum(n, low.low, high.low, None if median is None else median.low, member=ends_are_members)
    most = _least_sum(
        n, _minus(high.high), _minus(low.high), None if median is None else _minus(median.high), member=ends_are_members
    )
    if least is None or most is None or least > -most:
        return None
    return Range(least / n, -most / n)


def _backwards(low: Range, median: Range | None, high: Range) -> list[tuple[Range, Range]]:
    """Pairs of which the first may not lie wholly below the second."""
    return [(high, low)] if median is None else [(high, low), (median, low), (high, median)]


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _least_sum(
    n: int, low: Fraction | None, high: Fraction | None, median: Fraction | None, *, member: bool
) -> Fraction | None:
    """Smallest sum of n ordered values with this minimum, maximum and median."""
    if low is None or high is None:
        return None
    if n == 1:
        return max(low, median if median is not None else low)
    top = high if member else None
    if median is None:
        return (n - 1) * low + (low if top is None else top)
    below = (n - 1) // 2
    above = n - below
    last = median if top is None else max(top, median)
    return below * low + (above - 1) * median + last if n > 2 else 2 * median
