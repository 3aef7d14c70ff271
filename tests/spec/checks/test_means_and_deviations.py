"""GRIM, GRIMMER, bounds: against every set of small values there is; and as judges of printed summaries."""

from fractions import Fraction
from itertools import combinations_with_replacement
from math import isqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resorb.checks.arithmetic.deviations import Bounds, Undecided, values_with, witness
from resorb.checks.arithmetic.means import grim, mean_bounds
from resorb.checks.arithmetic.rounding import counts_giving, rule_for, significant, written
from resorb.values.numbers import Rounding, as_text, read_number, round_to
from resorb.values.ranges import Range
from tests.spec.checks.studies import findings_of, judged

ONE = Fraction(1)


@pytest.mark.parametrize(
    ("mean", "n", "possible", "testable"),
    [
        ("5.19", 28, False, True),  # 145/28 = 5.178…, 146/28 = 5.214…
        ("5.18", 28, True, True),
        ("5.20", 5, True, True),  # the trailing zero counts
        ("5.2", 28, True, False),  # with one decimal and n >= 10 every mean is possible
        ("3.5", 2, True, True),
        ("3.4", 2, False, True),
    ],
)
def test_grim(mean: str, n: int, possible: bool, testable: bool) -> None:
    answer = grim(read_number(mean), n, ONE)
    assert (bool(answer.totals), answer.testable) == (possible, testable)


@given(st.integers(1, 12), st.integers(0, 2), st.integers(0, 200))
def test_grim_agrees_with_every_sum(n: int, decimals: int, units: int) -> None:
    mean = read_number(as_text(Fraction(units, 10**decimals), decimals))
    totals = {total for total in range(203 * n) if mean.rules_giving(Fraction(total, n))}
    assert {total for total in grim(mean, n, ONE).totals if total >= 0} == totals


@given(st.lists(st.integers(0, 6), min_size=2, max_size=5), st.integers(0, 2))
def test_grimmer_never_rejects_values_that_exist(values: list[int], decimals: int) -> None:
    n, total = len(values), sum(values)
    variance = (sum(v * v for v in values) - Fraction(total * total, n)) / (n - 1)
    # The root to more places than printed, cut, then rounded half-up by its own digits.
    root = Fraction(isqrt(int(variance * 10**12)), 10**6)
    mean = read_number(as_text(round_to(Fraction(total, n), Fraction(1, 100), Rounding.HALF_UP), 2))
    sd = read_number(as_text(round_to(root, Fraction(1, 10**decimals), Rounding.HALF_UP), decimals))
    assert values_with(mean, sd, n, ONE, Bounds(min(values), max(values), members=True)) is not None


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(0, 16), st.integers(0, 60))
def test_a_witness_is_found_just_when_there_is_one(n: int, total: int, squares: int) -> None:
    every = combinations_with_replacement(range(5), n)
    exists = any(sum(v) == total and sum(x * x for x in v) == squares for v in every)
    found = witness(n, total, squares, Bounds(0, 4))
    assert (found is not None) == exists
    if found is not None:
        assert (len(found), sum(found), sum(v * v for v in found)) == (n, total, squares)
        assert all(0 <= v <= 4 for v in found)


def test_known_false_alarm_of_the_analytic_test_is_not_raised() -> None:
    # 25 values with sum 223 and sum of squares 2179 exist: SD 2.81
    values = values_with(read_number("8.9"), read_number("2.81"), 25, ONE, Bounds())
    assert values is not None
    assert len(values) == 25
    assert witness(25, 223, 2179, Bounds(low=0)) is not None


def test_values_below_zero_are_ruled_out_by_a_lower_bound() -> None:
    mean, sd = read_number("0.24"), read_number("6.43")
    assert values_with(mean, sd, 34, ONE, Bounds()) is not None
    assert values_with(mean, sd, 34, ONE, Bounds(low=0)) is None


