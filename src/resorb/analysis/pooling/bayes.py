"""The Bayesian hierarchical binomial model on a grid: deterministic, no sampling.

Logit rates of the series are normal around mu with spread tau; mu ~ N(0, 1.5), tau ~ half-normal(1) (Rover, Bender,
Dias and others 2021, Res Synth Methods 12:448, on priors of tau). Each series' likelihood is convolved with the normal
of each tau along one grid of logits, so 0 of n and n of n need no correction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from resorb.analysis.pooling.likelihood import Floats, expit, softplus
from resorb.analysis.pooling.series import Series, usable

PRIOR_MU_SD = 1.5
PRIOR_TAU_SD = 1.0
STEP = 0.05
REACH = 17.0
"""Logits from -17 to 17: beyond them a rate is zero or one to seven digits."""
MU_REACH = 10.0
_MEANS = np.linspace(0.0, 1.0, 1001)
"""Mean rates at which their distribution is worked out."""


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
    counted = Counter((s.events, s.n) for s in usable(series))
    return _posterior(tuple(sorted(counted.items())), level, mu_sd, tau_sd)


@lru_cache(maxsize=1024)
def _posterior(
    counted: tuple[tuple[tuple[int, int], int], ...], level: float, mu_sd: float, tau_sd: float
) -> Posterior:
    """From how often each pair of counts occurs: the order and names of series do not matter."""
    grid = _grid(tau_sd)
    log_post = np.log(grid.tau_prior)[:, None] - 0.5 * (grid.mu / mu_sd) ** 2
    for (events, n), times in counted:
        log_post = log_post + times * _log_likelihood(events, n, tau_sd)
    weights = np.exp(log_post - log_post.max())
    weights /= weights.sum()
    rates = expit(grid.eta)
    new = _new_distribution(weights, grid, tau_sd)
    return Posterior(
        mean_rate=_of_distribution(_MEANS, _mean_distribution(weights, grid), level),
        new_rate=_of_distribution(rates, new, level),
        tau=_of_steps(weights.sum(axis=1), 5 * tau_sd, level),
        k=sum(times for _, times in counted),
        n=sum(n * times for (_, n), times in counted),
        rates=tuple(float(r) for r in rates),
        new_grid=tuple(float(p) for p in new),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Logits of rates, logits of the mean, spreads with their prior, and the mean rate at each (spread, mean)."""

    eta: Floats
    mu: Floats
    taus: Floats
    tau_prior: Floats
    means: Floats


@cache
def _grid(tau_sd: float) -> _Grid:
    """Spreads are midpoints of equal steps up to five standard deviations of their prior."""
    eta = np.arange(-REACH, REACH + STEP / 2, STEP)
    mu = np.arange(-MU_REACH, MU_REACH + STEP / 2, STEP)
    taus = _taus(tau_sd)
    means = _smoothed(expit(eta), tau_sd, len(mu))
    return _Grid(eta, mu, taus, np.exp(-0.5 * (taus / tau_sd) ** 2), means)


def _taus(tau_sd: float) -> Floats:
    return np.asarray(np.maximum((np.arange(60) + 0.5) * (5 * tau_sd / 60), STEP))


@lru_cache(maxsize=1024)
def _log_likelihood(events: int, n: int, tau_sd: float) -> Floats:
    """Log-likelihood of one series at each (spread, mean): its binomial smoothed by the normal of each spread."""
    grid = _grid(tau_sd)
    log = events * grid.eta - n * softplus(grid.eta)
    smooth = _smoothed(np.exp(log - log.max()), tau_sd, len(grid.mu))
    return np.asarray(np.log(np.maximum(smooth, 1e-300)))


@cache
def _length(tau_sd: float) -> int:
    """Points of a convolution: the logits, and on both sides eight standard deviations of the widest normal."""
    from scipy import fft

    return int(fft.next_fast_len(2 * int((REACH + 40 * tau_sd) / STEP) + 3, real=True))


def _smoothed(row: Floats, tau_sd: float, width: int) -> Floats:
    """A row along the logits smoothed by the normal of each spread, its middle kept; one line for each spread.

    Beyond its ends a row goes on with its last value, as likelihoods and rates do.
    """
    from scipy import fft

    length = _length(tau_sd)
    left = (length - len(row)) // 2
    padded = np.pad(row, (left, length - len(row) - left), mode="edge")
    first = left + (len(row) - width) // 2
    found: Floats = fft.irfft(fft.rfft(padded) * _kernels(tau_sd), length, axis=1)
    return np.maximum(found[:, first : first + width], 0.0)


@cache
def _kernels(tau_sd: float) -> NDArray[np.complex128]:
    """Transforms of the normals of all spreads, centred on the first point, for one round of convolutions."""
    from scipy import fft

    steps = np.arange(_length(tau_sd))
    ring = np.minimum(steps, len(steps) - steps) * STEP
    found = np.exp(-0.5 * (ring / _taus(tau_sd)[:, None]) ** 2)
    return np.asarray(fft.rfft(found / found.sum(axis=1, keepdims=True), axis=1))


def _new_distribution(weights: Floats, grid: _Grid, tau_sd: float) -> Floats:
    """Distribution function of the logit of a new series on the grid of logits."""
    from scipy import fft

    first = (len(grid.eta) - len(grid.mu)) // 2
    wide = np.zeros((len(grid.taus), _length(tau_sd)))
    wide[:, first : first + len(grid.mu)] = weights
    mixed = (fft.rfft(wide, axis=1) * _kernels(tau_sd)).sum(axis=0)
    density = np.maximum(fft.irfft(mixed, wide.shape[1])[: len(grid.eta)], 0.0)
    # The mass of each step lies around its point: half of it is below.
    total = np.cumsum(density) - density / 2
    return np.asarray(np.clip(total / density.sum(), 0.0, 1.0))


def _mean_distribution(weights: Floats, grid: _Grid) -> Floats:
    """Distribution function of the mean rate: at each spread the mean rate rises with the mean logit."""
    below = np.cumsum(weights, axis=1) - weights / 2
    return np.asarray(sum(np.interp(_MEANS, means, part) for means, part in zip(grid.means, below, strict=True)))


def _of_steps(weights: Floats, top: float, level: float) -> Spread:
    """Quantiles of what is spread evenly over each of equal steps from zero to ``top``."""
    tail = (1 - level) / 2
    below, ends = np.append(0.0, np.cumsum(weights)), np.linspace(0.0, top, len(weights) + 1)
    median, low, high = np.interp([0.5, tail, 1 - tail], below, ends)
    return Spread(float(median), float(low), float(high))


def _of_distribution(rates: Floats, distribution: Floats, level: float) -> Spread:
    tail = (1 - level) / 2
    keep = np.append(True, np.diff(distribution) > 0)
    median, low, high = np.interp([0.5, tail, 1 - tail], distribution[keep], rates[keep])
    return Spread(float(median), float(low), float(high))
