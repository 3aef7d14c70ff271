"""What looks like a slip of the true number, and what is merely another number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.checks.arithmetic.near_miss import near_count, near_miss
from resorb.values.numbers import read_number


@pytest.mark.parametrize(
    ("printed", "true", "how"),
    [
        ("61", "16", "two digits swapped"),
        ("45.7", "47.5", "two digits swapped"),
        ("145", "154", "two digits swapped"),
        ("20", "19", "off by 1"),
        ("7", "8", "off by 1"),
        ("24", "29", "one digit"),
        ("129", "12", "one digit"),  # one put in
        ("370", "37", "a factor of 10"),
        ("12.5", "12500", "a factor of 1000"),
        ("62.5", "125", "a factor of 2"),
        ("-3.4", "3.4", "the sign"),
        ("54", "72", ""),
        ("3", "8", ""),  # any two numbers of one digit differ in one
        ("47.5", "47.5", ""),
    ],
)
def test_slips(printed: str, true: str, how: str) -> None:
    assert near_miss(read_number(printed), Fraction(true)) == how


def test_the_true_number_is_taken_at_the_decimals_printed() -> None:
    # 19/28 = 67.857...: "68" is right, "86" has its digits swapped, "76.9" is 67.9 with two swapped.
    true = Fraction(1900, 28)
    assert [near_miss(read_number(p), true) for p in ("68", "86", "76.9")] == ["", *["two digits swapped"] * 2]


def test_how_far_off_is_asked_for() -> None:
    assert near_count(40, 38) == ""
    assert near_count(40, 38, off_by=2) == "off by 2"


@given(st.integers(1, 10**6))
def test_a_number_is_no_slip_of_itself_and_a_tenth_of_it_always_is(number: int) -> None:
    assert near_count(number, number) == ""
    assert near_count(10 * number, number) == "a factor of 10"
    assert near_count(number, 10 * number) == "a factor of 10"
