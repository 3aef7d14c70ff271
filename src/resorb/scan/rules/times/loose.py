"""Times told in no fixed order of words: what passed between two dates, events before their start, least spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from resorb.reading.counts.counted import COUNT, value_of
from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_TWO, _NO_YEAR, _CLOSE = 2, 2001, 10
_UNITS = ("day", "week", "month", "year")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAYS = lazy(rf"\b(?:{_DAYS})s?\b(?:(?:,\s+|,?\s+and\s+)(?:{_DAYS})s?\b){{1,6}}", _I)
_INFUSED = lazy(rf"(?<![\w.])(?P<n>{COUNT})\s+(?:infusions?|doses|injections?|sessions?|treatments?)\b", _I)
_MOST_OF_UNIT = {"day": Fraction(1, 7), "week": Fraction(1), "month": Fraction(31, 7), "year": Fraction(366, 7)}


def _lengths(said: str) -> Iterator[Length]:
    return (one for one in lengths(said) if one.unit in _UNITS and one.span.low == one.span.high)


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
