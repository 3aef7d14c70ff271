"""A dose as the command line says it: the JSON of the contract, and lines for a person."""

import json

from resorb.reading.doses.dose import dose_as_json, dose_as_lines, read_dose

CONTRACT = [
    "input",
    "drug",
    "route",
    "amount_mg",
    "amount_mg_per_m2",
    "amount_mg_per_kg",
    "concentration_mg_per_ml",
    "volume_ml",
    "strength_percent",
    "supply_g",
    "times_per_week",
    "days",
    "infusion_minutes",
    "mg_per_day",
    "mg_per_week",
    "mg_total",
    "conventions",
    "unread",
    "findings",
]


def test_the_json_has_every_key_of_the_contract_and_null_for_what_is_not_said() -> None:
    said = dose_as_json(read_dose("12.5 g IV 3x/week for 4 weeks"))
    assert [key for key in CONTRACT if key not in said] == []
    assert said["amount_mg"] == {"low": 12500.0, "high": 12500.0}
    assert said["mg_total"] == {"low": 150000.0, "high": 150000.0}
    assert (said["strength_percent"], said["unread"], "phases" in said) == (None, [], False)
    assert json.loads(json.dumps(said)) == said


def test_phases_have_the_same_shape() -> None:
    said = dose_as_json(read_dose("10 g 3 times weekly for 2 weeks, then 15 g twice weekly for 3 weeks"))
    assert [set(CONTRACT) - set(phase) for phase in said["phases"]] == [set(), set()]
    assert said["mg_total"]["low"] == 10_000 * 6 + 15_000 * 6


def test_an_open_end_is_null() -> None:
    assert dose_as_json(read_dose("up to 25 g IV"))["amount_mg"] == {"low": None, "high": 25000.0}


def test_findings_keep_the_contract_of_scan_and_check() -> None:
    (found,) = (f for f in dose_as_json(read_dose("STS 25 mg IV TIW"))["findings"] if f["verdict"] == "fails")
    assert (found["check"], found["printed"], found["computed"]) == ("dose-unit", "25 mg", "25 g")
    assert (found["where"]["column"], found["where"]["end_column"]) == (5, 10)


def test_lines_show_the_arithmetic_the_conventions_and_that_it_is_no_prescription() -> None:
    lines = dose_as_lines(read_dose("12.5 g IV 3x/week for 8 months, generously"))
    text = "\n".join(lines)
    assert "= 12500 mg × 3 per week = 37500 mg/week" in text
    assert "convention: month: 30.4375 days" in text
    assert "under months of 30 days: 1285714 mg (1286 g) in total" in text
    assert "not read: 'generously'" in text
    assert lines[-1] == "For study, not for prescribing."


def test_lines_name_a_slip_and_what_is_meant() -> None:
    text = "\n".join(dose_as_lines(read_dose("STS 25 mg IV TIW")))
    assert "fails: The amount per administration is most likely an error" in text
    assert "Meant: 25 g? (mg printed where g is meant)" in text
