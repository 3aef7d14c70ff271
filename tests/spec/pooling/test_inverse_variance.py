"""Classical pooling against metafor 3.8-1 (``tests/recipes/pooling.R``), and by hand where hand suffices."""

from dataclasses import replace
from math import log, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from resorb.analysis.pooling.inverse_variance import Effect, Tau, logits, pool, q_profile
from resorb.values.findings import Refused
from tests.spec.pooling.from_r import FROM_R, SETS, series

METHODS = {"EE": Tau.COMMON, "DL": Tau.DERSIMONIAN_LAIRD, "PM": Tau.PAULE_MANDEL, "REML": Tau.REML}
effects = st.lists(st.builds(Effect, st.floats(-4, 4), st.floats(0.01, 3)), min_size=2, max_size=9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", SETS)
def test_every_number_agrees_with_metafor(name: str, method: str) -> None:
    found = pool(logits(series(SETS[name])), METHODS[method])
    expected = FROM_R[method][name]
    assert {q: getattr(found, q) for q in expected} == {
        q: pytest.approx(value, abs=1e-6 * max(1.0, abs(value))) for q, value in expected.items()
    }


def test_all_quantities_are_compared() -> None:
    assert {len(FROM_R[m]["plain"]) for m in ("DL", "PM", "REML")} == {15}
    assert len(FROM_R["EE"]["plain"]) == 10
    assert "predict_low" not in FROM_R["REML"]["two"]


def test_two_equal_variances_by_hand() -> None:
    # 3/10 and 7/10: logits -+ log(7/3), variances 1/3 + 1/7 = 10/21. Q = 2 log(7/3)^2 / (10/21); DL on one degree:
    # w = 21/10 each, c = 2w - 2w^2 / 2w = w, so tau2 = (Q - 1) / w. The mean is 0, its se sqrt((v + tau2) / 2).
    found = pool(logits(series([(3, 10), (7, 10)])), Tau.DERSIMONIAN_LAIRD)
    v, spread = 10 / 21, log(7 / 3)
    tau2 = (2 * spread**2 / v - 1) * v
    assert found.estimate == pytest.approx(0.0, abs=1e-12)
    assert found.tau2 == pytest.approx(tau2, abs=1e-12)
    assert found.se == pytest.approx(sqrt((v + tau2) / 2), abs=1e-12)
    assert found.high == pytest.approx(norm.ppf(0.975) * found.se, abs=1e-12)
    assert (found.predict_low, found.predict_high) == (None, None)  # no prediction from two


def test_one_half_is_added_only_where_a_cell_is_zero() -> None:
    none, some, every = ((e.value, e.variance) for e in logits(series([(0, 4), (3, 4), (4, 4)])))
    assert none == pytest.approx((log(0.5 / 4.5), 1 / 0.5 + 1 / 4.5))
    assert some == pytest.approx((log(3 / 1), 1 / 3 + 1 / 1))
    assert every == pytest.approx((log(4.5 / 0.5), 1 / 4.5 + 1 / 0.5))


def test_hartung_knapp_never_narrows() -> None:
    """Series that agree by chance would give an interval narrower than the common-effect one; it is kept at that."""
    found = pool([Effect(0.50, 1.0), Effect(0.51, 1.0), Effect(0.49, 1.0)])
    assert found.hk_se == found.se
    assert found.hk_high - found.estimate == pytest.approx(t.ppf(0.975, 2) * found.se)


def test_prediction_interval_is_that_of_k_minus_one_degrees() -> None:
    found = pool(logits(series(SETS["wide"])))
    assert found.predict_high is not None
    reach = t.ppf(0.975, 4) * sqrt(found.tau2 + found.se**2)
    assert found.predict_high - found.estimate == pytest.approx(reach, abs=1e-12)


@given(effects, st.sampled_from(list(Tau)), st.randoms())
def test_the_order_of_series_changes_nothing(listed: list[Effect], method: Tau, random) -> None:  # type: ignore[no-untyped-def]
    mixed = random.sample(listed, len(listed))
    one, other = pool(listed, method), pool(mixed, method)
    assert other.estimate == pytest.approx(one.estimate, abs=1e-7)
    assert other.tau2 == pytest.approx(one.tau2, abs=1e-6 * (1 + one.tau2))


@given(effects, st.sampled_from(list(Tau)), st.floats(-5, 5))
def test_moving_every_effect_moves_the_answer_and_nothing_else(listed: list[Effect], method: Tau, by: float) -> None:
    one, other = pool(listed, method), pool([replace(e, value=e.value + by) for e in listed], method)
    assert other.estimate - one.estimate == pytest.approx(by, abs=1e-6)
    assert (other.q, other.tau2) == (pytest.approx(one.q, abs=1e-6), pytest.approx(one.tau2, abs=1e-5 * (1 + one.tau2)))


@given(effects)
def test_reml_is_the_maximum_of_the_restricted_likelihood(listed: list[Effect]) -> None:
    """No tau2 of a grid does better: other packages may stop at a lower one."""
    y, v = np.array([e.value for e in listed]), np.array([e.variance for e in listed])

    def restricted(tau2: float) -> float:
        w = 1 / (v + tau2)
        mean = (w * y).sum() / w.sum()
        return float(-0.5 * (np.log(v + tau2).sum() + np.log(w.sum()) + (w * (y - mean) ** 2).sum()))

    best = restricted(pool(listed, Tau.REML).tau2)
    assert best >= max(restricted(float(tau2)) for tau2 in np.linspace(0, 8, 81) ** 2) - 1e-9


def test_reml_takes_the_higher_of_two_maxima() -> None:
    """Two exact series close together, one loose far off: the lower maximum lies at tau2 = 1.55."""
    found = pool([Effect(0.01, 0.01), Effect(-4.31, 3.0), Effect(-0.49, 0.01)], Tau.REML)
    assert found.tau2 == pytest.approx(0.176, abs=0.01)


@given(effects)
def test_q_profile_ends_are_where_q_takes_its_quantiles(listed: list[Effect]) -> None:
    from scipy.stats import chi2

    y, v = np.array([e.value for e in listed]), np.array([e.variance for e in listed])
    for end, p in zip(q_profile(listed), (0.975, 0.025), strict=True):
        w = 1 / (v + end)
        q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        quantile = chi2.ppf(p, len(listed) - 1)
        assert q == pytest.approx(quantile, rel=1e-6) if end > 0 else q <= quantile + 1e-9


@pytest.mark.parametrize(
    "listed",
    [[], [Effect(0.2, 0.1)], [Effect(0.1, 0.0), Effect(0.2, 0.1)], [Effect(0.1, -1.0), Effect(0.2, 0.1)],
     [Effect(nan, 0.1), Effect(0.2, 0.1)], [Effect(0.1, nan), Effect(0.2, 0.1)],
     [Effect(0.1, float("inf")), Effect(0.2, 0.1)]],
)  # fmt: skip
def test_what_cannot_be_pooled_is_refused(listed: list[Effect]) -> None:
    with pytest.raises(Refused, match=r"cannot be pooled|not a positive number"):
        pool(listed)
