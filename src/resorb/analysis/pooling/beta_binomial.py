"""The beta-binomial model: rates of the series are beta distributed. A check on the binomial-normal model.

Griffiths 1973 (Biometrics 29:637). The mean of the beta is the mean rate itself, so no marginal mean is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from resorb.analysis.pooling.likelihood import Floats, log_choose
from resorb.analysis.pooling.series import Series, is_all_or_none, usable
from resorb.values.findings import Refused

MAX_PRECISION = 1e6


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """Mean rate, intraclass correlation rho = 1 / (a + b + 1), and the log-likelihood with all constants."""

    mean_rate: float
    rho: float
    log_likelihood: float
    k: int
    n: int


def fit(series: Sequence[Series]) -> BetaBinomial:
    """Maximum likelihood over mean and correlation.

    Raises:
        Refused: with fewer than three series, or when every one is 0 of n or n of n.
    """
    from scipy.optimize import minimize

    listed = usable(series)
    if len(listed) < 3 or is_all_or_none(listed):
        raise Refused("too few series, or all at the edge", "see the exact pool")
    events, n = np.array([s.events for s in listed], float), np.array([s.n for s in listed], float)

    def minus(theta: Floats) -> float:
        mean, size = 1 / (1 + np.exp(-theta[0])), np.exp(np.clip(theta[1], -12, np.log(MAX_PRECISION)))
        return -_log_likelihood(events, n, mean * size, (1 - mean) * size)

    pooled = (events.sum() + 0.5) / (n.sum() + 1)
    begin = float(np.log(pooled / (1 - pooled)))
    found = [
        minimize(minus, np.array([begin, size]), method="Nelder-Mead", options=_OPTIONS) for size in (0.0, 2.0, 6.0)
    ]
    best = min(found, key=lambda result: float(result.fun))
    size = float(np.exp(np.clip(best.x[1], -12, np.log(MAX_PRECISION))))
    return BetaBinomial(
        float(1 / (1 + np.exp(-best.x[0]))), 1 / (size + 1), -float(best.fun) + log_choose(events, n), len(listed),
        int(n.sum()),
    )  # fmt: skip


_OPTIONS: Any = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}


def _log_likelihood(events: Floats, n: Floats, a: float, b: float) -> float:
    from scipy.special import betaln

    return float(np.sum(betaln(events + a, n - events + b) - betaln(a, b)))
