"""Exact and near-exact intervals against R.

Expected values: ``Rscript tests/recipes/intervals.R`` (R 4.2.2; binom.test, prop.test, qbeta, uniroot).
(81, 263), (15, 148) and (1, 29) are the examples of Newcombe (1998), Statistics in Medicine 17:857, table I.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.analysis.intervals import Method, proportion_interval, upper_limit_of_none

FROM_R = [
    (19, 28, "Clopper-Pearson", 0.476483593290, 0.841223962114),
    (19, 28, "Wilson", 0.493388431809, 0.820667530775),
    (19, 28, "Jeffreys", 0.494775878944, 0.827539019078),
    (19, 28, "mid-p", 0.491380338536, 0.830457950231),
    (0, 3, "Clopper-Pearson", 0.000000000000, 0.707598226179),
    (0, 3, "Wilson", 0.000000000000, 0.561497031755),
    (0, 3, "Jeffreys", 0.000000000000, 0.535583243043),
    (0, 3, "mid-p", 0.000000000000, 0.631596850136),
    (3, 3, "Clopper-Pearson", 0.292401773821, 1.000000000000),
    (3, 3, "Wilson", 0.438502968245, 1.000000000000),
    (3, 3, "Jeffreys", 0.464416756957, 1.000000000000),
    (3, 3, "mid-p", 0.368403149864, 1.000000000000),
    (1, 29, "Clopper-Pearson", 0.000872646884, 0.177644295489),
    (1, 29, "Wilson", 0.006113214293, 0.171755218793),
    (1, 29, "Jeffreys", 0.003746173649, 0.150077686002),
    (1, 29, "mid-p", 0.001724770115, 0.158537383681),
    (81, 263, "Clopper-Pearson", 0.252736745585, 0.367621922601),
    (81, 263, "Wilson", 0.255288519878, 0.366209576983),
    (81, 263, "Jeffreys", 0.254521934991, 0.365647499174),
    (81, 263, "mid-p", 0.254402104946, 0.365773474258),
    (15, 148, "Clopper-Pearson", 0.057844010083, 0.161650490349),
    (15, 148, "Wilson", 0.062386399531, 0.160487241723),
    (15, 148, "Jeffreys", 0.060448517009, 0.157643143479),
    (15, 148, "mid-p", 0.060063602666, 0.158121733051),
    (1, 1, "Clopper-Pearson", 0.025000000000, 1.000000000000),
    (1, 1, "Wilson", 0.206549314377, 1.000000000000),
    (1, 1, "Jeffreys", 0.146746316310, 1.000000000000),
    (1, 1, "mid-p", 0.050000000000, 1.000000000000),
]


@pytest.mark.parametrize(("n", "total", "method", "low", "high"), FROM_R)
def test_proportion_intervals_agree_with_r(n: int, total: int, method: str, low: float, high: float) -> None:
    interval = proportion_interval(n, total, Method(method))
    assert interval.low == pytest.approx(low, abs=1e-8)
    assert interval.high == pytest.approx(high, abs=1e-8)


def test_none_of_three_leaves_much_room() -> None:
    # (1 - p)^3 = 0.05, so p = 1 - 0.05^(1/3)
    assert upper_limit_of_none(3) == pytest.approx(1 - 0.05 ** (1 / 3), abs=1e-12)


counts = st.integers(1, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(counts)
def test_clopper_pearson_holds_every_other_interval(count: tuple[int, int]) -> None:
    """It is the conservative one: its ends lie outside mid-p's; Jeffreys lies inside too."""
    exact = proportion_interval(*count)
    for method in (Method.MID_P, Method.JEFFREYS):
        other = proportion_interval(*count, method)
        assert exact.low <= other.low + 1e-12
        assert other.high <= exact.high + 1e-12


@given(counts, st.sampled_from([Method.CLOPPER_PEARSON, Method.WILSON, Method.JEFFREYS, Method.MID_P]))
def test_counting_the_others_mirrors_the_interval(count: tuple[int, int], method: Method) -> None:
    n, total = count
    one, other = proportion_interval(n, total, method), proportion_interval(total - n, total, method)
    assert one.low == pytest.approx(1 - other.high, abs=1e-9)
    assert one.low <= Fraction(n, total) <= one.high


@pytest.mark.parametrize(("n", "total"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_not_a_proportion_is_refused(n: int, total: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        proportion_interval(n, total)
