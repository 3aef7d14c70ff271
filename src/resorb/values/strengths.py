"""Strength of a product with its basis: w/w, w/v, amount per volume, parts ("10/90 w/w"), ranges of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.values.findings import Refused
from resorb.values.numbers import read_number
from resorb.values.quantities import read_quantity

_BASIS = re.compile(r"\s*\(?(?P<basis>w/w|w/v|wt/wt|wt/vol)\)?\s*$", re.IGNORECASE)
_PARTS = re.compile(r"(?P<a>[\d.]+)\s*/\s*(?P<b>[\d.]+)")
_BASES = {"w/w": "w/w", "wt/wt": "w/w", "w/v": "w/v", "wt/vol": "w/v"}


@dataclass(frozen=True, slots=True)
class Strength:
    """Amount of drug per amount of product, as printed.

    ``basis`` is "w/w" (``low``/``high`` in mg per g), "w/v" (mg per mL) or "percent" when a percentage names no
    basis: its numbers are then those of w/w, and using them is an assumption to be stated.
    """

    printed: str
    low: Fraction
    high: Fraction
    basis: str

    @property
    def unit(self) -> str:
        """Unit of ``low`` and ``high``."""
        return "mg/mL" if self.basis == "w/v" else "mg/g"

    def percent(self) -> tuple[Fraction, Fraction]:
        """The strength as a percentage of its basis (250 mg/mL is 25 % w/v)."""
        return self.low / 10, self.high / 10


def read_strength(text: str) -> Strength:
    """Read a strength such as ``10 % w/w``, ``10/90 to 25/75 w/w``, ``250 mg/mL`` or ``12.5 g/50 mL``.

    Raises:
        Refused: for anything else, for zero, and for a percentage above 100.
    """
    body = text.strip()
    basis = ""
    if m := _BASIS.search(body):
        basis, body = _BASES[m["basis"].lower()], body[: m.start()]
    ends = [e.strip() for e in re.split(r"\s+to\s+", body, maxsplit=1)]
    if all(_PARTS.fullmatch(e) for e in ends):
        values = sorted(_parts(e, text) for e in ends)
        return Strength(text.strip(), values[0] * 1000, values[-1] * 1000, basis or "percent")
    quantity = read_quantity(body)
    if quantity.low is None or quantity.high is None or quantity.low <= 0 or quantity.across is not None:
        raise _refused(text)
    if quantity.unit == "%":
        if quantity.high > 100:
            raise Refused(f"{text[:40]!r} is more than the whole", "a strength in per cent is at most 100 %")
        return Strength(text.strip(), quantity.low * 10, quantity.high * 10, basis or "percent")
    for unit, its_basis in (("mg/mL", "w/v"), ("mg/g", "w/w")):
        try:
            low, high = quantity.to(unit)
        except Refused:
            continue
        if low is not None and high is not None:
            return Strength(text.strip(), low, high, its_basis)
    raise _refused(text)


def _parts(text: str, whole: str) -> Fraction:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise _refused(whole)
    drug, vehicle = read_number(match["a"]).value, read_number(match["b"]).value
    if drug + vehicle == 0:
        raise _refused(whole)
    return drug / (drug + vehicle)


def _refused(text: str) -> Refused:
    return Refused(
        f"{text[:40]!r} is not a strength", "write for example 25 % w/w, 250 mg/mL, 12.5 g/50 mL or 10/90 to 25/75 w/w"
    )
