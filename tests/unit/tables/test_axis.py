"""The patient's axis: every time is an interval, and less knowledge never makes a narrower one."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from resorb.sources.study_file import read_study
from resorb.tables.axis import Axis
from resorb.tables.schema import Assessment, Course, Patient
from resorb.tables.study import Study
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention
from resorb.values.times import When, read_when
from tests.strategies import studies

MONTH = Fraction("30.4375")

ROWS = """
study: axis
design: case report
report: selected case
read: simulated
products: {p: {drug: sodium thiosulfate, route: topical}}
patients:
  P1:
    age: 6 years
    age at: first dose
    courses:
      c1: {product: p, span: 10 weeks}
      c2: {product: p, start: 4 weeks after stop of c1, span: 2-3 weeks}
      c3: {product: p}
  P2:
    courses:
      c1: {product: p, start: 2015-03-04, stop: 2015-06-04}
  P3:
    courses:
      c1: {product: p, start: after c2}
      c2: {product: p, start: after c1}
"""


def axis_of(patient: str = "P1", month: MonthConvention = MonthConvention.DAYS_30_4375) -> Axis:
    return Axis(read_study(ROWS, "axis.yaml"), "axis", patient, month)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("first dose", 0, 0),
        ("week 4", 28, 28),
        ("2 months", 2 * MONTH, 2 * MONTH),
        ("by 3 weeks", 0, 21),
        ("stop of c1", 70, 70),
        ("3 days after c1", 73, 73),
        ("start of c2", 98, 98),  # 70 + 28
        ("stop of c2", 112, 119),  # 98 + 14 to 98 + 21
        ("during c2", 98, 119),
        ("before c2", None, 98),
        ("during c3", 112, None),  # c3 came after c2; when it began and ended is not said
        ("age 7 years", 0, 2 * 12 * MONTH),  # 6 to 7 years at the start, 7 to 8 now: 0 to 2 years later
        ("age 7.0 years", 0, Fraction("1.1") * 12 * MONTH),  # 7.0 to 7.1 less 6 to 7
        ("at presentation", None, None),  # nothing ties it to the first dose
        ("unknown", None, None),
        ("2015-03-04", None, None),  # no course has a date
    ],
)
def test_times_of_a_patient(text: str, low: Fraction | int | None, high: Fraction | int | None) -> None:
    assert axis_of().place(read_when(text)) == Range(low, high)  # type: ignore[arg-type]


def test_dates_count_from_the_date_of_the_first_dose() -> None:
    """4 March to 4 June 2015: 27 + 30 + 31 + 4 = 92 days."""
    axis = axis_of("P2")
    assert axis.place(read_when("2015-06-04")) == Range.point(92)
    assert axis.stop(axis.courses[0]) == Range.point(92)
    assert axis.place(read_when("2015-04")) == Range(Fraction(28), Fraction(57))


def test_a_month_is_a_convention() -> None:
    assert axis_of(month=MonthConvention.DAYS_30).place(read_when("2 months")) == Range.point(60)
    assert axis_of(month=MonthConvention.DAYS_31).place(read_when("2 months")) == Range.point(62)


def test_a_circle_of_anchors_says_nothing() -> None:
    axis = axis_of("P3")
    for course in axis.courses:
        assert axis.start(course).is_open or axis.start(course).high is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(studies())
def test_low_is_never_above_high_and_less_knowledge_never_narrows(study: Study) -> None:
    for patient in study.rows(Patient):
        axis = Axis(study, patient.study, patient.id)
        for assessment in study.of(Assessment, patient.study, patient=patient.id):
            placed = axis.place(assessment.at)
            if placed.low is not None and placed.high is not None:
                assert placed.low <= placed.high
            wider = axis.place(widened(assessment.at))
            assert covers(wider, placed)
        for course in axis.courses:
            for edge in (axis.start(course), axis.stop(course)):
                assert edge.low is None or edge.high is None or edge.low <= edge.high
        if any(stops_early(axis, course) for course in axis.courses):
            continue  # a stop told before the start: the checks say so, and nothing is known by leaving it out
        vaguer = Axis(without_spans(study), patient.study, patient.id)
        for course, vague in zip(axis.courses, vaguer.courses, strict=True):
            assert covers(vaguer.stop(vague), axis.stop(course))


def stops_early(axis: Axis, course: Course) -> bool:
    """Whether the stop as told may lie before the start."""
    start, stop = axis.start(course).low, axis.stop(course).low
    return start is not None and (stop is None or stop < start)


def widened(when: When) -> When:
    """The same time, a unit less certain on both sides."""
    low = None if when.low is None else when.low - 1
    return replace(when, low=low, high=None if when.high is None else when.high + 1)


def without_spans(study: Study) -> Study:
    """The study with no course's length or stop told."""
    courses = tuple(replace(c, span=None, stop=None) for c in study.rows(Course))
    return replace(study, tables=study.tables | {"courses": courses})


def covers(wide: Range, narrow: Range) -> bool:
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    return low and (wide.high is None or (narrow.high is not None and wide.high >= narrow.high))
