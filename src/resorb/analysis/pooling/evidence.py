"""From study tables to series: who reached which endpoint, by arm, with what splits the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resorb.analysis.pooling.series import Series
from resorb.codes import criteria, pooled_condition, routes
from resorb.response.derive import derive_responses
from resorb.tables.schema import Condition, Course, EndpointCount, Group, OutcomeCount, Patient, Product, StudyInfo
from resorb.tables.study import Study, ref_of
from resorb.values.findings import FactRef

NOT_SAID = "not said"
DRUG_ARMS = ("thiosulfate", "other compound")
CONSECUTIVE = ("consecutive series", "cohort", "trial", "registry")
"""Report types in which the patients were not picked for their outcome."""
OTHER_ARMS = ("other treatment", "standard care", "placebo", "untreated", "mixed care")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One count of one endpoint in one arm of one study. ``series`` holds the numbers, the rest what splits them.

    ``disease`` is the condition by which evidence is grouped, ``judged_by`` who or what judged, ``criteria`` the rule
    by which it was classed ("as the source judged" when it names none), ``report`` how the patients came to be
    reported, ``read`` how much of the source was read; ``basis`` are the courses and products that say what was given.
    """

    series: Series
    endpoint: str
    unit: str
    arm: str
    route: str
    disease: str
    underlying: tuple[str, ...]
    report: str
    design: str
    judged_by: str
    criteria: str
    read: str
    treatment: str = ""
    definition: str = ""
    year: int | None = None
    title: str = ""
    basis: tuple[FactRef, ...] = ()

    def by(self, name: str) -> str:
        """The value of a property by which evidence can be selected or split."""
        if name not in SPLITS:
            raise KeyError(name)
        value = getattr(self, name)
        return "; ".join(value) if isinstance(value, tuple) else NOT_SAID if value in (None, "") else str(value)


SPLITS = (
    "route", "disease", "endpoint", "report", "design", "arm", "judged_by", "criteria", "read", "unit", "year",
    "underlying", "treatment",
)  # fmt: skip
"""Properties of evidence by which it can be selected and split."""


def evidence(study: Study) -> tuple[Evidence, ...]:
    """Every count of an endpoint in the studies; patients told one by one count where no endpoint is printed.

    A report of another treatment tells of the drug only because it had failed before: its drug arms are left out, as
    patients picked by their outcome say nothing of its rate.
    """
    found = list(_printed(study))
    for way in (_by_class, _told):
        have = {one.series.study for one in found}
        found += [e for e in way(study) if e.series.study not in have]
    others = {info.id for info in study.rows(StudyInfo) if info.role == "comparator"}
    return tuple(e for e in found if not (e.arm in DRUG_ARMS and e.series.study in others))


def _printed(study: Study) -> Iterator[Evidence]:
    """Rows of endpoint counts. A group's count stands for its subgroups: theirs are left out where it has its own."""
    cells = _by_one_judge(study.rows(EndpointCount))
    counted = {(c.study, c.group, c.endpoint, c.unit) for c in cells}
    for cell in cells:
        group = study.row(Group, cell.study, cell.group)
        if group is None or _above(study, group, cell, counted):
            continue
        whole = cell.of if cell.of is not None else group.n if cell.unit != "lesions" else group.n_lesions
        if not whole or cell.n > whole:
            continue  # the checks say so
        trace = tuple(dict.fromkeys([ref_of(cell, "n"), ref_of(cell, "of") if cell.of else ref_of(group, "n")]))
        counts = (cell.n, whole, cell.unknown or 0)
        yield _made(study, group, counts, cell.endpoint, trace, Said(cell))


def _by_one_judge(cells: Iterable[EndpointCount]) -> list[EndpointCount]:
    """One count an endpoint of a group: where several judged the same patients, the most objective of them."""
    best: dict[tuple[str, str | None, str, str | None], EndpointCount] = {}
    for cell in cells:
        key = (cell.study, cell.group, cell.endpoint, cell.unit)
        if key not in best or _objective(cell) < _objective(best[key]):
            best[key] = cell
    return list(best.values())


