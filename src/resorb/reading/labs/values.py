"""Values of laboratory results as texts print them: a number or range, its bound, its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.labs.units import LAB_UNIT, lab_unit
from resorb.reading.lazy import lazy
from resorb.values.numbers import MAX_DIGITS
from resorb.values.quantities import Quantity

_I = re.IGNORECASE
B = "[ \u00a0\u2009\u202f]"
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?(?![\d,])|\d{1,5},\d{1,2}(?![\d,])|\d{1,9}(?:[.·]\d{1,5})?"
NUM = rf"(?<![\w.,·/^])(?:{DIGITS})(?!\d)(?:(?![\w^])|(?={LAB_UNIT}(?![\w²])))"
DASH = rf"{B}?(?:-|–|—|−|\bto\b){B}?"
_BOUND = (
    r"<=|>=|<|>|≤|≥|below|under|less than|lower than|not (?:over|above|exceeding)|above|over|more than"
    r"|greater than|at least|"
    r"at most|up to|about|around|approximately|approx\.?|some|circa|ca\.|nearly|almost|roughly|~|≈"
)
_VALUE = lazy(
    rf"(?:(?P<bound>{_BOUND}){B}?)?(?P<low>{NUM})(?:{B}?(?P<spread>±|\+/-){B}?(?:{DIGITS}))?"
    rf"(?:{DASH}(?P<high>{DIGITS})(?!\d)(?:(?![\w^])"
    rf"|(?={LAB_UNIT})))?(?:{B}?(?P<unit>{LAB_UNIT})(?![\w²/]))?(?P<more>{B}?(?:%|[a-zµ/]+))?",
    _I,
)
_PER_STEP = lazy(r"\s(?:for|per)\s(?:each|every)\b", _I)
"""Behind what is added by steps: "0.8 mg/dL for each g/dL below 4"."""
_ABOUT = (
    "about", "around", "approximately", "approx", "approx.", "some", "circa", "ca.", "nearly", "almost", "roughly",
    "~", "≈",
)  # fmt: skip
_IN_OTHER_UNITS = lazy(
    r"\s*(?:\(|\[|,|=|;|/|≈|\bor\b)\s*(?:(?:or|i\.e\.,?|that is,?|equal(?:s|ling)?(?: to)?|equivalent to"
    r"|equals|corresponding to|=|≈|c\.)\s*)?",
    _I,
)
_BELOW = ("<", "<=", "≤", "below", "under", "less than", "lower than", "at most", "up to", "not over", "not above",
          "not exceeding")  # fmt: skip
_OTHER_UNITS = frozenset({
    "%", "mg", "g", "kg", "mcg", "µg", "ml", "l", "iu", "u", "mmol", "mol", "meq", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "hour", "hours", "h", "min", "patients", "patient", "times", "doses",
    "infusions", "sessions", "of", "mm", "cm", "fold", "percent", "yr", "yrs", "wk", "mo", "kg/m", "dl", "ng",
    "pg", "ms", "bpm", "mmhg",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabValue:
    """A printed value: ``unit`` is canonical, None without a unit or with one the closed list does not have.

    ``low`` is None for "<5", ``high`` for ">5"; both are set for a range ("was 2.2-2.6"). ``is_spread`` when a "±"
    follows, ``is_borrowed`` when the unit stands with a later value of the same list.
    """

    start: int
    end: int
    number_start: int
    low: Fraction | None
    high: Fraction | None
    decimals: int
    unit: str | None
    unit_printed: str
    about: bool = False
    is_spread: bool = False
    is_borrowed: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high

    def quantity(self, printed: str, unit: str | None = None) -> Quantity | None:
        """As a quantity; None without a known unit."""
        own = self.unit or unit
        return None if own is None else Quantity(printed, self.low, self.high, own, self.decimals, self.about)


def number(text: str) -> tuple[Fraction, int] | None:
    """A printed number and how many decimals it has: 1,180 is a thousand, 2,35 has a decimal comma."""
    plain = re.sub(r",(?=\d{3}(?!\d))", "", text.replace("·", ".")).replace(",", ".")
    if len(plain) > MAX_DIGITS or not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return None
    return Fraction(plain), len(plain.partition(".")[2])


def _is_other(word: str) -> bool:
    """Whether the word behind a number says that it measures something else. "H" is a flag, "h" an hour."""
    return word.strip() not in ("H", "L") and word.strip().lower() in _OTHER_UNITS


def read_value(text: str, at: int) -> LabValue | None:
    """The value that begins at a place; None when there is none, or it is a percentage or another kind of number."""
    m = _VALUE.match(text, at)
    if (
        m is None
        or (m["unit"] is None and _is_other(m["more"] or ""))
        or _PER_STEP.match(text, m.start("more") if m["more"] else m.end())
    ):
        return None
    low, high = number(m["low"]), number(m["high"]) if m["high"] else None
    if low is None or (m["high"] and high is None):
        return None
    bound = (m["bound"] or "").lower()
    ends: tuple[Fraction | None, Fraction | None] = (low[0], high[0] if high else low[0])
    if bound in _BELOW:
        ends = (None, ends[1])
    elif bound and bound not in _ABOUT:
        ends = (ends[0], None)
    unit = m["unit"] or ""
    end = m.end("unit") if unit else max(m.end("low"), m.end("high"))
    decimals = max(low[1], high[1] if high else 0)
    return LabValue(
        m.start(), end, m.start("low"), *ends, decimals, lab_unit(unit) if unit else None, unit,
        about=bool(bound) and bound in _ABOUT, is_spread=bool(m["spread"]),
    )  # fmt: skip


def other_unit(text: str, value: LabValue, at: int) -> LabValue | None:
    """The same value in another unit, which follows at a place: "2.4 mmol/L (7.4 mg/dL)"."""
    m = _IN_OTHER_UNITS.match(text, at)
    if m is None or not value.unit_printed:
        return None
    other = read_value(text, m.end())
    if other is None or not other.unit_printed or not other.is_point or other.unit == value.unit:
        return None
    return other
