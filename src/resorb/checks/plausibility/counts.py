"""Counts of rows against printed counts: patients listed, events, courses and the lesions they are for."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.checks.plausibility.said import said
from resorb.checks.registry import check
from resorb.tables.schema import AdverseEvent, Condition, Course, Group, Lesion, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Finding, Verdict

COUNTING = "integer arithmetic"


@check("listed-within-group", doc="No more patients are listed as part of a group than it holds.", source=COUNTING)
def listed_within_group(study: Study) -> Iterator[Finding]:
    """Patients that name a group, against its printed n."""
    for group in study.rows(Group):
        listed = list(study.of(Patient, group.study, group=group.id))
        if not listed or group.n is None:
            continue
        fits = len(listed) <= group.n
        message = f"{len(listed)} patients are listed of {group.n} in {group.label!r}."
        yield said(
            "listed-within-group", Verdict.HOLDS if fits else Verdict.FAILS, group, "n", message,
            printed=str(group.n), computed=str(len(listed)), trace=tuple(ref_of(p, "group") for p in listed),
        )  # fmt: skip


@check("events-within-group", doc="No more patients have an event or diagnosis than are at risk.", source=COUNTING)
def events_within_group(study: Study) -> Iterator[Finding]:
    """Counts of adverse events and of diagnoses against the number they are of."""
    for event in study.rows(AdverseEvent):
        if event.n is not None:
            whole, trace = _at_risk(study, event)
            yield _within(event, event.n, whole, event.event, trace)
    for condition in study.rows(Condition):
        group = study.row(Group, condition.study, condition.group)
        if condition.n is not None and group is not None and group.n is not None:
            yield _within(condition, condition.n, group.n, condition.condition, (ref_of(group, "n"),))


def _at_risk(study: Study, event: AdverseEvent) -> tuple[int | None, tuple[FactRef, ...]]:
    if event.of is not None:
        return event.of, (ref_of(event, "of"),)
    group = study.row(Group, event.study, event.group)
    if group is not None:
        return group.n, (ref_of(group, "n"),)
    return (1, ()) if event.patient else (None, ())


def _within(row: AdverseEvent | Condition, n: int, whole: int | None, name: str, trace: tuple[FactRef, ...]) -> Finding:
    check_name = "events-within-group"
    if whole is None:
        message = f"{n} had {name}; whether that can be needs the number at risk."
        return said(check_name, Verdict.UNJUDGED, row, "n", message, printed=str(n))
    fits = n <= whole
    message = f"{n} of {whole} had {name}." if fits else f"{n} had {name}, of only {whole}."
    verdict = Verdict.HOLDS if fits else Verdict.FAILS
    return said(check_name, verdict, row, "n", message, printed=str(n), trace=trace)


@check(
    "course-treats-its-lesions",
    doc="A course names only lesions of its own patient that the drug was meant for.",
    source="the study's own tables",
)
def course_treats_its_lesions(study: Study) -> Iterator[Finding]:
    """Lesions that a course names, against whether they were treated."""
    for course in study.rows(Course):
        lesions = [study.row(Lesion, course.study, name) for name in course.lesions]
        wrong = [x for x in lesions if x is not None and x.treated == "no"]
        strange = [x for x in lesions if x is not None and course.patient and x.patient != course.patient]
        named = ", ".join(course.lesions)
        if wrong:
            message = f"{course.id} is given for {', '.join(x.id for x in wrong)}, marked as not treated."
            trace = tuple(ref_of(x, "treated") for x in wrong)
            yield said(
                "course-treats-its-lesions", Verdict.FAILS, course, "lesions", message, printed=named, trace=trace,
                suggestion="take the lesion out of the course, or mark it as treated",
            )  # fmt: skip
        elif strange:
            message = f"{course.id} of {course.patient} is given for {', '.join(x.id for x in strange)}."
            yield said("course-treats-its-lesions", Verdict.FAILS, course, "lesions", message, printed=named)
        elif lesions:
            message = f"{course.id} names only lesions it was meant for."
            yield said("course-treats-its-lesions", Verdict.HOLDS, course, "lesions", message, printed=named)
