"""Strength is drug per product with its basis; a percentage without one says so."""

from fractions import Fraction

import pytest

from resorb.values.findings import Refused
from resorb.values.strengths import read_strength


@pytest.mark.parametrize(
    ("text", "low", "high", "basis", "unit"),
    [
        ("10 % w/w", "100", "100", "w/w", "mg/g"),
        ("25 % w/v", "250", "250", "w/v", "mg/mL"),
        ("25 %", "250", "250", "percent", "mg/g"),
        ("10 to 25 %", "100", "250", "percent", "mg/g"),
        ("250 mg/mL", "250", "250", "w/v", "mg/mL"),
        ("12.5 g/50 mL", "250", "250", "w/v", "mg/mL"),  # 12,500 mg / 50 mL
        ("150-250 mg/mL", "150", "250", "w/v", "mg/mL"),
        ("0.1 g/g", "100", "100", "w/w", "mg/g"),
        ("10/90 w/w", "100", "100", "w/w", "mg/g"),  # ten parts in a hundred
        ("10/90 to 25/75 w/w", "100", "250", "w/w", "mg/g"),
        ("25 % (w/w)", "250", "250", "w/w", "mg/g"),
    ],
)
def test_what_is_read(text: str, low: str, high: str, basis: str, unit: str) -> None:
    strength = read_strength(text)
    assert (strength.low, strength.high, strength.basis, strength.unit) == (Fraction(low), Fraction(high), basis, unit)
    assert strength.percent() == (Fraction(low) / 10, Fraction(high) / 10)


@pytest.mark.parametrize(
    "text",
    ["110 %", "0 %", "0/0 w/w", "-10 %", "10", "10 mg", "10 mg/mm", "< 10 %", "12,5 %", "strong", "", "1/0/2 w/w"],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_strength(text)
