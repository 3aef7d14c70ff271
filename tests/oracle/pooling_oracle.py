"""A second, plain way to the pooled answers: integrals by scipy's adaptive ``quad``, maxima by Nelder-Mead and roots.

No code of resorb. Slow on purpose: one likelihood of twelve series takes some hundredths of a second. Series are pairs
(events, n) everywhere.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from math import exp, inf, lgamma, log, log1p, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.optimize import brentq, minimize, minimize_scalar

Counts = Sequence[tuple[int, int]]


def rate(logit: float) -> float:
    """Rate of a logit."""
    return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))


def log_binomial(events: int, n: int, logit: float) -> float:
    """Log of the binomial probability, coefficient included."""
    soft = max(logit, 0.0) + log1p(exp(-abs(logit)))
    return events * logit - n * soft + lgamma(n + 1) - lgamma(events + 1) - lgamma(n - events + 1)


@cache
def series_log_likelihood(events: int, n: int, mu: float, tau: float) -> float:
    """Log of the integral over one series' logit, in pieces so that ``quad`` cannot step over where it lies."""
    if tau == 0:
        return log_binomial(events, n, mu)

    def log_integrand(z: float) -> float:
        return log_binomial(events, n, mu + tau * z) - z * z / 2

    peak = minimize_scalar(lambda z: -log_integrand(z), bounds=(-60, 60), method="bounded", options={"xatol": 1e-10}).x
    top = log_integrand(peak)
    # Around the peak and around logit zero, where 0 of n and n of n rise.
    cuts = {float(np.clip(at, -60, 60)) for at in (*(peak + s for s in (-12, -4, -1.5, -0.5, 0.0, 0.5, 1.5, 4, 12)),
                                                  *((c - mu) / tau for c in (-9, -3, 0, 3, 9)))}  # fmt: skip
    edges = sorted(c for c in cuts if abs(c - peak) <= 12)
    total = sum(
        quad(lambda z: exp(log_integrand(z) - top), a, b, epsabs=1e-13, epsrel=1e-12, limit=200)[0]
        for a, b in pairwise(edges)
    )
    return top + log(total) - 0.5 * log(2 * pi)


def log_likelihood(counts: Counts, mu: float, tau: float) -> float:
    """Log-likelihood of the binomial-normal model with all constants."""
    return sum(series_log_likelihood(y, n, mu, tau) for y, n in counts)


def maximum(counts: Counts, start: tuple[float, float] = (0.0, 1.0)) -> tuple[float, float, float]:
    """Mean logit, spread and log-likelihood at the maximum, by a search that needs no derivatives."""

    def minus(theta: NDArray[np.float64]) -> float:
        return -log_likelihood(counts, float(theta[0]), abs(float(theta[1])))

    exact: Any = {"xatol": 1e-6, "fatol": 1e-10, "maxiter": 2000}
    found = minimize(minus, np.array(start), method="Nelder-Mead", options=exact)
    return float(found.x[0]), abs(float(found.x[1])), -float(found.fun)


def profile(counts: Counts, mu: float, reach: float = 6.0) -> float:
    """The highest log-likelihood with the mean logit held at ``mu``."""
    taus = [*np.arange(0.0, reach, 1.0)]
    values = [log_likelihood(counts, mu, float(t)) for t in taus]
    at = int(np.argmax(values))
    low, high = taus[max(at - 1, 0)], taus[min(at + 1, len(taus) - 1)]
    found = minimize_scalar(
        lambda t: -log_likelihood(counts, mu, float(t)), bounds=(low, high), method="bounded", options={"xatol": 1e-5}
    )
    return max(-float(found.fun), values[at])


def profile_end(counts: Counts, top: float, inner: float, outer: float, reach: float = 6.0) -> float:
    """Where the profile has fallen 1.92 below ``top``, between two logits that hold it."""
    from scipy.stats import chi2

    drop: Callable[[float], float] = lambda mu: top - profile(counts, mu, reach) - chi2.ppf(0.95, 1) / 2  # noqa: E731
    return float(brentq(drop, inner, outer, xtol=1e-5))


def marginal_mean(mu: float, tau: float) -> float:
    """Mean of a logit-normal rate."""
    return float(
        quad(lambda z: rate(mu + tau * z) * exp(-z * z / 2) / sqrt(2 * pi), -12, 12, epsabs=1e-13, limit=400)[0]
    )


def beta_binomial_log_likelihood(counts: Counts, mean: float, rho: float) -> float:
    """Log-likelihood with all constants, rising factorials written out instead of gamma functions."""
    size = 1 / rho - 1
    a, b = mean * size, (1 - mean) * size
    total = 0.0
    for y, n in counts:
        total += lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1)
        total += sum(log(a + i) for i in range(y)) + sum(log(b + i) for i in range(n - y))
        total -= sum(log(a + b + i) for i in range(n))
    return total


class Posterior:
    """The posterior by a plain double sum over (mu, tau): mu ~ N(0, mu_sd), tau ~ half-normal(tau_sd).

    Each cell's likelihood is a sum over a fine grid of one series' logit; nothing is convolved or interpolated in mu.
    """

    def __init__(self, counts: Counts, mu_sd: float, tau_sd: float) -> None:
        z = np.arange(-8, 8.001, 0.02)
        self.z, self.normal = z, np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
        self.mu = np.arange(-7.0, 7.001, 0.07)
        self.tau = (np.arange(150) + 0.5) * 5 * tau_sd / 150
        self.weights = np.empty((len(self.tau), len(self.mu)))
        self.means = np.empty_like(self.weights)
        for i, tau in enumerate(self.tau):
            eta = self.mu[:, None] + tau * z
            p = 1 / (1 + np.exp(-eta))
            self.means[i] = p @ self.normal
            one = np.log(np.maximum(p, 1e-300)), np.log(np.maximum(1 - p, 1e-300))
            parts = (np.exp(y * one[0] + (n - y) * one[1]) @ self.normal for y, n in counts)
            log_like = sum(np.log(np.maximum(part, 1e-300)) for part in parts)
            self.weights[i] = log_like - self.mu**2 / (2 * mu_sd**2) - tau**2 / (2 * tau_sd**2)
        self.weights = np.exp(self.weights - self.weights.max())
        self.weights /= self.weights.sum()

    def mean_below(self, value: float) -> float:
        """Probability that the mean rate is below ``value``: at each spread the share of means below it."""
        below = self.weights.cumsum(axis=1) - self.weights / 2
        return float(sum(np.interp(value, means, part) for means, part in zip(self.means, below, strict=True)))

    def tau_below(self, value: float) -> float:
        """Probability that the spread is below ``value``."""
        ends = np.append(0.0, self.tau + self.tau[0])
        return float(np.interp(value, ends, np.append(0.0, self.weights.sum(axis=1).cumsum())))

    def new_below(self, value: float) -> float:
        """Probability that the rate of a new series is below ``value``."""
        from scipy.stats import norm

        logit = log(value / (1 - value)) if 0 < value < 1 else (inf if value >= 1 else -inf)
        below = norm.cdf((logit - self.mu[None, :]) / self.tau[:, None])
        return float((self.weights * below).sum())