def _objective(cell: EndpointCount) -> int:
    return _JUDGES_BEST_FIRST.index(cell.judged_by or "not read")


_JUDGES_BEST_FIRST = (
    "measurement", "imaging", "score", "photograph", "clinician", "chart", "registry", "mixed", "patient", "not read",
)  # fmt: skip


def _above(
    study: Study, group: Group, cell: EndpointCount, counted: set[tuple[str, str | None, str, str | None]]
) -> bool:
    parent = study.row(Group, group.study, group.of)
    while parent is not None:
        if (group.study, parent.id, cell.endpoint, cell.unit) in counted and (
            parent.arm is None or group.arm in (None, parent.arm)
        ):
            return True
        parent = study.row(Group, group.study, parent.of)
    return False


def _by_class(study: Study) -> Iterator[Evidence]:
    """Printed classes of response of whole groups, turned into endpoints by their criteria."""
    for group in study.rows(Group):
        cells = [c for c in study.of(OutcomeCount, group.study, group=group.id) if c.n is not None]
        info = study.row(StudyInfo, group.study, group.study)
        rule = next((c.criteria for c in cells if c.criteria), info.criteria if info else None)
        if group.of is not None or not cells or rule is None:
            continue
        known = criteria()[rule]
        classes = [(known.class_of_label(c.response_class), c.n or 0) for c in cells]
        total, trace = sum(n for _, n in classes), tuple(ref_of(c, "n") for c in cells)
        unknown = sum(n for name, n in classes if name == "unknown")
        if not total:
            continue
        for endpoint, wanted in (("lesion response", known.responders), ("complete response", ("complete",))):
            events = sum(n for name, n in classes if name in wanted)
            yield _made(study, group, (events, total, unknown), endpoint, trace, Said(rule=rule))


def _told(study: Study) -> Iterator[Evidence]:
    """Patients told one by one: those who responded, under the study's criteria or the first that class them."""
    responses = [r for r in derive_responses(study) if r.level == "patient"]
    for study_id in dict.fromkeys(r.study for r in responses):
        info = study.row(StudyInfo, study_id, study_id)
        mine = [r for r in responses if r.study == study_id]
        rule = info.criteria if info and info.criteria else mine[0].criteria
        told = [r for r in mine if r.criteria == rule]
        known = sum(r.best != "unknown" for r in told)
        group = Group(study=study_id, id="", label="patients told one by one", n=len(told))
        trace = tuple(dict.fromkeys(ref for r in told for ref in r.trace))
        disease = _conditions(study, group)[0]
        names = (
            ("wound improvement", "wound healing") if disease in _WOUNDS else ("lesion response", "complete response")
        )
        for endpoint, wanted in zip(names, (criteria()[rule].responders, ("complete",)), strict=True):
            if known:
                counts = (sum(r.best in wanted for r in told), len(told), len(told) - known)
                yield _made(study, group, counts, endpoint, trace, Said(rule=rule))


_WOUNDS = ("calciphylaxis",)
"""Diseases whose lesions are wounds: healing is their response."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a count was come by: the printed cell, or the criteria that classed it."""

    cell: EndpointCount | None = None
    rule: str = ""


def _made(
    study: Study, group: Group, counts: tuple[int, int, int], endpoint: str, trace: tuple[FactRef, ...], said: Said
) -> Evidence:
    cell, rule = said.cell, said.rule
    info = study.row(StudyInfo, group.study, group.study)
    events, whole, unknown = counts
    courses = _courses(study, group)
    products = [p for c in courses if (p := study.row(Product, c.study, c.product)) is not None]
    route = _route(products)
    diseases, underlying = _conditions(study, group)
    arm = _arm(study, group, info)
    year = info.year if info else None
    series = Series(
        study=group.study, events=events, n=whole, label=group.label, unknown=unknown,
        values={} if year is None else {"year": float(year)}, trace=trace,
    )  # fmt: skip
    return Evidence(
        series=series, endpoint=endpoint, unit=(cell.unit if cell and cell.unit else "patients"), arm=arm,
        route=route if arm in DRUG_ARMS else "none of the drug", disease=diseases, underlying=underlying,
        report=info.report if info else NOT_SAID, design=info.design if info else NOT_SAID,
        judged_by=(cell.judged_by if cell and cell.judged_by else "chart" if rule else "not read"),
        criteria=rule or (info.criteria if info and info.criteria else "as the source judged"),
        read=info.read if info else NOT_SAID, treatment=group.treatment or "",
        definition=(cell.definition or cell.label or "") if cell else "", year=year,
        title=(info.title or group.study) if info else group.study,
        basis=tuple(dict.fromkeys(ref_of(row) for row in (*courses, *products))),
    )  # fmt: skip


