"""The exact model: against R where R converges, above R's likelihood where it does not, against slow integration."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resorb.analysis.pooling import binomial_normal
from resorb.analysis.pooling.binomial_normal import fit, profile, spread_test
from resorb.analysis.pooling.series import is_all_or_none
from resorb.values.findings import Refused
from tests.oracle import pooling_oracle as oracle
from tests.spec.pooling.from_r import FROM_R, SETS, series

INSIDE = sorted(set(FROM_R["glmer"]) - {"edge"})
count = st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
sets = st.lists(count, min_size=3, max_size=8).filter(lambda listed: not is_all_or_none(series(listed)))


@pytest.mark.parametrize("name", INSIDE)
def test_the_maximum_agrees_with_lme4(name: str) -> None:
    """glmer with 25 nodes and tight limits."""
    found, expected = fit(series(SETS[name])), FROM_R["glmer"][name]
    assert found.b[0] == pytest.approx(expected["mu"], abs=1e-6)
    assert found.tau == pytest.approx(expected["tau"], abs=1e-6)


@pytest.mark.parametrize("name", INSIDE)
def test_the_maximum_agrees_with_metafor(name: str) -> None:
    """rma.glmm with 25 nodes; its optimiser stops at 1e-5 or so, and no argument reaches the one inside."""
    found, expected = fit(series(SETS[name])), FROM_R["rma.glmm 25"][name]
    assert found.b[0] == pytest.approx(expected["mu"], abs=1e-4)
    assert found.tau == pytest.approx(expected["tau"], abs=1e-4)


@pytest.mark.parametrize("peer", ["rma.glmm 7", "rma.glmm 25", "glmer"])
def test_at_the_edge_the_likelihood_is_higher_than_where_r_stops(peer: str) -> None:
    """Ten series, 41 of 51 responses, eight of them 0 of n or n of n, judged by one likelihood taken with ``quad``."""
    counts = SETS["edge"]
    assert (sum(y for y, _ in counts), sum(n for _, n in counts), len(counts)) == (41, 51, 10)
    found, theirs = fit(series(counts)), FROM_R[peer]["edge"]
    ours = oracle.log_likelihood(counts, found.b[0], found.tau)
    assert found.log_likelihood == pytest.approx(ours, abs=1e-8)
    assert ours > oracle.log_likelihood(counts, theirs["mu"], theirs["tau"]) + 0.01
    assert found.is_flat


@pytest.mark.parametrize("name", ["edge", "plain", "zero cells", "wide"])
def test_no_search_by_slow_integration_finds_a_higher_point(name: str) -> None:
    found = fit(series(SETS[name]))
    mu, tau, top = oracle.maximum(SETS[name], (found.b[0] + 0.3, found.tau + 0.3))
    assert found.log_likelihood == pytest.approx(top, abs=1e-8)
    assert (mu, tau) == (pytest.approx(found.b[0], abs=1e-4), pytest.approx(found.tau, abs=1e-4))


def test_the_higher_of_two_maxima_is_found() -> None:
    """Here the common rate is a maximum (0.24 lower) and another lies at a spread of 2.66."""
    counts = [(0, 1), (3, 3), (0, 1), (6, 6), (8, 9), (1, 1)]
    found = fit(series(counts))
    assert found.tau == pytest.approx(2.659, abs=1e-3)
    assert found.log_likelihood > oracle.log_likelihood(counts, log(18 / 3), 0.0) + 0.2


def test_series_that_agree_have_no_spread() -> None:
    # 5/10, 4/9, 6/11, 5/9 differ less than chance: the maximum is the common rate 20/39.
    found = fit(series(SETS["alike"]))
    assert found.tau == 0
    assert found.b[0] == pytest.approx(log(20 / 19), abs=1e-8)
    assert found.covariance is not None
    assert found.covariance[0][0] == pytest.approx(39 / (20 * 19), abs=1e-8)  # 1 / (n p (1 - p))
    assert found.mean_rate == pytest.approx(20 / 39, abs=1e-8)
    assert spread_test(series(SETS["alike"])) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["plain", "zero cells", "with single patients"])
def test_profile_interval_agrees_with_a_slow_one(name: str) -> None:
    counts = SETS[name]
    found, best = profile(series(counts)), fit(series(counts))
    assert found.low is not None
    assert found.high is not None
    for end in (found.low, found.high):
        at = oracle.profile_end(counts, best.log_likelihood, end - 0.02, end + 0.02)
        assert end == pytest.approx(at, abs=1e-4)


def test_at_the_edge_the_profile_has_no_upper_end() -> None:
    """A rate of one cannot be told from the data, so no end is given; the lower end is there."""
    found = profile(series(SETS["edge"]))
    best = fit(series(SETS["edge"])).log_likelihood
    assert found.high is None
    assert best - oracle.profile(SETS["edge"], 15.0, reach=20.0) < binomial_normal.HALF_CHI2_95
    assert found.low is not None
    slow = oracle.profile_end(SETS["edge"], best, found.low - 0.02, found.low + 0.02, reach=20.0)
    assert found.low == pytest.approx(slow, abs=1e-4)


def test_spread_test_is_the_likelihood_ratio_at_the_edge_of_its_range() -> None:
    from scipy.stats import norm

    counts = SETS["plain"]
    statistic, p = spread_test(series(counts))
    pooled = log(52 / 39)  # 52 of 91
    assert statistic == pytest.approx(
        2 * (fit(series(counts)).log_likelihood - oracle.log_likelihood(counts, pooled, 0))
    )
    assert p == pytest.approx(norm.sf(sqrt(statistic)))  # half of chi-squared on one degree


def test_wald_errors_come_from_the_curvature() -> None:
    """Second differences of the slow likelihood, the spread maximised out by inverting the 2 x 2 matrix."""
    counts, h = SETS["plain"], 1e-3
    found = fit(series(counts))
    mu, tau = found.b[0], found.tau

    def at(i: int, j: int) -> float:
        return oracle.log_likelihood(counts, mu + i * h, tau + j * h)

    mm = (at(1, 0) - 2 * at(0, 0) + at(-1, 0)) / h**2
    tt = (at(0, 1) - 2 * at(0, 0) + at(0, -1)) / h**2
    mt = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h**2)
    assert found.covariance is not None
    assert found.covariance[0][0] == pytest.approx(-tt / (mm * tt - mt**2), rel=1e-4)


def test_a_covariate_splits_the_answer() -> None:
    """With a column for each half and no spread left, the coefficients are the logits of each half's sum."""
    counts = [(5, 10), (5, 10), (5, 10), (9, 10), (9, 10), (9, 10)]
    half = np.repeat([0.0, 1.0], 3)
    found = fit(series(counts), np.column_stack([np.ones(6), half]))
    assert found.tau == 0
    assert found.b == pytest.approx((0.0, log(9)), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(sets, st.randoms())
def test_the_order_of_series_changes_nothing(listed: list[tuple[int, int]], random) -> None:  # type: ignore[no-untyped-def]
    assume(any(n > 1 for _, n in listed))
    one, other = fit(series(listed)), fit(series(random.sample(listed, len(listed))))
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-7)
    if not one.is_flat:
        assert (other.mean_rate, other.tau) == pytest.approx((one.mean_rate, one.tau), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(sets)
def test_counting_failures_mirrors_the_answer(listed: list[tuple[int, int]]) -> None:
    one, other = fit(series(listed)), fit(series([(n - y, n) for y, n in listed]))
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-7)
    if not one.is_flat:
        assert (other.mean_rate, other.tau) == pytest.approx((1 - one.mean_rate, one.tau), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(sets, st.floats(-4, 4), st.floats(0, 6))
def test_nowhere_is_the_likelihood_higher(listed: list[tuple[int, int]], mu: float, tau: float) -> None:
    assert fit(series(listed)).log_likelihood >= oracle.log_likelihood(listed, mu, tau) - 1e-7


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([(1, 2), (3, 4)], "2 series are too few"),
        ([(0, 4), (0, 3), (0, 9)], "0 of n or n of n"),
        ([(4, 4), (3, 3), (9, 9)], "0 of n or n of n"),
        # Some all, some none: the likelihood rises for ever with the spread.
        ([(4, 4), (0, 3), (9, 9)], "0 of n or n of n"),
        ([(1, 1), (0, 1), (1, 1), (1, 1)], "only reports of one patient"),
    ],
)
def test_too_little_is_refused_with_the_reason(counts: list[tuple[int, int]], reason: str) -> None:
    for ask in (fit, profile, spread_test):
        with pytest.raises(Refused, match=reason):
            ask(series(counts))


def test_all_or_none_has_no_maximum_indeed() -> None:
    """Why that is refused: the likelihood still rises at a spread of 50."""
    counts = [(4, 4), (0, 3), (9, 9)]
    rising = [oracle.log_likelihood(counts, 0.43 * tau, tau) for tau in (2.0, 5.0, 10.0, 20.0, 50.0)]
    assert rising == sorted(rising)
