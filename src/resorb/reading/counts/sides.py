"""Paired parts of the body: in how many persons on both sides, in how many on one, and how many there are in all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.counts.counted import COUNT, PEOPLE, measured, value_of
from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_PAIRED = (
    r"(?:hands?|legs?|knees?|elbows?|hips?|shoulders?|feet|foot|arms?|forearms?|wrists?|ankles?|ears?|eyes?|breasts?|"
    r"buttocks?|limbs?|sides?|joints?|kidneys?|lungs?|calves|calf|thighs?)"
)
_BEHIND = (
    rf"(?:[^.;,()\d]{{0,25}}?\s(?:in|of|for|from)\s+(?:the\s+)?(?:other\s+|another\s+)?(?P<a>{COUNT})"
    rf"|\s*\(\s*(?:n\s?=\s?)?(?P<b>{COUNT})\s*\)|\s*:\s*(?P<c>{COUNT}))"
)
_BEFORE = (
    rf"(?P<d>{COUNT})\s+(?:(?:{PEOPLE}|of\s+(?:them|whom)|others?)\s+)?(?:(?:had|with|were|was|it|affected|on|in|"
    r"involved|treated|ulcers?|calcinosis|calcifications?|disease|deposits?)\s+){0,4}?"
)
_TWO = rf"(?:both\s+(?:of\s+)?(?:(?:his|her|their|the)\s+)?{_PAIRED}\b|bilateral(?:ly)?\b|on\s+both\s+sides\b)"
_ONE = (
    rf"(?:(?:only\s+)?(?:one|a\s+single)\s+{_PAIRED}\b(?:\s+only)?|unilateral(?:ly)?\b|"
    r"on\s+(?:only\s+)?one\s+side\b(?:\s+only)?)"
)
_BOTH_SIDES = (lazy(rf"{_TWO}{_BEHIND}", _I), lazy(rf"{_BEFORE}{_TWO}", _I))
_ONE_SIDE = (lazy(rf"{_ONE}{_BEHIND}", _I), lazy(rf"{_BEFORE}{_ONE}", _I))
_ALL = lazy(
    rf"(?P<n>{COUNT})\s+(?:[a-z-]{{3,15}}\s+)?(?P<part>{_PAIRED})\b(?!\s+(?:of|in|from)\s+(?:{COUNT}|each))", _I
)


@dataclass(frozen=True, slots=True)
class Sides:
    """``both`` persons with two of a part of the body, ``one`` with one; ``total`` parts printed at ``start``."""

    start: int
    end: int
    both: int
    one: int
    total: int
    part: str

    @property
    def sum(self) -> int:
        """How many parts these persons have affected."""
        return 2 * self.both + self.one


def sides(text: str) -> Sides | None:
    """The one such count of a text (a sentence or two); None when a number is missing or stands twice."""
    if not re.search(r"both|bilateral", text, _I) or not re.search(r"one|single|unilateral", text, _I):
        return None
    both, one = _only(text, _BOTH_SIDES), _only(text, _ONE_SIDE)
    if both is None or one is None or both[1] == one[1]:
        return None
    totals = [
        m
        for m in _ALL.finditer(text)
        if m.start("n") not in (both[1], one[1]) and (value_of(m["n"]) or 0) > 2 and not measured(text, m.end("n"))
    ]
    if len(totals) != 1:
        return None
    total = totals[0]
    return Sides(total.start(), total.end(), both[0], one[0], value_of(total["n"]) or 0, total["part"].lower())


def _only(text: str, readings: tuple[re.Pattern[str], ...]) -> tuple[int, int] | None:
    """The only number that such words bear, and its place; a number behind them goes before one in front."""
    for reading in readings:
        found = list(reading.finditer(text))
        if len(found) == 1:
            name = next(name for name, value in found[0].groupdict().items() if value)
            value = value_of(found[0][name])
            return None if value is None else (value, found[0].start(name))
        if found:
            return None
    return None