def _route(products: list[Product]) -> str:
    """The route of an arm: one route, or several at once."""
    known = routes()
    given = sorted({known[p.route].pooled_as or p.route for p in products})
    return " and ".join(given) or NOT_SAID


def _arm(study: Study, group: Group, info: StudyInfo | None) -> str:
    """The arm of the group or of the nearest group above that says it; else what the study's role and drug say."""
    here: Group | None = group
    while here is not None:
        if here.arm:
            return here.arm
        here = study.row(Group, here.study, here.of)
    if info is not None and info.role == "comparator":
        return "other treatment"
    drugs = {p.drug for p in study.of(Product, group.study)}
    if drugs and "sodium thiosulfate" not in drugs:
        return "other compound"
    return "thiosulfate" if info is None or info.role in (None, "treatment") else "mixed care"


def _courses(study: Study, group: Group) -> list[Course]:
    """Courses of the group, of its parents, or of its patients; all of the study when it names none."""
    mine: list[Course] = []
    here: Group | None = group
    while here is not None and not mine:
        mine = [c for c in study.of(Course, here.study, group=here.id) if _is_of_most(c, here)] if here.id else []
        here = study.row(Group, here.study, here.of)
    if not mine:
        patients = {p.id for p in study.of(Patient, group.study) if not group.id or p.group == group.id}
        mine = [c for c in study.of(Course, group.study) if c.patient in patients]
    return mine or (list(study.of(Course, group.study)) if group.of is None and group.arm in (None, *DRUG_ARMS) else [])


def _is_of_most(course: Course, group: Group) -> bool:
    """Whether most of the group had the course; a course of a few is no property of the arm."""
    return course.patients is None or group.n is None or 2 * course.patients >= group.n


def _conditions(study: Study, group: Group) -> tuple[str, tuple[str, ...]]:
    """The disease by which the group's evidence is pooled, and what underlies it; several diseases are named so."""
    rows: list[Condition] = []
    here: Group | None = group
    while here is not None and not rows:
        rows = list(study.of(Condition, here.study, group=here.id)) if here.id else []
        here = study.row(Group, here.study, here.of)
    rows = rows or [c for c in study.of(Condition, group.study) if c.patient or c.group]
    present = [c for c in rows if c.status != "ruled out"]
    size = group.n or 0
    # A target of a few is no property of the group, unless nothing is one of most.
    most = [c for c in present if c.role not in ("target", None) or c.n is None or 2 * c.n >= size]
    present = most if any(c.role in ("target", None) for c in most) else present
    targets = [c.condition for c in present if c.role in ("target", None)]
    underlying = tuple(dict.fromkeys(c.condition for c in present if c.role == "underlying"))
    # A calcification named in general belongs to the disease behind it: HFTC with an ectopic calcification is tumoral.
    grouped = [pooled_condition(name) for name in targets]
    behind = [pooled_condition(name) for name in underlying]
    named = [name for name in grouped if name] or [name for name in behind if name] or targets or underlying
    return (" and ".join(sorted(set(named))) or NOT_SAID), underlying


def select(listed: Iterable[Evidence], where: dict[str, tuple[str, ...]]) -> tuple[Evidence, ...]:
    """Evidence whose properties are among the wanted values, for example ``{"route": ("topical",)}``."""
    return tuple(e for e in listed if all(e.by(name) in wanted for name, wanted in where.items()))
