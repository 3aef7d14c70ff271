"""How an exact amount may have become a printed one: rounded in its last place, to 5 or 10, or to two digits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resorb.checks.arithmetic.rounding import significant
from resorb.values.numbers import PrintedNumber, Rounding, round_to

_COARSE = ((Fraction(5), "rounding to 5"), (Fraction(10), "rounding to 10"))


def roundings(
    number: PrintedNumber, exact: Fraction, *, counted: bool = False
) -> Iterator[tuple[str, tuple[Rounding, ...]]]:
    """Each way from ``exact`` to the printed ``number``: what it was rounded to, and the rules that do it.

    The words are empty for the last printed place. What is ``counted`` is rounded to whole numbers only.
    """
    steps = [(number.step, "")] if counted else [(number.step, ""), *_COARSE]
    for step, words in steps:
        rules = tuple(rule for rule in Rounding if round_to(exact, step, rule) == number.value)
        if rules and step >= number.step:
            yield words, rules
    rules = tuple(rule for rule in Rounding if significant(exact, 2, rule) == number.value)
    if rules and not counted:
        yield "rounding to 2 digits", rules
