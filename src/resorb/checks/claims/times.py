"""Judges of lengths of time and ages: spans, limits that hold for all rows, time to response."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from resorb.checks.arithmetic.rounding import written
from resorb.checks.claims.facts import figures, rows_of, unjudged, verdict
from resorb.checks.claims.responses import responses_for
from resorb.checks.registry import Judgement, judges
from resorb.tables.axis import Axis
from resorb.tables.columns import Row
from resorb.tables.schema import Claim, Course, Patient
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused, Verdict
from resorb.values.quantities import Quantity, read_quantity
from resorb.values.ranges import OPEN, Range
from resorb.values.spans import DEFAULT_MONTH, MonthConvention, Span, days_per, read_span
from resorb.values.times import When, read_when

_SOURCE = "interval arithmetic in days; printed lengths stand for their rounding interval; every length of a month"


@dataclass(frozen=True, slots=True)
class _Length:
    """A length on file: its days, how far its own rounding may move it, its words and facts."""

    days: Range
    slack: Fraction
    words: str
    trace: tuple[FactRef, ...]


@judges(
    "span",
    doc="A printed length of time is the length of the course, or of the time between two times.",
    source=_SOURCE,
)
def span(study: Study, claim: Claim) -> Judgement:
    """Judged under every length of a month; what rests on rounded times is said."""
    row = next(iter(rows_of(study, claim)), None)
    try:
        printed = read_span(claim.printed)
        lengths = {month: _length(study, claim, row, month) for month in MonthConvention}
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    known = lengths[DEFAULT_MONTH]
    if known is None or not known.days.is_known:
        return unjudged(
            "it needs a course with a duration or a stop, or two times on the axis of a patient",
            known.trace if known else (),
        )
    exact = [m for m, one in lengths.items() if one and _box(printed, m).meets(one.days)]
    loose = [m for m, one in lengths.items() if one and _box(printed, m).meets(_widened(one))]
    unit = printed.unit
    shown = _shown(known.days.times(1 / days_per(unit)), unit)
    arithmetic = f"{known.words} = {shown}"
    if len(exact) == len(MonthConvention):
        return Judgement(
            Verdict.HOLDS, f"{arithmetic}; printed: {claim.printed}.", shown, arithmetic, trace=known.trace
        )
    if exact or loose:
        assumption = f"a month of {exact[0]}" if exact else "the times it lies between were rounded themselves"
        message = f"{arithmetic}; {claim.printed} holds only with {assumption}."
        return Judgement(Verdict.ASSUMES, message, shown, arithmetic, assumption, trace=known.trace)
    return Judgement(Verdict.FAILS, f"{arithmetic}, not {claim.printed}.", shown, arithmetic, trace=known.trace)


def _length(study: Study, claim: Claim, row: Row | None, month: MonthConvention) -> _Length | None:
    if isinstance(row, Course):
        return _of_course(study, row, month)
    if not isinstance(row, Patient) or len(claim.arguments) != 2:
        return None
    axis = Axis(study, row.study, row.id, month)
    first, last = (read_when(text) for text in claim.arguments)
    days = axis.place(last) - axis.place(first)
    slack = sum((_rounding(axis, when) for when in (first, last)), Fraction(0))
    trace = tuple(
        ref_of(c, "span") for c in axis.courses if c.id.removeprefix(f"{row.id}.") in " ".join(claim.arguments).split()
    )
    return _Length(days, slack, f"{claim.arguments[0]} to {claim.arguments[1]}", trace)


def _of_course(study: Study, course: Course, month: MonthConvention) -> _Length:
    if course.span is not None:
        days, slack = Range(*course.span.days(month)), _half_step(course.span, month)
        return _Length(days, slack, f"{course.id} lasted {course.span.printed}", (ref_of(course, "span"),))
    axis = Axis(study, course.study, course.patient or course.group or "", month)
    words = f"{course.id} from {course.start.printed if course.start else 'first dose'} to " + (
        course.stop.printed if course.stop else "?"
    )
    trace = (ref_of(course, "start"), ref_of(course, "stop"))
    return _Length(axis.stop(course) - axis.start(course), Fraction(0), words, trace)


def _rounding(axis: Axis, when: When) -> Fraction:
    """Half a unit of the last printed place of a time, and of the span of the course it hangs on."""
    numbers = figures(when.printed)
    own = numbers[0].step / 2 * days_per(when.unit, axis.month) if numbers and when.anchor != "date" else Fraction(0)
    course = next((c for c in axis.courses if when.anchor.endswith(f" {c.id.rpartition('.')[2]}")), None)
    hung = course is not None and course.span is not None and when.anchor.startswith("stop of")
    return own + (_half_step(course.span, axis.month) if hung and course and course.span else 0)


def _half_step(length: Span, month: MonthConvention) -> Fraction:
    return Fraction(1, 2 * 10**length.decimals) * days_per(length.unit, month)


def _widened(one: _Length) -> Range:
    return one.days + Range(-one.slack, one.slack)


def _box(printed: Span, month: MonthConvention) -> Range:
    """Days a printed length may stand for: half a unit of its last place either way."""
    low, high = printed.days(month)
    half = _half_step(printed, month)
    return Range(None if low is None else low - half, None if high is None else high + half)


@judges("at least", doc="No row falls short of the printed length of time.", source=_SOURCE)
def at_least(study: Study, claim: Claim) -> Judgement:
    """Courses by their length, patients by what ``with`` names."""
    return _limit(study, claim, least=True)


@judges("at most", doc="No row goes beyond the printed length of time.", source=_SOURCE)
def at_most(study: Study, claim: Claim) -> Judgement:
    """Courses by their length, patients by what ``with`` names."""
    return _limit(study, claim, least=False)


def _limit(study: Study, claim: Claim, *, least: bool) -> Judgement:
    rows = rows_of(study, claim) or tuple(study.of(Patient, claim.study))
    try:
        printed = read_span(claim.printed.lower().removeprefix("at least ").removeprefix("at most "))
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    bound = printed.low if least else printed.high
    if bound is None or not rows:
        return unjudged("it needs a number of days, weeks, months or years, and rows")
    # Responses are derived under one length of a month; their days are compared under the same.
    months = (DEFAULT_MONTH,) if "time to response" in claim.arguments else tuple(MonthConvention)
    by_month = {
        m: [_meets(_value(study, claim, r, m), bound * days_per(printed.unit, m), least=least) for r in rows]
        for m in months
    }
    answers = by_month[DEFAULT_MONTH]
    values = [_value(study, claim, r, DEFAULT_MONTH) for r in rows]
    shown = [
        f"{r.id}: {_shown(v.times(1 / days_per(printed.unit)), printed.unit)}"
        for r, v in zip(rows, values, strict=True)
    ]
    arithmetic, words = "; ".join(shown), f"at {'least' if least else 'most'} {printed.printed}"
    trace = tuple(ref_of(r, _column(claim, r)) for r in rows)
    against = [s for s, a in zip(shown, answers, strict=True) if a is False]
    open_rows = [s for s, a in zip(shown, answers, strict=True) if a is None]
    agreeing = [m for m, found in by_month.items() if all(found)]
    if agreeing and len(agreeing) < len(months):
        assumption = f"a month of {agreeing[0]}"
        return Judgement(
            Verdict.ASSUMES,
            f"{words} holds with {assumption}: {arithmetic}.",
            arithmetic,
            arithmetic,
            assumption,
            trace=trace,
        )
    if against:
        return Judgement(
            Verdict.FAILS, f"{words} is not true of {'; '.join(against)}.", arithmetic, arithmetic, trace=trace
        )
    if open_rows:
        return unjudged(f"it needs more of {'; '.join(open_rows)}", trace)
    return Judgement(Verdict.HOLDS, f"{words} is true of all: {arithmetic}.", arithmetic, arithmetic, trace=trace)


def _meets(value: Range, bound: Fraction, *, least: bool) -> bool | None:
    inner, outer = (value.low, value.high) if least else (value.high, value.low)
    if inner is not None and (inner >= bound if least else inner <= bound):
        return True
    if outer is not None and (outer < bound if least else outer > bound):
        return False
    return None


def _column(claim: Claim, row: Row) -> str:
    if isinstance(row, Course):
        return "span"
    word = claim.arguments[0] if claim.arguments else ""
    return "" if word == "time to response" else word.replace(" ", "_")


def _value(study: Study, claim: Claim, row: Row, month: MonthConvention) -> Range:
    if isinstance(row, Course):
        return _of_course(study, row, month).days
    word = claim.arguments[0] if claim.arguments else ""
    if word == "time to response":
        found = responses_for(study, claim, row)
        return found[0].time_to_response if found else OPEN
    value = getattr(row, word.replace(" ", "_"), None)
    if isinstance(value, Span):
        return Range(*value.days(month))
    return _age_days(value, month) if isinstance(value, Quantity) else OPEN


def _age_days(age: Quantity, month: MonthConvention) -> Range:
    """An age of 3 years lasts until the next birthday."""
    step, unit = Fraction(1, 10**age.decimals), days_per(age.unit, month)
    return Range(None if age.low is None else age.low * unit, None if age.high is None else (age.high + step) * unit)


@judges(
    "time to response", doc="A printed time to response lies where the assessments leave room for it.", source=_SOURCE
)
def time_to_response(study: Study, claim: Claim) -> Judgement:
    """After the last assessment without a response, up to the first with one."""
    try:
        printed = read_span(claim.printed)
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    said = [_within(study, claim, row, printed) for row in rows_of(study, claim)]
    if not said:
        return unjudged("it needs a lesion or patient")
    order = (Verdict.FAILS, Verdict.UNJUDGED, Verdict.ASSUMES, Verdict.HOLDS)
    return min(said, key=lambda one: order.index(one.verdict))


def _within(study: Study, claim: Claim, row: Row, printed: Span) -> Judgement:
    found = responses_for(study, claim, row)
    if not found:
        return unjudged(f"it needs assessments of {row.id} that some criteria classes")
    one = found[0]
    room, unit = one.time_to_response, printed.unit
    if room.is_open:
        return unjudged(f"it needs the times of the assessments of {row.id}", one.trace)
    shown = _shown(room.times(1 / days_per(unit)), unit)
    arithmetic = f"{row.id} under {one.criteria}: after {shown}"
    if room.high is None:
        message = f"{arithmetic}: a response was not seen at a known time, so {claim.printed} cannot be told."
        return Judgement(Verdict.UNJUDGED, message, shown, arithmetic, trace=one.trace)
    fits = _box(printed, DEFAULT_MONTH).meets(room)
    message = f"{arithmetic}; printed: {claim.printed}" + ("." if fits else ", which lies outside.")
    return Judgement(verdict(holds=fits), message, shown, arithmetic, trace=one.trace)


@judges("age", doc="A printed age follows from the age on file and the time between.", source=_SOURCE)
def age(study: Study, claim: Claim) -> Judgement:
    """Ages in whole years are a year wide."""
    patient = next((r for r in rows_of(study, claim) if isinstance(r, Patient)), None)
    if patient is None or patient.age is None:
        return unjudged("it needs a patient whose age is on file")
    try:
        printed = read_quantity(claim.printed, "year")
    except Refused as refused:
        return unjudged(f"{refused.rule}; {refused.remedy}")
    known, trace = _age_days(patient.age, DEFAULT_MONTH), (ref_of(patient, "age"), ref_of(patient, "age_at"))
    same_time = claim.at is None or (patient.age_at is not None and claim.at.printed == patient.age_at.printed)
    if not same_time:
        axis = Axis(study, patient.study, patient.id)
        known = known + (axis.place(claim.at) - axis.place(patient.age_at))
    if not known.is_known:
        return unjudged(f"it needs the time between {claim.at.printed if claim.at else '?'} and the age on file", trace)
    fits = _age_days(printed, DEFAULT_MONTH).meets(known)
    years = _shown(known.times(1 / days_per("year")), "year")
    arithmetic = f"{patient.age.printed}" + (f" at {patient.age_at.printed}" if patient.age_at else "")
    message = f"{arithmetic} gives {years}; printed: {claim.printed}" + ("." if fits else ", which differs.")
    return Judgement(verdict(holds=fits), message, years, arithmetic, trace=trace)


def _shown(value: Range, unit: str) -> str:
    ends: Iterable[str] = dict.fromkeys("?" if end is None else written(end) for end in (value.low, value.high))
    return f"{'-'.join(ends)} {unit}s"
