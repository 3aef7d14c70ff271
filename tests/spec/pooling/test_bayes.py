"""The Bayesian model against a plain sum over mean and spread, and by what any such model must do."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.analysis.pooling.bayes import PRIOR_MU_SD, PRIOR_TAU_SD, Spread, posterior
from resorb.analysis.pooling.series import Series
from tests.oracle import pooling_oracle as oracle
from tests.spec.pooling.from_r import SETS, series

ONE = {"three of three": [(3, 3)], "none of one": [(0, 1)], "a pair": [(2, 9), (14, 15)]}
count = st.integers(1, 15).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
sets = st.lists(count, min_size=1, max_size=6)


@pytest.mark.parametrize("name", [*SETS, *ONE])
def test_quantiles_agree_with_a_plain_double_sum(name: str) -> None:
    """Ends and medians of the rates lie within a thousandth of the slow ones, of the spread within a hundredth."""
    counts = ONE.get(name) or SETS[name]
    found, slow = posterior(series(counts)), oracle.Posterior(counts, PRIOR_MU_SD, PRIOR_TAU_SD)
    for spread, below, near in (
        (found.mean_rate, slow.mean_below, 1e-3),
        (found.new_rate, slow.new_below, 1e-3),
        (found.tau, slow.tau_below, 1e-2),
    ):
        for value, share in ((spread.low, 0.025), (spread.median, 0.5), (spread.high, 0.975)):
            assert below(value - near) < share < below(value + near)


def rates(spread: Spread) -> tuple[float, float, float]:
    return spread.low, spread.median, spread.high


@settings(max_examples=25, deadline=None)
@given(sets, st.randoms())
def test_the_order_of_series_changes_nothing(listed: list[tuple[int, int]], random) -> None:  # type: ignore[no-untyped-def]
    one, other = posterior(series(listed)), posterior(series(random.sample(listed, len(listed))))
    assert rates(other.mean_rate) == pytest.approx(rates(one.mean_rate), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(sets)
def test_counting_failures_mirrors_the_answer(listed: list[tuple[int, int]]) -> None:
    one, other = posterior(series(listed)), posterior(series([(n - y, n) for y, n in listed]))
    low, median, high = rates(one.mean_rate)
    assert rates(other.mean_rate) == pytest.approx((1 - high, 1 - median, 1 - low), abs=1e-4)
    assert rates(other.tau) == pytest.approx(rates(one.tau), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(sets, st.integers(1, 8))
def test_a_series_of_failures_lowers_the_answer(listed: list[tuple[int, int]], failures: int) -> None:
    one, other = posterior(series(listed)), posterior(series([*listed, (0, failures)]))
    assert other.mean_rate.median < one.mean_rate.median
    assert other.mean_rate.low < one.mean_rate.low


@settings(max_examples=25, deadline=None)
@given(sets)
def test_a_new_series_is_less_certain_than_the_mean(listed: list[tuple[int, int]]) -> None:
    found = posterior(series(listed))
    assert found.new_rate.low < found.mean_rate.low < found.mean_rate.high < found.new_rate.high


def test_ten_more_of_the_same_narrow_the_answer() -> None:
    few, many = posterior(series([(3, 5)] * 3)), posterior(series([(3, 5)] * 13))
    assert many.mean_rate.high - many.mean_rate.low < few.mean_rate.high - few.mean_rate.low
    assert many.tau.median < few.tau.median


def test_the_larger_of_two_series_counts_for_more() -> None:
    assert posterior(series([(5, 5), (0, 30)])).mean_rate.median < posterior(series([(5, 5), (0, 3)])).mean_rate.median


def test_share_below_is_the_distribution_of_a_new_rate() -> None:
    counts = SETS["plain"]
    found, slow = posterior(series(counts)), oracle.Posterior(counts, PRIOR_MU_SD, PRIOR_TAU_SD)
    assert found.share_below(found.new_rate.median) == pytest.approx(0.5, abs=1e-6)
    for rate in (0.1, 0.3, 0.5, 0.9):
        assert found.share_below(rate) == pytest.approx(slow.new_below(rate), abs=1e-3)


def test_names_and_order_do_not_matter_to_the_kept_answers() -> None:
    one = posterior([Series("a", 1, 2), Series("b", 3, 4)])
    assert posterior([replace(s, study="other") for s in (Series("b", 3, 4), Series("a", 1, 2))]) == one
    assert (one.k, one.n) == (2, 6)


def test_a_wider_level_is_a_wider_interval() -> None:
    some, most = posterior(series([(3, 5)]), level=0.8), posterior(series([(3, 5)]), level=0.99)
    assert most.mean_rate.low < some.mean_rate.low < some.mean_rate.median == most.mean_rate.median
