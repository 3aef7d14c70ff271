"""What selection, unknown responses and single studies can do to an answer, with the arithmetic beside it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.analysis.intervals import proportion_interval
from resorb.analysis.pooling.bayes import posterior
from resorb.analysis.pooling.sensitivity import (
    cumulative,
    leave_one_out,
    naive,
    selection_curve,
    unknown_bounds,
    unpublished_failures,
)
from resorb.analysis.pooling.series import Series
from tests.spec.pooling.from_r import series

CASES = [Series(f"case {i}", 1, 1) for i in range(9)] + [Series("failed", 0, 1)]
counts = st.lists(
    st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=5
)


def test_the_naive_pool_is_the_exact_interval_of_the_sums() -> None:
    found = naive(series([(3, 5), (0, 4), (6, 11)]))
    assert (found.events, found.n, found.rate) == (9, 20, 0.45)
    assert found.interval == proportion_interval(9, 20)


def test_selection_shrinks_nine_of_ten() -> None:
    # p / (p + s (1 - p)) at p = 9/10: s = 2 gives 9/11, s = 9 would give 1/2, s = 20 gives 9/29.
    found = {one.ratio: one.rate for one in selection_curve(CASES)}
    assert found == {
        1: pytest.approx(9 / 10), 2: pytest.approx(9 / 11), 3: pytest.approx(9 / 12), 5: pytest.approx(9 / 14),
        10: pytest.approx(9 / 19), 20: pytest.approx(9 / 29),
    }  # fmt: skip


def test_selection_undoes_itself() -> None:
    """Publishing successes three times as often turns 3 of 4 into 9 of 10; the curve brings it back."""
    published = Fraction(3 * 3, 3 * 3 + 1)
    assert published == Fraction(9, 10)
    assert selection_curve(CASES, ratios=(3,))[0].rate == pytest.approx(3 / 4)


def test_selection_moves_the_ends_too_and_one_stays_one() -> None:
    every = selection_curve(series([(1, 1)] * 4))
    low = 0.025 ** (1 / 4)  # Clopper-Pearson's lower end of 4 of 4
    assert [(one.rate, one.high) for one in every] == [(1.0, 1.0)] * len(every)
    assert [one.low for one in every] == [pytest.approx(low / (low + one.ratio * (1 - low))) for one in every]


@given(counts)
def test_more_selection_never_means_a_higher_rate(listed: list[tuple[int, int]]) -> None:
    rates = [one.rate for one in selection_curve(series(listed))]
    assert rates == sorted(rates, reverse=True)


def test_unpublished_failures_are_the_fewest_that_reach_one_half() -> None:
    # 41 of 51 reach above one half; so do 41 of 63 (lower end 0.5201), up to 41 of 65; 41 of 66 do not.
    listed = series([(41, 51)])
    found = unpublished_failures(listed)
    assert found is not None
    assert proportion_interval(41, 51 + found).low <= 0.5 < proportion_interval(41, 51 + found - 1).low


def test_no_failure_is_needed_where_the_interval_holds_one_half_already() -> None:
    assert unpublished_failures(series([(3, 5)])) == 0


def test_more_failures_than_asked_for_are_none() -> None:
    assert unpublished_failures(series([(41, 51)]), most=3) is None


@settings(max_examples=30, deadline=None)
@given(counts, st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]))
def test_unpublished_failures_by_counting_up(listed: list[tuple[int, int]], rate: Fraction) -> None:
    events, n = sum(y for y, _ in listed), sum(n for _, n in listed)
    slow = next(extra for extra in range(1000) if proportion_interval(events, n + extra).low <= rate)
    assert unpublished_failures(series(listed), rate) == slow


def test_unknown_responses_bound_the_rate() -> None:
    # Mayo's topical series: 19 of 28 responded, 3 of the 28 were not followed: 19/28, 22/28, and 19/25 of those known.
    found = unknown_bounds([Series("mayo", 19, 28, unknown=3)])
    assert (found.worst.rate, found.best.rate) == (19 / 28, 22 / 28)
    assert found.complete is not None
    assert (found.complete.events, found.complete.n, found.unknown) == (19, 25, 3)


def test_where_nothing_is_known_there_is_no_complete_case() -> None:
    found = unknown_bounds([Series("lost", 0, 2, unknown=2)])
    assert (found.worst.rate, found.best.rate, found.complete) == (0.0, 1.0, None)


def test_leaving_out_a_study_leaves_out_all_its_series() -> None:
    listed = [Series("a", 3, 4), Series("b", 1, 9), Series("a", 2, 2)]
    found = {one.study: one.answer for one in leave_one_out(listed)}
    assert found == {"a": posterior([listed[1]]), "b": posterior([listed[0], listed[2]])}
    assert leave_one_out(listed[:1])[0].answer is None


def test_cumulative_adds_year_by_year() -> None:
    listed = [
        replace(s, values={"year": float(year)})
        for s, year in zip(series([(1, 1), (3, 4), (2, 2)]), (2016, 2012, 2012), strict=True)
    ]
    found = cumulative([*listed, Series("undated", 0, 9)])
    assert [(one.year, one.k, one.n) for one in found] == [(2012, 2, 6), (2016, 3, 7)]
    assert found[-1].answer == posterior(listed)
