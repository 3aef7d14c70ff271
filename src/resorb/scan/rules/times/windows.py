"""The dates between which a study ran against what is told of it anywhere: its longest follow-up, its last patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from resorb.checks.arithmetic.rounding import written
from resorb.reading.lazy import lazy
from resorb.reading.times.dates import Dated, dates, periods
from resorb.reading.times.lengths import points
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.bounds import ranged
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.values.findings import Verdict
from resorb.values.spans import days_per

_I = re.IGNORECASE
_ENTRY = (
    r"(?:diagnos\w+|enrol\w*|randomi[sz]\w+|recruit\w*|includ\w+|inclusion|entered|consented|accrual|accrued|referred)"
)
_SEEN = r"(?:treated|seen|admitted|biopsied|presented|charts?|records?|notes|case-?notes?|files)"
_STUDY_RAN = r"(?:study|trial)\s+(?:ran|lasted|was\s+(?:run|conducted|carried\s+out|done))"
_WINDOW = lazy(
    rf"\b(?:{_ENTRY}|{_SEEN}|{_STUDY_RAN}|first\s+(?:injections?|infusions?|doses?|treatments?))\b[^.;]{{0,110}}$", _I
)
_OF_TREATED = lazy(rf"\b{_SEEN}\b", _I)
_RAN = lazy(rf"\b{_STUDY_RAN}\b[^.;\d]{{0,40}}$", _I)
_NOT_BEFORE = lazy(
    r"\b(?:first|earliest)\s+(?:patient|participant|injection|infusion|dose|treatment|one|case)\b[^.;\d]{0,40}$", _I
)
_CLOSED = lazy(
    r"\b(?:(?:data(?:base)?|data\s+set)\s+(?:was\s+|were\s+)?(?:lock\w*|frozen|cut-?off|extract\w+|closed)|data\s+(?:cut-?off|lock)"
    r"|follow-?up\s+(?:was\s+)?(?:closed|ended|ran\s+until|to\b|until)|follow(?:ed|ing)(?:\s+up)?\s+(?:until|to\b)|censored"
    r"|last\s+follow-?up)\b[^.;\d]{0,40}$",
    _I,
)
_LONGEST = lazy(r"\blongest\s+(?:\w+\s+)?(?:follow-?up|observation)\b[^.;\d]{0,30}$", _I)
_OTHERS = lazy(r"\bet\s+al\b|\[\d|\b(?:previous|earlier|other)\s+(?:study|studies|series|trial)\b", _I)
_LAST = lazy(
    rf"\blast\s+(?:(?:\w+\s+)?(?:patient|participant|one|case|woman|man|child|subject)\b[^.;\d]{{0,30}}?\s)?"
    rf"(?:(?:was\s+|were\s+|had\s+been\s+)?(?P<verb>{_ENTRY}|treated|seen|admitted|biopsied)\s+)?(?:in|on)\s+$",
    _I,
)
_FIRST = lazy(rf"\bfirst\b[^.;\d]{{0,40}}\b(?P<verb>{_ENTRY}|treated|seen|admitted|biopsied)\b", _I)
_LAST_BEHIND = lazy(rf"[\s,(]{{1,3}}when\s+the\s+last\b[^.;\d]{{0,30}}?(?:was|were|{_ENTRY})\b", _I)
_LAST_VISIT = lazy(
    r"\blast\s+(?:(?P<n>\d{1,2})-(?P<unit>week|month)\s+(?:follow-?up\s+)?(?:visit|assessment|examination|follow-?up)"
    r"|(?:visit|assessment|follow-?up)\s+(?:at|of)\s+(?P<unit2>week|month)\s+(?P<n2>\d{1,2}))\b[^.;\d]{0,40}$",
    _I,
)
_ROOM, _TOLERATED = 31, 21
"""Days: a follow-up counts from a month begun; a visit comes so early at most."""


@dataclass(frozen=True, slots=True)
class _Window:
    """When patients came in, when all was closed, and whether the window is one of treatment."""

    low: Dated | None
    high: Dated | None
    closed: Dated | None
    last_in: Dated | None
    is_treated: bool


@lru_cache(maxsize=1)
def _window(text: Scanned) -> _Window | None:
    """The one window of a document; None where it tells of several, as a review of studies does."""
    spans: dict[tuple[int, int], tuple[Dated, Dated, bool, bool]] = {}
    starts: list[Dated] = []
    closed: list[Dated] = []
    last_in: list[Dated] = []
    for sentence in readable(text):
        said = sentence.text
        held = [d for d in dates(said, text.day_first) if d.days is not None and d.year]
        if not held or QUOTED.search(said) or _OTHERS.search(said):
            continue
        for span in periods(said, held, text.day_first):
            lead = said[max(0, span.start - 150) : span.start]
            if span.first.days and span.last.days and _WINDOW.search(lead):
                key = span.first.ordinal, span.last.ordinal
                ran = _RAN.search(lead) is not None
                spans.setdefault(key, (span.first, span.last, _OF_TREATED.search(lead) is not None, ran))
        for one in held:
            lead = said[max(0, one.start - 80) : one.start]
            starts += [one] if _NOT_BEFORE.search(lead) else []
            closed += [one] if _CLOSED.search(lead) else []
            last_in += [one] if _LAST_BEHIND.match(said, one.end) else []
    if len(spans) > 1 or len({d.ordinal for d in closed}) > 1 or not (spans or starts or last_in):
        return None
    low, high, treated, ran = next(iter(spans.values()), (None, None, False, False))
    first = min([*starts, *([low] if low else [])], key=lambda d: d.ordinal, default=None)
    return _Window(
        first, high, closed[0] if closed else high if ran else None, last_in[0] if last_in else high, treated
    )


@rule(
    "within-the-window",
    kind="time",
    doc="No follow-up is longer than from the first patient to the close of the data; the last patient came in before "
    "recruitment ended, and had the last visit when it was due.",
    source="calendar days between the dates of the document's only window; a month of room",
)
def within_the_window(text: Scanned) -> Iterator[Mark]:
    """Treated from 1 March 2016, locked on 30 June 2022, followed for 6 to 94 months."""
    window = _window(text)
    if window is None:
        return
    for sentence in readable(text):
        if _OTHERS.search(sentence.text) or QUOTED.search(sentence.text):
            continue
        yield from _longest(sentence, window)
        yield from _last(sentence, window, text.day_first)


def _longest(sentence: Sentence, window: _Window) -> Iterator[Mark]:
    said, low, high = sentence.text, window.low, window.closed
    if low is None or high is None or high.days is None:
        return
    most = int(high.days.high or 0) - low.ordinal
    told = ranged(said)
    ends = [(told.value, told.unit, told.start, told.end)] if told else []
    ends += [
        (p.value, p.unit, p.start, p.end) for p in points(said) if _LONGEST.search(said[max(0, p.start - 60) : p.start])
    ]
    for value, unit, start, end in ends[:1]:
        if most <= 0 or value * days_per(unit) <= most + _ROOM:
            continue
        real = f"{written(round(most / days_per(unit), 1))} {unit}s"
        yield sentence.at(start, end).mark(
            "within-the-window", Verdict.ASSUMES,
            f"From {written_date(low)} to {written_date(high)} is {real}; nobody can be followed for {written(value)}.",
            computed=real, arithmetic=f"{written_date(high)} − {written_date(low)} = {real}",
            suggestion="correct the longest follow-up, or one of the dates",
            assumption="follow-up began no earlier than the study",
        )  # fmt: skip


def _last(sentence: Sentence, window: _Window, first: bool | None) -> Iterator[Mark]:
    """The last patient after the window, and the last visit before the last patient can have had it."""
    said = sentence.text
    for one in (d for d in dates(said, first) if d.days is not None and d.year):
        lead = said[max(0, one.start - 90) : one.start]
        entered, visit = _LAST.search(lead), _LAST_VISIT.search(lead)
        if entered and window.high and window.high.days and one.days:
            verb = entered["verb"] or ((m := _FIRST.search(said[: one.start])) and m["verb"]) or ""
            fits = window.is_treated or (verb and not _OF_TREATED.search(verb))
            if verb and fits and window.high.days.is_before(one.days):
                yield _mark(
                    sentence, one, f"{written_date(one)} lies after {written_date(window.high)}, when it ended."
                )
        elif visit and window.last_in and window.last_in.days and one.days:
            number, unit = visit["n"] or visit["n2"], (visit["unit"] or visit["unit2"]).lower()
            due = int(number) * int(days_per(unit))
            days = int(one.days.high or 0) - window.last_in.ordinal
            if days < due - _TOLERATED:
                last = written_date(window.last_in)
                yield _mark(sentence, one, f"{written_date(one)} is {days} days after {last}, when the last came in.")


def _mark(sentence: Sentence, one: Dated, message: str) -> Mark:
    return sentence.at(one.start, one.end).mark(
        "within-the-window", Verdict.ASSUMES, message, computed=message, arithmetic=message,
        suggestion="correct one of the two dates", assumption="both are told of this study, and the last one had it",
    )  # fmt: skip
