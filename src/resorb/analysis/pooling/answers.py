"""The pooled answer to one question: a route, a disease, an endpoint; with what it rests on and against what it stands.

The default answer is the mean rate of the Bayesian hierarchical model: it exists for every number of series, needs no
correction of zero cells and says how little few series tell. Maximum likelihood, the classical models and the exact
pool stand beside it, or the reason why they are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resorb.analysis.pooling import beta_binomial, binomial_normal, inverse_variance
from resorb.analysis.pooling.bayes import Posterior, posterior
from resorb.analysis.pooling.comparison import Comparison, compare
from resorb.analysis.pooling.evidence import CONSECUTIVE, Evidence
from resorb.analysis.pooling.sensitivity import (
    Bounds,
    Pool,
    Selected,
    Until,
    Without,
    cumulative,
    leave_one_out,
    naive,
    selection_curve,
    unknown_bounds,
    unpublished_failures,
)
from resorb.analysis.pooling.series import Series
from resorb.values.findings import Refused


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The one-stage model by maximum likelihood with its profile interval, as rates; ``refused`` says why not.

    ``median_rate`` is the rate of the middle series and has the interval; ``mean_rate`` the mean over series. An end of
    None was not found: the likelihood is flat that way.
    """

    refused: str = ""
    median_rate: float | None = None
    low: float | None = None
    high: float | None = None
    mean_rate: float | None = None
    tau: float | None = None
    spread_p: float | None = None
    is_flat: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The answer from a part of the evidence, for example consecutive series only; None when nothing is left."""

    name: str
    k: int
    n: int
    events: int
    posterior: Posterior | None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How far the answer can be trusted, after GRADE for bodies of single-arm evidence: it begins at low.

    ``reasons`` name each domain that lowers it.
    """

    level: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One pooled answer. ``series`` are those pooled, ``evidence`` with what splits them, in the same order."""

    id: str
    route: str
    disease: str
    endpoint: str
    evidence: tuple[Evidence, ...]
    pool: Pool
    posterior: Posterior
    likelihood: Likelihood
    classical: inverse_variance.Pooled | None
    beta: beta_binomial.BetaBinomial | None
    parts: tuple[Part, ...]
    bounds: Bounds
    selection: tuple[Selected, ...]
    failures_to_half: int | None
    without: tuple[Without, ...]
    by_year: tuple[Until, ...]
    comparisons: tuple[Comparison, ...]
    certainty: Certainty

    @property
    def series(self) -> tuple[Series, ...]:
        """The series pooled."""
        return tuple(e.series for e in self.evidence)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Criteria by which its series were classed; more than one is a mixture and is said."""
        return tuple(dict.fromkeys(e.criteria for e in self.evidence))

    @property
    def judges(self) -> tuple[str, ...]:
        """Who or what judged, each once."""
        return tuple(dict.fromkeys(e.judged_by for e in self.evidence))


def answer(listed: Sequence[Evidence], against: Sequence[Evidence] = (), name: str = "") -> Answer:
    """Pool the evidence on one question.

    Args:
        listed: evidence of one endpoint; the first one names route and disease.
        against: all evidence on file, from which comparators of the same disease and endpoint are taken.
        name: id of the answer; made from route, disease and endpoint when empty.

    Raises:
        Refused: when there is nothing to pool.
    """
    if not listed:
        raise Refused("there is no evidence to pool", "loosen the selection, or add studies")
    ordered = tuple(sorted(listed, key=lambda e: (e.year or 0, e.series.study, e.series.label)))
    series = [e.series for e in ordered]
    first = ordered[0]
    route, disease, endpoint = (_shared(ordered, part) for part in ("route", "disease", "endpoint"))
    whole, found = naive(series), posterior(series)
    comparisons = compare(ordered, against)
    return Answer(
        id=name or ".".join("-".join(p.split()) for p in (endpoint, route, disease)),
        route=route, disease=disease, endpoint=endpoint or first.endpoint, evidence=ordered, pool=whole,
        posterior=found, likelihood=likelihood(series), classical=_classical(series), beta=_beta(series),
        parts=tuple(_parts(ordered)),
        bounds=unknown_bounds(series), selection=selection_curve(series),
        failures_to_half=unpublished_failures(series), without=leave_one_out(series), by_year=cumulative(series),
        comparisons=comparisons, certainty=_certainty(ordered, found, comparisons),
    )  # fmt: skip


