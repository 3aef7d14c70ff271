"""How often something is given: "3 times weekly", "once daily", "2 doses 3 weeks apart", "after each dialysis"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resorb.values.findings import Refused
from resorb.values.numbers import read_number
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, days_per

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"once": 1, "twice": 2, "thrice": 3, "single": 1, "a": 1, "an": 1}

_COUNT = r"(?P<low>[\d.]+|[a-z]+)(?:\s*(?:-|–|to)\s*(?P<high>[\d.]+|[a-z]+))?"
_UNIT = r"(?P<unit>day|week|month)s?"
_EACH = re.compile(
    rf"{_COUNT}(?:\s*(?:times|x|×))?\s*(?:/|a |per |each |every )?\s*(?:(?P<adverb>daily|weekly|monthly)|{_UNIT})"
)
_EVERY = re.compile(rf"every\s+(?:(?P<low>[\d.]+|[a-z]+)(?:\s*(?:-|–|to)\s*(?P<high>[\d.]+|[a-z]+))?\s+)?{_UNIT}")
_APART = re.compile(rf"{_COUNT}\s+doses?,?\s+(?P<gap>[\d.]+|[a-z]+)\s+{_UNIT}\s+apart")
_DOSES = re.compile(r"(?P<rest>.*?),?\s*(?P<n>\d+|[a-z]+) doses?(?: in all)?")
_EVENT = re.compile(r"(?:after|with|during|before) (?:each|every) (?P<event>[a-z ]+)")
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "nightly": "day"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule as printed: ``times_low`` to ``times_high`` administrations every ``every`` ``unit``.

    ``administrations`` is the total number when the words state it. ``event`` names what triggers a dose
    ("dialysis"); its frequency is then unknown unless stated too.
    """

    printed: str
    times_low: Fraction | None = None
    times_high: Fraction | None = None
    every: Fraction = Fraction(1)
    unit: str = "week"
    administrations: int | None = None
    event: str | None = None

    def per_day(self, month: MonthConvention = DEFAULT_MONTH) -> tuple[Fraction | None, Fraction | None]:
        """Administrations per day, low and high; None when the schedule states no frequency."""
        days = self.every * days_per(self.unit, month)
        low = None if self.times_low is None else self.times_low / days
        high = None if self.times_high is None else self.times_high / days
        return low, high

    @property
    def needs_convention(self) -> bool:
        """Whether the frequency depends on the length of a month."""
        return self.unit == "month" and self.times_low is not None


def read_schedule(text: str) -> Schedule:
    """Read a schedule in plain words.

    Raises:
        Refused: when the words name no known schedule; nothing is guessed.
    """
    words = " ".join(text.strip().lower().split())
    if not words or len(words) > 120:
        raise _refused(text)
    if words in ("once", "single dose", "one dose", "1 dose"):
        return Schedule(text.strip(), administrations=1)
    if words in ("as needed", "not reported", "unknown"):
        return Schedule(text.strip())
    if m := _APART.fullmatch(words):
        n, gap = _whole(m["low"], text), _number(m["gap"], text)
        return Schedule(text.strip(), Fraction(1), Fraction(1), gap, m["unit"], n)
    if (m := _DOSES.fullmatch(words)) and m["rest"]:
        rest = read_schedule(m["rest"])
        n = _whole(m["n"], text)
        return Schedule(text.strip(), rest.times_low, rest.times_high, rest.every, rest.unit, n, rest.event)
    if m := re.fullmatch(r"(?P<n>\d+|[a-z]+) doses?", words):
        return Schedule(text.strip(), administrations=_whole(m["n"], text))
    if m := _EVENT.fullmatch(words):
        return Schedule(text.strip(), event=m["event"].strip())
    if m := re.fullmatch(r"(?P<rest>.+?) (?:after|with|during) (?:each |every )?(?P<event>dialysis)", words):
        rest = read_schedule(m["rest"])
        return Schedule(text.strip(), rest.times_low, rest.times_high, rest.every, rest.unit, None, m["event"])
    return _frequency(words, text)


def _frequency(words: str, text: str) -> Schedule:
    one = Fraction(1)
    if words in _ADVERBS or words in ("every day", "every night", "at night"):
        return Schedule(text.strip(), one, one, one, _ADVERBS.get(words, "day"))
    if m := re.fullmatch(r"every (?:other|second) (?P<unit>day|week|month)", words):
        return Schedule(text.strip(), one, one, Fraction(2), m["unit"])
    if m := _EVERY.fullmatch(words):
        shortest = _number(m["low"], text) if m["low"] else one
        longest = _number(m["high"], text) if m["high"] else shortest
        # "every 3-4 weeks": rarest is once in the longest interval
        return Schedule(text.strip(), shortest / longest, one, shortest, m["unit"])
    if m := _EACH.fullmatch(words):
        low = _number(m["low"], text)
        high = _number(m["high"], text) if m["high"] else low
        if high < low:
            raise _refused(text)
        return Schedule(text.strip(), low, high, one, _ADVERBS.get(m["adverb"] or "", m["unit"]))
    raise _refused(text)


def _number(word: str, text: str) -> Fraction:
    if word in NUMBER_WORDS:
        return Fraction(NUMBER_WORDS[word])
    try:
        value = read_number(word).value
    except Refused:
        raise _refused(text) from None
    if value <= 0:
        raise _refused(text)
    return value


def _whole(word: str, text: str) -> int:
    value = _number(word, text)
    if value.denominator != 1:
        raise _refused(text)
    return int(value)


def _refused(text: str) -> Refused:
    return Refused(
        f"{text[:40]!r} is not a known schedule",
        "write for example 3 times weekly, once daily, every 4 weeks, 2 doses 3 weeks apart, after each dialysis",
    )
