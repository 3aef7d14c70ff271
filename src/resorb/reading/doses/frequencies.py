"""How often, in running text: each frequency with its place, read by the same grammar as a dose in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from resorb.reading.doses.quantities import number_in
from resorb.reading.doses.schedule_words import take_schedule
from resorb.reading.doses.text import Text
from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD
from resorb.values.spans import DEFAULT_MONTH

_N = rf"(?:\d+|\b(?:{WORD})\b)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PIECE = lazy(
    rf"{_N}[\s-]*(?:times|x|×)?[\s-]*(?:(?:a|an|per|each|every|/)[\s-]*(?:day|week|wk|month)|daily|weekly|monthly)\b"
    rf"|\b{_N}\s+(?:doses|infusions|sessions|injections|applications|treatments)\s+(?:a|per|each|every)\s+(?:day|week|month)\b"
    rf"|\b(?:once|twice|thrice)[\s-]*(?:(?:a|per|each|every|/)[\s-]*(?:day|week|month)|daily|weekly|monthly)\b"
    rf"|\b(?:every|each)\s+(?:(?:other|second|third)\s+|{_N}[\s-]+)?(?:days?|weeks?|months?|night|evening|morning)\b"
    rf"|\b(?:every|each)\s+(?:other|second|third)\s+{_WEEKDAY}\b"
    rf"|\bevery\s+(?:{_N}\s+)?(?:hours?|minutes?|seconds?)\b(?!(?<=second)\s+[a-z])"
    rf"|\b{_N}\s*(?:times|x|×)?\s*(?:an|per|each|every|/)\s*hour\b"
    rf"|\bq\.?\s?\d*\s?(?:h|hours?|d|days?|wk|weeks?|w)\b|\b(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|t\.?i\.?w|q\.?o\.?d|b\.?d|t\.?d\.?s)\b"
    rf"|\bon alternat(?:e|ing) days\b|\b(?:daily|weekly|nightly|monthly|fortnightly)\b"
    rf"|\b{_N}\s+(?:\w+\s+)?(?:weekly|daily)\s+(?:sessions?|infusions?|doses|dialyses|h(?:a)?emodialyses|treatments)\b"
    rf"|\b(?:on\s+)?(?:Mon\w*|Tue\w*|Wed\w*|Thu\w*|Fri\w*|Sat\w*|Sun\w*)(?:\s*(?:,|/|and|&)\s*(?:and\s+)?(?:Mon\w*|Tue\w*|Wed\w*|Thu\w*|Fri\w*|Sat\w*|Sun\w*))+",
    re.IGNORECASE,
)
_AT_EVENT = lazy(r"\b(?:after|with|during|before)\s+(?:each|every)\s+(?:ha?emo)?dialysis\b", re.IGNORECASE)
_HINT = lazy(
    r"(?:day|we?e?k|month|night|evening|morning|hour|minute|second|dail|q\.?\s?\d|q[hdw]|[bqt]\.?[ido]\.?[dws]|\bbd\b|Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    re.IGNORECASE,
)
"""What every frequency has somewhere: looked for first, as most sentences have none."""
_TIMES = lazy(rf"(?P<n>{_N})\s*(?:times|x|×)?\s*(?:(?:a|an|per|each|every|/)\s*)?(?P<u>da|we|wk|mo|ho)", re.IGNORECASE)
_EVERY = lazy(
    rf"(?:every|each)\s+(?:(?P<n>{_N})[\s-]+)?(?P<u>minute|second(?!\s+(?:day|week|month|night)))", re.IGNORECASE
)
"""What the grammar of one dose leaves open: "three weekly" of a noun behind it, and what is no schedule of a drug."""
_NTH = lazy(rf"(?:every|each)\s+(?P<nth>other|second|third)\s+{_WEEKDAY}", re.IGNORECASE)
_IN_A_WEEK = {"m": Fraction(10080), "s": Fraction(604800)}
_DAYS = {"h": Fraction(1, 24), "d": Fraction(1), "w": Fraction(7), "m": DEFAULT_MONTH.days}


_LONGEST = 2000
"""A sentence longer than this is no sentence."""


@dataclass(frozen=True, slots=True)
class Often:
    """So many times a week, and the words that say it."""

    per_week: Fraction
    start: int
    end: int


@kept
def how_often(text: str) -> Iterator[Often]:
    """Every frequency of ``text``, in order."""
    if len(text) > _LONGEST or _HINT.search(text) is None:
        return
    for match in _PIECE.finditer(text):
        value = _per_week(match[0])
        if value is not None and value > 0:
            yield Often(value, *match.span())


def at_events(text: str) -> Iterator[tuple[int, int]]:
    """Where a text ties the doses to an event: "after each dialysis"."""
    if "dialysis" in text:
        yield from (match.span() for match in _AT_EVENT.finditer(text))


@lru_cache(maxsize=1024)
def _per_week(words: str) -> Fraction | None:
    found = take_schedule(Text(words), DEFAULT_MONTH).per_week
    if found.is_point:
        return found.low
    if words.lower().endswith("day") and (nth := _NTH.match(words)):
        return Fraction(1, 3 if nth["nth"].lower() == "third" else 2)
    if every := _EVERY.match(words):
        number = number_in(every["n"]) if every["n"] else None
        count = number.value if number else Fraction(1)
        return _IN_A_WEEK[every["u"][0].lower()] / count if count else None
    times = _TIMES.match(words)
    number = number_in(times["n"]) if times else None
    return None if number is None or times is None else number.value * 7 / _DAYS[times["u"][0].lower()]
