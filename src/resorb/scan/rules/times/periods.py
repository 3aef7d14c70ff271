"""Dates against the length of time printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Period, dates, periods
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable, written_date
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_NOUN = (
    r"(?:period|course|interval|span|spell|time|window|duration|study|phase|enrolment|enrollment|recruitment"
    r"|inclusion|treatment|therapy|observation|stay|hospitali[sz]ation|trial|programme|program|survey)"
)
_AFTER_PERIOD = lazy(
    rf"[\s,;:(–—-]*(?:(?:i\.e\.|that\s+is|ie|thus|hence|so|or|corresponding\s+to|equivalent\s+to|representing|="
    rf"|covering|spanning|giving"
    rf"|making|lasting|which\s+(?:lasted|is|was|makes|gives|spans)|(?:lasting|lasted)|a|an|the|in\s+all|altogether"
    rf"|total(?:l?ing)?|amounting\s+to|study|data"
    rf"|{_NOUN}|of|for|over|during|inclusive|about)[\s,:(]*){{0,7}}$",
    re.IGNORECASE,
)
_BEFORE_PERIOD = lazy(
    rf"[\s-]*(?:(?:long|study|data|{_NOUN}|collection|of|follow-up|extending|running|lasting|covering|spanning"
    rf"|ranging|ran|i\.e\.|that\s+is|namely)[\s,:-]*)"
    r"{0,4}[,(:\[–—\s]*(?:(?:from|between|(?:starting|beginning)(?:\s+(?:on|in|from))?)\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_LED = lazy(
    r"\b(?:for|over|during|of|lasted|lasting|took|ran|the|our|this|spanned|covering|within|in|a|an|was|were)\s*$",
    re.IGNORECASE,
)
_NO_LENGTH_AFTER = lazy(
    r"[\s-]*(?:later|of\s+(?!treatment|therapy|follow|observation|study|infus|inject|cream|sts|sodium|thiosul"
    r"|dialysis|recruit|enrol|data|daily|weekly|topical)|after\b|before|prior|earlier|previously|ago|each|apart"
    r"|old|of\s+age|intervals?|history|per\b"
    r"|a\s+(?:week|day|month)|from\b(?!\s+\d|\s+[A-Z]))",
    re.IGNORECASE,
)
_MANY = lazy(
    r"\b(?:patients|participants|subjects|cases|children|women|men|adults|each|every|individuals|courses"
    r"|who\s+(?:were|had)|median|mean|average)\b",
    re.IGNORECASE,
)
_OF_STUDY = lazy(r"\b(?:period|window|enrolment|enrollment|recruitment|inclusion|study|interval|span)\b", re.IGNORECASE)
_GIVES = lazy(
    r"(?:,|;|\bthus|\bi\.e\.|\bthat is,?)\s+(?:giving|making|which\s+(?:makes|gives|is|was)|(?:i\.e\.|that\s+is),?"
    r"|thus|a\s+total|in\s+all)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_BROKEN = lazy(
    r"\b(?:interrupt\w*|intermittent\w*|pause[ds]?|gap|break|again|on\s+and\s+off|net\s+of|excluding|alternat\w*)\b",
    re.IGNORECASE,
)


@rule(
    "period-length",
    kind="time",
    doc="A length printed beside two dates is the time between them.",
    source="calendar days between the dates, the ends counted or not; a month or a year stands for all its days, a "
    "length for one unit either way",
)
def period_length(text: Scanned) -> Iterator[Mark]:
    """From, between and dashes, with the length in the same clause."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\d{4}|\d/\d", said):
            continue
        printed = [
            one for one in lengths(said) if one.unit not in ("h", "min") and not _NO_LENGTH_AFTER.match(said, one.end)
        ]
        if not printed:
            continue
        held = list(dates(said, first))
        spans = list(periods(said, held, first))
        for period in spans:
            taken = {other.start for other in spans if other is not period}
            yield from _beside(sentence, period, [o for o in printed if not _bracket_of(said, o) & taken])
        if not spans and len([d for d in held if d.days]) == 2 and len(printed) == 1:
            one, two = (d for d in held if d.days)
            if two.end < printed[0].start and _GIVES.search(said[two.end : printed[0].start]):
                yield from judged_period(sentence, Period(one.start, two.end, one, two), printed[0], only_more=False)
            elif one.end <= printed[0].start and printed[0].end <= two.start:
                led = _BEGAN.search(said[max(0, one.start - 70) : one.start]) and re.search(
                    r"\bfor\s+$", said[: printed[0].start][-6:]
                )
                if led and _UNTIL.fullmatch(said[printed[0].end : two.start]):
                    yield from judged_period(
                        sentence, Period(one.start, two.end, one, two), printed[0], only_more=False
                    )


