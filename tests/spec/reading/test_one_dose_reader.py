"""One grammar of quantities: read in running text by place, and in the words of one dose by role."""

from fractions import Fraction

import pytest

from resorb.reading.doses.dose import read_dose
from resorb.reading.doses.quantities import quantities
from resorb.values.ranges import Range


def of(low: int | str, high: int | str) -> Range:
    return Range(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("words", "role", "kind", "value"),
    [
        ("12.5 g", "amount_mg", "mass", Range.point(12500)),
        ("12.5-25 g", "amount_mg", "mass", of(12500, 25000)),
        ("one to two grams", "amount_mg", "mass", of(1000, 2000)),
        ("250 mg/kg", "amount_mg_per_kg", "per_kg", Range.point(250)),
        ("250 mg/kg/day", "mg_per_kg_per_day", "per_kg", Range.point(250)),
        ("20 g per m2", "amount_mg_per_m2", "per_m2", Range.point(20000)),
        ("12.5 g/50 mL", "concentration_mg_per_ml", "concentration", Range.point(250)),
        ("0.2 mL", "volume_ml", "volume", of("0.2", "0.2")),
        ("25%", "strength_percent", "percent", Range.point(25)),
        ("10 g per day", "mg_per_day", "mass", Range.point(10000)),
    ],
)
def test_the_same_value_by_role_and_by_place(words: str, role: str, kind: str, value: Range) -> None:
    reading = read_dose(f"sodium thiosulfate {words}")
    (found,) = quantities(f"She was on thiosulfate {words}, as before.")
    assert (getattr(reading, role), found.kind, found.value) == (value, kind, value)
    assert reading.unread == ()


def test_a_range_with_its_unit_twice_is_one_in_a_dose_and_two_places_in_a_text() -> None:
    assert read_dose("0.1 mL to 0.3 mL of 250 mg/mL").volume_ml == of("0.1", "0.3")
    assert [str(q.value) for q in quantities("from 12.5 g to 25 g")] == ["12500", "25000"]


def test_two_amounts_are_named_not_chosen_from() -> None:
    reading = read_dose("thiosulfate 12.5 and 25 g IV")
    assert reading.amount_mg.is_open
    assert [one.text for one in reading.unread] == ["12.5 and 25 g"]


def test_a_bound_belongs_to_its_quantity() -> None:
    assert read_dose("up to 25 g IV").amount_mg == Range(None, Fraction(25000))


@pytest.mark.parametrize("unit", ["µg", "µG", "μg", "mcg"])
def test_micrograms_in_any_letters(unit: str) -> None:
    assert [q.value for q in quantities(f"She had 25 {unit} of it.")] == [Range.point(Fraction(1, 40))]
