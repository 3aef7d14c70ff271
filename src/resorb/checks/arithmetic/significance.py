"""P values that belong to a test statistic or an interval, as the two ends that printed digits leave.

As statcheck does (Nuijten and others 2016, Behav Res Methods 48:1205): the statistic is taken for every value that
rounds to the printed one, and the p values of the two ends are compared with those that round to the printed p. scipy
is fetched when the first p value is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import copysign, erfc, inf, log, sqrt
from statistics import NormalDist

from resorb.values.numbers import PrintedNumber, Rounding


class Distribution(StrEnum):
    """A statistic whose p value follows from it and its degrees of freedom."""

    T = "t"
    F = "F"
    CHI_SQUARED = "χ²"
    R = "r"
    Z = "z"


@dataclass(frozen=True, slots=True)
class Ends:
    """A smallest and a largest value."""

    low: float
    high: float

    def meets(self, other: Ends) -> bool:
        """Whether the two share a value."""
        return self.low <= other.high and other.low <= self.high

    def apart(self, other: Ends) -> float:
        """The factor between the two; 1 when they meet."""
        if self.meets(other):
            return 1.0
        low, high = (self.high, other.low) if self.high < other.low else (other.high, self.low)
        return high / low if low > 0 else inf

    def times(self, factor: float) -> Ends:
        """Both ends times a positive factor."""
        return Ends(self.low * factor, self.high * factor)


def p_of(test: Distribution, value: float, df: float = inf, df_below: float = inf) -> float:
    """The two-sided p value (upper tail for F and χ²) of a statistic.

    Args:
        test: which statistic.
        value: the statistic; its sign does not matter for t, r and z.
        df: degrees of freedom of t and χ², those above the line of F, and n - 2 for r.
        df_below: those below the line of F.
    """
    size = abs(value)
    if test is Distribution.Z:
        return erfc(size / sqrt(2))
    from scipy.special import chdtrc, fdtrc, stdtr

    if test is Distribution.F:
        return float(fdtrc(df, df_below, size))
    if test is Distribution.CHI_SQUARED:
        return float(chdtrc(df, size))
    if test is Distribution.R:
        if size >= 1:
            return 0.0
        size *= sqrt(df / (1 - size * size))
    return float(2 * stdtr(df, -size))


def p_ends(test: Distribution, printed: PrintedNumber, df: float = inf, df_below: float = inf) -> Ends:
    """The p values of all statistics that round to the printed one."""
    low, high = (float(end) for end in printed.interval(Rounding.HALF_UP))
    near, far = sorted((abs(low), abs(high)))
    if low < 0 < high:
        near = 0.0
    return Ends(p_of(test, far, df, df_below), p_of(test, near, df, df_below))


def normal_quantile(upper_tail: float) -> float:
    """The point of the standard normal distribution above which ``upper_tail`` lies."""
    return -NormalDist().inv_cdf(upper_tail) if 0 < upper_tail < 1 else copysign(inf, 0.5 - upper_tail)


def student_quantile(upper_tail: float, df: float) -> float:
    """The point of Student's t with ``df`` degrees of freedom above which ``upper_tail`` lies."""
    from scipy.special import stdtrit

    return -float(stdtrit(df, upper_tail))


def p_of_distance(standard_errors: float) -> float:
    """The two-sided p value of a normal estimate so many standard errors from its null value."""
    return p_of(Distribution.Z, standard_errors)


def distance_from_null(low: Ends, high: Ends, null: float, level: float, *, ratio: bool) -> Ends | None:
    """How many standard errors the middle of an interval lies from the null value, at least and at most.

    The interval is taken to be symmetric on its scale (logarithms for a ratio), as Wald intervals are. None when the
    bounds cannot be on that scale.

    Args:
        low: what the printed lower bound may stand for.
        high: the same of the upper bound.
        null: 1 for a ratio, 0 for a difference.
        level: confidence level between 0 and 1.
        ratio: whether the scale is logarithmic.
    """
    if ratio and (low.low <= 0 or high.low <= 0):
        return None
    z = normal_quantile((1 - level) / 2)
    found = []
    for first in (low.low, low.high):
        for last in (high.low, high.high):
            a, b, c = (log(first), log(last), log(null)) if ratio else (first, last, null)
            if b <= a:
                return None
            found.append(abs((a + b) / 2 - c) / ((b - a) / (2 * z)))
    return Ends(min(found), max(found))


def skew(estimate: Ends, low: Ends, high: Ends, *, ratio: bool) -> float | None:
    """The longer arm of an interval over the shorter one, at its least over all values printed so; 1 when equal.

    None when the numbers cannot be on the scale, or the estimate may lie on a bound.
    """
    if estimate.low - low.high <= 0 or high.low - estimate.high <= 0 or (ratio and low.low <= 0):
        return None

    def arm(first: float, last: float) -> float:
        return log(last / first) if ratio else last - first

    below = (arm(low.high, estimate.low), arm(low.low, estimate.high))
    above = (arm(estimate.high, high.low), arm(estimate.low, high.high))
    if below[0] > above[1]:
        return below[0] / above[1]
    return above[0] / below[1] if above[0] > below[1] else 1.0


def box(printed: PrintedNumber) -> Ends:
    """Everything that rounds to the printed number."""
    low, high = printed.interval(Rounding.HALF_UP)
    return Ends(float(low), float(high))
