"""Times told in no fixed order of words: what passed between two dates, events before their start, least spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.reading.counted import COUNT, value_of
from resorb.reading.dates import Dated, dates
from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length, lengths
from resorb.reading.timeline import between, fits, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import QUOTED, readable, written_date
from resorb.scan.rules.times_periods import shown
from resorb.scan.rules.times_told import SEVERAL
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_TWO, _NO_YEAR, _CLOSE = 2, 2001, 10
_ELAPSED = lazy(r"\s+(?:had\s+)?(?:elapsed|passed|went\s+by|lay|apart|intervened)\b", _I)
_OVER = lazy(
    r"\b(?:over|within|in\s+(?:only|just|the\s+space\s+of)|in\s+the\s+course\s+of)\s+(?:only\s+|just\s+)?$", _I
)
_MANY = lazy(
    r"\b(?:median|mean|average|patients|each|every|respectively|ago|previous\w*|history|birth|born|aged)\b", _I
)
_UNITS = ("day", "week", "month", "year")
_BARRED = lazy(
    r"\b(?:had|has|have|before|previous\w*|earlier|until|since|than|prior|already|history|born|compared|versus)\b", _I
)
_ANCHOR = lazy(r"\bafter\s+(?:the|his|her|an?|their)\s+[a-z][\w\s-]{2,40}?\s(?:of|on|in)\s+$", _I)
_BEGUN = lazy(
    r"\b(?:start(?:ed)?|beg[au]n|initiated|commenced|first\s+(?:infusion|injection|dose|session))\b[^.;\d]{0,30}$", _I
)
_NTH = lazy(
    r"\b(?:after|at|during|with|following)\s+(?:the\s+|her\s+|his\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|last|\d{1,2}(?:st|nd|rd|th))\s+(?:infusion|injection|dose|session|treatment)\b[^.;\d]{0,30}$",
    _I,
)
_LEAST = lazy(
    r"\b(?:all|every|each|both)\b[^.;:]{0,90}?\b(?:at\s+least|a\s+minimum\s+of|no\s+less\s+than|not\s+less\s+than)\s+$",
    _I,
)
_SOMEONE = lazy(r"\b(?:(?:patient|case|participant|child)\s+\w{1,2}|[A-H])\b")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAYS = lazy(rf"\b(?:{_DAYS})s?\b(?:(?:,\s+|,?\s+and\s+)(?:{_DAYS})s?\b){{1,6}}", _I)
_INFUSED = lazy(rf"(?<![\w.])(?P<n>{COUNT})\s+(?:infusions?|doses|injections?|sessions?|treatments?)\b", _I)
_MOST_OF_UNIT = {"day": Fraction(1, 7), "week": Fraction(1), "month": Fraction(31, 7), "year": Fraction(366, 7)}


@rule(
    "passed-between",
    kind="time",
    doc="What passed between two dates of a sentence is the time between them.",
    source="calendar days; behind “over” and “within” only a length that fits in another unit is a slip",
)
def passed_between(text: Scanned) -> Iterator[Mark]:
    """Two dates and one length: "between the first (May 2012) and the last (August 2018) 26 months elapsed"."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if _MANY.search(said) or QUOTED.search(said) or SEVERAL.search(said):
            continue
        told = [e.date for e in timeline([said], first)]
        for one in _lengths(said) if len(told) >= _TWO else ():
            found = [d for d in told if d.end <= one.start] or told
            if len(found) != _TWO:
                continue
            days = between(*found)
            if days is None or (days.low or 0) < 0 or fits(replace(one, bound=""), days):
                continue
            sure = (
                bool(_ELAPSED.match(said, one.end))
                and 0 <= one.start - found[1].end < _CLOSE
                and all(d.year != _NO_YEAR for d in found)
            )
            loose = one.start >= found[1].end and (one.bound or _OVER.search(said[max(0, one.start - 30) : one.start]))
            yield from _passed(sentence, one, found, sure=sure) if sure or (loose and _other_unit(one, found)) else ()


def _passed(sentence: Sentence, one: Length, found: list[Dated], *, sure: bool) -> Iterator[Mark]:
    days, said = between(*found), sentence.text
    if days is not None:
        real = shown(days, one.unit)
        yield sentence.at(one.start, one.end).mark(
                "passed-between", Verdict.FAILS if sure else Verdict.ASSUMES,
                f"Between the two dates of the sentence lie {real}, not {said[one.start : one.end]}.", computed=real,
                arithmetic=f"{said[found[1].start : found[1].end]} − {said[found[0].start : found[0].end]} = {real}",
                suggestion="correct the length, or one of the dates",
                assumption=None if sure else "the length is that between the two dates",
            )  # fmt: skip


def _other_unit(one: Length, found: list[Dated]) -> bool:
    """Whether the number fits in a smaller or larger unit: 3 months for 3 weeks."""
    days = between(*found)
    size = {"day": 1, "week": 7, "month": 30, "year": 365}
    if days is None or days.low is None or days.high is None:
        return False
    middle = (days.low + days.high) / 2
    return any(
        abs(middle - one.value * size[unit]) <= max(Fraction(size[unit], 2), Fraction(2))
        for unit in _UNITS if unit != one.unit
    )  # fmt: skip


