"""Ranges of numbers as a data file writes them: ``12.5 to 25 g``, ``under 1 g; over 75 g``, ``over -100 to -25 %``.

``under`` and ``over`` leave the end out, ``at most`` and ``at least`` keep it, a bare number keeps it. Several ranges
are parted by ``;`` and share one unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resorb.values.findings import Refused
from resorb.values.numbers import as_text, read_number
from resorb.values.units import read_unit

_N = r"[+-]?\d+(?:\.\d+)?"
_ENDS = re.compile(
    rf"(?:(?P<open>over)\s+)?(?P<low>{_N})\s+to\s+(?:(?P<under>under)\s+)?(?P<high>{_N})\s*(?P<unit>\D.*)?"
)
_HALF = re.compile(rf"(?P<word>under|over|at least|at most)\s+(?P<number>{_N})\s*(?P<unit>\D.*)?")
_POINT = re.compile(rf"(?P<number>{_N})\s*(?P<unit>\D.*)?")


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers from ``low`` to ``high``; an end that is None is open, ``low_in`` and ``high_in`` keep the end itself."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` lies in the range."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))

    def meets(self, other: Band) -> bool:
        """Whether the two ranges have a number in common."""
        first, second = sorted((self, other), key=lambda r: (r.low is not None, r.low or 0, not r.low_in))
        if first.high is None or second.low is None:
            return True
        return second.low < first.high or (second.low == first.high and second.low_in and first.high_in)

    def scaled(self, factor: Fraction) -> Band:
        """Both ends times ``factor`` (a positive number)."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Band(low, high, self.low_in, self.high_in)

    def __str__(self) -> str:
        low = "" if self.low is None else as_text(self.low)
        high = "" if self.high is None else as_text(self.high)
        if not low:
            return f"{'at most' if self.high_in else 'under'} {high}"
        if not high:
            return f"{'at least' if self.low_in else 'over'} {low}"
        if self.low == self.high:
            return low
        return f"{'' if self.low_in else 'over '}{low} to {'' if self.high_in else 'under '}{high}"


def read_bands(text: str) -> tuple[tuple[Band, ...], str]:
    """Read one or more ranges and their unit (empty when none is written).

    Raises:
        Refused: for words outside the grammar, ranges that run backwards, and two units.
    """
    ranges: list[Band] = []
    units: list[str] = []
    for part in text.split(";"):
        one, unit = _read_band(" ".join(part.split()))
        ranges.append(one)
        if unit:
            units.append(read_unit(unit).text)
    if len(set(units)) > 1:
        raise Refused(f"{text[:60]!r} mixes {' and '.join(sorted(set(units)))}", "write all its ranges in one unit")
    return tuple(ranges), (units[0] if units else "")


def _read_band(text: str) -> tuple[Band, str]:
    if m := _ENDS.fullmatch(text):
        low, high = read_number(m["low"]).value, read_number(m["high"]).value
        if low > high or (low == high and (m["open"] or m["under"])):
            raise Refused(f"{text[:60]!r} is empty or runs from high to low", "put the smaller number first")
        return Band(low, high, not m["open"], not m["under"]), m["unit"] or ""
    if m := _HALF.fullmatch(text):
        number = read_number(m["number"]).value
        if m["word"] in ("under", "at most"):
            return Band(None, number, high_in=m["word"] == "at most"), m["unit"] or ""
        return Band(number, None, low_in=m["word"] == "at least"), m["unit"] or ""
    if m := _POINT.fullmatch(text):
        number = read_number(m["number"]).value
        return Band(number, number), m["unit"] or ""
    raise Refused(
        f"{text[:60]!r} is not a range", "write for example 12.5 to 25 g, under 1 g, over 25 to 75 g, at least 40 %"
    )


def ordered(ranges: dict[str, tuple[Band, ...]]) -> tuple[tuple[str, Band], ...]:
    """All named ranges from low to high."""
    flat = [(name, one) for name, several in ranges.items() for one in several]
    return tuple(sorted(flat, key=lambda pair: (pair[1].low is not None, pair[1].low or 0, not pair[1].low_in)))


def clash(bands: tuple[tuple[str, Band], ...]) -> str:
    """The first two neighbours that share a number, in words; empty when none do. ``bands`` are ordered."""
    for (name, one), (after, other) in pairwise(bands):
        if one.meets(other):
            return f"{name} ({one}) and {after} ({other}) overlap"
    return ""


def gap(bands: tuple[tuple[str, Band], ...]) -> str:
    """The first hole between two neighbours, in words; empty when there is none. ``bands`` are ordered."""
    for (_, one), (_, other) in pairwise(bands):
        if one.high is None or other.low is None:
            continue
        touching = one.high == other.low and (one.high_in or other.low_in)
        if one.high < other.low or (one.high == other.low and not touching):
            return f"nothing covers what lies between {one} and {other}"
    return ""
