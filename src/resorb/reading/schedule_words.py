"""How often: "3 times weekly", "TIW", "q3wk", "every other week", "twice, 3 weeks apart", "3 fois par semaine"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from resorb.reading.patterns import WORDS, counts, range_of
from resorb.reading.text import Text
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention, days_per

_UNITS = {
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "h": "h", "heures": "h",
    "day": "day", "days": "day", "d": "day", "daily": "day", "night": "day", "evening": "day", "morning": "day",
    "bedtime": "day", "nightly": "day", "jour": "day", "jours": "day",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "w": "week", "weekly": "week",
    "semaine": "week", "semaines": "week",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "monthly": "month", "mois": "month",
}  # fmt: skip
_ADVERB = r"(?:daily|weekly|monthly)"
_UNIT = r"(?:days?|weeks?|wks?|months?|mo|d|jours?|semaines?|mois)"
_PER = r"(?:/|per\b|a\b|an\b|each\b|every\b|par\b|in a\b)"
_EVENTS = r"(?:h(?:a)?emodialysis|dialysis|HD|hémodialyse|dialyse)"
_ONE = Range.point(1)
_NOUNS = r"(?:doses?|injections?|infusions?|sessions?|treatments?|applications?|administrations?|séances?|occasions)"

# (times, every, unit): "bid" is twice in one day
_ABBREVIATIONS = {
    "bid": (2, 1, "day"), "tid": (3, 1, "day"), "qid": (4, 1, "day"), "qd": (1, 1, "day"), "qhs": (1, 1, "day"),
    "qam": (1, 1, "day"), "qpm": (1, 1, "day"), "qod": (1, 2, "day"), "tiw": (3, 1, "week"), "biw": (2, 1, "week"),
}  # fmt: skip

_ABBREVIATED = re.compile(r"(?<![\w.])(?P<a>(?:[bqt]\.?i\.?[dw]|q\.?d|q\.?h\.?s|q\.?o\.?d|q[ap]m)\b\.?)(?!\w)", re.I)
_Q = re.compile(
    r"(?<!\w)q\.?\s?(?:(?P<n>\d+)(?:\s?[-–]\s?(?P<n_to>\d+))?)?[\s-]?"
    r"(?P<u>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?)(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"{counts('n')}[\s-]*(?:(?:times?\b|x(?![a-z])|×|fois\b)[\s-]*(?:{_PER}[\s-]*)?|(?:{_NOUNS}|days?|nights?)\s+{_PER}\s*)(?P<u>{_ADVERB}|{_UNIT})(?!\w)",
    re.I,
)
_PLAIN = re.compile(rf"{counts('n')}[\s-]*(?:/|per\b|par\b)[\s-]*(?P<u>{_UNIT})(?!\w)", re.IGNORECASE)
_ONCE = re.compile(rf"\b(?P<n>once|twice|thrice)[\s-]*(?:{_PER}[\s-]*)?(?P<u>{_ADVERB}|{_UNIT})(?!\w)", re.IGNORECASE)
_SERIES = re.compile(rf"{counts('n')}[\s-]+(?P<u>{_ADVERB})\s+{_NOUNS}", re.IGNORECASE)
_EVERY = re.compile(
    rf"\b(?:every|each|chaque|toutes les|tous les|on alternate|alternate)\s*(?:(?P<other>other|second|alternate)\s+"
    rf"|{counts('n')}(?:rd|nd|th)?[\s-]+)?(?P<u>hours?|h|{_UNIT}|night|evening|morning)(?!\w)",
    re.IGNORECASE,
)
_APART = re.compile(
    rf"(?:\b(?:at|with|an?)\s+)*{counts('n')}[\s-]*(?P<u>{_UNIT})[\s-]*(?:apart|intervals?)\b"
    rf"|\b(?:at |with an? )?intervals? of\s+{counts('m')}\s*(?P<v>{_UNIT})(?!\w)",
    re.IGNORECASE,
)
_AT_WEEKS = re.compile(
    r"\b(?:at|on)\s+(?P<before>weeks?|days?|months?)?\s*(?P<list>\d+(?:\s*,\s*\d+)*,?\s*(?:and|&)\s*\d+)"
    r"\s*(?P<after>weeks?|days?|months?)?(?!\w)",
    re.IGNORECASE,
)
_ADVERBS = re.compile(
    r"(?:\b(?P<n>\d+|two|three|four|five|six)[\s-]+)?\b(?P<u>daily|weekly|monthly|nightly|fortnightly|semi-?weekly"
    r"|bi-?weekly|bi-?monthly|(?:at|every) (?:night|bedtime)|(?:in the|every) (?:evening|morning))\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"\b(?:after|following|post|with|during|at the end of|on|before|per|après)[\s-]*(?:each|every|the|chaque|all)?\s*"
    rf"{_EVENTS}(?:[\s-]+(?:sessions?|treatments?|days?))?\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?:\b(?P<once>once|twice|thrice)\b|\b(?P<single>single)\s+{_NOUNS}|(?<!\w)[x×]\s?{counts('x')}(?:\s*{_NOUNS})?"
    rf"|{counts('n')}\s+(?:{_NOUNS}|times|fois)\b)(?!\s*(?:{_UNIT}|{_ADVERB})\b)",
    re.IGNORECASE,
)
_AFTER_SOME = re.compile(rf"\b(?:after|within|before)\s+{counts('n')}\s+(?:\w+\s+)?{_NOUNS}", re.IGNORECASE)
_DAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\b"
_WEEKDAYS = re.compile(rf"\b(?:on |every )?{_DAY}(?:(?:\s*(?:,|/|and|&)\s*)+{_DAY})*|\bMWF\b", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\b(?:(?:in|at) (?:the )?)?(?:evening|morning|night|bedtime)\b", re.IGNORECASE)
_PRN = re.compile(r"(?<!\w)(?:p\.?r\.?n\.?|as needed|when needed)(?!\w)", re.IGNORECASE)


@dataclass(slots=True)
class Frequency:
    """How often, as far as the words say: per week, number in all, the event that triggers it.

    ``clash`` is set when two different frequencies stand in one phase; then none is read.
    """

    per_week: Range = OPEN
    number: Range = OPEN
    event: str | None = None
    needs_month: bool = False
    as_needed: bool = False
    clash: bool = False
    conventions: dict[str, str] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)


class _Collector:
    def __init__(self, text: Text, month: MonthConvention) -> None:
        self.text, self.month = text, month
        self.found = Frequency()
        self.rates: list[tuple[Range, tuple[int, int]]] = []
        self.numbers: list[tuple[Range, tuple[int, int]]] = []

    def rate(self, match: re.Match[str], times: Range, every: Range, unit: str) -> None:
        days = every.times(days_per(unit, self.month))
        self.rates.append((times.times(7) / days, match.span()))
        self.found.needs_month |= unit == "month"


def take_schedule(text: Text, month: MonthConvention) -> Frequency:
    """Read how often, taking every stretch that says so."""
    into = _Collector(text, month)
    for pattern, understand in _STEPS:
        for match in text.take(pattern):
            understand(into, match)
    if into.rates:
        for _ in text.take(_TIME_OF_DAY):
            pass
    return _settled(into)


def _event(into: _Collector, _: re.Match[str]) -> None:
    into.found.event = "dialysis"


def _as_needed(into: _Collector, _: re.Match[str]) -> None:
    into.found.as_needed = True


def _abbreviated(into: _Collector, m: re.Match[str]) -> None:
    times, each, unit = _ABBREVIATIONS[m["a"].replace(".", "").lower()]
    into.rate(m, Range.point(times), Range.point(each), unit)


def _times(into: _Collector, m: re.Match[str]) -> None:
    _counted(into, m, range_of(m, "n"), _ONE)


def _interval(into: _Collector, m: re.Match[str]) -> None:
    """One in so many: q3wk, every 3 weeks, 3 weeks apart."""
    groups = m.groupdict()
    if groups.get("other") or "alternate" in m[0].lower():
        _counted(into, m, _ONE, Range.point(2))
    elif any(groups.get(name) for name in ("n", "n_w", "m", "m_w")):
        _counted(into, m, _ONE, range_of(m, "n") or range_of(m, "m"))
    else:
        _counted(into, m, _ONE, _ONE)


def _once(into: _Collector, m: re.Match[str]) -> None:
    into.rate(m, Range.point(WORDS[m["n"].lower()]), _ONE, _UNITS[m["u"].lower()])


def _weekdays(into: _Collector, m: re.Match[str]) -> None:
    days = {day[:3].lower() for day in re.findall(_DAY, m[0], re.IGNORECASE)} or {"mon", "wed", "fri"}
    into.rate(m, Range.point(len(days)), _ONE, "week")


def _within(into: _Collector, m: re.Match[str]) -> None:
    into.text.refuse(*m.span(), "a time within the course")


def _listed(into: _Collector, m: re.Match[str]) -> None:
    """At 0, 2 and 4 weeks: three in all."""
    into.numbers.append((Range.point(len(re.findall(r"\d+", m["list"]))), m.span()))


def _counted(into: _Collector, m: re.Match[str], times: Range | None, every: Range | None) -> None:
    if times is None or every is None or every.low == 0 or times.high == 0:
        into.text.refuse(*m.span(), "numbers run from high to low, or are zero")
        return
    groups = m.groupdict()
    into.rate(m, times, every, _UNITS[(groups.get("u") or groups.get("v") or "").lower()])


def _series(into: _Collector, m: re.Match[str]) -> None:
    """Three monthly sessions: taken as three of them, one a month, and the assumption is named."""
    times = range_of(m, "n")
    if times is None:
        into.text.refuse(*m.span(), "numbers run from high to low")
        return
    into.numbers.append((times, m.span()))
    into.rate(m, Range.point(1), Range.point(1), _UNITS[m["u"].lower()])
    into.found.conventions["schedule"] = f"{m[0]!r} taken as that many in all, one at a time"


def _adverb(into: _Collector, m: re.Match[str]) -> None:
    word = m["u"].lower().replace("-", "")
    if m["n"]:
        into.text.refuse(*m.span(), f"write {m['n']} times {word}, or every {m['n']} ...")
    elif word in ("biweekly", "bimonthly"):
        unit = word.removeprefix("bi")
        low, high = Fraction(1, 2), Fraction(2)
        into.rate(m, Range(low, high), Range.point(1), _UNITS[unit])
        into.found.conventions["schedule"] = f"{m['u']!r} may mean twice in one or once in two: both are kept"
    elif word == "fortnightly":
        into.rate(m, Range.point(1), Range.point(2), "week")
    elif word == "semiweekly":
        into.rate(m, Range.point(2), Range.point(1), "week")
    else:
        into.rate(m, Range.point(1), Range.point(1), _UNITS[word.split()[-1]])


def _number(into: _Collector, m: re.Match[str]) -> None:
    if m["single"]:
        value: Range | None = Range.point(1)
    elif m["once"]:
        value = Range.point(WORDS[m["once"].lower()])
    else:
        value = range_of(m, "x") or range_of(m, "n")
    if value is None or any(end is not None and end.denominator != 1 for end in (value.low, value.high)):
        into.text.refuse(*m.span(), "not a whole number of times")
    else:
        into.numbers.append((value, m.span()))
        if m[0].lower().startswith(("x", "×")) and m[0][-1].isdigit():
            into.found.conventions["administrations"] = f"{m[0]!r} read as the number of administrations"


_STEPS: tuple[tuple[re.Pattern[str], Callable[[_Collector, re.Match[str]], None]], ...] = (
    (_EVENT, _event),
    (_PRN, _as_needed),
    (_AFTER_SOME, _within),
    (_WEEKDAYS, _weekdays),
    (_ABBREVIATED, _abbreviated),
    (_Q, _interval),
    (_AT_WEEKS, _listed),
    (_SERIES, _series),
    (_TIMES, _times),
    (_PLAIN, _times),
    (_ONCE, _once),
    (_APART, _interval),
    (_EVERY, _interval),
    (_ADVERBS, _adverb),
    (_COUNT, _number),
)
"""In this order: what a longer form takes is no longer there for a shorter one."""


def _settled(into: _Collector) -> Frequency:
    """One frequency and one number, or a clash that says the words contradict each other."""
    found = into.found
    for pairs, name in ((into.rates, "per_week"), (into.numbers, "number")):
        distinct = list(dict.fromkeys(value for value, _ in pairs))
        if len(distinct) > 1:
            found.clash = True
            for _, span in pairs:
                into.text.refuse(*span, "stands beside another frequency; write phases with 'then'")
        elif distinct:
            setattr(found, name, distinct[0])
            found.places.extend(span for _, span in pairs)
    if found.clash:
        found.per_week = found.number = OPEN
    return found