@rule(
    "event-after-its-start",
    kind="time",
    doc="What came after an event, or after a numbered infusion, has no date before the event or the first infusion.",
    source="comparison of calendar dates of one sentence, or of the sentence that tells the start and the next",
)
def after_its_start(text: Scanned) -> Iterator[Mark]:
    """A date behind "after the accident of DATE", and one "after the third infusion", against the start."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if QUOTED.search(said) or SEVERAL.search(said) or not re.search(r"\d", said):
            continue
        before = next(text.before(sentence), None)
        found = [d for d in dates(said, first) if d.days is not None]
        earlier = [d for d in dates(before.text, first) if d.days is not None] if before else []
        if not found:
            continue
        anchor = next((d for d in found if _ANCHOR.search(said[max(0, d.start - 70) : d.start])), None)
        if anchor is not None:
            for one in found:
                if (
                    one.start > anchor.end
                    and ";" not in said[anchor.end : one.start]
                    and not _BARRED.search(said[anchor.end : one.start])
                ):
                    yield from _early(sentence, anchor, one)
        begun = [d for d in found if _BEGUN.search(said[max(0, d.start - 50) : d.start])]
        if before is not None and not begun and not SEVERAL.search(before.text):
            begun = [d for d in earlier if _BEGUN.search(before.text[max(0, d.start - 50) : d.start])]
        for one in found if len(begun) == 1 else ():
            if one is not begun[0] and _NTH.search(said[max(0, one.start - 70) : one.start]):
                yield from _early(sentence, begun[0], one)


def _early(sentence: Sentence, start: Dated, one: Dated) -> Iterator[Mark]:
    if start.days is None or one.days is None or not one.days.is_before(start.days):
        return
    yield sentence.at(one.start, one.end).mark(
        "event-after-its-start", Verdict.FAILS,
        f"{written_date(one)} lies before {written_date(start)}, after which it is said to have come.",
        computed=f"before {written_date(start)}", arithmetic=f"{written_date(one)} < {written_date(start)}",
        suggestion="correct one of the two dates",
    )  # fmt: skip


@rule(
    "least-for-all",
    kind="time",
    doc="No single length is below the least that all are said to have had.",
    source="lengths behind the colon, in the unit of the least",
)
def least_for_all(text: Scanned) -> Iterator[Mark]:
    """All used it for at least 6 months: A for 8 months, B for 4 months."""
    for sentence in readable(text):
        said = sentence.text
        colon = said.find(": ")
        if colon < 0 or not any(word in said for word in ("least", "minimum", "less")):
            continue
        every = list(_lengths(said))
        least = next((one for one in every if one.end <= colon and _LEAST.search(said[: one.start])), None)
        led = least or next((o for o in every if o.end <= colon and _LEAST.search(said[: _bound_end(said, o)])), None)
        if led is None:
            continue
        for one in every:
            named = _SOMEONE.search(said[colon : one.start])
            if named and one.start > colon and one.unit == led.unit and not one.bound and one.value < led.value:
                words = said[one.start : one.end]
                yield sentence.at(one.start, one.end).mark(
                    "least-for-all", Verdict.FAILS, f"{words} is less than the least told for all.",
                    computed=f"{words} < {said[led.start : led.end]}",
                    arithmetic=f"{words} < {said[led.start : led.end]}", suggestion="correct the length, or the least",
                )  # fmt: skip


def _lengths(said: str) -> Iterator[Length]:
    return (one for one in lengths(said) if one.unit in _UNITS and one.span.low == one.span.high)


def _bound_end(said: str, one: Length) -> int:
    """Where the number of a length begins whose stretch takes in its bound: "at least 6 months"."""
    number = re.search(r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s", said[one.start : one.end])
    return one.start + number.start() if number else one.start


@rule(
    "weekdays-and-number",
    kind="time",
    doc="As many infusions as printed fit on the weekdays named, in the weeks printed.",
    source="weekdays named x weeks, one more week left free; one infusion a day",
)
def weekdays_and_number(text: Scanned) -> Iterator[Mark]:
    """Every Monday, Wednesday and Friday: 36 infusions take twelve weeks, not nine."""
    for sentence in readable(text):
        said = sentence.text
        listed = _WEEKDAYS.search(said) if "day" in said else None
        if listed is None or SEVERAL.search(said):
            continue
        days = len({d.lower() for d in re.findall(rf"(?i)\b({_DAYS})", listed[0])})
        counted, spans = list(_INFUSED.finditer(said)), [o for o in _lengths(said) if o.unit in ("week", "month")]
        numbers = [n for n in (value_of(m["n"]) for m in counted) if n is not None and n > days]
        if len(numbers) != 1 or len(spans) != 1:
            continue
        span, most = spans[0], days * (spans[0].value * _MOST_OF_UNIT[spans[0].unit] + 1)
        if numbers[0] > most:
            weeks = Fraction(numbers[0], days)
            yield sentence.at(span.start, span.end).mark(
                "weekdays-and-number", Verdict.ASSUMES,
                f"{numbers[0]} on {days} days a week take {float(weeks):g} weeks.", computed=f"{float(weeks):g} weeks",
                arithmetic=f"{numbers[0]} / {days} = {float(weeks):g}", suggestion="correct the span, or the number",
                assumption="no more than one on each of the days named",
            )  # fmt: skip
