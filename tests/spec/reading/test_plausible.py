"""One judgement of a dose's plausibility (resorb.codes.plausible), as words and study tables both use it."""

from fractions import Fraction

import pytest

from resorb.codes.plausible import judge_amount
from resorb.values.ranges import OPEN, Range

STS = "sodium thiosulfate"


def amount(low_g: str, high_g: str | None = None) -> Range:
    return Range(Fraction(low_g) * 1000, Fraction(high_g or low_g) * 1000)


@pytest.mark.parametrize(
    ("value", "population", "band"),
    [
        (amount("12.5", "25"), "adult", "usual"),
        (amount("3.2"), "adult", "unusual"),
        (amount("12.5", "75"), "adult", "unusual"),
        (amount("0.025"), "adult", "error likely"),
        (amount("3.2"), "child", "usual"),
        (OPEN, "adult", "unjudged"),
        (Range(None, Fraction(25_000)), "adult", "usual"),
    ],
)
def test_a_range_takes_the_worse_band_of_its_ends(value: Range, population: str, band: str) -> None:
    assert judge_amount(STS, "intravenous", "amount per administration", value, population).band == band


def test_a_slip_comes_with_the_value_meant_and_why() -> None:
    found = judge_amount(STS, "intravenous", "amount per administration", Range.point(25))
    assert (found.proposals, found.because) == (((Fraction(1000), "25 g"),), ("mg printed where g is meant",))
    assert found.source


def test_both_ends_of_a_range_must_be_explained() -> None:
    assert (
        judge_amount(STS, "intravenous", "amount per administration", Range(Fraction(25), Fraction(80))).proposals == ()
    )


def test_without_a_window_nothing_is_judged() -> None:
    found = judge_amount("aspirin", "oral", "amount per administration", Range.point(100))
    assert (found.band, found.reason) == (
        "unjudged",
        "no window on file for the amount per administration of aspirin, oral",
    )
    with pytest.raises(KeyError):
        judge_amount(STS, "oral", "colour", Range.point(1))
