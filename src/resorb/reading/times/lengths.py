"""Lengths of time in running text: "13.4-month", "eight weeks", "at least 5 months", "2 to 8 weeks", "about a year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import NUMBER, read_numeral
from resorb.reading.times.time_units import plain_of
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention, Span, days_per

_UNITS = {
    "min": "min", "minute": "min", "h": "h", "hr": "h", "hour": "h", "day": "day", "night": "day", "week": "week",
    "wk": "week", "fortnight": "week", "month": "month", "mo": "month", "mth": "month", "mos": "month", "year": "year",
    "yr": "year", "decade": "year",
}  # fmt: skip
UNIT = (
    r"(?:minutes?|mins?|hours?|hrs?|h|days?|nights?|weeks?|wks?|fortnights?|months?|mths?|mos?|years?|yrs?"
    r"|decades?)(?![\w/]|-(?!long\b|old\b|period|course)[a-z]{0,3}\d)"
)
"""A unit of time as it is printed."""
_SOFT = (
    r"about|approximately|approx\.?|around|roughly|nearly|almost|some|circa|ca\.?|c\.|~|≈|just over|just under"
    r"|close to|or so"
)
_OVER = r"over|beyond"
_LEAST = r"at least|no less than|not less than|a minimum of|minimum of|more than|longer than|exceeding|>|≥|>="
_MOST = (
    r"at most|no more than|not more than|a maximum of|maximum of|(?<!add )(?<!adds )(?<!added )(?<!adding "
    r")(?<!amount )up to|less than|under|within|fewer than|<|≤"
    r"|<=|not exceeding"
)
_LEADING = lazy(
    rf"(?:(?<!\w)(?P<soft>{_SOFT})|(?<!\w)(?P<least>{_LEAST})|(?<!\w)(?P<most>{_MOST})|(?<!\w)(?P<over>{_OVER}))\s*"
    r"(?P<a>a\s+|an\s+|the\s+)?$",
    re.IGNORECASE,
)
_JOIN = r"\s?(?:–|—|-|‐|‑|to|and|or)\s?"
_LENGTH = lazy(
    rf"(?:(?P<low>{NUMBER})(?P<join>{_JOIN}))?(?P<n>{NUMBER}|\b(?:half\s+a|half\s+an|an?"
    rf"|one\s+and\s+a\s+half)\b)(?P<half>\s+and\s+a\s+half)?"
    rf"(?P<sep>[\s‐‑-]{{1,2}}|(?<=\d))(?:(?:full|whole|consecutive|further|additional|more|calendar|complete"
    rf"|successive|long)\s+)?(?P<unit>{UNIT})"
    rf"(?P<and>\s+and\s+a\s+half\b)?(?:(?:\s+and|,(?:\s+and)?(?=\s+\d{{1,2}}\s?(?:h|min)))?\s+(?P<n2>{NUMBER})[\s-]?(?P<unit2>days?|weeks?|months?"
    r"|hours?|hrs?|h|minutes?|mins?)(?![\w/]))?",
    re.IGNORECASE,
)
_MOST_OF = {("day", "week"): 7, ("day", "month"): 32, ("day", "year"): 366, ("week", "month"): 5, ("week", "year"): 53,
            ("month", "year"): 12, ("min", "h"): 60, ("h", "day"): 24}  # fmt: skip
_OR_MORE = lazy(r"\s+or\s+(?:more|longer)\b", re.IGNORECASE)
_TIME_WORD = lazy(r"min|h\b|hour|hr|day|night|week|wk|month|mth|mo\b|mos\b|year|yr|decade", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Length:
    """One length. ``bound`` is ``least``, ``most``, ``over`` or nothing; ``is_joined`` when printed as "13-month"."""

    start: int
    end: int
    span: Span
    bound: str = ""
    is_joined: bool = False
    is_word: bool = False
    is_point: bool = False
    """Whether it is a point of time counted from a start ("week 12")."""

    @property
    def unit(self) -> str:
        """day, week, month, year, h or min."""
        return self.span.unit

    @property
    def value(self) -> Fraction:
        """The number, the upper one of a range."""
        return self.span.high or Fraction(0)

    @property
    def step(self) -> Fraction:
        """One unit in its last place."""
        return Fraction(1, 10**self.span.decimals)

    def days(self, slack: Fraction | None = None) -> Range:
        """Days it may stand for under any length of a month, give or take ``slack`` units (its last place without)."""
        slack = (self.step if slack is None else slack) * (2 if self.span.about else 1)
        months = tuple(MonthConvention) if self.span.needs_convention else (MonthConvention.DAYS_30,)
        low, high = self.span.low or Fraction(0), self.value
        if self.span.about:
            low, high = low * Fraction(4, 5), high * Fraction(6, 5)
        least = min(max(low - slack, Fraction(0)) * days_per(self.unit, m) for m in months)
        most = max((high + slack) * days_per(self.unit, m) for m in months)
        return Range(None if self.bound == "most" else least, None if self.bound in ("least", "over") else most)

    @property
    def mean_days(self) -> Fraction:
        """Its days, an average month taken."""
        return (self.span.low or Fraction(0)) * days_per(self.unit)


@kept
def lengths(text: str) -> Iterator[Length]:
    """Every length of time in ``text``, in order."""
    if not _TIME_WORD.search(text):
        return
    for match in _LENGTH.finditer(text):
        one = _read(text, match)
        if one is not None:
            yield one


_MOMENT = lazy(
    r"\b(?P<unit>day|week|wk|month|year)[\s-](?P<n>\d{1,4})(?![\w%/]|[.,]\d|\s?[–-]\s?\d|\s(?:to|and)\s\d)",
    re.IGNORECASE,
)


def moments(text: str) -> Iterator[Length]:
    """Points of time counted from a start: "week 12", "day 85"."""
    for match in _MOMENT.finditer(text):
        number = Fraction(match["n"])
        yield Length(*match.span(), Span(match[0], number, number, _UNITS[plain_of(match["unit"])]), is_point=True)


_LISTED = lazy(
    r"\b(?P<unit>day|week|month|year)s\s(?P<list>\d{1,4}(?:(?:,\s|,?\s(?:and|or)\s|/)\d{1,4}(?![\w.%]"
    r"|\s?[–-]\s?\d|\s(?:of(?!\s+(?:follow|treat))|patients|mg|g|mL))){1,12})",
    re.IGNORECASE,
)


_NTH = lazy(
    r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:st|nd"
    r"|rd|th))\s"
    r"(?P<unit>day|week|month|year)\b(?=\s+of\s+(?:treatment|therapy|follow-?up|thiosul\w+|STS)|[.,;)]|\s+after\b)",
    re.IGNORECASE,
)
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip


def nth_moments(text: str) -> Iterator[Length]:
    """Days, weeks and months by their ordinal: "in the seventh month of treatment"."""
    for match in _NTH.finditer(text):
        word = match["n"].lower()
        number = Fraction(ORDINALS.index(word) + 1 if word in ORDINALS else int(word[:-2]))
        yield Length(*match.span(), Span(match[0], number, number, match["unit"].lower()), is_point=True)


def listed_moments(text: str) -> Iterator[Length]:
    """Each of several points of time that share their unit: "weeks 0, 4 and 12"."""
    for match in _LISTED.finditer(text):
        for one in re.finditer(r"\d+", match["list"]):
            number, start = Fraction(one[0]), match.start("list") + one.start()
            span = Span(f"{match['unit']} {one[0]}", number, number, match["unit"].lower())
            yield Length(start, start + len(one[0]), span, is_point=True)


def points(text: str) -> list[Length]:
    """Lengths and numbered weeks or months, in order."""
    return sorted([*lengths(text), *moments(text)], key=lambda one: one.start)


def _read(text: str, m: re.Match[str]) -> Length | None:
    unit_word = plain_of(m["unit"])
    unit = _UNITS[unit_word] if unit_word in _UNITS else _UNITS[unit_word.removesuffix("s")]
    factor = 10 if unit_word.startswith("decade") else 2 if unit_word.startswith("fortnight") else 1
    high, decimals, is_word = _number(m["n"])
    low = _number(m["low"])[0] if m["low"] else high
    if high is None or low is None:
        return None
    if m["half"] or m["and"]:
        high, low, decimals = high + Fraction(1, 2), low + Fraction(1, 2), 1
    start = m.start()
    if low > high or (m["join"] or "").strip() in ("and", "or"):
        # "2 and 4 months" are two lengths; only the last is read as one. "between 2 and 4 months" is a range.
        is_between = m["join"].strip() == "and" and text[max(0, start - 9) : start].lower().endswith("between ")
        if low >= high or not is_between:
            low, start = high, m.start("n")
    number_start = start
    low, high = low * factor, high * factor
    end = m.end("and") if m["and"] else m.end("unit")
    if m["n2"]:
        more = _number(m["n2"])[0]
        small = _UNITS[m["unit2"].lower().removesuffix("s")]
        if more is not None and more < _MOST_OF.get((small, unit), 0):
            ratio, end = days_per(unit) / days_per(small), m.end()
            low, high, unit, decimals = low * ratio + more, high * ratio + more, small, 0
    bound, about = "", factor == 10
    lead = _LEADING.search(text[max(0, start - 22) : start])
    if lead and not (lead["over"] and lead["a"]):
        start = max(0, start - 22) + lead.start()
        # "over 5 years" may mean more than five, "over a 5-year period" does not.
        bound = "" if lead["soft"] else "least" if lead["least"] else "most" if lead["most"] else "over"
        about = about or bool(lead["soft"])
    elif _OR_MORE.match(text, end):
        bound = "least"
    if m["n"].lower().startswith(("a", "half")) and not m["n"][0].isdigit():
        about = True
    span = Span(text[number_start:end], low, high, unit, decimals, about)
    return Length(start, end, span, bound, "-" in m["sep"] or "‐" in m["sep"] or "‑" in m["sep"], is_word)


def _number(words: str) -> tuple[Fraction | None, int, bool]:
    plain = " ".join(words.lower().split())
    if plain in ("a", "an"):
        return Fraction(1), 0, True
    if plain in ("half a", "half an"):
        return Fraction(1, 2), 1, True
    if plain == "one and a half":
        return Fraction(3, 2), 1, True
    number = read_numeral(plain)
    if number is None:
        return None, 0, False
    return number.value, number.decimals, not plain[0].isdigit()
