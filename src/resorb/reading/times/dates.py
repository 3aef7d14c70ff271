"""Dates in running text, and periods between two of them.

A date is the range of days it may stand for: ``March 2015`` is a month wide, ``03/04/2015`` one of two days unless the
order of day and month is known. A date that no calendar holds keeps the reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.values.ranges import Range

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MON = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_YEAR = r"(?:19|20)\d\d(?!\w|[.,]\d)"
_TH = r"(?:st|nd|rd|th)?"
_NOT_IN_NUMBER = r"(?<![\w.,/-])"
_FORMS = (
    rf"(?P<d1>{_NOT_IN_NUMBER}\d{{1,2}}){_TH}(?:\s+of)?[\s-]{{1,2}}(?P<m1>{_MON})(?:,?[\s-]{{1,2}}(?P<y1>{_YEAR}))?",
    (
        rf"\b(?P<m2>{_MON})\s{{1,2}}(?P<d2>\d{{1,2}})(?!\d|[.,/]\d|\s?(?:%|mg|g\b|ml|h\b|patients"
        rf"|of\b)){_TH}(?:,?\s{{1,2}}(?P<y2>{_YEAR}))?"
    ),
    rf"\b(?P<m3>{_MON})(?:,?\s{{1,2}}|-)(?:of\s+)?(?P<y3>{_YEAR})",
    (
        rf"{_NOT_IN_NUMBER}(?P<y4>(?:19|20)\d\d)(?P<s4>[-/.])(?P<m4>\d{{1,2}})(?P=s4)(?P<d4>0[1-9]|[1-9]\d?)(?![\w/-]"
        rf"|[.,]\d)"
    ),
    (
        rf"{_NOT_IN_NUMBER}(?P<a5>\d{{1,2}})(?P<s5>[-/.])(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>(?:19|20)\d\d|\d\d)(?![\w/-]"
        rf"|[.,]\d)"
    ),
    rf"{_NOT_IN_NUMBER}(?P<m6>0?[1-9]|1[0-2])/(?P<y6>{_YEAR})(?!/)",
    (
        r"\b(?P<m7>(?:January|February|March|April|May|June|July|August|September|October|November|December"
        r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?))(?=\s|[–,;)-]|$)"
    ),
    r"(?<![\w.,/^+=])(?<!\d[–-])(?<![A-Za-z]-)(?P<y8>(?:19|20)\d\d)(?![\w%^/]|[.,]\d)",
    r"(?<=\d\d\d\d[–-])(?P<y9>(?:19|20)\d\d)(?![\w%^/]|[.,]\d)",
)
_ANY = lazy("|".join(_FORMS))
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_BEFORE = rf"(?:(?:{'|'.join(_DAYS)})[a-z]*\.?,?\s+)?"
"""The day of the week that may stand before a date, as a pattern."""
_NUMERIC = lazy(
    rf"(?<![\w.,/-])(?:(?P<day>{'|'.join(d.capitalize() for d in _DAYS)})[a-z]*\.?,?\s+)?(?<![\w.,/-])"
    r"(\d{1,2})([/.-])(\d{1,2})\3((?:19|20)\d\d|(?<=/)\d\d)(?![\w/-]|[.,]\d)"
)
_AFTER_YEAR = lazy(
    r"\s?(?:%|±|×|°|[µμmkn]?g\b|m[lL]\b|mm|cm|mmol|IU\b|U\b|units?\b|patients\b|cases\b|subjects\b|participants\b"
    r"|infusions\b"
    r"|doses\b|charts\b|records\b|injections\b|people\b|adults\b|children\b|women\b|men\b|procedures\b|sessions\b"
    r"|visits\b"
    r"|days?\b|weeks?\b|months?\b|years?\b|hours?\b|h\b|min)"
)
_BEFORE_YEAR = lazy(
    r"(?:^|[(–—\[;,-]|\b(?:in|since|from|to|until|till|by|between|and|during|of|before|after|through|early|late"
    r"|mid|year|years|the"
    r"|spring|summer|autumn|fall|winter|end|ending|beginning|around|about|this|or|on|onset|diagnosis|started"
    r"|stopped|Dr))[\s-]{0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: whole, without its day, or without its year. ``fault`` says why no calendar holds it.

    ``swapped`` is the other reading of ``03/04/2015``.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    fault: str = ""
    swapped: Dated | None = None

    @property
    def is_whole(self) -> bool:
        """Whether day, month and year are known."""
        return None not in (self.year, self.month, self.day)

    @property
    def ordinal(self) -> int:
        """Number of the first day it may be; 0 when not known."""
        days = self.days
        return int(days.low or 0) if days else 0

    @property
    def days(self) -> Range | None:
        """Ordinals of the first and last day it may be; None without a year or when it does not exist."""
        readings = [ends for d in (self, self.swapped) if d is not None and (ends := d._ends()) is not None]
        if not readings or self.fault:
            return None
        return Range(Fraction(min(low for low, _ in readings)), Fraction(max(high for _, high in readings)))

    def _ends(self) -> tuple[int, int] | None:
        if self.fault or self.year is None:
            return None
        month, last_month = self.month or 1, self.month or 12
        longest = monthrange(self.year, last_month)[1]
        if (self.day or 1) > longest:
            return None  # 29 February, its year told elsewhere
        first, last = date(self.year, month, self.day or 1), date(self.year, last_month, self.day or longest)
        return first.toordinal(), last.toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """From one date to another. ``word`` is how it was said: ``from``, ``between`` or nothing."""

    start: int
    end: int
    first: Dated
    last: Dated
    word: str = ""

    @property
    def length(self) -> Range | None:
        """Days between the two dates; None when a date is not known. Counting both ends adds one day."""
        first, last = self.first.days, self.last.days
        if first is None or last is None:
            return None
        return last - first


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether numeric dates print the day first, told from dates with one reading, or a weekday; else None."""
    said: set[bool] = set()
    for text in texts:
        for match in _NUMERIC.finditer(text):
            one, two = int(match[2]), int(match[4])
            if one > 12 >= two > 0:
                said.add(True)
            elif two > 12 >= one > 0:
                said.add(False)
            elif match[3] == ".":
                said.add(True)
            elif match["day"] and one != two and one and two:
                said |= _as_weekday(match, one, two)
    return next(iter(said)) if len(said) == 1 else None


