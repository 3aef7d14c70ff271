"""What every export is made from: the study, what is derived of it, and the day it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from resorb.codes.rules import ResponseClass
from resorb.exposure.derive import derive_exposures
from resorb.exposure.exposures import Exposure
from resorb.response.derive import derive_responses
from resorb.response.responses import Response
from resorb.tables.columns import Row
from resorb.tables.schema import Condition, Course, Patient, Product, StudyInfo
from resorb.tables.study import Study

R = TypeVar("R", bound=Row)
_OF_GROUPS = (
    "groups",
    "summaries",
    "outcome_counts",
    "endpoint_counts",
    "attrition",
    "claims",
    "appraisals",
    "overlaps",
)


@dataclass(frozen=True)
class Carried:
    """Files by name, and how many rows of what have no place in the form."""

    files: dict[str, str]
    lost: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Material:
    """A study to be written in another form; ``made`` is the day that is written into it."""

    study: Study
    made: date

    def info(self, study: str) -> StudyInfo:
        """The row of a study itself."""
        return next(i for i in self.study.rows(StudyInfo) if i.id == study)

    def of(self, patient: Patient) -> Callable[[type[R]], Iterator[R]]:
        """Reads the rows of one patient, by table."""
        return lambda kind: self.study.of(kind, patient.study, patient=patient.id)

    def product(self, course: Course) -> Product | None:
        """What was given in a course."""
        return self.study.row(Product, course.study, course.product)

    def conditions_of(self, course: Course) -> Iterator[Condition]:
        """The diagnoses of whoever had the course."""
        return self.study.of(Condition, course.study, patient=course.patient or "")

    @cached_property
    def exposures(self) -> dict[tuple[str, str], Exposure]:
        """The exposure of each course."""
        return {(e.study, e.course): e for e in derive_exposures(self.study)}

    def exposure(self, course: Course) -> Exposure | None:
        """The exposure of a course."""
        return self.exposures.get((course.study, course.id))

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """Responses under the study's own criteria, or under all that apply when it names none."""
        named = {i.id: i.criteria for i in self.study.rows(StudyInfo)}
        return tuple(r for r in derive_responses(self.study) if named[r.study] in (None, r.criteria))

    def response(self, course: Course) -> ResponseClass | None:
        """Best response of the patient judged from this course on, when all criteria agree; None otherwise."""
        best = {
            r.best for r in self.responses
            if r.level == "patient" and (r.study, r.patient, r.course) == (course.study, course.patient, course.id)
        }  # fmt: skip
        return best.pop() if len(best) == 1 else None

    def count_groups(self, lost: Counter[str]) -> None:
        """Count the rows about groups, which forms for single patients cannot hold."""
        for name in _OF_GROUPS:
            if rows := self.study.tables.get(name):
                lost[name.replace("_", " ")] += len(rows)
