"""Laboratory values: units, what life allows, words against numbers, printed ranges, calcium times phosphate."""

import pytest

from tests.spec.checks_plausibility.studies import ASSUMES, FAILS, HOLDS, UNJUDGED, only, said_of, verdicts


def labs(*rows: str, age: str = "54 years") -> str:
    """A study of one patient with these results, all at the first dose."""
    listed = "".join(f"      - {{{row}, at: first dose}}\n" for row in rows)
    return f"patients:\n  P1:\n    age: {age}\n    age at: first dose\n    labs:\n{listed}"


def test_a_clearance_per_m2_is_found_with_its_literal_reading() -> None:
    # 35 mL/min per 1 m2 is 35 × 1.73 = 60.55 mL/min per 1.73 m2
    finding = only(labs("analyte: creatinine clearance, value: 35 mL/min/m2"), "lab-unit")
    assert (finding.verdict, finding.printed) == (FAILS, "35 mL/min/m2")
    assert finding.computed == "60.55 mL/min/1.73 m2"
    assert finding.arithmetic == "35 mL/min/m2 × 1.73 = 60.55 mL/min/1.73 m2"
    assert finding.suggestion == "35 mL/min/1.73 m2"


@pytest.mark.parametrize("value", ["35 mL/min", "35 mL/min/1.73 m2"])
def test_a_plain_or_normalised_clearance_holds(value: str) -> None:
    assert only(labs(f"analyte: creatinine clearance, value: {value}"), "lab-unit").verdict is HOLDS


@pytest.mark.parametrize(
    ("analyte", "value"),
    [("calcium", "2.4 mmol/L"), ("calcium", "9.6 mg/dL"), ("PTH", "86 pg/mL"), ("ALP", "155 UI/L")],
)
def test_units_that_measure_the_analyte_hold(analyte: str, value: str) -> None:
    assert only(labs(f"analyte: {analyte}, value: {value}"), "lab-unit").verdict is HOLDS


def test_a_unit_of_another_property_fails_and_names_those_accepted() -> None:
    finding = only(labs("analyte: ALP, value: 155 mmol/L"), "lab-unit")
    assert (finding.verdict, finding.suggestion) == (FAILS, "check the unit: U/L")
    assert said_of(labs("analyte: ALP, value: 155 mmol/L"), "lab-plausible") == []


def test_a_value_outside_what_life_allows_fails_with_the_unit_that_explains_it() -> None:
    finding = only(labs("analyte: calcium, value: 9.6 mmol/L"), "lab-plausible")
    assert finding.verdict is FAILS
    assert "outside 1 to 5 mmol/L" in finding.message
    assert "9.6 mg/dL" in (finding.suggestion or "")


def test_a_value_within_bounds_holds_and_one_without_bounds_is_left_alone() -> None:
    assert only(labs("analyte: calcium, value: 9.6 mg/dL"), "lab-plausible").verdict is HOLDS
    assert said_of(labs("analyte: ESR, value: 20 mm/h"), "lab-plausible") == []


def test_one_system_of_units_holds_and_two_are_noted() -> None:
    calcium, phosphate = "analyte: calcium, value: 2.4 mmol/L", "analyte: phosphate, value: 1.2 mmol/L"
    assert only(labs(calcium, phosphate), "lab-system").verdict is HOLDS
    mixed = only(labs(calcium, "analyte: PTH, value: 36 pg/mL", "analyte: ALP, value: 155 U/L"), "lab-system")
    assert mixed.verdict is ASSUMES
    assert "calcium in mmol/L" in mixed.message
    assert "PTH in pg/mL" in mixed.message
    assert "ALP" not in mixed.message
    assert said_of(labs(calcium), "lab-system") == []


@pytest.mark.parametrize(
    ("value", "level", "verdict"),
    [
        ("86 pg/mL", "high", HOLDS),
        ("86 pg/mL", "normal", FAILS),
        ("70 pg/mL", "normal", HOLDS),
        ("70 pg/mL", "not high", HOLDS),
        ("8 pg/mL", "low", HOLDS),
        ("8 pg/mL", "not low", FAILS),
        ("60-80 pg/mL", "high", UNJUDGED),
    ],
)
def test_words_against_the_printed_range(value: str, level: str, verdict: str) -> None:
    assert (
        only(labs(f"analyte: PTH, value: {value}, range: 9-70 pg/mL, level: {level}"), "lab-level").verdict == verdict
    )


def test_words_against_the_range_on_file_only_assume_when_they_differ() -> None:
    assert only(labs("analyte: calcium, value: 2.9 mmol/L, level: high"), "lab-level").verdict is HOLDS
    finding = only(labs("analyte: calcium, value: 2.4 mmol/L, level: high"), "lab-level")
    assert (finding.verdict, finding.computed) == (ASSUMES, "normal")
    assert "2.2 to 2.6 mmol/L" in finding.message


def test_a_childs_phosphate_is_judged_by_the_range_of_its_age() -> None:
    # 1.78 mmol/L is 5.5 mg/dL: above 4.5 of adults, within 3.7 to 5.8 of children
    row = "analyte: phosphate, value: 1.78 mmol/L, level: high"
    assert only(labs(row), "lab-level").verdict is HOLDS
    assert only(labs(row, age="10 years"), "lab-level").verdict is ASSUMES


def test_a_level_without_any_range_cannot_be_judged() -> None:
    assert only(labs("analyte: CRP, value: 20 mg/L, level: high"), "lab-level").verdict is UNJUDGED
    assert said_of(labs("analyte: calcium, level: normal"), "lab-level") == []


def test_a_printed_range_that_meets_none_on_file_fails() -> None:
    assert only(labs("analyte: PTH, range: 9-70 pg/mL"), "lab-range").verdict is HOLDS
    finding = only(labs("analyte: calcium, range: 8.8-10.4 mmol/L"), "lab-range")
    assert (finding.verdict, finding.computed) == (FAILS, "2.2 to 2.6 mmol/L")


def test_calcium_times_phosphate_in_both_units_beside_its_threshold() -> None:
    # 2.66 × 2.42 = 6.4372 mmol2/L2; × 4.0078 × 3.097 = 79.90 mg2/dL2; the threshold is 70 (5.64)
    finding = only(
        labs("analyte: calcium, value: 2.66 mmol/L", "analyte: phosphate, value: 2.42 mmol/L"),
        "calcium-phosphate-product",
    )
    assert (finding.verdict, finding.computed) == (HOLDS, "6.4372 mmol2/L2")
    assert finding.arithmetic == "2.66 × 2.42 = 6.4372 mmol2/L2 = 79.90 mg2/dL2"
    assert "above 70 mg2/dL2 (5.64 mmol2/L2)" in finding.message


@pytest.mark.parametrize(("phosphate", "level", "verdict"), [("1.2", "not high", HOLDS), ("2.42", "not high", FAILS)])
def test_a_product_called_not_high_is_judged(phosphate: str, level: str, verdict: str) -> None:
    body = labs(
        "analyte: calcium, value: 2.66 mmol/L",
        f"analyte: phosphate, value: {phosphate} mmol/L",
        f"analyte: calcium phosphate product, level: {level}",
    )
    assert only(body, "calcium-phosphate-product").verdict == verdict


def test_results_of_different_times_are_not_multiplied() -> None:
    body = labs("analyte: calcium, value: 2.66 mmol/L", "analyte: phosphate, value: 2.42 mmol/L")
    later = body.replace("2.42 mmol/L, at: first dose", "2.42 mmol/L, at: 3 months")
    assert verdicts(later, "calcium-phosphate-product") == []
