"""The likelihood of the binomial-normal model, exact to quadrature.

Series i has events y of n with logit rate x'b + tau z, z standard normal. Each series' integral over z is taken by
adaptive Gauss-Hermite quadrature around its own mode (Liu and Pierce 1994, Biometrika 81:624), so that it stays right
for series at 0 or n and for a large tau, where fixed nodes and Laplace's approximation go wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NODES = 40


@dataclass(frozen=True, slots=True)
class Point:
    """Log-likelihood at one (b, tau), its gradient and Hessian in (b..., tau)."""

    value: float
    gradient: Floats
    hessian: Floats


@cache
def _hermite(nodes: int) -> tuple[Floats, Floats]:
    points, weights = np.polynomial.hermite.hermgauss(nodes)
    return points, np.log(weights) + points**2


def expit(eta: Floats) -> Floats:
    """Rate of a logit, without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * eta)))


def softplus(eta: Floats) -> Floats:
    """log(1 + exp(eta)), without overflow."""
    return np.asarray(np.logaddexp(0.0, eta))


def log_choose(events: Floats, n: Floats) -> float:
    """Sum of the logs of the binomial coefficients; a constant of the likelihood."""
    from scipy.special import gammaln

    return float(np.sum(gammaln(n + 1) - gammaln(events + 1) - gammaln(n - events + 1)))


def _modes(eta0: Floats, tau: float, events: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Mode and spread in z of each series' integrand; the equation is monotone, so Newton is kept in a bracket."""
    reach = tau * tau * np.maximum(events, n - events)
    low, high = eta0 - reach - 1e-9, eta0 + reach + 1e-9
    eta = np.clip(np.log((events + 0.5) / (n - events + 0.5)), low, high)
    inverse = 1 / (tau * tau)
    for _ in range(60):
        rate = expit(eta)
        slope = events - n * rate - (eta - eta0) * inverse
        above = slope > 0
        low, high = np.where(above, eta, low), np.where(above, high, eta)
        step = slope / (n * rate * (1 - rate) + inverse)
        then = eta + step
        outside = (then <= low) | (then >= high)
        then = np.where(outside, 0.5 * (low + high), then)
        if np.max(np.abs(then - eta)) < 1e-10:
            eta = then
            break
        eta = then
    rate = expit(eta)
    return (eta - eta0) / tau, 1 / np.sqrt(1 + tau * tau * n * rate * (1 - rate))


def log_likelihood(events: Floats, n: Floats, design: Floats, b: Floats, tau: float, nodes: int = NODES) -> Point:
    """Log-likelihood without the binomial coefficients, with its first and second derivatives.

    Args:
        events: counts, one for each series.
        n: wholes.
        design: one row for each series, one column for each coefficient.
        b: coefficients on the logit scale.
        tau: standard deviation between series, on the logit scale; zero is the common-rate model.
        nodes: quadrature nodes for each series.
    """
    eta0 = design @ b
    if tau < 1e-8:
        return _common(events, n, design, eta0)
    mode, spread = _modes(eta0, tau, events, n)
    points, log_weights = _hermite(nodes)
    z = mode[:, None] + np.sqrt(2) * spread[:, None] * points
    eta = eta0[:, None] + tau * z
    log_terms = log_weights + events[:, None] * eta - n[:, None] * softplus(eta) - 0.5 * z * z
    top = log_terms.max(axis=1, keepdims=True)
    terms = np.exp(log_terms - top)
    sums = terms.sum(axis=1)
    value = float(np.sum(np.log(sums) + top[:, 0] + np.log(spread)) - 0.5 * len(n) * np.log(np.pi))
    share = terms / sums[:, None]
    rate = expit(eta)
    residual = events[:, None] - n[:, None] * rate
    weight = n[:, None] * rate * (1 - rate)
    by_z = residual * z
    first, second = (share * residual).sum(axis=1), (share * by_z).sum(axis=1)
    bb = (share * (residual**2 - weight)).sum(axis=1) - first**2
    bt = (share * (residual * by_z - weight * z)).sum(axis=1) - first * second
    tt = (share * (by_z**2 - weight * z * z)).sum(axis=1) - second**2
    return Point(value, np.append(design.T @ first, second.sum()), _hessian(design, bb, bt, tt))


def _common(events: Floats, n: Floats, design: Floats, eta0: Floats) -> Point:
    """The limit tau = 0. The slope in tau is zero there; the curvature tells whether some spread is likelier."""
    rate = expit(eta0)
    residual, weight = events - n * rate, n * rate * (1 - rate)
    value = float(np.sum(events * eta0 - n * softplus(eta0)))
    return Point(
        value,
        np.append(design.T @ residual, 0.0),
        _hessian(design, -weight, np.zeros_like(weight), residual**2 - weight),
    )


def _hessian(design: Floats, bb: Floats, bt: Floats, tt: Floats) -> Floats:
    size = design.shape[1]
    full = np.empty((size + 1, size + 1))
    full[:size, :size] = design.T @ (bb[:, None] * design)
    full[:size, size] = full[size, :size] = design.T @ bt
    full[size, size] = tt.sum()
    return full


def marginal_mean(mu: float, tau: float) -> float:
    """Mean rate over series: the logit-normal's mean, which is pulled towards one half by a large tau."""
    if tau < 1e-8:
        return float(expit(np.array(mu)))
    step = 0.02
    z = np.arange(-8, 8 + step / 2, step)
    weights = np.exp(-0.5 * z * z)
    return float(np.sum(weights * expit(mu + tau * z)) / np.sum(weights))