def _shared(listed: Sequence[Evidence], name: str) -> str:
    values = list(dict.fromkeys(e.by(name) for e in listed))
    return values[0] if len(values) == 1 else f"{len(values)} {name}s"


def likelihood(series: Sequence[Series]) -> Likelihood:
    """The one-stage model, or why it is refused."""
    try:
        fitted = binomial_normal.fit(series)
    except Refused as refused:
        return Likelihood(refused=refused.rule)
    ends = binomial_normal.profile(series)
    low, high = (None if end is None else _rate(end) for end in (ends.low, ends.high))
    return Likelihood(
        "", fitted.median_rate, low, high, fitted.mean_rate, fitted.tau, binomial_normal.spread_test(series)[1],
        fitted.is_flat,
    )  # fmt: skip


def _rate(logit: float) -> float:
    from math import exp

    return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))


def _classical(series: Sequence[Series]) -> inverse_variance.Pooled | None:
    try:
        return inverse_variance.pool(inverse_variance.logits(series))
    except Refused:
        return None


def _beta(series: Sequence[Series]) -> beta_binomial.BetaBinomial | None:
    try:
        return beta_binomial.fit(series)
    except Refused:
        return None


def _parts(listed: Sequence[Evidence]) -> list[Part]:
    """With and without reports of one patient, consecutive against selected, mixed criteria taken apart."""
    picks = {
        "without reports of one patient": [e for e in listed if e.series.n > 1],
        "reports of one patient only": [e for e in listed if e.series.n == 1],
        "consecutive series, cohorts and trials": [e for e in listed if e.report in CONSECUTIVE],
        "selected cases": [e for e in listed if e.report not in CONSECUTIVE],
        "read in full": [e for e in listed if e.read == "full text"],
    }
    for name in dict.fromkeys(e.criteria for e in listed):
        picks[f"criteria: {name}"] = [e for e in listed if e.criteria == name]
    for name in dict.fromkeys(e.judged_by for e in listed):
        picks[f"judged by: {name}"] = [e for e in listed if e.judged_by == name]
    parts = []
    for name, some in picks.items():
        series = [e.series for e in some]
        events, n = sum(s.events for s in series), sum(s.n for s in series)
        parts.append(Part(name, len(series), n, events, posterior(series) if series else None))
    return parts


def _certainty(listed: Sequence[Evidence], found: Posterior, comparisons: Sequence[Comparison]) -> Certainty:
    """Single-arm evidence begins at low and can only fall; each reason names its numbers."""
    reasons = []
    k, n = len(listed), sum(e.series.n for e in listed)
    picked = sum(e.series.n for e in listed if e.report not in CONSECUTIVE)
    if picked:
        reasons.append(f"risk of bias: {picked} of {n} patients come from reports of selected cases")
    width = found.mean_rate.high - found.mean_rate.low
    if n < 30 or width > 0.3:
        reasons.append(f"imprecision: {n} patients in {k} series, an interval {width * 100:.0f} points wide")
    reach = found.new_rate.high - found.new_rate.low
    if k >= 3 and reach > 0.5:
        reasons.append(f"inconsistency: the next series may lie anywhere within {reach * 100:.0f} points")
    if len({e.criteria for e in listed}) > 1 or len({e.judged_by for e in listed}) > 1:
        reasons.append("indirectness: responses were judged by different criteria or judges")
    unread = sum(e.read != "full text" for e in listed)
    if unread:
        reasons.append(f"incomplete reading: {unread} of {k} reports were not read in full")
    single = sum(e.series.n == 1 for e in listed)
    if single * 2 >= k > 1:
        reasons.append(f"publication bias: {single} of {k} reports tell of one patient")
    if not comparisons:
        reasons.append("no comparator of the same disease and endpoint is on file")
    return Certainty("low" if not reasons else "very low", tuple(reasons))