def _bracket_of(said: str, one: Length) -> set[int]:
    """Where the bracket right behind a length begins: its own dates stand there."""
    return {one.end + 2} if said[one.end : one.end + 2] == " (" else set()


_BEGAN = lazy(r"\b(?:start\w*|beg[au]n|initiat\w+|commenc\w+|introduced|from|since)\b[^.;\d]{0,40}$", re.IGNORECASE)
_UNTIL = lazy(
    r"\s*,?\s*(?:i\.e\.,?\s+|that\s+is,?\s+)?(?:until|till|up\s+to|to|ending)\s+(?:on\s+|in\s+"
    r"|the\s+end\s+of\s+)?",
    re.IGNORECASE,
)


def _beside(sentence: Sentence, period: Period, printed: list[Length]) -> Iterator[Mark]:
    said = sentence.text
    for one in printed:
        if one.start >= period.end:
            gap = said[period.end : one.start]
            if re.search(r"\d", gap) or len(gap) > 80:
                continue
            in_brackets = said[max(0, one.start - 1)] == "(" and said[one.end : one.end + 1] == ")"
            if not _AFTER_PERIOD.fullmatch(gap) and not in_brackets:
                continue
            many = bool(_MANY.search(said)) and not (
                in_brackets or _OF_STUDY.search(gap + said[one.end : one.end + 24])
            )
            yield from judged_period(
                sentence, period, one, only_more=many or (period.word == "between" and not in_brackets)
            )
        elif one.end <= period.start:
            gap = said[one.end : period.start]
            if (
                len(gap) > 60
                or not _BEFORE_PERIOD.fullmatch(gap)
                or not (
                    one.is_joined or one.bound == "over" or gap.strip() == "(" or _LED.search(said[: one.start][-12:])
                )
            ):
                continue
            in_brackets = gap.rstrip().endswith("(") and not _MANY.search(said)
            named = in_brackets or bool(_OF_STUDY.search(gap)) or (one.is_joined and not re.search("follow", gap))
            if gap.strip() in (",", ", from") and said[: one.start].endswith("for ") and not _MANY.search(said):
                named = True
            yield from judged_period(sentence, period, one, only_more=not named)


def judged_period(
    sentence: Sentence, period: Period, printed: Length, *, only_more: bool, check: str = "period-length"
) -> Iterator[Mark]:
    """The length against the period; ``only_more`` when a shorter one may be that of something within it."""
    length = period.length
    if length is None or length.low is None or length.high is None or length.high < 0 or _BROKEN.search(sentence.text):
        return
    between = Range(max(length.low, Fraction(0)), length.high + 1)
    is_whole = period.first.is_whole and period.last.is_whole
    slack = printed.step if is_whole or printed.unit == "day" else printed.step / 2
    box = boxed(printed, slack)
    too_long = box.low is not None and between.high is not None and box.low > between.high
    too_short = box.high is not None and between.low is not None and box.high < between.low
    if not too_long and (only_more or not too_short):
        if not too_short:
            yield _said(sentence, period, printed, between, Verdict.HOLDS, check)
        return
    wider = boxed(printed, printed.step)
    rounded = printed.unit == "year" and too_long and wider.low is not None and wider.low <= (between.high or 0)
    yield _said(sentence, period, printed, between, Verdict.ASSUMES if rounded else Verdict.FAILS, check)


def boxed(printed: Length, slack: Fraction) -> Range:
    """Days a printed length may stand for between calendar dates, give or take ``slack`` units."""
    slack = slack * (2 if printed.span.about else 1)
    low, high = printed.span.low or Fraction(0), printed.value
    if printed.span.about:
        low, high = low * Fraction(4, 5), high * Fraction(6, 5)
    per = days_per(printed.unit)
    return Range(
        None if printed.bound == "most" else max(low - slack, Fraction(0)) * per,
        None if printed.bound in ("least", "over") else (high + slack) * per,
    )


def shown(days: Range, unit: str) -> str:
    """A range of days in another unit, for a reader."""
    per = days_per(unit)
    ends = [("?" if end is None else _short(max(end, Fraction(0)) / per)) for end in (days.low, days.high)]
    return f"{' to '.join(dict.fromkeys(ends))} {unit}s"


