"""The beta-binomial model against R's optim on its likelihood (``tests/recipes/pooling.R``) and slow sums."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.analysis.pooling.beta_binomial import fit
from resorb.analysis.pooling.series import is_all_or_none
from resorb.values.findings import Refused
from tests.oracle import pooling_oracle as oracle
from tests.spec.pooling.from_r import FROM_R, SETS, series

count = st.integers(1, 15).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
sets = st.lists(count, min_size=3, max_size=7).filter(lambda listed: not is_all_or_none(series(listed)))


@pytest.mark.parametrize("name", sorted(FROM_R["beta-binomial"]))
def test_the_maximum_agrees_with_r(name: str) -> None:
    found, expected = fit(series(SETS[name])), FROM_R["beta-binomial"][name]
    assert found.mean_rate == pytest.approx(expected["mean"], abs=1e-4)
    assert found.rho == pytest.approx(expected["rho"], abs=1e-4)
    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-7)


def test_series_that_agree_are_one_binomial() -> None:
    # 5/10, 4/9, 6/11, 5/9: no correlation is likeliest, and the mean is 20/39.
    found = fit(series(SETS["alike"]))
    assert found.rho == pytest.approx(0, abs=1e-5)
    assert found.mean_rate == pytest.approx(20 / 39, abs=1e-5)
    assert found.log_likelihood == pytest.approx(oracle.log_likelihood(SETS["alike"], 0.0512932943875505, 0), abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(sets, st.floats(0.02, 0.98), st.floats(0.01, 0.95))
def test_nowhere_is_the_likelihood_higher(listed: list[tuple[int, int]], mean: float, rho: float) -> None:
    found = fit(series(listed))
    assert found.log_likelihood >= oracle.beta_binomial_log_likelihood(listed, mean, rho) - 1e-7


@pytest.mark.parametrize(
    "counts", [[(1, 2), (3, 4)], [(0, 4), (0, 3), (0, 9)], [(4, 4), (0, 3), (9, 9)], [(1, 1), (0, 1), (1, 1)]]
)
def test_too_little_is_refused(counts: list[tuple[int, int]]) -> None:
    with pytest.raises(Refused, match="too few series, or all at the edge"):
        fit(series(counts))
