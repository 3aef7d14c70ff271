"""Rates of lesions with patients as clusters, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from resorb.analysis.clusters import clustered_rate
from resorb.analysis.intervals import proportion_interval
from resorb.values.findings import Refused


def test_lesions_in_patients_by_hand() -> None:
    # Patients with 3 of 3, 0 of 2, 1 of 1 lesions: rate 4/6 = 2/3. Residuals y - r m: 1, -4/3, 1/3; squares sum to
    # 26/9. Variance k / ((k - 1) M^2) * 26/9 = 3 / (2 * 36) * 26/9 = 13/108, against (2/3)(1/3)/6 = 1/27 for
    # independent lesions: the design effect is 13/4. The exact interval on 24/13 lesions, 16/13 of them with it.
    found = clustered_rate([(3, 3), (0, 2), (1, 1)])
    assert found.rate == pytest.approx(2 / 3)
    assert found.design_effect == pytest.approx(13 / 4)
    assert found.low == pytest.approx(beta.ppf(0.025, 16 / 13, 8 / 13 + 1))
    assert found.high == pytest.approx(beta.ppf(0.975, 16 / 13 + 1, 8 / 13))
    assert (found.lesions, found.clusters) == (6, 3)


def test_lesions_that_answer_alike_count_as_one() -> None:
    """Every patient all or none, same number of lesions: the effect is that number, times k / (k - 1)."""
    found = clustered_rate([(4, 4), (0, 4), (4, 4), (0, 4)])
    assert found.design_effect == pytest.approx(4 * 4 / 3)


def test_clusters_never_claim_more_than_independent_lesions() -> None:
    """Patients that happen to agree would give an effect below one; it is kept at one."""
    assert clustered_rate([(1, 2), (1, 2), (1, 2)]).design_effect == 1.0


def test_where_all_lesions_answered_patients_are_counted() -> None:
    # No variance to judge by: 9 lesions in 3 patients count as 3.
    found = clustered_rate([(2, 2), (3, 3), (4, 4)])
    assert found.design_effect == 3.0
    assert (found.low, found.high) == pytest.approx((0.025 ** (1 / 3), 1.0))  # the exact interval of 3 of 3


@pytest.mark.parametrize("clusters", [[], [(1, 2)], [(3, 2), (1, 1)], [(-1, 2), (1, 1)], [(0, 0), (1, 1)]])
def test_impossible_clusters_are_refused(clusters: list[tuple[int, int]]) -> None:
    with pytest.raises(Refused):
        clustered_rate(clusters)


CLUSTERS = st.lists(
    st.integers(1, 9).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m))), min_size=2, max_size=8
)


@given(CLUSTERS)
def test_the_interval_holds_the_exact_one_of_independent_lesions(clusters: list[tuple[int, int]]) -> None:
    """Patients as clusters never make an interval narrower."""
    found = clustered_rate(clusters)
    naive = proportion_interval(sum(y for y, _ in clusters), sum(m for _, m in clusters))
    assert found.low <= naive.low + 1e-9
    assert found.high >= naive.high - 1e-9
    assert found.low <= found.rate <= found.high
