"""Response as proportions: of lesions and patients whose course is told, and of printed groups; unknowns bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from resorb.analysis.clusters import METHOD, clustered_rate
from resorb.analysis.estimates import Estimate, bounded, proportion
from resorb.codes import criteria
from resorb.response.derive import Response
from resorb.tables.schema import Attrition, Course, Group, Lesion, OutcomeCount, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef, Refused

_COMPARATORS = ("standard care", "placebo", "untreated")


def estimate_told_responses(study: Study, responses: Iterable[Response]) -> Iterator[Estimate]:
    """Responders among the lesions treated, and among the patients, that one criteria could class (best response).

    Where courses name the lesions they were given for, only those count, and one of them that nobody assessed is
    unknown; a lesion that came up elsewhere is told in the tables and is no failure of a treatment it did not have.
    Where patients have several lesions, their rate follows with patients as clusters.
    """
    keyed = sorted(
        (r for r in responses if r.level in ("lesion", "patient")),
        key=lambda r: (r.study, r.criteria, r.level, r.subject),
    )
    for (study_of, rule, level), listed in groupby(keyed, key=lambda r: (r.study, r.criteria, r.level)):
        told = list(listed)
        unseen: list[FactRef] = []
        if level == "lesion":
            told, unseen = treated_lesions(study, study_of, told)
        if not told:
            continue
        responders = criteria()[rule].responders
        yes = sum(r.best in responders for r in told)
        unknown = sum(r.best == "unknown" for r in told)
        counts = (yes, len(told) - yes - unknown, unknown + len(unseen))
        trace = tuple(dict.fromkeys([*(ref for r in told for ref in r.trace), *unseen]))
        about = {"level": level, "criteria": rule, "judged": "best response"}
        yield from bounded(f"{study_of}.response.{rule}.{level}", study_of, "response", counts, trace, **about)
        if level == "lesion":
            responded = {(r.patient or "", r.subject): r.best in responders for r in told}
            responded |= {(patient_of(study, ref), ref.row): False for ref in unseen}
            yield from _clustered(study_of, rule, responded, trace)


CLUSTERED = "response of lesions within patients"
"""Measure of the rate of lesions with patients as clusters; unknown ones count as not having responded."""


def _clustered(
    study: str, rule: str, responded: dict[tuple[str, str], bool], trace: tuple[FactRef, ...]
) -> Iterator[Estimate]:
    """The rate of lesions with patients as clusters, or why there is none; nothing where each patient has one."""
    clusters: dict[str, list[bool]] = {}
    for (patient, _), yes in responded.items():
        clusters.setdefault(patient, []).append(yes)
    if len(clusters) == len(responded):
        return
    events, whole = sum(responded.values()), len(responded)
    group = {"level": "lesion", "criteria": rule, "judged": "best response", "patients": str(len(clusters))}
    name = f"{study}.response.{rule}.lesion.clustered"
    try:
        found = clustered_rate([(sum(each), len(each)) for each in clusters.values()])
    except Refused as refused:
        note = f"no interval: {refused.rule}"
        yield Estimate(name, study, CLUSTERED, group, events, whole, unit="proportion", note=note, trace=trace)
        return
    group["design effect"] = f"{found.design_effect:.2f}"
    yield Estimate(
        name, study, CLUSTERED, group, events, whole, found.rate, found.low, found.high, 0.95, "proportion", METHOD,
        trace=trace,
    )  # fmt: skip


def patient_of(study: Study, ref: FactRef) -> str:
    """The patient of a lesion."""
    lesion = study.row(Lesion, ref.study, ref.row)
    return (lesion.patient if lesion else None) or ""


def treated_lesions(study: Study, study_id: str, told: list[Response]) -> tuple[list[Response], list[FactRef]]:
    """Responses of lesions that the course judged was given for, and lesions of those courses that nobody assessed."""
    courses = {r.course: study.row(Course, study_id, r.course) for r in told}
    meant = {name: set(course.lesions) for name, course in courses.items() if course is not None}
    kept = [r for r in told if not meant.get(r.course) or r.subject in meant[r.course]]
    seen = {r.subject for r in kept}
    unseen = sorted({lesion for r in kept for lesion in meant.get(r.course, ()) if lesion not in seen})
    return kept, [FactRef(study_id, "lesions", lesion, "site") for lesion in unseen]


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
    lost, lost_trace = (0, ()) if _is_beside_treated(study, group) else _lost_after_treatment(study, group.study)
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


def _is_beside_treated(study: Study, group: Group) -> bool:
    """Whether the group was set beside patients who were treated: the steps of attrition are then of those."""
    treated = next((c for c in study.of(Course, group.study) if c.group != group.id), None)
    return group.arm in _COMPARATORS and treated is not None


def _lost_after_treatment(study: Study, study_id: str) -> tuple[int, tuple[FactRef, ...]]:
    treated = ("not followed", "not as prescribed")
    told = (s for s in study.of(Attrition, study_id) if s.unit in (None, "patients"))
    steps = [s for s in told if s.kind in treated and s.out]
    return sum(s.out or 0 for s in steps), tuple(ref_of(s, "out") for s in steps)
