"""Results told aside in brackets: "hypercalcaemia (2.31 mmol/L; local range 2.20-2.60)", "normal (phosphate 3.1 …)".

The bracket ties value and range together, whatever name stands in it; the word of level is the last before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.labs.levels import LevelWord, level_words
from resorb.reading.labs.names import lab_names
from resorb.reading.labs.units import LAB_UNIT
from resorb.reading.labs.values import DASH, DIGITS, NUM, B, number
from resorb.reading.lazy import lazy

_RANGE_WORD = r"(?:normal|reference|ref\.?|range|laboratory|lab|limits?|NR|RR|local|adult|N)"
_ASIDE = lazy(
    rf"\((?:[A-Za-z][\w +-]{{0,40}}?[\s:=])?(?P<value>{NUM})(?:{B}?(?P<unit>{LAB_UNIT}))?[\s,;:]{{1,3}}(?:\(|"
    rf"\[)?(?:[A-Za-z’']+\s){{0,3}}?"
    rf"{_RANGE_WORD}(?:\s[A-Za-z]+){{0,3}}[\s:=,]{{1,3}}(?P<low>{DIGITS}){DASH}(?P<high>{DIGITS})(?:{B}?(?P<unit2>{LAB_UNIT}))?[\s)\].]",
    re.IGNORECASE,
)
_LED = lazy(r"[^();.\d]{0,45}\s?$")
_PARTED = lazy(r"\b(?:and|but|while|whereas|although|though|except|with|or)\b|,", re.IGNORECASE)
_DENIED = lazy(
    r"\b(?:no|not|without|absence|never)\s(?:\w+\s){0,2}\||\b(?:den(?:y|ied)|exclud\w+|resolv\w+|ruled|"
    r"correct\w+|absent|gone|prevent\w+)\b",
    re.IGNORECASE,
)
"""Round a name such as hypercalcaemia: then it is not said of the value behind it."""
_NO_SURFACE = lazy(r"\bm[lL]\s?/\s?min\s?/\s?1[.,·]73\s?(?!m\b|m2|m²|m\^2|sq)(?P<unit>[A-Za-z]{1,6})\b")
_ABSURD = lazy(rf"{NUM}\s?k[gG]\s?/\s?(?:d|m|µ)?[lL]\b")
_REFERENCES = lazy(r"\b(?:reference|normal|laboratory)\s(?:values?|ranges?|intervals?|limits)\b", re.IGNORECASE)
_LISTED_RANGE = lazy(rf"(?<=[a-z])\s(?P<low>{NUM})\s?[–-]\s?(?P<high>{DIGITS})(?=[,;.\s)])")
_MULTIPLIED = lazy(
    rf"(?P<a>{NUM})\s?(?:m?g/dL|mmol/L)?\s?[x×*·]\s?(?P<b>{NUM})\s?(?:m?g/dL|mmol/L)?\s?(?:=|is|gives|"
    rf"makes)\s?(?P<c>{NUM})",
    re.IGNORECASE,
)
_BOUNDED = lazy(rf"\b(?:below|under|less than|never (?:above|over|exceeded)|<|≤)\s?(?P<c>{NUM})", re.IGNORECASE)
_FACTORS = lazy(
    rf"(?P<a>{NUM})\s?(?P<u1>m?g/dL|mmol/L)?\s(?:and|x|×)\s(?:(?:a\s)?phosph\w+\s(?:of\s)?)?(?P<b>{NUM})\s?(?P<u2>m?g/dL|mmol/L)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A value with its range in a bracket, and the word of level before it."""

    word: LevelWord
    value: str
    unit: str
    low: Fraction
    high: Fraction
    printed_range: str
    number: Fraction


@dataclass(frozen=True, slots=True)
class Multiplied:
    """Two factors and the product, or its bound, that is printed; ``start`` and ``end`` of the latter."""

    start: int
    end: int
    first: str
    second: str
    exact: Fraction
    printed: Fraction
    decimals: int
    is_bound: bool


def asides(text: str) -> Iterator[Aside]:
    """Every result in a bracket with its range, behind a word of level."""
    if "(" not in text:
        return
    for match in _ASIDE.finditer(text):
        value, low, high = (number(match[name]) for name in ("value", "low", "high"))
        led = _LED.search(text[max(0, match.start() - 46) : match.start()])
        if value is None or low is None or high is None or led is None:
            continue
        if match["unit2"] and match["unit"] and match["unit2"].lower() != match["unit"].lower():
            continue
        begin = match.start() - len(led[0])
        words = [*level_words(text, begin, match.start()), *_states(text, begin, match.start())]
        words = [w for w in words if not _PARTED.search(text, w.end, match.start())]
        if words:
            last = max(words, key=lambda w: w.start)
            shown = text[match.start("value") : match.end("unit") if match["unit"] else match.end("value")]
            span = text[match.start("low") : match.end("high")]
            yield Aside(last, shown, match["unit"] or "", low[0], high[0], span, value[0])


def _states(text: str, start: int, end: int) -> Iterator[LevelWord]:
    """Names that say a level: "hypercalcaemia"; not one that is denied."""
    for name in lab_names(text):
        if name.level and start <= name.start and name.end <= end:
            around = f"{text[max(0, name.start - 30) : name.start]}|{text[name.end : end]}"
            if not _DENIED.search(around):
                yield LevelWord(name.start, name.end, name.level)


def wrong_surfaces(text: str) -> Iterator[tuple[int, int]]:
    """Clearances scaled to 1.73 of something that is no surface."""
    yield from (match.span() for match in _NO_SURFACE.finditer(text))


def absurd_units(text: str) -> Iterator[tuple[int, int]]:
    """Kilograms in a volume of blood."""
    yield from (match.span() for match in _ABSURD.finditer(text))


def downward_ranges(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Ranges that run downwards in a list of reference values."""
    if _REFERENCES.search(text):
        for match in _LISTED_RANGE.finditer(text):
            low, high = number(match["low"]), number(match["high"])
            if low is not None and high is not None and low[0] > high[0] and low[1] == high[1]:
                yield match.start("low"), match.end("high"), match["low"], match["high"]


def multiplied(text: str) -> Iterator[Multiplied]:
    """Products of two printed factors, as "10.1 mg/dL x 6.3 mg/dL = 64" or "below 55 … 9.9 and 6.8 mg/dL"."""
    for match in _MULTIPLIED.finditer(text):
        a, b, c = (number(match[n]) for n in "abc")
        if a and b and c:
            yield Multiplied(*match.span("c"), match["a"], match["b"], a[0] * b[0], c[0], c[1], is_bound=False)
    bound, factors = _BOUNDED.search(text), _FACTORS.search(text)
    if bound and factors and (bound.end() <= factors.start() or factors.end() <= bound.start()):
        a, b, c = number(factors["a"]), number(factors["b"]), number(bound["c"])
        if a and b and c:
            yield Multiplied(*bound.span(), factors["a"], factors["b"], a[0] * b[0], c[0], c[1], is_bound=True)
