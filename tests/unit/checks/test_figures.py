"""Figures in a claim's words: those a printed number can be, and no others."""

from resorb.checks.claims.facts import figures


def test_digits_of_other_scripts_and_endless_ones_are_no_figures() -> None:
    assert [f.text for f in figures("٣ of 5, 12345678901234567890123 and 3.5 %")] == ["5", "3.5"]
