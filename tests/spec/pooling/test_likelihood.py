"""The likelihood of the exact model against adaptive integration, and its derivatives against differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.analysis.pooling.likelihood import Floats, Point, log_choose, log_likelihood, marginal_mean
from tests.oracle import pooling_oracle as oracle

count = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
counts = st.lists(count, min_size=1, max_size=6)
mu = st.floats(-6, 6)
EDGE = [(0, 1), (1, 1), (0, 30), (30, 30), (1, 30), (15, 30), (200, 200), (100, 200)]


def value(listed: list[tuple[int, int]], at: float, tau: float) -> float:
    events, n, design = arrays(listed)
    return log_likelihood(events, n, design, np.array([at]), tau).value + log_choose(events, n)


def arrays(listed: list[tuple[int, int]]) -> tuple[Floats, Floats, Floats]:
    events, n = np.array(listed, float).T
    return events, n, np.ones((len(listed), 1))


@pytest.mark.parametrize("tau", [0.0, 0.2, 1.0, 2.0, 5.0, 10.0])
@pytest.mark.parametrize("at", [-4.0, 0.0, 3.0])
def test_series_at_the_edge_are_integrated_to_nine_digits(tau: float, at: float) -> None:
    for one in EDGE:
        assert value([one], at, tau) == pytest.approx(oracle.series_log_likelihood(*one, at, tau), abs=2e-9)


@settings(max_examples=25, deadline=None)
@given(counts, mu, st.floats(0.05, 5))
def test_any_series_agree_with_adaptive_integration(listed: list[tuple[int, int]], at: float, tau: float) -> None:
    assert value(listed, at, tau) == pytest.approx(oracle.log_likelihood(listed, at, tau), abs=1e-8)


def test_one_patient_of_unknown_rate_is_a_coin() -> None:
    # A logit-normal around zero is symmetric, so one patient responds with probability 1/2 whatever the spread.
    for tau in (0.0, 0.5, 3.0):
        assert value([(1, 1)], 0.0, tau) == pytest.approx(np.log(0.5), abs=1e-10)


def test_without_spread_it_is_the_binomial_of_the_sums() -> None:
    # 3 log(1/4) + 5 log(3/4), coefficients aside, at the rate 1/4 whose logit is log(1/3).
    events, n, design = arrays([(1, 2), (2, 6)])
    found = log_likelihood(events, n, design, np.array([np.log(1 / 3)]), 0.0).value
    assert found == pytest.approx(3 * np.log(1 / 4) + 5 * np.log(3 / 4), abs=1e-12)


@settings(max_examples=60)
@given(st.lists(count, min_size=2, max_size=6), mu, st.floats(-2, 2), st.floats(0.05, 6))
def test_gradient_and_hessian_are_those_of_the_value(
    listed: list[tuple[int, int]], at: float, slope: float, tau: float
) -> None:
    """Two coefficients (a mean and a covariate) and the spread, by central differences."""
    events, n, ones = arrays(listed)
    design = np.column_stack([ones, np.arange(len(listed)) % 2])
    theta, step = np.array([at, slope, tau]), 1e-5

    def point(moved: Floats) -> Point:
        return log_likelihood(events, n, design, moved[:2], float(moved[2]))

    here = point(theta)
    for j in range(3):
        ahead, behind = point(theta + step * np.eye(3)[j]), point(theta - step * np.eye(3)[j])
        scale = 1 + abs(here.gradient[j])
        assert (ahead.value - behind.value) / (2 * step) == pytest.approx(here.gradient[j], abs=2e-4 * scale)
        slopes = (ahead.gradient - behind.gradient) / (2 * step)
        assert slopes == pytest.approx(here.hessian[j], abs=1e-4 * (1 + np.abs(here.hessian).max()))


def test_the_likelihood_does_not_depend_on_where_the_search_for_modes_began() -> None:
    events, n, design = arrays(EDGE)
    afar = log_likelihood(events, n, design, np.array([-3.0]), 1.0).modes
    cold = log_likelihood(events, n, design, np.array([2.0]), 2.0)
    warm = log_likelihood(events, n, design, np.array([2.0]), 2.0, afar)
    assert warm.value == pytest.approx(cold.value, abs=1e-9)


@pytest.mark.parametrize("at", [-3.0, 0.0, 0.7, 5.75])
@pytest.mark.parametrize("tau", [0.0, 0.3, 1.0, 5.2])
def test_mean_rate_is_the_logit_normals(at: float, tau: float) -> None:
    assert marginal_mean(at, tau) == pytest.approx(oracle.marginal_mean(at, tau), abs=1e-9)


def test_a_large_spread_pulls_the_mean_rate_to_one_half() -> None:
    means = [marginal_mean(4.6, tau) for tau in (0.0, 1.0, 2.0, 4.0, 8.0)]
    assert means[0] == pytest.approx(0.99, abs=1e-4)  # 1 / (1 + exp(-4.6))
    assert means == sorted(means, reverse=True)
    assert means[-1] > 0.5
