"""The best comparator on file, and why it is not a randomised one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resorb.analysis.pooling.bayes import Posterior, posterior
from resorb.analysis.pooling.evidence import OTHER_ARMS, Evidence
from resorb.analysis.pooling.sensitivity import Pool, naive

BEST_FIRST = ("placebo", "untreated", "standard care", "mixed care", "other treatment")
"""Arms in the order in which they tell what happens without the drug."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparator: what was given instead, its rate, and what keeps it from being a fair one.

    ``same_judge`` is whether some of it was judged as the pooled series were.
    """

    arm: str
    treatment: str
    evidence: tuple[Evidence, ...]
    pool: Pool
    posterior: Posterior
    same_judge: bool
    caveats: tuple[str, ...]


def compare(pooled: Sequence[Evidence], on_file: Sequence[Evidence]) -> tuple[Comparison, ...]:
    """Comparators of the same disease and endpoint, the one nearest to no treatment first.

    Arms of one kind are pooled together, other treatments one by one: what helps is no single thing.
    """
    disease, endpoint, unit = pooled[0].disease, pooled[0].endpoint, pooled[0].unit
    alike = [
        e for e in on_file
        if e.arm in OTHER_ARMS and e.disease == disease and e.endpoint == endpoint and e.unit == unit
    ]  # fmt: skip
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for one in alike:
        key = (one.arm, (one.treatment or one.series.label) if one.arm == "other treatment" else one.arm)
        groups.setdefault(key, []).append(one)
    found = [_comparison(arm, treatment, listed, pooled) for (arm, treatment), listed in groups.items()]
    return tuple(sorted(found, key=lambda c: (BEST_FIRST.index(c.arm), -c.pool.n, c.treatment)))


def _comparison(arm: str, treatment: str, listed: list[Evidence], pooled: Sequence[Evidence]) -> Comparison:
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
    return Comparison(arm, treatment, tuple(listed), naive(series), posterior(series), same, tuple(caveats))
