"""The rows that bear on one course, gathered once for a whole study so that large studies stay linear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import Course, Dispense, Patient, Product
from resorb.tables.study import Study
from resorb.values.spans import MonthConvention


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """One course with its product, its patient, its supplies, and all courses of the same patient or group."""

    course: Course
    product: Product | None
    patient: Patient | None
    dispenses: tuple[Dispense, ...]
    courses_of_subject: tuple[Course, ...]

    @property
    def subject(self) -> str:
        """Id of the patient or group the course is of."""
        return self.course.patient or self.course.group or ""

    def axis(self, month: MonthConvention) -> Axis:
        """The subject's axis of time, built from these rows only."""
        rows: dict[str, tuple[Row, ...]] = {"courses": self.courses_of_subject}
        if self.patient is not None:
            rows["patients"] = (self.patient,)
        return Axis(Study(rows), self.course.study, self.subject, month)


def course_facts(study: Study) -> Iterator[CourseFacts]:
    """The facts of every course, in the order of the courses."""
    supplies: dict[tuple[str, str], list[Dispense]] = defaultdict(list)
    for row in study.rows(Dispense):
        supplies[row.study, row.course or ""].append(row)
    together: dict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in study.rows(Course):
        together[course.study, course.patient or course.group or ""].append(course)
    for course in study.rows(Course):
        yield CourseFacts(
            course,
            study.row(Product, course.study, course.product),
            study.row(Patient, course.study, course.patient),
            tuple(supplies[course.study, course.id]),
            tuple(together[course.study, course.patient or course.group or ""]),
        )
