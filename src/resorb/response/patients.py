"""A patient's response from the lesions', by the criteria's own rule: the best lesion or the worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from resorb.codes.rules import Criteria, ResponseClass
from resorb.response.responses import Judged, Response, best_of, worst_of
from resorb.tables.axis import Axis
from resorb.tables.schema import Course
from resorb.values.ranges import End, Range

_PICK: dict[str, Callable[[Iterable[ResponseClass]], ResponseClass]] = {"best": best_of, "worst": worst_of}


def patient_from_lesions(
    rule: Criteria, lesions: list[Response], axis: Axis, patient: str, treated: int
) -> Response | None:
    """The patient's response; None without lesions or when the criteria leave the patient to what is stated.

    Unknown lesions may hide a better (or worse) one: they make the patient unknown unless a known lesion settles
    whether the patient responded.
    """
    if not lesions or rule.patient_from not in _PICK:
        return None
    best = _by_rule(rule, [r.best for r in lesions])
    giver = next((r for r in lesions if r.best is best), lesions[0])
    courses = [c.id for c in axis.courses]
    course = min((r.course for r in lesions if r.course in courses), key=courses.index, default=None)
    judged = sorted((j for r in lesions for j in r.classes), key=_latest)
    later = [r.after_retreatment for r in lesions if r.after_retreatment is not None]
    return replace(
        giver,
        level="patient",
        subject=patient,
        course=course,
        classes=tuple(judged),
        best=best,
        last=_by_rule(rule, [r.last for r in lesions]),
        time_to_response=_time(rule, lesions, axis, course),
        recurred=_any(r.recurred for r in lesions),
        after_retreatment=_by_rule(rule, later) if later else None,
        why=_why(rule, lesions, best, treated),
        trace=tuple(dict.fromkeys(fact for r in lesions for fact in r.trace)),
    )


def _by_rule(rule: Criteria, classes: list[ResponseClass]) -> ResponseClass:
    found = _PICK[rule.patient_from](classes)
    settles = found in rule.responders if rule.patient_from == "best" else found not in rule.responders
    return found if settles or ResponseClass.UNKNOWN not in classes else ResponseClass.UNKNOWN


def _why(rule: Criteria, lesions: list[Response], best: ResponseClass, treated: int) -> str:
    told = ", ".join(f"{r.subject} {r.best}" for r in lesions)
    unseen = max(treated - len(lesions), 0)
    rest = f"; {unseen} more not assessed in a way these criteria count" if unseen else ""
    return f"{best}: the {rule.patient_from} lesion decides for the patient ({told}{rest})"


def _time(rule: Criteria, lesions: list[Response], axis: Axis, course: str | None) -> Range:
    """The patient responds with the first lesion (best) or with the last (worst)."""
    start = _start(axis, course)
    moved = [r.time_to_response + (_start(axis, r.course) - start) for r in lesions]
    lows, highs = [t.low for t in moved], [t.high for t in moved]
    if rule.patient_from == "best":
        return Range(_least(lows), min((h for h in highs if h is not None), default=None))
    return Range(max((v for v in lows if v is not None), default=None), _most(highs))


def _latest(judged: Judged) -> tuple[bool, Fraction]:
    """Order of looks in time; those at unknown times come last."""
    end = judged.day.high if judged.day.high is not None else judged.day.low
    return end is None, end or Fraction(0)


def _least(ends: list[End]) -> End:
    known = [e for e in ends if e is not None]
    return min(known) if len(known) == len(ends) and known else None


def _most(ends: list[End]) -> End:
    known = [e for e in ends if e is not None]
    return max(known) if len(known) == len(ends) and known else None


def _start(axis: Axis, course: str | None) -> Range:
    found: Course | None = next((c for c in axis.courses if c.id == course), None)
    return axis.start(found) if found else Range.point(0)


def _any(answers: Iterable[bool | None]) -> bool | None:
    told = list(answers)
    if True in told:
        return True
    return None if None in told else False
