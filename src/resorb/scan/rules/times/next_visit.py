"""The next visit of a letter or note, told by its date and by how far off it is: "on 9 December, in 6 weeks' time"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import WEEKDAY_BEFORE
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned
from resorb.scan.rules.times.dated import Told, document_dates
from resorb.scan.rules.times.dates import QUOTED, written_date
from resorb.scan.rules.times.periods import shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_UNITS = ("day", "week", "month")
_DATE_FIRST = lazy(r"\s*[,(;–—-]?\s*(?:that\s+is,?\s+|i\.e\.,?\s+)?in\s+(?:about\s+)?$", _I)
_LENGTH_FIRST = lazy(
    rf"\s*['’]?\s*(?:time)?\s*[,(:;–—-]?\s*(?:that\s+is,?\s+|i\.e\.,?\s+)?(?:on\s+|by\s+)?{WEEKDAY_BEFORE}$", _I
)
_IN = lazy(r"\bin\s+(?:about\s+)?$", _I)
_NEXT = lazy(
    r"\b(?:see|seen|review\w*|appointments?|return\w*|clinic|visit|follow(?:-|\s)?up|recheck\w*|back|attend\w*"
    r"|re-?assess\w*)\b",
    _I,
)
_AHEAD = lazy(r"\b(?:shall|will|to\s+be|next|due|booked|arranged|please|planned|plan|return|again|back)\b|['’]ll\b", _I)
_AFTER = lazy(r"\b(?:after|from|following|since|of)\b", _I)


def next_visits(text: Scanned) -> Iterator[Mark]:
    """A date ahead that lies no such time after the date of the letter, nor after any other date of it."""
    told = [t for t in document_dates(text) if t.is_day]
    heads = [t for t in told if t.is_head and t.has_year]
    for end in told if heads else ():
        said = end.sentence.text
        if end.is_head or not end.has_year or QUOTED.search(said) or not (_NEXT.search(said) and _AHEAD.search(said)):
            continue
        before = [t for t in heads if t.sentence.number < end.sentence.number]
        for one in lengths(said) if before else ():
            if not _is_beside(said, one, end) or _AFTER.match(said[one.end :].lstrip(" '’")):
                continue
            if not any(_fits(t, end, one) for t in told if t is not end):
                yield _mark(end, before[-1], one, said[one.start : one.end])


def _is_beside(said: str, one: Length, end: Told) -> bool:
    if one.unit not in _UNITS or one.bound or one.span.low != one.span.high:
        return False
    if one.start >= end.date.end:
        return _DATE_FIRST.fullmatch(said, end.date.end, one.start) is not None
    is_ahead = _IN.search(said, max(0, one.start - 12), one.start) is not None
    return is_ahead and _LENGTH_FIRST.fullmatch(said, one.end, end.date.start) is not None


def _fits(start: Told, end: Told, one: Length) -> bool:
    b = end.date.days
    slack = max(one.mean_days / 7, Fraction(3))
    wanted = Range(one.mean_days - slack, one.mean_days + slack)
    return b is None or any(wanted.meets(b - a) for a in start.days)


def _mark(end: Told, start: Told, one: Length, words: str) -> Mark:
    first, last = written_date(start.date), written_date(end.date)
    real = shown((end.date.days or Range()) - (start.date.days or Range()), one.unit)
    return end.sentence.at(one.start, one.end).mark(
        "due-date", Verdict.ASSUMES, f"From {first} to {last} is {real}, not {words}.", computed=real,
        arithmetic=f"{last} − {first} = {real}", suggestion="correct the date, or the length",
        assumption="it is counted from the date of the letter or note",
    )  # fmt: skip
