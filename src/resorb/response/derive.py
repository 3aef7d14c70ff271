"""Responses of a study: every lesion, patient and group under every criteria that its assessments let be judged.

The same assessments may mean different classes under different criteria; all of them are given. A subject that was
never assessed in a way a criteria looks at has no response under it; one that was assessed without a result told is
unknown. Lesions that no course was given for have none (see ``treated`` in the table of lesions).
"""

from __future__ import annotations

from collections.abc import Iterator

from resorb.codes import criteria
from resorb.codes.rules import Criteria
from resorb.response.course_of_events import (
    Entry,
    Recurrence,
    after_retreatment,
    best_class,
    recurrence,
    time_to_response,
)
from resorb.response.followup import Followup, follow
from resorb.response.judging import judge
from resorb.response.patients import patient_from_lesions
from resorb.response.responses import Judged, Response
from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import Assessment, Course, Group, Lesion, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention

__all__ = ["Judged", "Response", "derive_responses"]


def derive_responses(study: Study, month: MonthConvention = DEFAULT_MONTH) -> tuple[Response, ...]:
    """All responses, by subject in file order (lesions before their patient), then criteria in their file's order."""
    found: list[Response] = []
    for patient in study.rows(Patient):
        found.extend(_of_patient(study, patient, Axis(study, patient.study, patient.id, month)))
    for group in study.rows(Group):
        owner = _treated_group(study, group)
        axis = Axis(study, group.study, owner.id, month)
        assessments = tuple(study.of(Assessment, group.study, group=group.id))
        followup = follow(axis, axis.courses, assessments)
        found.extend(r for rule in criteria().values() if (r := _response(rule, axis, followup, group)))
    return tuple(found)


def _of_patient(study: Study, patient: Patient, axis: Axis) -> Iterator[Response]:
    assessments = tuple(study.of(Assessment, patient.study, patient=patient.id))
    by_rule: dict[str, list[Response]] = {}
    treated = 0
    for lesion in study.of(Lesion, patient.study, patient=patient.id):
        courses = _courses_for(axis, lesion)
        treated += bool(courses)
        followup = follow(axis, courses, (a for a in assessments if a.lesion == lesion.id))
        for rule in criteria().values():
            if courses and (rule.unit == "lesion" or rule.patient_from != "stated"):
                response = _response(rule, axis, followup, lesion)
                if response is not None:
                    by_rule.setdefault(rule.key, []).append(response)
                    yield response
    whole = follow(axis, axis.courses, (a for a in assessments if a.lesion is None))
    for rule in criteria().values():
        from_lesions = patient_from_lesions(rule, by_rule.get(rule.key, []), axis, patient.id, treated)
        stated = _response(rule, axis, whole, patient) if axis.courses else None
        # what lesions leave unknown may be stated of the patient as a whole
        response = stated if stated and (from_lesions is None or from_lesions.best == "unknown") else from_lesions
        if response is not None:
            yield response


def _courses_for(axis: Axis, lesion: Lesion) -> tuple[Course, ...]:
    """Courses given for a lesion; one that names no lesions was for all that the drug was meant for."""
    meant = lesion.treated != "no"
    return tuple(c for c in axis.courses if lesion.id in c.lesions or (not c.lesions and meant))


def _treated_group(study: Study, group: Group) -> Group:
    """The group, or the nearest one it is part of, that has courses."""
    seen: set[str] = set()
    at: Group | None = group
    while at is not None and at.id not in seen:
        if next(study.of(Course, group.study, group=at.id), None):
            return at
        seen.add(at.id)
        at = study.row(Group, group.study, at.of)
    return group


def _response(rule: Criteria, axis: Axis, followup: Followup, subject: Row) -> Response | None:
    """The response of one subject under one criteria, or None when nothing that was seen counts."""
    lesion = subject if isinstance(subject, Lesion) else None
    judged = ((s, judge(rule, s, followup, lesion, axis.month)) for s in followup.after)
    entries: list[Entry] = [(s, j) for s, j in judged if j is not None]
    if not entries:
        return None
    course = next((s.course for s, _ in entries if s.course is not None), None)
    again = recurrence(rule, followup, entries)
    best = best_class(rule, entries, again)
    start = axis.start(course) if course else Range.point(0)
    facts = [f for s, j in entries for f in (ref_of(s.assessment), *j.facts)]
    facts += [ref_of(course)] if course else []
    facts += [ref_of(again.seen.assessment)] if again.seen else []
    return Response(
        study=subject.study,
        criteria=rule.key,
        level={"lesions": "lesion", "patients": "patient"}.get(subject.table, "group"),
        subject=subject.id,
        patient=lesion.patient if lesion else subject.id if isinstance(subject, Patient) else None,
        course=course.id if course else None,
        classes=tuple(Judged(s.day, j.response, ref_of(s.assessment)) for s, j in entries),
        best=best,
        last=entries[-1][1].response,
        time_to_response=time_to_response(rule, entries, start),
        recurred=again.recurred,
        after_retreatment=after_retreatment(followup, entries, again),
        change_percent=_best_change(entries),
        why=_why(rule, entries, best, again),
        trace=tuple(dict.fromkeys(facts)),
    )


def _best_change(entries: list[Entry]) -> Range:
    """The largest fall; every measure a threshold is published for falls as the patient gains."""
    measured = [j.change for _, j in entries if j.change.is_known]
    return min(measured, key=lambda r: (r.high or 0, r.low or 0), default=OPEN)


def _why(rule: Criteria, entries: list[Entry], best: str, again: Recurrence) -> str:
    giver = next((j for _, j in entries if j.response == best), entries[0][1])
    if again.recurred and rule.no_recurrence_for & {j.response for _, j in entries}:
        was = next(j for _, j in entries if j.response in rule.no_recurrence_for)
        return f"{best}: {was.why}, but it recurred, and these criteria ask that it does not"
    return f"{best}: {giver.why}"
