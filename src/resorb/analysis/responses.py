"""Response as proportions: of lesions and patients whose course is told, and of printed groups; unknowns bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from resorb.analysis.estimates import Estimate, bounded, proportion
from resorb.codes import criteria
from resorb.response.derive import Response
from resorb.tables.schema import Attrition, Group, OutcomeCount, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef


def estimate_told_responses(responses: Iterable[Response]) -> Iterator[Estimate]:
    """Responders among the lesions, and among the patients, that one criteria could class (best response)."""
    keyed = sorted(
        (r for r in responses if r.level in ("lesion", "patient")),
        key=lambda r: (r.study, r.criteria, r.level, r.subject),
    )
    for (study, rule, level), listed in groupby(keyed, key=lambda r: (r.study, r.criteria, r.level)):
        told = list(listed)
        responders = criteria()[rule].responders
        yes = sum(r.best in responders for r in told)
        unknown = sum(r.best == "unknown" for r in told)
        trace = tuple(dict.fromkeys(ref for r in told for ref in r.trace))
        yield from bounded(
            f"{study}.response.{rule}.{level}", study, "response", (yes, len(told) - yes - unknown, unknown), trace,
            level=level, criteria=rule, judged="best response",
        )  # fmt: skip


def estimate_printed_responses(study: Study) -> Iterator[Estimate]:
    """Responders, and each class, of every printed group with outcome cells; for the whole group also one step up."""
    for group in study.rows(Group):
        cells = list(study.of(OutcomeCount, group.study, group=group.id))
        info = study.row(StudyInfo, group.study, group.study)
        for rule in dict.fromkeys(c.criteria or (info.criteria if info else None) for c in cells):
            if rule is None:
                continue
            mine = [c for c in cells if (c.criteria or (info.criteria if info else None)) == rule]
            yield from _printed(study, group, rule, mine)


def _printed(study: Study, group: Group, rule: str, cells: list[OutcomeCount]) -> Iterator[Estimate]:
    known = criteria()[rule]
    classes = {c.id: known.class_of_label(c.response_class) for c in cells}
    if None in classes.values():
        return  # a label the criteria do not know; the checks say so
    yes = sum(c.n or 0 for c in cells if classes[c.id] in known.responders)
    unknown = sum(c.n or 0 for c in cells if classes[c.id] == "unknown")
    total = sum(c.n or 0 for c in cells)
    trace = tuple(ref_of(c, "n") for c in cells)
    stem = f"{group.study}.{group.id}"
    about = {"group": group.id, "label": group.label, "level": "patient", "criteria": rule}
    yield from bounded(
        f"{stem}.response.{rule}", group.study, "response", (yes, total - yes - unknown, unknown), trace, **about
    )
    if group.of is not None:
        return
    for cell in cells:
        counts, facts = (cell.n or 0, total), (ref_of(cell, "n"), *trace)
        named = f"{stem}.{rule}.{cell.response_class}"
        yield proportion(
            named, group.study, "response class", counts, facts, **about, response_class=cell.response_class
        )
    lost, lost_trace = _lost_after_treatment(study, group.study)
    if lost:
        bounds = (yes, total - yes - unknown, unknown + lost)
        yield from bounded(
            f"{stem}.response-of-all-treated.{rule}",
            group.study,
            "response of all treated",
            bounds,
            trace + lost_trace,
            **about,
        )


def _lost_after_treatment(study: Study, study_id: str) -> tuple[int, tuple[FactRef, ...]]:
    steps = [s for s in study.of(Attrition, study_id) if s.kind in ("not followed", "not as prescribed") and s.out]
    return sum(s.out or 0 for s in steps), tuple(ref_of(s, "out") for s in steps)
