"""A value and what it became, with the words for what was measured: "pain fell from 9 to 3 by week 4".

Abstract and results word such a change in many ways: with both ends ("from 9 to 3"), with their times ("was 9 at the
start and had come down to 3"), with an arrow ("pain 9/10 → 3/10").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.counts.portions import lengths
from resorb.reading.lazy import lazy
from resorb.reading.papers.statement_words import words_of
from resorb.reading.statistics.changes import is_scale
from resorb.reading.statistics.figures import unit_name
from resorb.values.numbers import PrintedNumber

_I = re.IGNORECASE
_UNIT = (
    r"(?:[mµnp]?g/[md]?L|[mµnp]mol/L|mEq/L|IU/L|U/L|[pn]g/mL|kg/m[2²]|cm[2²]|mm[2²]|[cm]m|k?g|mmHg|points?)(?![\w²/])"
)
_N = r"(?<![\w.,/–×x-])\d{1,5}(?:\.\d{1,3})?(?![\w%]|[.,]\d|-\w|\s?(?:%|×|x\s?\d|-(?:day|week|month|year)))"
_TOP = r"(?:\s?/\s?10{1,2}(?!\d)|\s(?:out\s)?of\s10{1,2}(?!\d))?"
_ASIDE = r"(?:\s?\([^()]{1,40}\))?"
_KIND = r"(?:(?:an?|the|its|mean|average|median|baseline|initial|value|level|score|about|around|of)\s){0,4}"
_START = (
    r"(?:at\s(?:the\s)?(?:baseline|start|entry|inclusion|first|presentation|outset|onset|beginning|admission|week\s0)"
    r"|before\b[^.;,\d]{0,25}|initially|on\sadmission|on\spresentation|pre-?treatment)"
)
_MOVES = (
    lazy(
        rf"\bfrom\s{_KIND}(?P<a>{_N}){_TOP}(?:\s?(?P<au>{_UNIT}))?{_ASIDE}[^.;:\d()]{{0,40}}?\sto\s(?:only\s|just\s)?"
        rf"{_KIND}(?P<b>{_N}){_TOP}(?:\s?(?P<bu>{_UNIT}))?",
        _I,
    ),
    lazy(
        rf"\b(?:was|were|of|at|averaged|measured|scored)\s{_KIND}(?P<a>{_N}){_TOP}(?:\s?(?P<au>{_UNIT}))?{_ASIDE}\s{_START}"
        rf"[^.;:\d()]{{0,20}}?(?:\band\s|\bthen\s|,\s|\bbut\s)[^.;:\d()]{{0,35}}?(?P<b>{_N}){_TOP}(?:\s?(?P<bu>{_UNIT}))?"
        rf"{_ASIDE}(?=\s(?:at|after|on|by|thereafter|afterwards|in|when)\b)",
        _I,
    ),
    lazy(rf"(?P<a>{_N}){_TOP}(?:\s?(?P<au>{_UNIT}))?\s?(?:→|->|-->)\s?(?P<b>{_N}){_TOP}(?:\s?(?P<bu>{_UNIT}))?"),
)
_STOP = lazy(r"[.;:]\s|,\s(?:and|but|while|whereas|with)\s|\s(?:while|whereas|but)\s")
_REACH, _BEHIND, _LABEL = 120, 45, 40
_EMPTY = frozenset(
    {"shran", "increa", "rose", "score", "value", "level", "chang", "came", "patie", "treat", "basel", "start"}
)
"""Stems that tell that something changed, and not what."""


@dataclass(frozen=True, slots=True)
class Moved:
    """From ``first`` to ``last``, each with its span; ``days`` when the last was taken.

    ``what`` are the words for what was measured.
    """

    first: PrintedNumber
    last: PrintedNumber
    spans: tuple[tuple[int, int], tuple[int, int]]
    unit: str
    what: frozenset[str]
    days: tuple[Fraction, ...]
    clause: str


def moves(text: str) -> Iterator[Moved]:
    """Each value with what it became, in one unit."""
    for pattern in _MOVES:
        for match in pattern.finditer(text):
            units = {unit_name(u) for u in (match["au"], match["bu"]) if u}
            if len(units) > 1 or match["a"] == match["b"] or is_scale(text, match.start(), match["a"], match["b"]):
                continue
            left = max(0, match.start() - _REACH)
            left = max((m.end() for m in _STOP.finditer(text, left, match.start())), default=left)
            stop = _STOP.search(text, match.end(), match.end() + _BEHIND)
            clause = text[left : stop.start() if stop else match.end() + _BEHIND]
            what = words_of(text[left : match.start()]) - _EMPTY
            if not what and text[:left].endswith(": "):  # "VAS: 62 mm → 31 mm"
                what = words_of(text[max(0, left - _LABEL) : left]) - _EMPTY
            if what:
                days = tuple(lengths(clause))
                first, last = (
                    PrintedNumber(match[g], Fraction(match[g]), len(match[g].partition(".")[2])) for g in "ab"
                )
                spans = match.span("a"), (match.start("b"), match.end())
                yield Moved(first, last, spans, "".join(units), what, days, clause)
