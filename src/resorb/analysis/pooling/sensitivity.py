"""How far a pooled answer may be wrong: what selection, unknown responses and single studies can do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from resorb.analysis.intervals import Interval, proportion_interval
from resorb.analysis.pooling.bayes import Posterior, posterior
from resorb.analysis.pooling.series import Series, totals, usable

SELECTION_RATIOS = (1, 2, 3, 5, 10, 20)
"""How many times likelier a success is to be published than a failure."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All patients as if they were one series: the exact naive pool, which assumes that series do not differ."""

    events: int
    n: int
    interval: Interval

    @property
    def rate(self) -> float:
        """Events over patients."""
        return self.events / self.n


def naive(series: Sequence[Series]) -> Pool:
    """The Clopper-Pearson interval of the summed counts.

    Raises:
        Refused: for counts that are no proportions, or no series.
    """
    events, n = totals(usable(series))
    return Pool(events, n, proportion_interval(events, n))


@dataclass(frozen=True, slots=True)
class Selected:
    """The rate there would be if successes were published ``ratio`` times as often as failures."""

    ratio: int
    rate: float
    low: float
    high: float


def selection_curve(series: Sequence[Series], ratios: Sequence[int] = SELECTION_RATIOS) -> tuple[Selected, ...]:
    """What the observed rate p shrinks to under selection: p / (p + s (1 - p)), ends of the interval likewise."""
    pooled = naive(series)

    def under(rate: float, ratio: int) -> float:
        return rate / (rate + ratio * (1 - rate)) if rate < 1 else 1.0

    ends = pooled.interval
    return tuple(Selected(s, under(pooled.rate, s), under(ends.low, s), under(ends.high, s)) for s in ratios)


def unpublished_failures(series: Sequence[Series], rate: Fraction = Fraction(1, 2), most: int = 10_000) -> int | None:
    """How many unpublished failures would bring the lower limit of the naive pool to ``rate`` or below.

    Zero when it lies there already; None when more than ``most`` are needed.
    """
    events, n = totals(usable(series))

    def low(extra: int) -> float:
        return proportion_interval(events, n + extra).low

    if low(0) <= rate:
        return 0
    step = 1
    while low(step) > rate:
        step *= 2
        if step > most:
            return None
    first = step // 2
    while step - first > 1:
        middle = (first + step) // 2
        first, step = (middle, step) if low(middle) > rate else (first, middle)
    return step


@dataclass(frozen=True, slots=True)
class Bounds:
    """The naive pool with unknown responses counted as failures, as successes, and left out."""

    worst: Pool
    best: Pool
    complete: Pool | None
    unknown: int


def unknown_bounds(series: Sequence[Series]) -> Bounds:
    """Worst, best and complete cases (Horowitz and Manski 2000); complete is None when nothing is known."""
    listed = usable(series)
    best = [replace(s, events=s.events + s.unknown, unknown=0) for s in listed]
    known = [replace(s, n=s.n - s.unknown, unknown=0) for s in listed if s.n > s.unknown]
    return Bounds(naive(listed), naive(best), naive(known) if known else None, sum(s.unknown for s in listed))


@dataclass(frozen=True, slots=True)
class Without:
    """The pooled answer when one study is left out; None when nothing is left."""

    study: str
    answer: Posterior | None


def leave_one_out(series: Sequence[Series]) -> tuple[Without, ...]:
    """The Bayesian answer without each study in turn, all its series together."""
    found = []
    for study in dict.fromkeys(s.study for s in series):
        rest = [s for s in series if s.study != study]
        found.append(Without(study, posterior(rest) if rest else None))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Until:
    """The pooled answer from everything published up to a year."""

    year: int
    k: int
    n: int
    answer: Posterior


def cumulative(series: Sequence[Series]) -> tuple[Until, ...]:
    """The Bayesian answer year by year; series without a year (``values["year"]``) are left out."""
    dated = [s for s in series if "year" in s.values]
    found = []
    for year in sorted({int(s.values["year"]) for s in dated}):
        so_far = [s for s in dated if s.values["year"] <= year]
        found.append(Until(year, len(so_far), sum(s.n for s in so_far), posterior(so_far)))
    return tuple(found)
