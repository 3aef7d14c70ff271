"""What is due so long after something dated: the next review, the end of recruitment, the day to throw away a cream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.lazy import lazy
from resorb.reading.times.dates import WEEKDAY_BEFORE
from resorb.reading.times.lengths import lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dated import Told, document_dates
from resorb.scan.rules.times.dates import QUOTED, readable, written_date
from resorb.scan.rules.times.next_visit import next_visits
from resorb.scan.rules.times.periods import shown
from resorb.values.findings import Verdict
from resorb.values.ranges import Range
from resorb.values.spans import days_per

_I = re.IGNORECASE
_UNITS = ("day", "week", "month", "year")
_MADE = r"(?:made|making|prepar\w+|open(?:ed|ing)|manufactur\w+|mix(?:ed|ing)|compound\w+|dispens\w+)"
_AS_BOUGHT = lazy(
    r"\b(?:vials?|ampoules?|lots?|manufacturer\S*|stock|ingredients?|raw|unopened|powder)\b[^.;]{0,40}$", _I
)
"""Before the end of use of what was not made here."""
_RECRUIT = r"(?:recruitment|recruiting|enrolment|enrollment|accrual)"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Words before a length, behind it, before the date it is counted from, and before the date it ends on.

    ``is_near`` where all must stand in one block, and ``share`` is the part of the length that is left free.
    """

    what: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    start: re.Pattern[str]
    end: re.Pattern[str]
    is_near: bool
    share: Fraction


_PLANS = (
    _Plan(
        "the next review",
        lazy(
            r"\b(?:review\w*|renew\w*|revised|updated?|valid(?:ity)?)\b[^.;\d]{0,40}?\b(?:every|each|interval|period|cycle|for"
            r"|frequency|after)\b[\s:=]*(?:(?:of|is|a|the)\s+)*$",
            _I,
        ),
        lazy(r"[\s-]*(?:ly\s+)?(?:review|validity|renewal)\b", _I),
        lazy(
            r"\b(?:issued?|approved|approval|effective|ratified|last\s+reviewed|last\s+review|reviewed|revised|adopted"
            r"|authori[sz]ed|signed(?:\s+off)?|in\s+force|published|dated|version\s+\d[\d.]*)\b"
            r"(?:\s+(?:on|in|from|date|by\s+[^.;,\d]{3,40}))?[\s:,(]*(?:on\s+|in\s+)?$",
            _I,
        ),
        lazy(
            r"\b(?:next\s+review|review\s+(?:date|due|by|is\s+due)|due\s+(?:for|to\s+be)\s+review(?:ed)?|to\s+be\s+reviewed"
            r"|for\s+review|valid\s+(?:until|to)|renewal|expir\w+)\b(?:\s+(?:is|due|date|on|in|by|of|until))*"
            r"[\s:,(]*$",
            _I,
        ),
        is_near=False, share=Fraction(1, 12),
    ),
    _Plan(
        "the end of use",
        lazy(
            r"\b(?:shelf[\s-]?life|stable|stability|expir(?:y|es)|in-?use|keeps?|usable|used?|discard\w*|beyond-use)\b"
            r"[^.;\d]{0,40}$",
            _I,
        ),
        lazy(rf"\s*(?:from|after|of)\s+(?:the\s+)?(?:date\s+of\s+|day\s+of\s+)?{_MADE}", _I),
        lazy(
            rf"\b(?:{_MADE}(?:\s+(?:on|date))?|(?:work|batch|production)\s+date)[\s:,(*]*(?:on\s+)?{WEEKDAY_BEFORE}$",
            _I,
        ),
        lazy(
            r"\b(?:discard\w*|use\s+by|use\s+before|used\s+by|expir\w+|exp\.?|BUD|beyond-use(?:\s+date)?|thrown?\s+away|valid"
            r"\s+(?:until|to)|used\s+after)\b[\s:,]*(?:(?:after|on|by|date|is|until)[\s:]*)*$",
            _I,
        ),
        is_near=True, share=Fraction(1, 20),
    ),
    _Plan(
        "the end of recruitment",
        lazy(
            rf"\b{_RECRUIT}\b(?:\s+(?:period|phase|window|time|duration|is|of|for|over|will|last|lasts|take|takes|planned"
            r"|expected|to|about|run|runs|at|all|sites|the|a|scheduled|be)\b)*[\s:=(]*$",
            _I,
        ),
        lazy(rf"[\s-]*{_RECRUIT}(?:\s+(?:period|phase|window))?", _I),
        lazy(
            rf"\b{_RECRUIT}\b[^.;]{{0,80}}?\b(?:open\w*|start\w*|beg[ia]n\w*|commenc\w*|launch\w*|from)\b[^.;\d]{{0,20}}$"
            rf"|\bopen(?:s|ed|ing)?\s+(?:for|to)\s+{_RECRUIT}\s+(?:on|in)\s+$",
            _I,
        ),
        lazy(
            rf"\b{_RECRUIT}\b[^.;]{{0,80}}?\b(?:end\w*|clos\w*|complet\w*|finish\w*|conclud\w*|until|till)\b[^.;\d]{{0,20}}$",
            _I,
        ),
        is_near=False, share=Fraction(1, 10),
    ),
)  # fmt: skip
_YEARLY = lazy(r"\b(?:annual(?:ly)?|yearly|every\s+year|(?P<two>biennial(?:ly)?|two-yearly))\b", _I)
_REVIEW = lazy(r"\b(?:review\w*|renew\w*|updated?)\b", _I)
_CHANGED = lazy(
    r"\b(?:exten\w+|earl(?:y|ier)|late(?:r|ly)?|slow\w*|longer|shorter|actual\w*|in\s+fact|instead|prolong\w*|pandemic|covid"
    r"|paus\w+|suspend\w*|sooner|whichever|brought\s+forward|postponed|delay\w*|per\s+(?:site|month|centre)|behind|ahead)\b",
    _I,
)
"""Words of a plan that was not kept."""
_PLANNED = lazy(r"\b(?:planned|expected|will|scheduled|anticipated|intended|should|projected|target)\b", _I)
_HAPPENED = lazy(r"\b(?:closed|ended|completed|finished|concluded)\b", _I)


