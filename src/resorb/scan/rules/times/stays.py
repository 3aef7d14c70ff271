"""The length of a stay in hospital against the admission and the discharge, told anywhere in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.rules.times.dated import Told, document_dates, entry_of, of_several_patients
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.periods import boxed, shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range

_I = re.IGNORECASE
_STAY = r"(?:stay|hospitali[sz]ation|admission)"
_BEFORE_STAY = lazy(
    rf"\b(?:(?:length|duration|time)\s+of\s+(?:\w+\s+)?{_STAY}|LOS|{_STAY}|(?:in|time\s+in)\s+(?:the\s+)?hospital"
    r"|stayed|in-?patient|hospitali[sz]ed)[\s:=–-]*(?:\b(?:was|of|for|lasted|took|in\s+hospital|on\s+the\s+ward|a|an"
    r"|the|total|only|just|about|in\s+all|time|came\s+to)\b[\s:=]*){0,5}$",
    _I,
)
_BEHIND_STAY = lazy(
    rf"[\s-]*(?:(?:as\s+an\s+)?in-?patients?\b|(?:\w+\s+)?in\s+(?:the\s+)?hospital\b|(?:[a-z]+\s+)?{_STAY}\b)", _I
)
_WENT_AFTER = lazy(
    r"\b(?:discharged?|went\s+home|sent\s+home|left\s+(?:the\s+)?hospital)\b[^.;]{0,40}\bafter\s+(?:only\s+|a\s+)?$", _I
)
_OF_SOMETHING = lazy(r"[\s-]*(?:of|on|from|after|before|later|with|without|course)\b", _I)
_OTHER_STAY = lazy(
    r"\b(?:ICU|ITU|HDU|intensive|critical|high[\s-]dependency|rehab\w*|hospice|median|mean|average|previous|earlier"
    r"|second|another|usual\w*|expected|planned|typical\w*|each|every|first|further|patients|at\s+least|of\s+which"
    r"|survived|next|last|adults|children|most)\b",
    _I,
)
_ADMITTED = lazy(r"\b(?:re-?)?admi(?:tted|ssion)|\btransferred|\bhospitali[sz]ed|\bclerk", _I)
_SENT = lazy(r"\btransferred", _I)
_THAT_DAY = lazy(
    r"\b(?:admitted|admission|hospitali[sz]ed)\b[^.;\d]{0,30}\b(?:the\s+same\s+(?:day|night|evening)|that\s+(?:very\s+)?"
    r"(?:day|night|evening|afternoon|morning)|the\s+day\s+of|the\s+(?:next|following)\s+(?:day|morning)|directly"
    r"|at\s+once|immediately|straight\s*away|forthwith)\b"
    r"|\b(?:the\s+same|that|the\s+(?:next|following))\s+day\b[^.;\d]{0,30}\badmitted\b",
    _I,
)


@lru_cache(maxsize=1)
def judged_stays(text: Scanned) -> dict[tuple[int, int], Mark | None]:
    """Stays whose admission and discharge are told, by sentence and place: a mark where they do not agree."""
    found: dict[tuple[int, int], Mark | None] = {}
    for sentence, one in _stays(text):
        told = document_dates(text)
        if of_several_patients(text):
            told = tuple(t for t in told if t.sentence.block_number == sentence.block_number)
        ends = _discharges(text, sentence, told)
        starts = _admissions(text, told)
        pairs = [(a, b) for a in starts for b in ends if a is not b]
        if not pairs:
            continue
        days = [d for start, end in pairs for a in start.days for b in end.days if ((d := b - a).high or 0) >= 0]
        if not days:
            continue  # they stand in the wrong order, which others say
        box = boxed(one, Fraction(1))
        holds = any(box.meets(Range((d.low or Fraction(0)), (d.high or Fraction(0)) + 1)) for d in days)
        found[(sentence.number, one.start)] = None if holds else _unlike(sentence, one, *pairs[-1])
    return found


def _stays(text: Scanned) -> Iterator[tuple[Sentence, Length]]:
    for sentence in readable(text):
        said = sentence.text
        if QUOTED.search(said):
            continue
        for one in lengths(said):
            head, tail = said[max(0, one.start - 80) : one.start], said[one.end : one.end + 50]
            if one.unit not in ("day", "week") or one.bound or one.span.low != one.span.high:
                continue
            went = _WENT_AFTER.search(head) and not _OF_SOMETHING.match(tail)
            is_stay = _BEFORE_STAY.search(head) or _BEHIND_STAY.match(tail) or went
            if is_stay and not _OTHER_STAY.search(head[-40:] + " " + tail[:30]):
                yield sentence, one


def _discharges(text: Scanned, sentence: Sentence, told: tuple[Told, ...]) -> list[Told]:
    """The discharge of the sentence, else of the entry it stands in, else every one told."""
    every = [t for t in told if t.is_day and t.kind == "discharge"]
    entry = entry_of(text, sentence)
    here = [t for t in every if t.sentence is sentence]
    return here or [t for t in every if t is entry] or every


def _admissions(text: Scanned, told: tuple[Told, ...]) -> list[Told]:
    """Days of admission; of one "admitted that day" the days told before it in its block."""
    found = [
        t for t in told
        if t.is_day and (t.kind == "admission" or _ADMITTED.search(_clause(t)))
        and (t.kind != "discharge" or _SENT.search(_clause(t)))
    ]  # fmt: skip
    for number in text.holding(_THAT_DAY):
        at = text.sentences[number]
        found += [
            t for t in told
            if t.is_day and t.sentence.block_number == at.block_number and t.sentence.number <= number
            and t.kind != "discharge" and t not in found
        ]  # fmt: skip
        entry = entry_of(text, at)
        found += [entry] if entry is not None and entry not in found else []
    return found


def _clause(told: Told) -> str:
    return re.split(r"[;.]\s", told.sentence.text[max(0, told.date.start - 60) : told.date.start])[-1]


def _unlike(sentence: Sentence, one: Length, a: Told, b: Told) -> Mark:
    first, last = written_date(a.date), written_date(b.date)
    days = (b.date.days or Range()) - (a.date.days or Range())
    real, words = shown(days, one.unit), sentence.text[one.start : one.end]
    return sentence.at(one.start, one.end).mark(
        "length-and-dates", Verdict.ASSUMES, f"From {first} to {last} is {real}, not {words}.", computed=real,
        arithmetic=f"{last} − {first} = {real}", suggestion="correct the length, or one of the dates",
        assumption="these are the days of admission and discharge",
    )  # fmt: skip
