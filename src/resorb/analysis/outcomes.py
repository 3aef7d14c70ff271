"""Table 3: what became of each lesion, patient and printed group, under each criteria that applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resorb.analysis.estimates import Estimate
from resorb.analysis.groups import in_table_order
from resorb.analysis.tables import Cell, ReportTable
from resorb.analysis.treatment import range_text
from resorb.codes import criteria
from resorb.response.derive import Response
from resorb.tables.schema import Group, Lesion, OutcomeCount, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.numbers import as_text
from resorb.values.ranges import Range

_TOLD = ("Lesion or patient", "Course", "Criteria", "Best response", "Last response", "Time to response, days",
         "Change from baseline, %", "Recurred", "On retreatment")  # fmt: skip


def outcome_tables(study: Study, responses: Iterable[Response], estimates: Iterable[Estimate]) -> Iterator[ReportTable]:
    """Table 3 of each study: of told lesions and patients, and of printed groups with responders and interval."""
    told: dict[str, list[tuple[Cell, ...]]] = {}
    for response in responses:
        told.setdefault(response.study, []).append(_told(study, response))
    intervals = {e.id: e for e in estimates}
    for study_id in study.ids:
        if study_id in told:
            rows = tuple(told[study_id])
            yield ReportTable(f"{study_id}.table-3", study_id, "What became of each lesion", _TOLD, rows)
        yield from _printed(study, study_id, intervals)


def _told(study: Study, response: Response) -> tuple[Cell, ...]:
    trace = response.trace
    lesion = study.row(Lesion, response.study, response.subject)
    name = f"{response.subject} ({lesion.site})" if lesion else response.subject
    return (
        Cell(name, (ref_of(lesion, "site"),) if lesion else trace, header=True),
        Cell(response.course or "", trace),
        Cell(criteria()[response.criteria].label, trace),
        Cell(response.best, trace),
        Cell(response.last, trace),
        Cell(_interval(response.time_to_response), trace),
        Cell(range_text(response.change_percent), trace),
        Cell(_yes_no(response.recurred), trace),
        Cell(response.after_retreatment or "", trace),
    )


def _interval(days: Range | None) -> str:
    """Time to response is known only between two looks: after the one, by the other. In whole days."""
    if days is None or days.is_open:
        return ""
    low, high = (None if end is None else as_text(end, 0) for end in (days.low, days.high))
    if days.is_point:
        return f"at {low}"
    return f"after {low}, by {high}" if low and high else f"by {high}" if high else f"after {low}"


def _yes_no(value: bool | None) -> str:
    return "not known" if value is None else "yes" if value else "no"


def _printed(study: Study, study_id: str, intervals: dict[str, Estimate]) -> Iterator[ReportTable]:
    cells = list(study.of(OutcomeCount, study_id))
    for rule in dict.fromkeys(c.criteria or _rule(study, study_id) for c in cells):
        mine = [c for c in cells if (c.criteria or _rule(study, study_id)) == rule]
        classes = tuple(dict.fromkeys(c.response_class for c in mine))
        columns = ("Group", *classes, "Total", "% as printed", "Responders (95 % interval, unknowns as non-responders)")
        counted = {c.group for c in mine if c.group}
        rows: list[tuple[Cell, ...]] = []
        for partition, group, indent in in_table_order(list(study.of(Group, study_id)), counted):
            if group is None:
                rows.append((Cell(partition or "", header=True, indent=indent), *[Cell("")] * (len(columns) - 1)))
            else:
                counts = {k: [c for c in mine if c.group == group.id and c.response_class == k] for k in classes}
                rows.append(_group_row(group, indent, classes, counts, intervals, rule))
        label = criteria()[rule].label if rule in criteria() else "as printed"
        named = f"{study_id}.table-3-groups-{rule or 'as-printed'}"
        yield ReportTable(named, study_id, f"Response of printed groups: {label}", columns, tuple(rows))


def _rule(study: Study, study_id: str) -> str:
    info = study.row(StudyInfo, study_id, study_id)
    return (info.criteria if info else None) or ""


def _group_row(
    group: Group,
    indent: int,
    classes: tuple[str, ...],
    counts: dict[str, list[OutcomeCount]],
    intervals: dict[str, Estimate],
    rule: str,
) -> tuple[Cell, ...]:
    stem = f"{group.study}.{group.id}.response.{rule}"
    estimate = intervals.get(f"{stem}.worst-case") or intervals.get(stem)
    shown = f"{estimate.n}/{estimate.N}" if estimate is not None else ""
    if estimate is not None and estimate.value is not None:
        low, high = 100 * (estimate.low or 0), 100 * (estimate.high or 0)
        shown = f"{estimate.n}/{estimate.N}: {100 * estimate.value:.1f} % ({low:.1f} to {high:.1f})"
    return (
        Cell(group.label, (ref_of(group, "label"),), header=True, indent=indent),
        *(_count(counts[c]) for c in classes),
        Cell("" if group.n is None else str(group.n), (ref_of(group, "n"),)),
        Cell(group.percent.text if group.percent else "", (ref_of(group, "percent"),)),
        Cell(shown, estimate.trace if estimate else (), estimate=estimate.id if estimate else ""),
    )


def _count(cells: list[OutcomeCount]) -> Cell:
    if not cells:
        return Cell("")
    return Cell(str(sum(c.n or 0 for c in cells)), tuple(ref_of(c, "n") for c in cells))
