"""What the numbers of a statistical summary are: centres, spreads, ranges, extremes, and a piece with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from resorb.values.numbers import PrintedNumber


class Part(StrEnum):
    """What a piece is."""

    MEAN = "mean"
    MEDIAN = "median"
    SD = "SD"
    SE = "SE"
    PLUS_MINUS = "±"
    RANGE = "range"
    QUARTILES = "quartiles"
    BRACKET = "bracket"
    """Two numbers in brackets behind a centre, without a word for what they are."""
    SPREAD_BRACKET = "spread bracket"
    """One number in brackets behind a centre."""
    FROM = "from"
    """"From … to …" without the word range."""
    SCALE = "scale"
    LOWEST = "lowest"
    HIGHEST = "highest"


PAIRS = (Part.RANGE, Part.QUARTILES, Part.BRACKET, Part.FROM, Part.SCALE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: ``start`` and ``end`` of its number or numbers, ``said`` where its words begin.

    ``low`` is the number of a centre or spread; a pair has ``high`` too. ``phrase`` is what stands between the word for
    a centre and its number ("number of infusions"), ``legend`` what the word said of brackets to come ("(range)").
    """

    part: Part
    said: int
    start: int
    end: int
    low: PrintedNumber
    high: PrintedNumber | None = None
    unit: str = ""
    high_unit: str = ""
    phrase: str = ""
    legend: str = ""
    middle: PrintedNumber | None = None
