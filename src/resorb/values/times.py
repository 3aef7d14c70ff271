"""When something was seen or done, relative to the study: always an interval, never a guessed point.

The grammar, with the anchor first dose when none is named::

    7 months | week 4 | by 5 months | 3-4 months after stop of c1 | 2.5 months before start of c1
    at diagnosis | at presentation | before c1 | during c1 | after c1 | age 6.5 years | 2015-03-04 | unknown
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from resorb.values.findings import Refused
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, Span, days_per, read_span

ANCHORS = ("first dose", "diagnosis", "presentation", "birth", "report", "last dose", "onset", "death")
_ID = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_ANCHOR = rf"(?P<anchor>{'|'.join(ANCHORS)}|(?:start|stop) of {_ID}|{_ID})"
_AT = re.compile(rf"(?:at |on )?{_ANCHOR}")
_SIDE = re.compile(rf"(?P<side>before|during|after|since) {_ANCHOR}")
_OFFSET = re.compile(rf"(?P<by>by |within )?(?P<span>.+?)(?: (?P<side>after|before|of|into) {_ANCHOR})?")
_COUNTED = re.compile(r"(?P<unit>day|week|month|year) (?P<n>[\d.]+)")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A time as printed: ``low`` to ``high`` ``unit`` after ``anchor`` (negative before it); None where open.

    Anchors are the named ones, ``start of``/``stop of`` a course, ``during`` a course, ``date`` (ends are then
    proleptic day numbers) or ``unknown``.
    """

    printed: str
    anchor: str
    low: Fraction | None
    high: Fraction | None
    unit: str = "day"

    def days(self, month: MonthConvention = DEFAULT_MONTH) -> tuple[Fraction | None, Fraction | None]:
        """Both ends as days from the anchor under the named month convention."""
        factor = days_per(self.unit, month)
        return (None if self.low is None else self.low * factor), (None if self.high is None else self.high * factor)

    @property
    def needs_convention(self) -> bool:
        """Whether the days depend on the length of a month."""
        return self.unit in ("month", "year") and any(end for end in (self.low, self.high))


def read_when(text: str) -> When:
    """Read a study-relative time or a date.

    Raises:
        Refused: when the words fit no form of the grammar, or the date does not exist.
    """
    words = " ".join(text.strip().split())
    printed, zero = words, Fraction(0)
    if not words or len(words) > 120:
        raise _refused(text)
    if words in ("unknown", "not reported"):
        return When(printed, "unknown", None, None)
    if m := _DATE.fullmatch(words):
        return _date(printed, m)
    if m := re.fullmatch(r"(?:at )?age (?P<span>.+)", words):
        span = read_span(m["span"])
        return When(printed, "birth", span.low, span.high, span.unit)
    if m := _COUNTED.fullmatch(words):
        span = read_span(f"{m['n']} {m['unit']}")
        return When(printed, "first dose", span.low, span.high, span.unit)
    if m := _SIDE.fullmatch(words):
        return _side(printed, m["side"], m["anchor"])
    if m := _AT.fullmatch(words):
        if m["anchor"] in ANCHORS or " of " in m["anchor"]:
            return When(printed, m["anchor"], zero, zero)
        raise _refused(text)
    m = _OFFSET.fullmatch(words)
    if m is None:
        raise _refused(text)
    try:
        span = read_span(m["span"])
    except Refused:
        raise _refused(text) from None
    return _offset(printed, span, m["by"], m["side"], m["anchor"])


def _offset(printed: str, span: Span, by: str | None, side: str | None, named: str | None) -> When:
    anchor = named or "first dose"
    backwards = side == "before"
    if anchor not in ANCHORS and " of " not in anchor:
        anchor = f"stop of {anchor}" if side == "after" else f"start of {anchor}"
    low = Fraction(0) if by else span.low
    if span.low is None and span.high is None:
        low = Fraction(0)
    high = span.high
    if backwards:
        return When(printed, anchor, None if high is None else -high, None if low is None else -low, span.unit)
    return When(printed, anchor, low, high, span.unit)


def _side(printed: str, side: str, anchor: str) -> When:
    zero = Fraction(0)
    is_course = anchor not in ANCHORS and " of " not in anchor
    if side == "during":
        return When(printed, f"during {anchor}", zero, None)
    if side == "before":
        return When(printed, f"start of {anchor}" if is_course else anchor, None, zero)
    if side == "since":
        return When(printed, f"start of {anchor}" if is_course else anchor, zero, None)
    return When(printed, f"stop of {anchor}" if is_course else anchor, zero, None)


def _date(printed: str, match: re.Match[str]) -> When:
    year, month, day = (int(g) if g else None for g in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            last = first
        elif month:
            last = date(first.year + month // 12, month % 12 + 1, 1)
        else:
            last = date(first.year + 1, 1, 1)
    except ValueError:
        raise Refused(f"{printed!r} is not a date that exists", "write it as 2015-03-04, 2015-03 or 2015") from None
    end = last.toordinal() - (0 if day else 1)
    return When(printed, "date", Fraction(first.toordinal()), Fraction(end))


def _refused(text: str) -> Refused:
    return Refused(
        f"{text[:40]!r} is not a time relative to the study",
        "write e.g. 7 months, week 4, at diagnosis, before c1, 3 months after stop of c1, age 6.5 years, unknown",
    )
