"""Table 1: who was treated; printed groups with their counts, or told patients side by side."""

from __future__ import annotations

from collections.abc import Iterator

from resorb.analysis.groups import in_table_order
from resorb.analysis.tables import Cell, ReportTable
from resorb.codes import analytes, conditions
from resorb.tables.columns import Row
from resorb.tables.schema import Condition, Group, Lab, Lesion, OutcomeCount, Patient, Summary
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef

Rows = list[tuple[Cell, ...]]


def characteristics_tables(study: Study) -> Iterator[ReportTable]:
    """Table 1 of each study: of its printed groups and summaries, and of its told patients."""
    for study_id in study.ids:
        if rows := _printed(study, study_id):
            columns = ("Characteristic", "n", "% as printed", "Mean", "Median", "Range")
            yield ReportTable(f"{study_id}.table-1", study_id, "Who was treated, as printed", columns, tuple(rows))
        patients = list(study.of(Patient, study_id))
        if patients:
            names = ("Characteristic", *(p.id for p in patients))
            told = tuple(_told(study, study_id, patients))
            yield ReportTable(
                f"{study_id}.table-1-patients", study_id, "Who was treated, patient by patient", names, told
            )


def _printed(study: Study, study_id: str) -> Rows:
    groups = list(study.of(Group, study_id))
    summaries = {g.id: list(study.of(Summary, study_id, group=g.id)) for g in groups}
    with_outcomes = {c.group for c in study.of(OutcomeCount, study_id)}
    shown = {g.id for g in groups if g.id not in with_outcomes or summaries[g.id] or g.of is None}
    rows: Rows = []
    for partition, group, indent in in_table_order(groups, shown):
        if group is None:
            rows.append((Cell(partition or "", header=True, indent=indent), *[Cell("")] * 5))
            continue
        percent = group.percent.text if group.percent else ""
        name = Cell(group.label, (ref_of(group, "label"),), header=True, indent=indent)
        count = Cell("" if group.n is None else str(group.n), (ref_of(group, "n"),))
        rows.append((name, count, Cell(percent, (ref_of(group, "percent"),)), Cell(""), Cell(""), Cell("")))
        rows.extend(_summary_row(s, indent + 1) for s in summaries[group.id])
    return rows


def _summary_row(summary: Summary, indent: int) -> tuple[Cell, ...]:
    unit = f", {summary.unit}" if summary.unit else ""
    span = f"{summary.low.text} to {summary.high.text}" if summary.low and summary.high else ""
    return (
        Cell(f"{summary.variable}{unit}", (ref_of(summary, "variable"),), header=True, indent=indent),
        Cell("" if summary.n is None else str(summary.n), (ref_of(summary, "n"),)),
        Cell(""),
        Cell(summary.mean.text if summary.mean else "", (ref_of(summary, "mean"),)),
        Cell(summary.median.text if summary.median else "", (ref_of(summary, "median"),)),
        Cell(span, (ref_of(summary, "low"), ref_of(summary, "high"))),
    )


def _told(study: Study, study_id: str, patients: list[Patient]) -> Iterator[tuple[Cell, ...]]:
    yield _line("Sex", [(p.sex or "not on file", [ref_of(p, "sex")]) for p in patients])
    yield _line("Age", [_age(p) for p in patients])
    for role, label in (("target", "Calcification"), ("underlying", "Underlying"), ("comorbid", "Comorbid")):
        cells = [_conditions(study, study_id, p, role) for p in patients]
        if any(text for text, _ in cells):
            yield _line(label, cells)
    yield _line("Genetics", [_genetics(study, study_id, p) for p in patients])
    yield _line("Lesions", [_lesions(study, study_id, p) for p in patients])
    for analyte in dict.fromkeys(lab.analyte for lab in study.of(Lab, study_id) if lab.patient):
        yield _line(analytes()[analyte].label, [_labs(study, study_id, p, analyte) for p in patients])
    yield _line("Died", [(p.died or "not on file", [ref_of(p, "died")]) for p in patients])


def _line(label: str, cells: list[tuple[str, list[FactRef]]]) -> tuple[Cell, ...]:
    return (Cell(label, header=True), *(Cell(text, tuple(trace)) for text, trace in cells))


def _age(patient: Patient) -> tuple[str, list[FactRef]]:
    if patient.age is None:
        return "not on file", []
    at = f" ({patient.age_at.printed})" if patient.age_at else ""
    return f"{patient.age.printed}{at}", [ref_of(patient, "age"), ref_of(patient, "age_at")]


def _conditions(study: Study, study_id: str, patient: Patient, role: str) -> tuple[str, list[FactRef]]:
    rows = [c for c in study.of(Condition, study_id, patient=patient.id) if c.role == role and c.status != "ruled out"]
    known = conditions()
    return "; ".join(known[c.condition].label for c in rows), [ref_of(c, "condition") for c in rows]


def _genetics(study: Study, study_id: str, patient: Patient) -> tuple[str, list[FactRef]]:
    rows = [c for c in study.of(Condition, study_id, patient=patient.id) if c.gene or c.variants]
    parts = [
        " ".join(x for x in (c.gene or "", ", ".join(c.variants), f"({c.zygosity})" if c.zygosity else "") if x)
        for c in rows
    ]
    return "; ".join(parts), [
        ref_of(c, name) for c in rows for name in ("gene", "variants", "zygosity") if getattr(c, name)
    ]


def _lesions(study: Study, study_id: str, patient: Patient) -> tuple[str, list[FactRef]]:
    rows = list(study.of(Lesion, study_id, patient=patient.id))
    shown = [" ".join(x for x in (_side(r), r.site, r.size.printed if r.size else "") if x) for r in rows]
    return "; ".join(shown), [ref for r in rows for ref in _present(r, "site", "side", "size")]


def _side(lesion: Lesion) -> str:
    return lesion.side if lesion.side in ("left", "right", "both") else ""


def _labs(study: Study, study_id: str, patient: Patient, analyte: str) -> tuple[str, list[FactRef]]:
    rows = list(study.of(Lab, study_id, patient=patient.id, analyte=analyte))
    shown = []
    for lab in rows:
        value = lab.value.printed if lab.value else lab.level or "not on file"
        limits = f" [{lab.range.printed}]" if lab.range else ""
        shown.append(f"{value}{limits}")
    return "; ".join(shown), [ref for r in rows for ref in _present(r, "value", "level", "range")]


def _present(row: Row, *names: str) -> list[FactRef]:
    return [ref_of(row, name) for name in names if getattr(row, name) is not None]
