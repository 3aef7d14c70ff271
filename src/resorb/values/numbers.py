"""A number as printed: its digits are data, and it stands for a rounding interval.

Arithmetic on printed numbers is exact (:class:`fractions.Fraction`); rounding happens once, by a named rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from resorb.values.findings import Refused

MAX_DIGITS = 18
"""Longer digit strings are refused: no clinical number has them, and they slow exact arithmetic."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class Rounding(StrEnum):
    """The rule by which a printed number was made from an exact one."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    TRUNCATED = "truncated"


@cache
def _step(decimals: int) -> Fraction:
    return Fraction(1, 10**decimals)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A decimal number with the digits it was printed with.

    ``text`` keeps trailing zeros ("12.50" has two decimals), ``value`` is exact.
    """

    text: str
    value: Fraction
    decimals: int

    @property
    def step(self) -> Fraction:
        """The size of one unit in the last printed place: "12.5" gives 1/10, "370" gives 1."""
        return _step(self.decimals)

    def interval(self, rule: Rounding = Rounding.HALF_UP) -> tuple[Fraction, Fraction]:
        """Smallest and largest exact value that rounds to this number (the upper end is a limit, not a member).

        Half-even has the same ends as half-up; which end belongs to it depends on the last digit.
        """
        if rule is Rounding.TRUNCATED:
            return (self.value, self.value + self.step) if self.value >= 0 else (self.value - self.step, self.value)
        half = self.step / 2
        return self.value - half, self.value + half

    def rules_giving(self, exact: Fraction) -> tuple[Rounding, ...]:
        """Rounding rules under which ``exact`` is printed as this number; empty when none does."""
        if abs(exact - self.value) >= self.step:
            return ()
        return tuple(rule for rule in Rounding if round_to(exact, self.step, rule) == self.value)


def round_to(exact: Fraction, step: Fraction, rule: Rounding) -> Fraction:
    """Round ``exact`` to a multiple of ``step``. Ties go away from zero (half-up), to even, or nowhere (truncated)."""
    # In whole numbers, as fractions are slow: |exact| / step = whole + rest / unit.
    unit = exact.denominator * step.numerator
    whole, rest = divmod(abs(exact.numerator) * step.denominator, unit)
    if rule is not Rounding.TRUNCATED:
        tie_up = rule is Rounding.HALF_UP or whole % 2 == 1
        if 2 * rest > unit or (2 * rest == unit and tie_up):
            whole += 1
    return Fraction((whole if exact >= 0 else -whole) * step.numerator, step.denominator)


def read_number(text: str) -> PrintedNumber:
    """Read a plain decimal number such as ``12.50`` or ``-6.0``.

    Raises:
        Refused: for decimal commas, thousands separators, exponents, NaN, infinities and anything else.
    """
    stripped = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(stripped) or not stripped.isascii():
        raise Refused(f"{_shown(text)} is not a plain number", _hint(stripped))
    if sum(c.isdigit() for c in stripped) > MAX_DIGITS:
        raise Refused(f"{_shown(text)} has more than {MAX_DIGITS} digits", "write the number as the source prints it")
    decimals = len(stripped.partition(".")[2])
    return PrintedNumber(stripped.lstrip("+"), Fraction(stripped), decimals)


def as_text(value: Fraction, decimals: int | None = None) -> str:
    """A fraction for a reader: exact when its decimals end within four places, else rounded half-up to ``decimals``.

    Without ``decimals`` four significant digits are kept.
    """
    if decimals is None:
        for places in range(5):
            if 10**places % value.denominator == 0:
                return _fixed(value, places)
        magnitude = len(str(int(abs(value)))) if abs(value) >= 1 else 0
        decimals = max(0, 4 - magnitude) if magnitude else _places_below_one(value)
    return _fixed(round_to(value, _step(decimals), Rounding.HALF_UP), decimals)


def _places_below_one(value: Fraction) -> int:
    places = 1
    while places < 18 and abs(value) * 10**places < 1:
        places += 1
    return places + 3


def _fixed(value: Fraction, places: int) -> str:
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _shown(text: str) -> str:
    short = text if len(text) <= 40 else text[:37] + "..."
    return repr(short)


def _hint(text: str) -> str:
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        whole, _, rest = text.partition(",")
        return f"write {whole}.{rest} for a decimal, {whole}{rest} for thousands"
    if re.fullmatch(r"[+-]?(nan|inf|infinity)", text.lower()):
        return "leave the value out, or write 'not reported'"
    return "write digits with at most one decimal point, for example 12.5"
