"""The order of events on a patient's axis of time; what cannot be placed on it is not judged."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from resorb.checks.plausibility.said import both_readings, said
from resorb.checks.registry import check
from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import AdverseEvent, Assessment, Course, Lab, Lesion, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Verdict
from resorb.values.numbers import as_text
from resorb.values.ranges import Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, Span, days_per
from resorb.values.times import When

CALENDAR = "interval arithmetic on days from the first dose; months under each named convention"


@check("course-stops-after-it-starts", doc="A course stops no earlier than it starts.", source=CALENDAR)
def course_stops(study: Study) -> Iterator[Finding]:
    """Printed starts against printed stops."""
    for course, axis in _courses(study):
        if course.start is None or course.stop is None:
            continue
        start, stop = axis.start(course), axis.stop(course)
        printed = f"{course.start.printed} to {course.stop.printed}"
        order = stop.is_before(start)
        if order is None:
            message = f"Whether the course ({printed}) stops after it starts needs both times on one axis."
            yield said("course-stops-after-it-starts", Verdict.UNJUDGED, course, "stop", message, printed=printed)
            continue
        words = "before" if order else "not before"
        message = f"The course stops {words} it starts: {start} to {stop} days from the first dose."
        verdict = Verdict.FAILS if order else Verdict.HOLDS
        yield said("course-stops-after-it-starts", verdict, course, "stop", message, printed=printed)


@check("course-span-fits", doc="The printed length of a course is its stop minus its start.", source=CALENDAR)
def course_span(study: Study) -> Iterator[Finding]:
    """Printed spans against printed stops, under every month convention."""
    for course in study.rows(Course):
        if course.span is None or course.stop is None:
            continue
        fitting, shown = [], ""
        known = True
        for month in MonthConvention:
            there = Axis(study, course.study, course.patient or course.group or "", month)
            between, span = there.stop(course) - there.start(course), rounded(course.span, month)
            known = known and between.is_known and not span.is_open
            shown = shown or f"stop - start = {between} days; {course.span.printed} = {span} days"
            if between.meets(span):
                fitting.append(month)
        printed = f"{course.span.printed}, until {course.stop.printed}"
        if not known and fitting:
            continue
        if not fitting:
            yield said(
                "course-span-fits", Verdict.FAILS, course, "span",
                f"The length of the course does not fit its start and stop.{both_readings(study, course, 'span')}",
                printed=printed, arithmetic=shown, suggestion="check span, start and stop",
            )  # fmt: skip
        elif DEFAULT_MONTH in fitting:
            message = "The length of the course fits its start and stop."
            yield said("course-span-fits", Verdict.HOLDS, course, "span", message, printed=printed, arithmetic=shown)
        else:
            yield said(
                "course-span-fits", Verdict.ASSUMES, course, "span",
                "The length of the course fits its start and stop under some lengths of a month only.",
                printed=printed, arithmetic=shown, assumption=f"a month of {' or '.join(fitting)}",
            )  # fmt: skip


def rounded(span: Span, month: MonthConvention) -> Range:
    """Days of a span as printed, widened by its rounding: 13.4 months is 13.35 to 13.45; "about 4" is 3 to 5."""
    step = Fraction(1, 10**span.decimals)
    slack = (step if span.about else step / 2) * days_per(span.unit, month)
    low, high = span.days(month)
    return Range(None if low is None else max(low - slack, Fraction(0)), None if high is None else high + slack)


@check("courses-in-order", doc="Courses are listed in the order in which they began.", source=CALENDAR)
def courses_in_order(study: Study) -> Iterator[Finding]:
    """Each course against the one listed before it; the axis of time counts from the first one."""
    for axis in _axes(study):
        for before, after in pairwise(axis.courses):
            order = axis.start(after).is_before(axis.start(before))
            if after.start is None or order is None:
                continue
            words = "before" if order else "not before"
            message = f"{after.id} begins {words} {before.id}, which is listed first."
            verdict = Verdict.FAILS if order else Verdict.HOLDS
            yield said("courses-in-order", verdict, after, "start", message, printed=after.start.printed)


@check("nothing-after-death", doc="Nothing is seen, measured or given after a patient died.", source=CALENDAR)
def nothing_after_death(study: Study) -> Iterator[Finding]:
    """Every dated row of a patient who died, against the time of death."""
    for axis in _axes(study):
        patient = axis.patient
        if patient is None or (patient.died != "yes" and patient.death is None):
            continue
        death = axis.place(patient.death)
        rows = list(_dated(study, patient, axis))
        if death.is_open:
            message = "Whether anything is told of the time after death needs the time of death."
            yield said("nothing-after-death", Verdict.UNJUDGED, patient, "death" if patient.death else "died", message)
            continue
        late = [(row, column, at) for row, column, at in rows if death.is_before(at)]
        for row, column, at in late:
            message = f"This lies after the death of {patient.id}: day {at}, death on day {death}."
            yield said(
                "nothing-after-death", Verdict.FAILS, row, column, message, trace=(ref_of(patient, "death"),),
                printed=patient.death.printed if patient.death else None,
            )  # fmt: skip
        if late or not rows:
            continue
        unsure = [row for row, _, at in rows if at.high is None or death.low is None or at.high > death.low]
        message = f"None of {len(rows)} dated rows lies after the death of {patient.id} (day {death})."
        if unsure:
            message = (
                f"{len(unsure)} of {len(rows)} dated rows may lie after the death (day {death}): needs their days."
            )
        verdict = Verdict.UNJUDGED if unsure else Verdict.HOLDS
        yield said("nothing-after-death", verdict, patient, "death", message, trace=tuple(ref_of(r) for r in unsure))


def _dated(study: Study, patient: Patient, axis: Axis) -> Iterator[tuple[Row, str, Range]]:
    for kind in (Assessment, Lab, AdverseEvent):
        for row in study.of(kind, patient.study, patient=patient.id):
            if row.at is not None and row.at.anchor != "death":  # type: ignore[attr-defined]
                yield row, "at", axis.place(row.at)  # type: ignore[attr-defined]
    for course in axis.courses:
        if course.start is not None:
            yield course, "start", axis.start(course)


@check("lesion-precedes-treatment", doc="A lesion is first noted no later than it is treated.", source=CALENDAR)
def lesion_precedes_treatment(study: Study) -> Iterator[Finding]:
    """When a lesion was first noted, against the start of the courses that name it."""
    for axis in _axes(study):
        if axis.patient is None:
            continue
        for lesion in study.of(Lesion, axis.patient.study, patient=axis.patient.id):
            if lesion.first_noted is None:
                continue
            noted = axis.place(lesion.first_noted)
            for course in axis.courses:
                order = axis.start(course).is_before(noted) if lesion.id in course.lesions else None
                if order is None:
                    continue
                words = "before" if order else "not before"
                message = f"{course.id} starts {words} {lesion.id} was first noted."
                verdict = Verdict.FAILS if order else Verdict.HOLDS
                printed = lesion.first_noted.printed
                yield said("lesion-precedes-treatment", verdict, lesion, "first_noted", message, printed=printed)


@check("age-at-events", doc="Nothing is told of an age later than the patient's, or before birth.", source=CALENDAR)
def age_at_events(study: Study) -> Iterator[Finding]:
    """Ages at which lesions or diagnoses began, against the age of the patient when described."""
    for patient in study.rows(Patient):
        if patient.age is None:
            continue
        high = patient.age.to("year")[1]
        until = None if high is None else high + Fraction(1, 10**patient.age.decimals)
        for row, column, when in _ages(study, patient):
            year = days_per("year")
            then = Range(*when.days()).times(1 / year)
            if then.low is None or until is None:
                continue
            late = then.low >= until
            message = f"{when.printed} is {'after' if late else 'not after'} the patient's age, {patient.age.printed}."
            anchor = patient.age_at.anchor if patient.age_at else ""
            if late and anchor not in ("report", "last dose", "death"):
                # What happened later in life may be older than the age at diagnosis.
                continue
            verdict = Verdict.FAILS if late else Verdict.HOLDS
            trace = (ref_of(patient, "age"),)
            yield said("age-at-events", verdict, row, column, message, printed=when.printed, trace=trace)


def _ages(study: Study, patient: Patient) -> Iterator[tuple[Row, str, When]]:
    for lesion in study.of(Lesion, patient.study, patient=patient.id):
        if lesion.first_noted is not None and lesion.first_noted.anchor == "birth":
            yield lesion, "first_noted", lesion.first_noted


@check(
    "followed-long-enough",
    doc="Follow-up reaches at least to the last assessment, and courses do not outlast it.",
    source=CALENDAR,
)
def followed_long_enough(study: Study) -> Iterator[Finding]:
    """The printed length of follow-up against the last thing seen."""
    for axis in _axes(study):
        patient = axis.patient
        if patient is None or patient.followed is None:
            continue
        followed = rounded(patient.followed, axis.month)
        seen = [axis.place(row.at) for row in study.of(Assessment, patient.study, patient=patient.id)]
        lows = [at.low for at in seen if at.low is not None]
        if not lows or followed.high is None:
            continue
        late = max(lows) > followed.high
        words = "after" if late else "within"
        message = (
            f"The last assessment, day {as_text(max(lows))}, lies {words} the follow-up of {patient.followed.printed}."
        )
        verdict = Verdict.FAILS if late else Verdict.HOLDS
        arithmetic = f"{patient.followed.printed} = {followed} days"
        yield said(
            "followed-long-enough", verdict, patient, "followed", message, printed=patient.followed.printed,
            arithmetic=arithmetic,
        )  # fmt: skip


def _axes(study: Study) -> Iterator[Axis]:
    for patient in study.rows(Patient):
        yield Axis(study, patient.study, patient.id)


def _courses(study: Study) -> Iterator[tuple[Course, Axis]]:
    for course in study.rows(Course):
        yield course, Axis(study, course.study, course.patient or course.group or "")
