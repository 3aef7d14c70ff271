"""The Bayesian hierarchical binomial model on a grid: deterministic, no sampling.

Logit rates of the series are normal around mu with spread tau; mu ~ N(0, 1.5), tau ~ half-normal(1) (Rover, Bender,
Dias and others 2021, Res Synth Methods 12:448, on priors of tau). Each series' likelihood is convolved with the normal
of each tau along one grid of logits, so 0 of n and n of n need no correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from resorb.analysis.pooling.likelihood import Floats, expit, softplus
from resorb.analysis.pooling.series import Series, usable

PRIOR_MU_SD = 1.5
PRIOR_TAU_SD = 1.0
STEP = 0.05
REACH = 14.0
"""Logits from -14 to 14: beyond them a rate is zero or one to six digits."""
MU_REACH = 7.0


@dataclass(frozen=True, slots=True)
class Spread:
    """A posterior as its median and two ends."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the series say together.

    ``mean_rate`` is the mean rate over series like these (the pooled answer), ``new_rate`` the rate to expect in the
    next such series (the prediction interval), ``tau`` the spread between series on the logit scale. ``new_grid``
    holds the distribution function of the new rate on ``rates``.
    """

    mean_rate: Spread
    new_rate: Spread
    tau: Spread
    k: int
    n: int
    rates: tuple[float, ...]
    new_grid: tuple[float, ...]

    def share_below(self, rate: float) -> float:
        """The probability that the rate of a new series lies below ``rate``."""
        return float(np.interp(rate, self.rates, self.new_grid))


def posterior(
    series: Sequence[Series], level: float = 0.95, mu_sd: float = PRIOR_MU_SD, tau_sd: float = PRIOR_TAU_SD
) -> Posterior:
    """The posterior of mean rate, new rate and spread.

    Raises:
        Refused: for counts that are no proportions, or no series.
    """
    listed = usable(series)
    eta = np.arange(-REACH, REACH + STEP / 2, STEP)
    mu = np.arange(-MU_REACH, MU_REACH + STEP / 2, STEP)
    taus, tau_weights = _tau_grid(tau_sd)
    curves, counts = _curves(listed, eta)
    log_post = np.empty((len(taus), len(mu)))
    means = np.empty((len(taus), len(mu)))
    first = round((mu[0] - eta[0]) / STEP)
    rates = expit(eta)
    for i, tau in enumerate(taus):
        kernel = _kernel(float(tau))
        smooth = _convolved(np.vstack([curves, rates]), kernel)[:, first : first + len(mu)]
        log_post[i] = counts @ np.log(np.maximum(smooth[:-1], 1e-300)) + np.log(tau_weights[i])
        means[i] = smooth[-1]
    log_post += -0.5 * (mu / mu_sd) ** 2
    weights = np.exp(log_post - log_post.max())
    weights /= weights.sum()
    new = _new_distribution(weights, taus, mu, eta)
    return Posterior(
        mean_rate=_spread(means.ravel(), weights.ravel(), level),
        new_rate=_of_distribution(rates, new, level),
        tau=_spread(np.repeat(taus, len(mu)), weights.ravel(), level),
        k=len(listed),
        n=sum(s.n for s in listed),
        rates=tuple(float(r) for r in rates),
        new_grid=tuple(float(p) for p in new),
    )


def _tau_grid(tau_sd: float) -> tuple[Floats, Floats]:
    """Midpoints of equal steps up to five standard deviations of the prior, with its density."""
    width = 5 * tau_sd / 60
    taus = (np.arange(60) + 0.5) * width
    taus = np.maximum(taus, STEP)
    return taus, np.exp(-0.5 * (taus / tau_sd) ** 2)


def _curves(series: Sequence[Series], eta: Floats) -> tuple[Floats, Floats]:
    """The likelihood along the logits of each distinct pair of counts, and how often it occurs."""
    seen: dict[tuple[int, int], int] = {}
    for one in series:
        seen[one.events, one.n] = seen.get((one.events, one.n), 0) + 1
    rows = []
    for events, n in seen:
        log = events * eta - n * softplus(eta)
        rows.append(np.exp(log - log.max()))
    return np.array(rows), np.array(list(seen.values()), float)


def _kernel(tau: float) -> Floats:
    half = int(np.ceil(8 * tau / STEP))
    steps = np.arange(-half, half + 1) * STEP
    weights = np.exp(-0.5 * (steps / tau) ** 2)
    return np.asarray(weights / weights.sum())


def _convolved(rows: Floats, kernel: Floats) -> Floats:
    """Each row smoothed by the kernel; beyond its ends a row goes on with its last value."""
    from scipy.signal import fftconvolve

    half = len(kernel) // 2
    padded = np.pad(rows, ((0, 0), (half, half)), mode="edge")
    return np.asarray(np.maximum(fftconvolve(padded, kernel[None, :], mode="valid", axes=1), 0.0))


def _new_distribution(weights: Floats, taus: Floats, mu: Floats, eta: Floats) -> Floats:
    """Distribution function of the logit of a new series on the grid of logits."""
    density = np.zeros(len(eta))
    first = round((mu[0] - eta[0]) / STEP)
    for i, tau in enumerate(taus):
        row = np.zeros(len(eta))
        row[first : first + len(mu)] = weights[i]
        kernel = _kernel(float(tau))
        density += np.convolve(row, kernel, mode="full")[len(kernel) // 2 : len(kernel) // 2 + len(eta)]
    # The mass of each step lies around its point: half of it is below.
    total = np.cumsum(density) - density / 2
    return np.asarray(np.clip(total / density.sum(), 0.0, 1.0))


def _spread(values: Floats, weights: Floats, level: float) -> Spread:
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - weights[order] / 2
    tail = (1 - level) / 2
    median, low, high = np.interp([0.5, tail, 1 - tail], below, values[order])
    return Spread(float(median), float(low), float(high))


def _of_distribution(rates: Floats, distribution: Floats, level: float) -> Spread:
    tail = (1 - level) / 2
    keep = np.append(True, np.diff(distribution) > 0)
    median, low, high = np.interp([0.5, tail, 1 - tail], distribution[keep], rates[keep])
    return Spread(float(median), float(low), float(high))
