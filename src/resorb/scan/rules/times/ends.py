"""Nothing is told at a week, month or day beyond the end that the text sets: of study, follow-up, stay or life."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import MONTHS, dates
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable, written_date
from resorb.values.findings import Verdict

_I = re.IGNORECASE
_OTHER = lazy(
    r"\b(?:patient|case|arm|group|cohort|study|phase|part)\s+(?:[A-D2-9]\b|two|three)|\b(?:another|other|second)\s+(?:patient|woman|man|case|child)\b",
    _I,
)


_DIED = lazy(r"\b(?:died|death)\b[^.;]{0,40}$", _I)


_THAT_YEAR = lazy(
    rf"\b(?P<month>{'|'.join(MONTHS)})\s+of\s+(?:that|the\s+same)\s+year\b(?![^.;]{{0,60}}\b(?:report|autops|bur|publish|letter))",
    _I,
)


@rule(
    "that-year-of-death",
    kind="time",
    doc="Nothing is told of a person in a later month of the year of death.",
    source="the month of death against “May of that year” in the same and the next sentence",
)
def that_year_of_death(text: Scanned) -> Iterator[Mark]:
    """He died on 9 April 2014. He was able to walk in May of that year."""
    for sentence in readable(text):
        if "died" not in sentence.text and "death" not in sentence.text:
            continue
        died = [
            d for d in dates(sentence.text, text.day_first) if d.month and _DIED.search(sentence.text[: d.start][-60:])
        ]
        for later in _following(text, sentence) if len(died) == 1 and died[0].year else ():
            match = _THAT_YEAR.search(later.text, died[0].end if later is sentence else 0)
            month = 1 + [m.lower() for m in MONTHS].index(match["month"].lower()) if match else 0
            if match and month > (died[0].month or 0) and not _OTHER.search(later.text):
                yield later.at(match.start(), match.end()).mark(
                    "that-year-of-death", Verdict.FAILS,
                    f"{match['month']} of that year comes after the death ({written_date(died[0])}).",
                    computed=written_date(died[0]), arithmetic=f"{match['month']} > {written_date(died[0])}",
                    suggestion="an earlier month, or another date of death",
                )  # fmt: skip


def _following(text: Scanned, sentence: Sentence) -> Iterator[Sentence]:
    for number in range(sentence.number, min(sentence.number + 3, len(text.sentences))):
        if text.sentences[number].block_number == sentence.block_number:
            yield text.sentences[number]
