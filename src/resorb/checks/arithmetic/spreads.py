"""What a standard deviation can be between a smallest and a largest value.

Largest: Bhatia and Davis 2000, Am Math Mon 107:353; with n - 1 below, n/(n - 1) (high - mean)(mean - low). Smallest:
two values at the ends and all others in the middle, (high - low)²/(2 (n - 1)). Squares are compared, no root is taken.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from resorb.values.numbers import as_text
from resorb.values.ranges import Range


def most_variance(low: Fraction, high: Fraction, n: int, mean: Range | None = None) -> Fraction:
    """Largest variance (n - 1 below) of ``n`` values from ``low`` to ``high``, with a mean in the given range.

    Any ``n`` is covered by n = 2, whose factor n/(n - 1) is the largest.
    """
    centre = (low + high) / 2
    if mean is not None and mean.low is not None and mean.high is not None:
        centre = min(max(mean.low, centre), mean.high)
    return Fraction(n, n - 1) * max(Fraction(0), (high - centre) * (centre - low))


def least_variance(low: Fraction, high: Fraction, n: int) -> Fraction:
    """Smallest variance (n - 1 below) of ``n`` values of which two are ``low`` and ``high``."""
    return max(Fraction(0), high - low) ** 2 / (2 * (n - 1))


def root_text(square: Fraction, places: int = 2) -> str:
    """The root of a variance for a reader, cut to ``places``."""
    scale = 10**places
    return as_text(Fraction(isqrt(int(square * scale * scale)), scale), places)
