"""The binomial-normal model by maximum likelihood, with profile intervals.

Hamza, van Houwelingen and Stijnen 2008 (J Clin Epidemiol 61:41); Stijnen, Hamza and Ozdemir 2010 (Stat Med 29:3046).
No correction of zero cells, no normal approximation within series. At the edge (most series 0 or n of n) the
likelihood is flat towards a large spread: then the fit says so instead of giving a Wald interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from resorb.analysis.pooling.likelihood import Floats, Point, expit, log_choose, log_likelihood, marginal_mean
from resorb.analysis.pooling.series import Series, is_extreme, usable
from resorb.values.findings import Refused

MIN_SERIES = 3
FLAT_TAU = 2.5
"""Above this spread the mean of a logit-normal says little and Wald intervals are refused."""
REACH = 30.0
"""How far on the logit scale an end of a profile interval is looked for."""
HALF_CHI2_95 = 1.920729410347062
"""Half the 0.95 quantile of chi-squared with one degree of freedom."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum of the likelihood. ``b`` and ``tau`` are on the logit scale; ``log_likelihood`` has all constants."""

    b: tuple[float, ...]
    tau: float
    log_likelihood: float
    covariance: tuple[tuple[float, ...], ...] | None
    k: int
    n: int

    @property
    def is_flat(self) -> bool:
        """Whether the spread is so large that the likelihood hardly bounds it."""
        return self.tau > FLAT_TAU

    @property
    def median_rate(self) -> float:
        """Rate of the middle series: expit of the mean logit."""
        return float(expit(np.array(self.b[0])))

    @property
    def mean_rate(self) -> float:
        """Mean rate over series, which a reader means by "the pooled rate"."""
        return marginal_mean(self.b[0], self.tau)


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile-likelihood interval of one coefficient; an end is None where none was found within reach."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Data:
    """Series as arrays, with one row of the design for each."""

    events: Floats
    n: Floats
    design: Floats

    @classmethod
    def of(cls, series: Sequence[Series], design: Floats | None = None) -> Data:
        """Arrays of checked series; one column of ones when no design is given."""
        listed = usable(series)
        rows = np.ones((len(listed), 1)) if design is None else design
        return cls(np.array([s.events for s in listed], float), np.array([s.n for s in listed], float), rows)


def fit(series: Sequence[Series], design: Floats | None = None) -> Fit:
    """Fit the model.

    Raises:
        Refused: with fewer than three series, when all are 0 of n or all n of n, or when only reports of one patient
            are there: then nothing is known of the spread between series.
    """
    listed = usable(series)
    if len(listed) < MIN_SERIES:
        raise Refused(f"{len(listed)} series are too few for this model", "needs three; see the exact pool")
    if is_extreme(listed):
        raise Refused("every series is 0 of n, or every one n of n", "see the exact pool and the Bayesian model")
    if all(s.is_case_report for s in listed):
        raise Refused("only reports of one patient: they do not say how series differ", "see the exact pool")
    data = Data.of(listed, design)
    return _fitted(data, *maximise(data))


def maximise(data: Data, fixed: dict[int, float] | None = None) -> tuple[Floats, float, Point]:
    """Coefficients, spread and point at the maximum; ``fixed`` holds coefficients at given values.

    The spread may be zero. Several starts guard against a local maximum; the best is returned.
    """
    fixed = fixed or {}
    start = _start(data, fixed)
    best = _climb(data, start, 0.0, fixed)
    for tau in (0.7, 2.5) if best[2].hessian[-1, -1] <= 0 else (0.7,):
        tried = _climb(data, best[0], tau, fixed)
        if tried[2].value > best[2].value + 1e-10:
            best = tried
    return best


def _start(data: Data, fixed: dict[int, float]) -> Floats:
    size = data.design.shape[1]
    logits = np.log((data.events + 0.5) / (data.n - data.events + 0.5))
    b = np.linalg.lstsq(data.design * np.sqrt(data.n)[:, None], logits * np.sqrt(data.n), rcond=None)[0]
    return np.array([fixed.get(j, b[j]) for j in range(size)])


