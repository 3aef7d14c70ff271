"""How long: the length of a course ("for 8 months") and of an infusion or a compress ("over 30 minutes")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from resorb.reading.doses.patterns import counts, range_of
from resorb.reading.doses.schedule_patterns import EVENT_NAME
from resorb.reading.doses.text import MARKS, Text
from resorb.reading.lazy import lazy
from resorb.reading.times.time_units import LONG, unit_of
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention, days_per

_I = re.IGNORECASE
_SHORT = r"(?P<u>minutes?|mins?|min|hours?|hourly|hrs?|hr|h|heures?)(?!\w)"
_FOR = r"(?:for|over|during|lasting|throughout|pendant|durant|sur|total of|[x×])"
_FILL = r"(?:(?:a|an|the|next|first|last|total|period|of|further|about|additional|another|full)\s+){0,5}"
COURSE = lazy(
    rf"(?<!\w){_FOR}\s*{_FILL}{counts('n', 'a|an|une|un')}[\s-]*(?:consecutive\s+)?(?P<u>{LONG})(?:[\s-]+(?:period"
    rf"|course|long)\b)?",
    _I,
)
_BOUNDED = lazy(
    rf"\b(?P<b>maximum|max\.?|up to|not exceeding|at most|minimum"
    rf"|at least)\s+(?:of\s+)?{counts('n')}[\s-]*(?P<u>{LONG})",
    _I,
)
_SLASHED = lazy(r"(?:\bfor\s+|(?<!\w)[x×]\s?)(?P<n>\d{1,2})/(?P<u>7|52|12)(?![\d/]|\.\d)", _I)
_WHOLE = lazy(
    rf"(?<!\w){_FOR}\s+(?:the|one|a)\s+(?:first|next|last|following|initial|whole|full)\s+(?P<u>day|week|fortnight"
    rf"|month|year)\b",
    _I,
)
_PAUSE = lazy(
    rf"\b(?:held|paused|interrupted|stopped|withheld|suspended|off|break"
    rf"|pause|missed)\s+(?:for\s+)?(?:of\s+)?{counts('n', 'a')}[\s-]*{LONG}",
    _I,
)
_NAMED = lazy(
    rf"(?:\b(?:a|an|one)\s+)?{counts('n', 'a|an')}[\s-]+(?P<u>{LONG})[\s-]+(?:course|cure|period|regimen|treatment)\b"
    rf"|\b(?:duration|length)(?: of (?:treatment|therapy))?\s*(?:of|was|:|=)?\s*{counts('m')}\s*(?P<v>{LONG})",
    _I,
)
_AT_END = lazy(
    rf"{counts('n')}[\s-]*(?P<u>{LONG})(?=\s*(?:[,;.)\x00]|$)|\s+of\s+(?:[\x00\x01]|daily|weekly|once|twice|treatm"
    rf"|therap))",
    _I,
)
_VAGUE = lazy(rf"(?<!\w){_FOR}\s+(?:several|some|a few|many)\s+{LONG}", _I)
_AFTER = lazy(
    rf"\b(?:after|before|from|since|at|by|within|à partir de|après)\s+(?:about\s+)?{counts('n')}[\s-]*{LONG}", _I
)
_INFUSED = lazy(
    rf"\b(?:over|during|in|within|for|lasting|sur|en|pendant)\s+(?:the\s+|a\s+)?(?:period of\s+)?(?:(?:last|final)\s+)?"
    rf"{counts('n', 'une|an|a')}[\s-]*(?:{_SHORT})(?:\s+(?:period|each)\b)?(?!\s+(?:of|after|before|prior)\b)",
    _I,
)
_LAST = lazy(
    rf"\b(?:(?:in|during|over|for|within)\s+)?(?:the\s+)?(?:last|final)\s+(?:{counts('n')}[\s-]*)?{_SHORT}\s+of\s+"
    rf"(?:each\s+|every\s+|the\s+|a\s+|his\s+|her\s+)?(?P<event>{EVENT_NAME})(?:\s+(?:sessions?|treatments?)\b)?",
    _I,
)
_INFUSION = lazy(
    rf"{counts('n')}(?:[\s-]+|(?=min|h)){_SHORT}[\s-]+(?:iv\s+|long\s+|slow\s+)?(?:infusions?\b|perfusions?\b|drip\b"
    rf"|compress|soak|(?=[{MARKS}]))",
    _I,
)
_PLAIN_SHORT = lazy(rf"{counts('n')}[\s-]*{_SHORT}(?:\s*(?:each|contact(?: time)?)\b)?", _I)
_SLASHES = {"7": "day", "52": "week", "12": "month"}


@dataclass(slots=True)
class Spans:
    """Length of the course in days; of one infusion, or of one contact with the skin, in minutes."""

    days: Range = OPEN
    minutes: Range = OPEN
    contact: Range = OPEN
    needs_month: bool = False
    event: str | None = None
    conventions: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of a phase that is said outside of it ("weeks 2-4:", "increased after 2 weeks"), with its place."""

    count: Range
    unit: str
    start: int
    end: int