def _as_weekday(match: re.Match[str], one: int, two: int) -> set[bool]:
    """The order in which a date of two readings falls on its printed weekday; none where both or neither do."""
    year = int(match[5]) if len(match[5]) > 2 else 2000 + int(match[5])
    days = {is_first: date(year, *((two, one) if is_first else (one, two))).weekday() for is_first in (True, False)}
    right = {is_first for is_first, day in days.items() if _DAYS[day] == match["day"].lower()}
    return right if len(right) == 1 else set()


@kept
def dates(text: str, first: bool | None = None) -> Iterator[Dated]:
    """Every date, month or year in ``text``, in order; ``first`` is what :func:`day_first` told.

    A month without a year and a day counts only as a part of a period: see :func:`periods`.
    """
    for match in _ANY.finditer(text):
        one = _read(text, match, first)
        if one is not None:
            yield one


def _read(text: str, m: re.Match[str], first: bool | None) -> Dated | None:
    start, end = m.span()
    if m["m1"] or m["m2"]:
        n = "1" if m["m1"] else "2"
        year = m[f"y{n}"]
        one = _checked(Dated(start, end, int(year) if year else None, _month(m[f"m{n}"]), int(m[f"d{n}"])))
        # "In June 45 infusions were given" holds no date.
        return None if one.day == 0 or (one.fault and n == "2" and not year) else one
    if m["m3"]:
        return Dated(start, end, int(m["y3"]), _month(m["m3"]))
    if m["y4"]:
        return _checked(Dated(start, end, int(m["y4"]), int(m["m4"]), int(m["d4"])))
    if m["a5"]:
        return _numeric(m, first)
    if m["m6"]:
        return Dated(start, end, int(m["y6"]), int(m["m6"]))
    if m["m7"]:
        return Dated(start, end, None, _month(m["m7"]))
    near = text[max(0, start - 14) : start]
    if _AFTER_YEAR.match(text, end) or not _BEFORE_YEAR.search(near):
        return None
    return Dated(start, end, int(m["y8"] or m["y9"]))


