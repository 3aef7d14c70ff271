"""Classical pooling of logits with inverse variances: DL, REML, PM and the common effect; Hartung-Knapp; Q-profile.

DerSimonian and Laird 1986; Paule and Mandel 1982; REML by a grid with the root of the score behind it; Hartung and
Knapp 2001 with the modification of Rover, Knapp and Friede 2015 (BMC Med Res Methodol 15:99); Q-profile of Viechtbauer
2007 (Stat Med 26:37); prediction interval of Higgins, Thompson and Spiegelhalter 2009 with t on k - 1 degrees (IntHout
2016). Cells of zero get one half, as the field's packages do; that correction is why the exact model is the default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from resorb.analysis.pooling.likelihood import Floats
from resorb.analysis.pooling.series import Series, usable
from resorb.values.findings import Refused


class Tau(StrEnum):
    """Estimators of the variance between series."""

    COMMON = "common effect"
    DERSIMONIAN_LAIRD = "DerSimonian-Laird"
    PAULE_MANDEL = "Paule-Mandel"
    REML = "REML"


@dataclass(frozen=True, slots=True)
class Effect:
    """A study's estimate on the scale of analysis, with its sampling variance."""

    value: float
    variance: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled estimate on the scale of analysis (logits for proportions).

    ``se`` is the usual standard error with interval ``low`` to ``high`` (normal); ``hk_*`` is Hartung-Knapp with the
    modification that it never narrows; ``predict_*`` the prediction interval (t, k - 1), None below three series;
    ``tau2_low`` and ``tau2_high`` the Q-profile interval of tau2.
    """

    estimate: float
    se: float
    low: float
    high: float
    hk_se: float
    hk_low: float
    hk_high: float
    tau2: float
    tau2_low: float
    tau2_high: float
    q: float
    q_p: float
    i2: float
    predict_low: float | None
    predict_high: float | None
    method: Tau
    k: int


def logits(series: Sequence[Series]) -> list[Effect]:
    """Logit of each series' rate with its variance; one half is added to both cells where one is zero."""
    found = []
    for one in usable(series):
        add = 0.5 if one.events in (0, one.n) else 0.0
        yes, no = one.events + add, one.n - one.events + add
        found.append(Effect(float(np.log(yes / no)), 1 / yes + 1 / no))
    return found


def pool(effects: Sequence[Effect], method: Tau = Tau.REML, level: float = 0.95) -> Pooled:
    """Pool effects by inverse variance.

    Raises:
        Refused: with fewer than two effects, or a variance that is not a positive number.
    """
    from scipy.stats import chi2, norm, t

    if len(effects) < 2:
        raise Refused(f"{len(effects)} series cannot be pooled", "needs two or more")
    y = np.array([e.value for e in effects])
    v = np.array([e.variance for e in effects])
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(v)) and np.all(v > 0)):
        raise Refused("a variance is not a positive number", "check the effects")
    k = len(y)
    tau2 = _TAU2[method](y, v)
    mean, se = _mean(y, v, tau2)
    fixed, _ = _mean(y, v, 0.0)
    q = float(np.sum((y - fixed) ** 2 / v))
    typical = (k - 1) * np.sum(1 / v) / (np.sum(1 / v) ** 2 - np.sum(1 / v**2))
    i2 = tau2 / (tau2 + float(typical)) if method is not Tau.COMMON else max(0.0, (q - (k - 1)) / q if q else 0.0)
    w = 1 / (v + tau2)
    scale = float(np.sum(w * (y - mean) ** 2) / (k - 1))
    hk_se = se * max(1.0, scale**0.5)
    z, t_hk = float(norm.ppf(0.5 + level / 2)), float(t.ppf(0.5 + level / 2, k - 1))
    low2, high2 = q_profile(effects, level)
    reach = t_hk * (tau2 + se**2) ** 0.5 if k >= 3 else None
    return Pooled(
        mean, se, mean - z * se, mean + z * se, hk_se, mean - t_hk * hk_se, mean + t_hk * hk_se, tau2, low2, high2,
        q, float(chi2.sf(q, k - 1)), i2, None if reach is None else mean - reach,
        None if reach is None else mean + reach, method, k,
    )  # fmt: skip


def _mean(y: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    w = 1 / (v + tau2)
    return float(np.sum(w * y) / np.sum(w)), float(np.sum(w) ** -0.5)


def _q(y: Floats, v: Floats, tau2: float) -> float:
    mean, _ = _mean(y, v, tau2)
    return float(np.sum((y - mean) ** 2 / (v + tau2)))


def _common(y: Floats, v: Floats) -> float:
    del y, v
    return 0.0


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    c = np.sum(w) - np.sum(w**2) / np.sum(w)
    return max(0.0, float((_q(y, v, 0.0) - (len(y) - 1)) / c))


def _paule_mandel(y: Floats, v: Floats) -> float:
    return _solve(lambda tau2: _q(y, v, tau2) - (len(y) - 1), y, v)


def _reml(y: Floats, v: Floats) -> float:
    """The highest maximum of the restricted likelihood: the best of a grid, then the root of the score beside it.

    Fisher scoring and a search from one start may end on the lower of two maxima, or not at all.
    """
    from scipy.optimize import brentq

    grid = np.append(0.0, _upper(y, v) * np.geomspace(1e-8, 1.0, 200))
    spread = v + grid[:, None]
    w = 1 / spread
    total = w.sum(axis=1)
    mean = (w @ y) / total
    values = -0.5 * (np.log(spread).sum(axis=1) + np.log(total) + (w * (y - mean[:, None]) ** 2).sum(axis=1))

    def score(tau2: float) -> float:
        mean, _ = _mean(y, v, tau2)
        w = 1 / (v + tau2)
        return float(np.sum(w**2 * (y - mean) ** 2) - np.sum(w) + np.sum(w**2) / np.sum(w))

    best = int(np.argmax(values))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    if score(low) > 0 > score(high):
        return float(brentq(score, low, high, xtol=1e-14, rtol=1e-14))
    return float(grid[best])


def _upper(y: Floats, v: Floats) -> float:
    return float(10 * (np.var(y) + np.max(v)) + 100)


def _solve(falling: Callable[[float], float], y: Floats, v: Floats) -> float:
    """The root of a function that falls in tau2; zero when it is not positive there."""
    from scipy.optimize import brentq

    if falling(0.0) <= 0:
        return 0.0
    high = _upper(y, v)
    while falling(high) > 0:
        high *= 4
    return float(brentq(falling, 0.0, high, xtol=1e-14, rtol=1e-14))


def q_profile(effects: Sequence[Effect], level: float = 0.95) -> tuple[float, float]:
    """Interval of tau2 by inverting the generalised Q statistic."""
    from scipy.stats import chi2

    y = np.array([e.value for e in effects])
    v = np.array([e.variance for e in effects])
    ends = [float(chi2.ppf(p, len(y) - 1)) for p in (0.5 + level / 2, 0.5 - level / 2)]
    low, high = (_solve(lambda tau2, end=end: _q(y, v, tau2) - end, y, v) for end in ends)  # type: ignore[misc]
    return low, high


_TAU2: dict[Tau, Callable[[Floats, Floats], float]] = {
    Tau.COMMON: _common,
    Tau.DERSIMONIAN_LAIRD: _dersimonian_laird,
    Tau.PAULE_MANDEL: _paule_mandel,
    Tau.REML: _reml,
}
