"""Table 2: what was given; one row a course, as printed and, where a slip is proposed, as proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from resorb.analysis.tables import Cell, ReportTable
from resorb.exposure.exposures import Exposure
from resorb.tables.schema import Course, Product
from resorb.tables.study import Study, ref_of
from resorb.values.numbers import as_text
from resorb.values.ranges import Range
from resorb.values.spans import MonthConvention

COLUMNS = (
    "Course", "Product", "Given", "Duration", "Reading", "Per administration, mg", "Per day, mg", "Per week, mg",
    "Total, g", "Convention", "Ended",
)  # fmt: skip


def treatment_tables(study: Study, printed: Iterable[Exposure], proposed: Iterable[Exposure]) -> Iterator[ReportTable]:
    """Table 2 of each study that has courses."""
    meant = {(e.study, e.course): e for e in proposed}
    rows: dict[str, list[tuple[Cell, ...]]] = {}
    for exposure in printed:
        course = study.row(Course, exposure.study, exposure.course)
        if course is None:
            continue
        listed = rows.setdefault(exposure.study, [])
        listed.append(_row(study, course, exposure))
        other = meant.get((exposure.study, exposure.course))
        if other is not None and _doses(other) != _doses(exposure):
            listed.append(_row(study, course, other))
    for study_id, listed in rows.items():
        notes = ("A range stands where a factor is a range; an empty cell where the facts do not give it.",)
        yield ReportTable(f"{study_id}.table-2", study_id, "What was given", COLUMNS, tuple(listed), notes)


def month_tables(study: Study, by_month: Mapping[MonthConvention, Iterable[Exposure]]) -> Iterator[ReportTable]:
    """Doses under each length of a month, for the courses whose dose depends on it."""
    lines: dict[str, dict[str, list[Cell]]] = {}
    for month, exposures in by_month.items():
        for exposure in exposures:
            if exposure.month is month and not (exposure.mg_per_day.is_open and exposure.mg_total.is_open):
                cells = lines.setdefault(exposure.study, {}).setdefault(exposure.course, [])
                per_day, total = range_text(exposure.mg_per_day), range_text(exposure.mg_total, 1000)
                shown = "; ".join(f"{text} {unit}" for text, unit in ((per_day, "mg/day"), (total, "g")) if text)
                cells.append(Cell(shown, exposure.trace))
    columns = ("Course", *(f"Month of {month.value}" for month in by_month))
    for study_id, courses in lines.items():
        rows = []
        for name, cells in courses.items():
            course = study.row(Course, study_id, name)
            rows.append((Cell(name, (ref_of(course),) if course else (), header=True), *cells))
        title = "Dose per day and in total under each length of a month"
        yield ReportTable(f"{study_id}.table-2-months", study_id, title, columns, tuple(rows))


def range_text(value: Range, per: int = 1) -> str:
    """A range for a reader: "373.1", "12.5 to 25", "at least 5", or nothing when open on both sides."""
    low, high = value.low, value.high
    if value.is_open:
        return ""
    shown = [None if end is None else as_text(end / per) for end in (low, high)]
    if shown[0] == shown[1]:
        return shown[0] or ""
    if shown[0] is None:
        return f"at most {shown[1]}"
    return f"at least {shown[0]}" if shown[1] is None else f"{shown[0]} to {shown[1]}"


def _doses(exposure: Exposure) -> tuple[Range, ...]:
    return exposure.per_administration_mg, exposure.mg_per_day, exposure.mg_total


def _row(study: Study, course: Course, exposure: Exposure) -> tuple[Cell, ...]:
    product = study.row(Product, course.study, course.product)
    strength = product.strength.printed if product and product.strength else "strength not on file"
    route = product.route if product else ""
    names = ("amount", "volume", "applied", "schedule", "dispensed")
    given = [(name, getattr(course, name)) for name in names]
    present = [(name, value) for name, value in given if value is not None]
    span = course.span.printed if course.span else ""
    product_trace = (ref_of(product, "strength"), ref_of(product, "route")) if product else ()
    return (
        Cell(course.id, (ref_of(course),), header=True),
        Cell(f"{strength}, {route}", product_trace),
        Cell(
            "; ".join(_given(name, value.printed) for name, value in present),
            tuple(ref_of(course, n) for n, _ in present),
        ),
        Cell(span, (ref_of(course, "span"),) if span else ()),
        Cell(exposure.reading),
        _number(exposure, exposure.per_administration_mg),
        _number(exposure, exposure.mg_per_day),
        _number(exposure, exposure.mg_per_week),
        _number(exposure, exposure.mg_total, per=1000),
        Cell(f"month of {exposure.month.value}" if exposure.month else "", exposure.trace),
        Cell("; ".join(x for x in (course.stopped, course.reason_stopped) if x), (ref_of(course, "stopped"),)),
    )


def _given(name: str, printed: str) -> str:
    return f"{printed} dispensed" if name == "dispensed" else printed


def _number(exposure: Exposure, value: Range, per: int = 1) -> Cell:
    return Cell(range_text(value, per), exposure.trace)
