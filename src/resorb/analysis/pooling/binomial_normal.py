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
from resorb.analysis.pooling.series import Series, is_all_or_none, usable
from resorb.values.findings import Refused

MIN_SERIES = 3
FLAT_TAU = 2.5
"""Above this spread the mean of a logit-normal says little and Wald intervals are refused."""
REACH = 15.0
"""How far from the maximum, in logits, an end of a profile interval is looked for: beyond is a rate of 0 or 1."""
NO_SPREAD = 1e-3
"""A spread below this is none: the log-likelihood of the two differs by less than a millionth."""
ENOUGH = 1e-13
"""A climb ends when the next step would gain less."""
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
        Refused: with fewer than three series; when only reports of one patient are there, as they say nothing of the
            spread between series; or when every series is 0 of n or n of n: then the likelihood has no maximum at a
            finite mean and spread. :func:`profile` and :func:`spread_test` refuse the same.
    """
    data = Data.of(_enough(series), design)
    return _fitted(data, *maximise(data))


def _enough(series: Sequence[Series]) -> tuple[Series, ...]:
    listed = usable(series)
    if len(listed) < MIN_SERIES:
        raise Refused(f"{len(listed)} series are too few for this model", "needs three; see the exact pool")
    if all(s.is_case_report for s in listed):
        raise Refused("only reports of one patient: they do not say how series differ", "see the exact pool")
    if is_all_or_none(listed):
        raise Refused("every series is 0 of n or n of n: the likelihood is flat", "see the Bayesian model")
    return listed


def maximise(data: Data, fixed: dict[int, float] | None = None) -> tuple[Floats, float, Point]:
    """Coefficients, spread and point at the maximum; ``fixed`` holds coefficients at given values.

    Where the likelihood of the common rate curves upwards in the spread, the maximum lies inside and is climbed to
    from a moment estimate. Where it does not, the common rate is a maximum, though not always the highest (1 in 1,000
    small sets has a higher one inside), so the better of the two is returned.
    """
    fixed = fixed or {}
    common = _climb(data, _start(data, fixed), 0.0, fixed)
    b, _, point = common
    upwards = float(point.hessian[-1, -1])
    if upwards > 0:
        rate = expit(data.design @ b)
        weight = data.n * rate * (1 - rate)
        moment = (upwards / max(float(np.sum(weight * weight)), 1e-12)) ** 0.5
        return _climb(data, b, min(max(moment, 0.1), 3.0), fixed)
    inside = _climb(data, b, 1.0, fixed)
    return inside if inside[2].value > point.value + 1e-8 else common


def _start(data: Data, fixed: dict[int, float]) -> Floats:
    logits = np.log((data.events + 0.5) / (data.n - data.events + 0.5))
    root = np.sqrt(data.n)
    b = np.linalg.lstsq(data.design * root[:, None], logits * root, rcond=None)[0]
    for j, value in fixed.items():
        b[j] = value
    return np.asarray(b)


def _climb(data: Data, b: Floats, tau: float, fixed: dict[int, float]) -> tuple[Floats, float, Point]:
    """Damped Newton from one start; with tau = 0 it stays there; a spread below ``NO_SPREAD`` is none."""
    size = data.design.shape[1]
    free = [j for j in range(size) if j not in fixed] + ([size] if tau > 0 else [])
    theta = np.append(b, tau)
    here = log_likelihood(data.events, data.n, data.design, b, tau)
    for _ in range(200):
        gradient = here.gradient[free]
        step = _newton(gradient, -here.hessian[np.ix_(free, free)])
        if float(gradient @ step) < ENOUGH or 0 < theta[-1] < NO_SPREAD:
            break
        theta, here = _line(data, theta, free, step, here)
    return theta[:-1], float(theta[-1]), here


def _newton(gradient: Floats, curvature: Floats) -> Floats:
    """The Newton step, at most 2 long, with the curvature made positive where the likelihood is not concave yet."""
    values, vectors = np.linalg.eigh(curvature)
    values = np.maximum(np.abs(values), 1e-6)
    step = vectors @ ((vectors.T @ gradient) / values)
    return np.asarray(step / max(1.0, 0.5 * float(np.max(np.abs(step), initial=0.0))))


def _line(data: Data, theta: Floats, free: list[int], step: Floats, here: Point) -> tuple[Floats, Point]:
    """The largest of ever shorter steps that goes up; one step takes no more than seven eighths of the spread."""
    for halved in range(40):
        tried = theta.copy()
        tried[free] += step * 0.5**halved
        tried[-1] = max(tried[-1], theta[-1] / 8)
        point = log_likelihood(data.events, data.n, data.design, tried[:-1], float(tried[-1]), here.modes)
        if point.value >= here.value - 1e-9:
            return tried, point
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
    data = Data.of(_enough(series), design)
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

    data = Data.of(_enough(series))
    common = _climb(data, _start(data, {}), 0.0, {})[2].value
    best = maximise(data)[2].value
    statistic = max(0.0, 2 * (best - common))
    return statistic, float(0.5 * chi2.sf(statistic, 1)) if statistic > 0 else 1.0
