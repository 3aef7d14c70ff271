"""How often: "3 times weekly", "TIW", "q3wk", "every other week", "twice, 3 weeks apart", "3 fois par semaine"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from resorb.reading.doses import schedule_patterns as say
from resorb.reading.doses.patterns import WORDS, bound_of, range_of
from resorb.reading.doses.text import Text
from resorb.reading.times.listed_times import LISTED, WEEKDAYS, days_of_week, is_list_of_times, listed
from resorb.reading.times.time_units import unit_of
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import MonthConvention, days_per

_ONE = Range.point(1)
_BACKWARDS = "numbers run from high to low, or are zero"


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
        self.ones: list[tuple[Range, tuple[int, int]]] = []
        self.days: list[tuple[Range, tuple[int, int]]] = []

    def rate(self, match: re.Match[str], times: Range | None, every: Range | None, unit: str) -> None:
        """So many times in every so many of a unit."""
        if times is None or every is None or every.low == 0 or times.high == 0:
            self.text.refuse(*match.span(), _BACKWARDS)
            return
        many, whole = unit_of(unit)
        days = every.times(days_per(whole, self.month) * many)
        self.rates.append((times.times(7) / days, match.span()))
        self.found.needs_month |= whole in ("month", "year")

    def number(self, match: re.Match[str], value: Range | None) -> None:
        """So many in all."""
        ends = () if value is None else (value.low, value.high)
        if value is None or value.high == 0 or any(end is not None and end.denominator != 1 for end in ends):
            self.text.refuse(*match.span(), "not a whole number of times")
        else:
            self.numbers.append((value, match.span()))


def take_schedule(text: Text, month: MonthConvention) -> Frequency:
    """Read how often, taking every stretch that says so."""
    into = _Collector(text, month)
    for pattern, understand in _STEPS:
        only = is_list_of_times if pattern is LISTED else None
        for match in text.take(pattern, only=only):
            understand(into, match)
    if into.rates:
        for _ in text.take(say.TIME_OF_DAY):
            pass
    return _settled(into)


def _event(into: _Collector, m: re.Match[str]) -> None:
    """With each dialysis: once each time; "a single dose after dialysis" is one in all."""
    into.found.event = "dialysis"
    often = (m["often"] or "").lower().strip()
    if often in ("twice", "thrice"):
        into.text.refuse(*m.span(), "say how often a week: this may be at each dialysis or in all")
    elif often and not say.EACH.search(m[0]):
        into.number(m, _ONE)


def _events(into: _Collector, m: re.Match[str]) -> None:
    into.found.event = "dialysis"
    into.number(m, range_of(m, "n"))


def _events_per(into: _Collector, m: re.Match[str]) -> None:
    into.found.event = "dialysis"
    into.rate(m, range_of(m, "n"), _ONE, m["u"])


def _as_needed(into: _Collector, _: re.Match[str]) -> None:
    into.found.as_needed = True


def _abbreviated(into: _Collector, m: re.Match[str]) -> None:
    times, each, unit = say.ABBREVIATIONS[re.sub(r"[.\s]", "", m["a"]).lower()]
    into.rate(m, Range.point(times), Range.point(each), unit)


def _times(into: _Collector, m: re.Match[str]) -> None:
    into.rate(m, range_of(m, "n"), _ONE, m["u"])


def _divided(into: _Collector, m: re.Match[str]) -> None:
    """In 3 divided doses: three a day, or a week, of what is printed per day or week."""
    whole = say.RATE_WORDS.search(into.text.printed)
    if whole is None:
        into.number(m, range_of(m, "n"))
    else:
        into.rate(m, range_of(m, "n"), _ONE, "week" if whole["week"] or whole["weekly"] else "day")


def _interval(into: _Collector, m: re.Match[str]) -> None:
    """One in so many: q3wk, every 3 weeks, 3 weeks apart."""
    groups = m.groupdict()
    unit = next(groups[name] for name in ("u", "v", "w") if groups.get(name))
    times: Range | None = _ONE
    if groups.get("often"):
        times = Range.point(WORDS[groups["often"].lower()])
    elif groups.get("k") or groups.get("k_w"):
        times = range_of(m, "k")
    if groups.get("other") or "alternat" in m[0].lower():
        every: Range | None = Range.point(2)
    elif groups.get("third"):
        every = Range.point(say.ORDINALS[groups["third"].lower()])
    elif any(groups.get(name) for name in ("n", "n_w", "m", "m_w", "s", "s_w")):
        every = range_of(m, "n") or range_of(m, "m") or range_of(m, "s")
    else:
        every = _ONE
    if groups.get("all"):
        into.number(m, range_of(m, "q"))
        into.found.conventions["schedule"] = f"{into.text.words(m)!r} taken as that many in all, one at a time"
    into.rate(m, times, every, unit)


def _once(into: _Collector, m: re.Match[str]) -> None:
    first = WORDS[m["n"].lower().split()[0]]
    last = WORDS[m["m"].lower().split()[0]] if m["m"] else None
    bound = bound_of(m["b"])
    if bound and last is None:
        times: Range | None = Range(None, first) if bound == "<" else Range(first, None)
    else:
        times = Range(first, last or first) if first <= (last or first) else None
    into.rate(m, times, _ONE, m["u"])


def _weekdays(into: _Collector, m: re.Match[str]) -> None:
    days = days_of_week(m)
    if days is None:
        into.text.refuse(*m.span(), "write the days of the week one by one")
    else:
        into.days.append((days, m.span()))


def _days_of_week(into: _Collector, m: re.Match[str]) -> None:
    days = range_of(m, "n")
    if days is None or days.high == 0 or (days.high or 7) > 7:
        into.text.refuse(*m.span(), "a week has seven days")
    else:
        into.days.append((days, m.span()))


def _both_ends(into: _Collector, m: re.Match[str]) -> None:
    into.rate(m, Range.point(2), _ONE, "day")


def _within(into: _Collector, m: re.Match[str]) -> None:
    into.text.refuse(*m.span(), "a time within the course")


def _listed(into: _Collector, m: re.Match[str]) -> None:
    """At 0, 2 and 4 weeks: three in all, two weeks apart."""
    times = listed(m)
    if isinstance(times, str):
        into.text.refuse(*m.span(), times)
        return
    if times.cycle is not None:
        into.rate(m, Range.point(times.number), Range.point(times.cycle[0]), times.cycle[1])
        return
    into.number(m, Range.point(times.number))
    if times.gap is not None:
        into.rate(m, _ONE, Range.point(times.gap[0]), times.gap[1])
    else:
        into.found.conventions["schedule"] = f"{into.text.words(m)!r}: not evenly spaced, so that no frequency is read"


def _series(into: _Collector, m: re.Match[str]) -> None:
    """Three monthly sessions: taken as three of them, one a month, and the assumption is named."""
    into.number(m, range_of(m, "n"))
    into.rate(m, _ONE, _ONE, m["u"])
    into.found.conventions["schedule"] = f"{into.text.words(m)!r} taken as that many in all, one at a time"


def _adverb(into: _Collector, m: re.Match[str]) -> None:
    word = m["u"].lower().replace("-", "")
    french = next((unit for start, unit in say.FRENCH_ADVERBS.items() if word.startswith(start)), None)
    if m["n"] and m["gap"]:
        into.rate(m, _ONE, Range.point(WORDS.get(m["n"].lower()) or Fraction(m["n"])), word)
    elif m["n"]:
        into.text.refuse(*m.span(), f"write {m['n']} times {word}, or every {m['n']} ...")
    elif word in ("biweekly", "bimonthly"):
        into.rate(m, Range(Fraction(1, 2), Fraction(2)), _ONE, word.removeprefix("bi"))
        into.found.conventions["schedule"] = f"{m['u']!r} may mean twice in one or once in two: both are kept"
    elif word == "semiweekly":
        into.rate(m, Range.point(2), _ONE, "week")
    else:
        into.rate(m, _ONE, _ONE, french or word.split()[-1])


def _number(into: _Collector, m: re.Match[str]) -> None:
    if m["once"]:
        into.number(m, Range.point(WORDS[m["once"].lower()]))
    elif (m["n"] or m["n_w"]) and range_of(m, "n") == _ONE:
        into.ones.append((_ONE, m.span()))
    elif m["x"] or m["x_w"] or m["n"] or m["n_w"]:
        into.number(m, range_of(m, "x") or range_of(m, "n"))
    else:
        into.number(m, _ONE)
    if m[0].lower().startswith(("x", "×")) and m[0][-1].isdigit():
        into.found.conventions["administrations"] = f"{into.text.words(m)!r} read as the number of administrations"


_STEPS: tuple[tuple[re.Pattern[str], Callable[[_Collector, re.Match[str]], None]], ...] = (
    (say.EVENTS_PER, _events_per),
    (say.EVENT_COUNT, _events),
    (say.EVENT, _event),
    (say.PRN, _as_needed),
    (say.AFTER_SOME, _within),
    (WEEKDAYS, _weekdays),
    (say.DAYS_OF_WEEK, _days_of_week),
    (say.ABBREVIATED, _abbreviated),
    (say.Q, _interval),
    (say.HOURLY, _interval),
    (say.DIVIDED, _divided),
    (LISTED, _listed),
    (say.SERIES, _series),
    (say.TIMES, _times),
    (say.PLAIN, _times),
    (say.ONCE, _once),
    (say.IN_EVERY, _interval),
    (say.APART, _interval),
    (say.ONE_IN, _interval),
    (say.BOTH_ENDS, _both_ends),
    (say.EVERY, _interval),
    (say.ADVERBS, _adverb),
    (say.COUNT, _number),
)
"""In this order: what a longer form takes is no longer there for a shorter one."""


def _settled(into: _Collector) -> Frequency:
    """One frequency and one number, or a clash that says the words contradict each other."""
    found = into.found
    into.rates = _on_days_of_week(into)
    if not into.rates:
        # "one injection" is one in all; "one application bid" is one each time.
        into.numbers += into.ones
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
    elif found.as_needed and not found.per_week.is_open:
        found.per_week = Range(None, found.per_week.high)
    return found


def _on_days_of_week(into: _Collector) -> list[tuple[Range, tuple[int, int]]]:
    """Frequencies together with days of the week: "twice daily on 5 days a week" is ten times, "weekly on Mondays" one.

    A frequency per day counts on those days only; one of a week or less on one day stays; others stand side by side.
    """
    days = list(dict.fromkeys(value for value, _ in into.days))
    if len(days) != 1 or not into.rates:
        return into.rates + into.days
    per_week = days[0]
    rates = list(dict.fromkeys(value for value, _ in into.rates))
    if len(rates) != 1 or rates[0] == per_week:
        return into.rates + into.days
    rate, span = into.rates[0]
    if rate.low is not None and rate.is_point and rate.low % 7 == 0:
        return [(per_week.times(rate.low / 7), span)]
    if per_week == _ONE and rate.high is not None and rate.high <= 1:
        return [(rate, span)]
    return into.rates + into.days
