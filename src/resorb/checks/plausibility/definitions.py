"""Printed classes of response against the definition a study states: its labels, recurrence, one lesion or all."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.plausibility.said import cited, said
from resorb.checks.registry import check
from resorb.codes import criteria, findings
from resorb.codes.rules import Criteria, ResponseClass
from resorb.response.derive import derive_responses
from resorb.response.responses import Response
from resorb.tables.schema import Assessment, Group, OutcomeCount, Patient, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict


@check(
    "class-of-criteria",
    doc="A printed class is one that the stated criteria have.",
    source="labels of the criteria in resorb.codes",
)
def class_of_criteria(study: Study) -> Iterator[Finding]:
    """Each printed cell of outcomes against the labels of its criteria, or the study's."""
    for cell in study.rows(OutcomeCount):
        rule = _rule(study, cell.study, cell.criteria)
        if rule is None:
            message = f"What {cell.response_class!r} means needs the criteria the study used."
            yield said(
                "class-of-criteria", Verdict.UNJUDGED, cell, "response_class", message, printed=cell.response_class
            )
            continue
        meant = rule.class_of_label(cell.response_class)
        labels = ", ".join(rule.labels)
        message = f"{cell.response_class!r} is {meant} under {rule.label}."
        if meant is None:
            message = f"{cell.response_class!r} is no class of {rule.label}, which has {labels}."
        yield said(
            "class-of-criteria", Verdict.FAILS if meant is None else Verdict.HOLDS, cell, "response_class", message,
            printed=cell.response_class, computed=meant, suggestion=None if meant else f"use one of: {labels}",
        )  # fmt: skip


@check(
    "response-as-defined",
    doc="A class of response is used as the stated definition has it: recurrence, one lesion or all.",
    source="the study's criteria, judged on its own assessments",
)
def response_as_defined(study: Study) -> Iterator[Finding]:
    """Responses that came back, printed groups of patients, and counts of patients with unknown lesions."""
    responses = derive_responses(study)
    for response in responses:
        info = study.row(StudyInfo, response.study, response.study)
        stated = info.criteria if info is not None else None
        # What is true of a lesion is not said again of its patient.
        own_level = response.level == criteria()[response.criteria].unit
        if own_level and (response.criteria == stated or stated is None):
            yield from _recurred(study, response, responses, stated=stated is not None)
        if response.criteria == stated and response.level == "patient":
            yield from _as_printed(study, response)
    yield from _one_lesion(study)


def _recurred(study: Study, response: Response, responses: tuple[Response, ...], *, stated: bool) -> Iterator[Finding]:
    """A class that its criteria give only to lesions that do not come back."""
    rule = criteria()[response.criteria]
    reached = rule.no_recurrence_for & {j.response for j in response.classes}
    row = study.find(response.study, response.subject)
    if not reached or row is None:
        return
    was = ", ".join(sorted(reached))
    if response.recurred and not _seen_again(study, response):
        return
    if response.recurred is False:
        if stated:
            message = f"{response.subject} is {was} under {rule.label}, and did not come back."
            yield said("response-as-defined", Verdict.HOLDS, row, "", message, trace=response.trace)
    elif response.recurred is None:
        if stated:
            message = f"{response.subject} is {was} under {rule.label}; whether it stayed so needs a later assessment."
            yield said("response-as-defined", Verdict.UNJUDGED, row, "", message, trace=response.trace)
    else:
        others = sorted(
            {f"{r.best} under {r.criteria}" for r in responses
             if (r.study, r.subject) == (response.study, response.subject) and r.best in reached}
        )  # fmt: skip
        elsewhere = f"; {', '.join(others)}" if others else ""
        yield said(
            "response-as-defined", Verdict.ASSUMES, row, "",
            f"{response.subject} was {was} and came back: {response.best} under {rule.label}, which asks that it does "
            f"not{elsewhere}. Its last class is {response.last}.{cited(rule.sources)}",
            computed=str(response.best), trace=response.trace,
            assumption=f"{was} holds only for criteria that count the best state, whatever came after",
        )  # fmt: skip


def _seen_again(study: Study, response: Response) -> bool:
    """Whether an assessment says so, not only one measure that improved more than another."""
    back = {key for key, term in findings().items() if term.direction == "back"}
    rows = study.of(Assessment, response.study)
    return any(row.finding in back and response.subject in (row.lesion, row.patient, row.group) for row in rows)


def _as_printed(study: Study, response: Response) -> Iterator[Finding]:
    """The class printed of the patient's group, against the class that the assessments give."""
    patient = study.row(Patient, response.study, response.subject)
    group = study.row(Group, response.study, patient.group if patient else None)
    rule = criteria()[response.criteria]
    printed = {c for label in (group.classes if group else ()) if (c := rule.class_of_label(label)) is not None}
    if patient is None or group is None or not printed:
        return
    words = " or ".join(group.classes)
    trace = (ref_of(group, "classes"), *response.trace)
    if response.best is ResponseClass.UNKNOWN and ResponseClass.UNKNOWN not in printed:
        verdict, message = Verdict.UNJUDGED, f"Counted as {words}; the assessments on file do not tell the class."
    elif response.best in printed:
        verdict, message = Verdict.HOLDS, f"Counted as {words}; the assessments on file give {response.best}."
    else:
        verdict, message = Verdict.FAILS, f"Counted as {words}; the assessments on file give {response.why}."
    yield said(
        "response-as-defined", verdict, patient, "group", message, printed=words, computed=str(response.best),
        trace=trace,
    )  # fmt: skip


def _one_lesion(study: Study) -> Iterator[Finding]:
    """Patients counted complete by their best lesion, where lesions are not counted."""
    for cell in study.rows(OutcomeCount):
        rule, group = _rule(study, cell.study, cell.criteria), study.row(Group, cell.study, cell.group)
        if rule is None or group is None or group.of is not None or not cell.n:
            continue
        is_complete = rule.class_of_label(cell.response_class) is ResponseClass.COMPLETE
        if not is_complete or rule.unit != "lesion" or rule.patient_from != "best" or group.n_lesions is not None:
            continue
        yield said(
            "response-as-defined", Verdict.ASSUMES, cell, "n",
            f"{cell.n} of {group.n} patients are {cell.response_class}; lesions are not counted, and "
            f"under {rule.label} one lesion that is gone is enough.{cited(rule.sources)}",
            printed=str(cell.n), assumption="one complete lesion is counted as a complete patient, others may remain",
        )  # fmt: skip


def _rule(study: Study, study_id: str, own: str | None) -> Criteria | None:
    info = study.row(StudyInfo, study_id, study_id)
    return criteria().get(own or (info.criteria if info is not None else None) or "")
