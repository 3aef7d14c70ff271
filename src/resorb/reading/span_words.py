"""How long: the length of a course ("for 8 months") and of an infusion ("over 30 minutes")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resorb.reading.patterns import counts, range_of
from resorb.reading.text import Text
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention, days_per

_LONG = r"(?P<u>days?|weeks?|wks?|months?|mos?|years?|yrs?|jours?|semaines?|mois|ans?)(?!\w)"
_SHORT = r"(?P<u>minutes?|mins?|min|hours?|hrs?|h)(?!\w)"
_FOR = r"(?:for|over|during|within|lasting|throughout|pendant|sur|[x×])"
_FILL = r"(?:(?:a|an|the|next|first|last|total|period|of|further|about|additional)\s+)*"
_COURSE = re.compile(
    rf"(?<!\w){_FOR}\s*{_FILL}{counts('n', 'a|an|une|un')}[\s-]*{_LONG}(?:[\s-]+(?:period|course|long)\b)?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"{counts('n')}[\s-]+{_LONG}[\s-]+(?:course|period|regimen|treatment)\b", re.IGNORECASE)
_AT_END = re.compile(rf"{counts('n')}\s*{_LONG}(?=\s*(?:[,;.)\x00]|$))", re.IGNORECASE)
_VAGUE = re.compile(rf"(?<!\w){_FOR}\s+(?:several|some|a few|many)\s+{_LONG}", re.IGNORECASE)
_INFUSED = re.compile(
    rf"\b(?:over|during|in|within|for)\s+(?:the\s+)?(?:last\s+)?{counts('n', 'an|a')}[\s-]*{_SHORT}", re.IGNORECASE
)
_LAST = re.compile(
    rf"\blast\s+{counts('n')}[\s-]*{_SHORT}\s+of\s+(?:each\s+|the\s+)?(?P<event>h(?:a)?emodialysis|dialysis|HD)\b",
    re.IGNORECASE,
)
_INFUSION = re.compile(rf"{counts('n')}[\s-]+{_SHORT}[\s-]+(?:iv\s+)?infusions?\b", re.IGNORECASE)

_DAYS = {"d": "day", "w": "week", "m": "month", "y": "year", "j": "day", "s": "week", "a": "year"}


@dataclass(slots=True)
class Spans:
    """Length of the course in days and of one infusion in minutes."""

    days: Range = OPEN
    minutes: Range = OPEN
    needs_month: bool = False
    event: str | None = None
    words: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def take_spans(text: Text, month: MonthConvention) -> Spans:
    """Read how long, taking every stretch that says so; two different lengths in one phase are both refused."""
    found = Spans()
    minutes: list[tuple[Range, re.Match[str]]] = []
    for m in text.take(_LAST):
        found.event = "dialysis"
        _short(text, m, minutes)
    for pattern in (_INFUSION, _INFUSED):
        for m in text.take(pattern):
            _short(text, m, minutes)
    found.minutes = _one(text, minutes, found, "infusion_minutes")
    days: list[tuple[Range, re.Match[str]]] = []
    for _ in text.take(_VAGUE):
        pass
    for pattern in (_COURSE, _NAMED, _AT_END):
        for m in text.take(pattern):
            value, unit = range_of(m, "n"), _DAYS[m["u"][0].lower()]
            if value is None:
                text.refuse(*m.span(), "numbers run from high to low")
                continue
            if m["u"].lower().startswith("ans") or m["u"].lower() == "an":
                unit = "year"
            days.append((value.times(days_per(unit, month)), m))
            found.needs_month |= unit in ("month", "year")
            found.words = m[0].strip()
    found.days = _one(text, days, found, "days")
    return found


def _short(text: Text, m: re.Match[str], into: list[tuple[Range, re.Match[str]]]) -> None:
    value = range_of(m, "n")
    if value is None:
        text.refuse(*m.span(), "numbers run from high to low")
    else:
        into.append((value.times(60 if m["u"][0].lower() == "h" else 1), m))


def _one(text: Text, pairs: list[tuple[Range, re.Match[str]]], found: Spans, name: str) -> Range:
    distinct = list(dict.fromkeys(value for value, _ in pairs))
    if len(distinct) == 1:
        found.places[name] = pairs[0][1].span()
        return distinct[0]
    for _, m in pairs:
        text.refuse(*m.span(), "stands beside another length of time; write phases with 'then'")
    return OPEN
