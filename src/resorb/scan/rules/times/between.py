"""Lengths told beside a date or taken up from what was told: they lie between two dates, or add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.reading.counts.counted import counts
from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import Length, moments
from resorb.reading.times.timeline import Event, between, fits, plain_lengths, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_WINDOW, _SHORT = 2, 500
_THESE = lazy(
    r"\b(?:these|those|in\s+all,?|altogether,?)\s+$|(?:^|[.;]\s)The\s+$|\b(?:so|thus|hence|therefore)\b[^,.;]{0,50}\b(?:for|after|over)\s+$",
    re.IGNORECASE,
)
_OF_ALL = lazy(
    r"[\s-]+(?:of\s+(?:treatment|therapy|follow-?up|observation|dialysis|use|application|study)|without|in\s+all|altogether)\b",
    re.IGNORECASE,
)
_STARTS = lazy(r"(?:^|[.;]\s)The\s+$")
_ANAPHORA = lazy(r"\b(?:these|those)\s+$", re.IGNORECASE)
_PART = lazy(r"\b(?:last|first|other|remaining|next|previous|further|another|each|per|every)\b", re.IGNORECASE)


def _before(text: Scanned, sentence: Sentence) -> list[str]:
    return [s.text for s in reversed([*text.before(sentence, _WINDOW)]) if len(s.text) <= _SHORT]


@rule(
    "length-taken-up",
    kind="time",
    doc="A length that is taken up (“these 20 weeks”) has been told: a span, a sum of phases, or between dates.",
    source="every length, sum, multiple and difference of dates of the sentences before",
)
def length_taken_up(text: Scanned) -> Iterator[Mark]:
    """Four weeks, then twelve. At the end of these 20 weeks; so the patient was on drug for 24 weeks."""
    for sentence in readable(text):
        said = sentence.text
        for one in plain_lengths(said):
            if not _takes_up(said, one) or QUOTED.search(said) or one.value < 2:
                continue
            before = [*_before(text, sentence), said[: one.start]]
            if SEVERAL.search(" ".join(before)):
                continue
            told = _told(before, text.day_first)
            if told and not any(fits(one, days, slack) for days, _, slack in told):
                yield _unlike(sentence, one, told)


def _takes_up(said: str, one: Length) -> bool:
    head = said[max(0, one.start - 60) : one.start]
    if _PART.search(head[-16:]) or not _THESE.search(head):
        return False
    several = len([o for o in plain_lengths(said) if o.end < one.start]) > 1
    return bool(_ANAPHORA.search(head) or _OF_ALL.match(said, one.end) or (several and not _STARTS.search(head)))


def _told(before: list[str], first: bool | None) -> list[tuple[Range, str, Fraction | None]]:
    """Everything a length may take up; nothing where too little, or too much, is told."""
    printed = [
        (text, one)
        for text in before
        for one in plain_lengths(text)
        if not _PART.search(text[max(0, one.start - 9) : one.start])
    ]
    known = [e for e in timeline(before, first) if e.date.days is not None]
    found = [(one.days(), text[one.start : one.end]) for text, one in printed]
    many = [c.value for t in before for c in counts(t) if 1 < c.value <= _MOST_TIMES and _ROUNDS.match(t, c.end)]
    products = [(_times(one, n), f"{n} × {text[one.start : one.end]}") for text, one in printed for n in many]
    sums = [
        (_sum([one for _, one in part]), " + ".join(t[o.start : o.end] for t, o in part))
        for size in range(2, len(printed) + 1)
        for part in (printed[a : a + size] for a in range(len(printed) - size + 1))
    ]  # fmt: skip
    spans = [
        (abs_days, f"{written_date(a.date)} to {written_date(b.date)}")
        for a, b in combinations(known, 2)
        if (abs_days := _apart(a, b)) is not None
    ]
    weeks = [m for text in before for m in moments(text)]
    steps = [
        (Range(abs(b.mean_days - a.mean_days), abs(b.mean_days - a.mean_days)), "") for a, b in combinations(weeks, 2)
    ]  # fmt: skip
    if len(known) > _MOST or len(printed) > _MOST or (len(known) < 2 and len(printed) < 2 and not products):
        return []
    half = Fraction(1, 2)
    exact = [(days, way, half) for days, way in (*found, *products, *sums, *steps)]
    return [*exact, *((days, way, None) for days, way in spans)]


_ROUNDS = lazy(
    r"\s+(?:\w+\s+){0,2}?(?:cycles?|courses?|rounds?|blocks?|sessions?|infusions?|injections?|periods?|times)\b",
    re.IGNORECASE,
)
_MOST, _MOST_TIMES = 5, 60


def _times(one: Length, many: int) -> Range:
    days = one.days(Fraction(0))
    return Range((days.low or Fraction(0)) * many, (days.high or Fraction(0)) * many)


def _sum(parts: list[Length]) -> Range:
    days = [one.days(Fraction(0)) for one in parts]
    return Range(
        sum(((d.low or Fraction(0)) for d in days), Fraction(0)),
        sum(((d.high or Fraction(0)) for d in days), Fraction(0)),
    )


def _apart(a: Event, b: Event) -> Range | None:
    days = between(a.date, b.date)
    if days is None or days.low is None or days.high is None:
        return None
    low, high = sorted((abs(days.low), abs(days.high)))
    return Range(Fraction(0) if days.low < 0 < days.high else low, high)


def _unlike(sentence: Sentence, one: Length, told: list[tuple[Range, str, Fraction | None]]) -> Mark:
    words = sentence.text[one.start : one.end]
    ways = "; ".join(dict.fromkeys(way for _, way, _ in told if way))[:200]
    return sentence.at(one.start, one.end).mark(
        "length-taken-up", Verdict.ASSUMES, f"Nothing told before comes to {words}: {ways}.", computed=ways,
        arithmetic=f"{words} ≠ {ways}", suggestion="the length told before",
        assumption="no more phases or dates belong to it",
    )  # fmt: skip
