"""Ranges of exact numbers: an open end is unknown, and unknown spreads through arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.values.ranges import OPEN, Range

ends = st.none() | st.fractions(0, 50, max_denominator=8)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = draw(ends), draw(ends)
    return Range(high, low) if low is not None and high is not None and low > high else Range(low, high)


@st.composite
def members(draw: st.DrawFn, within: Range) -> Fraction:
    low = within.low if within.low is not None else Fraction(0)
    high = within.high if within.high is not None else low + 100
    return low + (high - low) * draw(st.fractions(0, 1, max_denominator=9))


@given(st.data())
def test_arithmetic_holds_every_result_of_every_member(data: st.DataObject) -> None:
    one, other = data.draw(ranges()), data.draw(ranges())
    a, b = data.draw(members(one)), data.draw(members(other))
    assert a in one
    assert b in other
    assert a + b in one + other
    assert a - b in one - other
    assert a * b in one * other
    if b:
        assert a / b in one / other
    assert one.meets(one)
    if one.is_before(other):
        assert a < b


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        (Range.point(2) + OPEN, OPEN),
        (Range(Fraction(1), None) + Range.point(2), Range(Fraction(3), None)),
        (Range(Fraction(1), Fraction(2)) - Range(Fraction(5), Fraction(7)), Range(Fraction(-6), Fraction(-3))),
        (Range.point(6) / Range(Fraction(0), Fraction(3)), Range(Fraction(2), None)),
        (Range.point(30).times(Fraction(1, 3)), Range.point(10)),
    ],
)
def test_ends(computed: Range, expected: Range) -> None:
    assert computed == expected


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        (Range.point(1), Range.point(2), True),
        (Range.point(2), Range.point(2), False),
        (Range(Fraction(0), Fraction(5)), Range(Fraction(3), Fraction(9)), None),
        (OPEN, Range.point(2), None),
    ],
)
def test_before_is_yes_no_or_cannot_be_told(one: Range, other: Range, before: bool | None) -> None:
    assert one.is_before(other) is before
