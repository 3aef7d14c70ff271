"""Dates that no calendar holds, and dates that stand in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import MONTHS, Dated, dates, periods
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

TOLD_BEFORE = lazy(r"\b(?:these|those)\s(?:\w+\s)?$", re.IGNORECASE)
"""Before a length told before, which dates beside it need not bound: "during these nine years, in 2017 and 2019"."""
QUOTED = lazy(
    r"\b(?:typ(?:ing|ographical)\s+error|typo|misprint|erroneous|erroneously|in error|an error|by mistake|mistake"
    r"|mistakenly|wrong(?:ly)?"
    r"|incorrect(?:ly)?|corrected|correction|instead of|should (?:read|have)|does not exist|do not exist"
    r"|impossible|invalid|no such date"
    r"|erratum|corrigendum|recorded as|entered as|misread|not a date"
    r"|mis-?dat\w+|mis-?record\w*|printed\s+as|written\s+as)\b",
    re.IGNORECASE,
)
_BACKWARDS = lazy(
    r"\b(?:back(?:ward|wards)?|revers\w+|declin\w+|decreas\w+|increas\w+|fell|fall\w*|rose|rise\w*|dropped"
    r"|differ\w*|compar\w+"
    r"|chang\w+|redat\w+|postponed|moved|brought forward|changed|amended|corrected)\b",
    re.IGNORECASE,
)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = lazy(rf"\b({'|'.join(_DAYS)}),?\s+(?:the\s+)?$", re.IGNORECASE)


@rule(
    "date-exists",
    kind="time",
    doc="Every printed date is a day of the calendar, and of the week where that is printed before it.",
    source="Gregorian calendar; 03/04/2015 is tried with the day first and with the month first",
)
def date_exists(text: Scanned) -> Iterator[Mark]:
    """A sentence that speaks of a mistake quotes it."""
    first = text.day_first
    for sentence in text.sentences:
        found = list(dates(sentence.text, first))
        if not found or QUOTED.search(sentence.text):
            continue
        for one in found:
            if not one.fault:
                yield from _weekday(sentence, one)
                continue
            printed = sentence.text[one.start : one.end]
            yield sentence.at(one.start, one.end).mark(
                "date-exists", Verdict.FAILS, f"{printed} does not exist: {one.fault}.",
                computed=one.fault, arithmetic=one.fault, suggestion="check the day against the source",
            )  # fmt: skip


def _weekday(sentence: Sentence, one: Dated) -> Iterator[Mark]:
    """Monday, May 4, 2021 was a Tuesday."""
    named = _WEEKDAY.search(sentence.text[max(0, one.start - 16) : one.start])
    if named is None or not one.is_whole or one.swapped is not None:
        return
    real = _DAYS[(one.ordinal - 1) % 7].capitalize()
    if named[1].capitalize() != real:
        printed = sentence.text[one.start : one.end]
        yield sentence.at(one.start - len(named[0]), one.end).mark(
            "date-exists", Verdict.FAILS, f"{printed} was a {real}, not a {named[1]}.", computed=real,
            arithmetic=f"{printed}: {real}", suggestion=f"{real}, or another date",
        )  # fmt: skip


@rule(
    "period-in-order",
    kind="time",
    doc="A period ends no earlier than it begins.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def period_in_order(text: Scanned) -> Iterator[Mark]:
    """From, between, and dates joined by a dash."""
    first = text.day_first
    for sentence in readable(text):
        if not re.search(r"\d{4}|\d/\d", sentence.text):
            continue
        for period in periods(sentence.text, None, first):
            length = period.length
            if length is None or length.high is None or length.high >= 0:
                continue
            if _BACKWARDS.search(sentence.text[max(0, period.start - 60) : period.start]) or QUOTED.search(
                sentence.text
            ):
                continue
            yield _reversed(sentence, period.start, period.end, period.first, period.last, -length.high)


_BEGIN = (
    r"(?:began|begun|start(?:\s+date)?|started|starting|commenced|initiated|introduced|beginning|admitted|adm\.?|opened"
    r"|hospitali[sz]ed|implanted|admission)"
)
_END = (
    r"(?:stopped|ended|end(?:\s+date)?|stop(?:\s+date)?|finished|discontinued|completed|ceased|concluded|withdrawn|discharged|terminated|closed"
    r"|went\s+home|left\s+(?:the\s+)?hospital|allowed\s+home|returned\s+home|sent\s+home|released|transferred|d/c(?:\s+home)?|explanted|discharge)"
)
_OBJECT = r"(?:\s+(?!(?:in|on|from|at|and|but|of)\b)[\w'’-]+){0,4}?"
STARTS = lazy(rf"\b(?P<verb>{_BEGIN})(?P<object>{_OBJECT})\s+(?:in|on|from|at|of|:)?\s*$", re.IGNORECASE)
STOPS = lazy(rf"\b(?P<verb>{_END})(?P<object>{_OBJECT})\s+(?:in|on|at|:)?\s*$", re.IGNORECASE)


def _reversed(sentence: Sentence, start: int, end: int, one: Dated, two: Dated, days: Fraction) -> Mark:
    first, last = written_date(one), written_date(two)
    return sentence.at(start, end).mark(
        "period-in-order" if start == one.start else "end-after-start", Verdict.FAILS,
        f"It ends ({last}) before it begins ({first}).",
        computed=f"at least {days} days too early", arithmetic=f"{last} − {first} = −{days} days or less",
        suggestion="exchange the two dates, or correct a year",
    )  # fmt: skip


def readable(text: Scanned) -> Iterator[Sentence]:
    """Sentences that a person could read: what is longer is a list or no prose."""
    return (sentence for sentence in text.sentences if not sentence.is_long)


def written_date(one: Dated) -> str:
    """A date for a reader: ``12 March 2015``."""
    month = "" if one.month is None else MONTHS[one.month - 1]
    return " ".join(str(part) for part in (one.day, month, one.year) if part)
