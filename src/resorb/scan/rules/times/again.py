"""A length that takes up two dates told before it: these eight months, a stay of 47 days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates, periods
from resorb.reading.times.lengths import Length, lengths, moments
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable, written_date
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_LATER = lazy(r"\s*[,(]?\s*(?:just\s+|only\s+)?(?:later|afterwards|thereafter)\b", re.IGNORECASE)


_COUNTED_ANEW = lazy(
    r"\b(?:of\s+(?:the\s+)?(?:second|next|other)|post\w*|admission|after\s+(?:surgery|the\s+operation|discharge|transplant\w*)"
    r"|patient\s+\d|cycle|another\s+patient|respectively|each|every)\b",
    re.IGNORECASE,
)


@rule(
    "moments-apart",
    kind="time",
    doc="A numbered day or week said to come some time after another does so.",
    source="first number + length = second number, give or take one",
)
def moments_apart(text: Scanned) -> Iterator[Mark]:
    """On day 10 …; on day 4, one week later, …."""
    for sentence in readable(text):
        said = sentence.text
        found = list(moments(said))
        before = next(text.before(sentence), None)
        earlier = list(moments(before.text)) if before is not None and len(before.text) < 600 else []
        if not found or len(found) > 6 or _COUNTED_ANEW.search(said):
            continue
        for one in lengths(said):
            if one.bound or one.span.about or one.unit in ("h", "min"):
                continue
            if _LATER.match(said, one.end):
                ahead = [m for m in found if 0 <= one.start - m.end <= 4]
                behind = [m for m in found if 0 <= m.start - one.end <= 24]
                second = (ahead or behind)[:1]
                starts = [m for m in found if second and m.end <= min(second[0].start, one.start)]
                starts = starts or (earlier[-1:] if not _COUNTED_ANEW.search(before.text if before else "") else [])
                if second and starts:
                    yield from _apart(sentence, starts, one, second[0])
            elif (
                _AFTER.match(said, one.end)
                and len(found) == 2
                and 0 < found[0].start - one.end < 12
                and _UNTIL.search(said[found[0].end : found[1].start])
            ):
                yield from _apart(sentence, found[:1], one, found[1])
        yield from _concluded(sentence, found, before)


_UNTIL = lazy(
    r"^\W*(?:(?:that\s+is|i\.e\.|thus|so|hence|therefore|=)\W*)(?:(?:until|to|at|in|on|up\s+to|ending|by|it\s+ended)\s+)*(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = lazy(r"\s+(?:after|following)\b", re.IGNORECASE)
_SO = lazy(r"\b(?:so|thus|therefore|hence|i\.e\.|accordingly|consequently)\b", re.IGNORECASE)


def _concluded(sentence: Sentence, found: list[Length], before: Sentence | None) -> Iterator[Mark]:
    """Stopped 3 weeks after it regressed. It regressed at week 9, so it was stopped in week 7."""
    said = sentence.text
    if before is None or len(found) != 2 or not _SO.search(said[found[0].end : found[1].start]):
        return
    long = [one for one in lengths(before.text) if one.unit not in ("h", "min")]
    if len(long) == 1 and not long[0].bound and not long[0].span.about and _AFTER.match(before.text, long[0].end):
        yield from _apart(sentence, found[:1], long[0], found[1])


def _apart(sentence: Sentence, starts: list[Length], one: Length, second: Length) -> Iterator[Mark]:
    said = sentence.text
    per = days_per(one.unit)
    real = [start.value * days_per(start.unit) + one.value * per for start in starts]
    then = second.value * days_per(second.unit)
    slack = max(one.step * per, days_per(second.unit)) + max(days_per(s.unit) for s in starts) * Fraction(1, 2)
    if any(abs(day - then) <= slack for day in real):
        return
    number = real[-1] / days_per(second.unit)
    words = f"{second.unit} {float(number):.3g}"
    yield sentence.at(second.start, second.end).mark(
        "moments-apart", Verdict.FAILS, f"It would be {words}, not {said[second.start : second.end]}.",
        computed=words, arithmetic=f"{starts[-1].span.printed} + {one.span.printed} = {words}",
        suggestion=f"{words}, or another length",
    )  # fmt: skip


_HORIZON = lazy(
    r"\b(?P<what>(?:outcomes?|follow-?up|results?|data|end-?points?|visits?|assessments?|survival|response|review"
    r"|analysis|analyses)\b[^.;\d]{0,40}?\b(?:in|on|by)\s+)$",
    re.IGNORECASE,
)
_ENROLLED = lazy(r"\b(?:enrol\w*|recruit\w*|random\w+|includ\w+|accru\w+|inclusion|entered|entry)\b", re.IGNORECASE)


@rule(
    "horizon-reached",
    kind="time",
    doc="An outcome some months after entry is complete no earlier than that after the last entry.",
    source="last date of enrolment + length ≤ date of the outcome, give or take a month",
)
def horizon_reached(text: Scanned) -> Iterator[Mark]:
    """Enrolled until August 2018, 24-month outcome in January 2019."""
    first = text.day_first
    for sentence in readable(text):
        said = sentence.text
        if not _ENROLLED.search(said) and "-" not in said:
            continue
        long = [one for one in lengths(said) if one.is_joined and one.unit in ("week", "month", "year")]
        held = [d for d in dates(said, first) if d.days is not None] if long else []
        for one in long:
            at = next((d for d in held if one.end < d.start < one.end + 70), None)
            if at is None or not _HORIZON.search(said[one.end : at.start]):
                continue
            last = _last_entry(sentence, one.start, first) or next(
                (found for each in text.before(sentence) if (found := _last_entry(each, len(each.text), first))), None
            )
            if last is None or last.days is None or at.days is None or at.days.high is None or last.days.low is None:
                continue
            if last.days.low + (one.value - one.step) * days_per(one.unit) > at.days.high + 31:
                words = said[one.start : one.end]
                yield sentence.at(one.start, at.end).mark(
                    "horizon-reached", Verdict.FAILS,
                    f"{words} after the last entry, {written_date(last)}, lies beyond {written_date(at)}.",
                    computed=f"{written_date(last)} + {words} > {written_date(at)}",
                    arithmetic=f"{written_date(last)} + {words} > {written_date(at)}",
                    suggestion="correct one of the dates, or the length",
                )  # fmt: skip


def _last_entry(sentence: Sentence, end: int, first: bool | None) -> Dated | None:
    said = sentence.text[:end]
    for period in periods(said, None, first):
        if _ENROLLED.search(said[max(0, period.start - 60) : period.start]):
            return period.last
    return None