def _numeric(m: re.Match[str], first: bool | None) -> Dated | None:
    one, two, year = int(m["a5"]), int(m["b5"]), int(m["y5"])
    if len(m["y5"]) == 2:
        if m["s5"] != "/" or not (0 < one <= 31 and 0 < two <= 31 and min(one, two) <= 12):
            return None
        year += 2000 if year < 60 else 1900
    by_day = _checked(Dated(*m.span(), year, two, one))
    by_month = _checked(Dated(*m.span(), year, one, two))
    if first is True or (first is None and by_month.fault and not by_day.fault):
        return by_day
    if first is False or (by_day.fault and not by_month.fault):
        return by_month
    if by_day.fault:
        # No reading exists: the reason is that of the one with a month.
        return by_day if two <= 12 else by_month
    return by_day if by_day == by_month else replace(by_day, swapped=by_month)


def _checked(one: Dated) -> Dated:
    """The date, with the reason when it does not exist."""
    if one.month is None or one.day is None:
        return one
    if not 1 <= one.month <= 12:
        return replace(one, fault=f"there is no month {one.month}")
    # Without a year, 29 February may be right.
    last = monthrange(one.year or 2000, one.month)[1]
    if 1 <= one.day <= last:
        return one
    name = MONTHS[one.month - 1]
    if one.month == 2 and one.day == 29:
        return replace(one, fault=f"{one.year} is no leap year, so February has {last} days")
    return replace(one, fault=f"{name} has {last} days")


def _month(word: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower().rstrip(".")[:3]))


_TO = lazy(
    r"[\s,]*(?:–|—|-|‐|‑|to|until|till|through|thru|up\s+to|and|to\s+the\s+end\s+of|(?:and\s+)?(?:ending|ended"
    r"|finishing)(?:\s+(?:on|in|with))?"
    r"|til)\s*(?:the\s+)?(?:(?:end|beginning|start)\s+of\s+|(?:early|mid|late)[\s-]+)?"
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s*)?$"
)
_BETWEEN = lazy(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_FROM = lazy(r"\b(?:from|since)\s+(?:the\s+)?$", re.IGNORECASE)


def periods(text: str, found: Iterable[Dated] | None = None, first: bool | None = None) -> Iterator[Period]:
    """Every "from … to …", "between … and …" and "March–June 2015", a missing year of the first taken from the last."""
    held = list(dates(text, first) if found is None else found)
    at = 0
    while at + 1 < len(held):
        one, two = held[at], held[at + 1]
        at += 1
        gap = text[one.end : two.start]
        if len(gap) > 24 or not _TO.fullmatch(gap):
            continue
        near = text[max(0, one.start - 14) : one.start]
        word = "between" if _BETWEEN.search(near) else "from" if _FROM.search(near) else ""
        is_and = gap.split()[-1:] == ["and"]
        if is_and != (word == "between") or (two.year is None and one.year is None):
            continue
        one, two = _shared(one, two)
        yield Period(one.start, two.end, one, two, word)
        at += 1


def _shared(one: Dated, two: Dated) -> tuple[Dated, Dated]:
    """Both with a year, where one has it: the last day is the later."""
    # Days count only when both are printed.
    both = one.day is not None and two.day is not None
    key_one, key_two = ((d.month or 0, (d.day or 0) * both) for d in (one, two))
    if one.year is None and two.year is not None and one.month and two.month:
        one = _checked(replace(one, year=two.year - (key_one > key_two)))
    elif two.year is None and one.year is not None and two.month:
        two = _checked(replace(two, year=one.year + (key_two < key_one)))
    return one, two
