"""What a response is: the classes one subject was in over time under one criteria, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from resorb.codes.rules import ResponseClass
from resorb.values.findings import FactRef
from resorb.values.ranges import OPEN, Range

BEST_FIRST = (ResponseClass.COMPLETE, ResponseClass.PARTIAL, ResponseClass.NONE, ResponseClass.WORSE)
"""The known classes from best to worst; unknown is on no scale."""


class Judged(NamedTuple):
    """One assessment as one criteria sees it: when (days on the patient's axis), the class, and the assessment."""

    day: Range
    response: ResponseClass
    fact: FactRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Response of one lesion, patient or group under one criteria; there is one per subject and criteria.

    A response that came and went is told by ``best``, ``last`` and ``recurred`` together.

    Attributes:
        study: id of the study.
        criteria: key of the criteria.
        level: "lesion", "patient" or "group".
        subject: id of the lesion, patient or group.
        patient: id of the patient; None for a group.
        course: the first course judged, from whose start time to response counts; None when it cannot be told.
        classes: every assessment that counts, in time order (for a patient classed from lesions: of all lesions).
        best: best known class; unknown when nothing is known.
        last: class of the last assessment that counts, known or not.
        time_to_response: days from the start of ``course``, after ``low`` and up to ``high``; ``high`` is None when no
            response was seen (censored at ``low``) or when it was seen at an unknown time.
        recurred: whether it came back after a response; None when nobody looked again or nothing had responded.
        after_retreatment: best class on a later course after the recurrence; None when there was no such course.
        change_percent: best change from baseline in per cent (-100 is gone); open when not measured.
        why: how the class came about, in words.
        trace: the facts it rests on.
    """

    study: str
    criteria: str
    level: str
    subject: str
    patient: str | None
    course: str | None
    classes: tuple[Judged, ...]
    best: ResponseClass
    last: ResponseClass
    time_to_response: Range
    recurred: bool | None
    after_retreatment: ResponseClass | None
    change_percent: Range = OPEN
    why: str = ""
    trace: tuple[FactRef, ...] = ()


def best_of(classes: Iterable[ResponseClass]) -> ResponseClass:
    """The best known class; unknown when none is known."""
    seen = set(classes)
    return next((c for c in BEST_FIRST if c in seen), ResponseClass.UNKNOWN)


def worst_of(classes: Iterable[ResponseClass]) -> ResponseClass:
    """The worst known class; unknown when none is known."""
    seen = set(classes)
    return next((c for c in reversed(BEST_FIRST) if c in seen), ResponseClass.UNKNOWN)