def take_spans(text: Text, month: MonthConvention, route: str | None = None, said: Length | None = None) -> Spans:
    """Read how long, taking every stretch that says so; two different lengths in one phase are both refused.

    Minutes are those of an infusion, by a topical route those of contact. ``said`` is a length from outside the text.
    """
    found = Spans()
    _take_minutes(text, route, found)
    days: list[tuple[Range, tuple[int, int]]] = []
    if said is not None:
        days.append((_days(said.count, said.unit, month, found), (said.start - text.start, said.end - text.start)))
    for _ in text.take(_VAGUE):
        pass
    for m in text.take(_PAUSE):
        text.refuse(*m.span(), "a pause: give the days without it")
    for m in text.take(_WHOLE):
        days.append((_days(Range.point(1), m["u"], month, found), m.span()))
    for pattern in (_BOUNDED, COURSE, _NAMED, _SLASHED):
        for m in text.take(pattern):
            _course(text, m, month, found, days)
    for m in text.take(_AFTER):
        text.refuse(*m.span(), "a time within the course")
    for m in text.take(_AT_END):
        _course(text, m, month, found, days)
    found.days = _one(text, days, found, "days")
    return found


def _course(
    text: Text, m: re.Match[str], month: MonthConvention, found: Spans, days: list[tuple[Range, tuple[int, int]]]
) -> None:
    groups = m.groupdict()
    value, unit = range_of(m, "n") or range_of(m, "m"), groups["u"] or groups["v"]
    if value is None:
        text.refuse(*m.span(), "numbers run from high to low")
        return
    if groups.get("b"):
        value = Range(value.low, None) if groups["b"].lower() in ("minimum", "at least") else Range(None, value.high)
    if unit in _SLASHES:
        unit = _SLASHES[unit]
        found.conventions["days"] = f"{text.words(m)!r} read as {value} {unit}s"
    days.append((_days(value, unit, month, found), m.span()))


def _days(value: Range, unit: str, month: MonthConvention, found: Spans) -> Range:
    many, whole = unit_of(unit)
    found.needs_month |= whole in ("month", "year")
    return value.times(days_per(whole, month) * many)


def _take_minutes(text: Text, route: str | None, found: Spans) -> None:
    minutes: list[tuple[Range, tuple[int, int]]] = []
    for m in text.take(_LAST):
        found.event = "dialysis"
        _short(text, m, minutes)
    is_infused = route == "intravenous" or re.search(r"infus|perfus", text.printed, re.IGNORECASE) is not None
    patterns = [_INFUSION, _INFUSED]
    if route == "topical" or is_infused:
        # "20 min compresses", "25 g IV, 30 min": bare minutes are the infusion's or the contact's, no one else's.
        patterns.append(_PLAIN_SHORT)
    for pattern in patterns:
        for m in text.take(pattern):
            _short(text, m, minutes)
    name = "contact_minutes" if route == "topical" else "infusion_minutes"
    value = _one(text, minutes, found, name)
    if route == "topical":
        found.contact = value
    else:
        found.minutes = value


def _short(text: Text, m: re.Match[str], into: list[tuple[Range, tuple[int, int]]]) -> None:
    value = range_of(m, "n") if m["n"] or m["n_w"] else Range.point(Fraction(1))
    if value is None:
        text.refuse(*m.span(), "numbers run from high to low")
    else:
        into.append((value.times(60 if m["u"][0].lower() == "h" else 1), m.span()))


def _one(text: Text, pairs: list[tuple[Range, tuple[int, int]]], found: Spans, name: str) -> Range:
    distinct = list(dict.fromkeys(value for value, _ in pairs))
    if len(distinct) == 1:
        found.places[name] = pairs[0][1]
        return distinct[0]
    for _, span in pairs:
        if span[0] >= 0 and span[1] <= len(text.printed):
            text.refuse(*span, "stands beside another length of time; write phases with 'then'")
    return OPEN