def _climb(data: Data, b: Floats, tau: float, fixed: dict[int, float]) -> tuple[Floats, float, Point]:
    """Damped Newton from one start; with tau = 0 it stays there (the common-rate model)."""
    size = data.design.shape[1]
    free = [j for j in range(size) if j not in fixed] + ([size] if tau > 0 else [])
    theta = np.append(b, tau)
    here = log_likelihood(data.events, data.n, data.design, theta[:size], float(theta[size]))
    for _ in range(200):
        if not free:
            break
        gradient, curvature = here.gradient[free], -here.hessian[np.ix_(free, free)]
        step = _newton(gradient, curvature)
        theta, after = _line(data, theta, free, step, here)
        gained = after.value - here.value
        here = after
        if (gained < 1e-12 and np.max(np.abs(gradient)) < 1e-7) or gained <= 0:
            break
    return theta[:size], abs(float(theta[size])), here


def _newton(gradient: Floats, curvature: Floats) -> Floats:
    """The Newton step, with the curvature made positive where the likelihood is not concave yet."""
    values, vectors = np.linalg.eigh(curvature)
    floor = max(1e-6, 1e-8 * float(np.max(np.abs(values))))
    values = np.maximum(np.abs(values), floor)
    step = vectors @ ((vectors.T @ gradient) / values)
    size = float(np.max(np.abs(step)))
    return np.asarray(step * (2.0 / size) if size > 2.0 else step)


def _line(data: Data, theta: Floats, free: list[int], step: Floats, here: Point) -> tuple[Floats, Point]:
    """The largest of ever shorter steps that goes up."""
    scale = 1.0
    for _ in range(40):
        tried = theta.copy()
        tried[free] += scale * step
        tried[-1] = abs(tried[-1])
        point = log_likelihood(data.events, data.n, data.design, tried[:-1], float(tried[-1]))
        if point.value >= here.value:
            return tried, point
        scale /= 2
    return theta, here


def _fitted(data: Data, b: Floats, tau: float, point: Point) -> Fit:
    size = data.design.shape[1]
    curvature = -point.hessian if tau > 1e-6 else -point.hessian[:size, :size]
    covariance = None
    if np.all(np.linalg.eigvalsh(curvature) > 0):
        covariance = tuple(tuple(float(v) for v in row) for row in np.linalg.inv(curvature)[:size, :size])
    constant = log_choose(data.events, data.n)
    return Fit(tuple(float(v) for v in b), tau, point.value + constant, covariance, len(data.n), int(data.n.sum()))


def profile(series: Sequence[Series], which: int = 0, design: Floats | None = None) -> Profile:
    """The 95 % profile-likelihood interval of one coefficient, the spread and other coefficients maximised out."""
    data = Data.of(series, design)
    b, _, top = maximise(data)

    def drop(value: float) -> float:
        return top.value - maximise(data, {which: value})[2].value - HALF_CHI2_95

    return Profile(_end(drop, float(b[which]), -1.0), _end(drop, float(b[which]), 1.0))


def _end(drop: Callable[[float], float], at: float, way: float) -> float | None:
    from scipy.optimize import brentq

    inner, step = at, 0.5
    while abs(inner - at) < REACH:
        outer = inner + way * step
        if drop(outer) > 0:
            low, high = sorted((inner, outer))
            return float(brentq(drop, low, high, xtol=1e-9, rtol=1e-12))
        inner, step = outer, step * 1.6
    return None


def spread_test(series: Sequence[Series]) -> tuple[float, float]:
    """Likelihood-ratio statistic of tau = 0 and its p-value: a half-and-half mixture at the edge (Self, Liang 1987)."""
    from scipy.stats import chi2

    data = Data.of(series)
    common = _climb(data, _start(data, {}), 0.0, {})[2].value
    best = maximise(data)[2].value
    statistic = max(0.0, 2 * (best - common))
    return statistic, float(0.5 * chi2.sf(statistic, 1)) if statistic > 0 else 1.0
