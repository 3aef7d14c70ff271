"""What a standard deviation can be beside its mean: GRIMMER solved exactly, by a witness.

GRIMMER: Anaya 2016, Allard 2018. The analytic third test of the latter raises false alarms, so it is not used: n whole
numbers with sum S and sum of squares Q exist or do not, and a search decides. DEBIT (Heathers and Brown 2019,
osf.io/5vb3u) is the case in which all values are 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

from resorb.checks.arithmetic.means import grim
from resorb.values.numbers import PrintedNumber, Rounding

MAX_TRIES = 20_000
"""Branches after which a search gives up; the answer is then unknown, never "impossible"."""
MAX_VALUES = 400
"""Groups larger than this are not searched: at their size nearly every mean and SD go together."""


class Undecided(Exception):  # noqa: N818
    """The search was given up before it found values or ruled them out."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of the values in steps. ``members`` says that both ends occur among the values."""

    low: int | None = None
    high: int | None = None
    members: bool = False


def values_with(mean: PrintedNumber, sd: PrintedNumber, n: int, step: Fraction, bounds: Bounds) -> list[int] | None:
    """Find n whole numbers of steps whose mean and SD (n - 1 below) print as given; None when there are none.

    Any rounding rule is allowed for either number.

    Raises:
        Undecided: when the search was given up.
    """
    if n > MAX_VALUES:
        raise Undecided
    for total in grim(mean, n, step).totals:
        for squares in _sums_of_squares(total, sd, n, step):
            found = witness(n, total, squares, bounds)
            if found is not None:
                return found
    return None


def _sums_of_squares(total: int, sd: PrintedNumber, n: int, step: Fraction) -> Iterator[int]:
    """Sums of squares of n whole numbers with this sum whose SD prints as given, those of right parity."""
    ends = [sd.interval(rule) for rule in (Rounding.HALF_UP, Rounding.TRUNCATED)]
    low, high = max(Fraction(0), min(e[0] for e in ends)) / step, max(e[1] for e in ends) / step
    centre = Fraction(total * total, n)
    first, last = ceil(low * low * (n - 1) + centre), floor(high * high * (n - 1) + centre)
    for squares in range(first + (first - total) % 2, last + 1, 2):
        if _prints_as(sd, (squares - centre) / (n - 1) * step * step):
            yield squares


def _prints_as(sd: PrintedNumber, variance: Fraction) -> bool:
    """Whether the root of an exact variance prints as ``sd`` under some rule; no root is ever taken.

    Half-up and half-even differ only at a tie, and either will do there, so both ends of the interval belong to it.
    """
    if variance < 0:
        return False
    low, high = sd.interval(Rounding.HALF_UP)
    nearest = (low < 0 or low * low <= variance) and variance <= high * high
    low, high = sd.interval(Rounding.TRUNCATED)
    return nearest or low * low <= variance < high * high


def witness(n: int, total: int, squares: int, bounds: Bounds) -> list[int] | None:
    """Find n whole numbers within bounds with this sum and sum of squares, largest first; None when there are none.

    Raises:
        Undecided: when the search was given up.
    """
    fixed: list[int] = []
    if bounds.members and bounds.low is not None and bounds.high is not None and n >= 2:
        fixed = [bounds.low, bounds.high]
    rest, total, squares = n - len(fixed), total - sum(fixed), squares - sum(v * v for v in fixed)
    if squares < 0:
        return None
    reach = isqrt(squares)
    low = -reach if bounds.low is None else max(bounds.low, -reach)
    high = reach if bounds.high is None else min(bounds.high, reach)
    # Values are shifted so that the smallest allowed is zero; the search then never meets a negative number.
    shifted, squared = total - low * rest, squares - 2 * low * total + low * low * rest
    search = _Search()
    found = search.values(rest, shifted, squared, high - low)
    return None if found is None else sorted([*fixed, *(v + low for v in found)], reverse=True)


class _Search:
    """Depth-first search for m values from 0 to cap, largest first, with a given sum and sum of squares."""

    def __init__(self) -> None:
        self.tries = 0
        self.dead: set[tuple[int, int, int, int]] = set()

    def values(self, m: int, total: int, squares: int, cap: int) -> list[int] | None:
        if m == 0:
            return [] if total == squares == 0 else None
        if cap < 0 or not 0 <= total <= m * cap or (squares - total) % 2:
            return None
        least = _least_squares(m, total)
        if squares == least:
            base, over = divmod(total, m)
            return [base + 1] * over + [base] * (m - over)
        if squares < least or squares > _most_squares(total, cap):
            return None
        if (m, total, squares, cap) in self.dead:
            return None
        self.tries += 1
        if self.tries > MAX_TRIES:
            raise Undecided
        for largest in range(min(cap, total, isqrt(squares)), -(-total // m) - 1, -1):
            rest = self.values(m - 1, total - largest, squares - largest * largest, largest)
            if rest is not None:
                return [largest, *rest]
        self.dead.add((m, total, squares, cap))
        return None


def _least_squares(m: int, total: int) -> int:
    base, over = divmod(total, m)
    return (m - over) * base * base + over * (base + 1) ** 2


def _most_squares(total: int, cap: int) -> int:
    if cap == 0:
        return 0
    full, rest = divmod(total, cap)
    return full * cap * cap + rest * rest
