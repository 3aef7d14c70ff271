"""Dates that no calendar holds, and dates that stand in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.reading.dates import MONTHS, Dated, dates, periods
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.values.findings import Verdict

LONGEST = 1200
"""Characters of the longest sentence in which times are set in relation to each other."""
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


@rule(
    "date-exists",
    kind="time",
    doc="Every printed date is a day of the calendar.",
    source="Gregorian calendar; 03/04/2015 is tried with the day first and with the month first",
)
def date_exists(text: Scanned) -> Iterator[Mark]:
    """A sentence that speaks of a mistake quotes it."""
    first = text.day_first
    for sentence in text.sentences:
        for one in dates(sentence.text, first):
            if not one.fault or QUOTED.search(sentence.text):
                continue
            printed = sentence.text[one.start : one.end]
            yield sentence.at(one.start, one.end).mark(
                "date-exists", Verdict.FAILS, f"{printed} does not exist: {one.fault}.",
                computed=one.fault, arithmetic=one.fault, suggestion="check the day against the source",
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
_FIRST = lazy(
    r"\bfirst\s+(?P<what>[\w-]+)(?:\s+\w+){0,2}?\s+(?:was|were|had been|being)\s+(?:\w+\s+){0,2}?(?:on|in)\s+$",
    re.IGNORECASE,
)
_LAST = lazy(r"\b(?:the\s+)?(?:last|final)(?:\s+(?P<what>[\w-]+))?(?:\s+\w+){0,4}?\s+(?:on|in)\s+$", re.IGNORECASE)
_HAVING_BEGUN = lazy(
    r"\s*,?\s+(?:and\s+)?(?:(?:having|had|after\s+having|which\s+had)\s+(?:only\s+)?been|after\s+being)"
    rf"\s+{_BEGIN}(?:\s+\w+){{0,3}}?\s+(?:in|on)\s+$",
    re.IGNORECASE,
)
_AGAIN = lazy(
    r"\b(?:again|re-?start\w*|resum\w+|re-?admi\w+|re-?introduc\w+|second course|previous\w*|earlier|former\w*"
    r"|prior|another|re-?initiat\w+)\b",
    re.IGNORECASE,
)
_GENERAL = frozenset(
    [
        "it",
        "this",
        "that",
        "them",
        "treatment",
        "therapy",
        "the",
        "all",
        "infusions",
        "injections",
        "sts",
        "thiosulfate",
    ]
)


@rule(
    "end-after-start",
    kind="time",
    doc="What began and ended in one sentence ended no earlier than it began.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def end_after_start(text: Scanned) -> Iterator[Mark]:
    """Started and stopped, admitted and discharged, the first and the last, of one thing."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\d{4}|\d/\d", said) or _AGAIN.search(said) or QUOTED.search(said):
            continue
        found = [d for d in dates(said, first) if d.days is not None]
        if len(found) == 1:
            yield from _labelled(text, sentence, first)
        yield from _undone(sentence, found)
        if not 2 <= len(found) <= 8:
            continue
        begun: tuple[Dated, str] | None = None
        for one in found:
            before = said[max(0, one.start - 90) : one.start]
            began, ended = STARTS.search(before), STOPS.search(before)
            head, tail = _FIRST.search(before), _LAST.search(before)
            if (began or head) and not _HAVING_BEGUN.search(before):
                begun = None if begun else (one, _what(began["object"]) if began else "first")
            elif begun and ((ended and begun[1] != "first") or (tail and begun[1] == "first")):
                what = _what(ended["object"]) if ended else ""
                if ended and what and what != begun[1] and not set(what.split()) <= _GENERAL:
                    continue
                gap = begun[0].days, one.days
                if gap[0] and gap[1] and gap[1].is_before(gap[0]):
                    short = Fraction(gap[0].low or 0) - Fraction(gap[1].high or 0)
                    yield _reversed(sentence, one.start, one.end, begun[0], one, short)


