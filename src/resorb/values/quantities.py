"""A number or range with a unit, as printed: "12.5 g", "150-250 mg/mL", "< 5 mm", "17 x 20 cm"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.values.findings import Refused
from resorb.values.numbers import PrintedNumber, as_text, read_number
from resorb.values.units import convert, read_unit, same_dimension

_BOUNDS = {
    "<": "<", "less than": "<", "under": "<", "below": "<",
    ">": ">", "more than": ">", "over": ">", "above": ">",
    "≤": "≤", "<=": "≤", "up to": "≤", "at most": "≤", "no more than": "≤",
    "≥": "≥", ">=": "≥", "at least": "≥",
    "~": "~", "≈": "~", "about": "~", "approximately": "~", "around": "~", "ca": "~",
}  # fmt: skip
_BOUND = "|".join(re.escape(b) for b in sorted(_BOUNDS, key=len, reverse=True))
_SHAPE = re.compile(
    rf"(?P<bound>{_BOUND})?\s*(?P<low>[+-]?[\d.,]+|[+-]?(?:nan|inf(?:inity)?)\b)"
    r"(?:\s*(?P<join>-|–|to|x|×)\s*(?P<high>[+-]?[\d.,]+))?\s*(?P<unit>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as printed. ``low`` equals ``high`` for a point; an open end is None.

    ``about`` is set for "about 5 g": the value is kept as printed and known to be loose. ``across`` holds the
    second diameter of "17 x 20 cm"; ``low`` and ``high`` are then the longest diameter.
    """

    printed: str
    low: Fraction | None
    high: Fraction | None
    unit: str
    decimals: int = 0
    about: bool = False
    across: Fraction | None = None

    @property
    def is_point(self) -> bool:
        """Whether one exact number was printed."""
        return self.low is not None and self.low == self.high

    def to(self, unit: str) -> tuple[Fraction | None, Fraction | None]:
        """Both ends in another unit of the same dimension.

        Raises:
            Refused: when the dimensions differ.
        """
        low = None if self.low is None else convert(self.low, self.unit, unit)
        high = None if self.high is None else convert(self.high, self.unit, unit)
        return low, high

    def scaled(self, factor: Fraction, unit: str) -> Quantity:
        """The same quantity times ``factor`` and read in ``unit``; ``printed`` is written anew."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        ends = [as_text(v) for v in (low, high) if v is not None]
        text = ends[0] if low == high else "-".join(ends)
        return Quantity(f"{text} {unit}", low, high, unit, self.decimals, self.about)

    def numbers(self) -> tuple[PrintedNumber, ...]:
        """The printed numbers, digits kept, in the order they stand."""
        match = _SHAPE.fullmatch(self.printed.strip())
        return tuple(read_number(match[k]) for k in ("low", "high") if match and match[k])


def read_quantity(text: str, like: str | None = None, example: str | None = None) -> Quantity:
    """Read a quantity; ``like`` names a unit of the dimension it must have, ``example`` one to name in remedies.

    Raises:
        Refused: for decimal commas, NaN, unknown units, wrong dimension, or a range that runs backwards.
    """
    shown = text if len(text) <= 40 else text[:37] + "..."
    match = _SHAPE.fullmatch(text.strip())
    if match is None or len(text) > 120:
        hint = f"write a number and a unit, for example 12.5 {example or like or 'g'}"
        raise Refused(f"{shown!r} is not a quantity", hint)
    first = read_number(match["low"])
    second = read_number(match["high"]) if match["high"] else first
    unit = match["unit"].strip()
    if not unit:
        raise Refused(f"{shown!r} has no unit", f"add one, for example {match['low']} {example or like or 'g'}")
    canonical = read_unit(unit).text
    if like is not None and not same_dimension(canonical, like):
        raise Refused(f"{shown!r} is not measured like {like}", f"write it in {like} or a unit of that kind")
    decimals = max(first.decimals, second.decimals)
    bound = _BOUNDS.get((match["bound"] or "").lower(), "")
    if (match["join"] or "").lower() in ("x", "×"):
        longest, across = max(first.value, second.value), min(first.value, second.value)
        return Quantity(text.strip(), longest, longest, canonical, decimals, bound == "~", across)
    if second.value < first.value:
        raise Refused(f"{shown!r} runs from high to low", "put the smaller number first")
    low: Fraction | None = first.value
    high: Fraction | None = second.value
    if bound in ("<", "≤"):
        low = None
    elif bound in (">", "≥"):
        high = None
    return Quantity(text.strip(), low, high, canonical, decimals, bound == "~")
