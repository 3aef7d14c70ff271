"""A usual dose divided by a thousand is always found, and the proposal restores it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.checks.plausibility.dose_facts import Dose
from resorb.checks.plausibility.doses import THOUSAND
from resorb.codes import dose_windows
from resorb.codes.windows import DoseWindow
from resorb.tables.schema import Product
from resorb.values.ranges import Range
from resorb.values.units import convert

MASSES = ("amount per administration", "amount per m2", "amount per kg", "concentration")
WINDOWS = [w for w in dose_windows().values() if w.measure in MASSES]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda w: w.key)
@given(st.data())
def test_every_usual_amount_over_a_thousand_is_found_and_restored(window: DoseWindow, data: st.DataObject) -> None:
    usual = data.draw(st.sampled_from(window.usual()))
    assert usual.low is not None
    assert usual.high is not None
    share = data.draw(st.fractions(0, 1, max_denominator=20))
    meant = usual.low + share * (usual.high - usual.low)
    product = Product(study="s", id="p", drug=window.drug, route=window.routes[0])
    dose = Dose(product, "", "", product, window.measure, Range.point(0), window.population)
    inside = convert(meant, window.unit, dose.unit)
    slipped = Dose(product, "", "", product, window.measure, Range.point(inside / 1000), window.population).judge()
    assert slipped.is_error_likely
    assert THOUSAND[0] in [factor for factor, _ in slipped.proposals]
    as_meant = Dose(product, "", "", product, window.measure, Range.point(inside / 1000 * Fraction(1000)), "any")
    assert as_meant.judge().band == "usual"