def _undone(sentence: Sentence, found: list[Dated]) -> Iterator[Mark]:
    """Stopped on 5 May, having been begun on 17 July."""
    said = sentence.text
    for stop, one in pairwise(found):
        gap = said[stop.end : one.start]
        if not _HAVING_BEGUN.fullmatch(gap) or not STOPS.search(said[max(0, stop.start - 90) : stop.start]):
            continue
        if stop.days and one.days and stop.days.is_before(one.days):
            short = Fraction(one.days.low or 0) - Fraction(stop.days.high or 0)
            yield _reversed(sentence, one.start, one.end, one, stop, short)


_START_LABEL = lazy(
    r"^\W*(?:date\s+of\s+)?(?:start|beginning|begin|first\s+(?:dose|infusion|injection|day)|admission|admitted"
    r"|started)\b[^.;\d]{0,30}$",
    re.IGNORECASE,
)
_END_LABEL = lazy(
    r"^\W*(?:date\s+of\s+)?(?:end|stop|last\s+(?:dose|infusion|injection|day)|completion|discharge|discharged"
    r"|stopped|ended)\b[^.;\d]{0,30}$",
    re.IGNORECASE,
)


def _labelled(text: Scanned, sentence: Sentence, first: bool | None) -> Iterator[Mark]:
    """Notes of two lines: "Start: 3 May 2014. End: 1 May 2014."."""
    before = next(text.before(sentence), None)
    if before is None or len(before.text) > 80 or len(sentence.text) > 80:
        return
    one, two = ([d for d in dates(each.text, first) if d.days] for each in (before, sentence))
    if len(one) != 1 or len(two) != 1 or not one[0].days or not two[0].days:
        return
    is_pair = _START_LABEL.search(before.text[: one[0].start]) and _END_LABEL.search(sentence.text[: two[0].start])
    if is_pair and two[0].days.is_before(one[0].days):
        short = Fraction(one[0].days.low or 0) - Fraction(two[0].days.high or 0)
        yield _reversed(sentence, two[0].start, two[0].end, one[0], two[0], short)


_SIDE = lazy(
    r"[\s,]*(?P<side>before|prior\s+to|after|following)\s+(?:(?:the|his|her|their|a|an|this)\s+)?"
    r"(?:(?!which|that|when|who|while)[\w-]+\s+){0,3}?(?:(?:began|begun|started|commenced|performed|made|given|of"
    r"|on|in)\s+){1,2}$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = lazy(r"\s*(?:[.,;)]|$)")


@rule(
    "before-and-after",
    kind="time",
    doc="What is said to come before or after a date of the same clause comes then.",
    source="comparison of calendar dates; a month or a year stands for all its days",
)
def before_and_after(text: Scanned) -> Iterator[Mark]:
    """Healed in March 2014, before treatment began in June 2013."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if (
            not re.search(r"\b(?:before|prior|after|following)\b", said)
            or not re.search(r"\d{4}", said)
            or QUOTED.search(said)
        ):
            continue
        found = [d for d in dates(said, first) if d.days is not None]
        for one, two in pairwise(found):
            side = _SIDE.fullmatch(said[one.end : two.start]) if two.start - one.end < 80 else None
            if side is None or not _CLAUSE_ENDS.match(said, two.end) or one.days is None or two.days is None:
                continue
            earlier, later = (one, two) if side["side"].lower() in ("before", "prior to") else (two, one)
            if earlier.days and later.days and later.days.is_before(earlier.days):
                message = f"{written_date(one)} does not come {side['side'].lower()} {written_date(two)}."
                yield sentence.at(one.start, two.end).mark(
                    "before-and-after", Verdict.FAILS, message, computed=f"{written_date(later)} < "
                    f"{written_date(earlier)}",
                    arithmetic=f"{written_date(later)} < {written_date(earlier)}", suggestion="exchange before and "
                    "after, or correct one of the dates",
                )  # fmt: skip


def _what(words: str) -> str:
    return " ".join(words.lower().split())


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
    return (sentence for sentence in text.sentences if len(sentence.text) <= LONGEST)


def written_date(one: Dated) -> str:
    """A date for a reader: ``12 March 2015``."""
    month = "" if one.month is None else MONTHS[one.month - 1]
    return " ".join(str(part) for part in (one.day, month, one.year) if part)
