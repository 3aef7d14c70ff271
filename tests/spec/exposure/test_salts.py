"""The same amount as another hydrate or in mmol: molar masses 248.2 (pentahydrate) and 158.11 (anhydrous)."""

from fractions import Fraction

import pytest

from resorb.exposure import mg_as_mmol, mg_as_salt, mmol_as_mg
from resorb.values.findings import Refused
from resorb.values.ranges import OPEN, Range


def test_25_g_of_pentahydrate() -> None:
    dose = Range.point(25_000)
    assert mg_as_mmol(dose, "pentahydrate") == Range.point(25_000 / Fraction("248.2"))
    assert mg_as_salt(dose, "pentahydrate", "anhydrous") == Range.point(25_000 * Fraction("158.11") / Fraction("248.2"))


def test_there_and_back_is_the_same() -> None:
    dose = Range(Fraction(12_500), Fraction(25_000))
    assert mmol_as_mg(mg_as_mmol(dose, "anhydrous"), "anhydrous") == dose
    assert mg_as_salt(mg_as_salt(dose, "anhydrous", "pentahydrate"), "pentahydrate", "anhydrous") == dose


def test_unknown_stays_unknown_and_an_unnamed_salt_is_refused() -> None:
    assert mg_as_mmol(OPEN, "anhydrous") == OPEN
    with pytest.raises(Refused, match="not reported"):
        mg_as_mmol(Range.point(1), "not reported")
    with pytest.raises(Refused, match="aspirin"):
        mg_as_mmol(Range.point(1), "anhydrous", "aspirin")
