"""What was seen of one lesion, patient or group, laid on its axis of time: baseline, then follow-up with its course.

Baseline is what was seen before or at the start of the subject's first course, or at onset, diagnosis or presentation
(nobody is treated for what has not presented). A follow-up assessment is judged against the course it names, else the
latest one that had started by then. An assessment at an unknown time is follow-up only if it says that something
changed or did not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from resorb.codes import findings
from resorb.tables.axis import Axis
from resorb.tables.schema import Assessment, Course
from resorb.values.ranges import OPEN, Range
from resorb.values.times import When

_BEFORE_TREATMENT = ("onset", "diagnosis", "presentation")


@dataclass(frozen=True, slots=True)
class Seen:
    """One assessment placed: ``day`` on the axis, ``course`` it is judged against, ``since`` that course's start."""

    assessment: Assessment
    day: Range
    course: Course | None
    since: Range

    @property
    def direction(self) -> str:
        """The direction of change that its finding states; unknown without one."""
        term = findings().get(self.assessment.finding) if self.assessment.finding else None
        return term.direction if term else "unknown"


@dataclass(frozen=True, slots=True)
class Followup:
    """What was seen of one subject. ``baseline`` and ``after`` are in time order, ``courses`` in file order."""

    courses: tuple[Course, ...]
    baseline: tuple[Seen, ...]
    after: tuple[Seen, ...]

    def rank(self, course: Course | None) -> int:
        """Place of a course among the subject's courses; -1 when it is not one of them."""
        return next((n for n, c in enumerate(self.courses) if course is not None and c.id == course.id), -1)


def follow(axis: Axis, courses: Iterable[Course], assessments: Iterable[Assessment]) -> Followup:
    """Lay the assessments of one subject on the axis, split at the start of its first course."""
    mine = tuple(courses)
    baseline: list[Seen] = []
    after: list[Seen] = []
    for assessment in assessments:
        day = axis.place(assessment.at)
        if assessment.course is None and _is_baseline(axis, mine, assessment.at, day):
            baseline.append(Seen(assessment, day, None, OPEN))
            continue
        course = _course_of(axis, mine, assessment, day)
        since = day - axis.start(course) if course else day
        seen = Seen(assessment, day, course, since)
        if course is not None or not day.is_open or _tells_of_change(seen):
            after.append(seen)
    return Followup(mine, _in_time_order(baseline), _in_time_order(after))


def _is_baseline(axis: Axis, courses: tuple[Course, ...], at: When, day: Range) -> bool:
    if day.is_open:
        return at.anchor in _BEFORE_TREATMENT and at.high is not None and at.high <= 0
    start = axis.start(courses[0]) if courses else Range.point(0)
    return day.high is not None and start.low is not None and day.high <= start.low


def _course_of(axis: Axis, courses: tuple[Course, ...], assessment: Assessment, day: Range) -> Course | None:
    if assessment.course is not None:
        return next((c for c in axis.courses if c.id == assessment.course), None)
    begun = [c for c in courses if _had_begun(axis, c, assessment.at, day)]
    if begun:
        return begun[-1]
    possible = [c for c in courses if not _not_after(day, axis.start(c))]
    unplaced = day.is_open and assessment.at.anchor == "unknown"
    return possible[0] if len(possible) == 1 and not unplaced else None


def _had_begun(axis: Axis, course: Course, at: When, day: Range) -> bool:
    start = axis.start(course)
    if start.high is not None and day.low is not None and start.high <= day.low and not _not_after(day, start):
        return True
    kind, _, name = at.anchor.rpartition(" ")
    if at.anchor == "last dose":
        return bool(axis.courses) and course.id == axis.courses[-1].id and at.low is not None and at.low >= 0
    if name != course.id and not course.id.endswith(f".{name}"):
        return False
    if kind == "start of":
        return at.low is not None and at.low >= 0 and at.high != 0
    return kind == "during" or (kind == "stop of" and at.low is not None and at.low >= 0)


def _not_after(day: Range, start: Range) -> bool:
    return day.high is not None and start.low is not None and day.high <= start.low


def _tells_of_change(seen: Seen) -> bool:
    return seen.assessment.change is not None or seen.direction != "unknown"


def _in_time_order(seen: list[Seen]) -> tuple[Seen, ...]:
    """By latest possible day, else earliest, else where the file has it (curators write in order of time)."""
    keyed: list[tuple[Fraction, int, Seen]] = []
    last: Fraction | None = None
    for number, one in enumerate(seen):
        day = one.day.high if one.day.high is not None else one.day.low
        last = day if day is not None else last
        keyed.append((last if last is not None else Fraction(-(10**9)), number, one))
    return tuple(one for _, _, one in sorted(keyed, key=lambda k: k[:2]))