@rule(
    "due-date",
    kind="time",
    doc="What is due a told time after a date (a review, the end of recruitment or of use) is due then.",
    source="calendar days from the date told to the date due; a month in a year, and a twentieth else, left free",
)
def due_date(text: Scanned) -> Iterator[Mark]:
    """Reviewed every two years, issued in 2022, next review due in 2025; recruitment of 24 months ending after 12."""
    yield from next_visits(text)
    told = [t for t in document_dates(text) if t.date.month and t.has_year]
    for plan in _PLANS if told else ():
        ends = [t for t in told if _led(plan.end, t)]
        starts = [t for t in told if t not in ends and _led(plan.start, t)]
        spans = list(_spans(text, plan)) if starts and ends else []
        for end in ends:
            if plan.is_near and _led(_AS_BOUGHT, end):
                continue
            near = [(s, d, w) for s, d, w in spans if not plan.is_near or s.block_number == end.sentence.block_number]
            first = [t for t in starts if not plan.is_near or _stands_before(t, end)]
            if not first and len(starts) == len(ends) == len(near) == 1:
                first = starts
            if not near or not first or _was_changed(plan, [end.sentence, *(s for s, _, _ in near)], first):
                continue
            if not any(_fits(t, end, days, plan.share) for _, days, _ in near for t in first):
                nearest = min(first, key=lambda t: abs(t.sentence.number - end.sentence.number))
                yield _mark(plan, end, nearest, near[0][2])


def _stands_before(start: Told, end: Told) -> bool:
    """Whether a date stands before another in one block."""
    places = [(t.sentence.number, t.date.start) for t in (start, end)]
    return start.sentence.block_number == end.sentence.block_number and places[0] < places[1]


def _led(pattern: re.Pattern[str], told: Told) -> bool:
    said = told.sentence.text
    return pattern.search(said[max(0, told.date.start - 120) : told.date.start]) is not None


def _spans(text: Scanned, plan: _Plan) -> Iterator[tuple[Sentence, Fraction, str]]:
    """Lengths told of the plan, in days, with their words."""
    for sentence in readable(text):
        said = sentence.text
        if QUOTED.search(said):
            continue
        for one in lengths(said):
            # "Within 7 days of opening" is 7 days.
            if one.unit not in _UNITS or one.bound not in ("", "most") or one.span.low != one.span.high:
                continue
            if plan.before.search(said[max(0, one.start - 80) : one.start]) or plan.behind.match(said, one.end):
                yield sentence, one.mean_days, said[one.start : one.end]
        if plan is _PLANS[0] and _REVIEW.search(said):
            for m in _YEARLY.finditer(said):
                yield sentence, days_per("year") * (2 if m["two"] else 1), m[0]


def _was_changed(plan: _Plan, sentences: Iterable[Sentence], starts: Iterable[Told]) -> bool:
    """Whether words tell of a plan that was not kept, or set a plan against what came."""
    said = [s.text for s in (*sentences, *(t.sentence for t in starts))]
    is_mixed = any(_PLANNED.search(s) for s in said) and any(_HAPPENED.search(s) for s in said)
    return any(_CHANGED.search(s) for s in said) or (plan is _PLANS[2] and is_mixed)


def _fits(start: Told, end: Told, days: Fraction, share: Fraction) -> bool:
    a, b = start.date.days, end.date.days
    if a is None or b is None:
        return True
    slack = max(days * share, Fraction(1))
    return Range(days - slack - 1, days + slack + 1).meets(b - a)


def _mark(plan: _Plan, end: Told, start: Told, words: str) -> Mark:
    first, last = written_date(start.date), written_date(end.date)
    unit = next((u for u in reversed(_UNITS) if u in words.lower()), "year")
    real = shown((end.date.days or Range()) - (start.date.days or Range()), unit)
    return end.sentence.at(end.date.start, end.date.end).mark(
        "due-date", Verdict.ASSUMES, f"From {first} to {plan.what}, {last}, is {real}, not {words} as told.",
        computed=real, arithmetic=f"{last} − {first} = {real}", suggestion="correct one of the dates, or the length",
        assumption="it is counted from that date",
    )  # fmt: skip
