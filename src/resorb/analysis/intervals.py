"""Intervals for one proportion, exact where the field is small.

References: Clopper and Pearson (1934) Biometrika 26:404; Wilson (1927) JASA 22:209; Brown, Cai and DasGupta (2001)
Statistical Science 16:101 for Jeffreys; Lancaster (1961) JASA 56:223 for mid-p.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How an interval was made; the value is its name in results and reports."""

    CLOPPER_PEARSON = "Clopper-Pearson"
    WILSON = "Wilson"
    JEFFREYS = "Jeffreys"
    MID_P = "mid-p"


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval with its level and method."""

    low: float
    high: float
    level: float
    method: Method


def proportion_interval(n: int, total: int, method: Method = Method.CLOPPER_PEARSON, level: float = 0.95) -> Interval:
    """Interval for ``n`` of ``total``. Ends are exactly 0 and 1 where no or all members have it.

    Raises:
        ValueError: when ``n`` is not between 0 and ``total``, or ``total`` is 0: there is nothing to estimate.
    """
    if total < 1 or not 0 <= n <= total:
        raise ValueError(f"{n} of {total} is not a proportion")
    if not 0 < level < 1:
        raise ValueError(f"{level} is not a confidence level")
    low, high = _PROPORTION[method](n, total, (1 - level) / 2)
    return Interval(low, high, level, method)


def upper_limit_of_none(total: int, level: float = 0.95) -> float:
    """One-sided upper limit when none of ``total`` had the event: 1 - (1 - level)^(1/total)."""
    if total < 1:
        raise ValueError("no one was at risk")
    return float(1 - (1 - level) ** (1 / total))


def _clopper_pearson(n: int, total: int, tail: float) -> tuple[float, float]:
    from scipy.stats import beta

    low = 0.0 if n == 0 else float(beta.ppf(tail, n, total - n + 1))
    high = 1.0 if n == total else float(beta.isf(tail, n + 1, total - n))
    return low, high


def _wilson(n: int, total: int, tail: float) -> tuple[float, float]:
    from scipy.stats import norm

    z = float(norm.isf(tail))
    p, spread = n / total, z * z / total
    centre = (p + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (p * (1 - p) / total + spread / (4 * total)) ** 0.5
    return (0.0 if n == 0 else centre - half), (1.0 if n == total else centre + half)


def _jeffreys(n: int, total: int, tail: float) -> tuple[float, float]:
    from scipy.stats import beta

    low = 0.0 if n == 0 else float(beta.ppf(tail, n + 0.5, total - n + 0.5))
    high = 1.0 if n == total else float(beta.isf(tail, n + 0.5, total - n + 0.5))
    return low, high


def _mid_p(n: int, total: int, tail: float) -> tuple[float, float]:
    from scipy.optimize import brentq
    from scipy.stats import binom

    def above(p: float) -> float:
        return float(binom.sf(n, total, p) + binom.pmf(n, total, p) / 2) - tail

    def below(p: float) -> float:
        return float(binom.cdf(n - 1, total, p) + binom.pmf(n, total, p) / 2) - tail

    low = 0.0 if n == 0 else float(brentq(above, 0, n / total, xtol=1e-14))
    high = 1.0 if n == total else float(brentq(below, n / total, 1, xtol=1e-14))
    return low, high


_PROPORTION: dict[Method, Callable[[int, int, float], tuple[float, float]]] = {
    Method.CLOPPER_PEARSON: _clopper_pearson,
    Method.WILSON: _wilson,
    Method.JEFFREYS: _jeffreys,
    Method.MID_P: _mid_p,
}
