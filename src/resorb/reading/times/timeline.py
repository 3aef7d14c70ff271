"""A timeline of a few sentences: dates in order of print, a missing year taken from the date before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.papers.statement_words import words_of
from resorb.reading.times.dates import Dated, dates, periods
from resorb.reading.times.lengths import Length, lengths
from resorb.values.ranges import Range

_CLAUSE = lazy(r"[;.]\s|,\s(?:and|but|while)\s|\sand\s(?:was|were|then|had|she|he|is)\s")
_ONE_EVENT = {
    "transplant": lazy(r"\b(?:transplant\w*|graft\w*|kidney)\b", re.IGNORECASE),
    "visit": lazy(r"\b(?:visits?|seen|referred|referral|presented|presentation|came)\b", re.IGNORECASE),
    "operation": lazy(r"\b(?:excis\w+|surgery|operat\w+|removed|resect\w+)\b", re.IGNORECASE),
    "end": lazy(r"\b(?:stopp\w+|ended|end|last\s+(?:dose|infusion|injection))\b", re.IGNORECASE),
}


_NO_YEAR = 2001
"""Stands for the year of days printed without one; only the time between them is looked at."""
_TURN = 5
"""So many months back are the next year; fewer are most likely the same: "on 26 May; since 3 April"."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date, the number of the sentence it stands in (0 is the last of the window), and words of its clause.

    ``has_year`` is false where the year is not printed with it, and only the most likely one was put in.
    """

    date: Dated
    sentence: int
    words: frozenset[str]
    has_year: bool = True


def event_words(text: str) -> frozenset[str]:
    """Content words, with those of one event of an illness as one."""
    return words_of(text) | {name for name, pattern in _ONE_EVENT.items() if pattern.search(text)}


def timeline(texts: Iterable[str], first: bool | None = None) -> list[Event]:
    """Events of the sentences of a window, the last sentence last."""
    found: list[Event] = []
    every = list(texts)
    held: list[tuple[int, Dated]] = []
    for number, text in enumerate(every):
        shared = {d.start: d for p in periods(text, None, first) for d in (p.first, p.last)}
        for printed in dates(text, first):
            one = shared.get(printed.start, printed)
            # A month alone is a date only where others stand before it.
            if not one.fault and (one.year is not None or (one.month is not None and (held or one.day is not None))):
                held.append((number, one))
    year = _first_year([one for _, one in held])
    is_told = any(one.year for _, one in held)
    month = 0
    for number, one in held:
        if one.year is not None:
            year = one.year
        elif not is_told and month - (one.month or 0) >= _TURN:
            year += 1
        month = one.month or 0
        dated = replace(one, year=year, swapped=None)
        words = event_words(_clause(every[number], one))
        found.append(Event(dated, len(every) - 1 - number, words, one.year is not None))
    return found


def _first_year(held: list[Dated]) -> int:
    """The year of the first date: printed, or that of the next with a year, or the one before it."""
    at, told = next(((n, d) for n, d in enumerate(held) if d.year), (0, None))
    if told is None or told.year is None:
        return _NO_YEAR
    return told.year - (at > 0 and (held[0].month or 0) > (told.month or 12))


def _clause(text: str, one: Dated) -> str:
    before = [m.end() for m in _CLAUSE.finditer(text, max(0, one.start - 160), one.start)]
    after = _CLAUSE.search(text, one.end, min(len(text), one.end + 120))
    return text[before[-1] if before else max(0, one.start - 160) : after.start() if after else one.end + 120]


def plain_lengths(text: str) -> list[Length]:
    """Lengths of a day or more that are one number, without a bound, and no ages."""
    return [
        one for one in lengths(text)
        if one.unit in ("day", "week", "month", "year") and not one.bound and one.span.low == one.span.high
        and not _OLD.match(text, one.end) and not _AGED.search(text[max(0, one.start - 14) : one.start])
    ]  # fmt: skip


_OLD = lazy(r"[\s-]*(?:old|of\s+age)\b|\s?[,)]\s?(?:female|male)", re.IGNORECASE)
_AGED = lazy(r"\b(?:aged?|age\s+of|at)\s+$", re.IGNORECASE)


def between(one: Dated, other: Dated) -> Range | None:
    """Days from one date to the other; None when they are not known."""
    a, b = one.days, other.days
    return None if a is None or b is None else b - a


_WIDE = 300
"""Days between the ends of a difference of two years without a month."""


def fits(length: Length, days: Range, slack: Fraction | None = None) -> bool:
    """Whether a printed length may be so many days, a unit or a tenth left free (or ``slack`` units)."""
    wide = days.high is not None and days.low is not None and days.high - days.low > _WIDE
    slack = slack or (Fraction(1, 2) if wide else max(Fraction(1), length.value / 10))
    said = length.days(slack)
    low, high = said.low or Fraction(0), said.high
    return (days.high is None or days.high >= low - 1) and (high is None or days.low is None or days.low <= high + 1)
