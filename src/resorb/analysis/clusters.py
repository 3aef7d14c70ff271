"""Lesions within patients: the lesion is the unit of response, the patient the cluster.

Lesions of one patient answer alike, for they share the patient, the disease and the course. Counted as if each were a
patient of its own they give an interval that is too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resorb.values.findings import Refused

METHOD = (
    "ratio estimator, patients as clusters (Rao and Scott 1992); exact interval on the effective number of lesions "
    "(Korn and Graubard 1998)"
)


@dataclass(frozen=True, slots=True)
class Clustered:
    """A rate of lesions with patients as clusters: ratio estimator (Rao and Scott 1992, Biometrics 48:577).

    ``design_effect`` is how much wider the variance is than for independent lesions.
    """

    rate: float
    low: float
    high: float
    design_effect: float
    lesions: int
    clusters: int


def clustered_rate(clusters: Sequence[tuple[int, int]], level: float = 0.95) -> Clustered:
    """The rate over clusters given as (lesions that responded, lesions).

    The interval is the exact one on the effective numbers, counts divided by the design effect (Korn and Graubard 1998,
    Survey Methodology 24:193, without their correction for the degrees of freedom): never narrower than the exact
    interval of the lesions as they are.

    Raises:
        Refused: with fewer than two clusters or an impossible count.
    """
    from scipy.stats import beta

    if any(not 0 <= y <= m or m < 1 for y, m in clusters):
        raise Refused("a count of lesions is no proportion", "give lesions by patient")
    if len(clusters) < 2:
        raise Refused("lesions of one patient: they say nothing of others", "give lesions of two patients or more")
    events, lesions, k = sum(y for y, _ in clusters), sum(m for _, m in clusters), len(clusters)
    rate = events / lesions
    spread = sum((y - rate * m) ** 2 for y, m in clusters) * k / ((k - 1) * lesions**2)
    independent = rate * (1 - rate) / lesions
    # Without any variance to judge by, patients are counted; agreement by chance never makes more of the lesions.
    effect = max(1.0, spread / independent) if independent > 0 else lesions / k
    tail, yes, no = (1 - level) / 2, events / effect, (lesions - events) / effect
    low = float(beta.ppf(tail, yes, no + 1)) if events else 0.0
    high = float(beta.ppf(1 - tail, yes + 1, no)) if events < lesions else 1.0
    return Clustered(rate, low, high, effect, lesions, k)
