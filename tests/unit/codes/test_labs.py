"""Analytes: exact conversion, ranges and the product of calcium and phosphate."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.codes import analytes
from resorb.codes.labs import read_analyte
from resorb.values.findings import Refused
from tests.unit.codes.made import form_of

UNITS = [(a.key, u) for a in analytes().values() for u in a.units]


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "low", "high"),
    [
        ("calcium", "10", "mg/dL", "2.495", "2.4952"),
        ("calcium", "5", "mEq/L", "2.5", "2.5"),
        ("phosphate", "3.1", "mg/dL", "1.0", "1.001"),
        ("PTH", "1.6", "pmol/L", "15", "15.1"),
        ("25-OH vitamin D", "20", "ng/mL", "50", "50"),
        ("creatinine", "1", "mg/dL", "88.4", "88.4"),
        ("albumin", "4", "g/dL", "40", "40"),
        ("sodium", "140", "mEq/L", "140", "140"),
        ("calcium phosphate product", "70", "mg2/dL2", "5.635", "5.645"),
        ("calcium phosphate product", "70", "mg²/dL²", "5.635", "5.645"),
    ],
)
def test_a_value_in_the_analyte_s_own_unit(analyte: str, value: str, unit: str, low: str, high: str) -> None:
    assert Fraction(low) <= analytes()[analyte].convert(Fraction(value), unit) <= Fraction(high)


@given(st.sampled_from(UNITS), st.fractions(min_value="0.001", max_value=1000))
def test_conversion_is_linear_and_keeps_its_own_unit(unit: tuple[str, str], value: Fraction) -> None:
    analyte = analytes()[unit[0]]
    assert analyte.convert(value, analyte.unit) == value
    assert analyte.convert(value, unit[1]) == value * analyte.convert(Fraction(1), unit[1])


@pytest.mark.parametrize(
    ("analyte", "unit"), [("calcium", "g"), ("PTH", "U/L"), ("calcium phosphate product", "mg/dL"), ("ALP", "furlong")]
)
def test_a_unit_that_does_not_measure_it_is_refused(analyte: str, unit: str) -> None:
    with pytest.raises(Refused):
        analytes()[analyte].convert(Fraction(1), unit)


def test_the_factor_of_the_product_is_that_of_both_factors() -> None:
    product, one = analytes()["calcium phosphate product"], Fraction(1)
    calcium, phosphate = (analytes()[key] for key in product.product_of)
    assert product.convert(one, "mg2/dL2") == calcium.convert(one, "mg/dL") * phosphate.convert(one, "mg/dL")


def test_the_two_published_thresholds_of_the_product_agree() -> None:
    # 70 mg2/dL2 (Weenig 2007) and the upper end of normal, 5.6 mmol2/L2 (Mathur 2001)
    product = analytes()["calcium phosphate product"]
    risk = next(limit for limit in product.limits if limit.key == "calciphylaxis risk")
    assert risk.range.low is not None
    assert round(float(risk.range.low), 2) == 5.64
    normal = product.ranges[0].range.high
    assert normal is not None
    assert abs(risk.range.low - normal) < Fraction("0.05")


def test_normal_lies_inside_plausible_and_is_kept_in_the_own_unit() -> None:
    for analyte in analytes().values():
        for one in analyte.ranges:
            assert one.range.low is None or analyte.plausible is None or analyte.plausible.holds(one.range.low)
            assert one.range.high is None or analyte.plausible is None or analyte.plausible.holds(one.range.high)
    child = next(r for r in analytes()["phosphate"].ranges if r.ages and r.ages.printed == "1-12 years")
    assert child.range.low == Fraction("3.7") * 10 / Fraction("30.97")


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ("unit: mmol/L\nloinc: {2777-2: mass}", "loinc.2777-2", "check digit"),
        ("unit: mmol/L\nloinc: {2777-1: weight}", "loinc.2777-1", "not known"),
        ("unit: mmol/L\nalso in: {mg/dL: about 10}", "also in.mg/dL", "not a factor"),
        ("unit: mmol/L\nalso in: {mg/dL: 0}", "also in.mg/dL", "not a factor"),
        ("unit: mmol/L\nalso in: {mg/dozen: 2}", "also in.mg/dozen", "not a known unit"),
        ("unit: mmol/L\nplausible: 1 to 5 mmol/L", "plausible because", "missing"),
        ("unit: mmol/L\nplausible: under 1; over 2\nplausible because: x", "plausible", "more than one"),
        ("unit: mmol/L\nranges: {a: {normal: 1 to 2 mg/dL, source: house}}", "ranges.a.normal", "not an accepted unit"),
        ("unit: mmol/L\nranges: {a: {source: house}}", "ranges.a.normal", "missing"),
        ("unit: mmol2/L2\nproduct of: [calcium]", "product of", "1 factors"),
    ],
)
def test_a_wrong_field_is_a_fault(fields: str, field: str, rule: str) -> None:
    form = form_of(f"{fields}\nsource: house")
    read_analyte(form)
    assert [(f.field, rule in f.rule) for f in form.faults] == [(f"entry.{field}", True)]
