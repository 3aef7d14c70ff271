"""The evidence base as a whole: what of it can be pooled, what is left out and why, and where it is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from resorb.analysis.pooling.answers import Answer, answer
from resorb.analysis.pooling.duplicates import Pair, dropped, pairs
from resorb.analysis.pooling.evidence import DRUG_ARMS, SPLITS, Evidence, evidence, select
from resorb.analysis.pooling.lesions import LesionRate, lesion_rate
from resorb.analysis.pooling.regression import USUAL, Regression, moderator_named, questions, regress, weekly_doses
from resorb.analysis.pooling.slips import Slips, slips
from resorb.response.derive import derive_responses
from resorb.tables.schema import StudyInfo
from resorb.tables.study import Study, as_proposed
from resorb.values.findings import Finding, Refused

QUESTION = ("endpoint", "route", "disease", "arm", "unit")
"""What must be the same for series to be pooled."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step from the reports on file to those pooled: what is left out and why."""

    reason: str
    out: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Hole:
    """One cell of the coverage table: reports and patients on file for a route, a disease and a report type."""

    route: str
    disease: str
    report: str
    studies: int
    patients: int


@dataclass(frozen=True, slots=True)
class Base:
    """Everything pooled and everything known of it.

    ``once`` are answers with undecided duplicates counted once; ``lesions`` what is told lesion by lesion, by answer.
    """

    evidence: tuple[Evidence, ...]
    pairs: tuple[Pair, ...]
    flow: tuple[Step, ...]
    coverage: tuple[Hole, ...]
    answers: tuple[Answer, ...]
    once: tuple[Answer, ...]
    regressions: tuple[Regression, ...] = ()
    lesions: Mapping[str, LesionRate] = field(default_factory=dict)


def pool_base(
    study: Study,
    where: dict[str, tuple[str, ...]] | None = None,
    by: Sequence[str] = (),
    moderators: Sequence[str] = USUAL,
) -> Base:
    """Pool every question the studies can answer.

    Args:
        study: the studies, merged.
        where: properties the evidence must have, see :func:`resorb.analysis.pooling.evidence.select`.
        by: further properties to split by.
        moderators: keys of :data:`resorb.analysis.pooling.regression.MODERATORS` to regress the rates on, one by one.

    Raises:
        Refused: for an unknown property or moderator, or when nothing is left to pool.
    """
    for name in moderators:
        moderator_named(name)
    for name in (*by, *(where or {})):
        if name not in SPLITS:
            raise Refused(f"{name!r} is no property of evidence", f"use one of: {', '.join(SPLITS)}")
    everything = evidence(study)
    found = pairs(study)
    chosen = [e for e in select(everything, where or {}) if e.arm in DRUG_ARMS]
    if not chosen:
        raise Refused("no evidence on the drug fits the selection", "loosen --where; see `resorb evidence list`")
    twice = dropped(found, undecided=False)
    against = [e for e in everything if e.series.study not in twice]
    sure = [p for p in found if p.verdict == "same patients"]
    answers = _answers(chosen, against, by, sure)
    same = frozenset(e.series.study for e in chosen) - {s.study for a in answers for s in a.series}
    return Base(
        everything, found, _flow(study, everything, same, chosen), coverage(everything), answers,
        _answers(chosen, against, by, found, {a.id: a for a in answers}),
        tuple(_regressions(study, chosen, sure, moderators)), _lesions(study, answers),
    )  # fmt: skip


def _lesions(study: Study, answers: Sequence[Answer]) -> dict[str, LesionRate]:
    responses = derive_responses(study)
    found = ((a.id, lesion_rate(study, a.evidence, responses)) for a in answers)
    return {name: rate for name, rate in found if rate is not None}


def slips_of(
    study: Study,
    base: Base,
    findings: Sequence[Finding],
    where: dict[str, tuple[str, ...]] | None = None,
    by: Sequence[str] = (),
) -> dict[str, Slips]:
    """What failing findings do to each answer, by its id.

    Args:
        study: the studies pooled, as printed.
        base: what they give together.
        findings: what the checks say of them.
        where: as for :func:`pool_base`.
        by: as for :func:`pool_base`.
    """
    meant = [e for e in select(evidence(as_proposed(study)), where or {}) if e.arm in DRUG_ARMS]
    repaired = _questions(meant, by, [p for p in base.pairs if p.verdict == "same patients"])
    return {a.id: slips(study, a.evidence, repaired.get(a.id, []), findings) for a in base.answers}


def _regressions(
    study: Study, chosen: Sequence[Evidence], shared: Sequence[Pair], moderators: Sequence[str]
) -> Iterator[Regression]:
    """Each moderator on each question; the dose as proposed as well, where that differs from the print."""
    for moderator in dict.fromkeys(moderators):
        asked = [_once(every, shared) for every in questions(chosen, moderator)]
        if moderator != "dose":
            yield from (regress(some, moderator) for some in asked)
            continue
        proposed = as_proposed(study)
        printed_doses, proposed_doses = weekly_doses(study), weekly_doses(proposed)
        for some in asked:
            as_printed = regress(some, moderator, printed_doses, study.reading)
            as_meant = regress(some, moderator, proposed_doses, proposed.reading)
            yield as_printed
            if replace(as_meant, reading=as_printed.reading) != as_printed:
                yield as_meant


