"""Dates and numbers as lists write them, and what a column's values tell of how they are to be read.

03/04/2015 is a day in March or in April, 1,250 is a thousand or a little more than one: the other values of the column
decide, or a mapping file; nothing else does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from resorb.records.lists.headers import plain, words

DAY_FIRST, MONTH_FIRST = "day first", "month first"
COMMA, POINT = "comma", "point"
_YEARS = range(1850, 2151)
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_DAY_NAME = re.compile(rf"(\d{{1,2}})\.?[- /]?([^\W\d_]{{3,12}})\.?[-, /]{{0,2}}(\d{{4}}){_TIME}")
_NAME_DAY = re.compile(rf"([^\W\d_]{{3,12}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+|\d{1,18})(?:[.,]\d{1,18})?", re.ASCII)
_DAYS = re.compile(r"([+-]?\d{1,6})\s*(?:d|days?|tage?n?|t|jours?|j|d[ií]as?)\.?", re.IGNORECASE | re.ASCII)


@lru_cache(65_536)
def read_date(text: str, order: str | None) -> date | None:
    """A calendar day, or None where the text is none or can be read in two ways and ``order`` does not decide."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _day(*match.groups())
    if match := _DAY_NAME.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if match := _NAME_DAY.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2])
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if first == second or (second > 12 and order != DAY_FIRST) or order == MONTH_FIRST:
            return _day(year, first, second)
        if first > 12 or order == DAY_FIRST:
            return _day(year, second, first)
    return None


def _day(year: int | str, month: int | str | None, day: int | str) -> date | None:
    try:
        found = date(int(year), int(month or 0), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _month(name: str) -> int | None:
    wanted = plain(name)
    return next((n for n, listed in enumerate(words()["months"], start=1) if wanted in listed), None)


@dataclass
class DateOrder:
    """What the values of a column tell of the order of day and month; ``open_line`` is the first that can be both."""

    day_first: int = 0
    month_first: int = 0
    open: int = 0
    open_line: int = 0
    _seen: set[str] = field(default_factory=set)

    def see(self, text: str, line: int) -> None:
        """Take in one value."""
        if text in self._seen:
            return
        if len(self._seen) < 65_536:
            self._seen.add(text)
        match = _YEAR_LAST.fullmatch(text.strip())
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        if first == second:
            return
        if first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first <= 12 and second <= 12:
            self.open += 1
            self.open_line = self.open_line or line

    @property
    def told(self) -> str | None:
        """The order, when values tell it and none tells the other."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DAY_FIRST if self.day_first else MONTH_FIRST

    @property
    def mixed(self) -> bool:
        """Whether some values can only be day first and others only month first."""
        return bool(self.day_first and self.month_first)


@lru_cache(65_536)
def read_number(text: str, decimals: str | None) -> str | None:
    """A number as plain digits with a decimal point, or None where the text is none or can be read in two ways."""
    text = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(text):
        return None
    bare = re.sub(r"[' \u00a0\u202f]", "", text)
    points, commas = bare.count("."), bare.count(",")
    if not points and not commas:
        return bare
    mark = _mark(bare, points, commas, decimals)
    if mark is None:
        return None
    thousands = "." if mark == "," else ","
    if bare.count(mark) > 1 or (thousands in bare and mark in bare and bare.rindex(thousands) > bare.index(mark)):
        return None
    return bare.replace(thousands, "").replace(mark, ".").removesuffix(".")


def _mark(bare: str, points: int, commas: int, decimals: str | None) -> str | None:
    """Which sign is the decimal one; a sign that parts off three digits may be either."""
    if points and commas:
        return "," if bare.rindex(",") > bare.rindex(".") else "."
    sign, other = (".", ",") if points else (",", ".")
    if max(points, commas) > 1:
        return other
    if not re.search(rf"(?<![0-9])[+-]?[1-9]\d{{0,2}}{re.escape(sign)}\d{{3}}$", bare):
        return sign
    if decimals is not None:
        return "," if decimals == COMMA else "."
    return "." if sign == "." else None


@dataclass
class Decimals:
    """What the values of a column tell of its decimal sign."""

    comma: int = 0
    point: int = 0

    def see(self, text: str) -> None:
        """Take in one value, alone or as the beginning of a text ("8,75 g")."""
        if "," not in text and "." not in text:
            return
        match = _NUMBER.match(text.strip())
        if match is None:
            return
        bare = re.sub(r"[' \u00a0\u202f]", "", match.group())
        points, commas = bare.count("."), bare.count(",")
        if not points and not commas:
            return
        mark = _mark(bare, points, commas, None)
        three = bool(re.search(r"\.\d{3}$", bare)) and not commas
        self.comma += mark == ","
        self.point += mark == "." and not three

    @property
    def told(self) -> str | None:
        """The decimal sign, when values tell it and none tells the other."""
        if bool(self.comma) == bool(self.point):
            return None
        return COMMA if self.comma else POINT


def leading_number(text: str, decimals: str | None) -> str:
    """A text with the number it begins with written with a decimal point: "8,75 g" becomes "8.75 g"."""
    match = _NUMBER.match(text)
    if match is None or not re.match(r"\s*[^\W\d_]", text[match.end() :]):
        return text
    number = read_number(match.group(), decimals)
    return text if number is None else f"{number}{text[match.end() :]}"


def read_days(text: str) -> str | None:
    """A number of days with its unit in words: "30 days", "30 Tage"."""
    match = _DAYS.fullmatch(text.strip())
    return match[1] if match else None


def sex_of(text: str) -> str | None:
    """``female`` or ``male``, where the word says it."""
    wanted = plain(text)
    return next((sex for sex, listed in words()["sexes"].items() if wanted in listed), None)


@lru_cache(65_536)
def is_total(text: str) -> bool:
    """Whether a cell heads a row of totals."""
    wanted = plain(text)
    return any(wanted == w or wanted.startswith(f"{w} ") for w in words()["totals"])
