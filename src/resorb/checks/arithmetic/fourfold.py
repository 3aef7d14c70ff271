"""Two groups with so many events each: the p values usual tests give, and the ratios and differences of their shares.

Fisher 1935; Yates 1934; Woolf 1955 and Katz 1978 for the intervals of odds and risk ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt

from resorb.checks.arithmetic.significance import Distribution, p_of, p_of_distance

_MOST = 20_000
"""Fisher's test is not worked out for larger groups, where it is chi-square's."""


@dataclass(frozen=True, slots=True)
class Fourfold:
    """``a`` of ``n`` against ``b`` of ``m``."""

    a: int
    n: int
    b: int
    m: int

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """Events and others of both groups."""
        return self.a, self.n - self.a, self.b, self.m - self.b


def p_values_of(table: Fourfold) -> dict[str, float]:
    """What the usual two-sided tests give, by their names."""
    a, c, b, d = table.cells
    n, m, events, others = table.n, table.m, a + b, c + d
    if not events or not others:
        return {"Fisher's exact test": 1.0}
    whole = n + m
    scale = whole / (n * m * events * others)
    apart = abs(a * d - b * c)
    found = {
        "chi-square": p_of(Distribution.CHI_SQUARED, scale * apart**2, 1),
        "chi-square with Yates's correction": p_of(
            Distribution.CHI_SQUARED, scale * max(0.0, apart - whole / 2) ** 2, 1
        ),
        "likelihood ratio": p_of(Distribution.CHI_SQUARED, _likelihood(table), 1),
    }
    spread = a * c / n**3 + b * d / m**3
    if spread > 0:
        found["Wald's test"] = p_of_distance(abs(a / n - b / m) / sqrt(spread))
    if whole <= _MOST:
        found["Fisher's exact test"] = _fisher(table)
    return found


def _likelihood(table: Fourfold) -> float:
    a, c, b, d = table.cells
    whole = table.n + table.m
    sides = ((a, table.n, a + b), (c, table.n, c + d), (b, table.m, a + b), (d, table.m, c + d))
    return max(0.0, 2 * sum(seen * log(seen * whole / (row * column)) for seen, row, column in sides if seen))


def _fisher(table: Fourfold) -> float:
    """The chance of all tables with these margins that are no likelier than the one seen."""
    n, m, events = table.n, table.m, table.a + table.b

    def chance(k: int) -> float:
        return _choose(n, k) + _choose(m, events - k) - _choose(n + m, events)

    seen = chance(table.a)
    found = (chance(k) for k in range(max(0, events - m), min(n, events) + 1))
    return min(1.0, sum(exp(one) for one in found if one <= seen + 1e-7))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def risk_ratio(table: Fourfold) -> tuple[float, float]:
    """The ratio of shares, and the standard error of its logarithm (infinite where a count is 0)."""
    if not table.a or not table.b:
        return (0.0 if table.b else inf), inf
    error = sqrt(1 / table.a - 1 / table.n + 1 / table.b - 1 / table.m)
    return (table.a / table.n) / (table.b / table.m), error


def odds_ratio(table: Fourfold) -> tuple[float, float]:
    """The ratio of odds, and the standard error of its logarithm (infinite where a count is 0)."""
    a, c, b, d = table.cells
    if not all(table.cells):
        return (0.0 if not a or not d else inf), inf
    return a * d / (b * c), sqrt(1 / a + 1 / b + 1 / c + 1 / d)
