"""How values read."""

from fractions import Fraction

import pytest

from resorb.analysis.estimates import Estimate, proportion
from resorb.report.words import estimate_text, mass_text, months_text, percent_text, range_text
from resorb.values.ranges import OPEN, Range

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("370", "370", "370 mg/day"),
        ("367.7749", "367.7749", "368 mg/day"),
        ("5.357142857", "5.357142857", "5.36 mg/day"),
        ("0.00119", "0.00119", "0.0012 mg/day"),
        ("12.5", "25", "12.5 to 25 mg/day"),
        ("5", None, "at least 5 mg/day"),
        (None, "75", "at most 75 mg/day"),
        (None, None, "not known"),
        ("0", "0", "0 mg/day"),
    ],
)
def test_a_range_keeps_its_open_ends_and_three_or_four_digits(low: str | None, high: str | None, words: str) -> None:
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    assert range_text(Range(*ends), "mg/day") == words


def test_a_mass_is_told_in_grams_from_a_thousand_milligrams_on() -> None:
    assert mass_text(Range.point(999)) == "999 mg"
    assert mass_text(Range.point(1000)) == "1 g"
    assert mass_text(Range(Fraction(500), Fraction(12_500)), "/day") == "0.5 to 12.5 g/day"
    assert mass_text(OPEN) == "not known"


def test_a_length_is_told_in_days_below_two_months() -> None:
    assert months_text(Range.point(60)) == "60 days"
    assert months_text(Range.point(Fraction("30.4375") * 8)) == "8 months"


def test_a_percentage_has_one_decimal_and_does_not_break_from_its_sign() -> None:
    assert percent_text(19 / 28) == f"67.9{NBSP}%"
    assert percent_text(1.0) == f"100{NBSP}%"


def test_a_proportion_never_stands_without_its_interval() -> None:
    # Clopper-Pearson for 19/28: 0.4765 to 0.8412
    text = estimate_text(proportion("x", "s", "response", (19, 28), ()))
    assert text == f"19/28, 67.9{NBSP}% (95{NBSP}%{NBSP}interval 47.6 to 84.1{NBSP}%)"


def test_an_estimate_without_a_value_shows_counts_only() -> None:
    assert estimate_text(Estimate("x", "s", "response", n=1, N=1, unit="proportion")) == "1/1"
    assert estimate_text(Estimate("x", "s", "dose per day", low=5.0, high=None, unit="mg/day")) == "at least 5 mg/day"
