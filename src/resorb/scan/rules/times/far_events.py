"""Lengths counted from an event whose date stands elsewhere: "on 10 June, 25 weeks after the first infusion"."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import periods
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.times.dated import Told, dates_in, document_dates, entry_of, of_several_patients
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.periods import boxed, shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_ROUND = r"(?:infusion|dose|injection|application|treatment|session|administration)"
_DRUG = (
    r"(?:STS|(?:sodium\s+)?thiosul\w+|(?:the\s+|this\s+)?(?:treatment|therapy|course|drug)|(?:the\s+)?(?:infusion"
    r"|injection)s?|(?:the\s+)?(?:cream|ointment|gel))"
)
_ONE = r"(?:the\s+|his\s+|her\s+|their\s+)?"
_EVENTS = {
    "first dose": rf"{_ONE}(?:very\s+)?first\s+(?:\w+\s+)?{_ROUND}|{_ONE}(?:start|beginning|initiation|commencement"
    rf"|introduction)\s+of\s+{_DRUG}|(?:starting|beginning|commencing|initiating)\s+{_DRUG}|{_DRUG}\s+(?:was\s+|were\s+"
    r"|had\s+been\s+)?(?:started|begun|began|initiated|commenced)",
    "last dose": rf"{_ONE}(?:very\s+)?(?:last|final)\s+(?:\w+\s+)?{_ROUND}|{_ONE}(?:end|completion|cessation|stopping"
    rf"|discontinuation)\s+of\s+{_DRUG}|(?:stopping|completing|ending|finishing|discontinuing)\s+{_DRUG}"
    rf"|{_DRUG}\s+(?:was\s+|were\s+|had\s+been\s+)?(?:stopped|ended|finished|completed)",
    "admission": rf"{_ONE}(?:hospital\s+)?admission|being\s+admitted|hospitali[sz]ation",
    "discharge": rf"{_ONE}discharge(?:\s+home)?|being\s+discharged|leaving\s+hospital|going\s+home",
    "transplant": rf"{_ONE}(?:kidney\s+|renal\s+)?transplant(?:ation)?",
    "biopsy taken": rf"{_ONE}(?:skin\s+|punch\s+)?biopsy",
}
_COUNTED = {
    kind: lazy(rf"[\s-]*(?P<side>after|following|post|from|since|into|before|prior\s+to)\s+(?:{words})"
               r"(?=\W*$|\s*[,;.()]|\s+(?:and|but|when|with|by|she|he|the|there|it|all|no)\b)", _I)
    for kind, words in _EVENTS.items()
}  # fmt: skip
_ANY = lazy(r"\b(?:after|following|post|from|since|into|before|prior\s+to)\b", _I)
_GIVEN = lazy(
    r"\b(?:STS|thiosul\w+|infus\w+|injections?|treat\w*|therapy|course|applied|cream|ointment|gel|dos\w+)\b", _I
)
_LAST = lazy(r"\b(?:last|final)\b", _I)
_JOINED = lazy(
    r"[\s,(:;–—-]*(?:(?:i\.e\.,?|that\s+is,?|thus|or|which\s+was|this\s+was|only|about|some|just|exactly|nearly|almost"
    r"|a\s+full)[\s,]*){0,3}$",
    _I,
)
_JOINED_BEHIND = lazy(r"\s*,\s*(?:i\.e\.,?\s+|that\s+is,?\s+)?(?:on|in)\s+(?:the\s+)?$", _I)
_ITSELF = lazy(r"\b(?:today|now)\b", _I)
_NOT_OF_ONE = lazy(
    r"\b(?:each|every|median|mean|average|patients|participants|another|second|further|planned|scheduled|due|should"
    r"|will|would|within|until|at\s+least|more\s+than|if|range)\b",
    _I,
)


@lru_cache(maxsize=1)
def judged_far_events(text: Scanned) -> dict[tuple[int, int], Mark | None]:
    """Lengths between a date of their sentence and an event dated elsewhere, by sentence and place."""
    found: dict[tuple[int, int], Mark | None] = {}
    for sentence in readable(text):
        said = sentence.text
        if not _ANY.search(said) or QUOTED.search(said) or _NOT_OF_ONE.search(said):
            continue
        for one in lengths(said):
            if one.unit in ("h", "min") or one.bound or one.span.low != one.span.high:
                continue
            for kind, pattern in _COUNTED.items():
                counted = pattern.match(said, one.end)
                tied = _tied(text, sentence, one, counted.end()) if counted else None
                starts = _anchors(text, sentence, kind, tied) if tied else []
                if counted is None or tied is None or not starts:
                    continue
                turned = counted["side"].lower() in ("before", "prior to")
                holds = any(_fits(one, a, tied, turned=turned) for a in starts)
                found[(sentence.number, one.start)] = None if holds else _unlike(sentence, one, starts[0], tied)
    return found


def _tied(text: Scanned, sentence: Sentence, one: Length, end: int) -> Told | None:
    """The date so long after the event: right before the length, behind the event, or the only one of its sentence."""
    said = sentence.text
    here = dates_in(text, sentence)
    for told in here:
        if told.date.end <= one.start and _JOINED.fullmatch(said[told.date.end : one.start]):
            return told
        if told.date.start >= end and _JOINED_BEHIND.fullmatch(said[end : told.date.start]):
            return told
    alone = len(here) == 1 and here[0].date.end <= one.start and not here[0].is_since
    if alone and re.match(r"\W*(?:on|in|by)\s+(?:the\s+)?$", said[: here[0].date.start], _I):
        # "On 10 June the ulcer had closed, 25 weeks after the first infusion."
        return here[0] if re.search(r",\s*$", said[: one.start]) else None
    return entry_of(text, sentence) if not here and _ITSELF.search(said) else None


def _anchors(text: Scanned, sentence: Sentence, kind: str, tied: Told) -> list[Told]:
    """Every date of the document told of such an event."""
    told = [t for t in document_dates(text) if t is not tied]
    if of_several_patients(text):
        told = [t for t in told if t.sentence.block_number == sentence.block_number]
    ends = _ends_of_course(text)
    if kind == "first dose":
        return [t for t in told if t.kind == kind or (t.kind == "start" and _is_of_drug(t)) or _place(t) in ends[0]]
    if kind == "last dose":
        return [
            t for t in told
            if (t.kind == "later dose" and _LAST.search(t.sentence.text[max(0, t.date.start - 60) : t.date.start]))
            or (t.kind == "stop" and _is_of_drug(t)) or _place(t) in ends[1]
        ]  # fmt: skip
    return [t for t in told if t.kind == kind]


def _place(told: Told) -> tuple[int, int]:
    return told.sentence.number, told.date.start


def _is_of_drug(told: Told) -> bool:
    said = told.sentence.text
    return _GIVEN.search(said[max(0, told.date.start - 90) : told.date.end + 40]) is not None


@lru_cache(maxsize=1)
def _ends_of_course(text: Scanned) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Where the first and last days of "infusions from 21 February to 13 May 2022" stand."""
    spans = [
        (s.number, p)
        for s in readable(text)
        for p in periods(s.text, None, text.day_first)
        if _GIVEN.search(s.text[max(0, p.start - 200) : p.start])
    ]
    return frozenset((n, p.first.start) for n, p in spans), frozenset((n, p.last.start) for n, p in spans)


def _fits(one: Length, start: Told, tied: Told, *, turned: bool) -> bool:
    box = boxed(one, max(Fraction(1), one.value / 10))
    for a in start.days:
        for b in tied.days:
            gap = a - b if turned else b - a
            if box.meets(Range((gap.low or Fraction(0)) - 1, (gap.high or Fraction(0)) + 1)):
                return True
    return not start.days or not tied.days


def _unlike(sentence: Sentence, one: Length, start: Told, tied: Told) -> Mark:
    a, b = start.date.days or Range(), tied.date.days or Range()
    first, last = (start, tied) if (a.low or 0) <= (b.low or 0) else (tied, start)
    real = shown((last.date.days or Range()) - (first.date.days or Range()), one.unit)
    one_day, other, words = written_date(first.date), written_date(last.date), sentence.text[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "length-and-dates", Verdict.ASSUMES, f"From {one_day} to {other} is {real}, not {words}.", computed=real,
        arithmetic=f"{other} − {one_day} = {real}", suggestion="correct the length, or one of the dates",
        assumption="the event it is counted from is the one dated elsewhere in the document",
    )  # fmt: skip
