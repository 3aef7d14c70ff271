"""How an exact number may have become the printed one, and how both are written for a reader."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to


def rule_for(exact: Fraction, printed: PrintedNumber) -> Rounding | None:
    """The rounding rule that gives the printed number, the most usual one first; None when none does."""
    return next(iter(printed.rules_giving(exact)), None)


def counts_giving(printed_percent: PrintedNumber, whole: int) -> range:
    """All counts k from 0 to ``whole`` that print as this percentage under some rounding rule.

    Rounding keeps order, so they are neighbours: from half a step below the printed number (half-up) to a whole step
    above it (truncated).
    """
    value, step = printed_percent.value, printed_percent.step
    first = max(0, ceil((value - step / 2) * whole / 100))
    last = min(whole, floor((value + step) * whole / 100))
    while first <= last and not printed_percent.rules_giving(Fraction(100 * first, whole)):
        first += 1
    while first <= last and not printed_percent.rules_giving(Fraction(100 * last, whole)):
        last -= 1
    return range(first, last + 1)


def significant(exact: Fraction, digits: int, rule: Rounding) -> Fraction:
    """``exact`` rounded to a number of significant digits."""
    if exact == 0:
        return exact
    magnitude = 0
    while abs(exact) >= Fraction(10) ** (magnitude + 1):
        magnitude += 1
    while abs(exact) < Fraction(10) ** magnitude:
        magnitude -= 1
    return round_to(exact, Fraction(10) ** (magnitude - digits + 1), rule)


def written(exact: Fraction) -> str:
    """An exact number for a line of arithmetic: whole when it ends within four decimals, else cut with an ellipsis."""
    for places in range(5):
        if 10**places % exact.denominator == 0:
            return as_text(exact, places)
    small = 0 < abs(exact) < Fraction(1, 10)
    places = 6 if small else 3
    return as_text(round_to(exact, Fraction(1, 10**places), Rounding.TRUNCATED), places) + "…"