def _short(value: Fraction) -> str:
    return written(Fraction(round(value * 10), 10))


def _said(sentence: Sentence, period: Period, printed: Length, between: Range, verdict: Verdict, check: str) -> Mark:
    real = shown(between, printed.unit)
    first, last = written_date(period.first), written_date(period.last)
    words = sentence.text[printed.start : printed.end]
    wrong = verdict is not Verdict.HOLDS
    return sentence.at(printed.start, printed.end).mark(
        check, verdict, f"From {first} to {last} is "
        f"{real}{f', not {words}' if wrong else f'; printed: {words}'}.",
        computed=real, arithmetic=f"{last} − {first} = {real}, counting whole "
        f"{'days' if period.first.is_whole else 'months or years'}",
        suggestion="correct the length, or one of the dates" if wrong else None,
        assumption="a year begun was counted as a whole one" if verdict is Verdict.ASSUMES else None,
    )  # fmt: skip


_CLOCK = lazy(r"(?<![\w.:/,-])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\w%/:]|[.,]\d)")
_NO_SPAN = lazy(r"\s+(?:of|before|after|later)\b")
_DECIMAL = lazy(r"\d\.\d\d")
_CLOCK_TO = lazy(
    r"\s?(?:–|—|-|‐|‑|to|until|till|and)\s?"
    r"|[^.;\d]{0,40}\b(?:stop\w*|end\w*|off|finish\w*|complet\w*|done|down|until|till|to)\b[^.;\d]{0,20}",
    re.IGNORECASE,
)
_SHORT_LENGTH = ("h", "min")
_LESS = lazy(
    r"\b(?:break|pause|lunch|recess|interrupt\w*|net|less|minus|without|not\s+counting|excluding|of\s+which|including)\b",
    re.IGNORECASE,
)
"""Words for a length that is not all of the time between."""
_GOES_ON = lazy(r",?\s*(?:and\s+)?(?:\d|half\b|(?:a|three)\s+(?:half|quarters?)\b)", re.IGNORECASE)
"""What follows hours that are not all of a length: "2 h 35"."""


@rule(
    "clock-length",
    kind="time",
    doc="A length printed with two clock times is the time between them.",
    source="minutes between the two times, over midnight where the second is the earlier",
)
def clock_length(text: Scanned) -> Iterator[Mark]:
    """Infusions of 30 minutes from 14:10 to 14:40; started 13:30, stopped 14:30 (60 minutes)."""
    for sentence in readable(text):
        said = sentence.text
        if ":" not in said and "h" not in said:
            continue
        clocks = [m for m in _CLOCK.finditer(said) if not _DECIMAL.fullmatch(m[0]) or re.search("[ap]\\.?m", said)]
        # "Ran over 30 min" is no bound.
        printed = [
            replace(one, bound="") for one in lengths(said) if one.unit in _SHORT_LENGTH and one.bound in ("", "over")
        ]
        printed = printed if len(clocks) == 2 and not _LESS.search(said) else []
        if not printed or not _CLOCK_TO.fullmatch(said[clocks[0].end() : clocks[1].start()]):
            continue
        real = (_minutes(clocks[1][0]) - _minutes(clocks[0][0])) % 1440
        boxes = [boxed(one, one.step / 2 if one.unit == "h" else Fraction(5)).times(1440) for one in printed]
        if any(Fraction(real) in box for box in boxes):
            continue
        first, last = clocks[0].start(), clocks[1].end()
        for one in printed:
            gap = (said[last : one.start] if one.start >= last else said[one.end : first]).replace("i.e.", "")
            if (
                len(gap) > 60
                or (one.unit == "h" and _GOES_ON.match(said, one.end))
                or re.search(r"\bevery\s$", said[: one.start])
                or re.search(r"[.;\d]", gap)
                or re.match(r"\s+(?:of|before|after|later)\b", said[one.end :])
            ):
                continue
            # Either may be wrong, so both are underlined.
            yield sentence.at(min(one.start, first), max(one.end, last)).mark(
                "clock-length", Verdict.FAILS,
                f"{said[first:last]} is {real} minutes, not {said[one.start : one.end]}.", computed=f"{real} minutes",
                arithmetic=f"{clocks[1][0]} − {clocks[0][0]} = {real} minutes",
                suggestion="correct the length, or one of the times",
            )  # fmt: skip


def _minutes(clock: str) -> int:
    hours, minutes = re.findall(r"\d+", clock)[:2]
    return int(hours) * 60 + int(minutes)