def test_a_search_too_large_is_undecided_not_impossible() -> None:
    with pytest.raises(Undecided):
        values_with(read_number("50.0"), read_number("9.0"), 5000, ONE, Bounds())


def test_bounds_of_the_mean_by_hand() -> None:
    # n = 19: nine values of at least 0.5, the median 2.5, eight of at least 2.5, the maximum 11: 38/19
    bounds = mean_bounds(19, *(Range.point(Fraction(x)) for x in ("0.5", "11", "2.5")))
    assert bounds == Range(Fraction(38, 19), Fraction(122, 19))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_bounds_hold_the_mean_of_any_values(values: list[int]) -> None:
    ordered, n = sorted(values), len(values)
    median = Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)
    mean = Fraction(sum(values), n)
    ends = Range.point(ordered[0]), Range.point(ordered[-1])
    for bounds in (mean_bounds(n, *ends), mean_bounds(n, *ends, Range.point(median))):
        assert bounds is not None
        assert mean in bounds


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 3), st.data())
def test_a_percentage_made_by_rounding_always_holds(part: tuple[int, int], decimals: int, data: st.DataObject) -> None:
    k, n = part
    exact = Fraction(100 * k, n)
    rule = data.draw(st.sampled_from(Rounding))
    printed = read_number(as_text(round_to(exact, Fraction(1, 10**decimals), rule), decimals))
    assert rule_for(exact, printed) is not None
    assert k in counts_giving(printed, n)


@given(st.integers(1, 60), st.decimals(0, 110, places=1).map(str))
def test_counts_giving_a_percentage_are_all_that_do(n: int, percent: str) -> None:
    printed = read_number(percent)
    one_by_one = [k for k in range(n + 1) if rule_for(Fraction(100 * k, n), printed) is not None]
    assert list(counts_giving(printed, n)) == one_by_one


def test_how_exact_numbers_are_written() -> None:
    assert [written(Fraction(*x)) for x in ((19, 28), (5, 2), (3,), (1, 300))] == ["0.678…", "2.5", "3", "0.003333…"]
    assert significant(Fraction(37313, 100), 2, Rounding.HALF_UP) == 370
    assert significant(Fraction(37, 10000), 1, Rounding.TRUNCATED) == Fraction(3, 1000)
    assert significant(Fraction(0), 2, Rounding.HALF_UP) == 0


SUMMARY = """
    groups:
      all:
        label: All
        n: %s
        summaries:
          - {variable: time, unit: months, %s}
"""


@pytest.mark.parametrize(
    ("n", "row", "kind", "verdict", "says"),
    [
        (19, "mean: 4.0, median: 2.5, low: 0.5, high: 11", "mean", "holds", "between 2.00 and 6.42"),
        (
            19,
            "mean: 6.6, median: 2.5, low: 0.5, high: 11",
            "mean",
            "holds",
            "between 1.93 and 6.68 (all being rounded)",
        ),
        (19, "mean: 7.5, median: 2.5, low: 0.5, high: 11", "mean", "fails", "between 2.00 and 6.42"),
        (19, "mean: 7.5, median: 12, low: 0.5, high: 11", "mean", "fails", "stand in order"),
        (28, "mean: 5.19, granularity: 1", "mean", "fails", "nearest means are 5.178… and 5.214…"),
        (28, "mean: 5.2, granularity: 1", "mean", "unjudged", "every figure of these decimals is possible"),
        (28, "mean: 5.2", "mean", "unjudged", "granularity"),
        (19, "median: 12, low: 0.5, high: 11", "median", "fails", "between 0.5 and 11"),
        (19, "median: 2.5, low: 0.5, high: 11", "median", "holds", "between 0.5 and 11"),
        (3, "median: 2.5, low: 1, high: 4, granularity: 1", "median", "fails", "the median of 3 is one of the values"),
        (4, "median: 2.5, low: 1, high: 4, granularity: 1", "median", "holds", "the mean of two values"),
        (5, "median: 3", "median", "unjudged", "minimum and maximum"),
        (25, "mean: 8.9, sd: 2.81, granularity: 1", "sd", "holds", "GRIMMER"),
        (4, "mean: 2.5, sd: 1.20, granularity: 1", "sd", "fails", "GRIMMER"),
        (10, "mean: 0.3, sd: 0.48, low: 0, high: 1, granularity: 1", "sd", "holds", "DEBIT"),
        (10, "mean: 0.3, sd: 0.40, low: 0, high: 1, granularity: 1", "sd", "fails", "DEBIT"),
        (10, "mean: 5, sd: 9, low: 0, high: 10", "sd", "fails", "at most about 5.79"),
        (10, "mean: 5, sd: 9", "sd", "unjudged", "granularity"),
        (19, "mean: 4.0, low: 0.5, high: 11", "range", "holds", "the mean 4.0 lies between 0.5 and 11"),
        (19, "mean: 14.0, low: 0.5, high: 11", "range", "fails", "the mean 14.0 lies between 0.5 and 11"),
    ],
)
def test_summaries(n: int, row: str, kind: str, verdict: str, says: str) -> None:
    finding = next(f for f in findings_of(SUMMARY % (n, row), kind))
    assert finding.verdict == verdict
    assert says in finding.message


