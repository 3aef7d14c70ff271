"""Every quantity of time in a text on one scale: dates, lengths, numbered days, ages, births, clock times, rounds.

The scale is days, with half of the width a printed number leaves open: a date in June is 15 days wide either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.reading.doses.frequencies import how_often
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.times.ages import Age, ages
from resorb.reading.times.dates import Dated, dates, periods
from resorb.reading.times.lengths import Length, lengths, listed_moments, moments, nth_moments
from resorb.values.spans import days_per

_I = re.IGNORECASE
_YEAR = days_per("year")
_TURN = 9
_CLOCK = lazy(r"(?<![\w.:/,-])(?P<h>[01]?\d|2[0-3])(?:[:.h])(?P<m>[0-5]\d)(?![\w%/:]|[.,]\d)")
_BORN = lazy(r"\b(?:born|birth|dob)\b[^.;\d]{0,30}$|(?<!\w)[b*]\.?\s?$", _I)
_ROUNDS = lazy(
    rf"(?P<n>{NUMBER})\s+(?:(?!of\b|and\b|or\b|the\b)[^\W\d][\w-]*\s+){{0,3}}?(?P<noun>infusions?|injections?|doses|applications|sessions|cycles"
    r"|treatments|visits|courses|administrations|rounds|blocks|periods|phases)\b",
    _I,
)
_EVERY = lazy(rf"(?P<n>{NUMBER})[\s-]+(?P<unit>day|week|month)s?[\s-]+(?:apart|intervals?)\b", _I)
_AT = lazy(r"\bat\s$", _I)
_CITED = lazy(r"\bet\s+al\.?,?\s*[(\[]?$|[(\[;]\s*[A-Z][\w'’-]+(?:\s+(?:and|&)\s+[A-Z][\w'’-]+)?,\s*$")
"""Before the year of a paper."""
_OLD = lazy(r"[\s-]*(?:old|of\s+age)\b", _I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. ``kind``: date, length, moment, age, birth, clock or rounds.

    ``days`` counts from the year 1 for dates and births, from the start for moments, from birth for ages; of rounds it
    is the number. ``wide`` is half of the days it leaves open, ``value`` and ``unit`` are as printed.
    """

    kind: str
    start: int
    end: int
    days: Fraction
    wide: Fraction
    unit: str
    value: Fraction
    printed: str
    bound: str = ""
    is_joined: bool = False
    is_about: bool = False
    group: int = 0
    """Dates of one period, and lengths said as one list, share a number; 0 is none."""


def quantities(text: str, first: bool | None = None) -> list[Quantity]:
    """All quantities of time of a text, in order, none within another."""
    found = [*_dated(text, first), *(_aged(text, one) for one in ages(text))]
    taken = [(one.start, one.end) for one in found]

    def is_free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in taken)

    for kind, some in (
        ("moment", [*moments(text), *listed_moments(text), *nth_moments(text)]),
        ("length", [one for one in lengths(text) if not _OLD.match(text, one.end)]),
    ):
        for one in some:
            if is_free(one.start, one.end):
                taken.append((one.start, one.end))
                is_age = kind == "length" and one.unit == "year" and _AT.search(text[max(0, one.start - 5) : one.start])
                found.append(_lasting(text, "moment" if is_age else kind, one))
    for m in _CLOCK.finditer(text):
        if is_free(*m.span()):
            minutes = Fraction(int(m["h"]) * 60 + int(m["m"]))
            found.append(Quantity("clock", *m.span(), minutes / 1440, Fraction(0), "min", minutes, m[0]))
    for m in _ROUNDS.finditer(text):
        number = read_numeral(m["n"])
        if number is not None and not number.decimals and is_free(*m.span("n")):
            found.append(
                Quantity("rounds", *m.span("n"), number.value, Fraction(0), m["noun"].lower(), number.value, m["n"])
            )
    return sorted(found, key=lambda one: one.start)


def paces(text: str) -> list[Fraction]:
    """Days from one round to the next, of every frequency of a text."""
    found = [Fraction(7) / one.per_week for one in how_often(text) if one.per_week]
    for m in _EVERY.finditer(text):
        number = read_numeral(m["n"])
        if number is not None:
            found.append(number.value * days_per(m["unit"].lower()))
    return list(dict.fromkeys(found))


def _dated(text: str, first: bool | None) -> list[Quantity]:
    """Dates with a year, printed or taken from the one before, or from the next."""
    found: list[tuple[Dated, int]] = []
    spans = list(periods(text, None, first))
    shared = {d.start: (d, n) for n, p in enumerate(spans, 1) for d in (p.first, p.last)}
    for printed in dates(text, first):
        one, group = shared.get(printed.start, (printed, 0))
        if one.fault or (one.year is None and one.month is None):
            continue
        if one.month is None and _CITED.search(text, max(0, one.start - 60), one.start):
            continue
        if one.year is None and found and found[-1][0].year is not None:
            before = found[-1][0]
            # From December to January, with no year printed, is into the next.
            turn = (before.month or 0) - (one.month or 0) >= _TURN
            one = replace(one, year=(before.year or 0) + turn, swapped=None)
        found.append((one, group))
    following: Dated | None = None
    given: list[Quantity] = []
    for dated, group in reversed(found):
        one = dated
        if one.year is None and one.day is None and following is None:
            continue
        if one.year is None:
            near = following.year if following and following.year else 2001
            late = following is not None and (one.month or 0) > (following.month or 12)
            one = replace(one, year=near - late, swapped=None)
        days = one.days
        if days is None or days.low is None or days.high is None:
            continue
        following = one
        kind = "birth" if _BORN.search(text[max(0, one.start - 40) : one.start]) else "date"
        unit = "day" if one.day else "month" if one.month else "year"
        given.append(
            Quantity(
                kind, one.start, one.end, (days.low + days.high) / 2, (days.high - days.low) / 2, unit,
                Fraction(one.year or 0), text[one.start : one.end], group=group,
            )
        )  # fmt: skip
    return given


def _aged(text: str, one: Age) -> Quantity:
    half = one.step * _YEAR / 2
    return Quantity(
        "age", one.start, one.end, one.low * _YEAR + half, half, "year" if one.step >= 1 else "month", one.low,
        text[one.start : one.end], bound=one.kind,
    )  # fmt: skip


def _lasting(text: str, kind: str, one: Length) -> Quantity:
    per = days_per(one.unit)
    low = one.span.low or Fraction(0)
    return Quantity(
        kind, one.start, one.end, (low + one.value) / 2 * per, (one.value - low) / 2 * per, one.unit, one.value,
        text[one.start : one.end], one.bound, one.is_joined, one.span.about,
    )  # fmt: skip