def _once(every: Sequence[Evidence], shared: Sequence[Pair]) -> list[Evidence]:
    """Evidence without the studies whose patients another of it holds."""
    here = {e.series.study for e in every}
    out = dropped([p for p in shared if {p.one, p.other} <= here], undecided=True)
    return [e for e in every if e.series.study not in out]


def _answers(
    listed: Iterable[Evidence],
    against: Sequence[Evidence],
    by: Sequence[str],
    shared: Sequence[Pair],
    known: Mapping[str, Answer] | None = None,
) -> tuple[Answer, ...]:
    """An answer for each question; a known one is taken as it is when it rests on the same evidence."""
    found = []
    for name, some in _questions(listed, by, shared).items():
        before = (known or {}).get(name)
        # What is listed is drawn from what the known answers rest on: as many are the same.
        if before is None or len(before.evidence) != len(some):
            before = answer(some, against, name)
        found.append(before)
    return tuple(sorted(found, key=lambda a: (a.route, a.disease, -a.pool.n, a.id)))


def _questions(listed: Iterable[Evidence], by: Sequence[str], shared: Sequence[Pair]) -> dict[str, list[Evidence]]:
    """The evidence on each question, by the id of its answer.

    Of a pair of studies that may share patients one counts, but only where both would answer the same question:
    elsewhere nobody is counted twice.
    """
    groups: dict[tuple[str, ...], list[Evidence]] = {}
    for one in listed:
        groups.setdefault(tuple(one.by(name) for name in (*QUESTION, *by)), []).append(one)
    found = {}
    for key, every in groups.items():
        words = [k for name, k in zip((*QUESTION, *by), key, strict=True) if (name, k) not in _USUAL]
        found[".".join("-".join(w.replace("/", " ").split()) for w in words)] = _once(every, shared)
    return found


_USUAL = {("arm", "thiosulfate"), ("unit", "patients")}


def _flow(
    study: Study, everything: Sequence[Evidence], same: frozenset[str], chosen: Sequence[Evidence]
) -> tuple[Step, ...]:
    """PRISMA-like: reports on file, those that are not pooled and why, those that are."""
    infos = {info.id: info for info in study.rows(StudyInfo)}
    drug = {e.series.study for e in everything if e.arm in DRUG_ARMS}
    other = {e.series.study for e in everything} - drug
    left = dict(infos)
    steps = [Step("reports on file", (), len(left))]
    for reason, names in (
        ("reviews: claims about other reports", [i for i, info in infos.items() if info.report == "review"]),
        ("comparators and natural course: set beside, not pooled with the drug",
         [i for i, info in infos.items() if info.role == "comparator" or i in other]),
        ("background: mixed care, instruments", [i for i, info in infos.items() if info.role == "background"]),
        ("outcome not read, or none that can be counted", [i for i in infos if i not in drug]),
        ("the same patients as another report", sorted(same)),
        ("outside the selection", [i for i in infos if i not in {e.series.study for e in chosen}]),
    ):  # fmt: skip
        out = tuple(sorted(n for n in names if n in left))
        for name in out:
            del left[name]
        if out:
            steps.append(Step(reason, out, len(left)))
    return tuple(steps)


def coverage(everything: Sequence[Evidence]) -> tuple[Hole, ...]:
    """Reports with a counted outcome by route, disease and report type; each study counts its largest whole once.

    Args:
        everything: the evidence; arms without the drug and counts of lesions are left out.
    """
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for one in everything:
        if one.arm in DRUG_ARMS and one.unit == "patients":
            held = cells.setdefault((one.route, one.disease, one.report), {})
            held[one.series.study] = max(held.get(one.series.study, 0), one.series.n)
    return tuple(Hole(*key, len(held), sum(held.values())) for key, held in sorted(cells.items()))


@dataclass(frozen=True, slots=True)
class Placed:
    """A centre's own series beside the base: the answer without and with it, and where it lies among new series.

    ``below`` is the probability that a new series of the base has a lower rate; None when the base holds nothing on
    the question.
    """

    own: tuple[Evidence, ...]
    base: Answer | None
    updated: Answer
    below: float | None


def place(own: Study, base: Study) -> tuple[Placed, ...]:
    """Each of a centre's series set beside the base."""
    theirs = [e for e in evidence(base) if e.series.study not in own.ids]
    same = dropped(pairs(base), undecided=False)
    theirs = [e for e in theirs if e.series.study not in same]
    groups: dict[tuple[str, ...], list[Evidence]] = {}
    for one in evidence(own):
        if one.arm in DRUG_ARMS:
            groups.setdefault(tuple(one.by(name) for name in QUESTION), []).append(one)
    found = []
    for key, mine in groups.items():
        on_file = [e for e in theirs if tuple(e.by(name) for name in QUESTION) == key]
        before = answer(on_file, theirs) if on_file else None
        rate = sum(e.series.events for e in mine) / sum(e.series.n for e in mine)
        below = None if before is None else before.posterior.share_below(rate)
        found.append(Placed(tuple(mine), before, answer([*on_file, *mine], theirs), below))
    return tuple(found)