AGES = """
    patients:
      P1: {age: 12 years}
      P2: {age: 10 years}
      P3: {age: 42 years}
      P4: {}
"""


@pytest.mark.parametrize(
    ("claim", "verdict", "arithmetic"),
    [
        ("claim: mean, of: [P1, P2, P3], with: [age], printed: 21.3", "holds", "64/3 = 21.333… year → 21.3 (half-up)"),
        ("claim: mean, of: [P1, P2, P3], with: [age], printed: 22", "fails", "64/3 = 21.333… year"),
        ("claim: mean, of: [P1, P3], with: [age], printed: 27.0", "holds", "54/2 = 27 year → 27.0 (half-up)"),
        ("claim: mean, of: [P1, P4], with: [age], printed: 27", "unjudged", None),
        ("claim: median, of: [P1, P2, P3], with: [age], printed: 12", "holds", "middle of 10, 12, 42 = 12"),
        ("claim: median, of: [P1, P2, P3], with: [age], printed: 11", "fails", "middle of 10, 12, 42 = 12"),
        ("claim: sd, of: [P1, P2, P3], with: [age], printed: 17.9", "holds", "variance of 10, 12, 42 = 321.333…"),
        ("claim: sd, of: [P1, P2, P3], with: [age], printed: 14.6", "fails", "variance of 10, 12, 42 = 321.333…"),
        ("claim: range, of: [P1, P2, P3], with: [age], printed: 10-42", "holds", "10-42 year"),
        ("claim: range, of: [P1, P2, P3], with: [age], printed: 12-42", "fails", "10-42 year"),
        ("claim: mean, of: [P1, P2], with: [shoe size], printed: 44", "unjudged", None),
    ],
)
def test_statistics_of_patients_are_recomputed(claim: str, verdict: str, arithmetic: str | None) -> None:
    finding = judged(AGES, claim)
    assert finding.verdict == verdict
    assert (finding.arithmetic or "").startswith(arithmetic or "")


@pytest.mark.parametrize(
    ("arguments", "printed", "verdict"),
    [
        ('["50 % x 100 %", "50 % x 80 %"]', "90 %", "holds"),
        ('["50 % x 100 %", "50 % x 80 %"]', "85 %", "fails"),
        ('["2 x 100", "1 x 70"]', "90", "holds"),
        ('["half of them"]', "90", "unjudged"),
    ],
)
def test_weighted_mean(arguments: str, printed: str, verdict: str) -> None:
    claim = f'claim: weighted mean, with: {arguments}, printed: "{printed}"'
    assert judged(AGES, claim, "weighted-mean").verdict == verdict
