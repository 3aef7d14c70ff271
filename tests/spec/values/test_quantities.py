"""A quantity is a number or range with a unit of a closed list; whatever is not understood is refused."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.tables.cells import read_cell
from resorb.tables.schema import table
from resorb.values.findings import Refused
from resorb.values.quantities import read_quantity
from resorb.values.units import convert, read_unit


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("12.5 g", "12.5", "12.5", "g"),
        ("12.50g", "12.5", "12.5", "g"),
        ("25mg", "25", "25", "mg"),
        ("12.5-25 g", "12.5", "25", "g"),
        ("12.5 to 25 grams", "12.5", "25", "g"),
        ("150–250 mg/mL", "150", "250", "mg/mL"),
        ("< 5 mm", None, "5", "mm"),
        ("up to 75 g", None, "75", "g"),
        ("at least 12.5 g", "12.5", None, "g"),
        ("≥ 3 points", "3", None, "point"),
        ("12.5 g/50 mL", "12.5", "12.5", "g/50 mL"),
        ("60.55 mL/min/1.73 m2", "60.55", "60.55", "mL/min/1.73 m2"),
        ("68 %", "68", "68", "%"),
        ("-6.0 points", "-6", "-6", "point"),
        ("10 mcg", "10", "10", "ug"),
    ],
)
def test_what_is_read(text: str, low: str | None, high: str | None, unit: str) -> None:
    read = read_quantity(text)
    ends = [None if e is None else Fraction(e) for e in (low, high)]
    assert [read.low, read.high, read.unit] == [*ends, unit]
    assert read.printed == text


def test_loose_values_stay_loose_and_two_diameters_count_by_the_longer() -> None:
    about = read_quantity("about 5 g")
    assert (about.about, about.low) == (True, 5)
    patch = read_quantity("17 x 20 cm")
    assert (patch.low, patch.high, patch.across) == (20, 20, 17)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12,5 g", "12.5 for a decimal, 125 for thousands"),
        ("1,500 mg", "1.500 for a decimal, 1500 for thousands"),
        ("NaN g", "leave the value out"),
        ("inf g", "leave the value out"),
        ("-inf g", "leave the value out"),
        ("9**9**9", ""),
        ("9**9**9 g", ""),
        ("25 G", "not a known unit"),
        ("25 Mg", "not a known unit"),
        ("25", "has no unit"),
        ("g", "is not a quantity"),
        ("25-12.5 g", "runs from high to low"),
        ("1.2.3 g", "not a plain number"),
        ("5 g/0 mL", "a number where none belongs"),
        ("5 g/g/g/g/g", "is not a unit"),
        ("5 furlongs", "not a known unit"),
        ("five g", "is not a quantity"),
        ("__import__('os') g", "is not a quantity"),
        ("5 g; DROP TABLE", "not a known unit"),
        ("\N{ARABIC-INDIC DIGIT FIVE} g", "not a plain number"),
        ("5 g" + " " * 200 + "x", "is not a quantity"),
    ],
)
def test_what_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read_quantity(text)
    assert told in str(refused.value)
    assert refused.value.remedy


def test_a_dose_cannot_be_negative_and_must_be_measured_like_a_dose() -> None:
    amount = table("courses").column("amount")
    assert read_cell(amount, "5 g").low == 5
    for text, told in [("-5 g", "is negative"), ("5 mL", "is not measured in mg"), ("5 mmol", "is not measured in mg")]:
        with pytest.raises(Refused, match=told):
            read_cell(amount, text)


@pytest.mark.parametrize(
    ("value", "unit", "other", "same"),
    [
        ("12.5", "g", "mg", "12500"),
        ("12.5", "g/50 mL", "mg/mL", "250"),
        ("25", "g/1.73 m2", "mg/m2", "2500000/173"),
        ("2.66", "mmol/L", "umol/mL", "2.66"),
        ("17", "cm", "mm", "170"),
        ("1", "week", "day", "7"),
        ("25", "%", "%", "25"),
    ],
)
def test_units_of_one_kind_convert_exactly(value: str, unit: str, other: str, same: str) -> None:
    assert convert(Fraction(value), unit, other) == Fraction(same)


@pytest.mark.parametrize(("unit", "other"), [("g", "mL"), ("month", "day"), ("mmol/L", "mg/dL"), ("mEq", "mmol")])
def test_units_that_need_more_knowledge_do_not_convert(unit: str, other: str) -> None:
    """A month needs a convention, a substance its molar mass, a charge its valence."""
    with pytest.raises(Refused):
        convert(Fraction(1), unit, other)


@given(st.text(max_size=30), st.sampled_from((read_quantity, read_unit)))
def test_any_text_is_read_or_refused(text: str, read: Callable[[str], object]) -> None:
    refused = None
    try:
        read(text)
    except Refused as error:
        refused = error
    assert refused is None or (refused.rule and refused.remedy)
