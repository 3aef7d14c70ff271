"""A closed list of units with exact factors. User text never reaches a general unit parser.

A unit is one or more names joined by ``/``; a denominator may carry a number ("mg/50 mL", "mL/min/1.73 m2").
Months and years are not convertible to days here: that needs a named convention (see :mod:`resorb.values.spans`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from resorb.values.findings import Refused
from resorb.values.numbers import read_number

# name: (dimension, factor to the dimension's first unit, spellings read as the same unit)
_UNITS: dict[str, tuple[str, Fraction, tuple[str, ...]]] = {
    "g": ("mass", Fraction(1), ("gm", "gr", "gram", "grams", "gramme", "grammes")),
    "kg": ("mass", Fraction(1000), ("kilogram", "kilograms")),
    "mg": ("mass", Fraction(1, 1000), ("milligram", "milligrams")),
    "ug": ("mass", Fraction(1, 10**6), ("µg", "μg", "mcg", "microgram", "micrograms")),
    "ng": ("mass", Fraction(1, 10**9), ()),
    "pg": ("mass", Fraction(1, 10**12), ()),
    "L": ("volume", Fraction(1), ("l", "liter", "liters", "litre", "litres")),
    "dL": ("volume", Fraction(1, 10), ("dl",)),
    "mL": ("volume", Fraction(1, 1000), ("ml", "cc", "milliliter", "milliliters", "millilitre", "millilitres")),
    "uL": ("volume", Fraction(1, 10**6), ("µL", "μL", "ul")),
    "m": ("length", Fraction(1), ()),
    "cm": ("length", Fraction(1, 100), ()),
    "mm": ("length", Fraction(1, 1000), ()),
    "m2": ("area", Fraction(1), ("m²", "m^2")),
    "cm2": ("area", Fraction(1, 10**4), ("cm²", "cm^2")),
    "mm2": ("area", Fraction(1, 10**6), ("mm²", "mm^2")),
    "mol": ("amount", Fraction(1), ()),
    "mmol": ("amount", Fraction(1, 1000), ()),
    "umol": ("amount", Fraction(1, 10**6), ("µmol", "μmol")),
    "nmol": ("amount", Fraction(1, 10**9), ()),
    "pmol": ("amount", Fraction(1, 10**12), ()),
    "mEq": ("charge", Fraction(1, 1000), ("meq",)),
    "U": ("activity", Fraction(1), ("UI", "IU", "units", "unit")),
    "day": ("time", Fraction(1), ("d", "days")),
    "week": ("time", Fraction(7), ("wk", "weeks", "w")),
    "h": ("time", Fraction(1, 24), ("hour", "hours", "hr", "hrs")),
    "min": ("time", Fraction(1, 1440), ("minute", "minutes", "mins")),
    "s": ("time", Fraction(1, 86400), ("second", "seconds", "sec")),
    "month": ("calendar", Fraction(1), ("months", "mo")),
    "year": ("calendar", Fraction(12), ("years", "yr", "y")),
    "%": ("ratio", Fraction(1, 100), ("percent", "per cent")),
    "degree": ("angle", Fraction(1), ("degrees", "°", "deg")),
    "C": ("temperature", Fraction(1), ("°C", "degC")),
    "point": ("score", Fraction(1), ("points",)),
    "mmHg": ("pressure", Fraction(1), ("mm Hg",)),
    "lesion": ("lesion", Fraction(1), ("lesions",)),
    "patient": ("patient", Fraction(1), ("patients",)),
    "tube": ("container", Fraction(1), ("tubes",)),
}
_BY_SPELLING = {s: name for name, (_, _, also) in _UNITS.items() for s in (name, *also)}
_TERM = re.compile(r"(?:(?P<number>[\d.]+)\s*)?(?P<name>[^\d\s./,][^/,]*|[%°])")

Dimension = tuple[tuple[str, int], ...]
"""Sorted powers of base dimensions, for example ``(("mass", 1), ("volume", -1))``."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read from the closed list: canonical ``text``, exact ``factor`` to base units, and its dimension."""

    text: str
    factor: Fraction
    dimension: Dimension


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit:
    """Read a unit such as ``mg``, ``g/50 mL`` or ``mL/min/1.73 m2``.

    Raises:
        Refused: when a name is not on the closed list; the remedy names the nearest ones.
    """
    terms = [t.strip() for t in text.strip().split("/")]
    if not text.strip() or len(terms) > 4 or len(text) > 60:
        raise Refused(f"{text[:40]!r} is not a unit", "write one unit, for example mg or mg/mL")
    factor, powers, shown = Fraction(1), Counter[str](), list[str]()
    for place, term in enumerate(terms):
        number, name = _split(term, text, first=place == 0)
        dimension, size, _ = _UNITS[name]
        power = 1 if place == 0 else -1
        factor *= (size * number) ** power
        powers[dimension] += power
        shown.append(name if number == 1 else f"{term[: term.index(' ')] if ' ' in term else number} {name}")
    dims = tuple(sorted((d, p) for d, p in powers.items() if d and p))
    return Unit("/".join(shown), factor, dims)


def convert(value: Fraction, from_unit: str, to_unit: str) -> Fraction:
    """Convert exactly between units of the same dimension.

    Raises:
        Refused: when the dimensions differ.
    """
    source, target = read_unit(from_unit), read_unit(to_unit)
    if source.dimension != target.dimension:
        raise Refused(f"{from_unit} cannot be turned into {to_unit}", f"write it in a unit like {to_unit}")
    return value * source.factor / target.factor


def same_dimension(one: str, other: str) -> bool:
    """Whether two units measure the same thing."""
    return read_unit(one).dimension == read_unit(other).dimension


def _split(term: str, text: str, *, first: bool) -> tuple[Fraction, str]:
    match = _TERM.fullmatch(term)
    name = _BY_SPELLING.get(match["name"].strip()) if match else None
    if match is None or name is None:
        near = get_close_matches(term, _BY_SPELLING, n=3, cutoff=0.5)
        raise Refused(f"{text[:40]!r} is not a known unit", f"use one of: {', '.join(near or sorted(_UNITS))}")
    if match["number"] is None:
        return Fraction(1), name
    number = read_number(match["number"]).value
    if first or number <= 0:
        raise Refused(f"{text[:40]!r} has a number where none belongs", "put the number before the unit")
    return number, name
