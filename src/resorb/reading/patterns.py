"""Pieces of the grammar: numbers, ranges and units, as regular expressions and as exact values.

A number is digits with at most one decimal point. Decimal commas, raised points, naked points (".5"), signs, powers
and products are refused with the unit behind them, so that no part of them is ever read as a smaller number.
"""

from __future__ import annotations

import re
from fractions import Fraction

from resorb.values.numbers import MAX_DIGITS
from resorb.values.ranges import Range
from resorb.values.schedules import NUMBER_WORDS
from resorb.values.units import convert

_BOUNDS = {
    "<": "<", "less than": "<", "under": "<", "up to": "<", "at most": "<", "≤": "<", "<=": "<", "no more than": "<",
    ">": ">", "more than": ">", "at least": ">", "≥": ">", ">=": ">",
    "about": "", "approximately": "", "around": "", "~": "", "≈": "", "ca.": "", "circa": "",
}  # fmt: skip
_BOUND = "|".join(re.escape(b) for b in sorted(_BOUNDS, key=len, reverse=True))
_ALONE = r"(?<![\w.,·'’*^/±+\-−–])"
_ENDS = r"(?!\d|[.,·'’]\d|\s*[*^±])"
JOIN = r"\s*(?:-|–|−|‐|‑|\bto\b|\bor\b|\bà\b)\s*"

WORDS: dict[str, int] = NUMBER_WORDS | {"une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
_WORDS = "|".join(
    sorted(
        (w for w in WORDS if w not in ("once", "twice", "thrice", "zero", "a", "an", "un", "une", "single")),
        key=len,
        reverse=True,
    )
)


def number(name: str) -> str:
    """One plain number, as group ``name``."""
    return rf"{_ALONE}(?P<{name}>\d+(?:\.\d+)?){_ENDS}"


def numbers(name: str, between: str = "") -> str:
    """A number or range with an optional bound, as groups ``name_b``, ``name``, ``name_to``.

    ``between`` may stand after the first number too, for "10 mg to 20 mg".
    """
    middle = rf"(?:{between})?" if between else ""
    return (
        rf"(?:(?P<{name}_b>{_BOUND})\s*)?{_ALONE}(?P<{name}>\d+(?:\.\d+)?){_ENDS}"
        rf"(?:{middle}{JOIN}(?P<{name}_to>\d+(?:\.\d+)?){_ENDS})?"
    )


def counts(name: str, articles: str = "") -> str:
    """Like :func:`numbers`, number words included; ``articles`` such as ``a|an|une`` when they may stand for one."""
    words = f"{_WORDS}|{articles}" if articles else _WORDS
    return (
        rf"(?:(?P<{name}_b>{_BOUND})\s*)?(?:{_ALONE}(?P<{name}>\d+(?:\.\d+)?){_ENDS}|\b(?P<{name}_w>{words})\b)"
        rf"(?:{JOIN}(?:(?P<{name}_to>\d+(?:\.\d+)?){_ENDS}|(?P<{name}_wto>{_WORDS})\b))?"
    )


MASS = r"(?:mg|mcg|µg|μg|ug|gm|grams?|grammes?|milligrams?|micrograms?|g)(?![\w²^])"
VOLUME = r"(?:ml|mls|cc|millilit(?:er|re)s?)(?![\w²^])"
AREA = r"(?:m2|m²|m\^2|sqm)(?![\w²^])"
UNIT = rf"(?:{MASS}|{VOLUME}|%|kg\b)"

ODD_NUMBER = re.compile(
    r"(?:(?<![\w)])[-+−](?=\d)|(?<![\w.])[.·])?"
    r"(?<![A-Za-z])\d[\d.,·'’*^]*"
    rf"(?:\s*[-–]?\s*(?:{UNIT})?(?:\s*/\s*[\d.,·]*\s*(?:{UNIT}|{AREA}|\w+))?)?",
    re.IGNORECASE,
)
_PLAIN_RUN = re.compile(r"\d+(?:\.\d+)?[.,]*")


def why_odd(match: re.Match[str]) -> str:
    """Why a number cannot be read as it stands; empty when every number of the match is plain."""
    for run in re.finditer(r"[-+−.·]?\s?\d[\d.,·'’*^]*", match.group()):
        text = run.group().strip()
        inner = run.start() > 0
        if _PLAIN_RUN.fullmatch(text.lstrip("-–").strip() if inner else text):
            if sum(c.isdigit() for c in text) > MAX_DIGITS:
                return f"more than {MAX_DIGITS} digits"
            continue
        if re.fullmatch(r"\d+,\d+", text):
            whole, _, rest = text.partition(",")
            return f"a comma: write {whole}.{rest} for a decimal, {whole}{rest} for thousands"
        if text[0] in ".·":
            return f"a point without a digit before it: write 0.{text[1:]}"
        return "not a plain number: write digits with at most one decimal point"
    return ""


def range_of(match: re.Match[str], name: str) -> Range | None:
    """The exact range of a :func:`number`, :func:`numbers` or :func:`counts` group; None when it runs backwards."""
    groups = match.groupdict()
    low = _value(groups.get(name), groups.get(f"{name}_w"))
    if low is None:
        return None
    high = _value(groups.get(f"{name}_to"), groups.get(f"{name}_wto"))
    if high is not None and high < low:
        return None
    bound = _BOUNDS.get((groups.get(f"{name}_b") or "").lower(), "")
    if bound and high is not None:
        return None
    if bound:
        return Range(None, low) if bound == "<" else Range(low, None)
    return Range(low, low if high is None else high)


def _value(digits: str | None, word: str | None) -> Fraction | None:
    if digits:
        return Fraction(digits)
    return Fraction(WORDS[word.lower()]) if word else None


def in_unit(value: Range, unit: str, wanted: str) -> Range:
    """A range converted exactly; ``unit`` is a spelling from :data:`MASS` or :data:`VOLUME`."""
    spelled = unit if unit.startswith(("µ", "μ")) else unit.lower()
    return value.times(convert(Fraction(1), {"mls": "mL"}.get(spelled, spelled), wanted))
