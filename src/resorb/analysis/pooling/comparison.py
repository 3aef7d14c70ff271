"""The best comparator on file, and why it is not a randomised one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from resorb.analysis.pooling.bayes import Posterior, posterior
from resorb.analysis.pooling.evidence import OTHER_ARMS, Evidence
from resorb.analysis.pooling.sensitivity import Pool, naive

PLACEBO, CONCURRENT, PLACEBO_ELSEWHERE, COURSE = (
    "placebo of the same trial", "concurrent without the drug", "placebo of another trial", "natural course",
)  # fmt: skip
BEST_FIRST = (PLACEBO, CONCURRENT, PLACEBO_ELSEWHERE, COURSE, "standard care", "mixed care", "other treatment")
"""Kinds of comparator, the best first: the nearer to the same patients without the drug, the better.

A placebo drawn by lot against the drug itself; patients of the same study who did not get it; a placebo drawn by lot
against something else; patients left alone elsewhere; usual care elsewhere; care in which some had the drug; another
treatment, which may help as well.
"""
ENOUGH = 3
"""A comparator of fewer patients is a count: it comes after every one that is not."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparator: what was given instead, its rate, and what keeps it from being a fair one.

    ``kind`` is one of :data:`BEST_FIRST`, ``arm`` that of the study tables.
    ``same_judge`` is whether some of it was judged as the pooled series were.
    """

    kind: str
    arm: str
    treatment: str
    evidence: tuple[Evidence, ...]
    pool: Pool
    posterior: Posterior
    same_judge: bool
    caveats: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called where there is little room: the treatment when it is another one, else the kind."""
        return self.treatment if self.kind == "other treatment" else self.kind


def compare(pooled: Sequence[Evidence], on_file: Sequence[Evidence]) -> tuple[Comparison, ...]:
    """Comparators of the same disease and endpoint, the best first.

    The order of preference stands here and nowhere else: three patients or more before fewer, then the kind
    (:data:`BEST_FIRST`), then most patients. Comparators of one kind are pooled together, other treatments one by
    one: what helps is no single thing.
    """
    disease, endpoint, unit = pooled[0].disease, pooled[0].endpoint, pooled[0].unit
    alike = [
        e for e in on_file
        if e.arm in OTHER_ARMS and e.disease == disease and e.endpoint == endpoint and e.unit == unit
    ]  # fmt: skip
    own = {e.series.study for e in pooled}
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for one in alike:
        treatment = (one.treatment or one.series.label) if one.arm == "other treatment" else one.arm
        groups.setdefault((kind_of(one, own), one.arm, treatment), []).append(one)
    found = [_comparison(*key, listed, pooled) for key, listed in groups.items()]
    return tuple(
        sorted(found, key=lambda c: (c.pool.n < ENOUGH, BEST_FIRST.index(c.kind), -c.pool.n, c.arm, c.treatment))
    )


def kind_of(one: Evidence, own: Collection[str]) -> str:
    """The kind of comparator that an arm is to series of the studies ``own``."""
    here = one.series.study in own
    if one.arm == "placebo" and one.design == "trial":
        return PLACEBO if here else PLACEBO_ELSEWHERE
    if here and one.arm in ("placebo", "untreated", "standard care"):
        return CONCURRENT
    return COURSE if one.arm in ("placebo", "untreated") else one.arm


def _comparison(kind: str, arm: str, treatment: str, listed: list[Evidence], pooled: Sequence[Evidence]) -> Comparison:
    series = [e.series for e in listed]
    judges = {e.judged_by for e in pooled} - {"not read"}
    same = any(e.judged_by in judges for e in listed)
    own = {e.series.study for e in pooled}
    caveats = []
    if not any(e.series.study in own for e in listed):
        caveats.append("other patients, other places, other years: nobody was drawn by lot")
    elif any(e.design == "trial" for e in listed):
        caveats.append("an arm of the same study")
    else:
        caveats.append("patients of the same study who did not get the drug, by choice and not by lot")
    if not same:
        caveats.append("judged otherwise, or the judge was not read")
    if {e.underlying for e in listed} and not {u for e in listed for u in e.underlying} & {
        u for e in pooled for u in e.underlying
    }:
        caveats.append("the disease behind it differs or was not read")
    if any(e.read != "full text" for e in listed):
        caveats.append("not read in full")
    return Comparison(kind, arm, treatment, tuple(listed), naive(series), posterior(series), same, tuple(caveats))
