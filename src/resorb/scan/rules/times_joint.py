"""Lengths against dates, whatever the words: a length tied to a sentence's dates is the time between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from resorb.reading.lazy import lazy
from resorb.reading.lengths import Length
from resorb.reading.timeline import Event, between, fits, plain_lengths, timeline
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times_dates import QUOTED, readable, written_date
from resorb.scan.rules.times_periods import shown
from resorb.scan.rules.times_told import SEVERAL
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_PAIR, _MOST, _SHORT, _CLOSE = 2, 6, 500, 30
_NEVER = lazy(
    r"(?:\b(?:each|every|per|median|mean|average|break|pause|gap|another|further|additional|first|last|next"
    r"|previous|within"
    r"|once|age|aged|SD|least|most|planned|scheduled)\b(?:\s+of)?|±|(?<!\d\d\d)\d,?\s+and(?=\s+$))\s*(?:[(:,]"
    r"|the\b|an?\b|was\b|of\b|\s)*$",
    _I,
)
_NOT_BEHIND = lazy(
    r"[\s-]*(?:history|old\b|of\s+age|intervals?|ago|each\b|per\b|earlier\s+than|(?:treatment|disease"
    r"|symptom)-free|\)?\s*±|window"
    r"|either|daily|follow-?up\s+(?:was|of))",
    _I,
)
_NAMED = lazy(
    r"\b(?:course|period|interval|delay|duration|time|span|stay|enrolment|enrollment|recruitment|latency|lag|gap"
    r"|hospitali[sz]ation"
    r"|treatment|therapy|exposure|programme|program|decline|collection|survey|study|trial|cohort|inclusion"
    r"|observation)\b[^.;\d]{0,40}$",
    _I,
)
_OF_ILLNESS = lazy(
    r"\b(?:vintage|survival|follow-?up|disease\s+duration|dialysis|illness|graft\s+function)\b[^.;\d]{0,30}$", _I
)
"""Counts only where both dates stand on one side of the length."""
_TAKEN_UP = lazy(
    r"\b(?:these|those|this|that|in\s+all|altogether|total(?:l?ing)?|thus|hence|i\.e\.|that\s+is|giving|making"
    r"|makes|or|over|a\s+full"
    r"|ie)\b[\s,]*(?:(?:of|a|an|for|the|some|only|just|after)\s+)*$|[(=:]\s*$",
    _I,
)
_SUMMED = lazy(
    r"\)?\s*(?:elapsed|passed|apart|in\s+(?:all|total)|altogether|went\s+by|of\s+(?:treatment|therapy|dialysis"
    r"|recruitment|enrol\w+"
    r"|observation|infusions|injections|use|application))\b",
    _I,
)
_BESIDE = lazy(r"[\s,(:;–-]*(?:(?:later|in|on|of|at|by|early|mid|late|until|to|from|between|the)[\s,(:-]*){0,3}$", _I)
_LATER = lazy(r"[\s-]*(?:later|after|afterwards|before|earlier|prior\s+to|following|since|into|from|preceding)\b", _I)
_AFTER = lazy(r"\s*[,(–-]\s*(?:thus\s+|only\s+)?after\s+(?:only\s+|just\s+)?", _I)
_FOR = lazy(r"\bfor\s+(?:a\s+total\s+of\s+|about\s+|some\s+|only\s+)?$", _I)
_SINCE = lazy(r"\b(?:since|from|began|begun|started|start|onset)\b", _I)
_UNTIL = lazy(r"\b(?:until|till|when|by|to|up\s+to|stopped|ended|at)\b", _I)
_MANY = lazy(
    r"\b(?:patients|participants|cases|women|men|children|respectively|courses|intermittent\w*|interrupt\w*)\b", _I
)


@rule(
    "length-and-dates",
    kind="time",
    doc="A length told with two dates, in whatever words, is the time between them.",
    source="calendar days between any two dates of the sentence and the one before; a unit, or a tenth, left free",
)
def length_and_dates(text: Scanned) -> Iterator[Mark]:
    """Two dates and a length tied to them: the length fits no pair of the dates told near it."""
    for sentence in readable(text):
        said = sentence.text
        if not re.search(r"\d", said) or QUOTED.search(said) or SEVERAL.search(said):
            continue
        printed = plain_lengths(said)
        if not printed or len(printed) > _MOST:
            continue
        before = [s.text for s in text.before(sentence) if len(s.text) <= _SHORT and not SEVERAL.search(s.text)]
        line = timeline([*before, said], text.day_first)
        here = [event for event in line if not event.sentence]
        if not here or not _PAIR <= len(line) <= _MOST:
            continue
        for one in printed:
            pair = _pair(said, one, here, line)
            if pair is not None and not any(_fits(one, a, b) for a, b in combinations(line, 2)):
                yield _unlike(sentence, one, *pair)


def _fits(one: Length, a: Event, b: Event) -> bool:
    days = between(a.date, b.date)
    if days is None:
        return True
    ends = [abs(end) for end in (days.low, days.high) if end is not None]
    crosses = (days.low or 0) < 0 < (days.high or 0)
    near = Range(Fraction(0) if crosses else min(ends), max(ends))
    whole = a.date.is_whole and b.date.is_whole and one.unit != "day" and not one.span.about
    return fits(one, near, max(Fraction(9, 10), one.value / 12) if whole else None)


def _pair(said: str, one: Length, here: list[Event], line: list[Event]) -> tuple[Event, Event] | None:
    """The two dates the length should lie between; None where it is of something else."""
    head, tail = said[max(0, one.start - 60) : one.start], said[one.end : one.end + 60]
    if one.span.printed.lower().startswith(("a ", "an ")) or _NEVER.search(head) or _NOT_BEHIND.match(tail):
        return None
    ahead = [e for e in here if e.date.end <= one.start]
    behind = [e for e in here if e.date.start >= one.end]
    later = _LATER.match(tail)
    if _FOR.search(head):
        opened = ahead and _SINCE.search(said[max(0, ahead[-1].date.start - 40) : ahead[-1].date.start])
        closed = behind and _UNTIL.search(said[one.end : behind[0].date.start])
        directly = len(behind) == _PAIR and re.fullmatch(
            r"[\s,;:(]*(?:from|between|since|starting|beginning)?[\s,:(]*", said[one.end : behind[0].date.start], _I
        )
        if not ((opened and closed) or directly or _SUMMED.match(tail)):
            return None
    elif later:
        near_ahead = ahead and _BESIDE.fullmatch(said[ahead[-1].date.end : one.start])
        near_behind = behind and len(said[one.end + later.end() : behind[0].date.start]) <= 60
        if not (near_ahead or near_behind):
            return None
    elif not (
        (ahead and _AFTER.fullmatch(said[ahead[-1].date.end : one.start]))
        or _NAMED.search(head) or _TAKEN_UP.search(head) or _SUMMED.match(tail) or one.is_joined
        or (_OF_ILLNESS.search(head) and (len(ahead) == _PAIR or len(behind) == _PAIR))
    ):  # fmt: skip
        return None
    if _MANY.search(said) and not re.search(r"recruit|enrol|study|cohort|inclu", said, _I):
        return None
    if len(here) > _PAIR:
        if later and behind and _BESIDE.fullmatch(said[one.end + later.end() : behind[0].date.start]):
            earlier = [e for e in line if e not in behind]
            return (earlier[-1], behind[0]) if earlier else None
        close = len(ahead) >= _PAIR and len(said[ahead[-1].date.end : one.start]) <= _CLOSE
        return (ahead[-2], ahead[-1]) if close and (_SUMMED.match(tail) or _TAKEN_UP.search(head)) else None
    if len(here) == _PAIR:
        return here[0], here[1]
    if len(here) == 1 and len(line) == _PAIR:
        return line[0], line[1]
    return None


def _unlike(sentence: Sentence, one: Length, a: Event, b: Event) -> Mark:
    days, said = between(a.date, b.date) or Range(), sentence.text
    start, end = (a, b) if (days.high or 0) >= 0 else (b, a)
    real = shown(between(start.date, end.date) or Range(), one.unit)
    first, last, words = written_date(start.date), written_date(end.date), said[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "length-and-dates", Verdict.ASSUMES, f"From {first} to {last} is {real}, not {words}.", computed=real,
        arithmetic=f"{last} − {first} = {real}", suggestion="correct the length, or one of the dates",
        assumption="the length is the time between these two dates",
    )  # fmt: skip
