"""Whether a printed number looks like a slip of the true one: a digit, two digits swapped, a factor, off by one.

Used where a reading is probable, not certain: two numbers that merely differ may speak of different things, while 61
beside a true 16 is most likely a slip.
"""

from __future__ import annotations

from fractions import Fraction

from resorb.values.numbers import PrintedNumber, Rounding, as_text, round_to

FACTORS = (10, 100, 1000, 2)
"""Multiples that misplaced points, wrong units and doubled or halved numbers make."""


def near_miss(printed: PrintedNumber, true: Fraction, *, off_by: int = 1, factors: tuple[int, ...] = FACTORS) -> str:
    """How the printed number may be a slip of the true one, in words; empty when it does not look so.

    The true number is taken at the decimals printed. A number that equals it is no slip. Numbers of one digit count as
    slips only by ``off_by``, by a factor or by sign: any two of them differ in one digit.

    Args:
        printed: the number as printed.
        true: what it should be.
        off_by: how many units of the last printed place still pass for a slip of counting.
        factors: multiples, either way, that pass for a slip.
    """
    meant = round_to(true, printed.step, Rounding.HALF_UP)
    if printed.value in (meant, true):
        return ""
    if printed.value == -meant:
        return "the sign"
    # Floats tell what is far off, with room: a number is rounded by less than one step.
    value, goal = float(printed.value), float(true)
    room = 2 * float(printed.step) + 1e-9 * abs(value)
    for factor in factors:
        if true and (
            (abs(goal * factor - value) < room and _is(printed, true * factor))
            or (abs(goal / factor - value) < room and _is(printed, true / factor))
        ):
            return f"a factor of {factor}"
    one, other = (as_text(abs(n), printed.decimals) for n in (printed.value, meant))
    if sorted(one) == sorted(other) and _swapped(one, other):
        return "two digits swapped"
    if abs(printed.value - meant) <= off_by * printed.step:
        return f"off by {as_text(abs(printed.value - meant), printed.decimals)}"
    if min(_digits(one), _digits(other)) > 1 and _one_edit(one, other):
        return "one digit"
    return ""


def near_count(printed: int, true: int, *, off_by: int = 1) -> str:
    """:func:`near_miss` for two whole numbers."""
    return near_miss(PrintedNumber(str(printed), Fraction(printed), 0), Fraction(true), off_by=off_by)


def _is(printed: PrintedNumber, exact: Fraction) -> bool:
    """Whether the number is this one: exactly, or rounded to it when it has two digits or more."""
    return printed.value == exact or (_digits(printed.text.lstrip("0.")) > 1 and bool(printed.rules_giving(exact)))


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _swapped(one: str, other: str) -> bool:
    """Whether the texts differ by two digits that changed places."""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def _one_edit(one: str, other: str) -> bool:
    """Whether one digit was changed, left out or put in."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :]
